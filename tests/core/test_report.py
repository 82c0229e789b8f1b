"""The verdict of a report."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.report import Report, Result


def report(fail_on: str, *results: tuple[str, str], failed: bool = False) -> Report:
    found = tuple(
        Result(Finding("boundary/x", severity, "", Ref("flow", "a"), Location("a.yaml")), state)
        for severity, state in results
    )
    failures = (InputError("unreadable"),) if failed else ()
    return Report(found, (), {}, fail_on, "2026-11-23", "work tree", failures=failures)


@pytest.mark.parametrize(
    ("fail_on", "severity", "state", "code", "conclusion"),
    [
        ("medium", "medium", "new", 1, "fail"),
        ("medium", "critical", "new", 1, "fail"),
        ("medium", "low", "new", 0, "pass"),
        ("medium", "critical", "known", 0, "pass"),
        ("medium", "critical", "waived", 0, "pass"),
        ("note", "note", "new", 1, "fail"),
        ("never", "critical", "new", 0, "pass"),
    ],
)
def test_only_new_findings_at_the_threshold_fail(
    fail_on: str, severity: str, state: str, code: int, conclusion: str
) -> None:
    made = report(fail_on, (severity, state))
    assert (made.exit_code, made.conclusion) == (code, conclusion)


@pytest.mark.parametrize("fail_on", ["never", "medium"])
def test_a_failure_to_decide_is_never_a_pass_nor_a_fail(fail_on: str) -> None:
    made = report(fail_on, ("critical", "new"), failed=True)
    assert (made.exit_code, made.conclusion) == (3, "error")
