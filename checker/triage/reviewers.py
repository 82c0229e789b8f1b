"""Who may decide what: whether the reviews that cover something are by the people whom the config asks for.

Pure: the config of the trusted side, what is to be decided, the reviews of it, and what git tells about them go in;
whether that is enough comes out, and in words why it is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from checker.core.commands import review_changed, review_of
from checker.core.globs import matches
from checker.core.identity import Identity, is_one_of, is_surely, names_of, person_of
from checker.core.location import Ref
from checker.core.model import Review
from checker.core.settings import Person, Requirement, Settings
from checker.documents.words import quote, some

UNAUTHORIZED = "review/unauthorized-reviewer"
OWN = "review/own-change"
UNSIGNED = "review/unsigned"
RECORDED = "review/recorded-by-another"


class Provenance(NamedTuple):
    """What git and the CI system tell of a change. Only what the settings ask for is there.

    A review that the base has is in neither ``recorded`` nor ``unsigned``: whoever merged it answers for it.
    """

    recorded: Mapping[str, tuple[Identity, ...]] = {}
    """Id of a review that the change adds -> the author of each commit that adds it."""
    unsigned: Mapping[str, str] = {}
    """Id of such a review -> why it does not count as signed, in words that follow "the review"."""
    authors: Callable[[Ref], tuple[Identity, ...]] = lambda ref: ()
    """Whoever has a part in what the change does to an element, a removed one too, and who opened the pull request.

    Asked only where a review hangs on it; raises GitError where it cannot be told.
    """
    not_told: tuple[str, ...] = ()
    """What could not be found out and is not asked for, one sentence each."""


class Refusal(NamedTuple):
    """Why a review counts for nothing here: the rule, and words that follow "was reviewed by WHO"."""

    rule: str
    why: str


class Cover(NamedTuple):
    """A review that covers something as it is now and is in force, and why it does not count, if it does not."""

    review: Review
    refusal: Refusal | None = None
    new: bool = True
    """Whether the change brings it."""


class Subject(NamedTuple):
    """What is decided: an element, or one of the gate's own files (kind ``gate``, the path as id).

    ``refs`` and ``models`` also hold the former names, after the present: nothing gets out of a requirement by being
    renamed. ``happened`` holds words of :data:`checker.core.settings.CHANGE_WORDS`; nothing without a comparison.
    """

    refs: tuple[Ref, ...]
    models: tuple[str, ...] = ()
    happened: frozenset[str] = frozenset()


class Answer(NamedTuple):
    """Whether it is decided. If not: the rule that says so, why, what to do, and the review that does not do."""

    rule: str = ""
    why: str = ""
    hint: str = ""
    review: Review | None = None


def refusal(settings: Settings, review: Review, ref: Ref, told: Provenance | None) -> Refusal | None:
    """Why a review counts for nothing as a decision about ``ref``, whatever is required; None where it may count."""
    if settings.people and not person_of(settings.people, review.by):
        return Refusal(UNAUTHORIZED, ", who is not one of the reviewers")
    if told is None:
        return None
    if is_strict(settings) and (others := recorded_by_others(settings, review, told)):
        return Refusal(RECORDED, f", but it was {quote(str(others[0]))} who recorded that")
    if review.id in told.unsigned:
        return Refusal(UNSIGNED, f", but the review {told.unsigned[review.id]}")
    names = names_of(settings.people, review.by)
    own = [one for one in told.authors(ref) if is_one_of(one, names)] if settings.four_eyes else []
    return Refusal(OWN, f", who has a part in the change (as {quote(str(own[0]))})") if own else None


def is_strict(settings: Settings) -> bool:
    """Whether it matters who somebody is."""
    return bool(settings.people) or settings.four_eyes or settings.signed_commits


def recorded_by_others(settings: Settings, review: Review, told: Provenance) -> list[Identity]:
    """The authors of commits that add a review and who are not whom it names."""
    names = names_of(settings.people, review.by)
    return [one for one in told.recorded.get(review.id, ()) if not is_surely(one, names)]


def decide(settings: Settings, subject: Subject, covers: Sequence[Cover]) -> Answer:
    """Whether these reviews are a decision: one that counts at least, and each requirement that fits is met.

    ``covers`` are all reviews of what the subject is now, latest first; at least one.
    """
    counting = {_who(settings, cover.review): cover.review for cover in covers if cover.refusal is None}
    for requirement in required(settings, subject):
        fresh = {_who(settings, cover.review) for cover in covers if cover.new or _stays(requirement, subject)}
        met = [id for id, person in _people(settings, counting) if id in fresh and _able(person, requirement)]
        if len(met) < requirement.number:
            return _lacking(settings, subject, requirement, covers, met)
    if counting:
        return Answer()
    first = covers[0]
    if first.refusal is None:
        raise AssertionError("where none counts, each was refused")
    own = {_who(settings, cover.review) for cover in covers if cover.refusal and cover.refusal.rule == OWN}
    hint = _hint(subject, [person.id for person in settings.people if person.id not in own], "")
    return Answer(first.refusal.rule, quote(first.review.by) + first.refusal.why, hint, first.review)


def required(settings: Settings, subject: Subject) -> Iterator[Requirement]:
    """The requirements that fit a subject. One that would not fit what it is called now fits whatever happened."""
    for one in settings.required:
        happened = not one.change or subject.happened.intersection(one.change)
        if _fits(one, subject.refs, subject.models) and (happened or not _stays(one, subject)):
            yield one


def _stays(requirement: Requirement, subject: Subject) -> bool:
    """Whether a requirement still fits under the present names alone. The change after one that gets out of it would be
    out of its reach, so that what was reviewed before does not do for such a change."""
    return _fits(requirement, subject.refs[:1], subject.models[:1])


def _fits(requirement: Requirement, refs: Iterable[Ref], models: Iterable[str]) -> bool:
    named = any(fnmatchcase(f"{ref.kind}/{ref.id}", glob) for ref in refs for glob in requirement.on)
    return named and (
        not requirement.models or any(matches(glob, one) for one in models for glob in requirement.models)
    )


def _who(settings: Settings, review: Review) -> str:
    person = person_of(settings.people, review.by)
    return person.id if person else review.by.casefold()


def _people(settings: Settings, ids: Iterable[str]) -> Iterator[tuple[str, Person]]:
    known = {person.id: person for person in settings.people}
    return ((id, known[id]) for id in ids if id in known)


def _able(person: Person, requirement: Requirement) -> bool:
    return not {person.id, *person.roles}.isdisjoint(requirement.by)


def _lacking(
    settings: Settings, subject: Subject, requirement: Requirement, covers: Sequence[Cover], met: list[str]
) -> Answer:
    """The answer for a requirement that is not met: a refused review that would have met it is the reason to name."""
    able = [person for person in settings.people if _able(person, requirement)]
    out = {*met, *(_who(settings, c.review) for c in covers if c.refusal and c.refusal.rule == OWN)}
    hint = _hint(subject, [person.id for person in able if person.id not in out], " or ".join(requirement.by))
    for cover in covers:
        person = person_of(able, cover.review.by)
        if cover.refusal and ((person and person.id not in met) or len(covers) == 1):
            return Answer(cover.refusal.rule, quote(cover.review.by) + cover.refusal.why, hint, cover.review)
    wanted = _wanted(requirement)
    if not _stays(requirement, subject):
        why = f"{quote(covers[0].review.by)}, and to take it out of the reach of {wanted} takes a new review by them"
        return Answer(UNAUTHORIZED, why, hint, covers[0].review)
    if met:
        return Answer(UNAUTHORIZED, f"{' and '.join(map(quote, met))} alone: it takes {wanted}", hint, covers[0].review)
    return Answer(UNAUTHORIZED, f"{quote(covers[0].review.by)}, and it takes {wanted}", hint, covers[0].review)


def _wanted(requirement: Requirement) -> str:
    names = " or ".join(map(quote, requirement.by))
    return f"{requirement.number} different people of {names}" if requirement.number > 1 else names


_SHOWN = 5
"""How many people a hint names."""


def _hint(subject: Subject, able: Sequence[str], roles: str) -> str:
    """Who may review the subject, and how. Nobody in particular where anybody may."""
    command = review_changed("") if "removed" in subject.happened else review_of(subject.refs[0].id)
    if not able:
        return f"somebody else has to review it: {command}"
    return f"who may{f' ({roles})' if roles else ''}: {some(able, _SHOWN)}; then {command}"
