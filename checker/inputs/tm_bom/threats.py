"""TM-BOM's threats, controls and risks as ours (docs/reference/formats/tm-bom.md).

The format has no word for what was decided about a threat, only controls against it. So a threat is mitigated here
where all controls that are still to be are there, and at least one is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.core.location import Location
from checker.core.model import Control, Threat
from checker.core.system import as_properties
from checker.documents.words import quote
from checker.inputs.node import Node
from checker.inputs.references import attack_pattern, weakness
from checker.inputs.tm_bom.structure import Outline, Thing, items, word, words
from checker.inputs.values import text
from checker.knowledge.tm_bom import (
    CAUSES,
    CONTROL_STATUS,
    IMPACT,
    LIKELIHOOD,
    PLAIN_CONTROL_STATUS,
    PLAIN_LEVEL,
    PRIORITIES,
    SEVERITY,
    level,
    score,
)

_LINKS = 50_000
"""How many controls plans may give to threats: of a plan and its risk each one gets each other."""


class Rated(NamedTuple):
    """A risk as it is compared with others: the gravest of a threat counts."""

    level: int
    score: int
    likelihood: int
    impact: int
    says: tuple[tuple[str, Any], ...]
    at: Location


def add_controls(outline: Outline) -> None:
    """Controls. What they protect was said at the zones."""
    for thing in outline.things["control"]:
        node, gathering = thing.node, outline.gathering
        status = word(gathering, node, "status", CONTROL_STATUS)
        ours = CONTROL_STATUS.get(status, "planned")
        priority = word(gathering, node, "priority", PRIORITIES)
        tags = {f"priority-{priority}"} if priority not in ("", "none") else set()
        tags |= {status.replace("_", "-")} if status and PLAIN_CONTROL_STATUS[ours] != status else set()
        control = Control(thing.id, node.text("title"), node.text("description"), tuple(sorted(tags)), status=ours)
        gathering.add(control, node.at())


def add_threats(outline: Outline) -> None:
    """Threats, with the controls against them and the gravest of their risks."""
    answers, risks = _answers(outline), _risks(outline)
    for thing in outline.things["threat"]:
        node, gathering = thing.node, outline.gathering
        sources = words(gathering, node, "sources", CAUSES)
        persona = outline.refers(node, "threat_persona", "threat-persona")
        controls = sorted(answers.get(thing.name, ()))
        rated = max(risks.get(thing.name, ()), key=lambda one: (*one[:4], one.says), default=None)
        if rated:
            outline.says(outline.ref("threat", thing.name, "risk"), rated.at)
        threat = Threat(
            id=thing.id,
            title=node.text("title"),
            description="\n\n".join(filter(None, (node.text("description"), node.text("event")))),
            tags=tuple(sorted({*(sources if len(sources) > 1 else ()), *([persona] if persona else ())})),
            on=_affected(outline, thing),
            refs=tuple(sorted(_refs(outline, node))),
            status=_status(outline, controls),
            controls=tuple(controls),
            cause=CAUSES.get(sources[0], ()) if len(sources) == 1 else (),
            risk=rated.says if rated else (),
        )
        fields = {"on": "components_affected", "cause": "sources", "refs": _where_refs(node)}
        gathering.add(threat, outline.at(outline.ref("threat", thing.name), node.at(**fields)))


def _affected(outline: Outline, thing: Thing) -> tuple[str, ...]:
    """The elements that a threat is about; the system where it names none. Components count before other sections."""
    on: set[str] = set()
    for name, at in items(thing.node, "components_affected"):
        found = outline.called(name)
        on.update(ref.id for ref in [ref for ref in found if ref.kind == "component"] or found)
        if not found:
            on.add(name)
            subject = thing.node.get("components_affected").subject
            outline.dangling("component", name, subject, at, ("component", "actor", "data-store"))
    return tuple(sorted(on)) or (outline.gathering.id,)


def _refs(outline: Outline, node: Node) -> Iterator[str]:
    for key, inside, read in (
        ("attack_mechanisms", "capec_id", attack_pattern),
        ("weaknesses", "cwe_id", weakness),
    ):
        for item in node.mappings(key):
            written = item.text(inside)
            if ref := read(written):
                yield ref
            else:
                message = f"{inside} {quote(written)} is no number" if written else f"an entry of {key} has no {inside}"
                subject = node.get(key).subject
                outline.gathering.wrong("wrong-value", message, subject, item.place(inside), "", written)


def _where_refs(node: Node) -> str:
    return "weaknesses" if node.has("weaknesses") and not node.has("attack_mechanisms") else "attack_mechanisms"


def _status(outline: Outline, controls: list[str]) -> str:
    kept = outline.gathering.elements("control")
    states = {kept[id].status for id in controls if id in kept} - {"retired"}
    return "mitigated" if states == {"implemented"} else "identified"


def _answers(outline: Outline) -> dict[str, set[str]]:
    """Threat -> the controls against it: those that name it, and those of a plan for one of its risks."""
    found: dict[str, set[str]] = {}
    for thing in outline.things["control"]:
        for name in _threats(outline, thing.node):
            found.setdefault(name, set()).add(thing.id)
    risky = {thing.name: thing.node.texts("threats") for thing in reversed(outline.things["risk"])}
    links = 0
    for plan in outline.top.mappings("mitigation_plans", "mitigation plan"):
        threats = risky.get(outline.refers(plan, "risk", "risk"), ())
        for name, at in items(plan, "controls"):
            links += len(threats)
            if not outline.names.has("control", name):
                outline.dangling("control", name, plan.get("controls").subject, at, ("control",))
            if links > _LINKS:
                outline.gathering.not_mapped(
                    f"mitigation plans that link more than {_LINKS:,} controls and threats", at
                )
                return found
            for threat in threats:
                found.setdefault(threat, set()).add(name)
    return found


def _risks(outline: Outline) -> dict[str, list[Rated]]:
    """Threat -> the risks that it is a part of."""
    found: dict[str, list[Rated]] = {}
    for thing in outline.things["risk"]:
        rated = _rated(outline, thing.node)
        threats = list(_threats(outline, thing.node))
        for name in threats:
            found.setdefault(name, []).append(rated)
        if not threats:
            outline.gathering.not_mapped("risks without threats", thing.node.place())
    return found


def _threats(outline: Outline, node: Node) -> Iterator[str]:
    """The threats that a control or a risk names."""
    for name, at in items(node, "threats"):
        if not outline.names.has("threat", name):
            outline.dangling("threat", name, node.get("threats").subject, at, ("threat",))
        yield name


def _rated(outline: Outline, node: Node) -> Rated:
    """A risk in our words. Its score and level are kept besides where the matrix of the format has others."""
    gathering = outline.gathering
    likelihood = word(gathering, node, "likelihood", LIKELIHOOD)
    impact = word(gathering, node, "impact", IMPACT)
    band = word(gathering, node, "level", SEVERITY)
    stated, product = node.number("score"), score(likelihood, impact)
    severity = SEVERITY.get(band, "")
    says = {
        "likelihood": LIKELIHOOD.get(likelihood, ""),
        "impact": IMPACT.get(impact, ""),
        "severity": severity,
        "score": "" if stated in (None, product) else text(stated).removesuffix(".0"),
        "level": band if band not in (level(product), PLAIN_LEVEL.get(severity)) else "",
    }
    ranks = [list(scale).index(one) if one in scale else -1 for scale, one in _scales(band, likelihood, impact)]
    kept = as_properties(says)
    return Rated(ranks[0], int(stated or 0), ranks[1], ranks[2], kept, node.place())


def _scales(band: str, likelihood: str, impact: str) -> tuple[tuple[dict[str, str], str], ...]:
    return (SEVERITY, band), (LIKELIHOOD, likelihood), (IMPACT, impact)
