"""Levels of likelihood, impact and risk, as ``risk`` of a threat has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.inputs.cyclonedx.draft.whole import Whole
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import IMPACT, LIKELIHOOD, SEVERITY

_LEVELS = {"likelihood": LIKELIHOOD, "impact": IMPACT, "severity": SEVERITY}

Risk = dict[str, Any]


def rating(whole: Whole, node: Node, score: str = "score") -> Risk:
    """What a rating says; ``score`` is the key of the whole of it."""
    keys = {"likelihood": "likelihood", "impact": "impact", "severity": score}
    found: Risk = {}
    for field, levels in _LEVELS.items():
        inside = node.mapping(keys[field])
        word = whole.word(inside, "level", levels, custom=False)
        if word in levels:
            found[field] = levels[word]
    whole_of_it = node.mapping(score)
    if (vector := whole_of_it.text("vector")).startswith("CVSS:"):
        number = whole_of_it.number("score")
        found["cvss"] = (*((("score", _plain(number)),) if number is not None else ()), ("vector", vector))
    return found


def worst(ratings: Iterable[Risk]) -> Risk:
    """The worst of several ratings, field by field."""
    found: Risk = {}
    for one in ratings:
        for field, word in one.items():
            if field == "cvss":
                found[field] = max(found.get(field, word), word, key=str)
            else:
                order = [*_LEVELS[field].values()]
                found[field] = max(found.get(field, word), word, key=order.index)
    return found


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number
