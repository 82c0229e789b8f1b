"""A SARIF log as a stream: the run without its results, then one result after another."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nsmallest
from typing import TYPE_CHECKING

from checker.core.finding import SEVERITIES
from checker.core.report import Report, Result
from checker.outputs.compact import compact
from checker.outputs.sarif.context import Context, context_of
from checker.outputs.sarif.plain import plain
from checker.outputs.sarif.profile import Profile
from checker.outputs.sarif.result import result_of
from checker.outputs.sarif.run import run_of

if TYPE_CHECKING:
    import sarif_om as om

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def write(report: Report, profile: Profile) -> Iterator[str]:
    """The log: no byte order mark, no timestamps, results on lines of their own, memory flat in their number."""
    context = context_of(report, profile)
    results = _all(context) if profile.everything else _chosen(context)
    run = compact(plain(run_of(context)))
    yield f'{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{run[:-1]},"results":['
    for number, result in enumerate(results):
        yield f"{',' if number else ''}\n{compact(plain(result))}"
    yield "\n]}]}\n"


def _all(context: Context) -> Iterator[om.Result]:
    return (result_of(context, result) for result in context.report.results)


def _chosen(context: Context) -> Iterator[om.Result]:
    """The open results, as many as the profile takes: new ones first, the worst first; those that would merge are told
    apart."""
    results = context.report.results
    keys = ((_rank(result), number) for number, result in enumerate(results) if not result.accepted)
    seen: set[tuple[str, str, int]] = set()
    for _, number in nsmallest(context.profile.results, keys):
        finding = results[number].finding
        line = context.id_of(finding), finding.location.path, finding.location.line
        yield result_of(context, results[number], shared_line=line in seen)
        seen.add(line)


def _rank(result: Result) -> tuple[bool, int]:
    return result.state != "new", -SEVERITIES.index(result.finding.severity)
