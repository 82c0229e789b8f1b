"""Bands of risk: from a number between 0 and 10 to a word."""

from __future__ import annotations

from collections.abc import Sequence

from checker.core.model import RISK_BANDS

SCALE = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"))
"""Least number of each band, greatest first: the qualitative scale of CVSS (since 3.0), which GitHub takes for
``security-severity``. What is below them all is none."""

BAND = {
    "note": "none",
    "low": "low",
    "medium": "medium",
    "elevated": "medium",
    "high": "high",
    "critical": "critical",
}
"""Word of ``risk.severity`` -> its band; ``elevated`` is Threagile's, between our medium and high."""

LEVELS = ("very-low", "low", "medium", "high", "very-high")
"""Words of likelihood and impact, least first."""

_MATRIX = (
    ("none", "none", "none", "low", "low"),
    ("none", "low", "low", "low", "medium"),
    ("none", "low", "medium", "medium", "high"),
    ("none", "low", "medium", "high", "critical"),
    ("none", "low", "medium", "high", "critical"),
)
"""Likelihood by impact: NIST SP 800-30 Rev. 1 (2012), table I-2, whose five words of risk are our five bands."""


def band(score: float, scale: Sequence[tuple[float, str]] = SCALE) -> str:
    """The band of a number on a scale: the first whose least number it reaches."""
    return next((word for least, word in scale if score >= least), "none")


def worst(bands: Sequence[str]) -> str:
    """The highest of some bands, empty where there is none."""
    return max(bands, key=RISK_BANDS.index, default="")


def of_matrix(likelihood: str, impact: str) -> str:
    """The band of a likelihood and an impact; empty where either is not one of :data:`LEVELS`."""
    if likelihood not in LEVELS or impact not in LEVELS:
        return ""
    return _MATRIX[LEVELS.index(likelihood)][LEVELS.index(impact)]
