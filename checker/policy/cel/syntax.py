"""What an expression is once it is read: a tree of nodes, each with its place in the text."""

from typing import Any, NamedTuple, NoReturn

from checker.policy.cel.constructs import UNSUPPORTED

LONGEST = 4000
"""Characters of one expression."""
DEEPEST = 48
"""Levels of nesting of one expression. CEL asks every implementation for 32 at most."""
MOST = 1000
"""Nodes of one expression."""

MACROS = ("all", "exists", "exists_one", "filter", "map")


class ExpressionError(Exception):
    """A mistake in an expression: what, what to do, and the characters it is about. Told with a place further up."""

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = max(end, start + 1)
        self.hint = hint


class UnsupportedError(ExpressionError):
    """A construct of CEL that is not in the subset: ``construct`` is its key in UNSUPPORTED."""

    def __init__(self, construct: str, start: int, end: int) -> None:
        known = UNSUPPORTED[construct]
        super().__init__(f"not part of the expressions of rules: {known.title}", start, end, known.instead)
        self.construct = construct


class Node(NamedTuple):
    """A part of an expression.

    ``op`` is ``literal``, ``name``, ``select``, ``has``, ``index``, ``list``, ``call``, ``method`` (its receiver is
    the first of ``args``), a macro of MACROS (``args``: the list, for a map with a condition that, the body;
    ``value``: its variable), ``?:``, ``!``, ``neg`` or the sign of a binary operator. ``at`` is where its name or
    sign stands, ``start`` and ``end`` what it covers; characters from 0.
    """

    op: str
    args: "tuple[Node, ...]"
    value: Any
    start: int
    end: int
    at: int
    depth: int = 1

    def fail(self, message: str, hint: str = "") -> NoReturn:
        """Raise the ExpressionError about all of this node."""
        raise ExpressionError(message, self.start, self.end, hint)

    def fail_name(self, message: str, hint: str = "") -> NoReturn:
        """Raise the ExpressionError about the name or the sign of this node."""
        name = self.value if self.op in ("select", "has", "call", "method", "name") else self.op
        length = 1 if name in ("?:", "neg") else len(name)
        raise ExpressionError(message, self.at, self.at + length, hint)
