"""The data of an HCL text while it grows: see :mod:`checker.documents.hcl` for what is where."""

from __future__ import annotations

from typing import Any

from checker.documents.document import Pair, Path

LABELS = "<labels>"
"""The key of a block's labels."""


def blocks(type: str) -> str:
    """The key that the blocks of a type are under."""
    return f"{type} {{}}"


class Open:
    """A body, list or object that has begun. ``start`` is its bracket, ``steps`` lead to it from the one around it,
    ``key`` is that whose value comes next. ``computed``: it has a key that nobody here works out."""

    __slots__ = (
        "begun",
        "blocks",
        "computed",
        "container",
        "key",
        "kind",
        "named",
        "pairs",
        "seconds",
        "start",
        "steps",
    )

    def __init__(self, kind: str, container: Any, start: int, steps: Path) -> None:
        self.kind = kind
        self.container = container
        self.start = start
        self.steps = steps
        self.begun = False
        self.computed = False
        self.pairs: list[int] = []
        self.key = ""
        self.named: Pair = (0, 0)
        self.seconds: list[tuple[str, Pair]] = []
        self.blocks: dict[str, list[int]] = {}

    def put(self, value: Any, start: int, end: int) -> None:
        """The next value. That of a second key is not kept: the first stands."""
        if isinstance(self.container, list):
            self.container.append(value)
            self.pairs += (start, end)
        elif self.key in self.container:
            self.seconds.append((self.key, self.named))
        else:
            self.container[self.key] = value
            self.pairs += (*self.named, start, end)

    def last(self) -> Path:
        """The step to the value that was put last."""
        return (len(self.container) - 1 if isinstance(self.container, list) else self.key,)

    def put_block(self, type: str, block: dict[str, Any], named: Pair, end: int) -> Path:
        """Another block of a type. Answers the steps to it."""
        key = blocks(type)
        if key not in self.blocks:
            self.blocks[key] = []
            self.container[key] = []
            self.pairs += (*named, *named)
        self.container[key].append(block)
        self.blocks[key] += (named[0], end)
        return key, len(self.container[key]) - 1
