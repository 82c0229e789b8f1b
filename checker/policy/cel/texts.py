"""CEL's extension functions of texts. Each pays for the characters that it looks at and makes.

Positions count code points from 0. Source: the strings extension of cel-spec, whose conformance cases are our test.
"""

from __future__ import annotations

from typing import Any

from checker.policy.budget import Budget
from checker.policy.cel.operators import ITEM, Fault, no_overload

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}


def char_at(_: Budget, text: Any, at: Any) -> str:
    _must_be("charAt", (text, at), str, int)
    return text[at] if _within(at, text) < len(text) else ""


def index_of(budget: Budget, text: Any, part: Any, start: Any = 0) -> int:
    _must_be("indexOf", (text, part, start), str, str, int)
    budget.spend((len(text) + len(part)) // 16)
    at: int = text.find(part, _within(start, text))
    return at


def last_index_of(budget: Budget, text: Any, part: Any, start: Any = None) -> int:
    """Where the part stands last, beginning at ``start`` or before it."""
    _must_be("lastIndexOf", (text, part, 0 if start is None else start), str, str, int)
    budget.spend((len(text) + len(part)) // 16)
    end = len(text) if start is None else _within(start, text) + len(part)
    at: int = text.rfind(part, 0, end)
    return at


def lower_ascii(budget: Budget, text: Any) -> str:
    return _made(budget, "lowerAscii", text).translate(_LOWER)


def upper_ascii(budget: Budget, text: Any) -> str:
    return _made(budget, "upperAscii", text).translate(_UPPER)


def trim(budget: Budget, text: Any) -> str:
    """Without the white space of Unicode at both ends."""
    return _made(budget, "trim", text).strip(_SPACES)


def reverse(budget: Budget, text: Any) -> str:
    return _made(budget, "reverse", text)[::-1]


_SPACES = "".join(
    map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F))
)
_SPACES += "\u3000"
"""What has the property White_Space in Unicode; Python would strip four control characters more."""


def substring(budget: Budget, text: Any, start: Any, end: Any = None) -> str:
    last = len(_made(budget, "substring", text)) if end is None else end
    _must_be("substring", (text, start, last), str, int, int)
    if _within(start, text) > _within(last, text):
        raise Fault(f"a part of a text ends at {last}, before its start at {start}")
    part: str = text[start:last]
    return part


def replace(budget: Budget, text: Any, old: Any, new: Any, limit: Any = -1) -> str:
    _must_be("replace", (text, old, new, limit), str, str, str, int)
    budget.spend(len(text) // 16)
    found = text.count(old) if limit < 0 else min(text.count(old), limit)
    budget.spend(len(text) + found * len(new))
    made: str = text.replace(old, new, found)
    return made


def split(budget: Budget, text: Any, separator: Any, limit: Any = -1) -> tuple[str, ...]:
    """Into so many parts at most; a negative limit is none. Between all characters where the separator is empty."""
    _must_be("split", (text, separator, limit), str, str, int)
    if limit == 0:
        return ()
    budget.spend(len(text))
    parts = text.count(separator) + 1 if separator else len(text)
    cuts = parts if limit < 0 else min(parts, limit)
    budget.spend(ITEM * cuts)
    if separator:
        return tuple(text.split(separator, cuts - 1))
    return (*text[: cuts - 1], text[cuts - 1 :]) if text else ()


def join(budget: Budget, texts: Any, separator: Any = "") -> str:
    _must_be("join", (texts, separator), tuple, str)
    budget.spend(len(texts))
    if any(type(text) is not str for text in texts):
        raise Fault("'join' takes a list of texts, and something else is in this one")
    budget.spend(sum(map(len, texts)) + len(texts) * len(separator))
    return str(separator.join(texts))


def _made(budget: Budget, name: str, text: Any) -> str:
    """The text, paid for as one that is made of it."""
    _must_be(name, (text,), str)
    budget.spend(len(text))
    return str(text)


def _within(at: int, text: str) -> int:
    """A position in a text, or at its end. Raises Fault for any other."""
    if not 0 <= at <= len(text):
        raise Fault(f"position {at} of a text of {len(text)}")
    return at


def _must_be(name: str, values: tuple[Any, ...], *types: type) -> None:
    for value, wanted in zip(values, types, strict=True):
        if type(value) is not wanted:
            raise no_overload(name, *values)
