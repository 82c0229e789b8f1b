"""What is wrong in a JSON text, and where: read once more, token by token, with a stack of its own."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from json import JSONDecodeError, decoder
from math import inf
from typing import Any

from checker.core.source import Source
from checker.documents.complaints import Complaints, Unreadable, empty
from checker.documents.document import Document, Lines, Marks, Pair
from checker.documents.limits import LONGEST_NUMBER, Limits
from checker.documents.words import has_half, quote

_scanstring: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]
_SPACE = re.compile(r"[ \t\n\r]*").match
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?").match
_WORD = re.compile(r"[^ \t\n\r\[\]{},:\"]+").match
_LITERALS = {"true": True, "false": False, "null": None}


def read(source: Source, limits: Limits) -> Document:
    """The document of a JSON text: what is wrong at its place, and the first value of a key that is there twice.

    Raises InputError where it passes a limit.
    """
    lines = Lines(source.path, source.text)
    scan = _Scan(lines, limits)
    data: Any = None
    root = (0, 0)
    try:
        data, root = scan.document()
    except Unreadable as stop:
        scan.wrong.complain(stop.message, *stop.pair)
    if scan.wrong.syntax:
        data, root = None, (0, 0)
    return Document(source, data, scan.wrong.listed(), scan.marks._replace(root=root), lines)


class _Open:
    """A list or mapping that has begun: its pairs so far, the key whose value comes next, and second keys."""

    __slots__ = ("begun", "container", "key", "named", "pairs", "seconds")

    def __init__(self, container: Any) -> None:
        self.container = container
        self.begun = False
        self.pairs: list[int] = []
        self.key = ""
        self.named: Pair = (0, 0)
        self.seconds: list[tuple[str, Pair]] = []

    def put(self, value: Any, start: int, end: int) -> None:
        """The next value. That of a second key is not kept: the first stands."""
        if isinstance(self.container, list):
            self.container.append(value)
            self.pairs += (start, end)
        elif self.key in self.container:
            self.seconds.append((self.key, self.named))
        else:
            self.container[self.key] = value
            self.pairs += (*self.named, start, end)


class _Scan:
    """One pass over one text. Every method that reads takes the index to start at and returns the one after."""

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self.lines = lines
        self.text = lines.text
        self.limits = limits
        self.wrong = Complaints(lines, limits)
        self.marks = Marks(array("I"), {})
        self.stack: list[_Open] = []
        self.nodes = 0

    def document(self) -> tuple[Any, Pair]:
        """The data and the pair of its root. Raises Unreadable, InputError."""
        root = _Open([])
        self.stack.append(root)
        at = self.space(0)
        if at == len(self.text):
            raise Unreadable(empty(self.lines.path), 0, 0)
        at = self.value(at)
        while len(self.stack) > 1:
            at = self.step(self.space(at))
        if (at := self.space(at)) < len(self.text):
            raise Unreadable("the text goes on after its end: check the brackets before this", at, at + 1)
        return root.container[0], (root.pairs[0], root.pairs[1])

    def step(self, at: int) -> int:
        """The next entry of the innermost list or mapping, or its end."""
        here = self.stack[-1]
        in_list = isinstance(here.container, list)
        closer = "]" if in_list else "}"
        if self.text.startswith(closer, at):
            self.close()
            return at + 1
        if here.begun:
            if not self.text.startswith(",", at):
                raise self.missing(f"a ',' or a '{closer}' is missing", at)
            comma, at = at, self.space(at + 1)
            if self.text.startswith(closer, at):
                raise Unreadable(f"there is nothing between this ',' and the '{closer}': remove it", comma, comma + 1)
        here.begun = True
        return self.value(at if in_list else self.key(here, at))

    def close(self) -> None:
        """The innermost list or mapping ends."""
        done = self.stack.pop()
        self.marks.offsets[id(done.container)] = len(self.marks.indexes)
        self.marks.indexes.extend(done.pairs)
        if not done.seconds:
            return
        order = {key: 4 * index for index, key in enumerate(done.container)}
        path = tuple(
            here.key if isinstance(here.container, dict) else len(here.container) - 1 for here in self.stack[1:]
        )
        for key, pair in done.seconds:
            first = order[key]
            self.wrong.duplicate(key, pair, (done.pairs[first], done.pairs[first + 1]), path)

    def key(self, here: _Open, at: int) -> int:
        if not self.text.startswith('"', at):
            raise self.missing("a key in double quotes was expected here", at)
        here.key, end = self.string(at)
        here.named = (at, end)
        self.count(at, end)
        at = self.space(end)
        if not self.text.startswith(":", at):
            raise self.missing("a ':' is missing after the key", at)
        return self.space(at + 1)

    def value(self, at: int) -> int:
        """A scalar, or the opening bracket of a list or mapping."""
        char = self.text[at : at + 1]
        value: Any
        if char == '"':
            value, end = self.string(at)
        elif char and char in "[{":
            value, end = ([] if char == "[" else {}), at + 1
        elif number := _NUMBER(self.text, at):
            value, end = self.number(number)
        else:
            value, end = self.word(at)
        self.count(at, end)
        self.stack[-1].put(value, at, end)
        if char and char in "[{":
            if len(self.stack) > self.limits.depth:
                raise self.wrong.over("depth", at, end)
            self.stack.append(_Open(value))
        return end

    def string(self, at: int) -> tuple[str, int]:
        try:
            value, end = _scanstring(self.text, at + 1, True)
        except JSONDecodeError as error:
            raise self.bad_string(error, at) from None
        if has_half(value):
            raise Unreadable("this text holds one half of a character: write both halves", at, end)
        return value, end

    def bad_string(self, error: JSONDecodeError, at: int) -> Unreadable:
        if "Unterminated" in error.msg:
            return Unreadable("the quote that starts here never ends", at, at + 1)
        if "control character" in error.msg:
            return Unreadable(
                "the quote is not closed on this line: write a line break as \\n, a tab as \\t", at, error.pos
            )
        return Unreadable("an unknown escape: write '\\\\' for a backslash", error.pos, error.pos + 1)

    def number(self, found: re.Match[str]) -> tuple[Any, int]:
        start, end = found.span()
        word = _WORD(self.text, start)
        if word and word.end() > end:
            return self.word(start)
        fits = end - start <= LONGEST_NUMBER
        value = (float(found[0]) if found[1] or found[2] else int(found[0])) if fits else inf
        if value in (inf, -inf):
            raise Unreadable("this number is too big: put it in quotes", start, end)
        return value, end

    def word(self, at: int) -> tuple[Any, int]:
        """true, false or null. Raises Unreadable for anything else."""
        found = _WORD(self.text, at)
        if found and found[0] in _LITERALS:
            return _LITERALS[found[0]], found.end()
        if found is None:
            raise self.missing("a value is missing here", at)
        hint = "a number has no leading zero or '+'" if found[0][0] in "+-0123456789." else "put text in double quotes"
        raise Unreadable(f"{quote(found[0])} is not a JSON value: {hint}", at, found.end())

    def missing(self, what: str, at: int) -> Unreadable:
        return Unreadable(what if at < len(self.text) else f"the text ends in the middle: {what}", at, at + 1)

    def space(self, at: int) -> int:
        found = _SPACE(self.text, at)
        return found.end() if found else at

    def count(self, start: int, end: int) -> None:
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            raise self.wrong.over("nodes", start, end)
