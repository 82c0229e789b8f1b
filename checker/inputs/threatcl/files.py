"""The files of one model: what it imports and includes.

Paths are relative to the file that names them. The tool refuses a model of which a part is missing, and so does this
reader; what lies elsewhere is never fetched, so a model with such a part cannot be decided about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any

from checker.core.errors import CheckError
from checker.core.location import Ref
from checker.documents.document import Document
from checker.documents.words import cut, quote
from checker.inputs.format import Read
from checker.inputs.problems import findings_of
from checker.inputs.threatcl import is_json, recognises
from checker.inputs.threatcl.body import Body, Reading
from checker.inputs.threatcl.scope import Scope
from checker.inputs.values import text

MAX_FILES = 200
MAX_DEPTH = 20
"""Files that import each other one after the other."""

_ELSEWHERE = re.compile(
    r"[A-Za-z][\w+.-]*::|[A-Za-z][\w+.-]*://|[\w.-]+@|(www\.)?(github|gitlab|bitbucket)\.(com|org)/"
)
"""What go-getter, which the tool fetches with, takes for an address: forced getters, URLs, SSH, well-known hosts."""


class Files:
    """The files of a model as they are found. ``failed`` where one could not be read: then there is no model."""

    def __init__(self, reading: Reading, read: Read) -> None:
        self._reading = reading
        self._read = read
        self._known: dict[str, Document] = {}
        self.failed = False

    def body(self, document: Document, above: tuple[str, ...] = ()) -> Body:
        """The whole of a file. ``above`` are the paths that lead to it."""
        path = document.source.path
        data: dict[str, Any] = document.data
        if path not in self._reading.scopes:
            self._known[path] = document
            json = is_json(data)
            scope = self._reading.scopes[path] = Scope(json and "threatmodels" in data, json)
            whole = self._whole(document)
            scope.variables = dict(_variables(whole))
            for model in models(whole):
                for source in model.about(Ref("model")).get("imports"):
                    self._import(scope, source, (*above, path))
        return self._whole(document)

    def included(self, source: Body, above: tuple[str, ...]) -> Body | None:
        """The one threat model of the file that another includes."""
        document = self._fetch(source, above)
        if document is None:
            return None
        found = [*models(self.body(document, above))]
        if len(found) == 1:
            return found[0]
        number = "no" if not found else "more than one"
        self._fail(source, f"a file with {number} threat model, and including needs exactly one")
        return None

    def _whole(self, document: Document) -> Body:
        return Body(self._reading, document, (), document.data, Ref("model"), "file")

    def _import(self, scope: Scope, source: Body, above: tuple[str, ...]) -> None:
        document = self._fetch(source, above)
        if document is None:
            scope.broken = True
            return
        for component in self.body(document, above).blocks("component", "component", labels=2):
            if len(component.labels) == 2:
                scope.take(*component.labels, component)

    def _fetch(self, source: Body, above: tuple[str, ...]) -> Document | None:
        """The document that a value names by its path. One that fails is said there."""
        name = text(source.value)
        target = normpath(join(dirname(source.document.source.path), name))
        why = self._refused(name, target, above) or self._get(target)
        if why:
            self._fail(source, why)
            return None
        document = self._known[target]
        self.failed = self.failed or document.data is None
        return document if document.data is not None else None

    def _get(self, target: str) -> str:
        """Have a file among those that are known; else why not."""
        if target in self._known:
            return ""
        if len(self._known) >= MAX_FILES:
            return f"one of more than {MAX_FILES} files"
        try:
            document = self._read(target)
        except CheckError as error:
            return f"not readable: {error.message}"
        if document.data is not None and not recognises(document):
            return "no file of threatcl"
        self._reading.sources.append(document.source)
        self._reading.findings += findings_of(document.problems)
        self._known[target] = document
        return ""

    def _refused(self, name: str, target: str, above: tuple[str, ...]) -> str:
        if not name:
            return "no path of a file"
        if _ELSEWHERE.match(name) or "|" in name:
            return "elsewhere, and nothing is fetched: put a copy into this repository"
        if name.startswith(("/", "~")) or "\\" in name or not name.isprintable():
            return "no relative path of a file of this repository"
        if target == ".." or target.startswith("../"):
            return "outside the repository"
        if target in above:
            return "a file that is being read already: files name each other in a circle"
        return f"behind {MAX_DEPTH} files that name each other" if len(above) > MAX_DEPTH else ""

    def _fail(self, source: Body, why: str) -> None:
        self.failed = True
        name = cut(text(source.value))
        message = f"{source.subject.field}: {quote(name)} is {why}"
        self._reading.wrong("include-failed", message, source.subject, source.place(), "", name)


def models(whole: Body) -> Iterator[Body]:
    """The threat models of a file."""
    yield from whole.blocks("threatmodels" if _exported(whole) else "threatmodel", "threatmodel")


def _exported(whole: Body) -> bool:
    return whole.reading.scope(whole.document).spells_in_camels


def _variables(whole: Body) -> Iterator[tuple[str, Any]]:
    """Name and value of each variable, as written. (A default is what people write who know HCL from elsewhere.)"""
    names: set[str] = set()
    for variable in whole.blocks("variable", "variable"):
        if variable.name in names:
            message = f"there is another variable {quote(variable.name)} before: this one counts"
            whole.reading.wrong("duplicate-id", message, Ref("model"), variable.place(), "", variable.name)
        names.add(variable.name)
        raw = variable.value
        value = raw.get("value", raw.get("default"))
        for key in ("value", "default"):
            whole.reading.reads("variable", key)
        if variable.name:
            yield variable.name, value
