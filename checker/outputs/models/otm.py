"""A model as Open Threat Model 0.2, in JSON (docs/reference/formats/otm.md).

Facts that the format has no field for are attributes under the names of our fields, and the reader takes them from
there. A number that the format requires and nobody stated is written all the same, and listed under the attribute
``unstated``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.system import System
from checker.knowledge.otm import FIELDS, LITERAL, RATINGS, UNSTATED, field_of, type_of
from checker.knowledge.references import LINDDUN, STRIDE
from checker.knowledge.vocabulary import look_up
from checker.outputs.models import Written, losses
from checker.outputs.native.data import data_of

NAME = "otm"

_SAYS = {
    "system": frozenset(("id", "name", "description", "tags", "owner", "properties", *FIELDS["system"])),
    "component": frozenset(Component._fields) - {"runs_on"},
    "flow": frozenset(Flow._fields),
    "boundary": frozenset(Boundary._fields),
    "data": frozenset(Data._fields),
    "threat": frozenset(Threat._fields),
    "control": frozenset(Control._fields),
}
_TRUST = {"untrusted": 0, "partner": 33, "internal": 67, "restricted": 100}
_CONFIDENTIALITY = {"public": 0, "internal": 33, "confidential": 67, "restricted": 100}
_INTEGRITY = {"archive": 0, "operational": 25, "important": 50, "critical": 75, "mission-critical": 100}
_MIDDLE = 50
"""What is written for a number that nothing is known of."""

_STATES = {"identified": "exposed"}
_MITIGATION_STATES = {"planned": "required", "verified": "tested", "retired": "rejected"}
"""Statuses of ours that tools know under another word."""

Entry = dict[str, Any]


def write(model: Model) -> Written:
    """The whole model; the same model gives the same bytes."""
    plain = data_of(model)
    outside = _outside(model)
    head = {"otmVersion": "0.2.0", "project": _project(model.system, plain["system"])}
    data: dict[str, list[Entry]] = {
        "assets": [_asset(one, plain["data"][id]) for id, one in model.data.items()],
        "trustZones": [_zone(model, one, plain["boundaries"][id]) for id, one in model.boundaries.items()],
        "components": [
            _component(model, one, plain["components"][id], outside) for id, one in model.components.items()
        ],
        "dataflows": [_flow(one, plain["flows"][id]) for id, one in model.flows.items()],
        "threats": [_threat(model, one, plain["threats"][id]) for id, one in model.threats.items()],
        "mitigations": [_mitigation(one, plain["controls"][id]) for id, one in model.controls.items()],
    }
    if outside:
        data["trustZones"].append(_no_zone(outside))
    _at_elements(model, data)
    text = json.dumps({**head, **data}, indent=2, ensure_ascii=False) + "\n"
    return Written(text, tuple(_losses(model)))


def _losses(model: Model) -> Iterator[str]:
    yield from losses(model, _SAYS)
    if model.derives_threats:
        yield "threats that the tool of the format derives by itself: only those that the file lists are written"
    spaced = [id for kind in _SAYS for id, one in model.elements(kind).items() if any(map(_is_spaced, one))]
    if spaced:
        yield f"space around texts: {', '.join(sorted(spaced)[:4])}"


def _is_spaced(value: Any) -> bool:
    return isinstance(value, str) and value != value.strip()


def _project(system: System, plain: Entry) -> Entry:
    plain = {**plain, "card": system.card, "taxonomies": dict(system.taxonomies)}
    return _entry(system, plain, "system", {"owner": system.owner or None, "tags": list(system.tags)})


def _asset(data: Data, plain: Entry) -> Entry:
    facts = dict(data.properties)
    stated = {
        "confidentiality": _CONFIDENTIALITY.get(data.classification, _MIDDLE),
        "integrity": _INTEGRITY.get(data.integrity, _MIDDLE),
        "availability": _MIDDLE,
    }
    risk, unstated = _ratings(facts, stated)
    return _entry(data, plain, "data", {"risk": risk}, facts, unstated)


def _zone(model: Model, boundary: Boundary, plain: Entry) -> Entry:
    facts = dict(boundary.properties)
    more: Entry = {}
    if type := _zone_type(boundary, facts):
        more["type"] = type
        plain = {key: value for key, value in plain.items() if key != "kind" or value != type}
    more["risk"], unstated = _ratings(facts, {"trustRating": _TRUST.get(boundary.trust, _MIDDLE)})
    if parent := _parent(model, boundary.parent, facts):
        more["parent"] = parent
    return _entry(boundary, plain, "boundary", more, facts, unstated)


def _zone_type(boundary: Boundary, facts: dict[str, str]) -> str:
    """The type that reads as the kind, or the property that was read as one."""
    if "type" in facts and look_up(facts["type"], "boundary_kinds") is None:
        return facts.pop("type")
    return boundary.kind if "type" not in facts and look_up(boundary.kind, "boundary_kinds") else ""


def _component(model: Model, component: Component, plain: Entry, outside: str) -> Entry:
    facts = dict(component.properties)
    unstated = [] if component.type else ["type"]
    type = component.type or "process"
    written = facts.get("type", "")
    if written and written != component.type and (type_of(written) or "process") == component.type:
        type = facts.pop("type")
    more = {
        "type": type,
        "parent": _parent(model, component.boundary, facts) or {"trustZone": outside},
        "tags": list(component.tags),
        "assets": {"processed": list(component.processes), "stored": list(component.stores)},
    }
    plain = {**plain, "out_of_scope": component.out_of_scope, "type": ""}  # the type above reads as the same
    return _entry(component, plain, "component", more, facts, unstated)


def _flow(flow: Flow, plain: Entry) -> Entry:
    more = {
        "source": flow.source,
        "destination": flow.target,
        "bidirectional": flow.bidirectional,
        "tags": list(flow.tags),
        "assets": list(flow.data),
    }
    return _entry(flow, plain, "flow", more, dict(flow.properties))


def _threat(model: Model, threat: Threat, plain: Entry) -> Entry:
    placed = [id for id in threat.on if id in model.components or id in model.flows]
    names = {ref: name for ref in threat.refs if (name := _category(ref))}
    weak = {ref: ref.removeprefix("cwe:") for ref in threat.refs if _is_weakness(ref)}
    risk, unstated = _rated(plain)
    said = {
        "status": threat.status,
        "on": [id for id in threat.on if id not in placed],
        "refs": [ref for ref in threat.refs if ref not in names and ref not in weak],
        "controls": [id for id in threat.controls if not placed or id not in model.controls],
    }
    plain = {key: value for key, value in {**plain, **said}.items() if value}
    more = {
        "categories": list(names.values()),
        "cwes": list(weak.values()),
        "risk": risk,
        "tags": list(threat.tags),
    }
    return _entry(threat, plain, "threat", more, unstated=unstated)


def _rated(plain: Entry) -> tuple[Entry, list[str]]:
    """Likelihood and impact: as they were read, or by our levels. Levels that those numbers do not say stay."""
    said = dict(plain.get("risk") or {})
    ratings = said.pop("ratings", None)
    ratings = ratings if isinstance(ratings, dict) else {}
    risk: Entry = {}
    unstated = []
    for key, unknown in (("likelihood", None), ("impact", _MIDDLE)):
        risk[key] = ratings.get(key, RATINGS.get(str(said.get(key, "")), unknown))
        if key not in ratings and risk[key] is not None:
            unstated.append(key)
    plain["risk"] = said
    return risk, unstated


def _mitigation(control: Control, plain: Entry) -> Entry:
    return _entry(
        control, {**plain, "status": control.status}, "control", {"riskReduction": 0}, unstated=["riskReduction"]
    )


def _at_elements(model: Model, data: Mapping[str, list[Entry]]) -> None:
    """Say at each component and flow which threats it has, in which state they and the mitigations of each are."""
    entries = {entry["id"]: entry for section in ("components", "dataflows") for entry in data[section]}
    for threat in model.threats.values():
        controls = [model.controls[id] for id in threat.controls if id in model.controls]
        mitigations = [
            {"mitigation": one.id, "state": _MITIGATION_STATES.get(one.status, one.status)} for one in controls
        ]
        instance = {"threat": threat.id, "state": _STATES.get(threat.status, threat.status), "mitigations": mitigations}
        for id in threat.on:
            if id in entries:
                entries[id].setdefault("threats", []).append(instance)


def _entry(
    one: Any,
    plain: Entry,
    kind: str,
    more: Entry,
    facts: Mapping[str, str] | None = None,
    unstated: list[str] | None = None,
) -> Entry:
    """An element: its id, name and description, fields of the format, and all else as attributes."""
    name = one.title if kind in ("threat", "control") else one.name
    facts = dict(one.properties) if facts is None and hasattr(one, "properties") else facts or {}
    left = [*(unstated or ()), *([] if name else ["name"])]
    attributes = {
        **{key: plain[key] for key in FIELDS[kind] if plain.get(key) and (key == "risk" or key not in more)},
        **_properties(kind, name, facts),
        **({UNSTATED: left} if left else {}),
    }
    if attributes.get("personal") is True:
        attributes["personal"] = "true"
    found = {"id": one.id, "name": name or one.id, "description": one.description or None, **more}
    return {key: value for key, value in {**found, "attributes": attributes or None}.items() if value is not None}


def _properties(kind: str, name: str, facts: Mapping[str, str]) -> dict[str, str]:
    """Properties as attributes, those that would be read as something else marked as what they are."""

    def is_free(key: str) -> bool:
        taken = field_of(key) in FIELDS[kind] or key == UNSTATED or key.startswith(LITERAL)
        return not taken and not (key.lower() == "name" and facts[key] == name)

    return {key if is_free(key) else f"{LITERAL}{key}": value for key, value in sorted(facts.items())}


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


def _outside(model: Model) -> str:
    """An id for a zone that stands for none; empty where every component is in one."""
    if all(component.boundary for component in model.components.values()):
        return ""
    taken = {*model.boundaries, *(component.boundary for component in model.components.values())}
    taken |= {*model.components, *model.flows, *model.data, model.id}
    return next(id for n in range(len(taken) + 1) if (id := f"outside-{n}" if n else "outside") not in taken)


def _no_zone(id: str) -> Entry:
    return {
        "id": id,
        "name": "Outside of every trust zone",
        "risk": {"trustRating": _MIDDLE},
        "attributes": {UNSTATED: ["trustZone"]},
    }


def _category(ref: str) -> str:
    """The name of a category of STRIDE, or of a type of LINDDUN."""
    scheme, _, id = ref.partition(":")
    if scheme == "stride" and id in STRIDE:
        return STRIDE[id].replace("-", " ").capitalize()
    return LINDDUN[id][0].capitalize() if scheme == "linddun" and id in LINDDUN else ""


def _is_weakness(ref: str) -> bool:
    number = ref.removeprefix("cwe:CWE-")
    return number != ref and number.isascii() and number.isdecimal() and len(number) <= 5 and str(int(number)) == number
