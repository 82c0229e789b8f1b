"""What becomes of each finding: new, known or waived."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from checker.core.finding import Finding
from checker.core.report import Result, Waiver
from checker.triage.baseline import Entry, may_be_baselined
from checker.triage.waivers import find_waiver


class Excuses(NamedTuple):
    """Why a finding may not count: waivers in force, baseline entries, and debt that the change does not touch."""

    waivers: tuple[Waiver, ...] = ()
    baseline: tuple[Entry, ...] = ()
    untouched: Callable[[Finding], bool] = lambda finding: False


def triage(findings: Iterable[Finding], excuses: Excuses) -> tuple[Result, ...]:
    """Give every finding its state, in the order of every output. Nothing is dropped."""
    listed = {entry.fingerprint for entry in excuses.baseline}
    results = [_result(finding, excuses, listed) for finding in findings]
    return tuple(sorted(results, key=lambda result: result.finding.order))


def _result(finding: Finding, excuses: Excuses, listed: set[str]) -> Result:
    waiver = find_waiver(finding, excuses.waivers)
    if waiver:
        return Result(finding, "waived", waiver, f"waiver {waiver.id} until {waiver.expires}")
    if finding.fingerprint in listed and may_be_baselined(finding):
        return Result(finding, "known", why="in the baseline")
    if excuses.untouched(finding):
        return Result(finding, "known", why="not touched by this change")
    return Result(finding)
