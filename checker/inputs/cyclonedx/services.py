"""Services of a bill of materials, CycloneDX 1.2 to 1.7, as a data flow diagram.

A service is a component; a trust zone is known by its name alone, and is a boundary. Data goes from and to what is
named as its source and destination, by ``bom-ref`` or by address: that of an endpoint is the service behind it, any
other is somebody outside. What a service depends on it calls.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.location import Ref
from checker.core.model import Boundary, Component
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.inputs.cyclonedx import UNSAYABLE
from checker.inputs.cyclonedx.own import Said, joined, properties, ref_of, said, stated
from checker.inputs.cyclonedx.traffic import Service, Traffic
from checker.inputs.gathering import Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node, root
from checker.inputs.values import model_id
from checker.knowledge.cyclonedx import INVENTORY

_IGNORED = {
    "bill of materials": (
        *("$schema", "bomFormat", "specFormat", "specVersion", "serialNumber", "version", "signature", "signatures"),
        *("metadata", "externalReferences", "properties"),
    ),
    "service": ("licenses", "version", "releaseNotes", "externalReferences", "signature", "patentAssertions"),
}


def read_services(document: Document, format: str) -> Parsed:
    """The model of a document with services."""
    gathering = Gathering(document, format, model_id(document.source.path), _IGNORED)
    top = root(gathering, document, "bill of materials")
    if not isinstance(top.plain("services"), list):
        top.get("services").mistyped("a list")
        return gathering.refused()
    services = list(_services(gathering, top))
    zones = {one.node.text("trustZone"): one for one in reversed(services)}
    zones.pop("", None)
    data = sorted({name for one in services for item in one.node.mappings("data") if (name := item.text("name"))})
    names = Names(gathering.id, {"component": [one.id for one in services], "boundary": zones, "data": data})
    for name, one in zones.items():
        gathering.add(Boundary(names.of("boundary", name), name), one.node.at(id="trustZone", name="trustZone"))
    traffic = Traffic(gathering, services, names, dict(_inventory(top)))
    for service in services:
        _add(gathering, service, names, traffic)
    for dependency in top.mappings("dependencies"):
        traffic.depends(dependency)
    traffic.add()
    subject = top.mapping("metadata").mapping("component")
    facts = said(gathering, top, "system").facts
    system = System(gathering.id, subject.text("name"), subject.text("description"), properties=properties(facts))
    return gathering.parsed(system, top.at(name=("metadata", "component", "name")), unsayable=UNSAYABLE)


def _services(gathering: Gathering, top: Node) -> Iterator[Service]:
    """Every service, those inside of others after them. One without a ``bom-ref`` is known by its name."""
    waiting = [(node, "") for node in reversed(top.mappings("services", "service"))]
    while waiting:
        node, inside = waiting.pop()
        name = "/".join(filter(None, (node.text("group"), node.text("name"))))
        id = ref_of(node) or name
        if id:
            yield Service(id, node.is_about(Ref("component", id)), inside)
        else:
            gathering.wrong("missing-key", "this service has no 'name'", Ref("model"), node.place())
        waiting += [(inner, id) for inner in reversed(node.mappings("services", "service"))]


def _inventory(top: Node) -> Iterator[tuple[str, Component]]:
    """The software of the bill of materials by ``bom-ref``: it is in the model where a service exchanges data with it,
    or where it depends on a service."""
    waiting = [*top.mappings("components"), top.mapping("metadata").mapping("component")]
    while waiting:
        node = waiting.pop()
        if ref := ref_of(node):
            type = INVENTORY.get(node.text("type"), "process")
            yield ref, Component(ref, node.text("name"), node.text("description"), type=type)
        waiting += node.mappings("components")


def _add(gathering: Gathering, service: Service, names: Names, traffic: Traffic) -> None:
    node = service.node
    own: Said = said(gathering, node, "component")
    handled = traffic.data_of(service)
    crosses, known = node.flag("x-trust-boundary"), node.flag("authenticated")
    facts = {
        "inside": service.inside,
        "endpoints": joined(node.texts("endpoints")),
        "authenticated": _flag(known),
        "x-trust-boundary": _flag(crosses),
    }
    component = Component(
        id=service.id,
        name=node.text("name"),
        description=node.text("description"),
        tags=tuple(sorted(node.texts("tags"))),
        type="service",
        boundary=names.of("boundary", node.text("trustZone")),
        owner=node.mapping("provider").text("name"),
        processes=handled,
        properties=properties(facts, own.facts),
    )
    at = node.at(**own.at(boundary="trustZone", owner=("provider", "name"), processes="data"))
    gathering.add(stated(component, own.own), at)


def _flag(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"
