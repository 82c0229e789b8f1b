"""The static check of calls: does the function exist, and does it take such values?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from checker.policy.cel.functions import CALLS, METHODS, Function
from checker.policy.cel.syntax import MACROS, Node, UnsupportedError
from checker.policy.cel.types import Type, has_elements, say
from checker.policy.cel.vocabulary import accepted, canonical
from checker.policy.glob import compile_glob
from checker.policy.place import show, suggest

_KINDS = {"string": "a text", "list": "a list", "int": "a whole number", "double": "a number with a point"}

_ELSEWHERE = {
    "any": "list.exists(x, …)",
    "none": "!list.exists(x, …)",
    "count": "size(list.filter(x, …))",
    "len": "size(…)",
    "length": "size(…)",
    "missing": "!has(…)",
    "present": "has(…)",
}
"""What other languages, and matchers, call it -> how CEL does."""


def check_call(node: Node, types: Sequence[Type]) -> Type:
    """The type that a call gives for arguments of these types. Raises ExpressionError where it takes others."""
    function = function_of(node)
    kinds = [type.kind for type in types]
    if not any(_fits(kinds, takes) for takes in function.takes):
        _wrong_arguments(node, function, types)
    if node.value == "join" and types[0].kind == "list" and types[0].inner.kind not in ("string", "dyn", "any"):
        node.fail_name(f"'join' takes a list of texts, not {say(types[0])}")
    if node.value in ("dyn", "distinct"):
        _no_elements(node, types[0])
    return function.gives or types[0]


def function_of(node: Node) -> Function:
    """The function that a call names. Raises ExpressionError where there is none."""
    known, others = (METHODS, CALLS) if node.op == "method" else (CALLS, METHODS)
    function = known.get(node.value)
    return function or _unknown(node, known, others)


def limit_of(node: Node, type: Type, value: Any) -> Any:
    """What the last argument of a call, the text ``value``, limits: the words that pass, or for ``like`` a test.

    None where the function has no such argument. Raises ExpressionError for a value that is not known before it runs.
    """
    if not function_of(node).constant:
        return None
    last = node.args[-1]
    if not isinstance(value, str):
        last.fail(f"'{node.value}' takes a text that stands in the rule, or a param")
    if node.value == "like":
        return compile_glob(value, last.fail)
    field = type.word
    if field is None or not field.ordered:
        node.fail_name(f"'{node.value}' is asked of words with an order, not of {say(type)}")
    return accepted(field, canonical(field, value, last), upwards=node.value == "at_least")


def _wrong_arguments(node: Node, function: Function, types: Sequence[Type]) -> NoReturn:
    given = " and ".join(say(type) for type in types) or "nothing"
    shown = " or ".join(" and ".join(_KINDS.get(kind, "a value") for kind in takes) for takes in function.takes)
    hint = "for a list: x in list" if node.value == "contains" and types[0].kind == "list" else ""
    node.fail_name(f"'{node.value}' takes {shown}, not {given}", hint)


def _no_elements(node: Node, type: Type) -> None:
    if has_elements(type):
        node.fail_name(f"'{node.value}' is not asked of elements", "take their ids first: .map(x, x.id)")
    if node.value == "distinct" and (type.kind != "list" or type.inner.kind in ("list", "dyn", "null")):
        node.fail_name("'distinct' is asked of lists of texts, of numbers or of flags")


def _fits(kinds: Sequence[str], takes: Sequence[str]) -> bool:
    return len(kinds) == len(takes) and all(
        wanted in (kind, "any") or kind in ("dyn", "any") for kind, wanted in zip(kinds, takes, strict=True)
    )


def _unknown(node: Node, known: Mapping[str, Function], others: Mapping[str, Function]) -> NoReturn:
    if node.op == "method" and node.args[0].op == "name" and node.args[0].value == "optional":
        raise UnsupportedError("optional", node.start, node.end)
    if node.value in others:
        style = f"{node.value}(x)" if node.op == "method" else f"x.{node.value}(…)"
        node.fail_name(f"'{node.value}' is written in another way", f"write {style}")
    if node.value in _ELSEWHERE:
        node.fail_name(f"no function is called {show(node.value)}", f"write {_ELSEWHERE[node.value]}")
    names = (*known, *(MACROS if node.op == "method" else ("has",)))
    node.fail_name(f"no function is called {show(node.value)}", suggest(node.value, names))
