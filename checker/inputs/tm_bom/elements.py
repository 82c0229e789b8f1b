"""TM-BOM's components, actors, data stores, zones, data sets and flows as ours (docs/reference/formats/tm-bom.md)."""

from __future__ import annotations

from checker.core.model import Boundary, Component, Data
from checker.inputs.tm_bom.places import Placed, zones_of
from checker.inputs.tm_bom.structure import ENDS, Outline, Thing, word, words
from checker.knowledge.tm_bom import (
    ACCESS_CONTROL,
    ACTORS,
    CLASSIFICATION,
    PLAIN_ACTOR,
    PLAIN_STORE,
    STORES,
    classified,
    sensitivity,
)


def add_components(outline: Outline) -> None:
    """Components, actors and data stores."""
    placed, zones = Placed(outline), zones_of(outline)
    for kind in ENDS:
        for thing in outline.things[kind]:
            element = {"component": _component, "actor": _actor, "data-store": _store}[kind](outline, thing, placed)
            element = element._replace(boundary=zones[kind, thing.name])
            fields = {"name": "title", "boundary": "trust_zone", "authority": "permissions", "technology": "product"}
            outline.gathering.add(element, outline.at(outline.ref(kind, thing.name), thing.node.at(**fields)))


def _component(outline: Outline, thing: Thing, _: Placed) -> Component:
    parent = outline.names.of("component", thing.node.text("parent_component"))
    return _base(outline, thing, {"parent_component": parent})._replace(type="process")


def _actor(outline: Outline, thing: Thing, _: Placed) -> Component:
    type = word(outline.gathering, thing.node, "type", ACTORS)
    ours = ACTORS.get(type, "external-entity")
    permissions = thing.node.text("permissions")
    base = _base(outline, thing, {"type": type if PLAIN_ACTOR.get(ours) != type else ""})
    return base._replace(type=ours, authority=(permissions,) if permissions else ())


def _store(outline: Outline, thing: Thing, placed: Placed) -> Component:
    type = word(outline.gathering, thing.node, "type", STORES)
    ours = STORES.get(type, "data-store")
    own = {"type": type if PLAIN_STORE.get(ours) != type else "", **placed.apart(thing.name)}
    return _base(outline, thing, own)._replace(
        type=ours,
        technology=" ".join(filter(None, (thing.node.text("vendor"), thing.node.text("product")))),
        stores=tuple(sorted(placed.stores.get(thing.name, ()))),
        encryption=placed.encryption(thing.name),
    )


def _base(outline: Outline, thing: Thing, own: dict[str, str]) -> Component:
    properties = outline.properties(outline.ref(thing.kind, thing.name), own)
    return Component(thing.id, thing.node.text("title"), thing.node.text("description"), properties=properties)


def add_zones(outline: Outline) -> None:
    """Trust zones. The format states no trust, so neither do we."""
    for thing in outline.things["trust-zone"]:
        ref = outline.ref(thing.kind, thing.name)
        zone = Boundary(thing.id, thing.node.text("title"), thing.node.text("description"))
        outline.gathering.add(
            zone._replace(properties=outline.properties(ref, {})), outline.at(ref, thing.node.at(name="title"))
        )


def add_data(outline: Outline) -> None:
    """Data sets. The kinds of sensitive data say how they are classified."""
    for thing in outline.things["data-set"]:
        ref, node = outline.ref(thing.kind, thing.name), thing.node
        kinds = words(outline.gathering, node, "data_sensitivity", CLASSIFICATION)
        classification, personal = classified(kinds)
        own = {
            "data_sensitivity": ", ".join(kinds) if kinds != sensitivity(classification, personal) else "",
            "access_control_methods": ", ".join(
                words(outline.gathering, node, "access_control_methods", ACCESS_CONTROL)
            ),
            "record_count": node.text("record_count"),
        }
        data = Data(thing.id, node.text("title"), node.text("description"))
        data = data._replace(classification=classification, personal=personal, properties=outline.properties(ref, own))
        fields = {"name": "title", "classification": "data_sensitivity", "personal": "data_sensitivity"}
        outline.gathering.add(data, outline.at(ref, node.at(**fields)))
