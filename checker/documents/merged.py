"""What a merge would leave: needed before it is made, for the files that are to judge it."""

from __future__ import annotations

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.tree import Tree


class MergedTree:
    """The files of ``head`` once it is merged into ``target``: what it has not changed since ``base`` is the target's.

    What both have changed is the head's, as whoever merges them would have to decide.
    """

    def __init__(self, head: Tree, base: Tree, target: Tree) -> None:
        self.label = head.label
        self.revision = head.revision
        self._head = head
        self._base = base
        self._target = target

    def files(self) -> tuple[str, ...]:
        head, base, target = (set(tree.files()) for tree in (self._head, self._base, self._target))
        kept = {path for path in head & base if path in target or self._is_changed(path)}
        return tuple(sorted((head - base) | (target - base) | kept))

    def links(self) -> tuple[str, ...]:
        return self._head.links()

    def exists(self, path: str) -> bool:
        return self._side(path).exists(path)

    def read(self, path: str) -> Source:
        return self._side(path).read(path)

    def _side(self, path: str) -> Tree:
        return self._head if self._is_changed(path) else self._target

    def _is_changed(self, path: str) -> bool:
        """Whether the head has another text than the base; of what cannot be read, that has to be said."""
        here = self._head.exists(path)
        if not here or not self._base.exists(path):
            return here or self._base.exists(path)
        try:
            return self._head.read(path).text != self._base.read(path).text
        except InputError:
            return True
