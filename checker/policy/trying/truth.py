"""Severity tables by the truth of their conditions: whether two of them say the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from typing import Any

from checker.policy.severity import Grade, weigh

_MOST = 8
"""Conditions whose combinations are gone through. Tables of people ask one to five."""

_Cases = list[tuple[str, str]]
"""Condition, as text, to word, in their order; the last condition is empty and always holds."""


def same_grades(table: Any, other: Any) -> bool:
    """Whether two tables give the same grade whichever of their conditions hold.

    A yes is certain. Conditions are compared by their text and taken to hold independently of each other; scores, and
    tables with many conditions, are not gone through. Tables that only these make the same are told apart.
    """
    if any(isinstance(one, dict) and "score" in one for one in (table, other)):
        return False
    mine, theirs = _parts(table), _parts(other)
    asked = dict.fromkeys(condition for cases in (*mine, *theirs) for condition, _ in cases if condition)
    if len(asked) > _MOST:
        return False
    truths = (dict(zip(asked, held, strict=True)) for held in product((True, False), repeat=len(asked)))
    return all(_grade(mine, truth) == _grade(theirs, truth) for truth in truths)


def _parts(table: Any) -> list[_Cases]:
    """The cases of likelihood and of impact, or of the one list that the table is."""
    parts = (table["likelihood"], table["impact"]) if isinstance(table, dict) else (table,)
    return [[_case(case) for case in ([part] if isinstance(part, str) else part)] for part in parts]


def _case(case: Any) -> tuple[str, str]:
    return ("", case) if isinstance(case, str) else (json.dumps(case["when"]), case["is"])


def _grade(parts: list[_Cases], truth: Mapping[str, bool]) -> Grade:
    words = [next(word for condition, word in cases if truth.get(condition, True)) for cases in parts]
    return weigh(*words) if len(words) > 1 else Grade(*words)
