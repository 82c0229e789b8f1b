"""The parts of closures that decide: operands of logic, conditions, and what has no value."""

from __future__ import annotations

from typing import Any

from checker.policy.cel.operators import Absent, Fault, NoValueError, no_overload
from checker.policy.facts import Facts
from checker.policy.view import Value


def logic(first: Value, then: Value, *, decides: bool) -> Value:
    """``&&`` (``decides``: false) and ``||``: an operand that decides does so whatever the error of the other is."""

    def value(facts: Facts, env: Any) -> bool:
        try:
            found: bool = first(facts, env)
        except NoValueError as error:
            try:
                found = then(facts, env)
            except NoValueError:
                raise error from None
            if found is decides:
                return found
            raise
        return found if found is decides else bool(then(facts, env))

    return value


def condition(value: Value) -> Value:
    """The value where it must be true or false."""

    def truth(facts: Facts, env: Any) -> Any:
        found = value(facts, env)
        if found is True or found is False:
            return found
        raise no_overload("a condition", found)

    return truth


def present(value: Value) -> Value:
    def present(facts: Facts, env: Any) -> Any:
        found = value(facts, env)
        if found is None:
            raise Absent
        return found

    return present


def raising(fault: Fault) -> Value:
    def value(_: Facts, __: Any) -> Any:
        raise Fault(*fault.args)

    return value
