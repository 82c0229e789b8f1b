"""Assets, data stores and actors as components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.location import Ref
from checker.core.model import AiModel, Component
from checker.inputs.cyclonedx.draft.data import Placed
from checker.inputs.cyclonedx.draft.parties import roles, what
from checker.inputs.cyclonedx.draft.whole import Declared, Link, Whole, called
from checker.inputs.cyclonedx.own import Said, joined, properties, said, stated
from checker.inputs.node import Node
from checker.inputs.values import text
from checker.knowledge.cyclonedx import (
    ASSETS,
    AUTHENTICATION,
    AUTHORIZATION,
    CLASSIFICATIONS,
    INVENTORY,
    PARTIES,
    RELATIONS,
    STORES,
    USUAL,
)
from checker.knowledge.vocabulary import component_type

_CRITICALITY = ("minimal", "low", "moderate", "high", "critical")
_INTERFACES = (
    *("rest", "graphql", "grpc", "soap", "messaging", "file", "database", "cli", "gui", "api", "event", "stream"),
)

Facts = Mapping[str, str]


class Around(NamedTuple):
    """What other parts of a document say of components, each by id."""

    facts: Mapping[str, Facts]
    outside: Mapping[str, str]
    """Why a component is out of scope."""
    placed: Mapping[str, Placed]


def add_assets(whole: Whole, assets: Iterable[Declared], around: Around) -> None:
    """Keep the assets."""
    inventory = Inventory(whole)
    for asset in assets:
        node = asset.node
        if not (node.has("componentRef") or node.has("partyRef")):
            whole.needs(node, asset.id, "type", "name")
        type = whole.word(node, "type", ASSETS)
        listed = inventory.of(whole.link(node, "componentRef"), node.subject)
        party = _party(whole, node, "partyRef")
        marks = node.mapping("classification")
        named = Component(
            id=asset.id,
            name=called(asset) or text(listed.get("name")) or whole.parties.name(node.get("partyRef")),
            description=node.text("description") or text(listed.get("description")),
            tags=tuple(sorted(node.texts("tags"))),
            type=_type(type, ASSETS) or _listed_type(listed) or PARTIES.get(what(party), "process"),
            owner=whole.parties.names(node.get("ownership")),
            model=_model(listed),
        )
        node.texts("responsibilities")  # which are for people
        said_here = {
            "type": "" if type == named.type else type,
            "componentRef": node.text("componentRef"),
            "partyRef": node.text("partyRef"),
            "authentication": joined(whole.words(node, "authentication", AUTHENTICATION)),
            "authorization": joined(whole.words(node, "authorization", AUTHORIZATION)),
            "classification": whole.word(marks, "classification", CLASSIFICATIONS),
            "criticality": whole.word(marks, "criticality", _CRITICALITY, False),
            "categories": joined(marks.texts("categories")),
            **_interfaces(whole, node),
        }
        _add(whole, asset, named, said_here, around)


def add_stores(whole: Whole, stores: Iterable[Declared], around: Around) -> None:
    """Keep the data stores."""
    for store in stores:
        node = store.node
        type = whole.word(node, "type", STORES)
        made = " ".join(filter(None, (node.text(key) for key in ("vendor", "product", "version"))))
        sets = whole.ids(whole.links(node, "dataSets"), ("data",), "data set", node.subject)
        named = Component(
            id=store.id,
            name=called(store),
            description=node.text("description"),
            type=_type(type, STORES) or "data-store",
            technology=joined(filter(None, (made, *node.texts("technologies")))),
            stores=sets,
        )
        said_here = {
            "type": "" if type in (named.type, USUAL.get(named.type)) else type,
            "environment": node.text("environment"),
            "location": node.text("location"),
            "authorization": joined(whole.words(node, "authorization", AUTHORIZATION)),
        }
        _add(whole, store, named, said_here, around)


def add_actors(whole: Whole, actors: Iterable[Declared], around: Around) -> None:
    """Keep the actors."""
    for actor in actors:
        node = actor.node
        party = _party(whole, node, "party")
        kind, name = what(party), whole.parties.name(node.get("party"))
        named = Component(
            id=actor.id,
            name="" if name == actor.id else name,
            description=node.text("description"),
            type=_system(party) or PARTIES.get(kind, "external-entity"),
            authority=tuple(sorted(node.texts("permissions"))),
        )
        _add(whole, actor, named, {"roles": joined(role for role in roles(party) if role != "end-user")}, around)


def _add(whole: Whole, declared: Declared, component: Component, facts: Facts, around: Around) -> None:
    """Keep a component: with its zone, with what its properties say and other parts of the document."""
    node = declared.node
    own: Said = said(whole.gathering, node, "component")
    zone = whole.link(node, "zone")
    subject = node.subject._replace(field="boundary")
    found = whole.find(zone, ("boundary",), "zone", subject) if zone.name else None
    placed = around.placed.get(declared.id, Placed(set(), set()))
    component = component._replace(
        boundary=found.id if found else zone.name,
        stores=tuple(sorted({*component.stores, *placed.sets})),
        encryption=placed.encryption,
        out_of_scope=around.outside.get(declared.id, ""),
        properties=properties({**facts, **around.facts.get(declared.id, {})}, own.facts),
    )
    at = node.at(
        **own.at(
            id="bom-ref",
            boundary="zone",
            stores="dataSets",
            authority="permissions",
            owner="ownership",
            technology="product",
            model="componentRef",
        )
    )
    whole.gathering.add(stated(component, own.own), at)


def relations(whole: Whole, nodes: Iterable[Node], kinds: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Component -> what it is to others: facts named after the type of the relation."""
    found: dict[str, dict[str, set[str]]] = {}
    for tie in nodes:
        here = whole.link(tie, "ref")
        source = whole.find(here, kinds, "asset", tie.subject) if here.name else None
        node = tie.is_about(Ref(source.kind, source.id, "properties")) if source else tie
        inside = [(type, node) for type in RELATIONS if node.value.get(type) is not None]
        inside += [(f"custom.{one.text('type')}", one) for one in node.mappings("custom")]
        for type, one in inside:
            targets = whole.ids(whole.links(one, type if one is node else "targets"), kinds, "asset", node.subject)
            if source and type:
                found.setdefault(source.id, {}).setdefault(type, set()).update(targets)
        for key in node.value.keys() - {"ref", "custom", *RELATIONS}:
            node.get(key)
            message = f"{key!r} is no type of relationship"
            hint = "those of the draft are " + ", ".join(RELATIONS) + "; another one goes under 'custom'"
            whole.gathering.wrong(
                "wrong-value", message, node.subject, node.place(key, key=True), hint, f"{here.name} {key}"
            )
    return {id: {type: joined(targets) for type, targets in types.items()} for id, types in found.items()}


class Inventory:
    """The components of the bill of materials by name; looked for only where an asset names one."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._known: dict[str, Any] | None = None

    def of(self, link: Link, subject: Ref) -> dict[str, Any]:
        """The component of that name; an empty one, and a finding, where there is none."""
        if not link.name:
            return {}
        if self._known is None:
            self._known = dict(self._listed())
        found: dict[str, Any] = self._known.get(link.name, {})
        if not found and self._known and not link.name.startswith("urn:"):
            self._whole.gathering.dangling("component", link.name, subject, link.at, self._known)
        elif not found:
            self._whole.elsewhere(link)
        return found

    def _listed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        top = self._whole.top
        metadata = top.value.get("metadata")
        waiting = [top.get("components").value, metadata.get("component") if isinstance(metadata, dict) else None]
        while waiting:
            here = waiting.pop()
            for one in here if isinstance(here, list) else [here]:
                if isinstance(one, dict):
                    if ref := text(one.get("bom-ref")):
                        yield ref, one
                    waiting.append(one.get("components"))


def _party(whole: Whole, node: Node, key: str) -> dict[str, Any]:
    """The party under a key; an empty one, and a note, where it is in another document."""
    found = whole.parties.of(node.get(key).value)
    if not found and node.has(key):
        whole.elsewhere(Link("", node.place(key)))
    return found


def _type(word: str, types: Mapping[str, str]) -> str:
    """The component type of a word of the draft, or of a word of ours; a word that nobody knows is a process."""
    known = types.get(word) or ((one := component_type(word)) and one.id)
    return known or ("process" if word and types is ASSETS else "")


def _listed_type(listed: Mapping[str, Any]) -> str:
    return INVENTORY.get(text(listed.get("type")), "process") if listed else ""


def _system(party: Mapping[str, Any]) -> str:
    system = party.get("system")
    return "agent" if isinstance(system, dict) and system.get("kind") == "agent" else ""


def _model(listed: Mapping[str, Any]) -> AiModel | None:
    """What the inventory says of a machine-learning model."""
    if listed.get("type") != "machine-learning-model":
        return None
    hashes = listed.get("hashes")
    found = {
        text(one.get("alg")): text(one.get("content"))
        for one in (hashes if isinstance(hashes, list) else ())
        if isinstance(one, dict)
    }
    digest = next((f"{alg.lower().replace('-', '')}:{found[alg]}" for alg in _HASHES if found.get(alg)), "")
    return AiModel(name=text(listed.get("name")), version=text(listed.get("version")), digest=digest)


_HASHES = ("SHA-512", "SHA-384", "SHA-256")


def _interfaces(whole: Whole, node: Node) -> dict[str, str]:
    """What is offered to others, and to whom."""
    found = {}
    for one in node.mappings("interfaces", "interface"):
        name = one.text("name")
        says = [
            whole.word(one, "type", _INTERFACES),
            one.text("protocol"),
            *whole.words(one, "authentication", AUTHENTICATION),
        ]
        found[f"interface.{name}"] = joined(filter(None, says))
        one.texts("operations"), one.text("description")  # which are for people
    return found
