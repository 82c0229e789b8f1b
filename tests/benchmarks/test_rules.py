"""What the benchmark of rules compares finds the same, and asking costs the same for each component of any model.

Calls are counted instead of seconds: they do not depend on the machine.
"""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from benchmarks.rules import ours, plain
from benchmarks.rules.case import all_packs, ask_all
from benchmarks.rules.cel import Peer
from benchmarks.rules.model import Sized
from checker.policy.evaluate import CompiledRule


def test_rules_find_what_plain_python_finds() -> None:
    of = Sized(2_000, 4)
    found = ours.ask(ours.compiled(), of)
    assert found == plain.ask(of)
    assert Counter(name for name, _ in found) == {
        "unknown-caller": 130,
        "open-way": 100,
        "no-threat": 50,
        "cleartext": 45,
        "no-control": 22,
        "open-store": 14,
    }


def test_rules_find_what_expressions_of_cel_find() -> None:
    pytest.importorskip("cel_expr_python", reason="no cel-expr-python here: its half of the benchmark is not compared")
    of = Sized(500, 4)
    found = Peer(of).ask()
    assert ours.ask(ours.compiled(ours.WITHOUT_SEARCH), of) == found
    assert ours.ask(ours.as_expressions(), of) == found


def test_calls_a_component_do_not_grow_with_the_model() -> None:
    rules = all_packs()
    few, many = (_calls(rules, Sized(size, 2)) / size for size in (100, 1_000))
    assert 0.9 < many / few < 1.1


def _calls(rules: tuple[CompiledRule, ...], of: Sized) -> int:
    """How many functions are called to ask the rules."""
    number = 0

    def count(*_: object) -> None:
        nonlocal number
        number += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        ask_all(rules, of)
    finally:
        sys.setprofile(before)
    return number
