"""The files of one Threagile model, and the named entries of its sections with their places.

``includes`` are relative to the file that names them. Threagile reads every one; so a file that cannot be read leaves
no model. A file that two others include is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

from checker.core.errors import CheckError
from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.documents.document import Document, Path
from checker.documents.words import quote
from checker.inputs.format import Read
from checker.inputs.values import bounded, slug, text

MAX_FILES = 200
"""How many files one model may consist of."""


class Place(NamedTuple):
    """A value in one of the texts."""

    document: Document
    path: Path = ()

    def at(self, *steps: str | int, key: bool = False) -> Location:
        """Where the value at further steps is, or its key; the nearest that exists."""
        return self.document.locate((*self.path, *steps), key)


class Entry(NamedTuple):
    """One named entry of a section: a title, what is written under it, and what it is called by others."""

    title: str
    body: dict[str, Any]
    place: Place
    id: str


Name = Callable[[str, Mapping[str, Any]], str]
"""(title, body) of an entry -> its id."""


def collect(main: Document, read: Read) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """Every document of a model, the main one first, and a finding ``model/include-failed`` for each that fails."""
    documents: list[Document] = [main]
    findings: list[Finding] = []
    pending: list[tuple[Place, tuple[str, ...]]] = [(place, (main.source.path,)) for place in _includes(main)]
    while pending:
        (document, path), above = pending.pop(0)
        name = text(_value(document, path))
        target = normpath(join(dirname(document.source.path), name))
        if target not in above and any(target == known.source.path for known in documents):
            continue
        part, why = _read(name, target, above, len(documents), read)
        if part is None:
            message = f"includes: {quote(name)} is {why}"
            subject, at = Ref("model", "", "includes"), document.locate(path)
            findings.append(Finding("model/include-failed", "", message, subject, at, discriminator=name))
            continue
        if _is_blank(part):
            continue
        documents.append(part)
        pending[:0] = [(place, (*above, target)) for place in _includes(part)]
    return tuple(documents), tuple(findings)


def entries(documents: tuple[Document, ...], section: str, name: Name) -> Iterator[Entry]:
    """The entries of a section that is a mapping by title, in the order of the files. Others are passed over."""
    for document in documents:
        yield from children(Place(document, (section,)), top(document, section), name)


def children(place: Place, value: Any, name: Name) -> Iterator[Entry]:
    """The entries of a mapping by title. One with nothing under its title is an empty entry."""
    for title, body in value.items() if isinstance(value, dict) else ():
        if body is None or isinstance(body, dict):
            inside = Place(place.document, (*place.path, title))
            id = bounded(name(title, body or {}), partial(inside.at, "id"))
            yield Entry(title, body or {}, inside, id)


def declared(title: str, body: Mapping[str, Any]) -> str:
    """The id that an entry declares, or one made of its title where it has none."""
    return text(body.get("id")) or slug(title)


def first(documents: tuple[Document, ...], key: str) -> tuple[Any, Place]:
    """The first value under a top-level key that says anything, and its place; else None, and where it should be."""
    for document in documents:
        if (value := top(document, key)) is not None:
            return value, Place(document, (key,))
    return None, Place(documents[0], (key,))


def top(document: Document, key: str) -> Any:
    """The value under a top-level key, or None."""
    return document.data.get(key) if isinstance(document.data, dict) else None


def _includes(document: Document) -> Iterator[Place]:
    value = top(document, "includes")
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if text(item):
            yield Place(document, ("includes", index))


def _is_blank(document: Document) -> bool:
    """Whether a text has nothing in it but comments. As an include that is harmless."""
    lines = (line.strip() for line in document.source.text.splitlines())
    return document.data is None and all(not line or line.startswith("#") or line == "---" for line in lines)


def _value(document: Document, path: Path) -> Any:
    value = document.data
    for step in path:
        value = value[step]
    return value


def _read(name: str, target: str, above: tuple[str, ...], count: int, read: Read) -> tuple[Document | None, str]:
    """The document of an include, or why there is none."""
    if "://" in name or name.startswith(("/", "~")) or "\\" in name or not name.isprintable():
        return None, "no relative path of a file of this repository"
    if target == ".." or target.startswith("../"):
        return None, "outside the repository"
    if target in above:
        return None, "a file that is being read already: files include each other in a circle"
    if count >= MAX_FILES:
        return None, f"one of more than {MAX_FILES} files"
    try:
        return read(target), ""
    except CheckError as error:
        return None, f"not readable: {error.message}"
