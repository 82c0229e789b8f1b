"""Models to try rules on, read once and asked often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from checker.core.change import Change
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.graph import Graph, build_graph
from checker.core.location import Location
from checker.core.model import Model
from checker.core.source import Parsed, Snapshot, Source
from checker.documents.document import Document, Path
from checker.documents.parse import parse
from checker.policy.budget import Budget
from checker.policy.evaluate import CompiledRule, ask
from checker.policy.facts import Facts

Read = Callable[[Document], Parsed]
"""A document -> what the input formats make of it. Given by the caller: rules know no formats."""

Compare = Callable[[Model, Model, Graph, Graph], tuple[Change, ...]]
"""Base, head and their graphs -> the changes between them. Given by the caller too."""

Open = Callable[[str, Location], Document]
"""A path as a test writes it, and where it does -> that file. Raises UsageError."""

TODAY = "2026-01-01"
"""The day of a case that names none: what it gives must not hang on the calendar."""

_HEAD: Mapping[str, Any] = {"threatgate": 1, "system": {"id": "example"}}
"""What a model of a case need not write."""

_NO_MODEL = ("expect", "now", "params")
"""Keys of an example that are no part of its model."""


class Unusable(Exception):
    """The model of a case could not be read: ``args`` are what is wrong and where."""

    def __init__(self, message: str, at: Location) -> None:
        super().__init__(message, at)
        self.message = message
        self.at = at


class Side(NamedTuple):
    """One version of a model."""

    snapshot: Snapshot
    graph: Graph


class Case(NamedTuple):
    """One model, perhaps with what it was before, on one day."""

    head: Side
    changes: tuple[Change, ...] | None = None
    base: Side | None = None
    now: str = TODAY

    def ask(self, rules: tuple[CompiledRule, ...], budget: Budget | None = None) -> tuple[Finding, ...]:
        """What rules find in it. Raises BudgetError for a rule that takes too many steps."""
        base = (self.base.snapshot.model, self.base.graph) if self.base else None
        facts = Facts(self.head.snapshot.model, self.head.graph, self.changes, base, self.now, budget)
        return tuple(ask(rules, facts, self.head.snapshot))


class Reader(NamedTuple):
    """How the models of cases are read."""

    read: Read
    compare: Compare
    open: Open

    def case(self, document: Document, head: Path, base: Path | None, now: str) -> Case:
        """The case whose models stand at those paths of a document. Raises Unusable."""
        after = self.side(document, head)
        if base is None:
            return Case(after, now=now)
        before = self.side(document, base)
        changes = self.compare(before.snapshot.model, after.snapshot.model, before.graph, after.graph)
        return Case(after, changes, before, now)

    def side(self, document: Document, path: Path) -> Side:
        """The model at a path: inline, or the text of one. Raises Unusable."""
        try:
            return self._side(document, path)
        except InputError as error:  # of a text inside the file, where its own place would say nothing
            raise Unusable(error.message, document.locate(path)) from None

    def _side(self, document: Document, path: Path) -> Side:
        text = self.text(document, path)
        parsed = self.read(text or document.part(path, _HEAD, _NO_MODEL))
        if parsed.snapshot is None or (text is None and parsed.findings):
            first = parsed.findings[0] if parsed.findings else None
            message = "; ".join(finding.message for finding in parsed.findings) or "this is no model"
            raise Unusable(message, document.locate(path) if text or first is None else first.location)
        return Side(parsed.snapshot, build_graph(parsed.snapshot.model))

    def text(self, document: Document, path: Path) -> Document | None:
        """The document of a model that is written as a text or lies in a file; None for one that is written inline."""
        value = document.data
        for step in path:
            value = value[step]
        if isinstance(value, str):
            return parse(_source(value))
        for key in ("model", "text"):
            if isinstance(value, dict) and isinstance(value.get(key), str):
                return parse(_source(value[key]))
        file = value.get("file") if isinstance(value, dict) else None
        return self.open(file, document.locate((*path, "file"))) if isinstance(file, str) else None


def _source(text: str) -> Source:
    """A model that is written as a text. It is YAML, if it is not plainly another format's XML."""
    return Source("threatmodel.xml" if text.lstrip().startswith("<") else "threatmodel.yaml", text)
