"""Reading a field: its value, or the answer that it is not stated."""

from __future__ import annotations

from typing import Any

from checker.policy.cel.operators import Absent
from checker.policy.cel.vocabulary import spellings
from checker.policy.facts import Facts
from checker.policy.view import Field, Value
from checker.policy.words import Test


def raw(field: Field, old: bool) -> Value:
    """The getter of a field; of an element of the base it asks the base's facts."""
    get = field.value
    return (lambda facts, element: get(facts.base, element)) if old else get  # type: ignore[arg-type]


def reading(field: Field, old: bool) -> Value:
    """Facts and the element that has the field -> its value as expressions see it. Raises Absent without one."""
    get = raw(field, old)
    if field.type == "word":
        return _word(field, get)
    if field.type in ("list", "many"):
        return _list(field, get)
    if field.type == "text":
        return _text(get)

    def value(facts: Facts, element: Any) -> Any:
        found = get(facts, element)
        if found is None:
            raise Absent
        return float(found) if type(found) is int else found

    return value


def stated(field: Field, old: bool) -> Test:
    """Facts and the element that has the field -> whether it is stated: what ``has()`` asks."""
    read = reading(field, old)

    def test(facts: Facts, element: Any) -> bool:
        try:
            read(facts, element)
        except Absent:
            return False
        return True

    return test


def _text(get: Value) -> Value:
    def value(facts: Facts, element: Any) -> str:
        found: str = get(facts, element)
        if not found:
            raise Absent
        return found

    return value


def _word(field: Field, get: Value) -> Value:
    """A word under its id; one that no vocabulary knows has none."""
    ids, folds = spellings(field), bool(field.vocabulary)

    def value(facts: Facts, element: Any) -> str:
        found = get(facts, element)
        word = ids.get(found) or (ids.get(found.lower()) if found and folds else None)
        if word is None:
            raise Absent
        return word

    return value


def _list(field: Field, get: Value) -> Value:
    def value(facts: Facts, element: Any) -> tuple[Any, ...]:
        found = get(facts, element)
        if found is None or (not found and field.open):
            raise Absent
        facts.budget.spend(len(found))
        return found if type(found) is tuple else tuple(found)

    return value
