"""How text for people looks: colour or not, and how wide. The caller decides; an output never asks the terminal."""

from __future__ import annotations

from typing import NamedTuple

_CODES = {
    "critical": "1;31",
    "high": "1;31",
    "medium": "1;33",
    "low": "36",
    "note": "36",
    "error": "1;31",
    "fail": "1;31",
    "pass": "1;32",
    "strong": "1",
    "faint": "2",
    "added": "32",
    "removed": "31",
    "changed": "33",
}
"""Name of a look -> SGR parameters (ECMA-48, 8.3.117); the sixteen standard colours follow the reader's own theme."""


class Style(NamedTuple):
    """``width`` is in terminal columns and bounds source frames and prose; nothing else is cut."""

    color: bool = False
    width: int = 100


def paint(style: Style, look: str, text: str) -> str:
    """The text in one of the looks above, or as it is without colour."""
    return f"\x1b[{_CODES[look]}m{text}\x1b[0m" if style.color and text else text
