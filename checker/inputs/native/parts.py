"""The files of one native model: the main one and those it includes.

Paths are relative to the file that names them and stay inside the repository; each file is included once. A part may
hold any section but those that speak for the whole model (:data:`MAIN_ONLY`).
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple

from checker.core.errors import CheckError
from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.system import OF_SYSTEM
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.format import Read

MAX_DEPTH = 8
"""Files that include files; the main one is depth 0."""
MAX_FILES = 200

MAIN_ONLY = ("threatgate", "system", *(key for key in OF_SYSTEM if key != "plot4ai"))
"""Keys that only the main file may have."""


class Parts(NamedTuple):
    """The documents that could be read, the main one first, each included one after the file that names it."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    """``model/include-failed``, one for each entry that did not work."""


def collect(main: Document, read: Read) -> Parts:
    """Follow the includes of a main file, depth first. Whatever fails is a finding at its entry."""
    if not any(_entries(main)):  # most models: the first place in a text costs a look at all of its lines
        return Parts((main,), ())
    documents = [main]
    findings: list[Finding] = []
    seen = {main.source.path: Related(main.locate(()), "the main file")}

    def follow(document: Document, above: tuple[str, ...]) -> None:
        for entry, at in _entries(document):
            path = normpath(join(dirname(document.source.path), entry))
            why = _refusal(entry, path, above, seen)
            part = None
            if not why:
                seen[path] = Related(at, "included here first")
                part, why = _read(path, read)
            if part is None:
                related = (seen[path],) if path in seen and seen[path].location != at else ()
                findings.append(_failed(why, at, entry, related))
                continue
            documents.append(part)
            findings.extend(_misplaced(part))
            follow(part, (*above, path))

    follow(main, (main.source.path,))
    return Parts(tuple(documents), tuple(findings))


def _entries(document: Document) -> Iterator[tuple[str, Location]]:
    data = document.data
    entries = data.get("include") if isinstance(data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, str) and entry:
            yield entry, document.locate(("include", index))


def _refusal(entry: str, path: str, above: tuple[str, ...], seen: dict[str, Any]) -> str:
    """Why an entry is not followed, or ``""``."""
    if "://" in entry:
        return "an address: only files of this repository can be included"
    if any(c in entry for c in "*?[]{}"):
        return "a pattern: name each file"
    if entry.startswith(("/", "~")) or "\\" in entry or not entry.isprintable():
        return "no relative path with '/' between its parts"
    if path == ".." or path.startswith("../"):
        return "outside the repository"
    if path in above:
        return "a file that is being read already: files include each other in a circle"
    if path in seen:
        return "included twice: each file can be included once"
    if len(above) > MAX_DEPTH:
        return f"more than {MAX_DEPTH} files deep"
    return f"one of more than {MAX_FILES} files" if len(seen) > MAX_FILES else ""


def _read(path: str, read: Read) -> tuple[Document | None, str]:
    try:
        return read(path), ""
    except CheckError as error:
        return None, f"not readable: {error.message}"


def _misplaced(part: Document) -> Iterator[Finding]:
    for key in MAIN_ONLY:
        if isinstance(part.data, dict) and key in part.data:
            message = f"'{key}' belongs in the main file, not in one that is included"
            finding = _finding(message, part.locate((key,), key=True), f"{part.source.path} {key}")
            yield finding._replace(hint=f"leave '{key}' out here: this file is a part of a model, and none of its own")


def _failed(why: str, at: Location, entry: str, related: tuple[Related, ...]) -> Finding:
    return _finding(f"include: {quote(entry)} is {why}", at, entry, related)


def _finding(message: str, at: Location, discriminator: str, related: tuple[Related, ...] = ()) -> Finding:
    return Finding("model/include-failed", "", message, Ref("model", "", "include"), at, "", related, (), discriminator)
