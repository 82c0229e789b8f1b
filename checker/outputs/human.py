"""For people at a terminal: each new finding with its source, then what the run comes to."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.errors import CheckError
from checker.core.finding import SEVERITIES, Finding, Related
from checker.core.report import Report, Result
from checker.core.way import way_text
from checker.outputs.escape import visible
from checker.outputs.frame import Lines, display_width, frame, lines_of, source_line
from checker.outputs.style import Style, paint
from checker.outputs.tally import Tally, asks_for_review, count
from checker.outputs.words import (
    base_of,
    by_severity,
    changes_of,
    checked,
    known_of,
    next_step,
    number_of,
    review_all,
    verdict,
    waiver_of,
)

NAME = "human"
RELATED = 5
"""Related places shown with their source; the others are counted."""
MANY = 10
"""More new findings than this, and the summary says which of them to look at first."""
GRAVEST = 3
"""Of the gravest findings as many are named there; the others are counted."""
WAIVED = 20
"""Waived findings named in the summary; the others are counted."""


def render(report: Report, style: Style) -> Iterator[str]:
    """What needs a review, then the other findings, both by file and line; failures; a summary. One chunk a finding.

    The general fix of a rule is not said again where a finding has a next step of its own.
    """
    tally = count(report)
    lines = lines_of(report.sources)
    explained: set[str] = set()
    new = [result for result in report.results if result.state == "new"]
    for result in (*filter(asks_for_review, new), *(one for one in new if not asks_for_review(one))):
        rule = report.rules.get(result.finding.rule)
        known = result.finding.rule in explained and bool(next_step(result))
        yield "\n".join(_finding(result, "" if known or not rule else rule.fix, lines, style)) + "\n\n"
        explained.add(result.finding.rule)
    for failure in report.failures:
        yield failure_text(failure, lines, style)
    yield "\n".join(_summary(report, tally, style)) + "\n"


def _finding(result: Result, fix: str, lines: Lines, style: Style) -> Iterator[str]:
    finding = result.finding
    label = paint(style, finding.severity, f"{finding.severity}[{visible(finding.rule)}]")
    yield f"{label} {paint(style, 'strong', visible(finding.message))} — {visible(str(finding.subject))}"
    places = [finding.location, *(r.location for r in finding.related[:RELATED] if not r.revision)]
    gutter = max(len(str(place.line)) for place in places)
    yield from _place(Related(finding.location, ""), "-->", gutter, lines, style)
    for related in finding.related[:RELATED]:
        yield from _place(related, "see", gutter, lines, style)
    if len(finding.related) > RELATED:
        rest = number_of(len(finding.related) - RELATED, "more place")
        yield f"{' ' * gutter} see {rest} in the JSON and SARIF outputs"
    yield from _notes(result, fix, gutter, style)


def _place(place: Related, arrow: str, gutter: int, lines: Lines, style: Style) -> Iterator[str]:
    """``--> file:line:column message`` and, for a place in the head, its line with marks."""
    where = visible(str(place.location)) + (f" in the base {place.revision[:12]}" if place.revision else "")
    yield f"{' ' * gutter}{paint(style, 'faint', arrow)} {where}{_after(place.message)}"
    line = None if place.revision else source_line(lines, place.location)
    if line is None or not line.strip():
        return
    shown, marks = frame(line, place.location, max(20, style.width - gutter - 3), "^" if arrow == "-->" else "-")
    yield paint(style, "faint", f"{place.location.line:>{gutter}} |") + f" {shown}"
    yield paint(style, "faint", f"{' ' * gutter} |") + f" {paint(style, 'medium', marks)}"


def _after(message: str) -> str:
    return f" {visible(message)}" if message else ""


def _notes(result: Result, fix: str, gutter: int, style: Style) -> Iterator[str]:
    finding = result.finding
    margin = f"{' ' * gutter} {paint(style, 'faint', '=')}"
    yield from (f"{margin} {text}" for text in _path(finding))
    if fix.strip():
        first, *rest = _wrap(visible(fix.strip()), style.width - gutter - 8)
        yield f"{margin} fix: {first}"
        yield from (f"{' ' * gutter}        {line}" for line in rest)
    if step := next_step(result):
        yield f"{margin} next: {visible(step)}"
    yield f"{margin} docs: threatgate explain {visible(finding.rule)}"


def _path(finding: Finding) -> Iterator[str]:
    if finding.way:
        yield f"via: {visible(way_text(finding.way))}"
        return
    for number, step in enumerate(finding.path, 1):
        yield f"path {number}: {visible(step.message)} ({visible(str(step.location))})"


def failure_text(failure: CheckError, lines: Lines, style: Style) -> str:
    """Why the gate could not decide: what is wrong, where, and what to do next; a blank line after it."""
    return "\n".join(_failure(failure, lines, style)) + "\n\n"


def _failure(failure: CheckError, lines: Lines, style: Style) -> Iterator[str]:
    yield f"{paint(style, 'error', 'error')}: {paint(style, 'strong', visible(failure.message))}"
    gutter = len(str(failure.at.line)) if failure.at else 1
    if failure.at:
        yield from _place(Related(failure.at, ""), "-->", gutter, lines, style)
    if failure.hint:
        yield f"{' ' * gutter} {paint(style, 'faint', '=')} next: {visible(failure.hint)}"


def _summary(report: Report, tally: Tally, style: Style) -> Iterator[str]:
    conclusion = report.conclusion
    looked_at = visible(checked(report))
    where = f" in {looked_at}" if conclusion == "pass" else ""
    yield f"{paint(style, conclusion, conclusion)}: {verdict(report, tally)}{where}"
    for name, text in _facts(report, tally):
        yield f"  {paint(style, 'faint', f'{name}:')} {visible(text)}"
        if name == "waived":
            yield from _waived(report, tally)


def _facts(report: Report, tally: Tally) -> Iterator[tuple[str, str]]:
    """What the summary says after the verdict, as (name, sentence); only what there is to say."""
    if report.conclusion != "pass":
        yield "checked", checked(report)
    if sum(tally.new.values()) > MANY and (gravest := _gravest(report, tally)):
        yield "look first at", gravest
    if below := {s: n for s, n in tally.new.items() if s not in tally.failing}:
        yield "also new", by_severity(below)
    if tally.known:
        yield "known", known_of(tally)
    if tally.waived:
        yield "waived", f"{tally.waived:,}"
    if changes := changes_of(report):
        yield "changed", changes
    if report.base:
        yield "base", base_of(report.base)
    for sentence in report.not_checked:
        yield "not checked", sentence
    if tally.unreviewed:
        what = "all of them at once" if tally.unreviewed > 1 else "it"
        yield "needs a review", f"{tally.unreviewed:,}; look, then record {what}: {review_all(report)}"


def _gravest(report: Report, tally: Tally) -> str:
    """The findings of the highest severity that fail, but those that only want a review: that comes last."""
    failing = (one for one in report.results if one.state == "new" and one.finding.severity in tally.failing)
    found = [one.finding for one in failing if not asks_for_review(one)]
    worst = max((SEVERITIES.index(one.severity) for one in found), default=-1)
    gravest = [f"{one.rule} ({one.location})" for one in found if SEVERITIES.index(one.severity) == worst]
    more = f" and {len(gravest) - GRAVEST:,} more" if len(gravest) > GRAVEST else ""
    return ", ".join(gravest[:GRAVEST]) + more


def _waived(report: Report, tally: Tally) -> Iterator[str]:
    waived = (result for result in report.results if result.state == "waived")
    for result, _ in zip(waived, range(WAIVED), strict=False):
        finding = result.finding
        terms = waiver_of(result.waiver) if result.waiver else result.why
        yield f"    {visible(finding.rule)} on {visible(str(finding.subject))}: {visible(terms)}"
    if tally.waived > WAIVED:
        yield f"    and {number_of(tally.waived - WAIVED, 'more finding')}"


def _wrap(text: str, width: int) -> list[str]:
    """Words on lines of at most ``width`` columns, where the words allow it."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and display_width(joined) > max(width, 20):
            lines.append(word)
        else:
            lines[-1] = joined
    return lines
