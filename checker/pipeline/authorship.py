"""What git tells about the people of a change to one model: who recorded its new reviews, whether the commits that add
them are signed, and who has a part in what the reviews cover."""

from __future__ import annotations

from functools import cache

from checker.core.change import Change
from checker.core.errors import GitError
from checker.core.identity import Identity
from checker.core.location import Ref
from checker.core.settings import Settings
from checker.pipeline.line import Line, uncommitted
from checker.pipeline.models import Version
from checker.pipeline.parts import Step, parts
from checker.pipeline.past import Past, former
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
    old = {review.says for review in base.side[0].reviews}
    new = [(review, review.says) for review in head.side[0].reviews if review.says not in old]
    if not new and not settings.four_eyes:
        return None
    strict = is_strict(settings)
    work = cache(lambda: _Work(sides, head, base, nothing, with_uncommitted=strict))
    told = Provenance()
    try:
        if new:
            told = work().line.records(settings, new, sides.head)
    except GitError as error:
        if strict:
            raise
        said = f"Who recorded the new reviews of {head.path}: {error.message}; {error.hint}."
        return Provenance(not_told=(said,))
    if settings.four_eyes:
        moved = touched(changes, base.side, head.side)
        makers = cache(lambda: work().makers(moved))
        told = told._replace(authors=lambda ref: makers()[ref] if ref in moved else ())
    return told


class _Work:
    """The work on one model between base and head."""

    def __init__(self, sides: Sides, head: Version, base: Version, nothing: Version, *, with_uncommitted: bool) -> None:
        if sides.history is None:
            raise GitError("there is no history of these files", hint="compare with a revision: --base REV")
        self._history, self._head = sides.history, head
        paths = tuple(dict.fromkeys((head.path, base.path)))
        self._past = Past(self._history, paths, nothing, new=not base.sources)
        tips = self._history.tips(sides.head)
        committed = tips == (sides.head.revision,)
        if self._history.base and base.sources and base.path == head.path:
            self._past.learn(self._history.base, base)
        if committed:
            self._past.learn(tips[0], head)
        last = self._last(tips) if with_uncommitted and not committed else None
        self.line = Line(self._history, self._past, tips, last, complete=committed or with_uncommitted)

    def makers(self, moved: frozenset[Ref]) -> dict[Ref, tuple[Identity, ...]]:
        """Element that the change touches -> whoever has a part in that, and who opened the pull request."""
        found = parts(self.line.steps, moved, self._head.side, self._past.at)
        return {ref: (*makers, *self._history.opened_by()) for ref, makers in found.items()}

    def _last(self, tips: tuple[str, ...]) -> Step | None:
        """The step that is not committed yet; none where the commits say the same already."""
        version = former(self._head)
        if tips and all((side := self._past.at(tip).side) and side[0] == self._head.side[0] for tip in tips):
            return None
        return uncommitted(self._history, self._past, version, tips)
