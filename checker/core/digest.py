"""What a review covers: the digest of an element's security meaning.

``facts_of`` lists, field by field, what a reviewer's decision depends on; ``digest`` is a hash over that. Names,
titles, descriptions, rationales, owners, comments, order and file layout are not facts. The canonical form is bencode
(BEP 3) of the facts: dictionaries sorted by key, lists in the order given here, UTF-8 strings, booleans as the
integers 0 and 1. A digest is the version of this definition, ``:``, and the first 32 hex digits (128 bits) of SHA-256:
shorter ones would let an insider search for two versions of an element that share a digest.
docs/reference/digest.md says the same for those who recompute it elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from typing import Any

from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import AiModel, Model
from checker.core.system import System

VERSION = "1"

RELEVANT: dict[str, tuple[str, ...]] = {
    "system": (
        *("criticality", "ai", "conditions", "taxonomies", "methods", "fairness_objectives", "properties"),
        *("pasta", "source_artifacts"),
    ),
    "component": (
        *("type", "boundary", "tenancy", "encryption", "stores", "processes", "authority"),
        *("model.source", "model.name", "model.version", "model.digest", "model.family", "model.base_model"),
        *("model.datasets", "paths", "out_of_scope", "conditions", "properties", "runs_on"),
    ),
    "flow": (
        *("source", "target", "data", "protocol", "authentication", "authorization", "encryption"),
        *("bidirectional", "content", "properties"),
    ),
    "boundary": ("trust", "kind", "parent", "properties"),
    "data": ("classification", "personal", "integrity", "properties"),
    "threat": ("on", "refs", "status", "controls", "accepted", "risk", "position"),
    "control": ("use", "status"),
    "not_applicable": ("on", "refs"),
    "deployment": ("boundary",),
}
"""Kind -> the fields that are facts: changing one moves a digest. A field named here stands for all its parts."""

IRRELEVANT: dict[str, tuple[str, ...]] = {
    "system": (
        *("name", "description", "tags", "owner", "card", "card_profile", "card_review_by"),
        *("fairness_groups", "fairness_results", "fairness_tradeoff", "plot4ai", "prior_art"),
    ),
    "component": ("name", "description", "tags", "owner", "technology", "model.card"),
    "flow": ("name", "description", "tags"),
    "boundary": ("name", "description", "tags"),
    "data": ("name", "description", "tags", "retention"),
    "threat": ("title", "description", "tags", "owner", "rationale", "ticket", "cause"),
    "control": ("title", "description", "tags", "level", "evidence", "due", "refs", "owner"),
    "not_applicable": ("reason",),
    "attack_tree": ("goal", "description", "tags", "on", "refs", "probability_rule", "root"),
    "objective": ("text", "owner", "impact"),
    "feature": ("title", "description", "actor", "steps", "building_blocks"),
    "deployment": ("name", "description", "environment"),
}
"""Kind -> the fields that are not facts. Together with ``id`` and ``was`` the two tables name every field."""

Value = str | bool | tuple["Value", ...]
Facts = dict[str, Value]


def is_relevant(kind: str, field: str) -> bool:
    """Whether a field of an element (dotted for a part of it) is a fact of a digest."""
    relevant = RELEVANT.get(kind, ())
    return field in relevant or field.partition(".")[0] in relevant


class _Bencode(dict[Value, bytes]):
    """Value -> its canonical form, made on first use: most words of a model occur many times."""

    def __missing__(self, value: Value) -> bytes:
        if isinstance(value, str):
            text = value.encode("utf-8", "surrogatepass")
            made = b"%d:%b" % (len(text), text)
        elif isinstance(value, tuple):
            made = b"l%be" % b"".join([self[inner] for inner in value])
        else:
            made = b"i1e" if value else b"i0e"
        self[value] = made
        return made


def digest(facts: Facts) -> str:
    """The versioned hex digest of an element's facts: ``1:`` and 32 hex digits."""
    return _digest(dict(sorted(facts.items())), _Bencode())


def digests(model: Model, graph: Graph) -> dict[Ref, str]:
    """The digest of every reviewable element, the system first."""
    bencode = _Bencode()
    return {
        Ref(kind, id): _digest(facts(model, graph, id), bencode)
        for kind, facts in _FACTS.items()
        for id in model.elements(kind)
    }


def _digest(facts: Facts, bencode: _Bencode) -> str:
    """``facts`` are in order of name already."""
    text = b"".join(map(bencode.__getitem__, chain.from_iterable(facts.items())))
    return f"{VERSION}:{hashlib.sha256(b'd%be' % text).hexdigest()[:32]}"


def content_digest(data: Any) -> str:
    """The versioned digest of what a file of the gate holds: plain data, or a text. Order of keys does not count."""
    return digest({"content": _plain(data)})


def _plain(data: Any) -> Value:
    """Data as facts: each value with its kind, so that ``7`` and ``"7"`` are two."""
    if isinstance(data, str | bool):
        return data
    if isinstance(data, dict):
        return ("map", *((key, _plain(value)) for key, value in sorted(data.items())))
    if isinstance(data, list):
        return ("list", *map(_plain, data))
    return ("number", str(data)) if data is not None else ()


def facts_of(model: Model, graph: Graph, kind: str, id: str) -> Facts:
    """The security meaning of one reviewable element, in order of fact name. Raises KeyError for an unknown one."""
    return _FACTS[kind](model, graph, id)


def _system(model: Model, graph: Graph, id: str) -> Facts:
    system = model.system
    facts: Facts = {
        "ai": system.ai,
        "conditions": system.conditions,
        "criticality": system.criticality,
        **({"fairness": _objectives(system)} if system.fairness_objectives else {}),
        "methods": system.methods,
        "properties": system.properties,
        "taxonomies": system.taxonomies,
        "threats": _threats(model, graph, id),
    }
    facts = _with(facts, "pasta", tuple((stage, tuple(said)) for stage, said in system.pasta))
    return _with(facts, "source_artifacts", tuple(map(tuple, system.source_artifacts)))


def _objectives(system: System) -> Value:
    return tuple([(o.metric, *(text for _, text in _flat(o.threshold)), o.refs) for o in system.fairness_objectives])


def _component(model: Model, graph: Graph, id: str) -> Facts:
    component = model.components[id]
    ai = component.model
    facts: Facts = {
        "authority": component.authority,
        "boundaries": graph.chains[id],
        "encryption": component.encryption,
        "exposed": graph.exposure[id] == "direct",
        "model": _ai_model(ai) if ai else (),
        "out_of_scope": bool(component.out_of_scope),
        "paths": component.paths,
        "processes": _classified(model, component.processes),
        "properties": component.properties,
        "stores": _classified(model, component.stores),
        "tenancy": component.tenancy,
        "threats": _threats(model, graph, id),
        "type": component.type,
    }
    facts = _with(facts, "conditions", component.conditions)
    facts = _with(facts, "datasets", ai.datasets if ai else ())
    host = model.deployments.get(component.runs_on)
    return _with(facts, "runs_on", (component.runs_on, host.boundary if host else "") if component.runs_on else ())


def _with(facts: Facts, name: str, value: Value) -> Facts:
    """The facts with one more in its place, if it is stated."""
    return dict(sorted({**facts, name: value}.items())) if value else facts


def _ai_model(ai: AiModel) -> Value:
    """What pins a model, and what kind it is where that is stated."""
    kind = (ai.family, ai.base_model)
    said = (*ai[:4], *kind) if any(kind) else ai[:4]
    return said if any(said) else ()


def _flow(model: Model, graph: Graph, id: str) -> Facts:
    flow = model.flows[id]
    return {
        "authentication": flow.authentication,
        "authorization": flow.authorization,
        "bidirectional": flow.bidirectional,
        "content": flow.content,
        "crossings": graph.crossings[id],
        "data": _classified(model, flow.data),
        "encryption": flow.encryption,
        "from": flow.source,
        "properties": flow.properties,
        "protocol": flow.protocol,
        "threats": _threats(model, graph, id),
        "to": flow.target,
    }


def _boundary(model: Model, graph: Graph, id: str) -> Facts:
    boundary = model.boundaries[id]
    return {
        "kind": boundary.kind,
        "members": graph.members[id],
        "parent": boundary.parent,
        "properties": boundary.properties,
        "threats": _threats(model, graph, id),
        "trust": boundary.trust,
    }


def _data(model: Model, graph: Graph, id: str) -> Facts:
    data = model.data[id]
    return {
        "classification": data.classification,
        "integrity": data.integrity,
        "personal": data.personal,
        "properties": data.properties,
        "threats": _threats(model, graph, id),
    }


def _classified(model: Model, ids: tuple[str, ...]) -> Value:
    data = model.data
    return tuple([(id, data[id].classification if id in data else "") for id in ids])


def _threats(model: Model, graph: Graph, id: str) -> Value:
    """What is said about threats on an element: refs, status, controls with their status and use, acceptance, risk."""
    names, answers = graph.threats.get(id), graph.answers.get(id)
    if not names and not answers:
        return ()
    facts = [threat_facts(model, name) for name in names or ()]
    facts.extend([(model.not_applicable[at].refs, "not-applicable", (), (), ()) for at in answers or ()])
    return tuple(sorted(facts)) if len(facts) > 1 else tuple(facts)


def threat_facts(model: Model, id: str) -> Value:
    """What the digest of every element that a threat is on says about it. Raises KeyError for an unknown id."""
    threat = model.threats[id]
    known = model.controls
    controls = tuple([(c, known[c].status, known[c].use) if c in known else (c, "", "") for c in threat.controls])
    accepted = tuple(threat.accepted) if threat.accepted and any(threat.accepted) else ()
    risk = tuple(sorted(_flat(threat.risk))) if threat.risk else ()
    said = (threat.refs, threat.status, controls, accepted, risk)
    return (*said, threat.position) if threat.position else said


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """A nested value as (dotted name, text): numbers as text, so that 7 and 7.0 are one, and lists by position."""
    if isinstance(value, tuple):
        for position, inner in enumerate(value):
            pair = isinstance(inner, tuple) and len(inner) == 2 and isinstance(inner[0], str)
            part, rest = inner if pair else (str(position), inner)
            yield from _flat(rest, f"{name}.{part}" if name else part)
    elif isinstance(value, bool):
        yield name, "true" if value else "false"
    elif value is not None:
        whole = isinstance(value, float) and value.is_integer()
        yield name, str(int(value) if whole else value)


_FACTS = {"system": _system, "component": _component, "flow": _flow, "boundary": _boundary, "data": _data}
