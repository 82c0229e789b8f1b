"""What trying out a pack of rules gave: its examples, its tests, and what they would notice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checker.core.location import Location


class Difference(NamedTuple):
    """One way in which an example or a test went otherwise than expected."""

    location: Location
    message: str


class TrialResult(NamedTuple):
    """How one example or test went. ``kind`` is ``fail``, ``pass`` or ``test``."""

    kind: str
    name: str
    location: Location
    differences: tuple[Difference, ...]


class Survivor(NamedTuple):
    """A rule changed in one place without any example or test of it noticing."""

    location: Location
    change: str


class RuleResult(NamedTuple):
    """What is known of one rule. ``noticed`` counts the changed versions of it that gave other findings."""

    id: str
    location: Location
    built_in: bool
    examples: tuple[TrialResult, ...]
    fired: bool
    """It found something in at least one example or test."""
    noticed: int = 0
    survivors: tuple[Survivor, ...] = ()


class PackResult(NamedTuple):
    """What is known of one pack."""

    id: str
    rules: tuple[RuleResult, ...]
    tests: tuple[TrialResult, ...]

    @property
    def trials(self) -> Iterator[tuple[str, TrialResult]]:
        """(rule, or the pack for a test; how it went) of every example and test."""
        for rule in self.rules:
            yield from ((rule.id, example) for example in rule.examples)
        yield from ((self.id, test) for test in self.tests)

    @property
    def unfired(self) -> tuple[RuleResult, ...]:
        """The rules that never found anything. One that code finds may be tested elsewhere."""
        return tuple(rule for rule in self.rules if not rule.fired and not (rule.built_in and not rule.examples))

    @property
    def mutants(self) -> int:
        """How many changed rules were tried."""
        return sum(rule.noticed + len(rule.survivors) for rule in self.rules)

    @property
    def noticed(self) -> int:
        """How many of them gave other findings in an example or a test."""
        return sum(rule.noticed for rule in self.rules)


def score(noticed: int, mutants: int) -> float | None:
    """The mutation score in per cent, rounded down to a tenth; None where nothing was tried."""
    return noticed * 1000 // mutants / 10 if mutants else None
