"""From a checked tree to closures that say whether it is known to hold, or known not to.

They answer what the value of the same part would: true where it is ``wanted``, false where it is the opposite or where
something that is not stated leaves it open. The usual forms (a word, a flag, ``&&``, a loop over elements) take no
exception for that. A Fault leaves them as it comes: whether an operator absorbs it is decided by the value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from checker.policy.cel.compiler import Compiler, Layout
from checker.policy.cel.logic import condition
from checker.policy.cel.operators import Absent
from checker.policy.cel.reading import raw, stated
from checker.policy.cel.syntax import Node
from checker.policy.cel.types import view_of
from checker.policy.cel.vocabulary import spellings
from checker.policy.facts import Facts
from checker.policy.view import Field, Value
from checker.policy.words import Test


class Conditions:
    """Compiles the parts of one expression as conditions."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler

    def test(self, node: Node, layout: Layout, wanted: bool = True) -> Test:
        """The test that a part is known to be ``wanted``. It may raise Fault."""
        form = self._forms.get(node.op)
        return (form and form(self, node, layout, wanted)) or self._by_value(node, layout, wanted)

    def _by_value(self, node: Node, layout: Layout, wanted: bool) -> Test:
        value = self._compiler.value(node, layout)
        if self._compiler.type_of(node).kind == "dyn":
            value = condition(value)

        def test(facts: Facts, env: Any) -> bool:
            try:
                return value(facts, env) is wanted
            except Absent:
                return False

        return test

    def _not(self, node: Node, layout: Layout, wanted: bool) -> Test:
        return self.test(node.args[0], layout, not wanted)

    def _logic(self, node: Node, layout: Layout, wanted: bool) -> Test:
        first, then = (self.test(arg, layout, wanted) for arg in node.args)
        if (node.op == "&&") is wanted:
            return lambda facts, env: first(facts, env) and then(facts, env)
        return lambda facts, env: first(facts, env) or then(facts, env)

    def _flag(self, node: Node, layout: Layout, wanted: bool) -> Test | None:
        get = self._stated(node, layout)
        return get and (lambda facts, env: get(facts, env) is wanted)

    def _has(self, node: Node, layout: Layout, wanted: bool) -> Test | None:
        holder, type = self._stated(node.args[0], layout), self._compiler.type_of(node.args[0])
        if holder is None or type.kind != "element" or node.args[0].value == "old":
            return None
        ask = stated(view_of(type).fields[node.value], type.old)

        def test(facts: Facts, env: Any) -> bool:
            found = holder(facts, env)
            return found is not None and ask(facts, found) is wanted

        return test

    def _compared(self, node: Node, layout: Layout, wanted: bool) -> Test | None:
        """A field against what stands in the rule: a look into a set."""
        left, right = node.args
        if node.op != "in" and self._compiler.is_constant(left):
            left, right = right, left
        field, get = self._compiler.type_of(left).field, self._stated(left, layout)
        if field is None or get is None or not self._compiler.is_constant(right):
            return None
        constant = self._compiler.constant(right)
        names = frozenset(constant if node.op == "in" else (constant,))
        if all(isinstance(name, str) for name in names):
            return _one_of(field, get, names, (node.op != "!=") is wanted)
        return None

    def _method(self, node: Node, layout: Layout, wanted: bool) -> Test | None:
        get, field = self._stated(node.args[0], layout), self._compiler.type_of(node.args[0]).field
        if node.value not in ("at_least", "at_most") or get is None or field is None:
            return None
        return _one_of(field, get, self._compiler.constant(node.args[1]), wanted)

    def _loop(self, node: Node, layout: Layout, wanted: bool) -> Test | None:
        source, path = self._stated(node.args[0], layout), node.args[0]
        if source is None or path.op != "select":
            return None
        field = view_of(self._compiler.type_of(path.args[0])).fields[path.value]
        loop, inner = self._compiler.loop(node, layout)
        body, one_decides = self.test(node.args[1], inner, wanted), (node.op == "exists") is wanted

        def test(facts: Facts, env: Any) -> bool:
            items = source(facts, env)
            if not items:
                return items is not None and not field.open and not one_decides
            for environment in loop.environments(facts, env, items):
                if body(facts, environment) is one_decides:
                    return one_decides
            return not one_decides

        return test

    def _stated(self, node: Node, layout: Layout) -> Value | None:
        """The getter of a chain of fields that answers None where one is not stated; None for anything else.

        Words come as the model spells them.
        """
        if node.op == "name":
            return self._variable(node, layout)
        type = self._compiler.type_of(node.args[0]) if node.op == "select" else None
        if type is None or type.kind != "element":
            return None
        holder = self._stated(node.args[0], layout)
        get = raw(view_of(type).fields[node.value], type.old)
        if holder is None or layout == (node.args[0].value,):
            return get if holder else None
        return _chain(holder, get)

    def _variable(self, node: Node, layout: Layout) -> Value:
        if node.value == "old" and "old" not in layout:
            return self._compiler.before(layout)
        return self._compiler.value(node, layout)

    _forms: ClassVar[dict[str, Callable[[Conditions, Node, Layout, bool], Test | None]]] = {
        "!": _not,
        "&&": _logic,
        "||": _logic,
        "select": _flag,
        "has": _has,
        "==": _compared,
        "!=": _compared,
        "in": _compared,
        "method": _method,
        "exists": _loop,
        "all": _loop,
    }


def _chain(holder: Value, get: Value) -> Value:
    def value(facts: Facts, env: Any) -> Any:
        found = holder(facts, env)
        return None if found is None else get(facts, found)

    return value


def _one_of(field: Field, get: Value, names: frozenset[str], wanted: bool) -> Test:
    """The test that a value is stated, known, and one of the names, or with ``wanted`` false none of them."""
    if not field.allowed:
        if wanted:
            return lambda facts, env: get(facts, env) in names
        return lambda facts, env: bool(value := get(facts, env)) and value not in names
    passing = frozenset(word for word, id in spellings(field).items() if (id in names) is wanted)
    if not field.vocabulary:
        return lambda facts, env: get(facts, env) in passing
    return lambda facts, env: (value := get(facts, env)) in passing or (bool(value) and value.lower() in passing)
