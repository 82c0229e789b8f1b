"""Matchers: from ``{crosses: true, carries.classification: {at_least: confidential}}`` to one closure.

A matcher holds when all its entries do. What is not known holds for no condition, whether it is negated or not: in
``when`` the rule then says nothing, in ``assert`` it finds. See docs/reference/policy-format.md for every operator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from checker.policy import lists, numbers, words
from checker.policy.clauses import Clause, cost, either, every, together
from checker.policy.facts import Facts
from checker.policy.params import NO_PARAMS, Params
from checker.policy.paths import OLD, resolve
from checker.policy.place import Place, show, suggest
from checker.policy.view import View
from checker.policy.views import VIEWS
from checker.policy.words import Question, Test

GROUPS = ("all_of", "any_of", "not")
"""Keys of a matcher that hold matchers instead of naming a field."""

_ON_WORDS = {
    "in": words.one_of,
    "not": words.none_of,
    "at_least": words.at_least,
    "at_most": words.at_most,
    "like": words.like,
}
_ON_LISTS = ("any", "all", "none", "count", "contains")
_ON_ALL = ("missing", "present", "more_than", "less_than")
OPERATORS = (*_ON_WORDS, *_ON_LISTS, *_ON_ALL)

_ALLOWED = {
    "word": (*_ON_WORDS, *_ON_ALL),
    "text": ("in", "not", "like", "missing", "present"),
    "flag": ("not", "missing", "present"),
    "number": (*numbers.COMPARISONS, "missing", "present"),
    "list": (*_ON_LISTS, *_ON_ALL),
    "one": ("missing", "present"),
    "many": ("any", "all", "none", "count", "missing", "present", "more_than", "less_than"),
}


class Scope(NamedTuple):
    """Where a matcher stands: the view it asks, whether ``old`` exists there, and the params of the rule."""

    view: View
    changes: bool = False
    params: Params = NO_PARAMS
    inside: str = ""
    """The kind of what is asked, inside a question about another: the same one may be asked there many times."""


def compile_matcher(matcher: Any, scope: Scope, place: Place, negated: bool = False) -> tuple[Clause, ...]:
    """The clauses of a matcher, all of which must hold. Raises UsageError for anything that is not known.

    ``negated`` compiles its opposite: one clause that holds where one of the entries is known not to.
    """
    if place.params and place.origin() is not place:
        place.fail("the value of a param never is a condition: write the field, and the param as what it must be")
    if isinstance(matcher, str):
        from checker.policy.cel.expression import compile_condition  # most rules have none

        found = compile_condition(matcher, scope, place, negated)
        return tuple(Clause(one.test, one.path, cost=one.cost) for one in found)
    if not isinstance(matcher, dict) or not matcher:
        place.fail(f"expected fields and what they must be, or an expression, not {show(matcher)}")
    clauses = tuple(_clause(key, value, scope, place.at(key), negated) for key, value in matcher.items())
    return (together(clauses, either),) if negated and len(clauses) > 1 else clauses


def _clause(key: str, value: Any, scope: Scope, place: Place, negated: bool) -> Clause:
    if key in GROUPS:
        return _group(key, value, scope, place, negated)
    path = resolve(key, scope.view, place, changes=scope.changes)
    asked = _condition(Question(path, place, negated), value, scope)
    return asked._replace(path=path, parts=())


def _group(key: str, value: Any, scope: Scope, place: Place, negated: bool) -> Clause:
    if key == "not":
        parts = compile_matcher(value, scope, place, not negated)
        return together(parts, every)
    if not isinstance(value, list) or not value:
        place.fail(f"'{key}' takes a list of matchers, not {show(value)}")
    parts = tuple(_whole(item, scope, place.at(index), negated) for index, item in enumerate(value))
    return together(parts, every if (key == "all_of") is not negated else either)


def _whole(matcher: Any, scope: Scope, place: Place, negated: bool) -> Clause:
    clauses = compile_matcher(matcher, scope, place, negated)
    return clauses[0] if len(clauses) == 1 else together(clauses, every)


def _condition(question: Question, value: Any, scope: Scope) -> Clause:
    """The clause of one field against a plain value, operators, or for a join a matcher."""
    field = question.path.field
    if not isinstance(value, dict):
        return Clause(_plain(question, value))
    if not value:
        question.place.fail(f"'{question.path.name}' is compared with nothing")
    asks_fields = not any(key in OPERATORS and key not in GROUPS for key in value)
    if field.type == "one" and not question.path.through and asks_fields:
        return _joined(question, value, scope)
    tests = tuple(Clause(_operator(key, question, operand, scope)) for key, operand in value.items())
    return together(tests, either if question.negated else every)


def _plain(question: Question, value: Any) -> Test:
    field, name = question.path.field, question.path.name
    if question.path.through or field.type == "many":
        question.place.fail(f"'{name}' is a list: say which of it, {{any: …}}, {{all: …}} or {{none: …}}")
    if field.type == "list":
        question.place.fail(f"'{name}' is a list: write {{contains: {value}}}, or ask for {{any: …}} or {{none: …}}")
    if field.type == "one":
        question.place.fail(f"'{name}' is a {field.of}: compare one of its fields, such as '{name}.id'")
    return numbers.equal(question, value) if field.type == "number" else words.equal(question, value)


def _operator(key: str, question: Question, operand: Any, scope: Scope) -> Test:
    field, place = question.path.field, question.place.at(key)
    if key == "param":
        scope.params.use(operand, place)
    if key not in OPERATORS:
        place.fail(f"no operator is called {show(key)}", suggest(key, OPERATORS), key=True)
    allowed = ("at_least", "at_most") if question.path.through and field.type != "many" else _ALLOWED[field.type]
    if key not in allowed:
        what = "a value of each in a list" if question.path.through else _WHAT[field.type]
        place.fail(f"'{question.path.name}' is {what}: '{key}' cannot be asked of it", suggest(key, allowed), key=True)
    asked = question._replace(place=place)
    if field.type == "number" and key in numbers.COMPARISONS and operand != OLD:
        return numbers.compared(key, asked, operand)
    if key in _ON_WORDS:
        return _ON_WORDS[key](asked, operand)
    if key == "count" and isinstance(operand, dict) and "of" in operand:
        return _count_of(asked, operand, scope)
    if key in ("any", "all", "none"):
        return _related(key, asked, operand, scope)
    return _OTHERS[key](asked, operand) if key in _OTHERS else _against_old(key, asked, operand, scope)


def _joined(question: Question, matcher: Any, scope: Scope) -> Clause:
    """A matcher about the element that a join leads to; without one it does not hold."""
    inner, cost = _nested(question, matcher, scope, question.negated)
    get = question.path.value

    def test(facts: Facts, element: Any) -> bool:
        found = get(facts, element)
        return found is not None and inner(facts, found)

    return Clause(test, cost=cost)


def _related(key: str, question: Question, operand: Any, scope: Scope) -> Test:
    """``any``, ``all`` and ``none`` of a list; the inner test is of what must be so, or must be known not to be."""
    inner = _inner(question, operand, scope, (key == "none") is not question.negated)
    if (key == "any") is not question.negated:
        return lists.some(question.path, inner, scope.inside)
    return lists.each(question.path, inner, scope.inside, empty=key != "all")


def _count_of(question: Question, operand: dict[str, Any], scope: Scope) -> Test:
    spans = {key: number for key, number in operand.items() if key != "of"}
    if not spans:
        question.place.fail("'count' does not say how many", "add at_least, at_most or both beside 'of'")
    span, at = lists.span(question, spans), question._replace(place=question.place.at("of"))
    counted, others = (_inner(at, operand["of"], scope, negated) for negated in (False, True))
    return lists.count_of(question, counted, others, span, scope.inside)


def _inner(question: Question, operand: Any, scope: Scope, negated: bool) -> lists.Inner:
    """What is asked of each element of a list, or its opposite."""
    if question.path.field.type == "many":
        return _nested(question, operand, scope, negated)
    asked = _condition(question._replace(path=lists.item(question.path), negated=negated), operand, scope)
    return lists.Inner(asked.test, asked.cost)


def _nested(question: Question, matcher: Any, scope: Scope, negated: bool) -> lists.Inner:
    view = VIEWS[question.path.field.of]
    inner = scope._replace(view=view, changes=scope.changes and not question.path.old, inside=view.kind)
    clauses = compile_matcher(matcher, inner, question.place, negated)
    test = every(clauses)
    return lists.Inner(lists.in_base(test) if question.path.old else test, cost(clauses))


def _against_old(key: str, question: Question, operand: Any, scope: Scope) -> Test:
    if operand != OLD:
        question.place.fail(f"'{key}' compares with the base: write {{{key}: old}}")
    if not question.path.field.ordered and question.path.field.type == "word":
        question.place.fail(f"the words of '{question.path.name}' have no order, so '{key}' says nothing", key=True)
    at = question.place._replace(names_in_value=True)
    before = resolve(f"{OLD}.{question.path.name}", scope.view, at, changes=scope.changes)
    return lists.against(question, before, more=key == "more_than")


_OTHERS: dict[str, Callable[[Question, Any], Test]] = {
    "missing": lists.missing,
    "present": lists.present,
    "count": lists.count,
    "contains": lists.contains,
}

_WHAT = {
    "word": "a word",
    "text": "a text",
    "flag": "true or false",
    "number": "a number",
    "list": "a list of texts",
    "one": "one element",
    "many": "a list of elements",
}
