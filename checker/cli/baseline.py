"""``threatgate baseline write|check``: older findings, written down so that they can only shrink."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from checker.cli.failure import fenced
from checker.cli.options import as_of_option
from checker.core.errors import CheckError, InputError
from checker.core.location import Location
from checker.core.report import Report
from checker.guard.places import BASELINE
from checker.outputs.escape import visible
from checker.outputs.words import number_of
from checker.pipeline.check import Request, check
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
    report = _complete(check(work_tree_alone(place), Request(as_of, without_baseline=True)))
    text = write_baseline(result.finding for result in report.results if result.state != "waived")
    if (place.root / BASELINE).is_symlink():
        raise InputError("it is a symbolic link, and links are not followed", Location(BASELINE), "remove it")
    (place.root / BASELINE).write_text(text, encoding="utf-8", newline="\n")
    lines = text.count("\n") - 3  # a comment, the format, the key
    click.echo(f"{BASELINE}: {number_of(lines, 'finding')} written down")
    return 0


@command.command("check")
@as_of_option
def verify(as_of: str) -> int:
    """Fail where the baseline has entries that match nothing any more."""
    place = find_place(Path.cwd(), ())
    report = _complete(check(work_tree_alone(place), Request(as_of)))
    unused = [result.finding for result in report.results if result.finding.rule == "baseline/unused"]
    known = sum(result.why == "in the baseline" for result in report.results)
    with fenced(sys.stdout):
        for finding in unused:
            click.echo(f"{finding.location}: {visible(finding.message)}")
    click.echo(f"{number_of(known, 'finding')} in the baseline, {number_of(len(unused), 'line')} to remove")
    return 1 if unused else 0


def _complete(report: Report) -> Report:
    """The report, where every model was read: without one, all that is written down about it would seem mended."""
    for failure in report.failures:
        raise failure
    for result in report.results:
        finding = result.finding
        if finding.rule.startswith("model/") and not finding.model:
            hint = "mend the model first; everything that is wrong: threatgate check"
            raise CheckError(f"a model cannot be read: {finding.message}", finding.location, hint)
    return report
