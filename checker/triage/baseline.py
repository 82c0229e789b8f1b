"""The baseline: older findings that were there when the gate was introduced. It only shrinks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.core.errors import UsageError
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.report import Entry
from checker.documents.document import Document
from checker.documents.schema import validate

NEVER_BASELINED = ("waiver", "baseline", "gate")

_LONGEST = 300
"""Characters of a model's id, and of a subject, in one line."""


def read_baseline(document: Document | None) -> tuple[Entry, ...]:
    """The entries of a baseline file. Raises UsageError where the file is malformed: it is written by a command."""
    if document is None:
        return ()
    for problem in document.problems or validate(document, "baseline"):
        raise UsageError(
            f"the baseline cannot be read: {problem.message}",
            problem.location,
            "write it anew with: threatgate baseline write",
        )
    return tuple(_entry(line, document, index) for index, line in enumerate(document.data["findings"] or ()))


def _entry(line: str, document: Document, index: int) -> Entry:
    fingerprint, rule, model, subject = line.split(" ", 3)
    return Entry(fingerprint, rule, model, subject, document.locate(("findings", index)))


def write_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline of these findings: sorted, one a line, the same bytes for the same findings."""
    lines = {_line(finding) for finding in findings if may_be_baselined(finding)}
    by_rule = sorted(lines, key=lambda line: (line.split(" ", 1)[1], line))
    head = (
        "# Findings accepted when the gate was introduced. Written by `threatgate baseline write`; it only shrinks.\n"
    )
    if not by_rule:
        return f"{head}threatgate: 1\nfindings: []\n"
    return f"{head}threatgate: 1\nfindings:\n" + "".join(f'  - "{line}"\n' for line in by_rule)


def _line(finding: Finding) -> str:
    model = _plain(finding.model).replace(" ", "?")
    return f"{finding.fingerprint} {finding.rule} {model} {_plain(str(finding.subject))}"


def _plain(text: str) -> str:
    """A name for people, in a line that only counts by its fingerprint: short, and safe between double quotes."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return "".join(c if c.isprintable() and c not in '"\\' else "?" for c in short)


def may_be_baselined(finding: Finding) -> bool:
    """Whether a finding may be older debt: those about the exceptions themselves and about unreadable text may not."""
    return bool(finding.model) and finding.rule.partition("/")[0] not in NEVER_BASELINED


def unused_entries(entries: Iterable[Entry], found: set[str]) -> Iterator[Finding]:
    """A finding for each entry that matches nothing any more. ``found`` holds fingerprints."""
    for entry in entries:
        if entry.fingerprint not in found:
            message = f"baseline entry for {entry.rule} on {entry.subject} matches nothing any more: remove the line"
            yield Finding("baseline/unused", "", message, Ref("baseline", entry.fingerprint), entry.location)
