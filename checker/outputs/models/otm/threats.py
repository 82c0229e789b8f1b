"""Threats and controls as Open Threat Model has them: defined once, with a state at every element."""

from __future__ import annotations

from collections.abc import Mapping

from checker.core.model import Control, Model, Threat
from checker.knowledge.otm import RATINGS
from checker.knowledge.references import LINDDUN, STRIDE
from checker.outputs.models.otm.entry import MIDDLE, Entry, entry

_STATES = {"identified": "exposed"}
_MITIGATION_STATES = {"planned": "required", "verified": "tested", "retired": "rejected"}
"""Statuses of ours that tools know under another word."""


def threat_entry(model: Model, threat: Threat, plain: Entry) -> Entry:
    """A threat, wherever it is."""
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
    return entry(threat, plain, "threat", more, unstated=unstated)


def _rated(plain: Entry) -> tuple[Entry, list[str]]:
    """Likelihood and impact: as they were read, or by our levels. Levels that those numbers do not say stay."""
    written = dict(plain.get("risk") or {})
    said = {**written, **written.pop("properties", {})}
    said.pop("properties", None)
    ratings = said.pop("ratings", None)
    ratings = ratings if isinstance(ratings, dict) else {}
    risk: Entry = {}
    unstated = []
    for key, unknown in (("likelihood", None), ("impact", MIDDLE)):
        risk[key] = ratings.get(key, RATINGS.get(str(said.get(key, "")), unknown))
        if key not in ratings and risk[key] is not None:
            unstated.append(key)
    plain["risk"] = said
    return risk, unstated


def mitigation_entry(control: Control, plain: Entry) -> Entry:
    """A control, whatever it answers."""
    return entry(
        control, {**plain, "status": control.status}, "control", {"riskReduction": 0}, unstated=["riskReduction"]
    )


def at_elements(model: Model, data: Mapping[str, list[Entry]]) -> None:
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


def _category(ref: str) -> str:
    """The name of a category of STRIDE, or of a type of LINDDUN."""
    scheme, _, id = ref.partition(":")
    if scheme == "stride" and id in STRIDE:
        return STRIDE[id].replace("-", " ").capitalize()
    return LINDDUN[id][0].capitalize() if scheme == "linddun" and id in LINDDUN else ""


def _is_weakness(ref: str) -> bool:
    number = ref.removeprefix("cwe:CWE-")
    return number != ref and number.isascii() and number.isdecimal() and len(number) <= 5 and str(int(number)) == number
