"""Which values of one field a condition accepts, as far as that can be told before any model is read."""

from __future__ import annotations

from typing import Any, NamedTuple

from checker.knowledge import vocabulary
from checker.policy.view import Field

ABSENT = None
"""Stands for what is not stated."""

_UNKNOWN = ""
"""Stands for every word that no vocabulary knows."""

_SHOWN = 4


class Accepted(NamedTuple):
    """The values in ``values``, or with ``others`` all but those."""

    values: frozenset[Any]
    others: bool = False

    def both(self, other: Accepted) -> Accepted:
        """What both accept."""
        if self.others and other.others:
            return Accepted(self.values | other.values, others=True)
        if self.others:
            return Accepted(other.values - self.values)
        return Accepted(self.values - other.values if other.others else self.values & other.values)

    def either(self, other: Accepted) -> Accepted:
        """What at least one accepts."""
        return self.opposite().both(other.opposite()).opposite()

    def opposite(self) -> Accepted:
        """All that this does not accept."""
        return Accepted(self.values, not self.others)

    def covers(self, other: Accepted) -> bool:
        """Whether it accepts all that the other does."""
        return not other.both(self.opposite())

    def __bool__(self) -> bool:
        return self.others or bool(self.values)

    def __str__(self) -> str:
        """In words, such as ``'internal' or 'restricted'``."""
        if self.others:
            return "anything else" if self.values else "anything"
        names = sorted(_name(value) for value in self.values)
        return " or ".join(names[:_SHOWN]) + (" or …" if len(names) > _SHOWN else "")


def everything(field: Field) -> Accepted:
    """All values that a field can have."""
    if field.type == "word":
        return Accepted(frozenset((*field.allowed, ABSENT, _UNKNOWN)))
    if field.type == "flag":
        return Accepted(frozenset((True, False, ABSENT)))
    return Accepted(frozenset(), others=True)


def accepted(field: Field, operator: str, operand: Any, negated: bool) -> Accepted | None:
    """The values that pass an operator, ``""`` for a plain value; None where that cannot be told.

    ``negated``: those that are known not to pass it.
    """
    if operator in ("missing", "present"):
        absent = (operand is (operator == "missing")) is not negated
        return everything(field).both(Accepted(frozenset((ABSENT,)), not absent))
    if operand == "old" or field.type not in ("word", "flag", "text"):
        return None
    named = _named(field, operator, operand)
    if named is None:
        return None
    if (operator == "not") is negated:
        return named
    stated = everything(field).both(Accepted(frozenset((ABSENT, _UNKNOWN)), others=True))
    return stated.both(named.opposite())


def _named(field: Field, operator: str, operand: Any) -> Accepted | None:
    """The values that an operator names."""
    if operator in ("at_least", "at_most"):
        rank = field.words.index(operand)
        return Accepted(frozenset(field.words[rank:] if operator == "at_least" else field.words[: rank + 1]))
    if operator not in ("", "in", "not"):
        return None
    values = operand if isinstance(operand, list) else [operand]
    if field.vocabulary:
        values = [vocabulary.canonical(value, field.vocabulary) for value in values]
    return Accepted(frozenset(values))


def _name(value: Any) -> str:
    if value is ABSENT:
        return "not stated"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}'" if value else "a word of its own"
