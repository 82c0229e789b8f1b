"""Data flow diagrams of threatcl: trust zones, elements and flows."""

from __future__ import annotations

from checker.core.location import Ref
from checker.core.model import Boundary, Component, Flow
from checker.documents.words import quote
from checker.inputs.threatcl.body import Body, one_line
from checker.inputs.threatcl.making import Making, required
from checker.inputs.threatcl.outline import Diagram, Element, Threats
from checker.knowledge.vocabulary import canonical


def diagrams(making: Making) -> None:
    """Add what is in the diagrams of all threat models."""
    for model in making.models:
        for diagram in model.diagrams:
            _zones(making, diagram)
            _elements(making, model, diagram)
            _flows(making, diagram)


def _zones(making: Making, diagram: Diagram) -> None:
    for zone in diagram.zones:
        body = zone.body.about(Ref("boundary", making.names.of("boundary", zone.id)))
        making.reading.add(Boundary(id=body.subject.id, name=zone.name), body.at())


def _elements(making: Making, model: Threats, diagram: Diagram) -> None:
    for element in diagram.elements:
        body = element.body.about(Ref("component", making.names.of("component", element.id)))
        body.text("trust_zone")
        if element.around and element.named and element.around != element.named:
            _misplaced(body, element)
        zone = making.names.of("boundary", diagram.prefix + element.zone) if element.zone else ""
        stores = _stored(making, model, body) if element.type == "data-store" else ()
        component = Component(body.subject.id, element.name, type=element.type, boundary=zone, stores=stores)
        making.reading.add(component, body.at(boundary="trust_zone", stores="information_asset"))


def _misplaced(body: Body, element: Element) -> None:
    """An element says that it is in another trust zone than the one around it."""
    message = f"{quote(element.name)} is in the trust zone {quote(element.around)} and names another"
    hint = f"leave it out, or write {quote(element.around)}"
    subject = body.subject._replace(field="boundary")
    body.reading.wrong("wrong-value", message, subject, body.place("trust_zone"), hint, "trust_zone")


def _stored(making: Making, model: Threats, body: Body) -> tuple[str, ...]:
    name = one_line(body.text("information_asset"))
    asset = making.asset(model, name) if name else None
    if name and not asset:
        subject, place = body.subject._replace(field="stores"), body.place("information_asset")
        making.reading.dangling("information asset", name, subject, place, model.known.names)
    return (asset,) if asset else ()


def _flows(making: Making, diagram: Diagram) -> None:
    for part in diagram.flows:
        body = part.body.about(Ref("flow", making.names.of("flow", making.flows[id(part.body)])))
        required(body, "from", "to")
        flow = Flow(
            id=body.subject.id,
            name=part.name,
            source=_end(making, diagram, body, "from"),
            target=_end(making, diagram, body, "to"),
            protocol=canonical(body.text("protocol"), "protocols"),
        )
        making.reading.add(flow, body.at(source="from", target="to"))


def _end(making: Making, diagram: Diagram, body: Body, key: str) -> str:
    """The element at an end of a flow, or what is written where there is none."""
    name = one_line(body.text(key))
    found = diagram.known.find(name)
    if name and not found:
        subject = body.subject._replace(field=key)
        making.reading.dangling("element", name, subject, body.place(key), diagram.known.names)
    return making.names.of("component", diagram.prefix + (found or name)) if name else ""
