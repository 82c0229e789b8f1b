"""XML as plain elements with places. The only module that knows an XML parser.

Expat from the standard library, with what makes XML dangerous refused before it costs: document types (so entities of
one's own, external ones and all that grows from them), and texts over a limit. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping
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

_STEP = 4096
"""Bytes."""

_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})
_ATTRIBUTE = re.compile(r"""\s*([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG_ENDS = re.compile(r"\s*(/?)>")
_TEXT = re.compile(r"\s*(?:<!\[CDATA\[\s*(.*?)\]\]>|([^<]*))", re.DOTALL)


class Element:
    """One element: its name as written, attributes, the elements inside and its own text.

    Where it is was noted as one index while reading; all places are looked up when somebody asks.
    """

    __slots__ = ("_byte", "_places", "_words", "attributes", "children", "tag")

    def __init__(self, tag: str, attributes: Mapping[str, str], places: _Places, byte: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element] | tuple[()] = ()
        self._words: list[str] | tuple[()] = ()
        self._places = places
        self._byte = byte

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
        return self._lines.region(*self.pair)

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
        end = f":{tag}"
        return [child for child in self.children if child.tag == tag or child.tag.endswith(end)]

    def first(self, tag: str) -> Element | None:
        """The first element of that name directly inside."""
        end = f":{tag}"
        for child in self.children:
            if child.tag == tag or child.tag.endswith(end):
                return child
        return None

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
        found, at = [], self.pair[1]
        while attribute := _ATTRIBUTE.match(self._lines.text, at):
            found.append(attribute)
            at = attribute.end()
        return found

    def _tag_end(self) -> int:
        written = self._written()
        at = written[-1].end() if written else self.pair[1]
        found = _TAG_ENDS.match(self._lines.text, at)
        return found.end() if found else at

    @property
    def pair(self) -> Pair:
        """The start of the tag, up to the end of its name, as indexes into the text."""
        start = self._places.character(self._byte)
        return start, start + len(self.tag) + 1

    @property
    def _lines(self) -> Lines:
        return self._places.lines


class _Places:
    """A text and its bytes: which character a byte is, counted from the nearest step before it."""

    def __init__(self, lines: Lines, data: bytes) -> None:
        self.lines = lines
        self._data = b"" if len(data) == len(lines.text) else data
        self._steps: list[Pair] = []

    def character(self, byte: int) -> int:
        """The index of the character that starts with a byte."""
        if not self._data:
            return byte
        if not self._steps:
            self._steps = list(self._counted())
        start, index = self._steps[byte // _STEP]
        return index + self._length(start, byte)

    def region(self, byte: int) -> Location:
        """The character that starts with a byte."""
        at = self.character(byte)
        return self.lines.region(at, at + 1)

    def _counted(self) -> Iterator[Pair]:
        """The first byte of a character at or after each step, and the index of that character."""
        at = index = 0
        for step in range(0, len(self._data) + 1, _STEP):
            start = step
            while self._data[start : start + 1] and self._data[start] & 0xC0 == 0x80:
                start += 1
            index += self._length(at, start)
            at = start
            yield at, index

    def _length(self, start: int, end: int) -> int:
        return len(self._data[start:end].decode("utf-8", "surrogatepass"))


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
    places = _Places(lines, data)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    above = _listen(parser, places, bounds)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        at = places.region(max(parser.ErrorByteIndex, 0))
        raise _Broken(f"not readable as XML: {what}", at) from None
    if not above.children:
        raise _Broken("not readable as XML: there is no element", lines.region(0, 0))
    return above.children[0]


def _listen(parser: expat.XMLParserType, places: _Places, bounds: Bounds) -> Element:
    """Let a parser make elements; the answer will have the root inside. One closure a kind of event: they are called
    for every tag and every text."""
    above = Element("", _NO_ATTRIBUTES, places, 0)
    opened = [above]
    most, depth, left = bounds.elements, bounds.depth, bounds.elements

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal left
        byte = parser.CurrentByteIndex
        left -= 1
        if left < 0:
            raise InputError(f"more than {most:,} elements, the limit for one file", places.region(byte))
        if len(opened) > depth:
            what = f"more than {depth} elements inside each other, the limit for one file"
            raise InputError(what, places.region(byte))
        element = Element(tag, attributes or _NO_ATTRIBUTES, places, byte)
        inside = opened[-1]
        if inside.children:
            inside.children.append(element)
        else:
            inside.children = [element]
        opened.append(element)

    def end(_: str) -> None:
        opened.pop()

    def words(text: str) -> None:
        if opened[-1]._words:
            opened[-1]._words.append(text)
        elif not text.isspace():
            opened[-1]._words = [text]

    def refuse(name: str, *_: object) -> None:
        what = f"a document type or entity of its own ({quote(name)}): such XML is not read"
        raise _Broken(what, places.region(parser.CurrentByteIndex), "remove <!DOCTYPE …> from the file")

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words
    return above
