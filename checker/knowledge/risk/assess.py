"""The risk of one threat: what its model says by each method, and what they come to together."""

from __future__ import annotations

from typing import Any, NamedTuple

from checker.knowledge.risk.bands import BAND, of_matrix, worst
from checker.knowledge.risk.cvss import Cvss
from checker.knowledge.risk.cvss import read as read_cvss
from checker.knowledge.risk.dread import Dread
from checker.knowledge.risk.dread import read as read_dread


class Risk(NamedTuple):
    """Everything that a threat says about its risk. Bands are empty where nothing says them."""

    dread: Dread | None
    cvss: Cvss | None
    severity: str
    """The word of ``risk.severity``."""
    likelihood: str
    impact: str
    matrix: str
    """The band of likelihood and impact."""
    band: str
    """The worst that a method says, each by its own bands: what people decide by."""
    normalised: str
    """The same with every number on the scale from 0 to 10: what other tools show."""
    score: float | None
    """The greatest number from 0 to 10 that a method gives."""

    @property
    def said(self) -> str:
        """The risk in words, with method, number and both bands."""
        parts = [*_dread(self.dread), *_cvss(self.cvss)]
        if self.severity:
            parts.append(f"severity {self.severity}")
        if self.matrix:
            parts.append(f"likelihood {self.likelihood} by impact {self.impact}: {self.matrix}")
        return "; ".join(parts)


def assess(risk: tuple[tuple[str, Any], ...]) -> Risk:
    """The risk that the ``risk`` of a threat states."""
    said = dict(risk)
    dread, cvss = read_dread(risk), read_cvss(risk)
    severity, likelihood, impact = (said.get(name, "") for name in ("severity", "likelihood", "impact"))
    matrix = of_matrix(likelihood, impact)
    computed = cvss.computed if cvss else None
    shared = [one for one in (BAND.get(severity, ""), matrix, computed.band if computed else "") if one]
    own = [*shared, dread.own_band] if dread and dread.own_band else shared
    common = [*shared, dread.band] if dread and dread.band else shared
    numbers = [one for one in (dread and dread.normalised, computed and computed.score) if one is not None]
    return Risk(
        dread, cvss, severity, likelihood, impact, matrix, worst(own), worst(common), max(numbers, default=None)
    )


def _dread(dread: Dread | None) -> list[str]:
    if dread is None or dread.score is None or dread.normalised is None:
        return []
    variant = dread.variant
    text = f"DREAD {variant.id} {dread.score:g} of {variant.top:g} ({dread.own_band})"
    if variant.scale:
        text += f", {dread.normalised:g} of 10 ({dread.band})"
    elif variant.top != 10:
        text += f", {dread.normalised:.3g} of 10"
    return [text]


def _cvss(cvss: Cvss | None) -> list[str]:
    if cvss is None or cvss.computed.score is None:
        return []
    return [f"CVSS {cvss.computed.version} {cvss.computed.score:g} ({cvss.computed.band})"]
