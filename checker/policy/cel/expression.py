"""Expressions where a matcher may stand: from a text in a rule to tests and the fields that they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from checker.core.errors import CheckError
from checker.policy.cel.check import Checked, Environment, check
from checker.policy.cel.compiler import Compiler, weight
from checker.policy.cel.conditions import Conditions
from checker.policy.cel.located import spot, tell
from checker.policy.cel.operators import Absent, Fault
from checker.policy.cel.parser import parse
from checker.policy.cel.sense import refuse_senseless
from checker.policy.cel.syntax import LONGEST, ExpressionError, Node
from checker.policy.cel.types import STRING, Type, say
from checker.policy.facts import Facts
from checker.policy.paths import Path, resolve
from checker.policy.place import Place, show
from checker.policy.view import Value, View
from checker.policy.words import Test

_SELF = ("self",)


class Scope(Protocol):
    """Where an expression stands, as for a matcher: the view it asks, whether ``old`` exists, the rule's params."""

    @property
    def view(self) -> View: ...
    @property
    def changes(self) -> bool: ...
    @property
    def params(self) -> Mapping[str, tuple[str, Any]]: ...


class Condition(NamedTuple):
    """One condition of an expression, and the field that it asks first."""

    test: Test
    path: Path | None
    cost: int
    """Of how many parts it is made: the steps that asking it once takes, besides its loops."""


class _Expression(NamedTuple):
    """A text that was read and checked."""

    text: str
    node: Node
    checked: Checked
    scope: Scope
    place: Place


def compile_condition(text: str, scope: Scope, place: Place, negated: bool = False) -> tuple[Condition, ...]:
    """The conditions of an expression: one for each part that ``&&`` joins on top, or one that it is known not to hold.

    Raises UsageError at the place of whatever cannot be meant. The tests raise CheckError where CEL has an error other
    than "no such key", and BudgetError.
    """
    try:
        one = _read(text, scope, place)
        _must_be(one, "bool", "dyn")
        refuse_senseless(one.node, one.checked)
        return tuple(_compiled(one, [one.node] if negated else list(_conjuncts(one.node)), negated))
    except ExpressionError as error:
        tell(error, text, place)


def compile_number(text: str, scope: Scope, place: Place) -> Callable[[Facts, Any], float | None]:
    """The number that an expression gives for an element; None where it hangs on what is not stated.

    Raises as :func:`compile_condition` does.
    """
    try:
        one = _read(text, scope, place)
        _must_be(one, "int", "double", "dyn")
        value = Compiler(one.checked, scope.view.kind).value(one.node, _SELF)
    except ExpressionError as error:
        tell(error, text, place)

    def number(facts: Facts, element: Any) -> float | None:
        try:
            return float(value(facts, element))
        except Absent:
            return None
        except (Fault, TypeError, ValueError, OverflowError) as fault:
            raise _failure(one, one.node, fault, element) from None

    return number


def _read(text: str, scope: Scope, place: Place) -> _Expression:
    _refuse_invisible(text)
    node = parse(text)
    view = scope.view
    variables = {"self": Type("element", view=view.name), "now": STRING}
    environment = Environment(variables, scope.params)
    if scope.changes and (not view.kind or view.name == "review"):
        environment = environment._replace(no_old=f"a {view.name} has no 'old'")
    elif scope.changes:
        variables["old"] = Type("element", view=view.name, old=True)
    return _Expression(text, node, check(node, environment), scope, place)


def _refuse_invisible(text: str) -> None:
    """A character that turns a line around, or that nobody sees, has no place in a rule that people review."""
    for at, character in enumerate(text[: LONGEST + 1]):
        if not character.isprintable() and character not in "\t\n\r":
            name = f"U+{ord(character):04X}"
            raise ExpressionError(f"the character {name} cannot be seen", at, at + 1, "write it as an escape: \\uXXXX")


def _must_be(one: _Expression, *kinds: str) -> None:
    found = one.checked.types[id(one.node)]
    if found.kind not in kinds:
        wanted = "something true or false" if "bool" in kinds else "a number"
        hint = "to ask whether it is stated: has(…)" if one.node.op == "select" and "bool" in kinds else ""
        one.node.fail(f"{wanted} belongs here, and this is {say(found)}", hint)


def _conjuncts(node: Node) -> Iterator[Node]:
    if node.op != "&&":
        yield node
        return
    for arg in node.args:
        yield from _conjuncts(arg)


def _compiled(one: _Expression, parts: list[Node], negated: bool) -> Iterator[Condition]:
    compiler = Compiler(one.checked, one.scope.view.kind)
    conditions = Conditions(compiler)
    whole = compiler.value(one.node, _SELF) if _may_fail(one.node, one.checked) else None
    for part in parts:
        test = conditions.test(part, _SELF, not negated)
        decided = _decided(one, part, test, whole, not negated) if whole else test
        yield Condition(decided, _blamed(one, part), weight(part))


def _decided(one: _Expression, part: Node, test: Test, whole: Value, wanted: bool) -> Test:
    """The test of a part, where a Fault of a part is one of the expression only if no ``&&`` or ``||`` absorbs it."""

    def decided(facts: Facts, element: Any) -> bool:
        try:
            return test(facts, element)
        except Fault:
            pass
        try:
            return whole(facts, element) is wanted
        except Absent:
            return False
        except Fault as fault:
            raise _failure(one, part, fault, element) from None

    return decided


_SAFE_CALLS = ("size", "string", "contains", "startsWith", "endsWith", "at_least", "at_most", "like", "distinct")


def _may_fail(node: Node, checked: Checked) -> bool:
    """Whether evaluation may raise Fault: it calculates, converts, indexes, or has a type that is known only then."""
    if node.op in ("+", "-", "*", "/", "%", "neg", "index") or checked.types.get(id(node), STRING).kind == "dyn":
        return True
    if node.op in ("call", "method") and node.value not in _SAFE_CALLS:
        return True
    return any(_may_fail(arg, checked) for arg in node.args)


def _failure(one: _Expression, part: Node, fault: Exception, element: Any) -> CheckError:
    rule = one.place.document.data.get("id", "") if isinstance(one.place.document.data, dict) else ""
    name = getattr(element, "id", "")
    asked = f"{one.scope.view.name} {show(name)}" if name else one.scope.view.name
    return CheckError(
        f"rule '{rule}' could not be decided for {asked}: {fault}",
        spot(one.text, one.place, part.start, part.end)[0],
        "guard it in the rule, such as: size(x) > 0 && …, or x != 0 && …",
    )


def _blamed(one: _Expression, part: Node) -> Path | None:
    """The first field of ``self``, else of ``old``, that a part names: where a finding points at."""
    chains = sorted(_chains(part), key=lambda chain: (not chain[1].startswith("self."), chain[0]))
    if not chains:
        return None
    name = chains[0][1].removeprefix("self.")
    return resolve(name, one.scope.view, one.place, changes=one.scope.changes)


def _chains(node: Node) -> Iterator[tuple[int, str]]:
    """Every longest chain of fields from ``self`` or ``old``, with where it starts."""
    names, holder = [], node
    while holder.op in ("select", "has"):
        names.append(str(holder.value))
        holder = holder.args[0]
    if names and holder.op == "name" and holder.value in ("self", "old"):
        yield node.start, ".".join((holder.value, *reversed(names)))
        return
    for arg in node.args:
        yield from _chains(arg)
