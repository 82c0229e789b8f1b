"""Threats, the risks that say what was decided about them, and controls."""

from __future__ import annotations

import re
from typing import Any

from checker.core.model import CONTROL_STATUS, Control, Model, Threat
from checker.knowledge.cyclonedx import CATEGORIES, IMPACT, INTENTS, LIKELIHOOD, RISKS, SEVERITY
from checker.outputs.models.cyclonedx.elements import party
from checker.outputs.models.cyclonedx.names import Names
from checker.outputs.models.cyclonedx.own import own, thawed

Said = dict[str, Any]

_CATEGORY = {ref: (name, word) for name, words in CATEGORIES.items() for word, ref in words.items()}
_CWE = re.compile(r"cwe:CWE-([1-9][0-9]{0,4})")
_CAPEC = re.compile(r"capec:CAPEC-([1-9][0-9]{0,4})")
_TECHNIQUE = re.compile(r"(?:attack:(T[0-9]{4}(?:\.[0-9]{3})?)|atlas:(AML\.T[0-9]{4}(?:\.[0-9]{3})?))")

_STATUS = {"identified": "identified", **{ours: word for word, ours in RISKS.items() if ours != "identified"}}
_STRATEGY = {"accepted": "accept", "transferred": "transfer", "avoided": "avoid"}
_LEFT = ("mitigated", "accepted", "transferred", "avoided", "not-applicable")
"""Statuses of which the risk that is stated is what is left."""

_LEVELS = {
    "likelihood": {ours: word for word, ours in LIKELIHOOD.items() if word == ours},
    "impact": {ours: word for word, ours in IMPACT.items()},
    "severity": {ours: word for word, ours in SEVERITY.items()},
}
_ORIGINS = {intent: origin for origin, intent in INTENTS.items() if intent != "other"}
_CONTROLS = {**{status: status for status in CONTROL_STATUS}, "retired": "decommissioned"}


def threat(one: Threat, names: Names) -> Said:
    """A threat, without what was decided about it."""
    intent = dict(one.cause).get("intent", "")
    origin = _ORIGINS.get(intent, "")
    rest = tuple(pair for pair in one.cause if pair != ("intent", intent) or not origin)
    listed = [ref for ref in one.refs if not _is_written(ref)]
    decided = _is_decided(one)
    risky = _levels(one)[1]
    without = {"status", "controls", "on"} | ({"owner"} if decided else set())
    without |= {"rationale"} if one.status in _STRATEGY else set()
    return {
        "bom-ref": names.of("threat", one.id),
        "name": one.title or one.id,
        **_stated(
            description=one.description,
            origin=origin,
            categories=[_category(ref) for ref in one.refs if ref in _CATEGORY],
            weaknesses=[{"cweId": int(found[1])} for ref in one.refs if (found := _CWE.fullmatch(ref))],
            attackPatterns=[_pattern_name(ref) for ref in one.refs if _is_pattern(ref)],
            affectedAssets=[names.element(id) for id in one.on],
            mitigations=[names.of("control", id) for id in one.controls],
        ),
        **own("threat", one, names, without=without, refs=tuple(listed), cause=rest, risk=risky),
    }


def risk(one: Threat, names: Names) -> Said | None:
    """What was decided about a threat, and how bad it is; None where nothing is said of either."""
    if not _is_decided(one):
        return None
    levels, _ = _levels(one)
    rated = "residualRisk" if one.status in _LEFT else "inherentRisk"
    strategy = _STRATEGY.get(one.status)
    status = _STATUS.get(one.status, "retired")
    by = one.accepted.by if one.accepted else ""
    response = {
        "bom-ref": names.fresh(f"response:{one.id}", "response"),
        "strategy": strategy,
        **_stated(description=one.rationale, owner=party(by) if by else None),
    }
    return {
        "bom-ref": names.fresh(f"risk:{one.id}", "risk"),
        "name": one.title or one.id,
        "statement": one.title or one.id,
        "relatedThreats": [names.of("threat", one.id)],
        **({rated: levels} if levels else {}),
        **({"responses": [response]} if strategy else {}),
        "status": status,
        **({"owner": party(one.owner)} if one.owner else {}),
    }


def control(one: Control, names: Names) -> Said:
    """A control."""
    evidence = [{"type": "evidence", "url": place} for place in one.evidence]
    return {
        "bom-ref": names.of("control", one.id),
        "name": one.title or one.id,
        **_stated(description=one.description),
        "status": _CONTROLS[one.status],
        **_stated(owner=party(one.owner) if one.owner else None, externalReferences=evidence),
        **own("control", one, names, without=("owner", "evidence")),
    }


def patterns(model: Model) -> list[str]:
    """Every reference of threats and leaves that the draft has as an attack pattern, sorted."""
    from checker.core.attack_tree import leaves

    trees = [one.root for one in model.attack_trees.values() if one.root]
    refs = {ref for one in model.threats.values() for ref in one.refs}
    refs |= {ref for root in trees for leaf in leaves(root).values() for ref in leaf.refs[:1]}
    return sorted(ref for ref in refs if _is_pattern(ref))


def pattern(ref: str) -> Said:
    """An attack pattern that is a reference and nothing else."""
    found, id = _CAPEC.fullmatch(ref), ref.partition(":")[2]
    what: Said = {"capecId": int(found[1])} if found else {"techniques": [{"id": id}]}
    return {"bom-ref": _pattern_name(ref), "name": id, **what}


def pattern_of(refs: tuple[str, ...]) -> str:
    """The name of the pattern that the first of some references is, or ``""``: a step has one at most."""
    return _pattern_name(refs[0]) if refs and _is_pattern(refs[0]) else ""


def _is_pattern(ref: str) -> bool:
    return bool(_CAPEC.fullmatch(ref) or _TECHNIQUE.fullmatch(ref))


def _is_written(ref: str) -> bool:
    return ref in _CATEGORY or bool(_CWE.fullmatch(ref)) or _is_pattern(ref)


def _category(ref: str) -> Said:
    taxonomy, word = _CATEGORY[ref]
    return {"taxonomy": taxonomy, "category": word}


def _pattern_name(ref: str) -> str:
    return f"pattern:{ref}"


def _is_decided(one: Threat) -> bool:
    return one.status != "identified" or bool(one.owner or _levels(one)[0])


def _levels(one: Threat) -> tuple[Said, tuple[tuple[str, Any], ...]]:
    """The rating that the draft has words for, and what is left of the risk."""
    left, found = dict(one.risk), dict[str, Any]()
    for field, key in (("likelihood", "likelihood"), ("impact", "impact"), ("severity", "score")):
        word = left.get(field)
        if isinstance(word, str) and word in _LEVELS[field]:
            found[key] = {"level": _LEVELS[field][word]}
            del left[field]
    cvss = thawed(left.get("cvss", ()))
    if "score" in found and isinstance(cvss, dict) and str(cvss.get("vector", "")).startswith("CVSS:"):
        number = {"score": cvss["score"]} if "score" in cvss else {}
        found["score"] |= {**number, "vector": cvss["vector"], "methodology": {"name": "CVSS"}}
        del left["cvss"]
    return found, tuple(sorted(left.items()))


def _stated(**fields: Any) -> Said:
    return {key: value for key, value in fields.items() if value}
