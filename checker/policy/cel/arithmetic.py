"""The static check of operators that calculate, and of those that ask for an order."""

from collections.abc import Sequence
from typing import NoReturn

from checker.policy.cel.syntax import ExpressionError, Node
from checker.policy.cel.types import BOOL, Type, join, say

_NUMBERS = ("int", "double")
_COMPARABLE = (_NUMBERS, ("string",), ("bool",))


def check_arithmetic(node: Node, types: Sequence[Type]) -> Type:
    """The type that an operator of numbers, of texts or of order gives. Raises ExpressionError for other operands."""
    kinds = [type.kind for type in types]
    if node.op in ("<", "<=", ">", ">="):
        return _order(node, types)
    allowed = {"+": ("int", "double", "string", "list"), "%": ("int",)}.get(node.op, _NUMBERS)
    if all(kind in (*allowed, "dyn", "any") for kind in kinds):
        both = types[0] if len(types) == 1 else join(*types)
        if both:
            return Type(both.kind) if both.kind != "list" else both
    what = " and ".join(say(type) for type in types)
    sign = "-" if node.op == "neg" else node.op
    hint = "write both with a point, or ask double(x)" if set(kinds) == set(_NUMBERS) else ""
    raise ExpressionError(f"'{sign}' does not take {what}", node.at, node.at + len(sign), hint)


def _order(node: Node, types: Sequence[Type]) -> Type:
    left, right = types
    for type in types:
        if type.word:
            _no_order(node, type.word.ordered)
    if not any({left.kind, right.kind} <= {*kinds, "dyn", "any"} for kinds in _COMPARABLE):
        node.fail_name(f"'{node.op}' does not compare {say(left)} with {say(right)}")
    return BOOL


def _no_order(node: Node, ordered: bool) -> NoReturn:
    if ordered:
        better = "at_least" if node.op in (">", ">=") else "at_most"
        node.fail_name(f"'{node.op}' compares words as texts, by their letters", f"write .{better}('…')")
    node.fail_name(f"'{node.op}' compares words by their letters: they have no order", "write == or in")
