"""Writing a text of the work tree anew: all of it or nothing, and only over what was read."""

from __future__ import annotations

import codecs
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.decode import decode
from checker.documents.worktree import WorkTree

_OPEN = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def rewrite(tree: WorkTree, before: Source, text: str) -> None:
    """Write ``text`` where ``before`` was read, with its byte order mark, its owner and its permissions.

    Raises InputError where the file is gone, is no regular file inside the tree, may not be written, or holds another
    text by now. A full disk leaves it as it was.
    """
    path = before.path
    tree.read(path)  # refuses links, also of folders on the way, and whatever is no file
    place = tree.root / path
    try:
        with os.fdopen(os.open(place, _OPEN), "rb") as stream:
            data, status = stream.read(), os.fstat(stream.fileno())
        if decode(path, data).text != before.text:
            raise InputError("it has changed since it was read", Location(path), "run this again")
        mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        _replace(place, mark + text.encode("utf-8"), status)
    except OSError as error:
        hint = "nothing was written: see to its permissions and those of its folder"
        raise InputError(f"it cannot be written: {error.strerror}", Location(path), hint) from None


def _replace(place: Path, data: bytes, like: os.stat_result) -> None:
    """Put a file in the place of another in one step, with its mode, and its owner where that may be given."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(name, like.st_uid, like.st_gid)
        Path(name).chmod(like.st_mode & 0o7777)
        Path(name).replace(place)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
