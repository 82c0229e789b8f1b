"""What a change makes of the profile of a system card: one that asks for less makes every card look complete."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.errors import InputError
from checker.core.finding import SEVERITIES, Finding
from checker.core.location import Ref
from checker.documents.words import quote
from checker.knowledge.card_profiles import Profile, Wanted
from checker.methods.cards.texts import SYSTEM_CARD, Texts
from checker.methods.cards.told import listed, told


def profile_findings(asked: Asked, texts: Texts, before: Texts | None) -> Iterator[Finding]:
    """That the profile asks for less than before this change, be it another one or the same file in other words; or
    that the change leaves a file that cannot be used, though the one that was there before still judges."""
    if before is None or asked.before is None or not asked.before[0].model.system.card:
        return
    name = asked.snapshot.model.system.card_profile or SYSTEM_CARD
    was = asked.before[0].model.system.card_profile or SYSTEM_CARD
    subject = Ref("system", asked.snapshot.model.id, "card.profile")
    try:
        old = before.profile(was)
    except InputError:
        return  # nothing was asked
    try:
        new = texts.profile(name, own=True)
    except InputError as error:
        if texts.trusts(name):  # else it is told where the card is held against it
            message = f"the card profile {quote(name)} cannot be used as this change leaves it: {error.message}"
            yield told(asked, "wrong-profile", message, subject, which="left", hint=error.hint)
        return
    if less := list(loosened(old, new)):
        other = f" {quote(name)} in place of {quote(was)}:" if name != was else f" {quote(name)}:"
        message = f"this change has the system card asked for less by{other} {listed(less)}"
        yield told(asked, "profile-loosened", message, subject, which="; ".join(less)[:1000])


def loosened(old: Profile, new: Profile) -> Iterator[str]:
    """What the new profile does not ask that the old one did, in words. Sections are known by their ids."""
    sections = {one.id: one for one in new.sections}
    for one in old.sections:
        yield from _section(one, sections.get(one.id))
    kinds = [{kind for one in profile.sections for kind in one.names} for profile in (old, new)]
    yield from (f"a {kind} need not be named" for kind in sorted(kinds[0] - kinds[1]))
    if SEVERITIES.index(new.risk_level) > SEVERITIES.index(old.risk_level):
        yield f"risks need to be listed from {new.risk_level} on, and no longer from {old.risk_level}"


def _section(old: Wanted, new: Wanted | None) -> Iterator[str]:
    if not old.required:
        return
    if new is None or not new.required:
        yield f"{quote(old.title)} need not be there"
    elif new.words < old.words:
        yield f"{quote(old.title)} needs {new.words} words, and no longer {old.words}"
    elif set(new.headings) - set(old.headings):
        yield f"{quote(old.title)} may stand under more headings"
