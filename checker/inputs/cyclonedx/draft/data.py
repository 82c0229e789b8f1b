"""Data: declared sets, and what flows say that they carry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.core.model import CLASSIFICATIONS as LEVELS
from checker.core.model import Data
from checker.inputs.cyclonedx.draft.whole import BETWEEN, Declared, Link, Whole, called
from checker.inputs.cyclonedx.merging import SENSITIVITY, together
from checker.inputs.cyclonedx.own import joined, properties, said, stated
from checker.inputs.gathering import At
from checker.inputs.node import Node
from checker.inputs.values import slug
from checker.knowledge.cyclonedx import AUTHORIZATION, CLASSIFICATIONS, PERSONAL


class Placed(NamedTuple):
    """What placements say of a data store: which sets are in it, and whether encrypted."""

    sets: set[str]
    encrypted: set[bool | None]

    @property
    def encryption(self) -> str:
        """The least that is said of any of the sets."""
        return "none" if False in self.encrypted else "at-rest" if self.encrypted == {True} else ""


class Carried:
    """The data of a document: declared sets, and objects that only flows name, by what they are called."""

    def __init__(self, whole: Whole, system: str) -> None:
        self._whole = whole
        self._taken = {system}
        self._named: dict[str, str] = {}
        self._inline: dict[str, tuple[Data, At]] = {}

    def add_sets(self, sets: Iterable[Declared], stores: dict[str, Placed]) -> None:
        """Keep the data sets. ``stores`` is filled with those that each store holds."""
        gathering = self._whole.gathering
        for one in sets:
            node = one.node
            own = said(gathering, node, "data")
            objects = node.mappings("dataObjects", "data object")
            kept, places = self._kept(one, stores)
            data = _data(self._whole, one.id, [node, *objects])
            facts = {"authorization": joined(self._whole.words(node, "authorization", AUTHORIZATION)), **places}
            data = data._replace(
                name=called(one),
                description=called(one, "description"),
                retention=kept,
                properties=properties(dict(data.properties), facts, own.facts),
            )
            inner: tuple[str | int, ...] = ("dataObjects", 0, "classification") if objects else ("classification",)
            at = node.at(**own.at(classification=inner, retention="placements"))
            gathering.add(stated(data, own.own), at)
            self._named.setdefault(node.text("name"), one.id)
            for inside in objects:
                self._named.setdefault(inside.text(BETWEEN), one.id)
                self._named.setdefault(inside.text("name"), one.id)
        self._named.pop("", None)

    def of(self, node: Node) -> tuple[str, ...]:
        """The ids of the data that a flow carries."""
        whole = self._whole
        found = set(whole.ids(whole.links(node, "dataSets"), ("data",), "data set", node.subject))
        for item in node.get("dataObjects"):
            if isinstance(item.value, str):
                found.update(whole.ids([Link(item.value, item.place())], ("data",), "data set", node.subject))
            elif item.is_mapping():
                found.add(self._object(item.named("data object")))
        for item in node.get("dataProfiles"):
            if (
                isinstance(item.value, str)
                and (known := whole.known(Link(item.value, item.place())))
                and known.kind == "data"
            ):
                found.add(known.id)
            else:
                whole.gathering.not_mapped("profiles of data on flows", item.place())
        return tuple(sorted(found - {""}))

    def add_inline(self) -> None:
        """Keep what only flows name."""
        for data, at in self._inline.values():
            self._whole.gathering.add(data, at)

    def _object(self, node: Node) -> str:
        """What an object on a flow is called: the set that it stands for or is one of, else an id of its own."""
        own = said(self._whole.gathering, node, "data")
        ref, name = node.text(BETWEEN), node.text("name")
        if noted := own.own.get("id"):
            link = Link(noted, node.place(*own.places["id"]))
            found = self._whole.find(link, ("data",), "data set", node.subject)
            return found.id if found else ""
        known = self._named.get(ref) or self._named.get(name)
        if known or not (ref or name):
            return str(known or "")
        id = ref or slug(name)
        id = f"data:{id}" if id in self._whole.refs or id in self._taken else id
        data = _data(self._whole, id, [node])
        data = data._replace(name=name, description=node.text("description"))
        if id in self._inline:
            before, at = self._inline[id]
            self._inline[id] = (together(before, data), at)
        else:
            self._inline[id] = (data, node.at(id=BETWEEN))
        return id

    def _kept(self, one: Declared, stores: dict[str, Placed]) -> tuple[str, dict[str, str]]:
        """How long a set is kept, and how it is kept where."""
        facts, terms = {}, set()
        for place in one.node.mappings("placements", "placement"):
            link = self._whole.link(place, "dataStore")
            found = self._whole.find(link, ("component",), "data store", one.node.subject) if link.name else None
            if found:
                kept = stores.setdefault(found.id, Placed(set(), set()))
                kept.sets.add(one.id)
                kept.encrypted.add(place.flag("encrypted"))
            terms.add(place.text("retention"))
            for key in ("encrypted", "replicated"):
                if (flag := place.flag(key)) is not None:
                    facts[f"placement.{found.id if found else link.name}.{key}"] = "true" if flag else "false"
        return joined(terms - {""}), facts


def _rank(word: str) -> int:
    return LEVELS.index(word) if word in LEVELS else -1


def _data(whole: Whole, id: str, nodes: list[Node]) -> Data:
    """What data is, as some nodes say together: the highest that any of them says."""
    levels, kinds, facts = set[str](), set[str](), dict[str, set[str]]()
    for node in nodes:
        detail = node.get("classification")
        if isinstance(detail.value, dict) and "name" not in detail.value:
            levels.add(whole.word(detail, "level", CLASSIFICATIONS))
            kinds.update(detail.texts("dataTypes"))
            for key in ("handling", "regulations"):
                facts.setdefault(key, set()).update(detail.texts(key))
        else:
            levels.add(whole.word(node, "classification", CLASSIFICATIONS))
        kinds.update(node.texts("categories"))
    facts["categories"] = kinds - {"pii"}
    facts["classification"] = {level for level in levels if level not in CLASSIFICATIONS}
    return Data(
        id=id,
        classification=max(levels & {*CLASSIFICATIONS}, key=_rank, default=""),
        personal=max((PERSONAL.get(kind, "") for kind in kinds), key=SENSITIVITY.index, default=""),
        properties=properties({name: joined(words - {""}) for name, words in facts.items()}),
    )
