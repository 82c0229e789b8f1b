"""A first threat model out of the picture of an architecture. What nobody stated is left open, never made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from checker.architecture.distinct import distinct
from checker.architecture.names import mark, slug, stated_id, wanted_id
from checker.architecture.picture import Arrow, Box, Omitted, Picture, Zone
from checker.architecture.value import Architecture, Relation, Thing
from checker.core.location import Location
from checker.core.model import CLASSIFICATIONS, TRUST, Boundary, Component, Data, Flow, Model
from checker.core.system import SourceArtifact, System
from checker.documents.words import quote
from checker.knowledge.vocabulary import component_type

UNSTATED = "confidential"
"""The classification of data of which the architecture says none: one has to be stated, and this one asks for care."""

_NAMED = 12

T = TypeVar("T", Component, Flow, Boundary, Data)


class Drawn(NamedTuple):
    """A model of a picture, and the id of each of its parts: of boxes, zones and data by identifier, of arrows in the
    order of the picture."""

    model: Model
    boxes: Mapping[str, str]
    zones: Mapping[str, str]
    data: Mapping[str, str]
    arrows: tuple[str, ...]


def draft(architecture: Architecture, picture: Picture, artifact: SourceArtifact) -> Model:
    """The model that a person goes on with: data of which nothing is stated takes :data:`UNSTATED`, and the internet
    is not trusted."""
    model = drawn(architecture, picture, "architecture", assumes=True).model
    return model._replace(system=model.system._replace(source_artifacts=(artifact,)))


def drawn(architecture: Architecture, picture: Picture, nameless: str, assumes: bool = False) -> Drawn:
    """The model: ids from ``tm.id`` or names, types and classifications as far as they are stated or told by names.
    ``nameless`` is the id of a system whose architecture has no name; ``assumes`` whether what is not stated of data
    and of the internet is assumed."""
    return _Draft(architecture, picture, nameless, assumes).drawn()


class LeftOut(NamedTuple):
    """What is not in a model, of one type and for one reason, with the first names and the place of the first."""

    what: str
    why: str
    type: str
    location: Location


def left_out(omitted: Iterable[Omitted]) -> Iterator[LeftOut]:
    """What is not in the model, once for each type and reason, in the order of the file."""
    groups: dict[tuple[str, str], list[Omitted]] = {}
    for one in sorted(omitted, key=lambda one: one.one.location):
        groups.setdefault((one.one.type, one.why), []).append(one)
    for (type, why), some in groups.items():
        names = [quote(one.one.name) for one in some if one.one.name]
        shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
        number = f"{len(some):,} {type}" if len(some) > 1 else type or "something without a type"
        yield LeftOut(f"{number}{f' {shown}' if shown else ''}", why, type, some[0].one.location)


class _Draft:
    def __init__(self, architecture: Architecture, picture: Picture, nameless: str, assumes: bool) -> None:
        self._all = architecture
        self._picture = picture
        self._assumes = assumes
        self._taken: set[str] = set()
        self._boxes: dict[str, str] = {}
        self._zones: dict[str, str] = {}
        self._data: dict[str, str] = {}
        shown = picture.things()
        self._name({id: thing for id, thing in shown.items() if stated_id(thing)})
        (self._system,) = distinct({"": (slug(architecture.name) or nameless,)}, self._taken).values()
        self._name({id: thing for id, thing in shown.items() if not stated_id(thing)})

    def drawn(self) -> Drawn:
        components = _by_id(self._component(box) for box in self._picture.boxes.values())
        names = self._arrow_names()
        flows = _by_id(self._flow(arrow, names[at]) for at, arrow in enumerate(self._picture.arrows))
        types = (component_type(one.type) for one in components.values())
        ai = any(known is not None and known.group == "ai" for known in types)
        system = System(id=self._system, name=self._all.name, ai=ai)
        boundaries = _by_id(self._boundary(id, zone) for id, zone in self._picture.zones.items())
        data = _by_id(self._asset(id, thing) for id, thing in self._picture.data.items())
        model = Model(system, components, flows, boundaries, data)
        arrows = tuple(names[at] for at in range(len(self._picture.arrows)))
        return Drawn(model, self._boxes, self._zones, self._data, arrows)

    def _name(self, things: Mapping[str, Thing]) -> None:
        """Ids for some things. One that is two elements has its own id as a box, where it is stated or has a zone;
        kept data has it as data."""
        boxes, zones, data = self._picture.boxes, self._picture.zones, self._picture.data
        wanted: dict[tuple[str, str], tuple[str, ...]] = {}
        for id, thing in things.items():
            name, stated = wanted_id(thing), bool(stated_id(thing))
            endings = {
                "box": "-store" if id in data and not stated else "",
                "zone": "-zone" if id in boxes else "",
                "data": "-data" if id in boxes and stated else "",
            }
            for role, some in (("box", boxes), ("zone", zones), ("data", data)):
                if id in some:
                    first = f"{name}{endings[role]}"
                    wanted[id, role] = (first, f"{first}-{mark(id)}".rstrip("-"))
        named = {"box": self._boxes, "zone": self._zones, "data": self._data}
        for (id, role), name in distinct(wanted, self._taken).items():
            named[role][id] = name

    def _arrow_names(self) -> dict[int, str]:
        """The ids of flows: stated, else from their name, else from their ends. One that is stated before a junction is
        that of several: it is the beginning of theirs."""
        stated: dict[tuple[str, str, str, int], tuple[str, ...]] = {}
        others = dict(stated)
        for at, arrow in enumerate(self._picture.arrows):
            source, target = self._boxes[arrow.source], self._boxes[arrow.target]
            own = [*filter(None, map(stated_id, arrow.relations))]
            last = f"{source[:40]}-to-{target[:40]}-{mark(arrow.relations[0].id)[:40]}".rstrip("-")
            more = [f"{id[:60]}-to-{target[:60]}" for id in own[:1]]
            wishes = (*own, *more, slug(arrow.name), f"{source[:60]}-to-{target[:60]}", last)
            key = (arrow.relations[0].id, arrow.source, arrow.target, at)
            (stated if own else others)[key] = tuple(filter(None, wishes))
        names = {**distinct(stated, self._taken), **distinct(others, self._taken)}
        return {at: name for (*_, at), name in names.items()}

    def _boundary(self, id: str, zone: Zone) -> Boundary:
        internet = zone.kind == "internet"
        return Boundary(
            id=self._zones[id],
            name=zone.thing.name,
            description=zone.thing.documentation,
            trust=stated_word(zone.thing, "tm.trust", TRUST) or (TRUST[0] if self._assumes and internet else ""),
            kind=zone.kind,
            parent=self._zones.get(zone.parent, ""),
        )

    def _asset(self, id: str, thing: Thing) -> Data:
        return Data(
            id=self._data[id],
            name=thing.name,
            description=thing.documentation,
            classification=stated_word(thing, "tm.data_class", CLASSIFICATIONS) or (UNSTATED if self._assumes else ""),
        )

    def _component(self, box: Box) -> Component:
        return Component(
            id=self._boxes[box.thing.id],
            name=box.thing.name,
            description=box.thing.documentation,
            type=box.type,
            boundary=self._zones.get(box.zone, ""),
            stores=self._ids(box.stores),
            processes=self._ids(box.handles),
        )

    def _flow(self, arrow: Arrow, id: str) -> Flow:
        return Flow(
            id=id,
            name=arrow.name,
            description=next((one.documentation for one in arrow.relations if one.documentation), ""),
            source=self._boxes[arrow.source],
            target=self._boxes[arrow.target],
            data=self._ids(arrow.data),
        )

    def _ids(self, data: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self._data[id] for id in data if id in self._data))


def _by_id(some: Iterable[T]) -> dict[str, T]:
    return {one.id: one for one in sorted(some, key=lambda one: one.id)}


def stated_word(one: Thing | Relation, property: str, known: Iterable[str]) -> str:
    """What a property says, where it is one of the known words."""
    said = one.properties.get(property, "").strip().lower()
    return said if said in known else ""
