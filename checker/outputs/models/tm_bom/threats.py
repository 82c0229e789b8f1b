"""Threats, controls and risks as TM-BOM has them."""

from __future__ import annotations

from typing import Any

from checker.core.model import Model, Threat
from checker.knowledge.tm_bom import (
    CAUSES,
    CONTROL_STATUS,
    IMPACT,
    LIKELIHOOD,
    PLAIN_CONTROL_STATUS,
    PLAIN_LEVEL,
    SEVERITY,
    level,
    score,
)
from checker.outputs.models.tm_bom.told import Telling

Json = dict[str, Any]

PERSONA = "not-stated"

_SOURCES = {cause: word for word, cause in CAUSES.items()}
_LIKELY = {ours: word for word, ours in LIKELIHOOD.items()}
_IMPACTS = {ours: word for word, ours in IMPACT.items()}
_MIDDLE = "medium"
_OF_LEVEL = {
    "very_low": ("very-low", "low"),
    "low": ("low", "low"),
    "medium": ("medium", "medium"),
    "high": ("medium", "high"),
    "critical": ("very-high", "very-high"),
}
"""Level -> a likelihood and an impact of it, for a threat of which only the severity is stated."""


def personas(model: Model, telling: Telling) -> list[Json]:
    """Whoever would do it: no model says so, and the schema wants somebody."""
    telling.assume("persona of every threat", model.id)
    return [
        {
            "symbolic_name": PERSONA,
            "title": "Not stated",
            "description": "The model does not say who would do it.",
            "is_person": False,
            "skill_level": "engineer",
            "access_level": "anonymous",
            "malicious_intent": True,
            "applicability_to_org": "moderate",
        }
    ]


def threats(model: Model, telling: Telling) -> list[Json]:
    """Threats."""
    found = []
    for threat in model.threats.values():
        written: Json = {
            "symbolic_name": telling.name(threat.id, "threat"),
            "title": telling.title("threat", threat.id, threat.title),
            "description": threat.description,
        }
        if on := [id for id in threat.on if id != model.id]:
            written["components_affected"] = [telling.name(id) for id in on]
        if on and len(on) < len(threat.on):
            telling.lose("threat on the system as a whole besides others", threat.id)
        written |= {
            "threat_persona": PERSONA,
            "event": "",
            "sources": _sources(threat, telling),
            **_refs(threat, telling),
        }
        if threat.status != _understood(model, threat):
            telling.lose(f"threat status {threat.status}", threat.id)
        if any(id not in model.controls for id in threat.controls):
            telling.lose("threat controls", threat.id)
        found.append(written)
    return found


def _sources(threat: Threat, telling: Telling) -> list[str]:
    if threat.cause and threat.cause not in _SOURCES:
        telling.lose("threat cause", threat.id)
    return [_SOURCES[threat.cause]] if threat.cause in _SOURCES else []


def _refs(threat: Threat, telling: Telling) -> Json:
    numbers: dict[str, list[int]] = {"capec:CAPEC-": [], "cwe:CWE-": []}
    for ref in threat.refs:
        prefix = next((prefix for prefix in numbers if ref.startswith(prefix)), "")
        number = ref.removeprefix(prefix)
        if prefix and number.isdecimal() and len(number) <= 5 and number == str(int(number)):
            numbers[prefix].append(int(number))
        else:
            telling.lose("threat refs, but for CAPEC and CWE", threat.id)
    capec, cwe = numbers.values()
    found: Json = {"attack_mechanisms": [{"capec_id": number} for number in sorted(capec)]} if capec else {}
    return found | ({"weaknesses": [{"cwe_id": number} for number in sorted(cwe)]} if cwe else {})


def _understood(model: Model, threat: Threat) -> str:
    """The status that a reader tells by the controls."""
    states = {CONTROL_STATUS[_status(model.controls[id].status)] for id in threat.controls if id in model.controls}
    return "mitigated" if states - {"retired"} == {"implemented"} else "identified"


def controls(model: Model, telling: Telling) -> list[Json]:
    """Controls, with the threats that they answer."""
    answered: dict[str, list[str]] = {}
    for threat in model.threats.values():
        for id in threat.controls:
            answered.setdefault(id, []).append(telling.name(threat.id, "threat"))
    found = []
    for control in model.controls.values():
        status = _status(control.status)
        if CONTROL_STATUS[status] != control.status:
            telling.lose(f"control status {control.status}", control.id)
        found.append(
            {
                "symbolic_name": telling.name(control.id, "control"),
                "title": telling.title("control", control.id, control.title),
                "description": control.description,
                "threats": sorted(answered.get(control.id, ())),
                "status": status,
                "priority": "none",
            }
        )
    return found


def _status(stated: str) -> str:
    return PLAIN_CONTROL_STATUS.get(stated, "suggested")


def risks(model: Model, telling: Telling) -> list[Json]:
    """A risk for each threat that is rated in words."""
    found = []
    for threat in model.threats.values():
        stated = {key: value for key, value in threat.risk if value}
        if stated.keys() - {"severity", "likelihood", "impact"}:
            telling.lose("threat risk, but for severity, likelihood and impact", threat.id)
        if rated := _rated(stated, threat.id, telling):
            name = telling.name(threat.id, "threat")
            texts = {"symbolic_name": name, "title": threat.title or threat.id, "description": ""}
            found.append({**texts, "threats": [name], "impact_description": "", **rated})
    return found


def _rated(stated: Json, id: str, telling: Telling) -> Json:
    """Likelihood, impact, score and level, the missing ones such that they go with the others; {} for none."""
    severity = stated.get("severity") if stated.get("severity") in PLAIN_LEVEL else ""
    near = _OF_LEVEL[PLAIN_LEVEL[str(severity)]] if severity else (_MIDDLE, _MIDDLE)
    words = {
        "likelihood": _LIKELY.get(stated.get("likelihood", "")),
        "impact": _IMPACTS.get(stated.get("impact", "")),
    }
    if not severity and not any(words.values()):
        return {}
    for key, other, names in zip(words, near, (_LIKELY, _IMPACTS), strict=True):
        if not words[key]:
            words[key] = names[other]
            telling.assume(f"{key} of the risk", id)
    product = score(str(words["likelihood"]), str(words["impact"]))
    band = level(product)
    if not severity:
        telling.assume("level of the risk", id)
    elif SEVERITY[band] != severity:
        band = PLAIN_LEVEL[str(severity)]
    return {**words, "score": product, "level": band}
