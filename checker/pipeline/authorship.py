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
from checker.documents.commits import History
from checker.documents.signatures import unsigned
from checker.pipeline.models import Version
from checker.pipeline.parts import Step, parts
from checker.pipeline.past import Former, Past, former, says
from checker.pipeline.sides import Sides
from checker.triage.moved import touched
from checker.triage.reviewers import Provenance, is_strict


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
    try:
        if sides.history is None:
            raise GitError("there is no history of these files", hint="compare with a revision: --base REV")
        line = _Line(sides, sides.history, head, base, nothing, with_uncommitted=strict)
        adding = {review.id: line.adding(review) for review in new}
    except GitError as error:
        if strict:
            raise
        said = f"Who recorded the new reviews of {head.path}: {error.message}; {error.hint}."
        return Provenance(not_told=(said,))
    told = Provenance({id: tuple(step.author for step in steps) for id, steps in adding.items()})
    if settings.signed_commits:
        told = told._replace(unsigned=dict(_unsigned(line, settings, new, adding)), not_told=_unseen(line, new, adding))
    if settings.four_eyes:
        moved = touched(changes, base.side, head.side)
        told = told._replace(authors=cache(lambda ref: line.authors(moved).get(ref, ())))
    return told


class _Line:
    """The way from the base to the head, step by step."""

    def __init__(
        self, sides: Sides, history: History, head: Version, base: Version, nothing: Version, *, with_uncommitted: bool
    ) -> None:
        self._history = history
        self._head = head
        self._past = Past(history, tuple(dict.fromkeys((head.path, base.path))), nothing)
        tips = history.tips(sides.head)
        committed = tips == (sides.head.revision,)
        if history.base and base.sources and base.path == head.path:
            self._past.learn(history.base, base)
        if committed:
            self._past.learn(tips[0], head)
        span = history.span(tips)
        self.commits = {commit.id: commit for commit in span.commits}
        self.cut = span.cut
        self.steps = tuple(
            Step(c.id, c.author, c.makers, c.parents, self._past.at(c.id), self._before(c.id, c.parents))
            for c in span.commits
        )
        self.of_index = sides.head.revision == "index"
        if with_uncommitted and not committed and (step := self._uncommitted(tips)):
            self.steps += (step,)
        self._committed = committed or with_uncommitted

    def adding(self, review: Review) -> tuple[Step, ...]:
        """The steps that add a review; none where that is not committed and nobody wants to know.

        Where a commit that adds one was made from a version that cannot be read, that one may have had it.
        """
        said = says(review)
        by_id = {step.id: step for step in self.steps}
        waiting = [s for s in self.steps if said in s.version.reviews and all(said not in b.reviews for b in s.before)]
        found: dict[str, Step] = {}
        while waiting:
            step = waiting.pop()
            found[step.id] = step
            parents = zip(step.parents, step.before, strict=False)
            behind = [by_id[id] for id, before in parents if not before.whole and id in by_id]
            waiting += [one for one in behind if one.id not in found]
        if not self.cut.isdisjoint(found) or (not found and self._committed):
            raise self._unknown("who added a review cannot be told")
        return tuple(found.values())

    @cache  # noqa: B019 lives as long as one check of one model
    def authors(self, moved: frozenset[Ref]) -> dict[Ref, tuple[Identity, ...]]:
        """Element that the change touches -> whoever has a part in that."""
        if self.cut:
            raise self._unknown("who made the change cannot be told")
        opener = self._history.opened_by()
        found = parts(self.steps, moved, self._head.side, self._past.at)
        return {ref: (*makers, *((opener,) if opener else ())) for ref, makers in found.items()}

    def unsigned(self, step: Step, keys: tuple[str, ...]) -> str:
        """Why a step does not count as signed, in words that follow "the review"; empty where it does."""
        if not step.id:
            return "" if self.of_index else "is not committed yet, so that nothing says who signed it"
        why = unsigned(self._history.repository, self.commits[step.id], keys)
        return f"was added by commit {step.id[:10]}, which {why}" if why else ""

    def _before(self, id: str, parents: tuple[str, ...]) -> tuple[Former, ...]:
        """The versions that a commit was made from, as far as the clone has them."""
        here = (p for p in parents if id not in self.cut or p in self.commits or p == self._history.base)
        return tuple(map(self._past.at, here)) or (self._past.nothing,)

    def _uncommitted(self, tips: tuple[str, ...]) -> Step | None:
        """What the index or the work tree has that no commit has: made by whoever would commit it."""
        version = former(self._head)
        before = tuple(map(self._past.at, tips)) or (self._past.nothing,)
        if all(one.side and version.side and one.side[0] == version.side[0] for one in before):
            return None
        makers = self._history.present()
        return Step("", makers[0], makers, tips, version, before)

    def _unknown(self, what: str) -> GitError:
        if self.cut:
            return GitError(f"this clone is shallow, so that {what}", hint=self._history.deepen)
        return GitError(f"{what}: no commit of the change does", hint="compare with a base that is part of the head")


def _unsigned(
    line: _Line, settings: Settings, new: tuple[Review, ...], adding: dict[str, tuple[Step, ...]]
) -> Iterator[tuple[str, str]]:
    for review in new:
        person = person_of(settings.people, review.by)
        reasons = (line.unsigned(step, person.keys) for step in adding[review.id]) if person else ()
        if why := next(filter(None, reasons), ""):
            yield review.id, why


def _unseen(line: _Line, new: tuple[Review, ...], adding: dict[str, tuple[Step, ...]]) -> tuple[str, ...]:
    """That what is staged has no signature yet: the commit that will have one is being made."""
    staged = line.of_index and any(not step.id for review in new for step in adding[review.id])
    return ("Signatures of staged reviews: they are in no commit yet.",) if staged else ()
