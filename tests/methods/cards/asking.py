"""A model, its cards and perhaps a base -> what the pack ``card`` finds, in a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checker.core.asked import Asked
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.graph import Graph, build_graph
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source
from checker.diff import compare
from checker.methods.cards.findings import findings
from tests.inputs.reading import read

TODAY = "2026-11-26"
Files = Mapping[str, str]


def side(files: Files) -> tuple[Snapshot, Graph]:
    parsed = read(files)
    assert parsed.snapshot, parsed.findings
    return parsed.snapshot, build_graph(parsed.snapshot.model)


def reader(files: Files) -> Callable[[str], Source]:
    def open_(path: str) -> Source:
        if path not in files:
            raise InputError("there is no such file")
        return Source(path, files[path])

    return open_


def found(head: Files, base: Files | None = None) -> list[Finding]:
    """The findings of a head, in the order in which they come."""
    now, before = side(head), side(base) if base else None
    changes = compare(before[0].model, now[0].model, before[1], now[1]) if before else None
    asked = Asked(*now, before, changes, TODAY, Settings(), reader(head), reader(base) if base else None)
    return list(findings(asked))


def said(head: Files, base: Files | None = None) -> list[str]:
    """Rule without its pack, place, and what tells it apart."""
    rules = (f"{f.rule.removeprefix('card/')} {f.location} {f.discriminator}".rstrip() for f in found(head, base))
    return sorted(rules)


def model(card: str = "card.md", more: str = "", ai: str = "", system: str = "") -> str:
    """A model with one component that has a card."""
    return (
        f"threatgate: 1\nsystem: {{id: shop, {system}}}\n"
        f"components:\n  owl: {{type: model, model: {{source: internal, name: owl, {ai}card: {card}}}}}\n{more}"
    )


SECTIONS = """\
## Model Details
A tree of decisions.
## Intended Use
To help.
## Factors
Age.
## Metrics
Recall.
## Evaluation Data
Last year.
## Training Data
The year before.
## Quantitative Analyses
0.9 for all.
## Ethical Considerations
People.
## Caveats and Recommendations
Not for children.
"""
"""The nine sections, each with something in it."""
