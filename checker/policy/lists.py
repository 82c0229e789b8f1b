"""Conditions on lists and on whether something is stated at all.

A list that is not known (None), or that is empty where emptiness means "not stated", passes no condition but
``missing``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from checker.core.model import REVIEWABLE
from checker.policy.facts import Facts
from checker.policy.paths import Path
from checker.policy.place import show, suggest
from checker.policy.view import text
from checker.policy.words import Question, Test


class Inner(NamedTuple):
    """A condition on one element of a list. ``cost`` is how many conditions it is made of: the steps to ask it once."""

    test: Test
    cost: int = 1


def some(path: Path, inner: Inner, inside: str = "") -> Test:
    """At least one element passes. ``inside``: the kind of the elements asked, where each may be asked often."""
    get, (asked, cost) = path.value, inner

    def test(facts: Facts, element: Any) -> bool:
        found = get(facts, element)
        if not found:
            return False
        facts.budget.spend(len(found) * cost)
        return any(asked(facts, one) for one in found)

    return _once(path, test, inside)


def each(path: Path, inner: Inner, inside: str = "", *, empty: bool) -> Test:
    """Every element passes; ``empty`` is the answer for a list that has none. ``inside`` as for :func:`some`."""
    get, (asked, cost), answer = path.value, inner, empty and not path.field.open

    def test(facts: Facts, element: Any) -> bool:
        found = get(facts, element)
        if not found:
            return answer and found is not None
        facts.budget.spend(len(found) * cost)
        return all(asked(facts, one) for one in found)

    return _once(path, test, inside)


def count_of(question: Question, inner: Inner, opposite: Inner, span: tuple[int, int], inside: str = "") -> Test:
    """``{count: {of: …, at_least: n, at_most: m}}``: so many elements pass, whatever those do of which it is not known.

    ``inner`` passes what is known to be counted, ``opposite`` what is known not to be.
    """
    negated, (low, high) = question.negated, span

    def counted(facts: Facts, found: Sequence[Any]) -> bool:
        facts.budget.spend(len(found) * (inner.cost + opposite.cost))
        least = sum(1 for one in found if inner.test(facts, one))
        most = len(found) - sum(1 for one in found if opposite.test(facts, one))
        return (most < low or least > high) if negated else (least >= low and most <= high)

    return _once(question.path, _of_known(question.path, counted), inside)


def _of_known(path: Path, asked: Callable[[Facts, Sequence[Any]], bool]) -> Test:
    """The list is known, and what is asked of it as a whole holds."""
    get, open = path.value, path.field.open

    def test(facts: Facts, element: Any) -> bool:
        found = get(facts, element)
        if found is None or (open and not found):
            return False
        return asked(facts, found)

    return test


def _once(path: Path, test: Test, inside: str) -> Test:
    """The test, asked once of each element that has the list: of one that ten thousand flows lead to, once."""
    holder, kind = (path.holder, path.kind) if path.holder else (_itself, inside)
    if kind not in _WITH_ID:
        return test
    asked = object()

    def remembered(facts: Facts, element: Any) -> bool:
        owner = holder(facts, element)
        return test(facts, element) if owner is None else facts.once(asked, owner.id, lambda: test(facts, element))

    return remembered


_WITH_ID = (*REVIEWABLE, "threat", "control")


def _itself(_: Facts, element: Any) -> Any:
    return element


def item(path: Path) -> Path:
    """The path of one text of a list of texts: the element asked is the text itself."""
    one = text(path.name, path.field.doc, lambda _, value: value)
    if path.field.words:
        one = one._replace(type="word", words=path.field.words)
    return Path(path.name, one, lambda _, value: value)


def in_base(test: Test) -> Test:
    """The test asked of the base's facts, for an element of the base."""
    return lambda facts, element: facts.base is not None and test(facts.base, element)


def missing(question: Question, operand: Any) -> Test:
    """``{missing: true}``: nothing is stated, or it is not known."""
    return _stated(question, operand, wanted=False)


def present(question: Question, operand: Any) -> Test:
    """``{present: true}``: something is stated."""
    return _stated(question, operand, wanted=True)


def contains(question: Question, operand: Any) -> Test:
    """``{contains: x}``: the list has exactly this text."""
    if not isinstance(operand, str) or not operand:
        question.place.fail(f"'contains' takes a text, not {show(operand)}")
    words = question.path.field.words
    if words and operand not in words:
        question.place.fail(f"'{question.path.name}' never has {show(operand)}", suggest(operand, words))
    negated = question.negated

    def has(facts: Facts, found: Sequence[Any]) -> bool:
        facts.budget.spend(len(found))
        return (operand in found) is not negated

    return _of_known(question.path, has)


def count(question: Question, operand: Any) -> Test:
    """``{count: 2}`` and ``{count: {at_least: 1, at_most: 3}}``."""
    low, high = span(question, operand)
    negated = question.negated
    return _of_known(question.path, lambda _, found: (low <= len(found) <= high) is not negated)


def against(question: Question, before: Path, *, more: bool) -> Test:
    """``{more_than: old}`` and ``{less_than: old}``: a higher rank, or something in the list that was not there."""
    path, negated = question.path, question.negated
    words, is_many = path.field.words, path.field.type == "many"

    def grown(now: Any, was: Any) -> bool:
        if path.field.type == "number":
            return bool(now > was)
        if path.field.ordered:
            return words.index(now) > words.index(was)
        new, old = ([one.id for one in now], [one.id for one in was]) if is_many else (now, was)
        return not set(new) <= set(old)

    def test(facts: Facts, element: Any) -> bool:
        now, was = path.value(facts, element), before.value(facts, element)
        if path.field.type in ("list", "many"):
            facts.budget.spend(len(now or ()) + len(was or ()))
        if now is None or was is None or (path.field.ordered and not (now in words and was in words)):
            return False
        return (grown(now, was) if more else grown(was, now)) is not negated

    return test


def _stated(question: Question, operand: Any, *, wanted: bool) -> Test:
    if not isinstance(operand, bool):
        question.place.fail(f"'missing' and 'present' are true or false, not {show(operand)}")
    get, expected = question.path.value, (operand is wanted) is not question.negated
    if question.path.field.type in ("flag", "number"):
        return lambda facts, element: (get(facts, element) is not None) is expected
    return lambda facts, element: bool(get(facts, element)) is expected


def span(question: Question, operand: Any) -> tuple[int, int]:
    """The least and the greatest number that ``count`` allows. Raises UsageError for what is none."""
    spans = ("at_least", "at_most")
    if isinstance(operand, int) and not isinstance(operand, bool) and operand >= 0:
        return operand, operand
    if not isinstance(operand, dict) or not operand:
        question.place.fail(f"'count' takes a number, or {{at_least: n}} and {{at_most: n}}, not {show(operand)}")
    for key, number in operand.items():
        if key not in spans:
            question.place.at(key).fail(f"'count' has no {show(key)}", suggest(key, spans), key=True)
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            question.place.at(key).fail(f"expected a number of 0 or more, not {show(number)}")
    low, high = operand.get("at_least", 0), operand.get("at_most", 2**31)
    if low > high:
        question.place.at("at_most").fail(f"no number is at least {low} and at most {high}: this can never hold")
    return low, high
