"""A text as a YAML scalar that every reader takes for that text."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PROSE = re.compile(r"[A-Za-z](?:[A-Za-z0-9_./()'-]|:(?=[A-Za-z0-9]))*(?: [A-Za-z0-9_./()'-]+)*")
"""Words that need no quotes: no comma, bracket or sign of YAML, and a colon only inside of the first word."""

_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
"""Words that some YAML reader takes for something else than text."""


def scalar(text: str) -> str:
    """Plain where it is an id or a date, else double-quoted."""
    return text if _PLAIN.fullmatch(text) and text not in _WORDS else quoted(text)


def prose(text: str) -> str:
    """Plain where it is an id, a reference or a sentence of plain words, else double-quoted."""
    plain = _PROSE.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """Double-quoted, with everything that hides or breaks a line as an escape."""
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    if c.isprintable() and c != "\ufeff":
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
