"""One model as each commit of a change holds it. What several commits hold alike is read once."""

from __future__ import annotations

from typing import NamedTuple

from checker.core.errors import CheckError, GitError
from checker.core.graph import Side
from checker.core.source import sidecar_path
from checker.documents.commits import Asked, Commit, History
from checker.pipeline.models import Version, read_model

MOST_CHARACTERS = 50_000_000
"""How much text of former versions of one model is read."""

Says = tuple[object, ...]
"""A review without its number: what it says."""


class Former(NamedTuple):
    """A model in one commit. ``side`` is None where it cannot be read; where not ``whole``, it may hold more reviews
    than it was found to."""

    side: Side | None
    reviews: frozenset[Says]
    whole: bool


def unreadable() -> Former:
    """A version that cannot be read: each is another, so that nobody takes two for the same."""
    return Former(None, frozenset(), False)


def former(version: Version) -> Former:
    """What matters of a version that was read. A mistake in a reviews file may keep reviews from being read; one in an
    answer there that something does not apply does not."""
    if version.snapshot is None or version.graph is None:
        return unreadable()
    beside = sidecar_path(version.path)
    wrong = (one for one in version.findings if one.location.path == beside)
    broken = any(one.rule != "review/unknown-element" and one.subject.kind != "not_applicable" for one in wrong)
    model = version.snapshot.model
    return Former((model, version.graph), frozenset(review.says for review in model.reviews), not broken)


class Past:
    """The former versions of a model that may have been at any of ``paths``.

    A commit that has it at none of them holds ``nothing`` if the model is new in the change. If it is not, the model
    was somewhere else, so that its version cannot be read.
    """

    def __init__(self, history: History, paths: tuple[str, ...], nothing: Version, *, new: bool) -> None:
        self.nothing = former(nothing)
        self._new = new
        self._history = history
        self._paths = paths
        self._known: list[tuple[Asked, Former]] = []
        self._by_id: dict[str, Former] = {}
        self._read = 0

    def learn(self, id: str, version: Version) -> None:
        """That a commit holds a version which was read already, at its path."""
        tree, asked = self._history.files(self._history.commit(id))
        for path in (version.path, sidecar_path(version.path), *(source.path for source in version.sources)):
            tree.exists(path)
        self._known.append((asked, former(version)))

    def at(self, id: str) -> Former:
        """The version in a commit; the same value for the same texts. Raises GitError for too much text, and where
        the clone lacks something."""
        if id not in self._by_id:
            self._by_id[id] = self._find(self._history.commit(id))
        return self._by_id[id]

    def _find(self, commit: Commit) -> Former:
        known: Former
        for asked, known in reversed(self._known):
            if all(self._history.find(commit.tree, path) == entry for path, entry in asked.items()):
                return known
        tree, asked = self._history.files(commit)
        path = next((path for path in self._paths if tree.exists(path)), "")
        if not path:
            return self.nothing if self._new else unreadable()
        try:
            version = read_model(tree, path)
            self._count(version)
            found = former(version)
        except GitError:
            raise
        except CheckError:
            found = unreadable()
        self._known.append((asked, found))
        return found

    def _count(self, version: Version) -> None:
        self._read += sum(len(source.text) for source in version.sources)
        if self._read > MOST_CHARACTERS:
            message = f"the former versions of {version.path} have more than {MOST_CHARACTERS:,} characters"
            raise GitError(message, hint="compare with a base that is nearer: --base REV")
