"""Tables of severities that say the same, whichever of their cases hold."""

from __future__ import annotations

from typing import Any

import pytest

from checker.policy.trying.truth import same_grades

A, B, C = ({"crosses": True}, {"local": True}, {"mutual": True})


def case(when: Any, word: str) -> dict[str, Any]:
    return {"when": when, "is": word}


def rated(likelihood: Any, impact: Any) -> dict[str, Any]:
    return {"likelihood": likelihood, "impact": impact}


@pytest.mark.parametrize(
    ("table", "other"),
    [
        (rated("unlikely", [case(A, "high"), "medium"]), rated("unlikely", ["medium"])),
        (rated("unlikely", [case(A, "high"), "medium"]), rated("unlikely", [case(B, "high"), "medium"])),
        (rated("unlikely", [case(A, "high"), "medium"]), rated("unlikely", [case(A, "medium"), "medium"])),
        (rated([case(A, "likely"), "very-likely"], "medium"), rated("very-likely", "medium")),
        ([case(A, "high"), case(B, "low"), "low"], [case(A, "high"), "low"]),
        ([case(A, "high"), case(B, "high"), "low"], [case(B, "high"), case(A, "high"), "low"]),
    ],
)
def test_tables_that_grade_the_same(table: Any, other: Any) -> None:
    assert same_grades(table, other)
    assert same_grades(other, table)


@pytest.mark.parametrize(
    ("table", "other"),
    [
        # 1 x 3 and 1 x 2 are medium, 2 x 3 and 2 x 2 elevated, which is our medium too: the rating tells them apart
        (rated("unlikely", [case(A, "high"), "medium"]), rated("likely", [case(A, "high"), "medium"])),
        # the same for each alone, and another where both cases hold: 3 x 3 is high, 2 x 3 elevated
        (
            rated([case(A, "very-likely"), "likely"], [case(B, "high"), "medium"]),
            rated("likely", [case(B, "high"), "medium"]),
        ),
        ([case(A, "high"), "medium"], [case(B, "high"), "medium"]),
        ([case(A, "high"), case(B, "low"), "medium"], [case(B, "low"), case(A, "high"), "medium"]),
        ([case(A, "high"), case(B, "low"), "medium"], [case(A, "high"), case(C, "low"), "medium"]),
    ],
)
def test_tables_that_one_combination_tells_apart(table: Any, other: Any) -> None:
    assert not same_grades(table, other)
    assert not same_grades(other, table)


def test_a_score_is_not_gone_through() -> None:
    table = {"score": "1", "bands": {"low": 1}}
    assert not same_grades(table, table)


def test_no_more_combinations_are_gone_through_than_can_be() -> None:
    def many(number: int) -> list[Any]:
        return [*(case({"id": f"c{n}"}, "high") for n in range(number)), "high"]

    assert same_grades(many(8), ["high"])
    assert not same_grades(many(9), ["high"])
