"""Every shipped rule against its own examples, by the runner that users have."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from checker.core.errors import InputError
from checker.core.rule import ABOUT_REVIEWS, BUILT_IN, Rule, wants_review
from checker.core.trial import PackResult, RuleResult
from checker.documents.document import Document
from checker.methods import STAGES
from checker.pipeline.trials import try_pack
from checker.policy.catalogue import Catalogue
from checker.policy.shelf import shipped


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


@cache
def catalogue() -> Catalogue:
    return Catalogue(nothing, lambda: ())


@cache
def tried(pack: str) -> PackResult:
    return try_pack(shipped()[pack], mutate=False)


def result(rule: Rule) -> RuleResult:
    return next(one for one in tried(rule.pack).rules if one.id == rule.id)


def rules(choose: Callable[[Rule], bool]) -> list[Rule]:
    return [rule for rule in map(catalogue().whole, catalogue().ids()) if choose(rule)]


@pytest.mark.parametrize("rule", rules(lambda rule: bool(rule.examples)), ids=lambda rule: rule.id)
def test_examples_of(rule: Rule) -> None:
    examples = result(rule).examples
    assert examples
    assert {one.name: [str(d) for d in one.differences] for one in examples if one.differences} == {}


@pytest.mark.parametrize("pack", sorted(shipped()))
def test_every_rule_of_a_pack_fired_and_every_test_of_it_is_met(pack: str) -> None:
    assert tried(pack).unfired == ()
    assert [test for test in tried(pack).tests if test.differences] == []


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
    assert rule.pack in (*BUILT_IN, *STAGES) or not rule.built_in


def test_what_a_review_settles_is_told_from_what_reviews_say() -> None:
    with_body = {rule.id for rule in rules(lambda rule: rule.pack == "review" and not rule.built_in)}
    assert set(ABOUT_REVIEWS) == with_body
    assert not any(map(wants_review, with_body))
    assert all(wants_review(rule.id) for rule in rules(lambda rule: rule.pack == "review" and rule.built_in))


@pytest.mark.parametrize("pack", sorted(shipped()))
def test_pack_is_described_and_has_rules(pack: str) -> None:
    described = catalogue().pack(pack)
    assert (described.id, described.licence) == (pack, "Apache-2.0")
    assert described.rules
