"""``.gitattributes``: settings that hide a file from those who look at a change, or alter it on its way to them.

The gate reads what git stores, whatever these files say. People do not: a diff that is folded or not shown is not read.
Source: gitattributes(5), and git's attr.c for what a line must look like; "Customizing how changed files appear on
GitHub" for ``linguist-generated``; "Collapse generated files" of GitLab for ``gitlab-generated``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from checker.core.finding import Finding
from checker.core.location import Location
from checker.documents.words import quote
from checker.guard.judge import about
from checker.guard.patterns import fits
from checker.guard.places import ATTRIBUTES, NOT_MOVED

_Set = dict[str, tuple[str, str, int]]
"""Attribute -> its value (``""`` for unset), and the file and line that say so."""

_UNSPECIFIED = "!"
_BINARY = ("-diff", "-merge", "-text")
"""What git's own macro ``binary`` stands for."""


def loosened(
    before: Mapping[str, str],
    after: Mapping[str, str],
    watched: Iterable[str],
    moved: Mapping[str, tuple[str, ...]] = NOT_MOVED,
) -> Iterator[Finding]:
    """A finding for each file of attributes that hides some of the ``watched`` files, and did not in the base.

    ``before`` and ``after`` map the path of each ``.gitattributes`` to its text; ``moved`` a file that is gone to those
    of which one may be what became of it.
    """
    told: dict[str, tuple[str, str, int, int]] = {}
    for path in sorted(watched):
        old, new = _hiding(path, before), min((_hiding(now, after) for now in moved.get(path, (path,))), key=len)
        for name, (value, file, line) in new.items():
            if name not in old or old[name][0] != value:
                first, words, at, number = told.get(file, (path, _written(name, value), line, 0))
                told[file] = (first, words, at, number + 1)
    for file, (path, words, line, number) in sorted(told.items()):
        more = f" and {number - 1:,} more" if number > 1 else ""
        message = f"this change hides {quote(path)}{more} from whoever looks at a diff, or alters it: {words}"
        yield about("gate/hidden-from-review", file, "", message, Location(file, line, 1, line, 1))


def unreadable(file: str) -> Finding:
    """The finding for a file of attributes that is no text: git obeys it, and nothing here can tell what it hides."""
    message = f"{file} is no text, so that nobody can tell what it hides from whoever looks at a diff"
    return about("gate/hidden-from-review", file, "", message, Location(file))


def _written(name: str, value: str) -> str:
    return f"-{name}" if not value else name if value == "set" else f"{name}={value}"


def _hiding(path: str, files: Mapping[str, str]) -> _Set:
    """Of the attributes of a file those that hide or alter it."""
    return {name: said for name, said in _attributes(path, files).items() if _hides(name, said[0])}


def _hides(name: str, value: str) -> bool:
    if name in ("diff", "text"):
        return name == "diff" and value != "set"
    if name in ("linguist-generated", "linguist-vendored", "gitlab-generated"):
        return value not in ("", "false")
    return name in ("merge", "filter", "working-tree-encoding", "ident") and value != ""


def _attributes(path: str, files: Mapping[str, str]) -> _Set:
    """The attributes of a file, found as git does: nearer files first, later lines and words first, and what is said
    once stays. So a macro stands only for what nothing of more weight has said."""
    found: dict[str, tuple[str, str, int]] = {}
    macros: dict[str, list[str]] = {"binary": list(_BINARY)}
    folders = path.split("/")[:-1]
    lines = []
    for depth in range(len(folders) + 1):
        folder = "".join(f"{name}/" for name in folders[:depth])
        for number, line in enumerate(files.get(f"{folder}{ATTRIBUTES}", "").split("\n"), 1):
            pattern, words = _said(line)
            if pattern.startswith("[attr]") and not depth:
                macros[pattern.removeprefix("[attr]")] = words
            elif pattern and _fits(pattern, path.removeprefix(folder)):
                lines.append((words, (f"{folder}{ATTRIBUTES}", number)))
    for words, at in reversed(lines):
        _take(found, words, macros, at)
    return {name: said for name, said in found.items() if said[0] != _UNSPECIFIED}


@lru_cache(maxsize=20_000)
def _said(line: str) -> tuple[str, list[str]]:
    """The pattern of a line, or ``[attr]`` and the name of a macro, and the words about it; nothing for a comment and
    for what git passes over: a line with a word that is no attribute, and negative patterns. Of a line that only newer
    versions of git pass over, the words that may hide something."""
    if not (found := _LINE.fullmatch(line)):
        return "", []
    pattern = found["plain"] or _unquoted(found["quoted"])
    words = [word for word in re.split(_BLANK, found["words"]) if word]
    if pattern.startswith(("#", "!")) or not all(map(_WORD.fullmatch, words)):
        return "", []
    if len(line.encode()) >= _LONGEST or any(word.lstrip("-!").startswith("builtin_") for word in words):
        words = [word for word in words if word[0] != "!" and (word[0] == "-" or word != "diff")]
    return pattern, words


_LONGEST = 2048
_BLANK = "[ \t\r]+"
_LINE = re.compile(r'[ \t\r]*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^ \t\r]+))(?P<words>.*)', re.DOTALL)
_WORD = re.compile(r"[-!]?[A-Za-z0-9_.][-A-Za-z0-9_.]*(=.*)?", re.DOTALL)


def _unquoted(text: str) -> str:
    """A pattern between double quotes, as git writes names: ``\\t``, ``\\"``, and three octal digits for a byte."""
    data = re.sub(rb"\\([0-3][0-7]{2}|.)", lambda found: _character(found[1]), text.encode())
    return data.decode("utf-8", "replace")


def _character(escape: bytes) -> bytes:
    if len(escape) == 3:
        return bytes([int(escape, 8)])
    return dict(zip(b"abfnrtv", (b"\a", b"\b", b"\f", b"\n", b"\r", b"\t", b"\v"), strict=True)).get(escape[0], escape)


def _take(found: _Set, words: list[str], macros: Mapping[str, list[str]], at: tuple[str, int]) -> None:
    """Obey ``name``, ``-name``, ``!name`` and ``name=value``, the last first; a macro that is set is its words."""
    for word in reversed(words):
        name, value = _meant(word)
        if name not in found:
            found[name] = (value, *at)
            if found[name][0] == "set":
                _take(found, macros.get(name, []), macros, at)


def _meant(word: str) -> tuple[str, str]:
    name, _, value = word.lstrip("-!").partition("=")
    return name, _UNSPECIFIED if word[0] == "!" else "" if word[0] == "-" else value or "set"


def _fits(pattern: str, path: str) -> bool:
    """As in .gitignore, but a folder does not stand for what is in it (gitattributes(5))."""
    body = pattern.removeprefix("/")
    return fits(body if "/" in pattern else f"**/{body}", path)
