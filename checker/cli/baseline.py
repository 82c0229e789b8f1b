"""``threatgate baseline write|check``: older findings, written down so that they can only shrink."""

from __future__ import annotations

from pathlib import Path

import click

from checker.cli.options import as_of_option
from checker.core.errors import CheckError
from checker.pipeline.check import Request, check
from checker.pipeline.gate import BASELINE
from checker.pipeline.sides import find_place, work_tree_alone
from checker.triage.baseline import write_baseline


@click.group("baseline")
def command() -> None:
    """Write down older findings, so that they can only shrink."""


@command.command("write")
@as_of_option
def write(as_of: str) -> int:
    """Write .threatgate-baseline.yaml anew from every finding of the work tree that is not waived."""
    place = find_place(Path.cwd(), ())
    report = check(work_tree_alone(place), Request(as_of))
    for failure in report.failures:
        raise failure
    findings = [result.finding for result in report.results if result.state != "waived"]
    text = write_baseline(findings)
    (place.root / BASELINE).write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{BASELINE}: {text.count(chr(10)) - 3 if findings else 0} findings written down")
    return 0


@command.command("check")
@as_of_option
def verify(as_of: str) -> int:
    """Fail where the baseline has entries that match nothing any more."""
    place = find_place(Path.cwd(), ())
    report = check(work_tree_alone(place), Request(as_of))
    for failure in report.failures:
        raise CheckError(failure.message, failure.at, failure.hint)
    unused = [result.finding for result in report.results if result.finding.rule == "baseline/unused"]
    known = sum(result.why == "in the baseline" for result in report.results)
    for finding in unused:
        click.echo(f"{finding.location}: {finding.message}")
    click.echo(f"{known} findings are in the baseline, {len(unused)} entries match nothing any more")
    return 1 if unused else 0
