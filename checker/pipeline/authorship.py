"""What git tells about the people of a change to one model: who recorded its new reviews, whether the commits that add
them are signed, and who has a part in what the reviews cover."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from checker.core.change import Change
from checker.core.errors import GitError
from checker.core.identity import Identity, person_of
from checker.core.location import Ref
from checker.core.model import Review
from checker.core.settings import Settings
from checker.documents.commits import Commit, History
from checker.documents.signatures import unsigned
from checker.pipeline.models import Version
from checker.pipeline.parts import Step, parts
from checker.pipeline.past import Former, Past, former, says
from checker.pipeline.sides import Sides
from checker.triage.moved import touched
from checker.triage.reviewers import Provenance, is_strict

Adding = dict[str, tuple[Step, ...]]
"""Id of a new review -> the steps that add it."""


def provenance(
    sides: Sides, settings: Settings, head: Version, base: Version, nothing: Version, changes: tuple[Change, ...]
) -> Provenance | None:
    """What is to be known of the people of a change; None where nothing is. ``nothing`` is the empty version.

    Raises GitError where something cannot be told that the settings ask for: history that is not in the clone, an
    identity that is not set, a program that is not installed.
    """
    old = {says(review) for review in base.side[0].reviews}
    new = tuple(review for review in head.side[0].reviews if says(review) not in old)
    if not new and not settings.four_eyes:
        return None
    strict = is_strict(settings)
    line = cache(lambda: _line(sides, head, base, nothing, with_uncommitted=strict))
    told = Provenance()
    try:
        if new:
            told = _records(line(), settings, new, staged=sides.head.revision == "index")
    except GitError as error:
        if strict:
            raise
        said = f"Who recorded the new reviews of {head.path}: {error.message}; {error.hint}."
        return Provenance(not_told=(said,))
    if settings.four_eyes:
        moved = touched(changes, base.side, head.side)
        makers = cache(lambda: line().makers(moved))
        told = told._replace(authors=lambda ref: makers()[ref] if ref in moved else ())
    return told


def _records(line: _Line, settings: Settings, new: tuple[Review, ...], *, staged: bool) -> Provenance:
    """What is told of new reviews. What is staged has no signature yet: the commit that gets one is being made."""
    adding = {review.id: line.adding(review) for review in new}
    told = Provenance({id: tuple(step.author for step in steps) for id, steps in adding.items()})
    if not settings.signed_commits:
        return told
    if staged and any(not step.id for steps in adding.values() for step in steps):
        adding = {id: tuple(step for step in steps if step.id) for id, steps in adding.items()}
        told = told._replace(not_told=("Signatures of staged reviews: they are in no commit yet.",))
    return told._replace(unsigned=dict(_unsigned(line, settings, new, adding)))


def _unsigned(line: _Line, settings: Settings, new: tuple[Review, ...], adding: Adding) -> Iterator[tuple[str, str]]:
    for review in new:
        person = person_of(settings.people, review.by)
        reasons = (line.unsigned(step, person.keys) for step in adding[review.id]) if person else ()
        if why := next(filter(None, reasons), ""):
            yield review.id, why


class _Line:
    """The way from the base to the head, step by step; ``cut`` are the steps behind which the clone has no history.

    It is ``complete`` where it ends with the head itself, what is not committed included.
    """

    def __init__(
        self, history: History, past: Past, head: Version, last: Step | None, tips: tuple[str, ...], *, complete: bool
    ) -> None:
        self._history, self._past, self._head, self._complete = history, past, head, complete
        span = history.span(tips)
        self._commits = {commit.id: commit for commit in span.commits}
        self._cut = span.cut
        steps = (Step(c.id, c.author, c.makers, c.parents, past.at(c.id), self._before(c)) for c in span.commits)
        self._steps = (*steps, *([last] if last else []))

    def adding(self, review: Review) -> tuple[Step, ...]:
        """The steps that add a review; none only where the line is not complete.

        Where a commit that adds one was made from a version that cannot be read, that one may have had it.
        """
        said = says(review)
        by_id = {step.id: step for step in self._steps}
        waiting = [s for s in self._steps if said in s.version.reviews and all(said not in b.reviews for b in s.before)]
        found: dict[str, Step] = {}
        while waiting:
            step = waiting.pop()
            found[step.id] = step
            parents = zip(step.parents, step.before, strict=False)
            behind = [by_id[id] for id, before in parents if not before.whole and id in by_id]
            waiting += [one for one in behind if one.id not in found]
        if not self._cut.isdisjoint(found) or (not found and self._complete):
            raise self._unknown("who added a review cannot be told")
        return tuple(found.values())

    def makers(self, moved: frozenset[Ref]) -> dict[Ref, tuple[Identity, ...]]:
        """Element that the change touches -> whoever has a part in that."""
        if self._cut:
            raise self._unknown("who made the change cannot be told")
        opener = self._history.opened_by()
        found = parts(self._steps, moved, self._head.side, self._past.at)
        return {ref: (*makers, *((opener,) if opener else ())) for ref, makers in found.items()}

    def unsigned(self, step: Step, keys: tuple[str, ...]) -> str:
        """Why a step does not count as signed, in words that follow "the review"; empty where it does."""
        if not step.id:
            return "is not committed yet, so that nothing says who signed it"
        why = unsigned(self._history.repository, self._commits[step.id], keys)
        return f"was added by commit {step.id[:10]}, which {why}" if why else ""

    def _before(self, commit: Commit) -> tuple[Former, ...]:
        """The versions that a commit was made from, as far as the clone has them."""
        whole = commit.id not in self._cut
        here = (id for id in commit.parents if whole or id in self._commits or id == self._history.base)
        return tuple(map(self._past.at, here)) or (self._past.nothing,)

    def _unknown(self, what: str) -> GitError:
        if self._cut:
            return GitError(f"this clone is shallow, so that {what}", hint=self._history.deepen)
        return GitError(f"{what}: no commit of the change does", hint="compare with a base that is part of the head")


def _line(sides: Sides, head: Version, base: Version, nothing: Version, *, with_uncommitted: bool) -> _Line:
    history = sides.history
    if history is None:
        raise GitError("there is no history of these files", hint="compare with a revision: --base REV")
    past = Past(history, tuple(dict.fromkeys((head.path, base.path))), nothing, new=not base.sources)
    tips = history.tips(sides.head)
    committed = tips == (sides.head.revision,)
    if history.base and base.sources and base.path == head.path:
        past.learn(history.base, base)
    if committed:
        past.learn(tips[0], head)
    last = _uncommitted(history, past, head, tips) if with_uncommitted and not committed else None
    return _Line(history, past, head, last, tips, complete=committed or with_uncommitted)


def _uncommitted(history: History, past: Past, head: Version, tips: tuple[str, ...]) -> Step | None:
    """What the index or the work tree has that no commit has: made by whoever would commit it."""
    version = former(head)
    before = tuple(map(past.at, tips)) or (past.nothing,)
    if all(one.side and version.side and one.side[0] == version.side[0] for one in before):
        return None
    makers = history.present()
    return Step("", makers[0], makers, tips, version, before)
