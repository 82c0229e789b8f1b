"""Conditions that can never hold, and those that always do: a rule with one does not ask what it seems to.

What is decided is decided exactly, on words, texts and flags of one element; everything else is left open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from checker.policy.accepted import Accepted, accepted, everything
from checker.policy.matchers import GROUPS, OPERATORS, Scope
from checker.policy.paths import Path, resolve
from checker.policy.place import Place
from checker.policy.view import Field
from checker.policy.views import VIEWS

Known = Mapping[str, Accepted]
"""Name of a field -> the values that it can have where a condition is asked."""

MOST = 5_000
"""Conditions of one rule. More than that is a table, which nobody reads as a condition."""


class _Left(NamedTuple):
    """What is known where a condition holds. ``exact``: and wherever that is so, it holds."""

    known: Known
    exact: bool = False


_Ask = Callable[[Known], _Left]


class _At(NamedTuple):
    """Where a condition stands: its scope, the join that leads there, and whether its opposite is wanted.

    ``given`` is what ``when`` left known, for conditions that must not follow from it.
    """

    scope: Scope
    given: Known
    prefix: str = ""
    negated: bool = False

    def inside(self, path: Path, prefix: str) -> _At:
        changes = self.scope.changes and not path.old
        return self._replace(scope=self.scope._replace(view=VIEWS[path.field.of], changes=changes), prefix=prefix)


class Reader:
    """Reads the matchers of one rule. They must be compiled before: their names and values are taken for right."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._fields: dict[str, Field] = {}
        self._asked = 0

    def read(self, matcher: Any, place: Place, given: Known) -> Known:
        """What is known of an element where a matcher holds; ``given`` is what is known of all that it is asked of.

        Raises UsageError at a condition that can never hold, and at one that holds of all of them.
        """
        return self._matcher(matcher, place, _At(self._scope, given))(given).known

    def _matcher(self, matcher: Any, place: Place, at: _At) -> _Ask:
        if not isinstance(matcher, dict):
            return _Left  # an expression: nothing is told of it here
        parts = [partial(self._entry, key, value, place.at(key), at) for key, value in matcher.items()]
        return self._together(parts, place, some=at.negated)

    def _together(self, parts: Sequence[_Ask], place: Place, *, some: bool) -> _Ask:
        return partial(self._any, parts, place) if some and len(parts) > 1 else partial(_all, parts)

    def _entry(self, key: str, value: Any, place: Place, at: _At, known: Known) -> _Left:
        self._asked += 1
        if self._asked > MOST:
            place.fail(f"a rule has at most {MOST:,} conditions, and this is one more", "make several rules of it")
        if key == "not":
            return self._matcher(value, place, at._replace(negated=not at.negated))(known)
        if key in GROUPS:
            _refuse_twins(value, place)
            parts = [self._matcher(item, place.at(index), at) for index, item in enumerate(value)]
            return self._together(parts, place, some=(key == "any_of") is not at.negated)(known)
        return self._field(resolve(key, at.scope.view, place, changes=at.scope.changes), value, place, at)(known)

    def _field(self, path: Path, value: Any, place: Place, at: _At) -> _Ask:
        name = f"{at.prefix}{path.name}"
        self._fields[name] = path.field
        if not isinstance(value, dict):
            return partial(_leaf, name, path, ("", value), place, at)
        if path.field.type == "one" and not any(key in OPERATORS and key not in GROUPS for key in value):
            return self._matcher(value, place, at.inside(path, f"{name}."))
        if path.field.type == "number":
            _refuse_empty_span(value, place)
        parts: list[_Ask] = []
        for key, operand in value.items():
            self._inside(path, key, operand, place.at(key), at)
            parts.append(partial(_leaf, name, path, (key, operand), place.at(key), at))
        return self._together(parts, place, some=at.negated)

    def _inside(self, path: Path, key: str, operand: Any, place: Place, at: _At) -> None:
        """What is asked of each element of a list, of which nothing is known."""
        if key == "count" and isinstance(operand, dict) and "of" in operand:
            operand, place = operand["of"], place.at("of")
        elif key not in ("any", "all", "none"):
            return
        if path.field.type == "many":
            self._matcher(operand, place, _At(at.scope, {}).inside(path, ""))({})

    def _any(self, parts: Sequence[_Ask], place: Place, known: Known) -> _Left:
        """One of the parts holds: a field has a value that one of them accepts, where all of them ask for it."""
        left = [part(known) for part in parts]
        found = dict(known)
        for name in set(left[0].known).intersection(*(one.known for one in left[1:])):
            union = left[0].known[name]
            for one in left[1:]:
                union = union.either(one.known[name])
            found[name] = union
        narrowed = {name for one in left for name, values in one.known.items() if known.get(name) != values}
        exact = all(one.exact for one in left) and len(narrowed) == 1
        for name in narrowed if exact else ():
            if found[name].covers(known.get(name) or everything(self._fields[name])):
                place.fail(f"this always holds: one of its parts is true of every '{name}'", _REMOVE)
        return _Left(found, exact)


_REMOVE = "leave it out, or ask for something else"


def _all(parts: Sequence[_Ask], known: Known) -> _Left:
    exact = True
    for part in parts:
        known, sure = part(known)
        exact = exact and sure
    return _Left(known, exact)


def _leaf(name: str, path: Path, asked: tuple[str, Any], place: Place, at: _At, known: Known) -> _Left:
    values = None if path.through else accepted(path.field, *asked, at.negated)
    if values is None:
        return _Left(known)
    this = "the opposite of this" if at.negated else "this"
    before = known.get(name)
    both = (before or everything(path.field)).both(values)
    if not both:
        why = f"by what is asked before it, '{name}' is {before}" if before else f"no '{name}' is so"
        place.fail(f"{this} can never hold: {why}", _REMOVE)
    if name in at.given and values.covers(at.given[name]):
        place.fail(f"{this} always holds: by 'when', '{name}' is {at.given[name]}", _REMOVE)
    return _Left({**known, name: both}, exact=True)


def _refuse_twins(entries: list[Any], place: Place) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        text = json.dumps(entry, sort_keys=True)
        if text in seen:
            place.at(index).fail("the same stands in this list before", "remove one of the two")
        seen.add(text)


def _refuse_empty_span(operators: dict[str, Any], place: Place) -> None:
    """Limits of a number between which there is none."""
    limits = {key: limit for key, limit in operators.items() if isinstance(limit, int | float)}
    lower = [(limits[key], key == "more_than", key) for key in limits if key in ("at_least", "more_than")]
    upper = [(limits[key], key != "less_than", key) for key in limits if key in ("at_most", "less_than")]
    if lower and upper:
        (low, above, at_least), (high, reached, at_most) = max(lower), min(upper)
        if low > high or (low == high and (above or not reached)):
            what = f"no number is {at_least} {low:g} and {at_most} {high:g}"
            place.at(at_most).fail(f"this can never hold: {what}", _REMOVE)
