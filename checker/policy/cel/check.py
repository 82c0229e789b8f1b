"""The static check: every part of an expression gets a type before anything runs. A mistake is told at its place."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

from checker.policy.cel.calls import check_call, function_of, limit_of
from checker.policy.cel.syntax import ExpressionError, Node, UnsupportedError
from checker.policy.cel.types import (
    ANY,
    BOOL,
    DOUBLE,
    DYN,
    INT,
    NULL,
    STRING,
    Type,
    has_elements,
    join,
    listing,
    of_field,
    say,
    view_of,
)
from checker.policy.cel.vocabulary import canonical
from checker.policy.place import show, suggest

_PARAMS = {"boolean": BOOL, "integer": INT, "number": DOUBLE, "string": STRING, "array": listing(STRING)}
_LITERALS = {bool: BOOL, int: INT, float: DOUBLE, str: STRING, type(None): NULL}
_TYPE_NAMES = ("int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type")
_NUMBERS = ("int", "double")
_COMPARABLE = (_NUMBERS, ("string",), ("bool",))
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Environment(NamedTuple):
    """The names that an expression may use, and why ``old`` is none of them where it is not."""

    variables: Mapping[str, Type]
    params: Mapping[str, tuple[str, Any]] = _NOTHING
    """Name -> its type in words of JSON Schema, and its value."""
    no_old: str = "'old' is the element in the base: only rules with 'change' have it"


class Checked(NamedTuple):
    """What the check found out, by the ``id`` of each node: its type, and the value of what is constant."""

    types: Mapping[int, Type]
    values: Mapping[int, Any]
    """Of a param its value, of a word its id in the vocabulary, of the limit of a rank the words that pass it, of a
    glob its test. A literal that is not here has its own value."""


def check(node: Node, environment: Environment) -> Checked:
    """Raises ExpressionError for the first part that can only be a mistake."""
    checker = _Checker(environment)
    checker.type_of(node, environment.variables)
    return Checked(checker.types, checker.values)


class _Checker:
    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self.types: dict[int, Type] = {}
        self.values: dict[int, Any] = {}

    def type_of(self, node: Node, names: Mapping[str, Type]) -> Type:
        found = self.types[id(node)] = self._type_of(node, names)
        return found

    def _type_of(self, node: Node, names: Mapping[str, Type]) -> Type:
        if node.op == "literal":
            return _LITERALS[type(node.value)]
        if node.op == "name":
            return self._name(node, names)
        if node.op in ("all", "exists", "exists_one", "filter", "map"):
            return self._macro(node, names)
        if node.op == "select" and self._is_param(node, names):
            return self._param(node)
        if node.op in ("call", "method"):
            function_of(node)  # before its arguments, in which the variables of a macro are unknown
        types = [self.type_of(arg, names) for arg in node.args]
        if node.op in ("select", "has"):
            return self._field(node, types[0])
        if node.op in ("call", "method"):
            return self._call(node, types)
        return self._operator(node, types)

    def _name(self, node: Node, names: Mapping[str, Type]) -> Type:
        found = names.get(node.value)
        if found:
            return found
        if node.value == "old":
            node.fail(self._environment.no_old)
        if node.value == "params":
            node.fail("'params' is no value of its own", "write params.name")
        if node.value in _TYPE_NAMES:
            raise UnsupportedError("type-value", node.start, node.end)
        if node.value == "google":
            raise UnsupportedError("message", node.start, node.end)
        here = names.get("self")
        if here and node.value in view_of(here).fields:
            node.fail(f"no variable is called {show(node.value)}", f"did you mean 'self.{node.value}'?")
        return node.fail(f"no variable is called {show(node.value)}", suggest(node.value, (*names, "params")))

    def _is_param(self, node: Node, names: Mapping[str, Type]) -> bool:
        holder = node.args[0]
        return holder.op == "name" and holder.value == "params" and "params" not in names

    def _param(self, node: Node) -> Type:
        params = self._environment.params
        if node.value not in params:
            hint = suggest(node.value, params) if params else "declare it under 'params:'"
            node.fail_name(f"this rule has no param {show(node.value)}", hint)
        kind, value = params[node.value]
        self.values[id(node)] = (
            float(value) if kind == "number" else tuple(value) if isinstance(value, list | tuple) else value
        )
        return _PARAMS[kind]

    def _field(self, node: Node, holder: Type) -> Type:
        if holder.kind == "list" and has_elements(holder):
            node.fail_name(
                f"a list has no field {show(node.value)}",
                f"ask its elements: .exists(x, x.{node.value} …), .all or .map",
            )
        if holder.kind != "element":
            node.fail_name(f"{say(holder)} has no fields, so {show(node.value)} cannot follow")
        fields = view_of(holder).fields
        if node.value not in fields:
            hint = "write old.field" if node.value == "old" else suggest(node.value, fields)
            node.fail_name(f"{say(holder)} has no field {show(node.value)}", hint)
        return BOOL if node.op == "has" else of_field(fields[node.value], holder.old)

    def _macro(self, node: Node, names: Mapping[str, Type]) -> Type:
        source = self.type_of(node.args[0], names)
        if source.kind not in ("list", "dyn"):
            node.fail_name(f"'{node.op}' is asked of a list, not of {say(source)}")
        inner = {**names, node.value: source.inner if source.kind == "list" else DYN}
        *conditions, last = node.args[1:]
        if node.op != "map":
            conditions.append(last)
        for condition in conditions:
            self._condition(condition, self.type_of(condition, inner))
        if node.op == "map":
            return listing(self.type_of(last, inner))
        return listing(source.inner) if node.op == "filter" else BOOL

    def _condition(self, node: Node, type: Type) -> None:
        if type.kind not in ("bool", "dyn", "any"):
            node.fail(f"{say(type)} stands where something true or false belongs", _as_condition(node, type))

    def _call(self, node: Node, types: Sequence[Type]) -> Type:
        found = check_call(node, types)
        limit = limit_of(node, types[0], self._constant(node.args[-1])) if node.args else None
        if limit is not None:
            self.values[id(node.args[-1])] = limit
        return found

    def _constant(self, node: Node) -> Any:
        """What a literal or a param holds; None for anything else."""
        return self.values.get(id(node), node.value if node.op == "literal" else None)

    def _operator(self, node: Node, types: Sequence[Type]) -> Type:
        if node.op in ("&&", "||", "!"):
            for arg, type in zip(node.args, types, strict=True):
                self._condition(arg, type)
            return BOOL
        if node.op == "?:":
            self._condition(node.args[0], types[0])
            both = join(types[1], types[2])
            return both or node.fail_name(f"one branch is {say(types[1])}, the other {say(types[2])}")
        if node.op == "list":
            return self._list(node, types)
        if node.op == "index":
            return self._index(node, types)
        if node.op in ("==", "!=", "in"):
            return self._equality(node, types)
        return self._arithmetic(node, types)

    def _list(self, node: Node, types: Sequence[Type]) -> Type:
        item = ANY
        for arg, type in zip(node.args, types, strict=True):
            both = join(item, type) or (DYN if not has_elements(item) and not has_elements(type) else None)
            item = both or arg.fail(f"{say(type)} cannot be in one list with {say(item)}")
        return listing(item)

    def _index(self, node: Node, types: Sequence[Type]) -> Type:
        holder, index = types
        if index.kind == "string" and holder.kind in ("element", "dyn"):
            raise UnsupportedError("map", node.at, node.end)
        if holder.kind not in ("list", "dyn", "any"):
            node.args[0].fail(f"only a list has an index, not {say(holder)}")
        if index.kind not in ("int", "dyn", "any"):
            node.args[1].fail(f"an index is a whole number, not {say(index)}")
        return holder.inner if holder.kind == "list" else DYN

    def _equality(self, node: Node, types: Sequence[Type]) -> Type:
        left, right = types
        if node.op == "in" and right.kind not in ("list", "dyn", "any"):
            node.args[1].fail(f"'in' looks into a list, not into {say(right)}", "for a part of a text: x.contains(y)")
        other = right.inner if node.op == "in" and right.kind == "list" else right
        if has_elements(left) or has_elements(other):
            node.fail_name("elements are not compared as a whole", "compare their ids: x.id == y.id, or .map(x, x.id)")
        if join(left, other) is None:
            hint = "to ask whether it is stated: !has(…)" if "null" in (left.kind, other.kind) else ""
            node.fail_name(f"{say(left)} and {say(other)} are never equal", hint)
        self._meets(listing(left) if node.op == "in" else left, node.args[1])
        self._meets(other, node.args[0])
        return BOOL

    def _meets(self, type: Type, node: Node) -> None:
        """Every constant that is compared with a field must be one of its values."""
        item = type.inner if type.kind == "list" else type
        if item.kind == "list" or not item.field:
            return
        if node.op in ("list", "?:") or (node.op == "+" and type.kind == "list"):
            for arg in node.args[node.op == "?:" :]:
                self._meets(item if node.op == "list" else type, arg)
        constant = self._constant(node)
        if isinstance(constant, str) and type.kind == "string":
            self.values[id(node)] = canonical(item.field, constant, node)
        if isinstance(constant, tuple):
            self.values[id(node)] = tuple(canonical(item.field, one, node) for one in constant)

    def _arithmetic(self, node: Node, types: Sequence[Type]) -> Type:
        kinds = [type.kind for type in types]
        if node.op in ("<", "<=", ">", ">="):
            return self._order(node, types)
        allowed = {"+": ("int", "double", "string", "list"), "%": ("int",)}.get(node.op, _NUMBERS)
        if all(kind in (*allowed, "dyn", "any") for kind in kinds):
            both = types[0] if len(types) == 1 else join(*types)
            if both:
                return Type(both.kind) if both.kind != "list" else both
        what = " and ".join(say(type) for type in types)
        sign = "-" if node.op == "neg" else node.op
        hint = "write both with a point, or ask double(x)" if set(kinds) == set(_NUMBERS) else ""
        raise ExpressionError(f"'{sign}' does not take {what}", node.at, node.at + len(sign), hint)

    def _order(self, node: Node, types: Sequence[Type]) -> Type:
        left, right = types
        for type in types:
            if type.word:
                _no_order(node, type.word.ordered)
        if not any({left.kind, right.kind} <= {*kinds, "dyn", "any"} for kinds in _COMPARABLE):
            node.fail_name(f"'{node.op}' does not compare {say(left)} with {say(right)}")
        return BOOL


def _no_order(node: Node, ordered: bool) -> NoReturn:
    if ordered:
        better = "at_least" if node.op in (">", ">=") else "at_most"
        node.fail_name(f"'{node.op}' compares words as texts, by their letters", f"write .{better}('…')")
    node.fail_name(f"'{node.op}' compares words by their letters: they have no order", "write == or in")


def _as_condition(node: Node, type: Type) -> str:
    if type.kind == "list":
        return "ask its size: size(list) > 0"
    return "to ask whether it is stated: has(…)" if node.op == "select" else ""
