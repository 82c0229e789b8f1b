"""Patterns of paths: ``*`` and ``?`` stay inside one folder name, ``**`` stands for any folders, none too.

Matching takes at most the product of the lengths of pattern and path: no pattern, whoever wrote it, can be slow.
"""

from __future__ import annotations

from functools import cache


def matches(glob: str, path: str) -> bool:
    """Whether a whole path (with ``/``) fits a pattern; case counts, and every other character is itself."""
    if "*" not in glob and "?" not in glob:
        return glob == path
    return _folders(tuple(glob.split("/")), tuple(path.split("/")))


def _folders(globs: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether names of folders fit patterns of them, one by one, with ``**`` for any number."""
    fits = {0}  # how many of the names the patterns so far may have used up
    for glob in globs:
        if glob == "**":
            fits = set(range(min(fits), len(names) + 1)) if fits else fits
        else:
            fits = {used + 1 for used in fits if used < len(names) and _name(glob, names[used])}
    return len(names) in fits


@cache
def _name(glob: str, name: str) -> bool:
    """Whether one name fits one pattern without ``/``: the usual walk with one place to come back to."""
    g = n = mark = 0
    star = -1
    while n < len(name):
        if g < len(glob) and glob[g] == "*":
            star, mark = g, n
            g += 1
        elif g < len(glob) and glob[g] in ("?", name[n]):
            g, n = g + 1, n + 1
        elif star >= 0:
            mark += 1
            g, n = star + 1, mark
        else:
            return False
    return all(rest == "*" for rest in glob[g:])
