"""A card against its profile: which sections it has, which of them say something."""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.core.location import Location
from checker.documents.markdown import Part
from checker.knowledge.card_profiles import Profile, Wanted, fits, heading
from checker.methods.cards.card import Card

_PLACEHOLDERS = re.compile(
    r"\{\{[^{}]{0,500}\}\}|\[?\bmore information needed\b\]?|\b(?:todo|tbd|to be (?:done|written|added|defined))\b",
    re.I,
)
"""What templates leave to be filled in; the first two are those of the Hugging Face template."""


class Held(NamedTuple):
    """One section of a profile in a card. ``words`` counts what stands there, placeholders left out."""

    wanted: Wanted
    places: tuple[Location, ...] = ()
    words: int = 0

    @property
    def state(self) -> str:
        """``written``, ``empty`` (a heading with too little below it) or ``missing``."""
        if not self.places:
            return "missing"
        return "written" if self.words >= self.wanted.words else "empty"


def held(card: Card, profile: Profile) -> tuple[Held, ...]:
    """The sections of a profile, in its order."""
    titles = [(number, heading(part.title)) for number, part in enumerate(card.parts) if part.level]
    title = _title(card.parts)
    return tuple(_held(card.parts, titles, title, wanted) for wanted in profile.sections)


def _held(parts: tuple[Part, ...], titles: list[tuple[int, str]], title: int, wanted: Wanted) -> Held:
    at = [number for number, name in titles if any(fits(pattern, name) for pattern in wanted.headings)]
    counted = {n for number in at for n in ([number] if number == title else _below(parts, number))}
    words = sum(count(parts[n].text) for n in counted)
    return Held(wanted, tuple(parts[number].location for number in at), words)


def _title(parts: tuple[Part, ...]) -> int:
    """The index of the title of the whole: the only heading of level 1, where there are others below it; else -1.
    What stands under it is the card, and no section."""
    first = [number for number, part in enumerate(parts) if part.level == 1]
    deeper = any(part.level > 1 for part in parts)
    return first[0] if len(first) == 1 and deeper else -1


def _below(parts: tuple[Part, ...], number: int) -> list[int]:
    """A part and those that are inside it."""
    level = parts[number].level
    end = next((n for n in range(number + 1, len(parts)) if parts[n].level <= level), len(parts))
    return list(range(number, end))


def count(text: str) -> int:
    """The words of a text without what only holds the place of some."""
    return len(re.findall(r"\w+", _PLACEHOLDERS.sub(" ", text)))
