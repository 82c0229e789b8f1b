"""How much hangs on something: its confidentiality, integrity and availability."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterable
from typing import NamedTuple

from checker.core.model import Data
from checker.knowledge.threagile.words import CONFIDENTIALITY, CRITICALITY, RATINGS

UNKNOWN = -1
HIGH, HIGHEST = 3, 4
"""Ranks of ``confidential`` and ``critical``, of ``strictly-confidential`` and ``mission-critical``."""

_RANKS = {word: rank for words in (CONFIDENTIALITY, CRITICALITY) for rank, word in enumerate(words)}


class Rating(NamedTuple):
    """Three ranks in their scales, 0 the least; :data:`UNKNOWN` where nothing is stated."""

    confidentiality: int = UNKNOWN
    integrity: int = UNKNOWN
    availability: int = UNKNOWN

    @property
    def sensitive(self) -> bool:
        """One of the three is high."""
        return max(self) >= HIGH

    @property
    def top(self) -> bool:
        """One of the three is the highest there is."""
        return max(self) == HIGHEST

    @property
    def sensitive_content(self) -> bool:
        """Confidentiality or integrity is high."""
        return max(self[:2]) >= HIGH

    @property
    def top_content(self) -> bool:
        """Confidentiality or integrity is the highest there is."""
        return max(self[:2]) == HIGHEST


NOTHING = Rating(0, 0, 0)
"""What a link without data is rated."""


def rating(facts: dict[str, str]) -> Rating:
    """The rating that Threagile's words state."""
    words = (facts.get(name, "") for name in Rating._fields)
    return Rating(*(_RANKS.get(word, UNKNOWN) for word in words))


def data_rating(data: Data, facts: dict[str, str]) -> Rating:
    """The rating of a data asset: what its Threagile properties state, else our classification and integrity."""
    if "confidentiality" in facts:
        return rating(facts)
    confidentiality = _RANKS.get(RATINGS.get(data.classification, ""), UNKNOWN)
    return Rating(confidentiality, _RANKS.get(data.integrity, UNKNOWN), UNKNOWN)


def highest(start: Rating, others: Iterable[Rating]) -> Rating:
    """Of each of the three the highest."""
    confidentiality, integrity, availability = start
    for other in others:
        confidentiality = max(confidentiality, other[0])
        integrity = max(integrity, other[1])
        availability = max(availability, other[2])
    return Rating(confidentiality, integrity, availability)


def confidentiality_of(rating: Rating) -> str:
    """The word for it, or an empty text."""
    return CONFIDENTIALITY[rating.confidentiality] if rating.confidentiality >= 0 else ""


def criticality_of(rank: int) -> str:
    """The word for a rank of integrity or availability, or an empty text."""
    return CRITICALITY[rank] if rank >= 0 else ""
