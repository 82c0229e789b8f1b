"""Conditions on one value: a word, a text or a flag.

Every condition on a word becomes one set of accepted words when the rule loads, so that a word that is not stated, or
that no vocabulary knows, is accepted by none of them: not by ``in``, and not by ``not`` either. ``negated`` compiles
the opposite in the same spirit: only what is known to fail the condition passes its negation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from checker.knowledge import vocabulary
from checker.policy.facts import Facts
from checker.policy.paths import Path
from checker.policy.place import Place, show, suggest
from checker.policy.view import Field, Value

Test = Callable[[Facts, Any], bool]
"""Facts and an element -> whether a condition is known to hold for it."""


class Question(NamedTuple):
    """One condition to compile: on the value of ``path``, written at ``place``; ``negated``: its opposite is wanted."""

    path: Path
    place: Place
    negated: bool = False


def equal(question: Question, operand: Any) -> Test:
    """``field: x``."""
    if question.path.field.type == "flag":
        return _flag(question, operand, wanted=True)
    return _one_of(question, [_text(question, operand, question.place)])


def one_of(question: Question, operand: Any) -> Test:
    """``{in: [x, y]}``."""
    return _one_of(question, list(_texts(question, operand)))


def none_of(question: Question, operand: Any) -> Test:
    """``{not: x}`` and ``{not: [x, y]}``: stated, known, and another."""
    if question.path.field.type == "flag":
        return _flag(question, operand, wanted=False)
    opposite = question._replace(negated=not question.negated)
    return _one_of(opposite, list(_texts(question, operand if isinstance(operand, list) else [operand])))


def at_least(question: Question, operand: Any) -> Test:
    """``{at_least: x}`` on words with an order; of a list, the highest."""
    return _ranked(question, operand, lambda rank, limit: rank >= limit, any_of_list=True)


def at_most(question: Question, operand: Any) -> Test:
    """``{at_most: x}`` on words with an order; of a list, the highest."""
    return _ranked(question, operand, lambda rank, limit: rank <= limit, any_of_list=False)


def like(question: Question, operand: Any) -> Test:
    """``{like: glob}``: ``*``, ``?`` and ``[…]`` over the whole text, case counts."""
    from checker.policy.glob import compile_glob  # most rules have none

    if not isinstance(operand, str):
        question.place.fail(f"'like' takes a glob as text, not {show(operand)}")
    glob, get, negated = compile_glob(operand, question.place.fail), question.path.value, question.negated

    def test(facts: Facts, element: Any) -> bool:
        value = get(facts, element)
        return bool(value) and glob.fits(facts.budget, value) is not negated

    return test


def _one_of(question: Question, names: list[str]) -> Test:
    field, get = question.path.field, question.path.value
    if not field.allowed:
        return _free(get, frozenset(names), question.negated)
    accepted = _accepted(field, names, question.negated)
    if not field.vocabulary:
        return lambda facts, element: get(facts, element) in accepted

    def known(facts: Facts, element: Any) -> bool:
        value = get(facts, element)
        return value in accepted or (bool(value) and value.lower() in accepted)

    return known


def _free(get: Callable[[Facts, Any], Any], names: frozenset[str], negated: bool) -> Test:
    if not negated:
        return lambda facts, element: get(facts, element) in names

    def other(facts: Facts, element: Any) -> bool:
        value = get(facts, element)
        return bool(value) and value not in names

    return other


def _accepted(field: Field, names: Iterable[str], negated: bool) -> frozenset[str]:
    """The words that pass: those named, or with ``negated`` all others that are known; with every alias."""
    if not field.vocabulary:
        chosen = frozenset(names)
        return frozenset(field.words) - chosen if negated else chosen
    ids = {vocabulary.canonical(name, field.vocabulary) for name in names}
    words = vocabulary.vocabulary(field.vocabulary)
    return frozenset(word for word, entry in words.items() if (entry.id in ids) is not negated)


def _ranked(question: Question, operand: Any, holds: Callable[[int, int], bool], *, any_of_list: bool) -> Test:
    field, get = question.path.field, question.path.value
    if not field.ordered:
        question.place.fail(f"the words of '{field.name}' have no order, so 'at_least' and 'at_most' say nothing")
    limit = field.words.index(_text(question, operand, question.place))
    accepted = frozenset(word for rank, word in enumerate(field.words) if holds(rank, limit) is not question.negated)
    if not question.path.through:
        return lambda facts, element: get(facts, element) in accepted
    if any_of_list is question.negated:
        return _every(get, accepted)
    return _some_item(*question.path.items, accepted) if question.path.items else _some(get, accepted)


def _some_item(get: Value, field: Value, accepted: frozenset[str]) -> Test:
    """A field of at least one in a list is accepted."""

    def test(facts: Facts, element: Any) -> bool:
        found = get(facts, element)
        if not found:
            return False
        facts.budget.spend(len(found))
        for one in found:  # noqa: SIM110  twice as fast as any() over a generator
            if field(facts, one) in accepted:
                return True
        return False

    return test


def _some(get: Value, accepted: frozenset[str]) -> Test:
    """At least one value of a list is accepted."""
    isdisjoint = accepted.isdisjoint
    return lambda facts, element: not isdisjoint(get(facts, element) or ())


def _every(get: Value, accepted: frozenset[str]) -> Test:
    """The list has values, and all of them are accepted."""
    issuperset = accepted.issuperset

    def test(facts: Facts, element: Any) -> bool:
        values = get(facts, element)
        return bool(values) and issuperset(values)

    return test


def _flag(question: Question, operand: Any, *, wanted: bool) -> Test:
    if not isinstance(operand, bool):
        question.place.fail(f"'{question.path.name}' is true or false, not {show(operand)}")
    get, expected = question.path.value, operand is (wanted is not question.negated)
    return lambda facts, element: get(facts, element) is expected


def _texts(question: Question, operand: Any) -> Iterable[str]:
    if not isinstance(operand, list):
        question.place.fail(f"expected a list, such as [{operand}]")
    if not operand:
        question.place.fail("an empty list matches nothing: name at least one value")
    return (_text(question, item, question.place.at(index)) for index, item in enumerate(operand))


def _text(question: Question, operand: Any, place: Place) -> str:
    """A text or a word that the field can have. Raises UsageError with a suggestion for any other."""
    field = question.path.field
    if not isinstance(operand, str):
        quotes = "" if isinstance(operand, list | dict) or operand is None else f': put it in quotes, "{operand}"'
        place.fail(f"'{field.name}' is a text, not {show(operand)}{quotes}")
    if not operand:
        place.fail("an empty text never matches: to ask for a value that is not stated, write {missing: true}")
    if field.vocabulary and vocabulary.look_up(operand, field.vocabulary) is None:
        guess = vocabulary.suggest(operand, field.vocabulary)
        hint = f"did you mean '{guess}'?" if guess else suggest(operand, field.allowed)
        place.fail(f"no known '{field.name}' is called {show(operand)}", f"{hint} For a word of your own: {{like: …}}")
    if field.words and operand not in field.words:
        place.fail(f"'{field.name}' is never {show(operand)}", suggest(operand, field.words))
    return operand
