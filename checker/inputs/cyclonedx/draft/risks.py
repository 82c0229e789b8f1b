"""Risks: what was decided about threats, and how bad they are. One that names no threat of the document is a threat of
its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.core.model import Acceptance
from checker.documents.words import quote
from checker.inputs.cyclonedx.draft.controls import Answers
from checker.inputs.cyclonedx.draft.ratings import Risk, rating, worst
from checker.inputs.cyclonedx.draft.whole import BETWEEN, Declared, Whole
from checker.knowledge.cyclonedx import RISKS, STRATEGIES

_ORDER = [*dict.fromkeys(RISKS.values()), "avoided"]
"""Statuses, what is to be done first."""

_DONE = ("mitigated", "accepted", "transferred", "not-applicable", "avoided")
"""Statuses that count what is left; before, what there is without any response counts."""

_REASONS = {"accept": "accepted", "transfer": "transferred", "avoid": "avoided"}


class Decision(NamedTuple):
    """What was decided about a risk."""

    status: str = ""
    tags: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    owner: str = ""
    rationale: str = ""
    accepted: Acceptance | None = None
    risk: Risk = {}  # noqa: RUF012 nobody writes to it


def decision(whole: Whole, risk: Declared, answers: Answers) -> Decision:
    """What a risk says was decided."""
    node = risk.node
    word = whole.word(node, "status", RISKS)
    if word and word not in RISKS:
        message = f"nothing is known about the status {quote(word)}, which counts as identified"
        whole.gathering.wrong("unknown-word", message, node.subject._replace(field="status"), node.place("status"))
    status = RISKS.get(word, "identified")
    owner = whole.parties.name(node.get("owner"))
    responses = whole.declare("response", node.mappings("responses", "response"), (BETWEEN, "strategy"))
    controls, strategies, reasons = set[str](), dict[str, str](), list[str]()
    for response in responses:
        about = response.node.is_about(node.subject)
        strategy = whole.word(about, "strategy", STRATEGIES, custom=False)
        strategies[strategy] = whole.parties.name(about.get("owner"))
        named = whole.links(about, "controls")
        controls.update(answers.of(named, node.subject._replace(field="controls")))
        if strategy in _REASONS:
            reasons.append(about.text("description"))
        elif not named:
            controls.add(answers.respond(response))
    if status in ("mitigated", "not-applicable") and {*strategies} == {"avoid"}:
        status = "avoided"
    kept = {key: rating(whole, node.mapping(key)) for key in ("inherentRisk", "residualRisk", "targetRisk")}
    counts = (kept["residualRisk"] if status in _DONE else {}) or kept["inherentRisk"]
    if kept["targetRisk"]:
        whole.gathering.not_mapped("levels of risk that are aimed at", node.place("targetRisk"))
    by = strategies.get("accept", "") or owner
    return Decision(
        status=status,
        tags=(word,) if word not in ("", "retired", RISKS.get(word)) else (),
        controls=tuple(sorted(controls)),
        owner=owner,
        rationale="\n".join(sorted(filter(None, reasons))),
        accepted=Acceptance(by) if status == "accepted" else None,
        risk=counts,
    )


def settled(decisions: Iterable[Decision]) -> Decision:
    """Several decisions about one threat as one: what is least settled counts, and the worst rating."""
    found = sorted(decisions, key=lambda one: (_ORDER.index(one.status), one.owner))
    if len(found) < 2:
        return found[0] if found else Decision()
    first = found[0]
    return first._replace(
        tags=tuple(sorted({tag for one in found for tag in one.tags})),
        controls=tuple(sorted({id for one in found for id in one.controls})),
        owner=", ".join(sorted({one.owner for one in found if one.owner})),
        rationale="\n".join(sorted({one.rationale for one in found if one.rationale})),
        risk=worst(one.risk for one in found),
    )
