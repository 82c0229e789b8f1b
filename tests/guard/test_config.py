"""What a change to the config loosens, asked of two configs without a repository."""

from __future__ import annotations

from checker.core.errors import InputError
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.guard.config import loosened
from checker.guard.judge import Judge
from checker.policy.catalogue import Catalogue


def nothing(path: str) -> Document:
    raise InputError(f"no file {path} here")


def judge(*packs: str, levels: tuple[tuple[str, str], ...] = ()) -> Judge:
    catalogue, settings = Catalogue(nothing, lambda: ()), Settings(packs=packs, levels=levels)
    return Judge(
        settings=settings,
        rules={rule.id: rule for rule in catalogue.rules(settings)},
        packs={pack.id: pack.version for pack in catalogue.packs(settings)},
        config=None,
        files=catalogue.files(),
        revision="",
    )


def told(before: Judge, after: Judge) -> list[tuple[str, str]]:
    return [(one.rule, one.subject.field) for one in loosened(".threatgate.yaml", before, after)]


def test_a_built_in_pack_that_is_no_longer_named_is_one_finding_and_not_one_for_each_rule() -> None:
    assert told(judge("boundary", "model"), judge("boundary")) == [("gate/pack-removed", "packs.model")]
    assert told(judge("boundary"), judge("boundary", "model")) == []


def test_a_rule_found_by_code_is_told_when_switched_off_together_with_the_name_of_its_pack() -> None:
    after = judge("boundary", levels=(("model/dangling-reference", "off"), ("review/stale", "note")))
    assert told(judge("boundary", "model", "review"), after) == [
        ("gate/pack-removed", "packs.model"),
        ("gate/pack-removed", "packs.review"),
        ("gate/rule-disabled", "rules.model/dangling-reference"),
        ("gate/level-lowered", "rules.review/stale"),
    ]
