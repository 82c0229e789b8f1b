"""From the text of an expression to its tokens, by the lexical rules of the CEL specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from checker.policy.cel.syntax import LONGEST, ExpressionError, UnsupportedError
from checker.policy.place import show

HIGHEST = 2**63
"""One more than the greatest int of CEL; its negative is the least."""

RESERVED = frozenset(
    "as break const continue else for function if import let loop package namespace return var void while".split()
)
"""Names that CEL keeps for languages around it; a field may be called so, a variable may not."""

_SKIP = re.compile(r"(?:[\t\n\f\r ]|//[^\n]*)*")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]+|(?:[0-9]*\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGN = re.compile(r"==|!=|<=|>=|&&|\|\||[-+*/%!<>?:.,()\[\]{}]")
_QUOTE = re.compile(r"([rRbB]{0,2})('''|\"\"\"|'|\")")
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_KEYWORDS = {"true": True, "false": False, "null": None}


class Token(NamedTuple):
    """A word of an expression. ``kind``: name, literal, int (of either sign, not yet in range), sign or end."""

    kind: str
    text: str
    value: Any
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, an ``end`` last. Raises ExpressionError for the first thing that is none."""
    if len(text) > LONGEST:
        raise ExpressionError(f"this expression is longer than {LONGEST:,} characters", LONGEST, len(text))
    at = _after_space(text, 0)
    while at < len(text):
        token = _string(text, at) or _number(text, at) or _word(text, at)
        yield token
        at = _after_space(text, token.end)
    yield Token("end", "", None, len(text), len(text))


def _after_space(text: str, at: int) -> int:
    found = _SKIP.match(text, at)
    return found.end() if found else at


def _word(text: str, at: int) -> Token:
    name = _NAME.match(text, at)
    if name and name[0] in _KEYWORDS:
        return Token("literal", name[0], _KEYWORDS[name[0]], at, name.end())
    if name:
        return Token("sign" if name[0] == "in" else "name", name[0], name[0], at, name.end())
    sign = _SIGN.match(text, at)
    if sign:
        return Token("sign", sign[0], None, at, sign.end())
    if text[at] == "`":
        raise UnsupportedError("quoted-name", at, at + 1)
    hint = {"&": "write && for 'and'", "|": "write || for 'or'", "=": "write == to compare"}.get(text[at], "")
    raise ExpressionError(f"{show(text[at])} has no meaning in an expression", at, at + 1, hint)


def _number(text: str, at: int) -> Token | None:
    found = _NUMBER.match(text, at)
    if found is None:
        return None
    digits, end = found[0], found.end()
    if text[end : end + 1] in ("u", "U") and "." not in digits:
        raise UnsupportedError("uint", at, end + 1)
    after = _NAME.match(text, end)
    if after:
        raise ExpressionError(f"a number ends at {show(after[0])}", end, after.end(), "put a space or a sign between")
    if digits[:2] in ("0x", "0X"):
        return Token("int", digits, int(digits, 16), at, end)
    if digits.isdigit():
        return Token("int", digits, int(digits) if len(digits) < 25 else HIGHEST * 2, at, end)
    return Token("literal", digits, float(digits), at, end)


def _string(text: str, at: int) -> Token | None:
    found = _QUOTE.match(text, at)
    if found is None:
        return None
    prefix, quote = found[1].lower(), found[2]
    if prefix not in ("", "r", "b", "rb", "br"):
        return None
    end = _closing(text, found.end(), quote, raw="r" in prefix)
    if end < 0:
        hint = f"close it with {quote}" if len(quote) == 1 else f"close it with {quote}, three quotes as at its start"
        raise ExpressionError("this text has no end", at, found.end(), hint)
    if "b" in prefix:
        raise UnsupportedError("bytes", at, end + len(quote))
    inside = text[found.end() : end]
    value = inside if prefix else _unescaped(inside, found.end())
    return Token("literal", text[at : end + len(quote)], value, at, end + len(quote))


def _closing(text: str, at: int, quote: str, *, raw: bool) -> int:
    """Where the closing quote stands; -1 where there is none, or where a line ends before it."""
    while at < len(text):
        if text.startswith(quote, at):
            return at
        if text[at] in "\n\r" and len(quote) == 1:
            return -1
        at += 2 if text[at] == "\\" and not raw else 1
    return -1


@cache
def _escape() -> re.Pattern[str]:
    return re.compile(
        r"\\(?:([abfnrtv\\?\"'`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))"
    )


def _unescaped(inside: str, start: int) -> str:
    pieces, last = [], 0
    at = inside.find("\\")
    while at >= 0:
        found = _escape().match(inside, at)
        value = _character(found) if found else None
        if found is None or value is None:
            raise ExpressionError(
                f"{show(inside[at : at + 2])} is no escape", start + at, start + at + 2, "write \\\\ for a backslash"
            )
        pieces += [inside[last:at], value]
        last = found.end()
        at = inside.find("\\", last)
    return "".join([*pieces, inside[last:]])


def _character(found: re.Match[str]) -> str | None:
    """The character of an escape; None for a number that is no character."""
    plain, *hexadecimal, octal = found.groups()
    if plain:
        return _PLAIN.get(plain, plain)
    number = int(octal, 8) if octal else int(next(filter(None, hexadecimal)), 16)
    return chr(number) if number < 0xD800 or 0xE000 <= number <= 0x10FFFF else None
