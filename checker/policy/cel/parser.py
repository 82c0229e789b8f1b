"""From tokens to a tree, by the grammar of CEL. Bounded in length, in depth and in nodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from checker.policy.cel.constructs import FUNCTIONS
from checker.policy.cel.lexer import HIGHEST, RESERVED, Token, tokens
from checker.policy.cel.syntax import DEEPEST, MACROS, MOST, ExpressionError, Node, UnsupportedError
from checker.policy.place import show

_LEVELS = {
    **dict.fromkeys(("||",), 1),
    **dict.fromkeys(("&&",), 2),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
}
"""Binary operator -> how strongly it binds."""


def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionError at the first thing that does not belong there."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._token = next(self._tokens)
        self._open = 0
        self._nodes = 0

    def whole(self) -> Node:
        if self._token.kind == "end":
            raise ExpressionError("this expression is empty", 0, 1, "leave it out, or say what must hold")
        node = self._expression()
        if self._token.kind != "end":
            self._unexpected("an operator or the end")
        return node

    def _expression(self) -> Node:
        """``a ? b : c`` and all that binds more strongly."""
        self._open += 1
        if self._open > DEEPEST:
            self._too_deep(self._token.start)
        node = self._operation(1)
        if self._sees("?"):
            at = self._next().start
            then = self._operation(1)
            self._expect(":", "the other branch, after ':'")
            otherwise = self._expression()
            node = self._node("?:", (node, then, otherwise), None, node.start, otherwise.end, at)
        self._open -= 1
        return node

    def _operation(self, lowest: int) -> Node:
        """Binary operators that bind at least so strongly; of equals the left one first."""
        left = self._unary()
        while self._token.kind == "sign" and _LEVELS.get(self._token.text, 0) >= lowest:
            sign = self._next()
            level = _LEVELS[sign.text]
            terms = [left, self._operation(level + 1)]
            while level <= 2 and self._sees(sign.text):
                self._next()
                terms.append(self._operation(level + 1))
            left = self._chain(sign.text, terms, sign.start)
        return left

    def _chain(self, sign: str, terms: Sequence[Node], at: int) -> Node:
        """``a && b && c …`` as a balanced tree, which means the same and is not deep."""
        if len(terms) == 1:
            return terms[0]
        half = (len(terms) + 1) // 2
        pair = (self._chain(sign, terms[:half], at), self._chain(sign, terms[half:], at))
        return self._node(sign, pair, None, terms[0].start, terms[-1].end, at)

    def _unary(self) -> Node:
        signs: list[Token] = []
        while self._sees("!") or self._sees("-"):
            signs.append(self._next())
        if signs and signs[-1].text == "-" and self._token.kind in ("int", "literal") and _is_number(self._token):
            node = self._member(minus=signs.pop())
        else:
            node = self._member()
        for sign in reversed(signs):
            node = self._node("!" if sign.text == "!" else "neg", (node,), None, sign.start, node.end, sign.start)
        return node

    def _member(self, minus: Token | None = None) -> Node:
        node = self._primary(minus)
        while self._token.kind == "sign" and self._token.text in (".", "[", "{"):
            sign = self._next()
            if self._sees("?"):
                raise UnsupportedError("optional", sign.start, self._token.end)
            if sign.text == "{":
                raise UnsupportedError("message", node.start, sign.end)
            node = self._select(node) if sign.text == "." else self._index(node, sign)
        return node

    def _index(self, node: Node, sign: Token) -> Node:
        index = self._expression()
        end = self._expect("]", "']' after an index").end
        return self._node("index", (node, index), None, node.start, end, sign.start)

    def _select(self, node: Node) -> Node:
        name = self._next()
        if name.kind != "name":
            raise ExpressionError("the name of a field belongs here", name.start, name.end)
        if not self._sees("("):
            return self._node("select", (node,), name.text, node.start, name.end, name.start)
        _refuse_unsupported(name)
        arguments, end = self._arguments()
        if name.text in MACROS:
            return self._macro(node, name, arguments, end)
        return self._node("method", (node, *arguments), name.text, node.start, end, name.start)

    def _macro(self, node: Node, name: Token, arguments: list[Node], end: int) -> Node:
        if len(arguments) == 3 and name.text in ("all", "exists", "exists_one"):
            raise UnsupportedError("two-variables", name.start, name.end)
        if len(arguments) != 2 and not (len(arguments) == 3 and name.text == "map"):
            raise ExpressionError(
                f"'{name.text}' takes a variable and a condition", name.start, name.end, f"list.{name.text}(x, …)"
            )
        variable, *inner = arguments
        if variable.op != "name" or variable.value in ("self", "old", "params", "now"):
            variable.fail(f"'{name.text}' takes a new name for its variable here", "such as x")
        return self._node(name.text, (node, *inner), variable.value, node.start, end, name.start)

    def _primary(self, minus: Token | None) -> Node:
        token = self._next()
        if token.kind in ("literal", "int"):
            start = minus.start if minus else token.start
            return self._node("literal", (), _literal(token, start, minus), start, token.end, start)
        if token.kind == "name":
            return self._called(token)
        if token.text == "(":
            node = self._expression()
            end = self._expect(")", "')'").end
            return node._replace(start=token.start, end=end)
        if token.text == "[":
            items, end = self._items("]")
            return self._node("list", tuple(items), None, token.start, end, token.start)
        if token.text == "{":
            raise UnsupportedError("map", token.start, token.end)
        if token.text == ".":
            raise UnsupportedError("namespace", token.start, token.end)
        return self._unexpected("a value", token)

    def _called(self, token: Token) -> Node:
        if token.text in RESERVED:
            raise ExpressionError(f"'{token.text}' is a word that CEL reserves", token.start, token.end)
        if not self._sees("("):
            return self._node("name", (), token.text, token.start, token.end, token.start)
        _refuse_unsupported(token)
        arguments, end = self._arguments()
        if token.text != "has":
            return self._node("call", tuple(arguments), token.text, token.start, end, token.start)
        if len(arguments) != 1 or arguments[0].op != "select":
            raise ExpressionError("has() takes one field, such as has(self.owner)", token.start, end)
        asked = arguments[0]
        return self._node("has", asked.args, asked.value, token.start, end, asked.at)

    def _arguments(self) -> tuple[list[Node], int]:
        self._next()
        return self._items(")")

    def _items(self, closing: str) -> tuple[list[Node], int]:
        """Expressions with commas up to a closing sign; in a list a comma may stand last."""
        items: list[Node] = []
        while not self._sees(closing):
            if closing == "]" and self._sees("?"):
                raise UnsupportedError("optional", self._token.start, self._token.end)
            items.append(self._expression())
            if not self._sees(","):
                break
            comma = self._next()
            if closing == ")" and self._sees(closing):
                raise ExpressionError("something belongs after this comma", comma.start, comma.end)
        return items, self._expect(closing, f"',' or '{closing}'").end

    def _node(self, op: str, args: tuple[Node, ...], value: Any, start: int, end: int, at: int) -> Node:
        self._nodes += 1
        depth = 1 + max((arg.depth for arg in args), default=0)
        if self._nodes > MOST:
            raise ExpressionError(f"this expression has more than {MOST:,} parts", start, end, "make it several rules")
        if depth > DEEPEST:
            self._too_deep(at)
        return Node(op, args, value, start, end, at, depth)

    def _too_deep(self, at: int) -> NoReturn:
        raise ExpressionError(f"this expression is nested deeper than {DEEPEST} levels", at, at + 1)

    def _sees(self, sign: str) -> bool:
        return self._token.kind == "sign" and self._token.text == sign

    def _next(self) -> Token:
        token = self._token
        if token.kind != "end":
            self._token = next(self._tokens)
        return token

    def _expect(self, sign: str, what: str) -> Token:
        if not self._sees(sign):
            self._unexpected(what)
        return self._next()

    def _unexpected(self, wanted: str, token: Token | None = None) -> NoReturn:
        token = token or self._token
        found = "the expression ends" if token.kind == "end" else f"{show(token.text)} stands"
        hint = {"and": "write &&", "or": "write ||", "not": "write !"}.get(token.text, "")
        raise ExpressionError(f"{found} where {wanted} belongs", token.start, token.end, hint)


def _refuse_unsupported(name: Token) -> None:
    """Functions of CEL that are left out are told before anything about what they are asked of."""
    if name.text in FUNCTIONS:
        raise UnsupportedError(FUNCTIONS[name.text], name.start, name.end)


def _is_number(token: Token) -> bool:
    return token.kind == "int" or isinstance(token.value, float)


def _literal(token: Token, start: int, minus: Token | None) -> Any:
    """The value of a literal with its sign. Raises ExpressionError for an int that CEL cannot hold."""
    value = -token.value if minus else token.value
    if token.kind == "int" and not -HIGHEST <= value < HIGHEST:
        raise ExpressionError("this number has more than 64 bits", start, token.end)
    return value
