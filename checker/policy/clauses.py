"""The compiled entries of a matcher, and how several of them are asked together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from checker.policy.paths import Path
from checker.policy.words import Test


class Clause(NamedTuple):
    """One entry of a matcher. ``path`` is the field it asks; a group has the clauses of its matchers in ``parts``."""

    test: Test
    path: Path | None = None
    parts: tuple[Clause, ...] = ()
    cost: int = 1
    """How many conditions it is made of, besides those that are asked of each element of a list."""


def cost(clauses: Iterable[Clause]) -> int:
    """How many conditions these clauses are made of: the steps that asking them takes at most."""
    return sum(clause.cost for clause in clauses)


def together(parts: tuple[Clause, ...], how: Callable[[tuple[Clause, ...]], Test]) -> Clause:
    """One clause of several; ``how`` is :func:`every` or :func:`either`."""
    return Clause(how(parts), parts=parts, cost=cost(parts))


_FEW = 16
"""So many closures may call one another; more are asked in a loop, for Python's stack is short."""


def every(clauses: tuple[Clause, ...]) -> Test:
    """The test that all clauses hold, asked in order. Pairs of closures: half the time of all() over a generator."""
    if len(clauses) > _FEW:
        tests = tuple(clause.test for clause in clauses)
        return lambda facts, element: all(test(facts, element) for test in tests)
    *others, last = (clause.test for clause in clauses)
    for first in reversed(others):
        last = _both(first, last)
    return last


def _both(first: Test, then: Test) -> Test:
    return lambda facts, element: first(facts, element) and then(facts, element)


def either(clauses: tuple[Clause, ...]) -> Test:
    """The test that at least one clause holds, asked in order."""
    if len(clauses) > _FEW:
        tests = tuple(clause.test for clause in clauses)
        return lambda facts, element: any(test(facts, element) for test in tests)
    *others, last = (clause.test for clause in clauses)
    for first in reversed(others):
        last = _either(first, last)
    return last


def _either(first: Test, then: Test) -> Test:
    return lambda facts, element: first(facts, element) or then(facts, element)
