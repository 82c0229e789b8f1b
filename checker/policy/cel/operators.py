"""What the operators of CEL do with values.

A value is bool, int, float, str, None (null), a tuple (a list) or an element of a model, which is a tuple of a type of
its own: so types are compared exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from checker.policy.budget import Budget

LEAST, GREATEST = -(2**63), 2**63 - 1
ITEM = 8
"""Steps for each item of a list that is built: what it takes of memory, in characters or so."""
SHORT = 64
"""Texts up to this length are compared for nothing."""


class NoValueError(Exception):
    """An expression has no value for an element. The two ways are told apart by the subclasses."""


class Absent(NoValueError):
    """A field that is not stated was used: CEL's "no such key"."""


class Fault(NoValueError):
    """Any other error of CEL: a division by zero, an overflow, an index out of range, values of wrong types."""


def no_overload(name: str, *values: Any) -> Fault:
    """The error of an operator or function that does not take values of such types."""
    names = {"str": "string", "float": "double", "tuple": "list", "NoneType": "null"}
    kinds = [names.get(type(value).__name__, type(value).__name__) for value in values]
    return Fault(f"'{name}' does not take {' and '.join(kinds)}")


def whole(number: int) -> int:
    """An int in the range of CEL. Raises Fault where it is not."""
    if LEAST <= number <= GREATEST:
        return number
    raise Fault("a whole number has more than 64 bits")


def add(budget: Budget, left: Any, right: Any) -> Any:
    kind = type(left)
    if kind is type(right):
        if kind is int:
            return whole(left + right)
        if kind is float:
            return left + right
        if kind is str:
            budget.spend(len(left) + len(right))
            return left + right
        if kind is tuple:
            budget.spend(ITEM * (len(left) + len(right)))
            return left + right
    raise no_overload("+", left, right)


def subtract(_: Budget, left: Any, right: Any) -> Any:
    if type(left) is type(right):
        if type(left) is int:
            return whole(left - right)
        if type(left) is float:
            return left - right
    raise no_overload("-", left, right)


def multiply(_: Budget, left: Any, right: Any) -> Any:
    if type(left) is type(right):
        if type(left) is int:
            return whole(left * right)
        if type(left) is float:
            return left * right
    raise no_overload("*", left, right)


def divide(_: Budget, left: Any, right: Any) -> Any:
    """Whole numbers are cut towards zero; those with a point follow IEEE 754, so that 1.0 / 0.0 is infinite."""
    if type(left) is type(right):
        if type(left) is int:
            if right == 0:
                raise Fault("division by zero")
            quotient = abs(left) // abs(right)
            return whole(quotient if (left < 0) is (right < 0) else -quotient)
        if type(left) is float:
            return _divide(left, right)
    raise no_overload("/", left, right)


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if math.isnan(left) or math.isnan(right) or not left:
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def modulo(_: Budget, left: Any, right: Any) -> Any:
    """The remainder, with the sign of the dividend."""
    if type(left) is int and type(right) is int:
        if right == 0:
            raise Fault("modulus by zero")
        if right == -1:
            whole(-left)  # the quotient has to fit as well
        rest = abs(left) % abs(right)
        return -rest if left < 0 else rest
    raise no_overload("%", left, right)


def negate(value: Any) -> Any:
    if type(value) is int:
        return whole(-value)
    if type(value) is float:
        return -value
    raise no_overload("-", value)


def equal(budget: Budget, left: Any, right: Any) -> bool:
    """Lists are equal item by item; an int and a double as doubles; values of other types never."""
    one, other = type(left), type(right)
    if one is tuple and other is tuple:
        if len(left) != len(right):
            return False
        budget.spend(len(left))
        return all(equal(budget, mine, yours) for mine, yours in zip(left, right, strict=True))
    if one is str and len(left) > SHORT:
        budget.spend(len(left) // SHORT)
    if one is other:
        return bool(left == right)
    return one in _NUMBERS and other in _NUMBERS and float(left) == float(right)


_NUMBERS = (int, float)
_ORDERED = (int, float, str, bool)


def compared(sign: str, holds: Callable[[Any, Any], bool]) -> Callable[[Budget, Any, Any], bool]:
    """An operator of order: an int and a double as doubles, texts by code points, false before true."""

    def compare(budget: Budget, left: Any, right: Any) -> bool:
        one, other = type(left), type(right)
        if one is str and other is str:
            budget.spend(min(len(left), len(right)) // SHORT)
        elif one is not other:
            if one not in _NUMBERS or other not in _NUMBERS:
                raise no_overload(sign, left, right)
            return holds(float(left), float(right))
        elif one not in _ORDERED:
            raise no_overload(sign, left, right)
        return holds(left, right)

    return compare


def contained(budget: Budget, value: Any, values: Any) -> bool:
    """``value in list``, by equality."""
    if type(values) is not tuple:
        raise no_overload("in", value, values)
    budget.spend(len(values))
    if type(value) is str:
        return value in values
    return any(equal(budget, value, item) for item in values)


def item(values: Any, index: Any) -> Any:
    """``list[index]``, from 0. A number with a point counts where it is whole."""
    if type(values) is not tuple:
        raise no_overload("[]", values, index)
    if type(index) is float and index.is_integer():
        index = int(index)
    if type(index) is not int:
        raise no_overload("[]", values, index)
    if not 0 <= index < len(values):
        raise Fault(f"index {index} of a list of {len(values)}")
    return values[index]


BINARY: dict[str, Callable[[Budget, Any, Any], Any]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": modulo,
    "==": equal,
    "!=": lambda budget, left, right: not equal(budget, left, right),
    "<": compared("<", lambda left, right: left < right),
    "<=": compared("<=", lambda left, right: left <= right),
    ">": compared(">", lambda left, right: left > right),
    ">=": compared(">=", lambda left, right: left >= right),
    "in": contained,
}


def written(number: float) -> str:
    """A double as a text: the shortest that reads back as the same."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    text = repr(number)
    return text.removesuffix(".0")
