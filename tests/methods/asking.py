"""Asks a stage about a native model in a mapping of texts, with a base or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from checker.core.asked import Asked
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.graph import build_graph
from checker.core.settings import Settings
from checker.core.source import Source
from checker.diff import compare
from tests.inputs.reading import read

Stage = Callable[[Asked], Iterator[Finding]]
Files = Mapping[str, str]


def ask(stage: Stage, head: str, base: str = "", files: Files | None = None, was: Files | None = None) -> list[Finding]:
    """What a stage finds in a model; ``files`` are further texts of the head, ``was`` those of the base."""
    after, before = read(head).snapshot, read(base).snapshot if base else None
    assert after, read(head).findings
    graph, sides = build_graph(after.model), (before, build_graph(before.model)) if before else None
    changes = compare(sides[0].model, after.model, sides[1], graph) if sides else None
    reading, reading_before = _reader(files or {}), _reader(was if was is not None else files or {})
    return list(stage(Asked(after, graph, sides, changes, "2026-11-23", Settings(), reading, reading_before)))


def _reader(files: Files) -> Callable[[str], Source]:
    def reading(path: str) -> Source:
        if path not in files:
            raise InputError(f"there is no such file: {path}")
        return Source(path, files[path])

    return reading
