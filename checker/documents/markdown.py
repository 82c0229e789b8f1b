"""Markdown to its headings and what stands below each. The only module that knows a Markdown parser.

CommonMark by markdown-it-py, blocks alone: a ``#`` line in a code fence is no heading, one underlined with ``===`` is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_CHARACTERS = 300_000
"""Of one text, front matter apart: more than any page that people read, and at most seconds of work."""

MAX_HEADINGS = 2_000
"""Of one text. Lines that may be one are counted before the parser sees them, at twice that."""

_TITLE = 300
_MAY_BE_ONE = re.compile(r" {0,3}(?:#|=+\s*$|-+\s*$)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")


class Part(NamedTuple):
    """A heading and the text from there to the next one of any level. Before the first heading the level is 0.

    ``level`` is 1 to 6, ``title`` is without markup, ``text`` without HTML comments.
    """

    level: int
    title: str
    text: str
    location: Location


def parts(source: Source, skip: int = 0) -> tuple[Part, ...]:
    """The parts of a text, without its first ``skip`` lines. Raises InputError for one that is too long."""
    lines = source.text.replace("\r\n", "\n").replace("\r", " ").split("\n")
    body = lines[skip:]
    if sum(map(len, body)) + len(body) > MAX_CHARACTERS:
        message = f"more than {MAX_CHARACTERS:,} characters of Markdown, the limit for one file"
        raise InputError(message, Location(source.path), "split it: this page is for people to read")
    if sum(1 for line in body if _MAY_BE_ONE.match(line)) > 2 * MAX_HEADINGS:
        raise _too_many(source.path)
    found = _headings(_parser().parse("\n".join(body)))
    if len(found) > MAX_HEADINGS:
        raise _too_many(source.path)
    starts = [(0, 0, 0, ""), *found]
    ends = [start for start, *_ in found] + [len(body)]
    return tuple(
        Part(level, title, without_comments("\n".join(body[after:end])).strip(), _at(source.path, start + skip, lines))
        for (start, after, level, title), end in zip(starts, ends, strict=True)
    )


def _too_many(path: str) -> InputError:
    return InputError(f"more than {MAX_HEADINGS:,} headings, the limit for one file", Location(path), "split it")


def front_matter(text: str) -> int:
    """The number of lines of the YAML between ``---`` lines at the start, with both of them; 0 where there is none."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)


def without_comments(text: str) -> str:
    """The text without ``<!-- … -->``; an open end hides the rest, as in a browser."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        kept.append(text[at:start])
        end = text.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(text)
    return "".join((*kept, text[at:]))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("inline")


def _headings(tokens: list[Token]) -> list[tuple[int, int, int, str]]:
    """Line from 0, the line after it, level, title; only those that stand in no quote and no list."""
    found = []
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            found.append((token.map[0], token.map[1], int(token.tag[1:]), plain(tokens[at + 1].content)))
    return found


def plain(title: str) -> str:
    """A heading without the marks of emphasis, code and links."""
    text = _LINK.sub(r"\1", title[:_TITLE])
    return " ".join(text.replace("*", "").replace("`", "").split())


def _at(path: str, line: int, lines: list[str]) -> Location:
    end = len(lines[line]) if line < len(lines) else 0
    return Location(path, line + 1, 1, line + 1, end + 1)
