"""For GitHub Actions: workflow commands that become annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest

from checker.core.errors import CheckError
from checker.core.finding import LEVELS, SEVERITIES
from checker.core.location import Location
from checker.core.report import Report, Result
from checker.core.way import way_text
from checker.outputs.escape import clip, command_property, command_value, visible
from checker.outputs.style import Style
from checker.outputs.tally import count
from checker.outputs.words import next_step, number_of

NAME = "github"
PER_LEVEL = 10
"""Annotations of one level that the runner keeps from one step; it drops the others without a word."""
MESSAGE = 4000
"""Code points; the runner cuts a message at 4,096 characters."""
_COMMANDS = tuple(dict.fromkeys(LEVELS[severity].github for severity in reversed(SEVERITIES)))


def render(report: Report, _style: Style) -> Iterator[str]:
    """Failures, then the worst new findings of each level, then how many were left out."""
    tally = count(report)
    left_out = 0
    for command in _COMMANDS:
        failures = report.failures if command == "error" else ()
        room = max(0, PER_LEVEL - len(failures))
        yield from (_failure(failure) for failure in failures[:PER_LEVEL])
        here = ((_rank(r), number) for number, r in enumerate(report.results) if _annotated(r, command))
        yield from (_annotation(report, report.results[number]) for _, number in nsmallest(room, here))
        total = sum(number for severity, number in tally.new.items() if LEVELS[severity].github == command)
        left_out += max(0, total - room) + max(0, len(failures) - PER_LEVEL)
    if left_out:
        yield f"{number_of(left_out, 'more finding')} without an annotation: GitHub shows {PER_LEVEL} of a level.\n"


def _annotated(result: Result, command: str) -> bool:
    return result.state == "new" and LEVELS[result.finding.severity].github == command


def _rank(result: Result) -> int:
    return -SEVERITIES.index(result.finding.severity)


def _annotation(report: Report, result: Result) -> str:
    finding = result.finding
    rule = report.rules.get(finding.rule)
    title = f"{finding.severity}: {rule.title if rule else finding.rule}"
    step = next_step(result)
    lines = [visible(finding.message)]
    lines += [f"Way: {visible(way_text(finding.way))}"] if finding.way else []
    lines += [f"Next: {visible(step)}"] if step else []
    message = "\n".join((*lines, f"Rule: {visible(finding.rule)}"))
    return _command(LEVELS[finding.severity].github, title, message, finding.location)


def _failure(failure: CheckError) -> str:
    message = visible(failure.message) + (f"\nNext: {visible(failure.hint)}" if failure.hint else "")
    return _command("error", "threatgate could not decide", message, failure.at)


def _command(name: str, title: str, message: str, place: Location | None) -> str:
    """One workflow command. Columns only where the region is on one line, as the annotation API wants it."""
    properties: dict[str, str] = {}
    if place:
        properties |= {"file": visible(place.path), "line": str(place.line), "endLine": str(place.end_line)}
    if place and place.line == place.end_line and place.end_column > place.column:
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = clip(visible(title), 200)
    joined = ",".join(f"{key}={command_property(value)}" for key, value in properties.items())
    return f"::{name} {joined}::{command_value(clip(message, MESSAGE))}\n"
