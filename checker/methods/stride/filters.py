"""The filter expressions of Microsoft's template: ``source is 'GE.P' and (flow crosses 'GE.TB.L' or …)``.

Names are ``source``, ``target``, ``flow`` or one of their attributes (``flow.authenticatesSource``), tests ``is`` and
``crosses``; they are joined by ``and``, ``or`` and brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

_TOKEN = re.compile(r"\s*([()]|'[^']*'|[A-Za-z][\w.-]*)")

Facts = Mapping[str, Set[str]]
"""Name -> the values that it has: ``source`` its kinds, ``flow crosses`` the boundaries, an attribute its value."""


class Condition(NamedTuple):
    """Whether a name has a value."""

    name: str
    value: str

    def holds(self, facts: Facts) -> bool:
        return self.value in facts.get(self.name, ())


class Join(NamedTuple):
    """Filters that must hold all, or one of them."""

    word: str  # and | or
    parts: tuple[Filter, ...]

    def holds(self, facts: Facts) -> bool:
        return (all if self.word == "and" else any)(part.holds(facts) for part in self.parts)


Filter = Condition | Join


def conditions(filter: Filter) -> Iterator[Condition]:
    """Every test in a filter, in the order of its text."""
    if isinstance(filter, Condition):
        yield filter
    else:
        for part in filter.parts:
            yield from conditions(part)


def parse(text: str) -> Filter | None:
    """The filter that a text is; None for an empty one. Raises ValueError for a text that is none."""
    words = _words(text)
    if not words:
        return None
    found = _any(words)
    if words:
        raise ValueError(f"a filter goes on after its end: {text}")
    return found


def _words(text: str) -> list[str]:
    """The words of a text, last one first."""
    words, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"no filter: {text}")
        words.append(match[1])
        at = match.end()
    return words[::-1]


def _any(words: list[str]) -> Filter:
    parts = [_all(words)]
    while words and words[-1] == "or":
        words.pop()
        parts.append(_all(words))
    return parts[0] if len(parts) == 1 else Join("or", tuple(parts))


def _all(words: list[str]) -> Filter:
    parts = [_one(words)]
    while words and words[-1] == "and":
        words.pop()
        parts.append(_one(words))
    return parts[0] if len(parts) == 1 else Join("and", tuple(parts))


def _one(words: list[str]) -> Filter:
    name = _next(words)
    if name == "(":
        inner = _any(words)
        if _next(words) != ")":
            raise ValueError("a bracket of a filter is not closed")
        return inner
    test, value = _next(words), _next(words)
    if test not in ("is", "crosses"):
        raise ValueError(f"no test of a filter: {test}")
    return Condition(name if test == "is" else f"{name} {test}", value.strip("'"))


def _next(words: list[str]) -> str:
    if not words:
        raise ValueError("a filter ends too early")
    return words.pop()
