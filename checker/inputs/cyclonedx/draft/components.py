"""Assets, data stores and actors as components."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from checker.core.model import Component
from checker.inputs.cyclonedx.draft.data import Placed
from checker.inputs.cyclonedx.draft.inventory import Inventory, listed_type, model_of
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
    PARTIES,
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
            type=_type(type, ASSETS) or listed_type(listed) or PARTIES.get(what(party), "process"),
            owner=whole.parties.names(node.get("ownership")),
            model=model_of(listed),
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
            boundary="zone",
            stores="dataSets",
            authority="permissions",
            owner="ownership",
            technology="product",
            model="componentRef",
        )
    )
    whole.gathering.add(stated(component, own.own), at)


def _party(whole: Whole, node: Node, key: str) -> dict[str, Any]:
    """The party under a key; an empty one, and a note, where it is in another document."""
    found = whole.parties.of(node.plain(key))
    if not found and node.has(key):
        whole.elsewhere(Link("", partial(node.place, key)))
    return found


def _type(word: str, types: Mapping[str, str]) -> str:
    """The component type of a word of the draft, or of a word of ours; a word that nobody knows is a process."""
    known = types.get(word) or ((one := component_type(word)) and one.id)
    return known or ("process" if word and types is ASSETS else "")


def _system(party: Mapping[str, Any]) -> str:
    system = party.get("system")
    return "agent" if isinstance(system, dict) and system.get("kind") == "agent" else ""


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
