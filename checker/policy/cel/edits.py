"""Expressions that are wrong in one place: the text changed where a part of it stands, all else as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.policy.cel.check import Checked, Environment, check
from checker.policy.cel.parser import parse
from checker.policy.cel.syntax import ExpressionError, Node
from checker.policy.cel.types import STRING, Type
from checker.policy.view import View, others

_SIGNS: Mapping[str, str] = {
    "==": "!=",
    "!=": "==",
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "&&": "||",
    "||": "&&",
    "+": "-",
    "-": "+",
}
_NAMES: Mapping[str, str] = {
    "all": "exists",
    "exists": "all",
    "exists_one": "exists",
    "at_least": "at_most",
    "at_most": "at_least",
    "startsWith": "endsWith",
    "endsWith": "startsWith",
}
_NOTHING = Checked({}, {})


class Change(NamedTuple):
    """An expression changed in one place; ``start`` and ``end`` are the characters that were changed."""

    text: str
    said: str
    start: int
    end: int


def edits(text: str, view: View, params: Mapping[str, tuple[str, Any]]) -> Iterator[Change]:
    """Every change of an expression about elements of a view, in order of its parts. Not every one can be meant.

    ``params`` are those of the rule: name -> type in words of JSON Schema, and value.
    """
    try:
        node = parse(text)
    except ExpressionError:
        return
    yield from _Editor(text, _checked(node, view, params)).parts(node)


def _checked(node: Node, view: View, params: Mapping[str, tuple[str, Any]]) -> Checked:
    element = Type("element", view=view.name)
    variables = {"self": element, "old": element._replace(old=True), "now": STRING}
    try:
        return check(node, Environment(variables, params))
    except ExpressionError:
        return _NOTHING


class _Editor(NamedTuple):
    text: str
    checked: Checked

    def parts(self, node: Node, above: Node | None = None) -> Iterator[Change]:
        """The changes of a node, and then of what is inside."""
        if node.op in ("&&", "||") and (above is None or above.op != node.op or self._bracketed(node)):
            yield from self._shorter(_terms(node, self))
        if node.op == "list" and len(node.args) > 1:
            yield from self._shorter(node.args)
        yield from self._here(node, above)
        for arg in node.args:
            yield from self.parts(arg, node)

    def _here(self, node: Node, above: Node | None) -> Iterator[Change]:
        if node.op in _SIGNS and len(node.args) == 2:
            between = self.text[node.args[0].end : node.args[1].start]
            at = node.args[0].end + between.index(node.op)
            yield self._put(at, at + len(node.op), _SIGNS[node.op])
        elif node.op in _NAMES or (node.op == "method" and node.value in _NAMES):
            name = str(node.value) if node.op == "method" else node.op
            yield self._put(node.at, node.at + len(name), _NAMES[name])
        elif node.op == "!":
            yield self._put(node.start, node.args[0].start, "")
        elif node.op == "has" or (node.op == "select" and self._type(node).kind == "bool"):
            if above is None or above.op not in ("!", "select"):
                yield self._put(node.start, node.end, f"!{self.text[node.start : node.end]}")
        elif node.op == "?:":
            for branch in node.args[1:]:
                yield self._put(node.start, node.end, self.text[branch.start : branch.end])
        elif node.op == "literal":
            for value in self._values(node, above):
                yield self._put(node.start, node.end, value)

    def _values(self, node: Node, above: Node | None) -> Iterator[str]:
        """The neighbours of a number or a word, the opposite of a flag, another text."""
        value = node.value
        if isinstance(value, bool):
            yield str(not value).lower()
        elif isinstance(value, int | float):
            yield from (str(value + 1), str(value - 1))
        elif isinstance(value, str):
            quote = self.text[node.start] if self.text[node.start] in "'\"" else "'"
            field = self._field(node, above)
            for other in others(value, field) if field else (f"{value}-other",):
                yield f"{quote}{other}{quote}"

    def _field(self, node: Node, above: Node | None) -> Any:
        """The field that a word is compared with: that of the other side, or of the receiver."""
        for side in above.args if above else ():
            if side is not node and self._type(side).field:
                return self._type(side).field
        return None

    def _shorter(self, terms: tuple[Node, ...]) -> Iterator[Change]:
        """The text without one of several parts, and without the sign before it, or behind the first."""
        for index, term in enumerate(terms):
            start, end = (terms[index - 1].end, term.end) if index else (term.start, terms[1].start)
            said = f"dropped {self.text[term.start : term.end]}"
            yield Change(self.text[:start] + self.text[end:], said, term.start, term.end)

    def _put(self, start: int, end: int, new: str) -> Change:
        old = self.text[start:end]
        said = f"{old} -> {new}" if new else f"dropped {old}"
        return Change(self.text[:start] + new + self.text[end:], said, start, end)

    def _type(self, node: Node) -> Type:
        return self.checked.types.get(id(node), Type("dyn"))

    def _bracketed(self, node: Node) -> bool:
        return self.text[node.start] == "(" and node.start < node.args[0].start


def _terms(node: Node, editor: _Editor) -> tuple[Node, ...]:
    """What a sign joins: ``a && b && c`` is one row, whatever its tree."""
    found: list[Node] = []
    for arg in node.args:
        same = arg.op == node.op and not editor._bracketed(arg)
        found.extend(_terms(arg, editor) if same else (arg,))
    return tuple(found)
