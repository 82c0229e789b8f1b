"""What a review covers: the digest of an element's security meaning.

``facts`` lists, field by field, what a reviewer's decision depends on; ``digest`` is a hash over them. Names, titles,
descriptions, rationales, owners, comments, order and file layout are not facts. The canonical form is bencode
(BEP 3) of the facts: dictionaries sorted by key, lists in the order given here, UTF-8 strings, booleans as the
integers 0 and 1. A digest is the version of this definition, ``:``, and the first 32 hex digits (128 bits) of SHA-256:
shorter ones would let an insider search for two versions of an element that share a digest.
docs/reference/digest.md says the same for those who recompute it elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from checker.core.graph import Graph
from checker.core.model import Model

VERSION = "1"

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]
Facts = dict[str, Value]


def digest(facts: Facts) -> str:
    """The versioned short hex digest of an element's facts: ``1:`` and 32 hex digits."""
    return f"{VERSION}:{hashlib.sha256(_bencode(facts)).hexdigest()[:32]}"


def facts_of(model: Model, graph: Graph, kind: str, id: str) -> Facts:
    """The security meaning of one reviewable element, by fact name. Raises KeyError for an unknown kind or id."""
    return _FACTS[kind](model, graph, id)


def _bencode(value: Value) -> bytes:
    if isinstance(value, bool):
        return b"i1e" if value else b"i0e"
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogatepass")
        return b"%d:%b" % (len(text), text)
    if isinstance(value, Mapping):
        return b"d" + b"".join(_bencode(key) + _bencode(value[key]) for key in sorted(value)) + b"e"
    return b"l" + b"".join(_bencode(item) for item in value) + b"e"


def _system(model: Model, graph: Graph, id: str) -> Facts:
    system = model.system
    return {
        "criticality": system.criticality,
        "ai": system.ai,
        "conditions": dict(system.conditions),
        "taxonomies": dict(system.taxonomies),
        "methods": dict(system.methods),
        "properties": dict(system.properties),
    }


def _component(model: Model, graph: Graph, id: str) -> Facts:
    component = model.components[id]
    ai = component.model
    return {
        "type": component.type,
        "boundaries": graph.chains[id],
        "exposed": graph.exposure[id] == "direct",
        "stores": _classified(model, component.stores),
        "processes": _classified(model, component.processes),
        "encryption": component.encryption,
        "authority": component.authority,
        "model": {"source": ai.source, "name": ai.name, "version": ai.version, "digest": ai.digest} if ai else {},
        "tenancy": component.tenancy,
        "paths": component.paths,
        "out_of_scope": bool(component.out_of_scope),
        "threats": _threats(model, graph, id),
        "properties": dict(component.properties),
    }


def _flow(model: Model, graph: Graph, id: str) -> Facts:
    flow = model.flows[id]
    return {
        "from": flow.source,
        "to": flow.target,
        "data": _classified(model, flow.data),
        "protocol": flow.protocol,
        "authentication": flow.authentication,
        "authorization": flow.authorization,
        "encryption": flow.encryption,
        "bidirectional": flow.bidirectional,
        "content": flow.content,
        "crossings": graph.crossings[id],
        "threats": _threats(model, graph, id),
        "properties": dict(flow.properties),
    }


def _boundary(model: Model, graph: Graph, id: str) -> Facts:
    boundary = model.boundaries[id]
    return {
        "trust": boundary.trust,
        "kind": boundary.kind,
        "parent": boundary.parent,
        "members": graph.members[id],
        "threats": _threats(model, graph, id),
        "properties": dict(boundary.properties),
    }


def _data(model: Model, graph: Graph, id: str) -> Facts:
    data = model.data[id]
    return {
        "classification": data.classification,
        "personal": data.personal,
        "integrity": data.integrity,
        "threats": _threats(model, graph, id),
        "properties": dict(data.properties),
    }


def _classified(model: Model, ids: tuple[str, ...]) -> Value:
    return [[id, model.data[id].classification if id in model.data else ""] for id in ids]


def _threats(model: Model, graph: Graph, id: str) -> Value:
    """The threats on an element: refs, status, acceptance and the status of each control that answers them."""
    facts: list[Value] = []
    for name in graph.threats.get(id, ()):
        threat = model.threats[name]
        controls = [[c, model.controls[c].status if c in model.controls else ""] for c in threat.controls]
        accepted = [threat.accepted.by, threat.accepted.until] if threat.accepted else []
        facts.append([threat.refs, threat.status, controls, accepted])
    facts.extend([n.refs, "not-applicable", [], []] for n in model.not_applicable if id in n.on)
    return sorted(facts, key=_bencode)


_FACTS = {"system": _system, "component": _component, "flow": _flow, "boundary": _boundary, "data": _data}
