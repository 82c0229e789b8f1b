"""Adds entries to a section of a text, by one insertion: whatever stands there stays, character by character.

No YAML library gives back every text as it was (docs/adr/0044-written-by-insertion.md), so none writes here. Where to
insert follows from the places of keys and from indentation; the result is read back before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.document import Document, Path
from checker.documents.entries import Body, Entries, as_json, block, braced
from checker.documents.layout import layout_of, root_column
from checker.documents.parse import parse

_BRACE = re.compile(r"(?:[&!]\S*[ \t]+)*\{")
"""The start of a mapping in braces, behind its anchor and tag."""

_IGNORED = re.compile(r"[ \t]*(?:#|\r?$)")
"""What starts a line, or what is left of it, that says nothing."""


def inserted(document: Document, section: str, entries: Entries) -> str:
    """The text of a document with more entries in a section at its root, which is made where it is missing.

    The result is the text before, with one piece inserted; it holds what it held, and the entries, and nothing else.
    Raises InputError where that cannot be. An entry must have an id that the section does not have.
    """
    text = document.source.text
    for at, piece in _ways(document, section, entries):
        after = text[:at] + piece + text[at:]
        if _holds(document, after, section, entries):
            return after
    place = document.locate((section,), key=True)
    hint = f"write '{section}:' with its entries indented below it, and run this again"
    if not text.endswith("\n"):
        hint = "end the file with a line break, and run this again"  # it may be one that a text would take for its own
    raise InputError(f"nothing can be added to '{section}' here without changing what is written", place, hint)


def _holds(document: Document, after: str, section: str, entries: Entries) -> bool:
    result = parse(Source(document.source.path, after))
    plain = {id: {key: _plain(value) for key, value in body.items()} for id, body in entries.items()}
    wanted = {**document.data, section: {**(document.data.get(section) or {}), **plain}}
    return not result.problems and bool(result.data == wanted)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else list(value)


def _ways(document: Document, section: str, entries: Entries) -> Iterator[tuple[int, str]]:
    """Where to insert, and what, the best first. That one of them is right is for the reading to show."""
    text, known = document.source.text, section in document.data
    render = as_json if _is_json(document) else braced
    path: Path = (section,) if known else ()
    brace = _BRACE.match(text, _index(document, path)) if document.data.get(section, True) is not None else None
    if known and brace:
        yield _into_braces(document, brace.end(), section, [render(*entry) for entry in entries.items()])
    elif known:
        yield from _into_block(document, section, entries)
    elif brace:
        yield _new_in_braces(document, section, entries, render)
    else:
        yield from _new_in_block(document, section, entries)


def _is_json(document: Document) -> bool:
    return document.source.path.lower().endswith(".json")


def _index(document: Document, path: Path, key: bool = False) -> int:
    """The index of the first character of a value, or of its key."""
    at = document.locate(path, key)
    return _starts(document.source.text)[at.line - 1] + at.column - 1


def _starts(text: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer("\n", text)), len(text)]


def _newline(text: str, at: int) -> str:
    """The line break in use before an index, else behind it."""
    end = text.rfind("\n", 0, at)
    end = end if end >= 0 else text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _into_block(document: Document, section: str, entries: Entries) -> Iterator[tuple[int, str]]:
    """Behind the last indented line of the section; behind its last line that says something; at its very end."""
    first, starts = document.locate((section,), key=True).line, _starts(document.source.text)
    lines = document.source.text.split("\n")
    keys = sorted(document.locate((key,), key=True).line for key in document.data)
    end = next((line for line in keys if line > first), len(lines) + 1) - 1
    layout, column = layout_of(document, section), root_column(document)
    inside = [n for n in range(first, end) if lines[n].strip() and lines[n].startswith(" " * (column + 1))]
    saying = [n for n in range(first, end) if not _IGNORED.match(lines[n])]
    for last in dict.fromkeys((max(inside, default=first - 1), max(saying, default=first - 1), end - 1)):
        at = starts[last + 1]
        for one in dict.fromkeys((layout, layout._replace(apart=False))):  # an empty line may become part of a text
            yield at, _lines(document.source.text, at, block(entries, one))


def _new_in_block(document: Document, section: str, entries: Entries) -> Iterator[tuple[int, str]]:
    """At the end of the text; before the sign that ends a document."""
    text, column = document.source.text, root_column(document)
    lines, starts = text.split("\n"), _starts(text)
    keys = [document.locate((key,), key=True).line for key in document.data]
    apart = any(not lines[line - 2].strip() for line in keys if line > 1)
    layout = layout_of(document, section)
    new = [f"{' ' * column}{section}:", *block(entries, layout)]
    ends = [starts[n] for n, line in enumerate(lines) if line.startswith("...")]
    saying = [n for n, line in enumerate(lines) if not _IGNORED.match(line)]
    for at in dict.fromkeys((len(text), *ends[-1:], starts[saying[-1] + 1] if saying else 0)):
        for gap in ([""], []) if apart else ([],):
            yield at, _lines(text, at, iter([*gap, *new]))


def _lines(text: str, at: int, lines: Iterator[str]) -> str:
    """Whole lines to insert where a line starts, or at the end of a text."""
    newline = _newline(text, at)
    before = "" if at == 0 or text[at - 1] == "\n" else newline
    return before + "".join(line + newline for line in lines)


def _into_braces(document: Document, at: int, section: str, entries: list[str]) -> tuple[int, str]:
    """Right behind the opening brace, an entry a line; on the same line in a text that is one line."""
    text, more = document.source.text, "," if document.data[section] else ""
    if "\n" not in text.rstrip():
        return at, ", ".join(entries) + (f"{more} " if more else "")
    newline, indent = _newline(text, at), _indent(document, section)
    listed = f",{newline}".join(indent + entry for entry in entries)
    end = text.find("\n", at) + 1
    if end and _IGNORED.fullmatch(text[at : end - 1].split("#")[0]):
        return end, f"{listed}{more}{newline}"
    outer = _before(text, _index(document, (section,), key=True)) or ""
    close = outer if _is_json(document) else outer + "  "  # YAML wants it further in than the key
    return at, f"{newline}{listed}{more}{newline}{indent if more else close}"


def _indent(document: Document, section: str) -> str:
    """The indentation of the entries of a section in braces."""
    text = document.source.text
    entry = next(iter(document.data[section] or ()), None)
    if entry is not None and (own := _before(text, _index(document, (section, entry), key=True))) is not None:
        return own
    return " " * (len(_before(text, _index(document, (section,), key=True)) or "") + layout_of(document, section).step)


def _before(text: str, at: int) -> str | None:
    """What stands before an index on its line, where that is blank."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return None if before.strip(" \t") else before


def _new_in_braces(
    document: Document, section: str, entries: Entries, render: Callable[[str, Body], str]
) -> tuple[int, str]:
    """Before the last key at the root, which has one always: nothing need be put behind what stands there."""
    text = document.source.text
    at = _index(document, (list(document.data)[-1],), key=True)
    name, rendered = f'"{section}"' if render is as_json else section, [render(*entry) for entry in entries.items()]
    indent, newline = _before(text, at), _newline(text, at)
    if indent is None or "\n" not in text.rstrip():
        return at, f"{name}: {{{', '.join(rendered)}}}, "
    inner = indent * 2 if indent else "  "
    listed = f",{newline}".join(inner + entry for entry in rendered)
    return at, f"{name}: {{{newline}{listed}{newline}{indent}}},{newline}{indent}"
