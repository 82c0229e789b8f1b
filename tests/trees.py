"""Revisions of a repository out of mappings: what a check sees, without a disk or git around it."""

from __future__ import annotations

from collections.abc import Mapping

from checker.core.report import Base, Report
from checker.core.source import Source
from checker.documents.decode import decode
from checker.documents.tree import missing, refuse_odd
from checker.pipeline.check import Request, check
from checker.pipeline.models import Version, read_model
from checker.pipeline.review import Choice, Recorded, Signature, record
from checker.pipeline.sides import Sides

TODAY = "2026-11-23"

Files = Mapping[str, bytes]
"""Path -> content."""


class Held:
    """The tree of a mapping. A head has no revision, a base has one."""

    def __init__(self, files: Files, revision: str = "") -> None:
        self._files = files
        self.revision = revision
        self.label = revision[:12] or "work tree"

    def files(self) -> tuple[str, ...]:
        return tuple(sorted(self._files))

    def links(self) -> tuple[str, ...]:
        return ()

    def exists(self, path: str) -> bool:
        return path in self._files

    def read(self, path: str) -> Source:
        refuse_odd(path)
        if path not in self._files:
            raise missing(path, f"in the {self.label}")
        return decode(path, self._files[path], self.revision)


def sides(base: Files, head: Files) -> Sides:
    """A change from one mapping to another."""
    revision = "b" * 40
    changed = {path for path in {*base, *head} if base.get(path) != head.get(path)}
    return Sides(Held(head), Held(base, revision), Base(revision, "the base of the test"), frozenset(changed))


def checked(base: Files, head: Files) -> Report:
    """What the gate says of a change."""
    return check(sides(base, head), Request(TODAY))


def reviewed(base: Files, head: Files, by: str = "dana@example.com", on: str = TODAY) -> dict[str, bytes]:
    """The head after ``threatgate review --changed``."""
    return {**head, **{one.path: one.text.encode() for one in recorded(base, head, by, on)}}


def recorded(base: Files, head: Files, by: str = "dana@example.com", on: str = TODAY) -> tuple[Recorded, ...]:
    """What ``threatgate review --changed`` writes; nothing where nothing is open."""
    return record(sides(base, head), (), Choice(changed=True), Signature(by, on))


def version(files: Files, path: str) -> Version:
    """One model of a mapping."""
    return read_model(Held(files), path)


def new(report: Report) -> list[str]:
    """What counts against a change, one text a finding; failures come first."""
    failures = [f"failure: {failure.message}" for failure in report.failures]
    found = [r.finding for r in report.results if r.state == "new"]
    return failures + [f"{f.rule} {f.subject}: {f.message} ({f.location})" for f in found]
