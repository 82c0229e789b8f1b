"""Data flows of a TM-BOM. Their ends are named with a type; one may be a data set, which stands for where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Flow
from checker.documents.words import quote
from checker.inputs.node import Node
from checker.inputs.tm_bom.boundaries import Pairs
from checker.inputs.tm_bom.structure import ENDS, Outline, Thing, check
from checker.knowledge.tm_bom import AUTHENTICATION

_A = {"component": "a component", "actor": "an actor", "data-store": "a data store"}

_DATA = "data-set"


class End(NamedTuple):
    """The component at one end of a flow, and the data set that is named in its place."""

    component: str
    data: str = ""


def add_flows(outline: Outline, pairs: Pairs) -> None:
    """Data flows. Those between two zones are authenticated and authorized as the trust boundary says."""
    components = outline.gathering.elements("component")
    keepers: dict[str, list[str]] = {}
    for component in components.values():
        for data in component.stores:
            keepers.setdefault(data, []).append(component.id)
    symbolic = {outline.names.of("trust-zone", name): name for name in outline.names.all("trust-zone")}
    for thing in outline.things["data-flow"]:
        ref, node = outline.ref(thing.kind, thing.name), thing.node
        source, target = (_end(outline, thing, key, keepers) for key in ("source", "destination"))
        encrypted = node.flag("encrypted")
        flow = Flow(
            id=thing.id,
            name=node.text("title"),
            description=node.text("description"),
            source=source.component,
            target=target.component,
            data=tuple(sorted({source.data, target.data} - {""})),
            encryption="" if encrypted is None else "encrypted" if encrypted else "none",
            properties=outline.properties(
                ref, {"has_sensitive_data": "true" if node.flag("has_sensitive_data") else ""}
            ),
        )
        boundaries = [components[end].boundary if end in components else "" for end in (flow.source, flow.target)]
        first, second = sorted(symbolic.get(boundary, "") for boundary in boundaries)
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


def _end(outline: Outline, thing: Thing, key: str, keepers: Mapping[str, list[str]]) -> End:
    """What is at one end of a flow. A name that only another section has counts, and is a finding."""
    node, subject = thing.node.mapping(key), thing.node.get(key).subject
    name, type = node.text("object"), node.text("type")
    kind = type.rpartition("/")[2].replace("_", "-")
    if type and kind not in (*ENDS, _DATA):
        check(outline.gathering, type, ("component", "actor", "data_store", "data_set"), subject, node.place("type"))
    if not name:
        if thing.node.has(key):
            outline.gathering.wrong("missing-key", f"the {key} has no object", subject, thing.node.place(key), "", key)
        return End("")
    others = [one for one in ENDS if outline.names.has(one, name)]
    if kind == _DATA and outline.names.has(_DATA, name):
        return _kept(outline, node, subject, keepers)
    if kind not in others:
        _misnamed(outline, node, subject, kind, others)
    return End(outline.names.of(kind if kind in others else others[0], name) if others else name)


def _kept(outline: Outline, node: Node, subject: Ref, keepers: Mapping[str, list[str]]) -> End:
    """The data store that keeps a data set; the data set itself, and a finding, where that is not one."""
    name = node.text("object")
    data = outline.names.of(_DATA, name)
    found = keepers.get(data, [])
    if len(found) == 1:
        return End(found[0], data)
    message = f"the data set {quote(name)} lies in {len(found) or 'no'} data stores, so it is no end of a flow"
    outline.gathering.wrong("wrong-value", message, subject, node.place("object"), "name the data store", name)
    return End(data, data)


def _misnamed(outline: Outline, node: Node, subject: Ref, kind: str, others: list[str]) -> None:
    """Say that no thing of the type at an end has its name."""
    name, typed = node.text("object"), kind in (*ENDS, _DATA)
    if others and typed:
        message = f"{quote(name)} is the name of another thing: no {kind.replace('-', ' ')} but {_A[others[0]]}"
        hint = f"write {quote(others[0].replace('-', '_'))}"
        outline.gathering.wrong("wrong-value", message, subject, node.place("type"), hint, name)
    elif not others:
        what = kind.replace("-", " ") if typed else "component, actor or data store"
        outline.dangling(what, name, subject, node.place("object"), (kind,) if typed else ENDS)
