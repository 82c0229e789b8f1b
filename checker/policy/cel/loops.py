"""The macros of CEL over a list. Each pays for all of its steps before the first one."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from checker.policy.cel.operators import ITEM, NoValueError, no_overload
from checker.policy.facts import Facts
from checker.policy.view import Value


class Loop(NamedTuple):
    """What a loop takes. ``pack`` gives the outer values that its body uses, None where it uses none."""

    pack: Callable[[Any], tuple[Any, ...]] | None
    weight: int
    """Steps for one item: the more the larger the body is."""

    def environments(self, facts: Facts, env: Any, items: Any) -> Iterable[Any]:
        """The environment of the body for each item. Raises BudgetError where there are too many."""
        if type(items) is not tuple:
            raise no_overload("a loop", items)
        facts.budget.spend(len(items) * self.weight)
        if self.pack is None:
            return items
        outer = self.pack(env)
        return ((*outer, item) for item in items)


def some_of(source: Value, loop: Loop, body: Value) -> Value:
    """``exists``: the items joined by ``||``."""
    return _fold(source, loop, body, decides=True)


def all_of(source: Value, loop: Loop, body: Value) -> Value:
    """``all``: the items joined by ``&&``."""
    return _fold(source, loop, body, decides=False)


def _fold(source: Value, loop: Loop, body: Value, *, decides: bool) -> Value:
    def value(facts: Facts, env: Any) -> Any:
        first: NoValueError | None = None
        for inner in loop.environments(facts, env, source(facts, env)):
            try:
                if body(facts, inner) is decides:
                    return decides
            except NoValueError as error:
                first = first or error
        if first is not None:
            raise first
        return not decides

    return value


def exactly_one(source: Value, loop: Loop, body: Value) -> Value:
    """``exists_one``: an error of any item is one of the whole."""

    def value(facts: Facts, env: Any) -> bool:
        found = [inner for inner in loop.environments(facts, env, source(facts, env)) if body(facts, inner)]
        return len(found) == 1

    return value


def chosen(source: Value, loop: Loop, body: Value) -> Value:
    """``filter``."""

    def value(facts: Facts, env: Any) -> tuple[Any, ...]:
        items = source(facts, env)
        environments = loop.environments(facts, env, items)
        facts.budget.spend(len(items) * ITEM)
        return tuple([item for item, inner in zip(items, environments, strict=True) if body(facts, inner)])

    return value


def mapped(source: Value, loop: Loop, condition: Value | None, body: Value) -> Value:
    """``map``; with a condition only of the items that it holds for."""

    def value(facts: Facts, env: Any) -> tuple[Any, ...]:
        items = source(facts, env)
        environments = loop.environments(facts, env, items)
        facts.budget.spend(len(items) * ITEM)
        if condition is None:
            return tuple([body(facts, inner) for inner in environments])
        return tuple([body(facts, inner) for inner in environments if condition(facts, inner)])

    return value
