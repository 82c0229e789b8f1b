"""Severity tables by the truth of their conditions: whether two of them say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from checker.policy.severity import Grade, weigh

_MOST = 10
"""Conditions whose combinations are gone through, a thousand at most. Tables of people ask one to five."""


def same_grades(table: Any, other: Any) -> bool:
    """Whether two tables give the same grade whichever of their conditions hold.

    Conditions that are written differently are taken to hold independently of each other: tables that are called the
    same are; of two that are not, their conditions may still make the same. So may those that ask for a score or too much.
    """
    if any(isinstance(one, dict) and "score" in one for one in (table, other)):
        return table == other
    asked = list(dict.fromkeys((*_asked(table), *_asked(other))))
    if len(asked) > _MOST:
        return table == other
    truths = (dict(zip(asked, held, strict=True)) for held in product((True, False), repeat=len(asked)))
    return all(_grade(table, truth) == _grade(other, truth) for truth in truths)


def _parts(table: Any) -> tuple[Any, ...]:
    return (table["likelihood"], table["impact"]) if isinstance(table, dict) else (table,)


def _asked(table: Any) -> Iterator[str]:
    """The conditions of a table, as text: equal ones are one."""
    for part in _parts(table):
        yield from (json.dumps(case["when"]) for case in part if isinstance(case, dict))


def _grade(table: Any, truth: Mapping[str, bool]) -> Grade:
    words = [_word(part, truth) for part in _parts(table)]
    return weigh(*words) if isinstance(table, dict) else Grade(*words)


def _word(part: Any, truth: Mapping[str, bool]) -> str:
    """The word of the first case that holds; the last one always does."""
    if isinstance(part, str):
        return part
    return next(case if isinstance(case, str) else case["is"] for case in part if _holds(case, truth))


def _holds(case: Any, truth: Mapping[str, bool]) -> bool:
    return isinstance(case, str) or truth[json.dumps(case["when"])]
