"""The elements of a model as Open Threat Model has them."""

from __future__ import annotations

from collections.abc import Mapping

from checker.core.model import Boundary, Component, Data, Flow, Model
from checker.core.system import System
from checker.knowledge.otm import UNSTATED, type_of
from checker.knowledge.vocabulary import look_up
from checker.outputs.models.otm.entry import MIDDLE, Entry, entry

_TRUST = {"untrusted": 0, "partner": 33, "internal": 67, "restricted": 100}
_CONFIDENTIALITY = {"public": 0, "internal": 33, "confidential": 67, "restricted": 100}
_INTEGRITY = {"archive": 0, "operational": 25, "important": 50, "critical": 75, "mission-critical": 100}


def project(system: System, plain: Entry) -> Entry:
    """The system."""
    plain = {**plain, "card": system.card, "taxonomies": dict(system.taxonomies)}
    return entry(system, plain, "system", {"owner": system.owner or None, "tags": list(system.tags)})


def asset(data: Data, plain: Entry) -> Entry:
    """A data asset, its classification and integrity as numbers too."""
    facts = dict(data.properties)
    stated = {
        "confidentiality": _CONFIDENTIALITY.get(data.classification, MIDDLE),
        "integrity": _INTEGRITY.get(data.integrity, MIDDLE),
        "availability": MIDDLE,
    }
    risk, unstated = _ratings(facts, stated)
    return entry(data, plain, "data", {"risk": risk}, facts, unstated)


def zone(model: Model, boundary: Boundary, plain: Entry) -> Entry:
    """A boundary, its trust as a number too."""
    facts = dict(boundary.properties)
    more: Entry = {}
    if type := _zone_type(boundary, facts):
        more["type"] = type
        plain = {key: value for key, value in plain.items() if key != "kind" or value != type}
    more["risk"], unstated = _ratings(facts, {"trustRating": _TRUST.get(boundary.trust, MIDDLE)})
    if parent := _parent(model, boundary.parent, facts):
        more["parent"] = parent
    return entry(boundary, plain, "boundary", more, facts, unstated)


def _zone_type(boundary: Boundary, facts: dict[str, str]) -> str:
    """The type that reads as the kind, or the property that was read as one."""
    if "type" in facts and look_up(facts["type"], "boundary_kinds") is None:
        return facts.pop("type")
    return boundary.kind if "type" not in facts and look_up(boundary.kind, "boundary_kinds") else ""


def component(model: Model, one: Component, plain: Entry, outside: str) -> Entry:
    """A component. ``outside`` is the zone of those that are in none."""
    facts = dict(one.properties)
    unstated = [] if one.type else ["type"]
    type = one.type or "process"
    written = facts.get("type", "")
    if written and written != one.type and (type_of(written) or "process") == one.type:
        type = facts.pop("type")
    more = {
        "type": type,
        "parent": _parent(model, one.boundary, facts) or {"trustZone": outside},
        "tags": list(one.tags),
        "assets": {"processed": list(one.processes), "stored": list(one.stores)},
    }
    plain = {**plain, "out_of_scope": one.out_of_scope, "type": ""}  # the type above reads as the same
    return entry(one, plain, "component", more, facts, unstated)


def flow(one: Flow, plain: Entry) -> Entry:
    """A flow."""
    more = {
        "source": one.source,
        "destination": one.target,
        "bidirectional": one.bidirectional,
        "tags": list(one.tags),
        "assets": list(one.data),
    }
    return entry(one, plain, "flow", more, dict(one.properties))


def _ratings(facts: dict[str, str], stated: Mapping[str, int]) -> tuple[Entry, list[str]]:
    """The numbers of a risk: those that were read as properties, else what our words come to, with their names."""
    risk = {key: _number(facts[key]) if key in facts else None for key in stated}
    for key, number in risk.items():
        if number is not None:
            del facts[key]
    unstated = [key for key, number in risk.items() if number is None]
    return {key: stated[key] if number is None else number for key, number in risk.items()}, unstated


def _number(word: str) -> int | float | None:
    """The number that a text is exactly, else None."""
    try:
        number = float(word)
    except ValueError:
        return None
    whole = int(number) if number.is_integer() else number
    return whole if str(whole) == word and abs(number) < _MOST else None


_MOST = 1e15


def _parent(model: Model, boundary: str, facts: dict[str, str]) -> Entry | None:
    """The component around, if it is in the boundary as well, or else the boundary."""
    inside = model.components.get(facts.get("parent.component", ""))
    if inside and inside.boundary == boundary:
        return {"component": facts.pop("parent.component")}
    return {"trustZone": boundary} if boundary else None


def outside(model: Model) -> str:
    """An id for a zone that stands for none; empty where every component is in one."""
    if all(component.boundary for component in model.components.values()):
        return ""
    taken = {*model.boundaries, *(component.boundary for component in model.components.values())}
    taken |= {*model.components, *model.flows, *model.data, model.id}
    return next(id for n in range(len(taken) + 1) if (id := f"outside-{n}" if n else "outside") not in taken)


def no_zone(id: str) -> Entry:
    """The zone that stands for none."""
    return {
        "id": id,
        "name": "Outside of every trust zone",
        "risk": {"trustRating": MIDDLE},
        "attributes": {UNSTATED: ["trustZone"]},
    }
