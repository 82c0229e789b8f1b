"""For a pull request's job summary: the verdict, what needs a review, the other findings, and the rest folded away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nsmallest

from checker.core.change import Change, FieldChange
from checker.core.finding import SEVERITIES
from checker.core.report import Checked, Report, Result
from checker.core.way import LONGEST as WAY
from checker.core.way import way_text
from checker.outputs.diagram import diagram, way_diagram
from checker.outputs.escape import markdown, markdown_code
from checker.outputs.style import Style
from checker.outputs.tally import Tally, asks_for_review, count, settled_by_review
from checker.outputs.words import (
    base_of,
    by_severity,
    checked,
    next_step,
    number_of,
    review_all,
    value_of,
    verdict,
    waiver_of,
)

NAME = "markdown"
BUDGETS = {"review": 250_000, "new": 250_000, "changes": 120_000, "known": 100_000, "waived": 100_000}
"""UTF-8 bytes of each table. GitHub drops a summary over 1 MiB whole; these and the rest stay below 900,000."""
ROWS = 1000
"""Rows of one table at most: nobody reads on, and the worst come first."""
DIAGRAMS = 3
FIELDS = 10
LISTED = 50
"""Entries of a list at most: failures, and what was not checked."""
_SIGNS = {"pass": "✅ Pass", "fail": "❌ Fail", "error": "⚠️ Could not decide"}

Row = Callable[[Report, Result], tuple[str, ...]]


def render(report: Report, _style: Style) -> Iterator[str]:
    """GitHub Markdown, below 900,000 bytes whatever the report holds."""
    tally = count(report)
    yield f"# {_SIGNS[report.conclusion]}: {markdown(verdict(report, tally))}\n\n"
    if report.base:
        yield f"Compared with {markdown(base_of(report.base))}.\n\n"
    yield from _failures(report)
    yield from _review(report)
    other = _worst(report, lambda r: r.state == "new" and not asks_for_review(r))
    yield from _table(
        "## Findings", "new", ("Severity", "Rule", "What", "Where", "Next"), _rows(report, other, _new), ""
    )
    yield from _ways(report)
    yield from _diagrams(report)
    yield from _folded(report)
    yield from _facts(report, tally)


def _worst(report: Report, wanted: Callable[[Result], bool]) -> tuple[list[Result], int]:
    """The wanted results, worst first, at most :data:`ROWS`; and how many there are."""
    total = sum(1 for result in report.results if wanted(result))
    keys = (
        (-SEVERITIES.index(result.finding.severity), number)
        for number, result in enumerate(report.results)
        if wanted(result)
    )
    return [report.results[number] for _, number in nsmallest(ROWS, keys)], total


def _rows(report: Report, found: tuple[list[Result], int], row: Row) -> tuple[Iterator[tuple[str, ...]], int]:
    return (row(report, result) for result in found[0]), found[1]


def _table(
    heading: str, name: str, columns: tuple[str, ...], rows: tuple[Iterator[tuple[str, ...]], int], before: str
) -> Iterator[str]:
    """A table under its heading, cut at its budget with a line that says so; nothing at all for no rows."""
    cells, total = rows
    if not total:
        return
    yield f"{heading}\n\n{before}" if heading else ""
    yield f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n"
    used = shown = 0
    for row in cells:
        line = f"| {' | '.join(row)} |\n"
        used += len(line.encode())
        if used > BUDGETS[name]:
            break
        shown += 1
        yield line
    cut = total - shown
    yield f"\n{number_of(cut, 'more row')} left out: the JSON and SARIF outputs hold them all.\n\n" if cut else "\n"


def _review(report: Report) -> Iterator[str]:
    found = _worst(report, lambda r: r.state == "new" and asks_for_review(r))
    how = "A person looks at each and records it."
    if any(result.state == "new" and settled_by_review(result) for result in report.results):
        how += f" All at once: {markdown_code(review_all(report))}"
    how += "\n\n"
    columns = ("Severity", "What", "Where", "Record the review")
    yield from _table("## Needs a review", "review", columns, _rows(report, found, _reviewed), how)


def _reviewed(_report: Report, result: Result) -> tuple[str, ...]:
    finding = result.finding
    step = next_step(result)
    first, then, last = step.rpartition("; then ")
    command = markdown_code(last, 200) if last.startswith("threatgate ") else markdown(last, 200)
    where = markdown_code(str(finding.location))
    return finding.severity, _what(result), where, f"{markdown(first)}{then}{command}"


def _new(report: Report, result: Result) -> tuple[str, ...]:
    finding = result.finding
    rule = report.rules.get(finding.rule)
    step = next_step(result) or (rule.fix if rule else "")
    where = markdown_code(str(finding.location))
    return finding.severity, markdown_code(finding.rule), _what(result), where, markdown(step)


def _what(result: Result) -> str:
    finding = result.finding
    way = f"<br>via {markdown_code(way_text(finding.way), WAY)}" if finding.way else ""
    return f"{markdown_code(str(finding.subject))}<br>{markdown(finding.message)}{way}"


def _folded(report: Report) -> Iterator[str]:
    """Changes, older debt and waived findings: there for those who ask."""
    for relevant, words in ((True, "of meaning"), (False, "without meaning for security")):
        rows = [(m, change) for m in report.models for change in m.changes or () if change.relevant is relevant]
        changes = (_change(model, change) for model, change in rows), len(rows)
        body = _table("", "changes", ("Change", "Element", "Fields", "Model"), changes, "")
        yield from _details(f"{number_of(len(rows), 'change')} {words}", body, len(rows))
    known = _worst(report, lambda r: r.state == "known")
    columns = ("Severity", "Rule", "What", "Where", "Why it does not count")
    table = _table("", "known", columns, _rows(report, known, _known), "")
    yield from _details(f"{number_of(known[1], 'known finding')}: older debt", table, known[1])
    waived = _worst(report, lambda r: r.state == "waived")
    table = _table("", "waived", (*columns[:4], "Waiver"), _rows(report, waived, _waived), "")
    yield from _details(number_of(waived[1], "waived finding"), table, waived[1])


def _diagrams(report: Report) -> Iterator[str]:
    """The changed parts of the first few models: GitHub draws each, and each is up to some 20 kB."""
    drawn = [
        m
        for m in report.models
        if m.neighbourhood and m.neighbourhood.nodes and any(c.relevant for c in m.changes or ())
    ]
    for model in drawn[:DIAGRAMS]:
        if model.neighbourhood:
            yield f"## What changed in {markdown_code(model.path)}\n\n"
            yield from diagram(model.neighbourhood, model.names)
    if len(drawn) > DIAGRAMS:
        yield f"{number_of(len(drawn) - DIAGRAMS, 'more model')} changed without a picture here.\n\n"


def _ways(report: Report) -> Iterator[str]:
    """The ways of the worst new findings that have one, drawn."""
    found, total = _worst(report, lambda r: r.state == "new" and bool(r.finding.way))
    names = {model.id: model.names for model in report.models}
    for result in found[:DIAGRAMS]:
        finding = result.finding
        yield f"## The way to {markdown_code(str(finding.subject))} ({markdown_code(finding.rule)})\n\n"
        yield from way_diagram(finding.way, names.get(finding.model, {}))
    if total > DIAGRAMS:
        yield f"{number_of(total - DIAGRAMS, 'more way')} without a picture here.\n\n"


def _details(summary: str, body: Iterator[str], number: int) -> Iterator[str]:
    if number:
        yield f"<details><summary>{summary}</summary>\n\n"
        yield from body
        yield "</details>\n\n"


def _change(model: Checked, change: Change) -> tuple[str, ...]:
    kind = f"{change.kind}{_weakens(change.weakens)}"
    was = f" was {markdown_code(change.was)}" if change.was else ""
    fields = "<br>".join(map(_field, change.fields[:FIELDS]))
    more = f"<br>and {len(change.fields) - FIELDS:,} more" if len(change.fields) > FIELDS else ""
    name = model.names.get(change.ref.id, "")
    was += f"<br>{markdown(name)}" if name else ""
    return kind, markdown_code(str(change.ref)) + was, fields + more, markdown_code(model.path)


def _field(field: FieldChange) -> str:
    before, after = (markdown(value_of(value), 60) for value in (field.before, field.after))
    return f"{markdown_code(field.field)}: {before} → {after}{_weakens(field.weakens)}"


def _weakens(weakens: bool) -> str:
    return " (weakens)" if weakens else ""


def _known(_report: Report, result: Result) -> tuple[str, ...]:
    finding = result.finding
    where = markdown_code(str(finding.location))
    return finding.severity, markdown_code(finding.rule), _what(result), where, markdown(result.why)


def _waived(report: Report, result: Result) -> tuple[str, ...]:
    waiver = result.waiver
    terms = f"{markdown_code(waiver.id)} {markdown(waiver_of(waiver))}" if waiver else markdown(result.why)
    return (*_known(report, result)[:4], terms)


def _failures(report: Report) -> Iterator[str]:
    for failure in report.failures[:LISTED]:
        place = f" at {markdown_code(str(failure.at))}" if failure.at else ""
        hint = f"<br>{markdown(failure.hint)}" if failure.hint else ""
        yield f"- {markdown(failure.message)}{place}{hint}\n"
    if len(report.failures) > LISTED:
        yield f"- and {len(report.failures) - LISTED:,} more\n"
    yield "\n" if report.failures else ""


def _facts(report: Report, tally: Tally) -> Iterator[str]:
    yield f"Checked {markdown(checked(report))}, as of {markdown(report.as_of)}.\n"
    base = "" if report.base else f" Base: {markdown(base_of(report.base))}."
    yield f"New: {by_severity(tally.new) or 'nothing'}.{base}\n"
    if report.not_checked:
        yield "\nNot checked:\n\n"
        yield from (f"- {markdown(sentence)}\n" for sentence in report.not_checked[:LISTED])
        if len(report.not_checked) > LISTED:
            yield f"- and {len(report.not_checked) - LISTED:,} more\n"
