"""What becomes of each finding: new, known or waived."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from checker.core.finding import Finding
from checker.core.report import Entry, Result, Waiver
from checker.triage.baseline import may_be_baselined
from checker.triage.waivers import Waivable


class Excuses(NamedTuple):
    """Why a finding may not count: waivers in force, baseline entries, and debt that the change does not touch.

    ``undecided`` findings, about elements that the change touches and nobody reviewed, are excused by neither: what was
    waived or listed is what the element was before this change.
    """

    waivers: tuple[Waiver, ...] = ()
    baseline: tuple[Entry, ...] = ()
    untouched: Callable[[Finding], bool] = lambda finding: False
    undecided: Callable[[Finding], bool] = lambda finding: False
    reviewed: Callable[[Finding], str] = lambda finding: ""
    """Who decided that a change to the gate itself is right, in words; nothing where nobody did."""


def triage(findings: Iterable[Finding], excuses: Excuses) -> tuple[Result, ...]:
    """Give every finding its state, in the order of every output. Nothing is dropped."""
    listed = {entry.fingerprint for entry in excuses.baseline}
    waivable = Waivable(excuses.waivers)
    results = [_result(finding, waivable, listed, excuses) for finding in findings]
    return tuple(sorted(results, key=lambda result: result.finding.order))


def _result(finding: Finding, waivable: Waivable, listed: set[str], excuses: Excuses) -> Result:
    if excuses.undecided(finding):
        return Result(finding)
    if who := excuses.reviewed(finding):
        return Result(finding, "waived", why=who)
    waiver = next(iter(waivable.all(finding)), None)
    if waiver:
        return Result(finding, "waived", waiver, f"waiver {waiver.id} until {waiver.expires}")
    if listed and finding.fingerprint in listed and may_be_baselined(finding):
        return Result(finding, "known", why="in the baseline", in_baseline=True)
    if excuses.untouched(finding):
        return Result(finding, "known", why="not touched by this change")
    return Result(finding)
