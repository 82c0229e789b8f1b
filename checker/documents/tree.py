"""What can be read: the work tree, the index, a commit or nothing at all look the same from here on."""

from __future__ import annotations

from typing import Protocol

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source


class Tree(Protocol):
    """The files of a repository at one moment. Paths are relative to its root, with ``/``."""

    @property
    def label(self) -> str:
        """What it is called to people: ``work tree``, ``index`` or an abbreviated commit id."""
        ...

    @property
    def revision(self) -> str:
        """``""`` for the work tree (and for nothing), ``index``, or a full commit id."""
        ...

    def files(self) -> tuple[str, ...]:
        """Every regular file, sorted. In the work tree: tracked ones, and untracked ones that are not ignored."""
        ...

    def links(self) -> tuple[str, ...]:
        """Every symbolic link and submodule, sorted: so that a run can say what it did not look into."""
        ...

    def exists(self, path: str) -> bool:
        """Whether anything but a folder has this path, be it readable or not."""
        ...

    def read(self, path: str) -> Source:
        """The text of a file.

        Raises InputError for a path that is missing or leaves the root, for a link, a submodule or anything else that
        is not a regular file, for more bytes than the limit, and for what is not UTF-8.
        """
        ...


class EmptyTree:
    """The tree before the first commit."""

    label = "nothing"
    revision = ""

    def files(self) -> tuple[str, ...]:
        return ()

    def links(self) -> tuple[str, ...]:
        return ()

    def exists(self, path: str) -> bool:
        return False

    def read(self, path: str) -> Source:
        raise missing(path, "before the first commit")


def refuse_odd(path: str) -> None:
    """Raise InputError for a path that is not plainly inside the root, or that cannot be printed as it is.

    Refused: empty, absolute or drive-relative paths, empty, ``.``, ``..`` and ``.git`` steps, backslashes (a separator
    elsewhere), NUL, and names that are not UTF-8 (they arrive with surrogates in them).
    """
    steps = path.split("/")
    if "\0" in path or "\\" in path or path[1:2] == ":" or not {"", ".", ".."}.isdisjoint(steps):
        hint = "use a path from the root of the repository, with / and without .."
        raise InputError(f"the path {path!r} does not stay inside the repository", Location(path), hint)
    if ".git" in path.casefold().split("/"):
        raise InputError("git's own files are not read", Location(path))
    if not path.isascii() and any("\ud800" <= character <= "\udfff" for character in path):
        raise InputError(f"the name {path!r} is not UTF-8", Location(path), "rename the file")


def missing(path: str, where: str) -> InputError:
    """The error for a path that is not there. ``where`` is where it was looked for: ``in the index``."""
    return InputError(f"there is no such file {where}", Location(path))
