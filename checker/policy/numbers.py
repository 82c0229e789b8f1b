"""Conditions on numbers. A number that is not stated passes none of them, negated or not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from checker.policy.facts import Facts
from checker.policy.place import show
from checker.policy.words import Question, Test

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
    "not": operator.ne,
}
"""Operators that take a number."""


def equal(question: Question, operand: Any) -> Test:
    """``field: 7``."""
    return _compared(question, operand, operator.eq)


def compared(key: str, question: Question, operand: Any) -> Test:
    """``{at_least: 7}`` and its like. Over a list: ``at_least`` of one in it, ``at_most`` of all, where it has some."""
    return _compared(question, operand, COMPARISONS[key], some=key == "at_least")


def _compared(question: Question, operand: Any, holds: Callable[[Any, Any], bool], *, some: bool = True) -> Test:
    if not isinstance(operand, int | float) or isinstance(operand, bool):
        question.place.fail(f"'{question.path.name}' is a number, not {show(operand)}")
    get, negated = question.path.value, question.negated

    def one(value: Any) -> bool:
        return value is not None and holds(value, operand) is not negated

    if not question.path.through:
        return lambda facts, element: one(get(facts, element))
    together = any if some is not negated else all

    def test(facts: Facts, element: Any) -> bool:
        values = get(facts, element)
        return bool(values) and together(map(one, values))

    return test
