"""Where the commands that write files may do so."""

from __future__ import annotations

from pathlib import Path

from checker.core.errors import UsageError


def refuse_links(path: Path) -> None:
    """Raise UsageError where a path from here leads through a symbolic link: somebody else may have put it there."""
    whole = [path, *path.parents] if not path.is_absolute() else [path, path.parent]
    for part in whole:
        if part.is_symlink():
            raise UsageError(f"{part.as_posix()} is a symbolic link, and links are not followed")
