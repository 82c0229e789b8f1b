"""A parsed text: plain data, and the place of every key and value in it."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, NamedTuple

from checker.core.finding import Related
from checker.core.location import Location
from checker.core.source import Source

Path = tuple[str | int, ...]
"""Keys and list indexes from the root of the data to a value."""

Pair = tuple[int, int]
"""Character indexes of the start and the end (exclusive) of a token."""


class Problem(NamedTuple):
    """Something wrong in a text.

    ``code`` is one of syntax, duplicate-key, unknown-key, missing-key, wrong-value, wrong-type: the name of the
    built-in rule ``model/<code>`` where the text is a model.
    """

    code: str
    message: str
    location: Location
    path: Path = ()
    related: tuple[Related, ...] = ()


class Lines:
    """Turns character indexes of a text into lines and columns. Only LF ends a line, as in git and on GitHub."""

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: array[int] | None = None

    def region(self, start: int, end: int) -> Location:
        """The characters from ``start`` to ``end``, cut at the end of the first line."""
        if self._starts is None:
            self._starts = _line_starts(self.text)
        line = bisect_right(self._starts, start)
        first = self._starts[line - 1]
        end = min(end, len(self.text))
        if end > start:
            newline = self.text.find("\n", start, end)
            if newline >= 0:
                end = max(start, newline - (self.text[newline - 1] == "\r"))
        return Location(self.path, line, start - first + 1, line, end - first + 1)

    def pair(self, at: Location) -> Pair:
        """The character indexes of a region."""
        self.region(0, 0)
        starts = self._starts or array("I", (0,))
        return starts[at.line - 1] + at.column - 1, starts[at.end_line - 1] + at.end_column - 1


class Marks(NamedTuple):
    """Where things are, as character indexes into the text.

    ``indexes`` holds pairs (start, end): for a mapping with n entries 2n pairs from its offset, key and value in
    turn; for a list one pair an item. ``offsets`` has the offset of each container by its ``id``. ``root`` is the
    pair of the whole. A block mapping or list starts where its first key or dash does; its pair may be empty.
    ``later`` gives the indexes of the entries of a container from where it starts, if they wait until they are needed.
    """

    indexes: "array[int]"
    offsets: dict[int, int]
    root: Pair = (0, 0)
    later: Callable[[int], Iterable[int]] | None = None

    def offset(self, container: Any, start: int) -> int:
        """Where the entries of a mapping or list are in the indexes. It starts at a character of the text."""
        known = self.offsets.get(id(container))
        if known is None and self.later:
            self.add(container, self.later(start))
            known = self.offsets[id(container)]
        return known or 0

    def add(self, container: Any, indexes: Iterable[int]) -> None:
        """Say where the entries of a new mapping or list are."""
        self.offsets[id(container)] = len(self.indexes)
        self.indexes.extend(indexes)


class Document:
    """A text as data: dict, list, str, int, float, bool and None, with every key a str.

    With a syntax problem ``data`` is None; with duplicate keys it holds the first of each.
    """

    __slots__ = ("_lines", "_marks", "_orders", "data", "problems", "source")

    def __init__(self, source: Source, data: Any, problems: tuple[Problem, ...], marks: Marks, lines: Lines) -> None:
        self.source = source
        self.data = data
        self.problems = problems
        self._marks = marks
        self._lines = lines
        self._orders: dict[int, dict[str, int]] = {}

    def locate(self, path: Path, key: bool = False) -> Location:
        """The place of the value at ``path``, or of its key; always within one line.

        A scalar is its token, cut at the end of its first line; a container is its first key, its first dash or its
        opening bracket; a value that is left out is its key or its dash; an alias is the alias, and what is inside it
        is where it was written; a key that came by ``<<`` is that ``<<``. The root is the first token of the text.
        An item of a list has no key: it answers itself. A path that does not exist answers the key of the nearest
        ancestor that does.
        """
        value: Any = self.data
        pair, name = self._marks.root, None
        for step in path:
            pairs = self._pairs(value, step, pair[0])
            if pairs is None:
                key = True
                break
            name, pair = pairs
            value = value[step]
        return self._lines.region(*(name if key and name else self._token(value, pair, name)))

    def part(self, path: Path, also: Mapping[str, Any], without: Container[str] = ()) -> "Document":
        """The mapping at ``path`` as a document of its own, with what it leaves out of ``also`` and not those keys.

        Places stay those of the whole text; what came from ``also`` is where the mapping is. Raises LookupError where
        there is no such mapping.
        """
        value, place = self._at(path)
        if not isinstance(value, dict):
            raise LookupError(path)
        marks, data, pairs = self._marks._replace(root=place), {}, array(self._marks.indexes.typecode)
        first = marks.offset(value, place[0]) if value else 0
        for at, (key, item) in enumerate(value.items()):
            if key not in without:
                data[key] = item
                pairs.extend(marks.indexes[first + 4 * at : first + 4 * at + 4])
        for key in [key for key in also if key not in data]:
            data[key] = also[key]
            if isinstance(also[key], dict):
                data[key] = dict(also[key])  # one of its own: its place is known by its id
                marks.add(data[key], place * 2 * len(data[key]))
            pairs.extend(place * 2)
        marks.add(data, pairs)
        return Document(self.source, data, (), marks, self._lines)

    def _at(self, path: Path) -> tuple[Any, Pair]:
        """A value and its pair. Raises LookupError where there is none."""
        value: Any = self.data
        pair, name = self._marks.root, None
        for step in path:
            pairs = self._pairs(value, step, pair[0])
            if pairs is None:
                raise LookupError(path)
            name, pair = pairs
            value = value[step]
        return value, self._token(value, pair, name)

    def _pairs(self, container: Any, step: str | int, start: int) -> tuple[Pair, Pair] | None:
        """The pairs of the key and of the value at one step; for an item of a list the value's twice."""
        indexes = self._marks.indexes
        if isinstance(container, dict) and step in container:
            at = self._marks.offset(container, start) + 4 * self._order(container)[str(step)]
            return (indexes[at], indexes[at + 1]), (indexes[at + 2], indexes[at + 3])
        if isinstance(container, list) and isinstance(step, int) and 0 <= step < len(container):
            at = self._marks.offset(container, start) + 2 * step
            pair = self._token(container[step], (indexes[at], indexes[at + 1]), None)
            return pair, pair
        return None

    def _token(self, value: Any, pair: Pair, name: Pair | None) -> Pair:
        """The pair to show for a value whose own is empty: a block mapping or list, or one that was left out."""
        if pair[0] < pair[1]:
            return pair
        if isinstance(value, dict) and value:
            return self._first_key(value, pair[0])
        if isinstance(value, list):
            return pair[0], pair[0] + 1
        return name or (max(pair[0] - 1, 0), pair[0])

    def _first_key(self, mapping: dict[str, Any], start: int) -> Pair:
        """The key written at ``start``: that of the first entry, or the ``<<`` that brought the last one."""
        indexes, first = self._marks.indexes, self._marks.offsets[id(mapping)]
        last = first + 4 * (len(mapping) - 1)
        at = last if indexes[last] == start else first
        return indexes[at], indexes[at + 1]

    def _order(self, mapping: dict[str, Any]) -> dict[str, int]:
        """Key -> its index. Kept, so that locating every key of a big mapping stays linear."""
        known = self._orders.get(id(mapping))
        if known is None:
            known = self._orders[id(mapping)] = {key: index for index, key in enumerate(mapping)}
        return known


def _line_starts(text: str) -> "array[int]":
    starts = array("I", (0,))
    starts.extend(newline.end() for newline in re.finditer("\n", text))
    return starts
