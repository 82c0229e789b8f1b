"""The functions of expressions: what they take, what they give, and how they are worked out."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from checker.policy.budget import Budget
from checker.policy.cel import texts
from checker.policy.cel.operators import ITEM, Fault, no_overload, whole, written
from checker.policy.cel.types import BOOL, DOUBLE, DYN, INT, STRING, Type, listing

Call = Callable[..., Any]
"""The budget and the arguments -> the value. Raises Fault."""


class Function(NamedTuple):
    """A function. ``takes`` has the kinds of arguments of each overload (``list`` and ``any`` fit whatever is inside).

    ``method``: it is written after its first argument. ``constant``: its last argument is a text in the rule itself.
    """

    takes: tuple[tuple[str, ...], ...]
    gives: Type | None
    """None: the type of its first argument."""
    call: Call
    method: bool = True
    constant: bool = False


def _size(_: Budget, value: Any) -> int:
    if type(value) is str or type(value) is tuple:
        return len(value)
    raise no_overload("size", value)


def _text_question(name: str, ask: Callable[[str, str], bool]) -> Call:
    def call(budget: Budget, text: Any, part: Any) -> bool:
        if type(text) is not str or type(part) is not str:
            raise no_overload(name, text, part)
        budget.spend((len(text) + len(part)) // 16)
        return ask(text, part)

    return call


def _distinct(budget: Budget, values: Any) -> tuple[Any, ...]:
    """The values without repetitions, where each stands first. What ``==`` takes for equal counts as one."""
    budget.spend(2 * ITEM * len(values))
    found: dict[Any, Any] = {}
    for value in values:
        found.setdefault((type(value) is bool, value), value)
    return tuple(found.values())


_WHOLE = r"([+-]?)0*([0-9]{1,19})"
_POINT = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?(?ai:inf|infinity)|(?ai:nan)"


def _int(budget: Budget, value: Any) -> int:
    if type(value) is int:
        return value
    if type(value) is float:
        # The last double below 2^63 is far from it; CEL refuses both ends.
        if not -(2.0**63) < value < 2.0**63:
            raise Fault("a number is outside of the range of int")
        return int(value)
    if type(value) is str:
        budget.spend(len(value) // 16)
        found = re.fullmatch(_WHOLE, value)
        if not found:
            raise Fault("a text is not a whole number of up to 64 bits")
        return whole(int(found[1] + found[2]))
    raise no_overload("int", value)


def _double(budget: Budget, value: Any) -> float:
    if type(value) is int or type(value) is float:
        return float(value)
    if type(value) is str:
        budget.spend(len(value) // 16)
        if not re.fullmatch(_POINT, value):
            raise Fault("a text is not a number")
        return float(value)
    raise no_overload("double", value)


def _string(_: Budget, value: Any) -> str:
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return written(value)
    raise no_overload("string", value)


def _bool(_: Budget, value: Any) -> bool:
    if type(value) is bool:
        return value
    if type(value) is str:
        if value in ("1", "t", "true", "TRUE", "True"):
            return True
        if value in ("0", "f", "false", "FALSE", "False"):
            return False
        raise Fault("a text is neither true nor false")
    raise no_overload("bool", value)


def _like(budget: Budget, text: Any, glob: Any) -> bool:
    if type(text) is not str:
        raise no_overload("like", text)
    fits: bool = glob.fits(budget, text)
    return fits


def _ranked(_: Budget, word: Any, accepted: Any) -> bool:
    return word in accepted


_SIZE = (("string",), ("list",))
_TEXTS = (("string", "string"),)

METHODS: dict[str, Function] = {
    "size": Function(_SIZE, INT, _size),
    "contains": Function(_TEXTS, BOOL, _text_question("contains", lambda text, part: part in text)),
    "startsWith": Function(_TEXTS, BOOL, _text_question("startsWith", str.startswith)),
    "endsWith": Function(_TEXTS, BOOL, _text_question("endsWith", str.endswith)),
    "at_least": Function(_TEXTS, BOOL, _ranked, constant=True),
    "at_most": Function(_TEXTS, BOOL, _ranked, constant=True),
    "like": Function(_TEXTS, BOOL, _like, constant=True),
    "distinct": Function((("list",),), None, _distinct),
    "charAt": Function((("string", "int"),), STRING, texts.char_at),
    "indexOf": Function((*_TEXTS, ("string", "string", "int")), INT, texts.index_of),
    "lastIndexOf": Function((*_TEXTS, ("string", "string", "int")), INT, texts.last_index_of),
    "substring": Function((("string", "int"), ("string", "int", "int")), STRING, texts.substring),
    "replace": Function((("string",) * 3, ("string", "string", "string", "int")), STRING, texts.replace),
    "split": Function((*_TEXTS, ("string", "string", "int")), listing(STRING), texts.split),
    "join": Function((("list",), ("list", "string")), STRING, texts.join),
    "lowerAscii": Function((("string",),), STRING, texts.lower_ascii),
    "upperAscii": Function((("string",),), STRING, texts.upper_ascii),
    "trim": Function((("string",),), STRING, texts.trim),
    "reverse": Function((("string",),), STRING, texts.reverse),
}
"""Functions that are written after a value: ``text.contains('x')``."""

CALLS: dict[str, Function] = {
    "size": Function(_SIZE, INT, _size, method=False),
    "int": Function((("int",), ("double",), ("string",)), INT, _int, method=False),
    "double": Function((("int",), ("double",), ("string",)), DOUBLE, _double, method=False),
    "string": Function((("string",), ("int",), ("double",), ("bool",)), STRING, _string, method=False),
    "bool": Function((("bool",), ("string",)), BOOL, _bool, method=False),
    "dyn": Function((("any",),), DYN, lambda budget, value: value, method=False),
}
"""Functions that are written before their values: ``size(list)``."""
