"""The files on disk. Reading one needs no git; listing them asks git what is tracked and what is ignored."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import GitError, InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.checkout import environment, open_checkout, said
from checker.documents.decode import decode
from checker.documents.limits import LIMITS, Limits
from checker.documents.tree import missing, refuse_odd

_SECONDS = 120
"""How long git may take to list a work tree."""

_ENTRIES = 500_000
"""How many files and folders a walk without git looks at before it gives up."""

_SKIPPED = ("node_modules",)

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Not through a link, and without waiting for the writer of a named pipe. Windows knows none of the three."""


_CONVERTED = "the attributes of git convert this file (filter or encoding), so the disk does not hold what is committed"


class _Listing(NamedTuple):
    files: tuple[str, ...]
    links: tuple[str, ...]
    left_out: frozenset[str]
    unseen: frozenset[str]


class WorkTree:
    """The folder ``root`` and what is in it now."""

    label = "work tree"
    revision = ""

    def __init__(
        self, root: Path, limits: Limits = LIMITS, converted: Callable[[], frozenset[str]] = frozenset
    ) -> None:
        """``converted`` says of which files the disk holds another text than git records; those are not read."""
        self.root = root.absolute()
        self._limits = limits
        self._converted = converted
        self._listed: _Listing | None = None

    def files(self) -> tuple[str, ...]:
        """As for every tree; with what a sparse checkout leaves out, which cannot be read."""
        return self._list().files

    def links(self) -> tuple[str, ...]:
        return self._list().links

    def unseen(self) -> frozenset[str]:
        """The tracked paths that git was told to pass over (``update-index --assume-unchanged``, ``--skip-worktree``),
        so that it calls any text of them unchanged; without what a sparse checkout leaves out."""
        listing = self._list()
        return listing.unseen.difference(listing.left_out if _is_sparse(self.root) else ())

    def exists(self, path: str) -> bool:
        try:
            return not stat.S_ISDIR(self._look(path).st_mode)
        except InputError:
            return self._is_left_out(path)

    def read(self, path: str) -> Source:
        if path in self._converted():
            raise InputError(_CONVERTED, Location(path), "take that attribute away, or compare commits")
        try:
            mode = self._look(path).st_mode
        except InputError:
            if not self._is_left_out(path):
                raise
            hint = "`git sparse-checkout add` its folder, or name the models to check"
            raise InputError("a sparse checkout leaves this file out", Location(path), hint) from None
        _refuse_irregular(path, mode)
        try:
            return decode(path, self._bytes(path), self.revision, self._limits)
        except OSError as error:
            raise InputError(f"it cannot be read: {error.strerror}", Location(path)) from None

    def _bytes(self, path: str) -> bytes:
        """The bytes of a file, one more than the limit at most. Looks again at what was opened: it may have changed."""
        with os.fdopen(os.open(f"{self.root}/{path}", _OPEN), "rb") as stream:
            status = os.fstat(stream.fileno())
            _refuse_irregular(path, status.st_mode)
            if status.st_size > self._limits.bytes:
                message, hint = self._limits.over("bytes")
                raise InputError(f"the file has {status.st_size:,} bytes, {message}", Location(path), hint)
            data = stream.read(status.st_size + 1)
            if len(data) > status.st_size:  # it has grown since; asking for the whole limit at once would be slow
                data += stream.read(self._limits.bytes + 1 - len(data))
            return data

    def _look(self, path: str) -> os.stat_result:
        """The status of the thing at ``path``, not following links; no folder on the way may be a link either.

        Git itself never tracks a path behind a link, and one could lead anywhere: out of the root, or into ``.git``.
        """
        refuse_odd(path)
        place, (*folders, name) = str(self.root), path.split("/")
        try:
            for folder in folders:
                place = f"{place}/{folder}"
                if stat.S_ISLNK(os.lstat(place).st_mode):
                    hint = "name the file by its real path"
                    raise InputError(f"the path {path!r} goes through a symbolic link", Location(path), hint)
            return os.lstat(f"{place}/{name}")
        except (FileNotFoundError, NotADirectoryError):
            raise missing(path, "in the work tree") from None
        except OSError as error:
            raise InputError(f"it cannot be read: {error.strerror}", Location(path)) from None

    def _is_left_out(self, path: str) -> bool:
        return _is_sparse(self.root) and path in self._list().left_out

    def _list(self) -> _Listing:
        if self._listed is None:
            paths = _tracked(self.root) if (self.root / ".git").exists() else dict.fromkeys(_walk(self.root), "")
            modes = sorted((path, mode) for path in paths if (mode := self._mode(path)))
            here = {path for path, _ in modes}
            left_out = frozenset(path for path, tag in paths.items() if tag.upper() == "S" and path not in here)
            self._listed = _Listing(
                tuple(sorted([*left_out, *(path for path, mode in modes if stat.S_ISREG(mode))])),
                tuple(path for path, mode in modes if not stat.S_ISREG(mode)),
                left_out,
                frozenset(path for path, tag in paths.items() if tag == "S" or tag.islower()),
            )
        return self._listed

    def _mode(self, path: str) -> int:
        """The mode of a listed file, 0 where it is gone (git also lists what was deleted but not staged)."""
        try:
            return os.lstat(f"{self.root}/{path}").st_mode
        except OSError:
            return 0


def _is_sparse(root: Path) -> bool:
    try:
        return (open_checkout(root).git_dir / "info" / "sparse-checkout").is_file()
    except GitError:
        return False


def _refuse_irregular(path: str, mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise InputError("it is a symbolic link, and links are not followed", Location(path), "commit the file itself")
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
        raise InputError(f"it is {what}, not a file", Location(path))


def _tracked(root: Path) -> dict[str, str]:
    """What git tracks, or would if it were added: path -> git's tag: ``S`` for what a sparse checkout leaves out,
    in small letters what it is to take for unchanged.

    Not through GitPython: a check without a base needs nothing else of it, and its import outlasts such a check.
    """
    import subprocess

    git = (_program(), "--no-pager", "-C", str(root))
    try:
        done = subprocess.run(
            (*git, "ls-files", "-z", "-v", "--cached", "--others", "--exclude-standard"),
            env={**os.environ, **environment(open_checkout(root))},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, so the files cannot be listed", hint="name the models to check") from None
    except subprocess.TimeoutExpired:
        raise GitError(f"git took more than {_SECONDS} seconds to list the files") from None
    except subprocess.CalledProcessError as error:
        raise GitError(f"git cannot list the files: {said(error.stderr)}") from None
    return {line[2:]: line[0] for line in os.fsdecode(done.stdout).split("\0") if line}


def _program() -> str:
    """The git program. Windows would look for one in the current folder first, which a stranger may have filled."""
    if os.name != "nt":
        return "git"
    places = (Path(folder) / "git.exe" for folder in os.get_exec_path() if Path(folder).is_absolute())
    return str(next((place for place in places if place.is_file()), "git-is-not-installed"))


def _walk(root: Path) -> Iterator[str]:
    """Every file below ``root``, without hidden folders and installed packages. Links are not followed."""
    seen = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        seen += len(folders) + len(names)
        if seen > _ENTRIES:
            hint = "run at the root of the project, or name the models to check"
            raise InputError(f"there are more than {_ENTRIES:,} files and folders below {root.name!r}", hint=hint)
        inside = Path(folder).relative_to(root).as_posix()
        names += [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (name if inside == "." else f"{inside}/{name}" for name in names)
