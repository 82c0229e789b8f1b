"""The risk of a threat as native models write it, out of the free mapping of another format."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from checker.inputs.values import text
from checker.knowledge.risk.dread import FACTORS, VARIANTS

_WORDS = ("severity", "likelihood", "impact")


def sound(said: Mapping[str, Any]) -> dict[str, Any]:
    """What of it has the shape that risks are computed from, and facts of other names, from which none is.

    Such facts may stand below ``properties``, as in native models.
    """
    kept: dict[str, Any] = {}
    below = said.get("properties")
    for key, value in (*(below.items() if isinstance(below, dict) else ()), *said.items()):
        if key in _SHAPES:
            if _SHAPES[key](value):
                kept[key] = value
        elif key not in _WORDS:
            kept[key] = value
        elif not isinstance(value, list | dict):
            kept[key] = text(value)
    return {key: value for key, value in kept.items() if value not in ("", None) and key != "properties"}


def _is_dread(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    rest = {key: inner for key, inner in value.items() if key not in ("variant", "raters", "score")}
    raters = value.get("raters", {})
    rated = isinstance(raters, dict) and all(map(_are_ratings, raters.values()))
    named = value.get("variant", "mean-0-10")
    numbered = "score" not in value or _is_number(value["score"])
    return rated and numbered and isinstance(named, str) and named in VARIANTS and _are_ratings(rest)


def _are_ratings(value: Any) -> bool:
    return isinstance(value, dict) and all(key in FACTORS and _is_number(inner) for key, inner in value.items())


def _is_cvss(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {"vector", "score"}:
        return False
    return isinstance(value.get("vector"), str) and ("score" not in value or _is_number(value["score"]))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MOST and isfinite(value)


_MOST = 1e6
_SHAPES = {"dread": _is_dread, "cvss": _is_cvss}
