"""DREAD in its six variants: what the ratings may be, how they become one number, and what that number is called.

Sources: M. Howard and D. LeBlanc, Writing Secure Code, 2nd ed., 2003 (five ratings from 0 to 10 and their mean); J. D.
Meier and others, Improving Web Application Security, Microsoft patterns & practices, 2003 (ratings from 1 to 3, their
sum, and its three bands). The other four are in use without one author.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from checker.knowledge.risk.bands import SCALE, band

FACTORS = ("damage", "reproducibility", "exploitability", "affected_users", "discoverability")
USUAL = "mean-0-10"
"""The variant that a model means without a word."""

_PLACES = 9
"""Numbers are kept to so many places, without what binary fractions leave behind."""


class Variant(NamedTuple):
    """One way to rate. ``scale`` is its own scale, greatest band first; empty where it has none but that of 0 to 10."""

    id: str
    least: float
    most: float
    factors: tuple[str, ...]
    """The ratings that its formula needs."""
    formula: Callable[[Mapping[str, float]], float]
    bottom: float
    top: float
    """The least and the greatest number that it can give."""
    normalise: Callable[[float], float]
    """That number on a scale from 0 to 10."""
    scale: tuple[tuple[float, str], ...] = ()
    apart: float = 3
    """Two ratings of one factor that lie further apart are no agreement: a third of the scale, and on a scale of three
    steps more than one."""

    def own_band(self, score: float) -> str:
        """What the variant itself calls a number of its own."""
        return band(score, self.scale) if self.scale else band(self.normalise(score))


def _sum(rated: Mapping[str, float]) -> float:
    return sum(rated[factor] for factor in FACTORS)


def _mean(rated: Mapping[str, float]) -> float:
    return _sum(rated) / len(FACTORS)


def _without_discoverability(rated: Mapping[str, float]) -> float:
    return (_sum({**rated, "discoverability": 0})) / (len(FACTORS) - 1)


def _product(rated: Mapping[str, float]) -> float:
    impact = rated["damage"] + rated["affected_users"]
    return impact * (rated["reproducibility"] + rated["exploitability"] + rated["discoverability"])


def _same(score: float) -> float:
    return score


VARIANTS = {
    variant.id: variant
    for variant in (
        Variant(USUAL, 0, 10, FACTORS, _mean, 0, 10, _same),
        Variant("mean-1-10", 1, 10, FACTORS, _mean, 1, 10, _same),
        Variant(
            *("sum-1-3", 1, 3, FACTORS, _sum, 5, 15, lambda score: score - 5),
            scale=((12, "high"), (8, "medium"), (5, "low")),
            apart=1,
        ),
        Variant("sum-0-10", 0, 10, FACTORS, _sum, 0, 50, lambda score: score / 5),
        Variant("dread-minus-d", 0, 10, FACTORS[:-1], _without_discoverability, 0, 10, _same),
        Variant("impact-times-likelihood", 0, 10, FACTORS, _product, 0, 600, lambda score: score / 60),
    )
}


class Spread(NamedTuple):
    """The ratings of one factor that lie furthest apart, and whose they are (``""``: the one agreed on)."""

    factor: str
    least: float
    most: float
    lowest: str
    highest: str


class Dread(NamedTuple):
    """What a threat says by DREAD, and what follows. Numbers are None where they cannot be told."""

    variant: Variant
    named: bool
    """Whether the threat names the variant."""
    factors: Mapping[str, float]
    """The ratings agreed on, as far as they are stated."""
    raters: Mapping[str, Mapping[str, float]]
    stated: float | None
    missing: tuple[str, ...]
    """Ratings that the formula needs and nobody agreed on."""
    outside: tuple[str, ...]
    """Fields below ``risk.dread`` whose rating is not on the variant's scale: ``damage``, ``raters.kim.damage``."""
    score: float | None
    """On the variant's own scale."""
    normalised: float | None
    own_band: str
    band: str
    """Of the normalised number."""
    spread: tuple[Spread, ...]
    """Factors whose ratings lie too far apart."""

    @property
    def stale(self) -> bool:
        """Whether the stated score is not what the ratings give. It may be rounded, to one place or more."""
        if self.stated is None or self.score is None:
            return False
        stated = Decimal(repr(self.stated))
        places = max(1, -int(stated.as_tuple().exponent))
        return abs(stated - Decimal(repr(self.score))) > Decimal(5).scaleb(-places - 1)


def read(risk: tuple[tuple[str, Any], ...]) -> Dread | None:
    """What the ``risk`` of a threat says by DREAD; None where it says nothing of it."""
    said = dict(dict(risk).get("dread") or ())
    if not said:
        return None
    variant = VARIANTS.get(said.get("variant", USUAL), VARIANTS[USUAL])
    factors = {factor: said[factor] for factor in FACTORS if factor in said}
    raters = {who: dict(ratings) for who, ratings in said.get("raters") or ()}
    missing = tuple(factor for factor in variant.factors if factor not in factors)
    outside = tuple(_outside(variant, factors, raters))
    score = None
    if not missing and not any(factor in variant.factors for factor in outside):
        score = round(variant.formula(factors), _PLACES)
    normalised = None if score is None else round(variant.normalise(score), _PLACES)
    return Dread(
        variant=variant,
        named="variant" in said,
        factors=factors,
        raters=raters,
        stated=said.get("score"),
        missing=missing,
        outside=outside,
        score=score,
        normalised=normalised,
        own_band="" if score is None else variant.own_band(score),
        band="" if normalised is None else band(normalised, SCALE),
        spread=tuple(_spread(variant, factors, raters)),
    )


def _outside(variant: Variant, factors: Mapping[str, float], raters: Mapping[str, Mapping[str, float]]) -> list[str]:
    theirs = ((f"raters.{who}.{factor}", rating) for who, one in raters.items() for factor, rating in one.items())
    named = (*factors.items(), *theirs)
    return [name for name, rating in named if not variant.least <= rating <= variant.most]


def _spread(variant: Variant, factors: Mapping[str, float], raters: Mapping[str, Mapping[str, float]]) -> list[Spread]:
    found = []
    for factor in FACTORS:
        ratings = [(one[factor], who) for who, one in (("", factors), *sorted(raters.items())) if factor in one]
        least, most = min(ratings, default=(0.0, "")), max(ratings, default=(0.0, ""), key=lambda one: one[0])
        if most[0] - least[0] > variant.apart:
            found.append(Spread(factor, least[0], most[0], least[1], most[1]))
    return found
