"""How bad a threat is said to be, as far as methods ask: high or not, or not said."""

from __future__ import annotations

from typing import Any

from checker.core.model import Threat

_HIGH = ("high", "critical")
_LEVELS = ("very-low", "low", "medium", "high", "very-high")
_DREAD = ("damage", "reproducibility", "exploitability", "affected_users", "discoverability")
_BAND = 7.0
"""From which score on a risk is high: CVSS calls 7.0 to 8.9 so, and a DREAD mean is read on the same scale."""


def is_high(threat: Threat) -> bool | None:
    """Whether the risk is high or above, by the first of these that is stated; None where none is.

    The severity in a word; the score of CVSS; the mean of the DREAD ratings; likelihood and impact, where high means
    that both are high or above.
    """
    risk = dict(threat.risk)
    if risk.get("severity"):
        return risk["severity"] in _HIGH
    score = dict(risk.get("cvss", ())).get("score")
    if score is None:
        score = _mean(dict(risk.get("dread", ())))
    if score is not None:
        return bool(score >= _BAND)
    if "likelihood" in risk and "impact" in risk:
        return min(_LEVELS.index(risk[part]) for part in ("likelihood", "impact")) >= _LEVELS.index("high")
    return None


def _mean(dread: dict[str, Any]) -> float | None:
    """The mean of the five ratings from 0 or 1 to 10; None on other scales."""
    if not str(dread.get("variant", "mean-0-10")).startswith("mean") or not all(part in dread for part in _DREAD):
        return None
    return sum(float(dread[part]) for part in _DREAD) / len(_DREAD)
