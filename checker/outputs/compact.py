"""JSON text: the same bytes each time, readable where the data is, and safe to show in a terminal."""

from __future__ import annotations

import json
import re

from checker.outputs.escape import hidden

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def compact(value: object) -> str:
    """One value as JSON on one line, keys as ordered.

    Characters that hide or reorder text stand as ``\\uXXXX``, which reads back as the very same string; with them go
    lone surrogates, that UTF-8 could not write, and ``##[``, which GitHub's runner obeys anywhere in a line.
    """
    return _shown(_encode(value))


def indented(value: object) -> str:
    """The same on many lines, for answers that people may look at."""
    return _shown(json.dumps(value, indent=2, ensure_ascii=False))


def _shown(text: str) -> str:
    text = text.replace("##[", "#\\u0023[")
    return text if text.isascii() and text.isprintable() else hidden().sub(_spell, text)


def _spell(match: re.Match[str]) -> str:
    if match[0] == "\n":  # of the layout: those of a text are escapes already
        return "\n"
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
