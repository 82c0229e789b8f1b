"""The public conformance cases of CEL: each is answered as they say, or uses a construct that is not in the subset."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from checker.policy.cel.constructs import UNSUPPORTED
from checker.policy.cel.syntax import ExpressionError, UnsupportedError
from checker.policy.cel.types import BOOL, DOUBLE, DYN, INT, NULL, STRING, Type, listing
from tests.policy.cel.running import Failed, run
from tests.policy.cel.textproto import Message, read

pytestmark = pytest.mark.corpus

_PRIMITIVES = {"BOOL": BOOL, "INT64": INT, "DOUBLE": DOUBLE, "STRING": STRING}


class Outside(Exception):
    """A case that needs a construct which is not in the subset."""

    def __init__(self, construct: str) -> None:
        super().__init__(construct)
        self.construct = construct


def outside(name: str) -> Outside:
    """Of a field of a value or a type that the subset has not."""
    known = {
        "map_value": "map",
        "map_type": "map",
        "bytes_value": "bytes",
        "BYTES": "bytes",
        "uint64_value": "uint",
        "UINT64": "uint",
        "object_value": "message",
        "message_type": "message",
        "enum_value": "message",
        "wrapper": "message",
        "well_known": "timestamp",
        "type_value": "type-value",
        "abstract_type": "optional",
    }
    return Outside(known[name])


def value_of(message: Message) -> Any:
    (name, (found, *_)), *_ = message.items()
    if name == "null_value":
        return None
    if name == "list_value":
        return tuple(value_of(one) for one in found.get("values", []))
    if name == "double_value":
        return float(found)
    if name in ("int64_value", "string_value", "bool_value"):
        return found
    raise outside(name)


def type_of(message: Message) -> Type:
    (name, (found, *_)), *_ = message.items()
    if name == "primitive":
        if found not in _PRIMITIVES:
            raise outside(found)
        return _PRIMITIVES[found]
    if name == "list_type":
        return listing(type_of(found["elem_type"][0]))
    if name in ("dyn", "null"):
        return DYN if name == "dyn" else NULL
    raise outside(name)


def variables_of(case: Message) -> dict[str, tuple[Type, Any]]:
    types = {one["name"][0]: type_of(one["ident"][0]["type"][0]) for one in case.get("type_env", []) if "ident" in one}
    if any("." in name for name in types) or any("function" in one for one in case.get("type_env", [])):
        raise Outside("namespace")
    values = {one["key"][0]: one["value"][0]["value"][0] for one in case.get("bindings", [])}
    return {name: (types.get(name, DYN), value_of(value)) for name, value in values.items()}


def same(value: Any, expected: Any) -> bool:
    if isinstance(expected, float) and isinstance(value, float):
        return value == expected or (math.isnan(value) and math.isnan(expected))
    if isinstance(expected, tuple):
        return isinstance(value, tuple) and len(value) == len(expected) and all(map(same, value, expected))
    return type(value) is type(expected) and value == expected


def judge(case: Message) -> str:
    """``equal``, or the construct that puts the case outside; anything else fails the test."""
    text = case["expr"][0]
    unchecked = case.get("disable_check", [False])[0]
    try:
        got = run(text, variables_of(case), static=not unchecked)
    except (Outside, UnsupportedError) as left_out:
        return left_out.construct
    except ExpressionError as error:
        assert "eval_error" in case, f"{text}: {error.message}"
        return "equal"
    if "eval_error" in case or "any_eval_errors" in case:
        assert isinstance(got, Failed), f"{text}: {got!r} instead of an error"
        return "equal"
    try:
        expected = value_of(case["value"][0]) if "value" in case else True
    except Outside as left_out:
        return left_out.construct
    assert same(got, expected), f"{text}: {got!r} instead of {expected!r}"
    return "equal"


def cases(folder: Path) -> list[tuple[str, Message]]:
    found = []
    for file in sorted(folder.glob("*.textproto")):
        for section in read(file.read_text(encoding="utf-8")).get("section", []):
            named = f"{file.stem}/{section['name'][0]}"
            found += [(f"{named}/{case['name'][0]}", case) for case in section.get("test", [])]
    return found


def test_every_case_is_equal_or_uses_a_construct_that_is_left_out(corpus: Path) -> None:
    folder = corpus / "cel-conformance"
    outcomes, wrong = Counter[str](), {}
    for name, case in cases(folder):
        try:
            outcomes[judge(case)] += 1
        except AssertionError as error:
            wrong[name] = str(error).split("\nassert")[0]
    files = len(list(folder.glob("*.textproto")))
    left_out = {name: number for name, number in sorted(outcomes.items()) if name != "equal"}
    print(f"\n{files} files, {sum(outcomes.values())} cases: {outcomes['equal']} equal, left out {left_out}")
    assert "\n".join(f"{name}: {why}" for name, why in wrong.items()) == ""
    assert set(left_out) <= set(UNSUPPORTED)
