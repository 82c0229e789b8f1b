"""Where a part of an expression stands in the rule's file."""

from __future__ import annotations

import re
from typing import NoReturn

from checker.core.errors import UsageError
from checker.core.location import Location
from checker.policy.cel.syntax import ExpressionError
from checker.policy.place import Place, show

_ESCAPE = r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"


def tell(error: ExpressionError, text: str, place: Place) -> NoReturn:
    """Raise the UsageError for a mistake in an expression: at its own column where the text stands on one line.

    In a text over several lines the place is that of its start, and the message says where in it.
    """
    at = place.document.locate(place.path)
    region = _region(at, _written(place, at), text, error.start, error.end)
    if region:
        raise UsageError(error.message, region, error.hint)
    line = text.count("\n", 0, error.start) + 1
    column = error.start - (text.rfind("\n", 0, error.start) + 1) + 1
    near = show(text[error.start : error.end].split("\n", maxsplit=1)[0]) if error.start < len(text) else "its end"
    where = f"character {column} of line {line} of the expression, at {near}"
    raise UsageError(f"{error.message} ({where})", at, error.hint)


def _written(place: Place, at: Location) -> str:
    """The value as its file spells it, its first line."""
    line = place.document.source.text.split("\n")[at.line - 1]
    return line[at.column - 1 : at.end_column - 1]


def _region(at: Location, written: str, text: str, start: int, end: int) -> Location | None:
    columns = _columns(written, text)
    if columns is None:
        return None
    first, last = columns[min(start, len(text))], columns[min(end, len(text))]
    return at._replace(column=at.column + first, end_column=at.column + max(last, first + 1))


def _columns(written: str, text: str) -> list[int] | None:
    """For each character of the text, and its end, where it stands in what is written; None where lines were folded."""
    if written == text:
        return list(range(len(text) + 1))
    quote, inside = written[:1], written[1:-1]
    if quote not in ("'", '"') or written[-1:] != quote or len(written) < 2:
        return None
    columns, at = [], 0
    while at < len(inside):
        columns.append(at + 1)
        escape = re.compile(_ESCAPE).match(inside, at) if quote == '"' else None
        at = escape.end() if escape else at + (2 if quote == "'" and inside.startswith("''", at) else 1)
    columns.append(len(inside) + 1)
    return columns if len(columns) == len(text) + 1 else None
