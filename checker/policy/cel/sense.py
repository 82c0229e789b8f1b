"""Conditions that say nothing: always the same, never to hold, or true of whatever is stated.

Such a condition is a slip (``kind != 'a' || kind != 'b'``), and a rule that has one never does what its author thinks.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.policy.accepted import Accepted
from checker.policy.cel.check import Checked
from checker.policy.cel.syntax import MACROS, Node
from checker.policy.cel.types import Type

_COMPARISONS = ("==", "!=", "in")


class _Asked(NamedTuple):
    """A condition on one field: its name as written, what passes, and all that the field can be (empty: anything)."""

    path: str
    values: Accepted
    all: frozenset[Any] = frozenset()

    def never(self) -> bool:
        return not self.values or (self.values.others and bool(self.all) and self.values.values >= self.all)

    def always(self) -> bool:
        return self._replace(values=self.values.opposite()).never()


def refuse_senseless(node: Node, checked: Checked) -> None:
    """Raise ExpressionError for the first condition in an expression that says nothing."""
    for condition in _conditions(node):
        if not any(part.op == "name" for part in _parts(condition)):
            condition.fail("this is the same whatever is asked", "leave it out, or ask something of 'self'")
        _refuse_clash(condition, checked)


def _conditions(node: Node, stands: bool = True) -> Iterator[Node]:
    """The outermost first: whatever stands where only true or false matters. Chains are not taken apart."""
    if stands:
        yield node
    for index, arg in enumerate(node.args):
        if node.op in ("&&", "||"):
            yield from (one for one in _conditions(arg) if one.op != node.op or one is not arg)
        elif node.op in MACROS:
            yield from _conditions(arg, index > 0 and (node.op != "map" or index < len(node.args) - 1))
        else:
            yield from _conditions(arg, node.op == "!" or (node.op == "?:" and index == 0))


def _parts(node: Node) -> Iterator[Node]:
    yield node
    for arg in node.args:
        yield from _parts(arg)


def _refuse_clash(node: Node, checked: Checked) -> None:
    if node.op not in ("&&", "||"):
        asked = _asked(node, checked)
        if asked and asked.never():
            node.fail(f"'{asked.path}' is never so", "name at least one value that it has")
        if asked and asked.always():
            node.fail(
                f"'{asked.path}' is always so where it is stated", f"to ask whether it is stated: has({asked.path})"
            )
        return
    seen: dict[str, _Asked] = {}
    for part in _chain(node, node.op):
        asked = _asked(part, checked)
        if asked is None:
            continue
        if node.op == "||":
            asked = asked._replace(values=asked.values.opposite())
        before = seen.get(asked.path)
        seen[asked.path] = asked = asked._replace(values=asked.values.both(before.values)) if before else asked
        if before and asked.never():
            what = "is never all of this" if node.op == "&&" else "is always one of this where it is stated"
            part.fail(f"'{asked.path}' {what}", "is && meant?" if node.op == "||" else "is || meant?")


def _chain(node: Node, op: str) -> Iterator[Node]:
    if node.op != op:
        yield node
        return
    for arg in node.args:
        yield from _chain(arg, op)


def _asked(node: Node, checked: Checked) -> _Asked | None:
    """What a condition asks of a single field; None where it is about more, or where params have a say."""
    if node.op == "!":
        inner = _asked(node.args[0], checked)
        return inner and inner._replace(values=inner.values.opposite())
    if node.op == "select" and checked.types[id(node)].kind == "bool":
        path = _path(node)
        return _Asked(path, Accepted(frozenset((True,))), frozenset((True, False))) if path else None
    if node.op in _COMPARISONS:
        return _comparison(node, checked)
    if node.op == "method" and node.value in ("at_least", "at_most") and node.args[1].op == "literal":
        return _field(node.args[0], Accepted(checked.values[id(node.args[1])]), checked)
    return None


def _comparison(node: Node, checked: Checked) -> _Asked | None:
    left, right = node.args
    if node.op != "in" and left.op == "literal":
        left, right = right, left
    literals = right.args if node.op == "in" and right.op == "list" else (right,)
    if any(one.op != "literal" for one in literals) or (node.op == "in" and right.op != "list"):
        return None
    names = frozenset(checked.values.get(id(one), one.value) for one in literals)
    return _field(left, Accepted(names, node.op == "!="), checked)


def _field(node: Node, values: Accepted, checked: Checked) -> _Asked | None:
    path, type = _path(node), checked.types.get(id(node), Type("dyn"))
    if not path or type.field is None:
        return None
    return _Asked(path, values, frozenset(type.field.allowed))


def _path(node: Node) -> str:
    """``self.from.trust``, or ``""`` for anything that is no chain of fields."""
    if node.op == "name":
        return str(node.value)
    holder = _path(node.args[0]) if node.op == "select" else ""
    return f"{holder}.{node.value}" if holder else ""
