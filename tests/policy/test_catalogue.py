"""Packs: shipped, in the repository, in a folder; what is read when; and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.core.errors import InputError, UsageError
from checker.core.location import Location
from checker.core.rule import BUILT_IN
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import Catalogue
from checker.policy.shelf import shipped, without_examples

PACK = 'id: ours\ntitle: Ours\nversion: "1.0"\nlicence: CC0-1.0\n'


def rule(id: str, extra: str = "") -> str:
    return (
        f"id: {id}\ntitle: T\nseverity: low\nwhy: W.\nfix: {{text: F.}}\n{extra}"
        "each: flow\nassert: {protocol: {present: true}}\n"
    )


def catalogue(files: Mapping[str, str] | None = None) -> Catalogue:
    files = files or {}

    def reader(path: str) -> Document:
        if path not in files:
            raise InputError("missing", Location(path))
        return parse(Source(path, files[path]))

    return Catalogue(reader, lambda: tuple(sorted(files)))


OURS = {"policies/ours/pack.yaml": PACK, "policies/ours/no-fax.yaml": rule("ours/no-fax", "aliases: [ours/fax]\n")}
USED = Settings(packs=("boundary", "./policies/ours"))


def test_shipped_rules_are_compiled_in_order_of_id_without_their_examples() -> None:
    compiled = catalogue().compiled(Settings())
    ids = [one.rule.id for one in compiled]
    assert ids == sorted(ids)
    assert len(ids) >= 14
    assert {one.rule.examples for one in compiled} == {None}


def test_whole_rule_has_its_examples() -> None:
    assert catalogue().whole("boundary/cleartext-flow").examples
    assert catalogue().whole("review/stale").built_in


def test_shipped_rule_is_the_same_without_the_check_of_its_schema() -> None:
    one = catalogue()
    for id in one.ids():
        assert one.rule(id) == one.whole(id)._replace(examples=one.rule(id).examples)


def test_rule_is_read_once_however_often_it_is_asked_for() -> None:
    one = catalogue()
    assert one.rule("review/stale") is one.rule("review/stale")


def test_levels_set_severities_and_switch_rules_off() -> None:
    levels = (("boundary/cleartext-flow", "critical"), ("boundary/no-trust", "off"))
    compiled = {one.rule.id: one.severity for one in catalogue().compiled(Settings(levels=levels))}
    assert compiled["boundary/cleartext-flow"] == "critical"
    assert compiled["boundary/exposed-secrets"] == "critical"
    assert "boundary/no-trust" not in compiled


def test_rules_in_use_are_those_of_the_packs_and_the_built_in_ones() -> None:
    rules = catalogue().rules(Settings())
    assert {rule.pack for rule in rules} == {"boundary", *BUILT_IN}
    assert {rule.pack for rule in rules if not rule.built_in} == {"boundary"}


def test_rules_of_a_built_in_pack_that_have_a_body_are_in_use_where_it_is_named() -> None:
    settings = Settings(packs=("model",), levels=(("model/unrated-system", "off"),))
    compiled = {one.rule.id for one in catalogue().compiled(settings)}
    assert "model/unowned-system" in compiled
    assert not compiled & {"model/unrated-system", "model/syntax", "review/without-note"}
    assert {rule.pack for rule in catalogue().rules(settings) if not rule.built_in} == {"model"}
    assert [pack.id for pack in catalogue().packs(settings)] == ["model"]


def test_pack_in_the_repository_joins() -> None:
    ours = catalogue(OURS)
    assert "ours/no-fax" in [one.rule.id for one in ours.compiled(USED)]
    assert ours.pack("ours").rules[0].id == "ours/no-fax"


def test_alias_finds_the_rule() -> None:
    ours = catalogue(OURS)
    ours.open("./policies/ours")
    assert ours.rule("ours/fax").id == "ours/no-fax"
    assert ours.canonical("ours/no-fax") == "ours/no-fax"


def test_pack_of_a_folder_joins(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "no-fax.yaml").write_text(rule("ours/no-fax"))
    (tmp_path / "no-fax.test.yaml").write_text("not: a rule")
    one = catalogue()
    for _ in range(2):
        assert "ours/no-fax" in [c.rule.id for c in one.compiled(Settings(), (str(tmp_path),))]


@pytest.mark.parametrize(
    ("files", "packs", "message"),
    [
        ({}, ("boundry",), "no shipped pack is called 'boundry'"),
        ({}, ("./policies/ours",), "the folder './policies/ours' is no policy pack: it has no pack.yaml"),
        ({}, ("./../ours",), "is not a folder inside the repository"),
        ({"p/pack.yaml": PACK.replace("ours", "model")}, ("./p",), "two packs are called 'model'"),
        ({"p/pack.yaml": PACK, "q/pack.yaml": PACK}, ("./p", "./q"), "two packs are called 'ours'"),
        ({"p/pack.yaml": "id: ours\n"}, ("./p",), "this pack cannot be used"),
        ({**OURS, "policies/ours/x/no-fax.yml": ""}, ("./policies/ours",), "the rule 'ours/no-fax' is in two files"),
        ({**OURS, "policies/ours/bad.yaml": "id: ours/bad\n"}, ("./policies/ours",), "this rule cannot be used"),
    ],
)
def test_pack_that_cannot_be_used(files: dict[str, str], packs: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        catalogue(files).compiled(Settings(packs=packs))
    assert message in raised.value.message


def test_folder_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="there is no folder 'nowhere'"):
        catalogue().compiled(Settings(), ("nowhere",))


def test_unknown_rule_has_a_suggestion() -> None:
    with pytest.raises(UsageError) as raised:
        catalogue().rule("boundary/cleartext-flows")
    assert raised.value.hint == "did you mean 'boundary/cleartext-flow'?"


def test_examples_are_left_out_only_where_nothing_follows_them() -> None:
    head, examples = "id: a/b\neach: flow\n", "examples:\n  fail:\n    # why\n    - {}\n\n"
    assert without_examples(head + examples) == head
    for text in (
        head,
        head + examples + "assert: {x: y}\n",
        head + "examples: {fail: [{}]}\n",
        head + "examples:\n- a\n",
    ):
        assert without_examples(text) == text


def test_every_shipped_rule_is_the_same_without_its_examples() -> None:
    for shelf in shipped().values():
        for path in shelf.rules.values():
            whole = shelf.read(path).data
            whole.pop("examples", None)
            assert shelf.lean(path).data == whole
