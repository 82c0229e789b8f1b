"""The way from a base to a head, step by step: which step added a review, and whether it is signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from checker.core.errors import GitError
from checker.core.identity import person_of
from checker.core.model import Review
from checker.core.settings import Settings
from checker.documents.commits import Commit, History
from checker.documents.tree import Tree
from checker.pipeline.parts import Step
from checker.pipeline.past import Former, Says
from checker.triage.reviewers import Provenance


class Versions(Protocol):
    """What is looked at, as each commit has it."""

    nothing: Former

    def at(self, id: str) -> Former: ...


class Line:
    """The steps of a change, parents first. ``last`` is what is not committed, if that is wanted.

    The line is complete where it ends with the head itself. Raises GitError for too many commits.
    """

    def __init__(
        self, history: History, past: Versions, tips: tuple[str, ...], last: Step | None, *, complete: bool
    ) -> None:
        self._history, self._past, self._complete = history, past, complete
        span = history.span(tips)
        self._commits = {commit.id: commit for commit in span.commits}
        self._cut = span.cut
        steps = (Step(c.id, c.author, c.makers, c.parents, past.at(c.id), self._before(c)) for c in span.commits)
        self._steps = (*steps, *([last] if last else []))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step. Raises GitError where some are not in the clone."""
        if self._cut:
            raise self._unknown("who made the change cannot be told")
        return self._steps

    def adding(self, said: Says) -> tuple[Step, ...]:
        """The steps that add a review; none only where the line is not complete.

        Where a commit that adds one was made from a version that cannot be read, that one may have had it.
        """
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

    def records(self, settings: Settings, new: Iterable[tuple[Review, Says]], head: Tree) -> Provenance:
        """What is told of new reviews. What is staged has no signature yet: the commit that gets one is being made."""
        adding = [(review, self.adding(said)) for review, said in new]
        told = Provenance({review.id: tuple(step.author for step in steps) for review, steps in adding})
        if not settings.signed_commits:
            return told
        if head.revision == "index" and any(not step.id for _, steps in adding for step in steps):
            adding = [(review, tuple(step for step in steps if step.id)) for review, steps in adding]
            told = told._replace(not_told=("Signatures of staged reviews: they are in no commit yet.",))
        return told._replace(unsigned=dict(self._unsigned(settings, adding)))

    def _unsigned(
        self, settings: Settings, adding: Iterable[tuple[Review, tuple[Step, ...]]]
    ) -> Iterator[tuple[str, str]]:
        for review, steps in adding:
            person = person_of(settings.people, review.by)
            reasons = (self._why_unsigned(step, person.keys) for step in steps) if person else ()
            if why := next(filter(None, reasons), ""):
                yield review.id, why

    def _why_unsigned(self, step: Step, keys: tuple[str, ...]) -> str:
        """Why a step does not count as signed, in words that follow "the review"; empty where it does."""
        if not step.id:
            return "is not committed yet, so that nothing says who signed it"
        from checker.documents.signatures import unsigned

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


def uncommitted(history: History, past: Versions, version: Former, tips: tuple[str, ...]) -> Step:
    """What the index or the work tree has that no commit has: made by whoever would commit it."""
    makers = history.present()
    before = tuple(map(past.at, tips)) or (past.nothing,)
    return Step("", makers[0], makers, tips, version, before)
