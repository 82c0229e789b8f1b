"""The steps of attack trees as written: each with its path, within limits. Tolerates data of any shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.errors import InputError
from checker.documents.document import Document, Path
from checker.documents.words import quote

SECTION = "attack_trees"
GATES = ("or", "and", "sand")

MAX_DEPTH = 30
"""Steps below steps; the goal is the first. A text that is deeper soon meets the limit of lists inside each other."""
MAX_STEPS = 5_000
"""Steps of one tree, its goal included; what stands behind an alias counts each time."""


def steps(document: Document, id: str, tree: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every step below the goal, top down. Raises InputError, with the place, for a tree over a limit."""
    seen = 1
    waiting: list[tuple[Path, dict[str, Any], int]] = [((SECTION, id), tree, 1)]
    while waiting:
        path, body, depth = waiting.pop()
        if depth > 1:
            yield path, body
        below = list(_below(path, body))
        seen += len(below)
        if below and depth == MAX_DEPTH:
            raise _over(f"deeper than {MAX_DEPTH} steps", document, below[0][0], id)
        if seen > MAX_STEPS:
            raise _over(f"of more than {MAX_STEPS:,} steps", document, path, id)
        waiting.extend((path, inner, depth + 1) for path, inner in reversed(below))


def _below(path: Path, body: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for gate in GATES:
        inside = body.get(gate)
        for index, inner in enumerate(inside if isinstance(inside, list) else ()):
            if isinstance(inner, dict):
                yield (*path, gate, index), inner


def _over(what: str, document: Document, path: Path, id: str) -> InputError:
    hint = "make a part of it a tree of its own, and its goal one leaf here"
    return InputError(f"the attack tree {quote(id)} is {what}: it was not looked at", document.locate(path), hint)
