"""A place in a text as plain data, for the answers of commands; reports of the gate give its end as well."""

from __future__ import annotations

from typing import Any

from checker.core.location import Location


def place(at: Location) -> dict[str, Any]:
    """Where something begins: lines and columns count from 1."""
    return {"path": at.path, "line": at.line, "column": at.column}
