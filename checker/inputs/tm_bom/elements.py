"""TM-BOM's components, actors, data stores, zones, data sets and flows as ours (docs/reference/formats/tm-bom.md)."""

from __future__ import annotations

from checker.core.location import Ref
from checker.core.model import Boundary, Component, Data, Flow
from checker.documents.words import quote
from checker.inputs.tm_bom.boundaries import Pairs
from checker.inputs.tm_bom.places import Placed, zones_of
from checker.inputs.tm_bom.structure import ENDS, Outline, Thing, check, word, words
from checker.knowledge.tm_bom import (
    ACCESS_CONTROL,
    ACTORS,
    AUTHENTICATION,
    CLASSIFICATION,
    PLAIN_ACTOR,
    PLAIN_STORE,
    STORES,
    classified,
    sensitivity,
)

_A = {"component": "a component", "actor": "an actor", "data-store": "a data store"}


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


def add_flows(outline: Outline, pairs: Pairs) -> None:
    """Data flows. Those between two zones are authenticated and authorized as the trust boundary says."""
    zones = {id: component.boundary for id, component in outline.gathering.elements("component").items()}
    symbolic = {outline.names.of("trust-zone", name): name for name in outline.names.all("trust-zone")}
    for thing in outline.things["data-flow"]:
        ref, node = outline.ref(thing.kind, thing.name), thing.node
        source, target = (_end(outline, thing, key) for key in ("source", "destination"))
        encrypted = node.flag("encrypted")
        flow = Flow(
            id=thing.id,
            name=node.text("title"),
            description=node.text("description"),
            source=source,
            target=target,
            encryption="" if encrypted is None else "encrypted" if encrypted else "none",
            properties=outline.properties(
                ref, {"has_sensitive_data": "true" if node.flag("has_sensitive_data") else ""}
            ),
        )
        first, second = sorted(symbolic.get(zones.get(end, ""), "") for end in (source, target))
        if first and first != second:
            flow = _crossing(outline, flow, pairs, (first, second))
        ends = {"source": ("source", "object"), "target": ("destination", "object")}
        outline.gathering.add(flow, outline.at(ref, node.at(name="title", encryption="encrypted", **ends)))


def _crossing(outline: Outline, flow: Flow, pairs: Pairs, pair: tuple[str, str]) -> Flow:
    """A flow as the trust boundary between the zones of its ends has it."""
    ways, rights = pairs.says(pair, "authentication_methods"), pairs.says(pair, "access_control_methods")
    if ways:
        ours = sorted(AUTHENTICATION.get(way, way) for way in ways.words)
        flow = flow._replace(authentication=", ".join(ours))
        outline.says(Ref("flow", flow.id, "authentication"), ways.at)
    if rights:
        flow = flow._replace(authorization=rights.value)
        outline.says(Ref("flow", flow.id, "authorization"), rights.at)
    return flow


def _end(outline: Outline, thing: Thing, key: str) -> str:
    """The id of what is at one end of a flow. A name that only another section has counts, and is a finding."""
    node = thing.node.mapping(key)
    name, type = node.text("object"), node.text("type")
    subject = thing.node.get(key).subject
    if not name and thing.node.has(key):
        outline.gathering.wrong("missing-key", f"the {key} has no object", subject, thing.node.place(key), "", key)
    kind = type.rpartition("/")[2].replace("_", "-")
    if type and kind not in ENDS:
        check(outline.gathering, type, ("component", "actor", "data_store"), subject, node.place("type"))
    others = [one for one in ENDS if outline.names.has(one, name)]
    if kind in others or not name:
        return outline.names.of(kind, name) if name else ""
    if not others:
        what = kind.replace("-", " ") if kind in ENDS else "component, actor or data store"
        outline.dangling(what, name, subject, node.place("object"), (kind,) if kind in ENDS else ENDS)
        return name
    if kind in ENDS:
        message = f"{quote(name)} is the name of another thing: no {kind.replace('-', ' ')} but {_A[others[0]]}"
        hint = f"write {quote(others[0].replace('-', '_'))}"
        outline.gathering.wrong("wrong-value", message, subject, node.place("type"), hint, name)
    return outline.names.of(others[0], name)
