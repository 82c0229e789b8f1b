"""The anchors of one YAML text, and what its aliases cost."""

from __future__ import annotations

from typing import Any

from checker.documents.limits import Limits


class TooMuch(Exception):
    """A limit was passed: its name."""


class Anchors:
    """Name -> value, while a text is read. ``added`` counts the nodes that aliases stand for so far.

    A node's size is what it would cost to walk: itself, all nodes inside, and all that its own aliases stand for.
    """

    __slots__ = ("_limits", "_open", "_values", "added", "aliases", "innermost")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._values: dict[str, tuple[Any, int]] = {}
        self._open: list[tuple[str, Any, int]] = []
        self.innermost: Any = None
        """The innermost open container with an anchor."""
        self.added = 0
        self.aliases = 0

    def define(self, name: str, value: Any, size: int = 1) -> None:
        """Remember a scalar, or a container that is complete. Raises TooMuch."""
        self._values[name] = (value, size)
        if len(self._values) > self._limits.anchors:
            raise TooMuch("anchors")

    def open(self, name: str, container: Any, nodes: int) -> None:
        """A container with an anchor begins, after ``nodes`` nodes. Raises TooMuch."""
        self.define(name, container, 0)
        self._open.append((name, container, nodes + self.added))
        self.innermost = container

    def close(self, nodes: int) -> None:
        """The innermost one ends, after ``nodes`` nodes. An anchor of the same name inside it wins: it is later."""
        name, container, before = self._open.pop()
        self.innermost = self._open[-1][1] if self._open else None
        if self._values[name][0] is container:
            self._values[name] = (container, nodes + self.added - before + 1)

    def value(self, name: str) -> Any:
        """What an alias stands for. Raises KeyError for no such anchor, RecursionError for one still open, TooMuch."""
        value, size = self._values[name]
        if not size:
            raise RecursionError
        self.aliases += 1
        self.added += size
        if self.aliases > self._limits.aliases:
            raise TooMuch("aliases")
        if self.added > self._limits.expanded:
            raise TooMuch("expanded")
        return value
