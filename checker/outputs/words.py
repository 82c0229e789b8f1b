"""Sentences that several outputs say. Model text in them is as written: each output escapes what it prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.core.commands import review_of
from checker.core.model import Model
from checker.core.report import Base, Report, Result, Waiver
from checker.core.rule import wants_review
from checker.outputs.tally import Tally

_PLURALS = {
    "boundary": "boundaries",
    "entry": "entries",
    "data": "data assets",
    "not_applicable": "not-applicable answers",
}
_SINGULARS = {"data": "data asset", "not_applicable": "not-applicable answer", "attack_tree": "attack tree"}
_COUNTED = ("component", "flow", "boundary", "data", "threat", "control")


def number_of(number: int, noun: str) -> str:
    """``1 flow``, ``2 boundaries``, ``1,000 findings``."""
    name = _SINGULARS.get(noun, noun) if number == 1 else _PLURALS.get(noun, f"{_SINGULARS.get(noun, noun)}s")
    return f"{number:,} {name}"


def by_severity(counts: Mapping[str, int]) -> str:
    """``1 high, 2 medium``."""
    return ", ".join(f"{number:,} {severity}" for severity, number in counts.items())


def verdict(report: Report, tally: Tally) -> str:
    """The conclusion in one sentence without its full stop."""
    if report.failures:
        return f"the gate could not decide, for {number_of(len(report.failures), 'reason')}"
    if report.fail_on == "never":
        return "findings never fail this run (fail_on: never)"
    if tally.failing:
        total = sum(tally.failing.values())
        return f"{number_of(total, 'finding')} at or above {report.fail_on} ({by_severity(tally.failing)})"
    return f"nothing new at or above {report.fail_on}"


def checked(report: Report) -> str:
    """What was looked at: ``2 models (34 components, 60 flows) in the work tree``."""
    totals = {kind: sum(model.counts.get(kind, 0) for model in report.models) for kind in _COUNTED}
    inside = ", ".join(number_of(number, kind) for kind, number in totals.items() if number)
    models = number_of(len(report.models), "model")
    return f"{models}{f' ({inside})' if inside else ''} in {place_of(report.head)}"


def place_of(head: str) -> str:
    """Where the head was read from, with its article."""
    return f"the {head}" if head in ("work tree", "index") else head or "the work tree"


def base_of(base: Base | None) -> str:
    """What the head was compared with and why."""
    if base is None:
        return "none, so nothing was compared"
    commits = f"; {number_of(base.commits, 'commit')} to here" if base.commits else ""
    return f"{base.revision[:12] or 'an empty repository'} ({base.why}{commits})"


def known_of(tally: Tally) -> str:
    """Older debt with its reasons: ``7 not touched by this change, 5 in the baseline``."""
    return ", ".join(f"{number:,} {why}".rstrip() for why, number in tally.known.items())


def waiver_of(waiver: Waiver) -> str:
    """Who excused a finding, why and until when."""
    reason = ": ".join(part for part in (waiver.category, waiver.reason) if part)
    return f"until {waiver.expires}, owner {waiver.owner}, approved by {waiver.approved_by or 'nobody'} ({reason})"


def changes_of(report: Report) -> str:
    """What the models' changes come to, or nothing without a base or a change."""
    changes = [change for model in report.models for change in model.changes or ()]
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.kind] = counts.get(change.kind, 0) + 1
    text = ", ".join(f"{number:,} {kind}" for kind, number in sorted(counts.items()))
    weaker = sum(change.weakens for change in changes)
    weakening = f"; {weaker:,} {'weakens' if weaker == 1 else 'weaken'} the model" if weaker else ""
    words = sum(not change.relevant for change in changes)
    mere = f"; {words:,} without meaning for security" if words else ""
    return f"{text}{weakening}{mere}"


def review_all(report: Report) -> str:
    """The command that records a review of everything that this report wants one for."""
    base = report.base
    return (
        f"threatgate review {f'--changed --base {base.revision[:12]}' if base and base.revision else '--all'} --by YOU"
    )


def next_step(result: Result) -> str:
    """What to do about one finding: its own hint, or for a missing review the command that records one."""
    finding = result.finding
    if finding.hint or not wants_review(finding.rule) or not finding.subject.id:
        return finding.hint
    return review_of(finding.subject.id)


def value_of(value: Any) -> str:
    """A field of a model as people read it; ``none`` for an empty list, ``not stated`` for an empty text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value == "":
        return "not stated"
    if value == ():
        return "none"
    return ", ".join(_parts(value)) if isinstance(value, tuple) else str(value)


def _parts(value: tuple[Any, ...]) -> Iterator[str]:
    if hasattr(value, "_asdict"):  # a part of an element: the model of a component, an acceptance
        yield from (f"{name} {value_of(item)}" for name, item in value._asdict().items() if item)
        return
    for item in value:
        pair = isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str)
        yield f"{item[0]}: {value_of(item[1])}" if pair else value_of(item)


def derived(model: Model) -> Iterator[str]:
    """A line where the tool of the model's format finds threats by itself: no text has those."""
    if model.derives_threats:
        yield "threats that the tool of the format derives by itself: only those that the file lists are written"
