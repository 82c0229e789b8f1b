"""Every shipped rule against its own examples."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from checker import inputs
from checker.core.errors import InputError
from checker.core.rule import Rule
from checker.core.settings import Settings
from checker.core.source import Parsed, Source
from checker.diff import compare
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import BUILT_IN, Catalogue
from checker.policy.evaluate import CompiledRule
from checker.policy.examples import run_examples


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


def read_model(source: Source) -> Parsed:
    return inputs.parse(parse(source), nothing, lambda path: False)


@cache
def catalogue() -> Catalogue:
    return Catalogue(nothing, lambda: ())


@cache
def compiled() -> dict[str, CompiledRule]:
    return {one.rule.id: one for one in catalogue().compiled(Settings())}


def rules(choose: Callable[[Rule], bool]) -> list[Rule]:
    return [rule for rule in map(catalogue().whole, catalogue().ids()) if choose(rule)]


@pytest.mark.parametrize("rule", rules(lambda rule: bool(rule.examples)), ids=lambda rule: rule.id)
def test_examples_of(rule: Rule) -> None:
    outcomes = list(run_examples(rule, compiled().get(rule.id), read_model, compare))
    assert outcomes
    assert {(o.kind, o.number): o.problem for o in outcomes if o.problem} == {}


@pytest.mark.parametrize("rule", rules(lambda rule: not rule.built_in), ids=lambda rule: rule.id)
def test_rule_has_both_kinds_of_examples_and_names_what_they_find(rule: Rule) -> None:
    examples = rule.examples or {}
    assert examples.get("pass")
    assert examples.get("fail")
    assert all("expect" in example for example in examples["fail"])


@pytest.mark.parametrize("rule", rules(lambda rule: True), ids=lambda rule: rule.id)
def test_rule_says_what_a_person_needs(rule: Rule) -> None:
    assert rule.since in ("0.1", "0.2")
    assert rule.why.endswith(".")
    assert rule.fix.endswith(".")
    assert not rule.title.endswith(".")
    assert rule.effort in ("small", "medium", "large")
    assert rule.built_in is (rule.pack in BUILT_IN)


@pytest.mark.parametrize("pack", ["boundary", *BUILT_IN])
def test_pack_is_described_and_has_rules(pack: str) -> None:
    described = catalogue().pack(pack)
    assert (described.id, described.licence) == (pack, "Apache-2.0")
    assert described.rules
