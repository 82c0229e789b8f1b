"""The files of a commit or of the index: paths and blob ids, as git lists them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.tree import missing, refuse_odd


class Entry(NamedTuple):
    """One path. ``mode`` is git's (100644, 100755, 120000, 160000), or ``conflict`` with an empty ``id``."""

    mode: str
    id: str


_LINKS = ("120000", "160000")

_UNREADABLE = {
    "120000": ("it is a symbolic link, and links are not followed", "commit the file itself"),
    "160000": ("it is a submodule, and submodules are not read", "run threatgate in the submodule's own repository"),
    "conflict": ("it has an unresolved merge conflict", "resolve it, then `git add` it"),
}


class GitTree:
    """A commit or the index, listed when something of it is first asked for.

    ``listing`` makes the entries; ``blob`` reads a text, given its path, its blob id and the revision. ``find`` finds
    one entry without a listing, where only a few are wanted.
    """

    def __init__(
        self,
        label: str,
        revision: str,
        listing: Callable[[], dict[str, Entry]],
        blob: Callable[[str, str, str], Source],
        find: Callable[[str], Entry | None] | None = None,
    ) -> None:
        self.label = label
        self.revision = revision
        self._listing = listing
        self._blob = blob
        self._find = find
        self._entries: dict[str, Entry] | None = None

    @property
    def entries(self) -> dict[str, Entry]:
        """Path -> entry. A name that is not UTF-8 holds surrogates, as `os.fsdecode` makes them."""
        if self._entries is None:
            self._entries = self._listing()
        return self._entries

    def files(self) -> tuple[str, ...]:
        return tuple(sorted(path for path, entry in self.entries.items() if entry.mode not in _LINKS))

    def links(self) -> tuple[str, ...]:
        return tuple(sorted(path for path, entry in self.entries.items() if entry.mode in _LINKS))

    def exists(self, path: str) -> bool:
        return self._entry(path) is not None

    def read(self, path: str) -> Source:
        refuse_odd(path)
        entry = self._entry(path)
        if entry is None:
            raise missing(path, f"in the {self.label}" if self.label == "index" else f"in commit {self.label}")
        if entry.mode in _UNREADABLE:
            message, hint = _UNREADABLE[entry.mode]
            raise InputError(message, Location(path), hint)
        return self._blob(path, entry.id, self.revision)

    def _entry(self, path: str) -> Entry | None:
        return self._find(path) if self._find else self.entries.get(path)


def commit_entries(output: bytes) -> dict[str, Entry]:
    """The entries in the output of ``git ls-tree -r -z``: ``mode SP type SP id TAB path NUL``."""
    entries = {}
    for line in zero_ended(output):
        attributes, _, path = line.partition("\t")
        mode, _type, id = attributes.split(" ")
        entries[path] = Entry(mode, id)
    return entries


def index_entries(output: bytes) -> dict[str, Entry]:
    """The entries in the output of ``git ls-files --stage -z``: ``mode SP id SP stage TAB path NUL``."""
    entries = {}
    for line in zero_ended(output):
        attributes, _, path = line.partition("\t")
        mode, id, stage = attributes.split(" ")
        entries[path] = Entry(mode, id) if stage == "0" else Entry("conflict", "")
    return entries


def other_entries(entries: dict[str, Entry], output: bytes) -> dict[str, Entry]:
    """The entries of another commit, given the output of ``git diff-tree --raw -r -z --no-renames`` towards it.

    For each path: ``:mode SP mode SP id SP id SP status NUL path NUL``, before and after; all zeros is nothing.
    """
    words = zero_ended(output)
    other = dict(entries)
    for attributes, path in zip(words[::2], words[1::2], strict=True):
        _, mode, _, id, _ = attributes.split(" ")
        if mode == "000000":
            del other[path]
        else:
            other[path] = Entry(mode, id)
    return other


def zero_ended(output: bytes) -> list[str]:
    """The parts of an output in which every part ends with NUL (git's ``-z``)."""
    return os.fsdecode(output).split("\0")[:-1]
