"""Single files of a commit, found by walking its tree objects: for commits of which a few paths matter, not all."""

from __future__ import annotations

import os
from collections.abc import Callable

from checker.documents.gittree import Entry

_FOLDER = "40000"


class Folders:
    """Looks paths up below trees. ``read`` gives the content of a tree object. Nothing is looked up twice."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self._read = read
        self._found: dict[tuple[str, str], Entry | None] = {}

    def find(self, tree: str, path: str) -> Entry | None:
        """What has this path below the tree with this full id; None where nothing has, or a folder does."""
        *folders, name = path.split("/")
        for folder in folders:
            inside = self._entry(tree, folder)
            if inside is None or inside.mode != _FOLDER:
                return None
            tree = inside.id
        entry = self._entry(tree, name)
        return None if entry is None or entry.mode == _FOLDER else entry

    def _entry(self, tree: str, name: str) -> Entry | None:
        key = tree, name
        if key not in self._found:
            self._found[key] = _search(self._read(tree), os.fsencode(name), len(tree) // 2)
        return self._found[key]


def _search(data: bytes, wanted: bytes, size: int) -> Entry | None:
    """One entry of a tree object: ``mode SP name NUL id`` each, the ids ``size`` bytes long."""
    at = 0
    while at < len(data):
        space = data.index(b" ", at)
        end = data.index(b"\0", space)
        if data[space + 1 : end] == wanted:
            return Entry(data[at:space].decode("ascii"), data[end + 1 : end + 1 + size].hex())
        at = end + 1 + size
    return None
