"""A line of source under a finding, with its number and a caret under the region."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from checker.core.location import Location
from checker.outputs.escape import visible

TAB = 4
_COMMAND = "##["
"""What GitHub's runner looks for anywhere in a line."""
Lines = Callable[[str], tuple[str, ...]]


def lines_of(sources: Mapping[str, str]) -> Lines:
    """A function from a path to its lines, none for an unknown path; the last few files are remembered.

    Lines end at LF or CR LF, as git and GitHub count them.
    """

    @lru_cache(maxsize=4)
    def lines(path: str) -> tuple[str, ...]:
        text = sources.get(path)
        return tuple(line.removesuffix("\r") for line in text.split("\n")) if text is not None else ()

    return lines


def source_line(lines: Lines, place: Location) -> str | None:
    """The line that a location starts on, or None where the source is not at hand or has no such line."""
    found = lines(place.path)
    return found[place.line - 1] if 0 < place.line <= len(found) else None


def frame(line: str, place: Location, width: int, mark: str = "^") -> tuple[str, str]:
    """The source line as shown, and the line of marks that goes under it; neither wider than ``width`` columns.

    A long line is cut around the region, so that a minified file costs no more than a short one.
    """
    first = place.column - 1
    last = max(place.end_column - 1 if place.end_line == place.line else len(line), first + 1)
    skip = max(0, first - width // 3) if last > width else 0
    cells = list(_cells(line[skip : skip + width]))
    left = "…" if skip else ""
    shown, used = _fitting(cells, width - len(left))
    right = "…" if used < len(line) - skip else ""
    if right:
        shown, used = _fitting(cells, width - len(left) - 1)
    before = len(left) + sum(columns for _, columns in cells[: first - skip])
    under = sum(columns for _, columns in cells[first - skip : min(last - skip, used)]) or 1
    return f"{left}{shown}{right}".rstrip(), " " * min(before, width - 1) + mark * max(1, min(under, width - before))


def display_width(text: str) -> int:
    """Terminal columns of a text that is already safe to print."""
    return len(text) if text.isascii() else sum(columns for _, columns in _cells(text))


def _fitting(cells: list[tuple[str, int]], width: int) -> tuple[str, int]:
    """The text of the leading cells that fit in ``width`` columns, and how many cells those are."""
    used = 0
    for number, (_, columns) in enumerate(cells):
        if used + columns > width:
            return "".join(text for text, _ in cells[:number]), number
        used += columns
    return "".join(text for text, _ in cells), len(cells)


def _cells(line: str) -> Iterator[tuple[str, int]]:
    """Each character as it is shown, and how many terminal columns that takes."""
    if line.isascii() and line.isprintable() and _COMMAND not in line:
        yield from ((char, 1) for char in line)
        return
    from unicodedata import category, east_asian_width

    column = 0
    for index, char in enumerate(line):
        text = " " * (TAB - column % TAB) if char == "\t" else visible(char)
        if char == "#" and line.startswith(_COMMAND, index):
            text = "\\x23"
        wide = east_asian_width(char) in "WF" and text == char
        columns = 0 if category(char) in ("Mn", "Me") and text == char else 2 if wide else len(text)
        column += columns
        yield text, columns
