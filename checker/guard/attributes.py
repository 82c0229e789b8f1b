"""``.gitattributes``: settings that hide a file from those who look at a change, or alter it on its way to them.

The gate reads what git stores, whatever these files say. People do not: a diff that is folded or not shown is not read.
Source: gitattributes(5); "Customizing how changed files appear on GitHub" for ``linguist-generated``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checker.core.finding import Finding
from checker.core.globs import matches
from checker.core.location import Location
from checker.documents.words import quote
from checker.guard.judge import about
from checker.guard.places import ATTRIBUTES

_Set = dict[str, tuple[str, str, int]]
"""Attribute -> its value (``""`` for unset), and the file and line that say so."""

_BINARY = ("-diff", "-merge", "-text")
"""What git's own macro ``binary`` stands for."""


def loosened(before: Mapping[str, str], after: Mapping[str, str], watched: Iterable[str]) -> Iterator[Finding]:
    """A finding for each file of attributes that hides some of the ``watched`` files, and did not in the base.

    ``before`` and ``after`` map the path of each ``.gitattributes`` to its text.
    """
    told: dict[str, tuple[str, str, int, int]] = {}
    for path in sorted(watched):
        old, new = _hiding(path, before), _hiding(path, after)
        for name, (value, file, line) in new.items():
            if name not in old or old[name][0] != value:
                first, words, at, number = told.get(file, (path, _written(name, value), line, 0))
                told[file] = (first, words, at, number + 1)
    for file, (path, words, line, number) in sorted(told.items()):
        more = f" and {number - 1:,} more" if number > 1 else ""
        message = f"this change hides {quote(path)}{more} from whoever looks at a diff, or alters it: {words}"
        yield about("gate/hidden-from-review", file, "", message, Location(file, line, 1, line, 1))


def _written(name: str, value: str) -> str:
    return f"-{name}" if not value else name if value == "set" else f"{name}={value}"


def _hiding(path: str, files: Mapping[str, str]) -> _Set:
    """Of the attributes of a file those that hide or alter it."""
    return {name: said for name, said in _attributes(path, files).items() if _hides(name, said[0])}


def _hides(name: str, value: str) -> bool:
    if name in ("diff", "text"):
        return name == "diff" and value != "set"
    if name in ("linguist-generated", "linguist-vendored"):
        return value in ("set", "true")
    return name in ("merge", "filter", "working-tree-encoding", "ident") and value != ""


def _attributes(path: str, files: Mapping[str, str]) -> _Set:
    """The attributes of a file: nearer files of attributes and later lines win."""
    found: _Set = {}
    macros: dict[str, list[str]] = {"binary": list(_BINARY)}
    folders = path.split("/")[:-1]
    for depth in range(len(folders) + 1):
        folder = "".join(f"{name}/" for name in folders[:depth])
        inside = path.removeprefix(folder)
        for number, line in enumerate(files.get(f"{folder}{ATTRIBUTES}", "").split("\n"), 1):
            pattern, *words = line.split() or [""]
            if pattern.startswith("[attr]") and not depth:
                macros[pattern.removeprefix("[attr]")] = words
            elif pattern and not pattern.startswith(("#", "!")) and _fits(pattern.strip('"'), inside):
                for word in words:
                    _take(found, word, macros, (f"{folder}{ATTRIBUTES}", number))
    return found


def _take(found: _Set, word: str, macros: Mapping[str, list[str]], at: tuple[str, int], depth: int = 0) -> None:
    """Obey one word of a line: ``name``, ``-name``, ``!name`` or ``name=value``; a macro that is set is its words."""
    if word.startswith("!"):
        found.pop(word[1:], None)
        return
    name, _, value = word.lstrip("-").partition("=")
    found[name] = ("" if word.startswith("-") else value or "set", *at)
    if word == name and name in macros and depth < len(macros):
        for inner in macros[name]:
            _take(found, inner, macros, at, depth + 1)


def _fits(pattern: str, path: str) -> bool:
    """As in .gitignore, but a folder does not stand for what is in it (gitattributes(5))."""
    body = pattern.removeprefix("/")
    return matches(body if "/" in pattern else f"**/{body}", path)
