"""XML as plain elements with places. The only module that knows an XML parser.

Expat from the standard library, with what makes XML dangerous refused before it costs: document types (so entities of
one's own, external ones and all that grows from them), and texts over a limit. Nothing is ever fetched.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple
from xml.parsers import expat

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.complaints import empty
from checker.documents.document import Document, Lines, Marks, Problem
from checker.documents.words import quote

MAX_BYTES = 5_000_000
MAX_DEPTH = 200
MAX_ELEMENTS = 50_000


class Bounds(NamedTuple):
    """How much one text may hold."""

    bytes: int = MAX_BYTES
    depth: int = MAX_DEPTH
    elements: int = MAX_ELEMENTS


BOUNDS = Bounds()


class Element(NamedTuple):
    """One element: its name as written, attributes, the elements inside and its own text, joined and trimmed."""

    tag: str
    attributes: dict[str, str]
    children: list[Element]
    words: list[str]
    location: Location

    @property
    def text(self) -> str:
        return "".join(self.words).strip()

    def all(self, tag: str) -> list[Element]:
        """The elements of one name directly inside."""
        return [child for child in self.children if child.tag == tag]

    def text_of(self, tag: str) -> str:
        """The text of the first element of that name, or ``""``."""
        return next((child.text for child in self.children if child.tag == tag), "")


OF_MODELS = Bounds(bytes=32_000_000, depth=200, elements=400_000)
"""Bounds for a model: a file of a drawing tool carries all its templates, and each box is a handful of elements."""


class _Broken(Exception):
    """The text is no XML that is read: why, where, and what to do."""

    def __init__(self, message: str, location: Location, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint


def read(source: Source, bounds: Bounds = OF_MODELS) -> Document:
    """The document of an XML text: its data is the root :class:`Element`; each element has its place.

    Raises InputError where it passes a limit.
    """
    lines = Lines(source.path, source.text)
    if not source.text.strip():
        return _document(source, None, lines, (Problem("syntax", empty(source.path), lines.region(0, 0)),))
    try:
        root = _root(source, bounds)
    except _Broken as broken:
        message = f"{broken.message}: {broken.hint}" if broken.hint else broken.message
        return _document(source, None, lines, (Problem("syntax", message, broken.location),))
    return _document(source, root, lines, ())


def _document(source: Source, root: Element | None, lines: Lines, problems: tuple[Problem, ...]) -> Document:
    return Document(source, root, problems, Marks(array("I"), {}, lines.pair(root.location) if root else (0, 0)), lines)


def parse_xml(source: Source, bounds: Bounds = BOUNDS) -> Element:
    """The root element. Raises InputError, with the place, for what is no XML, has a document type or is over a limit.

    The text was decoded already, so an encoding that the file names for itself does not count.
    """
    try:
        return _root(source, bounds)
    except _Broken as broken:
        raise InputError(broken.message, broken.location, broken.hint) from None


def _root(source: Source, bounds: Bounds) -> Element:
    """The root element. Raises _Broken, InputError."""
    data = source.text.encode("utf-8", "surrogatepass")
    if len(data) > bounds.bytes:
        raise InputError(f"more than {bounds.bytes:,} bytes of XML, the limit for one file", Location(source.path))
    return _Reading(source.path, bounds).root(data)


class _Reading:
    def __init__(self, path: str, bounds: Bounds) -> None:
        self._path = path
        self._bounds = bounds
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._open: list[Element] = []
        self._count = 0
        self._root: Element | None = None

    def root(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            column = error.offset + 1
            at = Location(self._path, error.lineno, column, error.lineno, column + 1)
            raise _Broken(f"not readable as XML: {what}", at) from None
        if self._root is None:
            raise _Broken("not readable as XML: there is no element", Location(self._path, 1, 1, 1, 1))
        return self._root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        depth, elements = self._bounds.depth, self._bounds.elements
        if len(self._open) >= depth:
            raise InputError(f"more than {depth} elements inside each other, the limit for one file", self._here())
        if self._count > elements:
            raise InputError(f"more than {elements:,} elements, the limit for one file", self._here())
        here = self._here()
        element = Element(tag, attributes, [], [], here._replace(end_column=here.column + len(tag) + 1))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _words(self, text: str) -> None:
        self._open[-1].words.append(text)

    def _refuse(self, name: str, *_: object) -> None:
        what = f"a document type or entity of its own ({quote(name)}): such XML is not read"
        raise _Broken(what, self._here(), "remove <!DOCTYPE …> from the file")

    def _here(self) -> Location:
        """The line is exact; the column counts what the parser does."""
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        return Location(self._path, line, column, line, column + 1)
