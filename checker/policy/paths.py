"""Dotted names: from ``from.boundary.trust`` to a getter, checked against the views."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import Any, NamedTuple

from checker.policy.facts import Facts
from checker.policy.place import Place, show, suggest
from checker.policy.view import Field, Value, View
from checker.policy.views import VIEWS

OLD = "old"
"""The first step of a path that reads the element as it was in the base."""


_LONGEST = 128
"""Characters of a name: each step is a call inside the one before."""


class Path(NamedTuple):
    """A dotted name, resolved. ``value`` answers for the element where the path starts."""

    name: str
    field: Field
    """The last field, whose type the path has."""
    value: Value
    through: bool = False
    """It passes through a list: the value is a tuple with one value for each."""
    native: str = ""
    """The field of the starting element, as its model names it, that a finding points at."""
    old: bool = False
    """What it leads to is of the base: nested questions about it are asked of the base's facts."""
    holder: Value | None = None
    """The element that has the last field, where that is not the starting one; ``kind`` is its kind."""
    kind: str = ""
    items: tuple[Value, Value] | None = None
    """Where it is one field of each in one list: the list, and the field. Asked in turn, no list of values is made."""


def resolve(name: str, view: View, place: Place, *, changes: bool) -> Path:
    """The path of that name from a view. ``changes``: the rule is about changes, so ``old`` exists.

    Raises UsageError at ``place`` for a name that does not exist.
    """
    if len(name) > _LONGEST:
        place.fail_name(f"a name has at most {_LONGEST} characters, and this one {len(name):,}")
    first, *rest = name.split(".")
    if first == OLD:
        return _old(rest, view, place, changes)
    field = _field(first, view, place)
    path = Path(first, field, field.value, native=field.native)
    for step in rest:
        path = _further(path, step, place)
    return path


def _old(steps: list[str], view: View, place: Place, changes: bool) -> Path:
    if not changes:
        place.fail_name("'old' is the element in the base: only rules with 'change' have it")
    if not view.kind or view.name == "review":
        place.fail_name(f"a {view.name} has no 'old'")
    kind = view.kind

    def value(facts: Facts, element: Any) -> Any:
        return facts.old(kind, element.id)

    before = Field(OLD, "one", "The element as it was in the base", value, of=view.name)
    if not steps:
        return Path(OLD, before, value, old=True)
    inner = resolve(".".join(steps), view, place, changes=False)
    further = inner.value

    def then(facts: Facts, element: Any) -> Any:
        was = facts.old(kind, element.id)
        return None if was is None or facts.base is None else further(facts.base, was)

    return Path(f"{OLD}.{inner.name}", inner.field, then, inner.through, inner.native, old=True)


def _field(name: str, view: View, place: Place) -> Field:
    field = view.fields.get(name)
    if field is None:
        place.fail_name(f"a {view.name} has no field {show(name)}", suggest(name, view.fields))
    return field


def _further(path: Path, step: str, place: Place) -> Path:
    if path.field.type not in ("one", "many"):
        place.fail_name(f"'{path.name}' has no fields of its own, so {show(step)} cannot follow")
    view = VIEWS[path.field.of]
    field = _field(step, view, place)
    many = path.field.type == "many" or path.through
    value = _each(path, field) if many else _chain(path.value, field.value)
    native = path.native if view.kind or path.kind else field.native
    holder = None if many else path.value
    items = (path.value, field.value) if many and not path.through and field.type != "many" else None
    return Path(f"{path.name}.{step}", field, value, many, native, holder=holder, kind=view.kind, items=items)


def _chain(first: Value, then: Value) -> Value:
    def value(facts: Facts, element: Any) -> Any:
        found = first(facts, element)
        return None if found is None else then(facts, found)

    return value


def _each(path: Path, field: Field) -> Value:
    """The field of every element of a list; a field that is itself a list is laid flat."""
    first, then = path.value, field.value
    if field.type == "many":
        return _flat(first, then)
    if path.through:  # what a list of joins leads to may be missing
        return _each_if_any(first, then)

    def value(facts: Facts, element: Any) -> Any:
        found = first(facts, element)
        if found is None:
            return None
        facts.budget.spend(len(found))
        return tuple([then(facts, one) for one in found])

    return value


def _each_if_any(first: Value, then: Value) -> Value:
    def value(facts: Facts, element: Any) -> Any:
        found = first(facts, element)
        if found is None:
            return None
        facts.budget.spend(len(found))
        return tuple([None if one is None else then(facts, one) for one in found])

    return value


def _flat(first: Value, then: Value) -> Value:
    def value(facts: Facts, element: Any) -> Any:
        found = first(facts, element)
        if found is None:
            return None
        facts.budget.spend(len(found))
        values: list[Any] = []
        for one in found:
            several = () if one is None else then(facts, one) or ()
            facts.budget.spend(len(several))
            values.extend(several)
        return tuple(values)

    return value
