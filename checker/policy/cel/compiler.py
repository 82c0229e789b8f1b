"""From a checked tree to closures that give its value.

A closure takes the facts and an *environment*: the values of the variables that its part of the expression uses. The
names of those are its layout. Of a single variable the environment is the value itself, so that a rule without loops,
and a loop that looks at nothing but its items, cost no packing.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, ClassVar

from checker.policy.cel.check import Checked
from checker.policy.cel.functions import CALLS, METHODS
from checker.policy.cel.logic import condition, logic, present, raising
from checker.policy.cel.loops import Loop, all_of, chosen, exactly_one, mapped, some_of
from checker.policy.cel.operators import BINARY, ITEM, Absent, item, negate, no_overload
from checker.policy.cel.reading import reading, stated
from checker.policy.cel.syntax import MACROS, Node
from checker.policy.cel.types import DYN, Type, view_of
from checker.policy.facts import Facts
from checker.policy.view import Value

Layout = tuple[str, ...]


class Compiler:
    """Compiles the parts of one expression. ``old``: the kind whose base version the name ``old`` means, or ``""``."""

    def __init__(self, checked: Checked, old: str = "") -> None:
        self._types = checked.types
        self._values = checked.values
        self._old = old

    def type_of(self, node: Node) -> Type:
        return self._types.get(id(node), DYN)

    def value(self, node: Node, layout: Layout) -> Value:
        """The closure that gives the value of a part. It raises Absent and Fault where CEL has an error."""
        if self.is_constant(node):
            constant = self.constant(node)
            return lambda facts, env: constant
        if node.op in MACROS:
            return self._macro(node, layout)
        return self._forms.get(node.op, Compiler._binary)(self, node, layout)

    def is_constant(self, node: Node) -> bool:
        """Whether it is written in the rule: a literal, a param, a list of those."""
        if node.op == "list":
            return all(self.is_constant(arg) for arg in node.args)
        return node.op == "literal" or id(node) in self._values

    def constant(self, node: Node) -> Any:
        if node.op == "list":
            return tuple(self.constant(arg) for arg in node.args)
        return self._values.get(id(node), node.value)

    def free(self, node: Node) -> frozenset[str]:
        """The variables that a part uses and does not bring itself."""
        if node.op == "name":
            return frozenset() if node.value == "now" else frozenset(("self" if node.value == "old" else node.value,))
        if self.is_constant(node):
            return frozenset()
        parts = [self.free(arg) for arg in node.args]
        if node.op not in MACROS:
            return frozenset().union(*parts)
        return parts[0] | (frozenset().union(*parts[1:]) - {node.value})

    def loop(self, node: Node, layout: Layout) -> tuple[Loop, Layout]:
        """What running over the list of a macro takes, and the layout of its body."""
        used = frozenset().union(*(self.free(arg) for arg in node.args[1:]))
        outer = tuple(name for name in layout if name in used and name != node.value)
        return Loop(_packer(layout, outer), sum(map(weight, node.args[1:]))), (*outer, node.value)

    def _macro(self, node: Node, layout: Layout) -> Value:
        source = self.value(node.args[0], layout)
        loop, inner = self.loop(node, layout)
        *_, last = bodies = [self.value(arg, inner) for arg in node.args[1:]]
        if node.op == "map":
            return mapped(source, loop, condition(bodies[0]) if len(bodies) > 1 else None, last)
        make = {"all": all_of, "exists": some_of, "exists_one": exactly_one, "filter": chosen}[node.op]
        return make(source, loop, condition(last))

    def _name(self, node: Node, layout: Layout) -> Value:
        if node.value == "now" and "now" not in layout:
            return _today
        if node.value == "old" and "old" not in layout:
            return present(self.before(layout))
        if layout == (node.value,):
            return lambda facts, env: env
        at = layout.index(node.value)
        return lambda facts, env: env[at]

    def before(self, layout: Layout) -> Value:
        """The element of the base that ``self`` was, None where there was none."""
        kind = self._old
        if layout == ("self",):
            return lambda facts, env: facts.old(kind, env.id)
        at = layout.index("self")
        return lambda facts, env: facts.old(kind, env[at].id)

    def _select(self, node: Node, layout: Layout) -> Value:
        type = self.type_of(node.args[0])
        if type.kind != "element":
            return self._no_field(node, layout)
        read = reading(view_of(type).fields[node.value], type.old)
        if node.args[0].op == "name" and layout == (node.args[0].value,):
            return read
        holder = self.value(node.args[0], layout)
        return lambda facts, env: read(facts, holder(facts, env))

    def _no_field(self, node: Node, layout: Layout) -> Value:
        holder = self.value(node.args[0], layout)

        def value(facts: Facts, env: Any) -> Any:
            raise no_overload(f".{node.value}", holder(facts, env))

        return value

    def _has(self, node: Node, layout: Layout) -> Value:
        type = self.type_of(node.args[0])
        if type.kind != "element":
            return self._no_field(node, layout)
        test = stated(view_of(type).fields[node.value], type.old)
        if node.args[0].op == "name" and node.args[0].value == "old":
            before = self.before(layout)
            return lambda facts, env: (was := before(facts, env)) is not None and test(facts, was)
        holder = self.value(node.args[0], layout)
        return lambda facts, env: test(facts, holder(facts, env))

    def _list(self, node: Node, layout: Layout) -> Value:
        items = [self.value(arg, layout) for arg in node.args]
        cost = ITEM * len(items)

        def value(facts: Facts, env: Any) -> tuple[Any, ...]:
            facts.budget.spend(cost)
            return tuple([one(facts, env) for one in items])

        return value

    def _index(self, node: Node, layout: Layout) -> Value:
        holder, index = (self.value(arg, layout) for arg in node.args)
        return lambda facts, env: item(holder(facts, env), index(facts, env))

    def _call(self, node: Node, layout: Layout) -> Value:
        function = (METHODS if node.op == "method" else CALLS).get(node.value)
        args = [self.value(arg, layout) for arg in node.args]
        if function is None or all(len(takes) != len(args) for takes in function.takes):
            return raising(no_overload(node.value))
        call = function.call
        if len(args) == 1:
            only = args[0]
            return lambda facts, env: call(facts.budget, only(facts, env))
        if len(args) == 2:
            first, second = args
            return lambda facts, env: call(facts.budget, first(facts, env), second(facts, env))
        return lambda facts, env: call(facts.budget, *[arg(facts, env) for arg in args])

    def _binary(self, node: Node, layout: Layout) -> Value:
        left, right = (self.value(arg, layout) for arg in node.args)
        kinds = {self.type_of(arg).kind for arg in node.args}
        plain = len(kinds) == 1 and kinds <= {"string", "int", "bool"} and any(map(self.is_constant, node.args))
        if node.op == "==" and plain:
            return lambda facts, env: left(facts, env) == right(facts, env)
        if node.op == "!=" and plain:
            return lambda facts, env: left(facts, env) != right(facts, env)
        work = BINARY[node.op]
        return lambda facts, env: work(facts.budget, left(facts, env), right(facts, env))

    def _negative(self, node: Node, layout: Layout) -> Value:
        inner = self.value(node.args[0], layout)
        return lambda facts, env: negate(inner(facts, env))

    def _not(self, node: Node, layout: Layout) -> Value:
        inner = condition(self.value(node.args[0], layout))
        return lambda facts, env: not inner(facts, env)

    def _choice(self, node: Node, layout: Layout) -> Value:
        asked, then, otherwise = (self.value(arg, layout) for arg in node.args)
        truth = condition(asked)
        return lambda facts, env: (then if truth(facts, env) else otherwise)(facts, env)

    def _and(self, node: Node, layout: Layout) -> Value:
        return logic(*(condition(self.value(arg, layout)) for arg in node.args), decides=False)

    def _or(self, node: Node, layout: Layout) -> Value:
        return logic(*(condition(self.value(arg, layout)) for arg in node.args), decides=True)

    _forms: ClassVar[dict[str, Callable[[Compiler, Node, Layout], Value]]] = {
        "name": _name,
        "select": _select,
        "has": _has,
        "list": _list,
        "index": _index,
        "call": _call,
        "method": _call,
        "neg": _negative,
        "!": _not,
        "?:": _choice,
        "&&": _and,
        "||": _or,
    }


def _today(facts: Facts, _: Any) -> str:
    """The day of the check; where nobody said which it is, nothing is known to be before or after it."""
    if not facts.now:
        raise Absent
    return facts.now


def _packer(layout: Layout, outer: Layout) -> Callable[[Any], tuple[Any, ...]] | None:
    """From an environment to the values of the outer variables that a body uses; None where it uses none."""
    if not outer:
        return None
    if len(layout) == 1:
        return lambda env: (env,)
    places = [layout.index(name) for name in outer]
    if len(places) == 1:
        return lambda env: (env[places[0]],)
    return itemgetter(*places)


def weight(node: Node) -> int:
    """The steps that a part takes besides its loops: one for each four of its nodes."""
    return 1 + _size(node) // 4


def _size(node: Node) -> int:
    return 1 + sum(map(_size, node.args))
