"""What HCL's values are written with: blanks and comments, quoted templates, heredocs, and where an expression ends.

HCL native syntax specification, version 2 (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md). Nothing is
evaluated: a name that is looked up elsewhere is kept as such, and any other expression only has its end found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.core.errors import InputError
from checker.documents.complaints import Complaints, Unreadable
from checker.documents.document import Lines
from checker.documents.limits import LIMITS, Limits
from checker.documents.words import has_half, quote

NAME = r"[^\W\d][\w-]*"
"""An identifier: also with letters of other languages, and with hyphens."""

_COMMENT = r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/"
_BLANK = re.compile(rf"(?:[ \t\r]|{_COMMENT})*+").match
_GAP = re.compile(rf"(?:[ \t\r\n]|#[^\n]*|//[^\n]*|{_COMMENT})*+").match
_REFERENCE = re.compile(rf'{NAME}(?:\.(?:{NAME}|[0-9]+)|\["[^"\\$%\n]*"\])*+').match
_STEP = re.compile(rf'\["([^"]*)"\]|({NAME}|[0-9]+)').finditer
_HEREDOC = re.compile(rf"<<(-?)({NAME})[ \t]*\r?\n").match
_QUOTED = re.compile(r'"([^"\\$%\n]*)"').match
_PLAIN = re.compile(r'[^"\\$%\n]*').match
_PLAIN_IN_HEREDOC = re.compile(r"[^$%]*").match
_OTHERS = re.compile(r'[^()\[\]{}",\n/#<=:]*').match
_ESCAPE = re.compile(r'\\(?:([nrt"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))').match
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_CLOSER = {"(": ")", "[": "]", "{": "}"}
_SHOWN = 60

Reference = tuple[str, ...]
"""The steps of a name: ``var.region`` is ``("var", "region")``."""


class Expression(NamedTuple):
    """A value that is not written out: texts and references in turn, which stand one after the other. One reference
    alone is what it names, of whatever type. There are no parts where it is anything else: a call, a condition, …"""

    parts: tuple[str | Reference, ...]
    written: str


class Text:
    """One text. Every method that reads takes the index to start at and returns the one after."""

    def __init__(self, text: str, wrong: Complaints, limits: Limits) -> None:
        self.text = text
        self._wrong = wrong
        self._limits = limits
        self._inside = 0

    def blank(self, at: int) -> int:
        """Over blanks and comments within a line."""
        found = _BLANK(self.text, at)
        return found.end() if found else at

    def gap(self, at: int) -> int:
        """Over blanks, line breaks and comments."""
        found = _GAP(self.text, at)
        return found.end() if found else at

    def reference(self, at: int) -> tuple[Expression, int] | None:
        """A name with its steps."""
        found = _REFERENCE(self.text, at)
        return (Expression((_steps(found[0]),), found[0][:_SHOWN]), found.end()) if found else None

    def is_end(self, at: int, stops: str) -> bool:
        """Whether a value cannot go on here. With a line break among the stops, a comment to its end is one as well."""
        char = self.text[at : at + 1]
        return not char or char in stops or ("\n" in stops and (char == "#" or self.text.startswith("//", at)))

    def after(self, at: int, stops: str) -> int:
        """Over what may stand between a value and what stops it."""
        return self.blank(at) if "\n" in stops else self.gap(at)

    def expression(self, at: int, stops: str) -> tuple[Expression, int]:
        """An expression of any kind, up to one of the characters that stop it at its own level."""
        start, end = at, at
        opened: list[tuple[str, int]] = []
        while True:
            at = self.gap(at) if opened else self.after(at, stops)
            if not opened and self.is_end(at, stops):
                return Expression((), self.text[start:end][:_SHOWN]), end
            if at == len(self.text):
                raise self._never_closed(*opened[-1])
            at = end = self._token(at, opened)

    def quoted(self, at: int) -> tuple[str | Expression, int]:
        """A template in double quotes: a text where nothing in it has to be looked up."""
        if plain := _QUOTED(self.text, at):
            return plain[1], plain.end()
        start, parts, at = at, _Parts(), at + 1
        while True:
            at = parts.plain(_PLAIN(self.text, at), at)
            char = self.text[at : at + 1]
            if char == '"':
                return parts.value(self.text[start : at + 1]), at + 1
            if char == "\\":
                at = self._escape(at, parts)
            elif char in ("$", "%"):
                at = self._sequence(at, parts)
            else:
                raise Unreadable("the quote is not closed on this line: write a line break as \\n", start, at)

    def heredoc(self, at: int) -> tuple[str | Expression, int] | None:
        """A template between ``<<NAME`` and a line with that name alone; with ``<<-`` its common indentation goes."""
        found = _HEREDOC(self.text, at)
        if found is None:
            return None
        name = re.escape(found[2])
        last = re.compile(rf"^[ \t]*{name}(?=[ \t]*\r?$)", re.MULTILINE).search(self.text, found.end())
        if last is None:
            message = (
                f"the text that starts here never ends: put {quote(found[2])} on a line of its own, without quotes"
            )
            raise Unreadable(message, at, found.end())
        written = self.text[at : found.end()].strip()
        return self.template(found.end(), last.start(), written, flush=bool(found[1])), last.end()

    def template(self, at: int, end: int, written: str, flush: bool = False) -> str | Expression:
        """A template without quotes, up to an index; ``written`` is what it is called."""
        start, parts = at, _Parts()
        while at < end:
            at = parts.plain(_PLAIN_IN_HEREDOC(self.text, at, end), at)
            if at < end:
                at = self._sequence(at, parts)
        if at > end:
            raise Unreadable("a '${' or '%{' in this text is never closed: a '}' is missing", start, start + 1)
        return parts.value(written, flush)

    def _token(self, at: int, opened: list[tuple[str, int]]) -> int:
        """The next piece of an expression; brackets come and go on the stack."""
        char = self.text[at]
        if char in _CLOSER:
            if len(opened) + self._inside >= self._limits.depth:
                raise self._wrong.over("depth", at, at + 1)
            opened.append((char, at))
            return at + 1
        if char in ")]}":
            if not opened or _CLOSER[opened[-1][0]] != char:
                raise Unreadable(f"this '{char}' closes nothing: check the brackets before it", at, at + 1)
            opened.pop()
            return at + 1
        if char == '"':
            return self.quoted(at)[1]
        if char == "," and not opened:
            raise Unreadable("a ',' cannot stand here: a list is written [a, b]", at, at + 1)
        if self.text.startswith("/*", at):
            raise never_ending(at)
        if char == "<" and (found := self.heredoc(at)):
            return found[1]
        others = _OTHERS(self.text, at)
        return max(others.end() if others else at, at + 1)

    def _sequence(self, at: int, parts: _Parts) -> int:
        """What a dollar or percent sign begins in a template."""
        char = self.text[at]
        if self.text.startswith(char * 2 + "{", at):
            parts.add(char + "{")
            return at + 3
        if not self.text.startswith("{", at + 1):
            parts.add(char)
            return at + 1
        self._inside += 1
        if self._inside > self._limits.depth:
            raise self._wrong.over("depth", at, at + 2)
        found = self.reference(self.gap(at + 2)) if char == "$" else None
        if found and self.text.startswith("}", end := self.gap(found[1])):
            parts.parts.append(found[0].parts[0])
        else:
            parts.known = False
            end = self.expression(at + 2, "}")[1]
            end = self.gap(end)
            if end == len(self.text):
                raise self._never_closed("{", at + 1)
        self._inside -= 1
        return end + 1

    def _escape(self, at: int, parts: _Parts) -> int:
        found = _ESCAPE(self.text, at)
        number = int(found[2] or found[3] or "0", 16) if found else 0x110000
        if found is None or number > 0x10FFFF:
            raise Unreadable("an unknown escape: write '\\\\' for a backslash", at, at + 2)
        char = _ESCAPED[found[1]] if found[1] else chr(number)
        if has_half(char):
            raise Unreadable("this is one half of a character: write the whole one as \\U and 8 digits", *found.span())
        parts.add(char)
        return found.end()

    def _never_closed(self, char: str, at: int) -> Unreadable:
        return Unreadable(f"the '{char}' here is never closed: a '{_CLOSER[char]}' is missing", at, at + 1)


class _Parts:
    """What a template is made of, as far as it was read."""

    def __init__(self) -> None:
        self.parts: list[str | Reference] = []
        self.known = True

    def add(self, text: str) -> None:
        self.parts.append(text)

    def plain(self, found: re.Match[str] | None, at: int) -> int:
        """Take a piece without anything special in it."""
        if found is None or found.end() == at:
            return at
        self.parts.append(found[0].replace("\r\n", "\n"))
        return found.end()

    def value(self, written: str, flush: bool = False) -> str | Expression:
        parts = _joined(self.parts)
        if flush:
            parts = _flushed(parts)
        if not self.known:
            return Expression((), written[:_SHOWN])
        if any(isinstance(part, tuple) for part in parts):
            return Expression(tuple(parts), written[:_SHOWN])
        return "".join(part for part in parts if isinstance(part, str))


def template(text: str) -> str | Expression:
    """A text of JSON that stands for HCL: a template as well (HCL's JSON syntax specification)."""
    scan = Text(text, Complaints(Lines("", text), LIMITS), LIMITS)
    try:
        return scan.template(0, len(text), text)
    except (Unreadable, InputError):
        return Expression((), text[:_SHOWN])


def never_ending(at: int) -> Unreadable:
    """A comment without an end."""
    return Unreadable("the comment that starts here never ends: close it with */", at, at + 2)


def _joined(parts: list[str | Reference]) -> list[str | Reference]:
    """Texts that follow each other as one."""
    joined: list[str | Reference] = []
    pending: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pending.append(part)
            continue
        if pending:
            joined.append("".join(pending))
            pending = []
        joined.append(part)
    if pending:
        joined.append("".join(pending))
    return joined


def _flushed(parts: list[str | Reference]) -> list[str | Reference]:
    """The lines without the indentation that all of them have; a blank line has none to count."""
    lines = "".join(part if isinstance(part, str) else "\0" for part in parts).split("\n")
    margin = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
    if not margin:
        return parts
    indent, flushed, starts = re.compile(rf"\n[ \t]{{1,{margin}}}"), list(parts), True
    for index, part in enumerate(parts):
        if isinstance(part, str):
            flushed[index] = indent.sub("\n", "\n" + part)[1:] if starts else indent.sub("\n", part)
        starts = False
    return flushed


def _steps(written: str) -> Reference:
    return tuple(found[1] if found[1] is not None else found[2] for found in _STEP(written))
