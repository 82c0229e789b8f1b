"""Findings about cards, folded so that what a change adds is told apart from what was missing before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.core.asked import Asked
from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.documents.words import quote, some
from checker.methods.cards.texts import Text

_SHOWN = 8


def told(
    asked: Asked, rule: str, message: str, subject: Ref, at: Location | None = None, which: str = "", hint: str = ""
) -> Finding:
    """A finding at a place, or where the subject stands; a place in a card has that of the subject beside it."""
    here = asked.snapshot.locate(subject)
    related = (Related(here, "the card is named here"),) if at and at.path != here.path else ()
    return Finding(f"card/{rule}", "", message, subject, at or here, asked.snapshot.model.id, related, (), which, hint)


def folded(now: Mapping[str, str], before: Mapping[str, str] | None) -> Iterator[tuple[str, list[str]]]:
    """What is missing, in words by id, as at most two groups with the discriminator of each: what was missing before
    (or always, where nothing is compared), and what this change adds, which older debt must not hide."""
    old = [words for id, words in now.items() if before is None or id in before]
    new = {id: words for id, words in now.items() if before is not None and id not in before}
    if old:
        yield "", old
    if new:
        yield f"new: {', '.join(new)}"[:1000], list(new.values())


def listed(words: list[str]) -> str:
    """The first few, and how many more there are."""
    return some(words, _SHOWN)


def unread(asked: Asked, text: Text, subject: Ref, was: Text | None) -> Iterator[Finding]:
    """What stands in the way of reading a card, and what is wrong with its data. ``was`` is the card of the base: that
    an address takes the place of one that was read is more than a note."""
    if text.address:
        message = f"the card at {quote(text.path)} is an address: it was not read, so nothing was checked of it"
        if was and was.card:
            message += f"; before this change it was {quote(was.path)}, and that was"
            yield told(asked, "not-read", message, subject, which=was.path)._replace(severity="medium")
        else:
            yield told(asked, "not-read", message, subject)
    elif text.failure:
        at = text.failure.at
        where = f" ({at})" if at and at != Location(at.path) else ""
        message = f"the card {quote(text.path)} cannot be read: {text.failure.message}{where}"
        yield told(asked, "unreadable", message, subject, hint=text.failure.hint)
    for problem in text.card.problems if text.card else ():
        message = f"the data of the card {quote(text.path)} is wrong: {problem.message}"
        yield told(
            asked,
            "unreadable",
            message,
            subject,
            problem.location,
            f"{problem.code} {'.'.join(map(str, problem.path))}",
        )
