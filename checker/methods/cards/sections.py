"""Which sections of its profile a card lacks, as findings say it."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.documents.words import quote
from checker.knowledge.card_profiles import Profile
from checker.methods.cards.card import Card
from checker.methods.cards.texts import Texts
from checker.methods.cards.told import folded, listed, told

Cards = tuple[Card, Card | None]


def section_findings(
    asked: Asked, rule: str, subject: Ref, profile: Profile, texts: tuple[Texts, Texts | None], cards: Cards
) -> Iterator[Finding]:
    """A finding for the sections that were missing before, and one for those that are since this change. ``texts`` and
    ``cards`` are those of now and of before."""
    now, before = cards
    missing = texts[0].lacking(now, profile)
    required = sum(1 for one in profile.sections if one.required)
    was = {one.wanted.id: "" for one in texts[1].lacking(before, profile)} if texts[1] and before else None
    words = {one.wanted.id: f"{quote(one.wanted.title)}{' (empty)' * (one.state == 'empty')}" for one in missing}
    places = {one.wanted.id: one.places[0] for one in missing if one.places}
    for which, lines in folded(words, was):
        ids = [id for id in words if words[id] in lines]
        at = next((places[id] for id in ids if id in places), Location(now.path))
        has = f"it has {required - len(missing)} of {required}"
        message = (
            f"the card {quote(now.path)} lacks {len(lines)} of the sections of {profile.id}: {listed(lines)}; {has}"
        )
        yield told(asked, rule, message, subject, at, which)


def profile_of(asked: Asked, texts: Texts, name: str, subject: Ref) -> tuple[Profile | None, tuple[Finding, ...]]:
    """The profile of a card, or the finding that says why it cannot be used."""
    try:
        return texts.profile(name), ()
    except InputError as error:
        at = error.at if error.at and error.at != Location(error.at.path) else None
        message = f"the card profile {quote(name)} cannot be used: {error.message}"
        return None, (told(asked, "wrong-profile", message, subject, at, hint=error.hint),)
