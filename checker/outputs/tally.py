"""One look at every result: how many of each kind. Everything a summary says in numbers."""

from __future__ import annotations

from typing import NamedTuple

from checker.core.finding import SEVERITIES
from checker.core.report import Report, Result
from checker.core.rule import wants_review


class Tally(NamedTuple):
    """Counts of one report. Mappings of counts leave out zeros."""

    new: dict[str, int]
    """Severity -> new results, worst first."""
    failing: dict[str, int]
    """Severity -> new results at or above the threshold, worst first."""
    known: dict[str, int]
    """Why a result is known -> how many, most first."""
    waived: int
    unreviewed: int
    """New results that a recorded review settles."""
    severities: dict[str, str]
    """Rule id -> the worst severity among its results; what the config made of the rule's own."""


_NOT_SETTLED = ("review/incomplete", "review/unknown-element", "review/recorded-by-another", "gate/config-changed")


def asks_for_review(result: Result) -> bool:
    """Whether what a result wants is that a person looks and says so."""
    return wants_review(result.finding.rule) or result.finding.rule.startswith("gate/")


def settled_by_review(result: Result) -> bool:
    """Whether recording a review is all it takes: not where a threat is open, or something is wrong with a review."""
    return asks_for_review(result) and result.finding.rule not in _NOT_SETTLED


def count(report: Report) -> Tally:
    """Count the results of a report: one pass, memory in the number of rules and not of results."""
    new = dict.fromkeys(reversed(SEVERITIES), 0)
    known: dict[str, int] = {}
    severities: dict[str, str] = {}
    waived = unreviewed = 0
    for result in report.results:
        rule, severity = result.finding.rule, result.finding.severity
        if result.state == "new":
            new[severity] += 1
            unreviewed += settled_by_review(result)
        elif result.state == "waived":
            waived += 1
        else:
            known[result.why] = known.get(result.why, 0) + 1
        if severities.get(rule) != severity:
            severities[rule] = max(severities.get(rule, severity), severity, key=SEVERITIES.index)
    new = {severity: number for severity, number in new.items() if number}
    counted = () if report.fail_on == "never" else SEVERITIES[SEVERITIES.index(report.fail_on) :]
    return Tally(
        new=new,
        failing={severity: number for severity, number in new.items() if severity in counted},
        known=dict(sorted(known.items(), key=lambda item: (-item[1], item[0]))),
        waived=waived,
        unreviewed=unreviewed,
        severities=severities,
    )
