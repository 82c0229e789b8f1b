"""The human output of a diff: signs, values before and after, what weakens, where."""

from __future__ import annotations

import pytest

from checker.core.change import Change, FieldChange
from checker.core.location import Ref
from checker.core.model import Acceptance, AiModel
from checker.outputs import DIFF_OUTPUTS, Style
from checker.outputs.words import value_of
from tests.outputs.reports import FAILED, SHAPES, SHARED, SHOP, report


def diff(report: object) -> str:
    return "".join(DIFF_OUTPUTS["human"].render(report, Style()))  # type: ignore[arg-type]


def test_changes_are_grouped_by_kind_of_element() -> None:
    lines = diff(SHARED).split("\n")
    assert [line for line in lines if line.startswith("  ") and line[2] != " "] == [
        "  3 components",
        "  2 flows",
        "  1 boundary",
    ]


def test_change_has_sign_place_and_values() -> None:
    text = diff(SHARED)
    assert "    + orders added  threatmodel.yaml:12:3\n" in text
    assert "    - dmz removed (weakens)  threatmodel.yaml:6:3\n" in text
    assert "    → customer moved  threatmodel.yaml:7:3\n        boundary: cloud → internet\n" in text
    assert "    → ask renamed (was question)  threatmodel.yaml:14:3\n" in text
    assert "        authority: read-orders → read-orders, refund (weakens)\n" in text


def test_field_that_follows_says_so() -> None:
    change = Change("modified", Ref("flow", "ask"), (FieldChange("crossings", ("a",), (), derived=True),))
    assert "        crossings: a → none (follows)\n" in diff(report(models=(SHOP._replace(changes=(change,)),)))


def test_a_long_value_is_cut_around_what_differs() -> None:
    same = "a" * 1000
    fields = (FieldChange("description", f"{same}old", f"{same}{'b' * 300}"), FieldChange("name", "", "c" * 200))
    text = diff(report(models=(SHOP._replace(changes=(Change("modified", Ref("flow", "ask"), fields),)),)))
    around = "a" * 40
    assert f"        description: …{around}old → …{around}{'b' * 160}… (1,300 characters)\n" in text
    assert f"        name: not stated → {'c' * 200}\n" in text


def test_what_has_an_id_that_tells_nothing_has_its_name_too() -> None:
    change = Change("renamed", Ref("flow", "1-2"), (FieldChange("data", ("3-4",), ("3-4", "b")),), was="9-9")
    names = {"1-2": "Ask", "3-4": "Chat", "9-9": "Question"}
    text = diff(report(models=(SHOP._replace(changes=(change,), names=names),)))
    assert "    → 1-2 (Ask) renamed (was 9-9 (Question))" in text
    assert "        data: 3-4 (Chat) → 3-4 (Chat), b\n" in text


def test_no_change_is_one_line() -> None:
    assert diff(SHAPES["pass-with-base"]) == (
        "no change in meaning, the work tree against 3f9a1c2e5b7d (first parent of the merge commit)\n"
    )


def test_model_that_could_not_be_compared_is_no_unchanged_model() -> None:
    text = diff(FAILED)
    assert text.startswith("error: the base 'origin/main' is not in this clone\n  = next: git fetch")
    assert "no change" not in text
    assert text.endswith("\nnot everything could be compared\n")


def test_two_files_have_no_base_to_speak_of() -> None:
    assert diff(SHAPES["pass"]) == "no change in meaning\n"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", "not stated"),
        (None, "not stated"),
        ((), "none"),
        (True, "true"),
        (False, "false"),
        (("a", "b"), "a, b"),
        ((("stride", ("S", "T")),), "stride: S, T"),
        (AiModel(source="external", version="2"), "source external, version 2"),
        (Acceptance("dana", "2027-01-01"), "by dana, until 2027-01-01"),
    ],
)
def test_value_reads_like_words(value: object, expected: str) -> None:
    assert value_of(value) == expected
