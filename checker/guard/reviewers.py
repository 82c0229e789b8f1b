"""What a change loosens about who may review, and what must be reviewed by whom."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.finding import Finding
from checker.core.settings import Person, Requirement
from checker.documents.words import quote
from checker.guard.judge import Judge, Place

_GIVEN = {"roles": "the role", "also": "the name", "keys": "the key"}


def loosened(name: str, before: Judge, after: Judge) -> Iterator[Finding]:
    """A finding for each way in which more people may decide, or fewer have to. ``name`` is the path of the config."""
    place = Place(name, before, after)
    yield from _people(place)
    yield from _required(place)
    for field in ("four_eyes", "signed_commits"):
        if getattr(before.settings, field) and not getattr(after.settings, field):
            message = f"this change no longer asks for {field.replace('_', ' ')} of reviews"
            yield place.finding("gate/review-policy-loosened", field, message, ("review", field))


def _people(place: Place) -> Iterator[Finding]:
    before = {person.id: person for person in place.before.settings.people}
    if not before:
        return
    if not place.after.settings.people:
        message = "this change lets anybody review: no reviewers are named any more"
        yield place.finding("gate/review-policy-loosened", "people", message, ("reviewers",), key=True)
    for person in place.after.settings.people:
        at = ("reviewers", "people", person.id)
        if person.id not in before:
            message = f"this change lets {quote(person.id)} review"
            yield place.finding("gate/reviewer-added", f"people.{person.id}", message, at, key=True)
        else:
            yield from _given(place, before[person.id], person)
            yield from _forgotten(place, before[person.id], person)


def _given(place: Place, before: Person, after: Person) -> Iterator[Finding]:
    """Roles, names and keys that somebody has now and had not."""
    for part, words in _GIVEN.items():
        for number, value in enumerate(getattr(after, part)):
            if value not in getattr(before, part):
                message = f"this change gives {quote(after.id)} {words} {quote(value)}"
                field = f"people.{after.id}.{part}.{number}"
                at = ("reviewers", "people", after.id, part, number)
                yield place.finding("gate/reviewer-added", field, message, at)


def _forgotten(place: Place, before: Person, after: Person) -> Iterator[Finding]:
    """Names that somebody has no more: with four eyes, what they make under such a name would be another's."""
    if not place.before.settings.four_eyes:
        return
    for number, value in enumerate(before.also):
        if value.casefold() not in (name.casefold() for name in after.also):
            message = f"this change no longer takes {quote(value)} for {quote(after.id)}, who could review its changes"
            field = f"people.{after.id}.also.{number}"
            at = ("reviewers", "people", after.id, "also", number)
            yield place.finding("gate/review-policy-loosened", field, message, at)


def _required(place: Place) -> Iterator[Finding]:
    """Requirements that no entry of the head upholds: as wide, by no other people, and by as many."""
    for number, old in enumerate(place.before.settings.required):
        if not any(_upholds(new, old) for new in place.after.settings.required):
            message = f"this change no longer asks for a review of {', '.join(old.on)} by {' or '.join(old.by)}"
            at = ("reviewers", "required", number)
            yield place.finding("gate/review-policy-loosened", f"required.{number}", message, at)


def _upholds(new: Requirement, old: Requirement) -> bool:
    """Whether a requirement asks for as much, wherever another did."""
    elements = all(any(_within(glob, wider) for wider in new.on) for glob in old.on)
    models = not new.models or (bool(old.models) and set(old.models) <= set(new.models))
    change = not new.change or (bool(old.change) and set(old.change) <= set(new.change))
    return elements and models and change and set(new.by) <= set(old.by) and new.number >= old.number


def _within(glob: str, wider: str) -> bool:
    """Whether every element that a glob means is meant by another, as far as that is plain to see."""
    return wider in ("*", glob) or (wider.endswith("/*") and glob.startswith(wider[:-1]))
