"""XML as plain elements with places. The only module that knows an XML parser.

Expat from the standard library, with what makes XML dangerous refused before it costs: document types (so entities of
one's own, external ones and all that grows from them), and texts over a limit. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple
from xml.parsers import expat

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.complaints import empty
from checker.documents.document import Document, Lines, Marks, Pair, Problem
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

_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_ATTRIBUTE = re.compile(r"""\s*([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG_ENDS = re.compile(r"\s*(/?)>")
_TEXT = re.compile(r"\s*(?:<!\[CDATA\[\s*(.*?)\]\]>|([^<]*))", re.DOTALL)


class Element:
    """One element: its name as written, attributes, the elements inside and its own text.

    Where it is was noted as one index while reading; all places are looked up when somebody asks.
    """

    __slots__ = ("_lines", "_start", "_words", "attributes", "children", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], lines: Lines, start: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: Sequence[Element] = ()
        self._words: Sequence[str] = ()
        self._lines = lines
        self._start = start

    @property
    def local(self) -> str:
        """The name without the prefix of its namespace."""
        return self.tag.rpartition(":")[2]

    @property
    def text(self) -> str:
        """The text directly inside, joined and trimmed."""
        return "".join(self._words).strip()

    @property
    def location(self) -> Location:
        """The start of the tag, up to the end of its name."""
        return self._lines.region(self._start, self._start + len(self.tag) + 1)

    @property
    def text_location(self) -> Location:
        """The first line of the text where it follows upon the tag; the tag where there is none."""
        if not self._words:
            return self.location
        found = _TEXT.match(self._lines.text, self._tag_end())
        start, end = found.span(found.lastindex or 0) if found else (0, 0)
        return self._lines.region(start, start + len(self._lines.text[start:end].rstrip()))

    def attribute_location(self, name: str) -> Location:
        """The value of an attribute, without its quotes; the tag where there is none of that name."""
        for found in self._written():
            if found[1] == name:
                return self._lines.region(found.start(2) + 1, found.end(2) - 1)
        return self.location

    def all(self, tag: str) -> list[Element]:
        """The elements of one name, whatever its prefix, directly inside."""
        return [child for child in self.children if child.local == tag]

    def first(self, tag: str) -> Element | None:
        """The first element of that name directly inside."""
        return next((child for child in self.children if child.local == tag), None)

    def text_of(self, tag: str) -> str:
        """The text of the first element of that name, or ``""``."""
        found = self.first(tag)
        return found.text if found else ""

    def attribute(self, local: str) -> str:
        """The value of the first attribute of that name which has a prefix (``type`` for ``xsi:type``), or ``""``."""
        return next((value for name, value in self.attributes.items() if name.endswith(f":{local}")), "")

    @property
    def namespace(self) -> str:
        """The namespace that the element itself declares for its name, or ``""``: enough for a root."""
        prefix = self.tag.rpartition(":")[0]
        return self.attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", "")

    def _written(self) -> list[re.Match[str]]:
        """The attributes as the text has them."""
        found, at = [], self._start + 1 + len(self.tag)
        while attribute := _ATTRIBUTE.match(self._lines.text, at):
            found.append(attribute)
            at = attribute.end()
        return found

    def _tag_end(self) -> int:
        written = self._written()
        at = written[-1].end() if written else self._start + 1 + len(self.tag)
        found = _TAG_ENDS.match(self._lines.text, at)
        return found.end() if found else at

    @property
    def pair(self) -> Pair:
        """The start of the tag, up to the end of its name, as indexes into the text."""
        return self._start, self._start + len(self.tag) + 1


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
        root = _root(lines, bounds)
    except _Broken as broken:
        message = f"{broken.message}: {broken.hint}" if broken.hint else broken.message
        return _document(source, None, lines, (Problem("syntax", message, broken.location),))
    return _document(source, root, lines, ())


def _document(source: Source, root: Element | None, lines: Lines, problems: tuple[Problem, ...]) -> Document:
    return Document(source, root, problems, Marks(array("I"), {}, root.pair if root else (0, 0)), lines)


def parse_xml(source: Source, bounds: Bounds = BOUNDS) -> Element:
    """The root element. Raises InputError, with the place, for what is no XML, has a document type or is over a limit.

    The text was decoded already, so an encoding that the file names for itself does not count.
    """
    try:
        return _root(Lines(source.path, source.text), bounds)
    except _Broken as broken:
        raise InputError(broken.message, broken.location, broken.hint) from None


def _root(lines: Lines, bounds: Bounds) -> Element:
    """The root element. Raises _Broken, InputError."""
    data = lines.text.encode("utf-8", "surrogatepass")
    if len(data) > bounds.bytes:
        raise InputError(f"more than {bounds.bytes:,} bytes of XML, the limit for one file", Location(lines.path))
    return _Reading(lines, data, bounds).root()


class _Reading:
    def __init__(self, lines: Lines, data: bytes, bounds: Bounds) -> None:
        self._lines = lines
        self._data = data
        self._plain = len(data) == len(lines.text)
        self._at = (0, 0)
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

    def root(self) -> Element:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code)
            at = self._here(max(self._parser.ErrorByteIndex, 0))
            raise _Broken(f"not readable as XML: {what}", self._lines.region(at, at + 1)) from None
        if self._root is None:
            raise _Broken("not readable as XML: there is no element", self._lines.region(0, 0))
        return self._root

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        here = self._here(self._parser.CurrentByteIndex)
        self._keep_in_bounds(here)
        element = Element(tag, attributes or _NO_ATTRIBUTES, self._lines, here)
        if not self._open:
            self._root = element
        elif isinstance(inside := self._open[-1].children, list):
            inside.append(element)
        else:
            self._open[-1].children = [element]
        self._open.append(element)

    def _keep_in_bounds(self, here: int) -> None:
        depth, elements = self._bounds.depth, self._bounds.elements
        if len(self._open) >= depth:
            what = f"more than {depth} elements inside each other, the limit for one file"
            raise InputError(what, self._lines.region(here, here + 1))
        if self._count > elements:
            what = f"more than {elements:,} elements, the limit for one file"
            raise InputError(what, self._lines.region(here, here + 1))

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _words(self, text: str) -> None:
        element = self._open[-1]
        if isinstance(element._words, list):
            element._words.append(text)
        elif not text.isspace():
            element._words = [text]

    def _refuse(self, name: str, *_: object) -> None:
        what = f"a document type or entity of its own ({quote(name)}): such XML is not read"
        at = self._here(self._parser.CurrentByteIndex)
        raise _Broken(what, self._lines.region(at, at + 1), "remove <!DOCTYPE …> from the file")

    def _here(self, byte: int) -> int:
        """The index of a character. Asked in the order of the text, so that all of it is counted once."""
        if self._plain:
            return byte
        last, index = self._at
        if byte < last:
            last, index = 0, 0
        index += len(self._data[last:byte].decode("utf-8", "surrogatepass"))
        self._at = (byte, index)
        return index
