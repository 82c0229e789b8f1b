"""Two versions of one collected model: what changed here, and what a person saw who read the diff."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.corpus.reading import read
from checker.core.change import Change
from checker.core.graph import build_graph
from checker.core.model import Model
from checker.diff import compare
from checker.inputs.values import slug

SECTIONS = {"components": "component", "flows": "flow", "boundaries": "boundary", "data_assets": "data"}
"""What a description calls the kinds of elements."""

Fact = tuple[str, str]
"""(added or removed, kind and id of the element); a rename is both."""


class Pair(NamedTuple):
    """Two consecutive versions. ``differing``: what only we say, what only the person says; empty where equal."""

    history: str
    name: str
    semantic: bool
    """Whether the person saw a change of meaning at all."""
    changes: tuple[Change, ...]
    differing: tuple[frozenset[Fact], frozenset[Fact]] | None


def pairs(corpus: Path) -> Iterator[Pair]:
    """Every described pair of versions of which both are read."""
    for history in sorted(path for path in (corpus / "histories").iterdir() if path.is_dir()):
        for description in sorted(history.glob("expected-*.json")):
            described = json.loads(description.read_text(encoding="utf-8"))
            before, after = (_model(history / name) for name in described["pair"])
            if before and after:
                yield _pair(history.name, described, before, after)


def _pair(history: str, described: Mapping[str, Any], before: Model, after: Model) -> Pair:
    changes = compare(before, after, build_graph(before), build_graph(after))
    ours = frozenset(_ours(changes))
    theirs = frozenset(_theirs(described["changes"] or {}, described["format"] == "threagile"))
    more, less = ours - theirs, theirs - ours
    old, new = (name[:3] for name in described["pair"])
    differing = (more, less) if more or less else None
    return Pair(history, f"{history} {old}-{new}", bool(described["semantic_change"]), changes, differing)


def _model(path: Path) -> Model | None:
    snapshot = read(path, path.parent).snapshot
    return snapshot.model._replace(system=snapshot.model.system._replace(id="x")) if snapshot else None


def _ours(changes: tuple[Change, ...]) -> Iterator[Fact]:
    for change in changes:
        if change.ref.kind not in SECTIONS.values():
            continue
        if change.kind in ("added", "removed"):
            yield change.kind, str(change.ref)
        elif change.kind == "renamed":
            yield "added", str(change.ref)
            yield "removed", f"{change.ref.kind}/{change.was}"


def _theirs(changes: Mapping[str, Any], threagile: bool) -> Iterator[Fact]:
    for section, kind in SECTIONS.items():
        found = changes.get(section) or {}
        for what in ("added", "removed"):
            yield from ((what, f"{kind}/{_id(kind, item, threagile)}") for item in found.get(what, ()))
        for item in (*found.get("renamed", ()), *found.get("redirected", ())):
            yield "removed", f"{kind}/{_id(kind, item['from'], threagile)}"
            yield "added", f"{kind}/{_id(kind, item['to'], threagile)}"


def _id(kind: str, item: Mapping[str, Any], threagile: bool) -> str:
    """The id of an element as we have it: Threagile's links are called ``source>title`` by the descriptions."""
    id = str(item["id"])
    if kind == "flow" and threagile:
        source, _, title = id.partition(">")
        return f"{source}.{slug(title)}"
    return id
