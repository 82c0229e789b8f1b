"""Expressions run by themselves, with variables of any type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from checker.core.model import Model
from checker.policy.budget import Budget
from checker.policy.cel.check import Checked, Environment, check
from checker.policy.cel.compiler import Compiler, Layout
from checker.policy.cel.conditions import Conditions
from checker.policy.cel.operators import Absent, Fault
from checker.policy.cel.parser import parse
from checker.policy.cel.syntax import Node
from checker.policy.cel.types import STRING, Type
from checker.policy.facts import Facts
from checker.policy.view import Value
from tests.builders import graph, model

EMPTY = model()


class _Compiler(Compiler):
    """A name that nothing is bound to is an error of CEL when it runs; a rule never gets there."""

    def _name(self, node: Node, layout: Layout) -> Value:
        if node.value in layout:
            return super()._name(node, layout)

        def unbound(_: Facts, __: Any) -> Any:
            raise Fault(f"nothing is called {node.value}")

        return unbound

    _forms: ClassVar[Any] = {**Compiler._forms, "name": _name}


class Failed(NamedTuple):
    """CEL's error: ``absent`` for "no such key", else ``fault``."""

    kind: str
    message: str = ""


def facts(of: Model = EMPTY, steps: int = 1_000_000) -> Facts:
    return Facts(of, graph(of), budget=Budget(steps), now="2026-11-26")


def run(
    text: str,
    variables: Mapping[str, tuple[Type, Any]],
    *,
    static: bool = True,
    asked: Facts | None = None,
) -> Any:
    """The value of an expression, or how it failed. Without ``static`` it runs unchecked, as CEL allows."""
    node = parse(text)
    checked = Checked({}, {})
    if static:
        checked = check(node, Environment({"now": STRING, **{name: type for name, (type, _) in variables.items()}}))
    layout = tuple(variables)
    values = tuple(value for _, value in variables.values())
    environment = values[0] if len(layout) == 1 else values
    asked = asked or facts()
    compiler = _Compiler(checked)
    try:
        value = compiler.value(node, layout)(asked, environment)
    except Absent:
        value = Failed("absent")
    except Fault as fault:
        value = Failed("fault", str(fault))
    _conditions_agree(compiler, node, layout, (asked, environment), value)
    return value


def _conditions_agree(compiler: Compiler, node: Any, layout: Any, asked: Any, value: Any) -> None:
    """The quick form of a condition must say what the value says, wherever it answers at all."""
    if not (isinstance(value, bool | Failed)):
        return
    for wanted in (True, False):
        try:
            answer = Conditions(compiler).test(node, layout, wanted)(*asked)
        except Fault:
            continue
        assert answer is (value is wanted)
