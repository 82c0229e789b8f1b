"""What the expressions of rules leave out of CEL: it is told, it is documented, and it only gets less."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.errors import UsageError
from checker.policy.cel.constructs import UNSUPPORTED
from checker.policy.cel.functions import CALLS, METHODS
from checker.policy.cel.syntax import MACROS
from tests.policy.asking import rule

LEFT_OUT = {
    "bytes": ("self.name == b'x'", "size(bytes(self.name)) == 1"),
    "extension": ("math.greatest(1, 2) == size(self.tags)", "self.tags.slice(0, 1) == []"),
    "map": ("{'a': 1}.a == 1", "self['name'] == 'x'"),
    "message": ("T{a: 1}.a == 1", "google.protobuf.BoolValue{} == true"),
    "namespace": (".self.in_scope",),
    "optional": ("self.?name == 'x'", "self.tags[?0] == 'x'", "[?self.name] == []", "optional.of(1) == 1"),
    "quoted-name": ("self.`name` == 'x'",),
    "regex": ("self.name.matches('x')", "matches(self.name, 'x')"),
    "string-extension": ("self.name.lowerAscii() == 'x'", "self.name.split(',') == []"),
    "timestamp": ("timestamp(self.name) > timestamp(now)", "duration('1h') == duration('1h')", "now.getHours() == 1"),
    "two-variables": ("self.tags.exists(i, t, t == 'x')", "self.tags.existsOne(i, t, t == 'x')"),
    "type-value": ("type(self.name) == string", "self.name == string"),
    "uint": ("size(self.tags) == 1u", "uint(1) == size(self.tags)"),
}
"""Construct -> expressions that use it. Take a line away when the construct is supported; never add one."""


def test_the_list_only_gets_shorter() -> None:
    assert set(UNSUPPORTED) <= set(LEFT_OUT)
    assert sum(len(one.functions) for one in UNSUPPORTED.values()) <= 68


@pytest.mark.parametrize(("construct", "text"), [(name, text) for name in UNSUPPORTED for text in LEFT_OUT[name]])
def test_each_is_a_plain_error_that_names_it(construct: str, text: str) -> None:
    with pytest.raises(UsageError) as raised:
        rule(f"each: component\nassert: |\n  {text}\n")
    assert UNSUPPORTED[construct].title in raised.value.message
    assert raised.value.hint == UNSUPPORTED[construct].instead
    assert raised.value.exit_code == 2


def test_the_page_lists_what_is_left_out_and_what_there_is(root: Path) -> None:
    page = (root / "docs/reference/expressions.md").read_text(encoding="utf-8")
    listed = page.split("<!-- left out -->")[1].split("<!-- end of left out -->")[0]
    rows = [line for line in listed.splitlines() if line.startswith("| ")][1:]
    assert rows == [f"| {one.title} | {one.instead} |" for one in UNSUPPORTED.values()]
    for name in (*METHODS, *CALLS, *MACROS):
        assert f"`{name}" in page or f".{name}(" in page, name
