"""What to call a place in the data, and a value, in a message."""

from __future__ import annotations

import re
from typing import Any

from checker.documents.document import Path
from checker.documents.words import cut, quote

_ELEMENTS = {
    "components": "component",
    "flows": "flow",
    "boundaries": "boundary",
    "data": "data",
    "threats": "threat",
    "controls": "control",
    "attack_trees": "attack tree",
    "objectives": "objective",
    "features": "feature",
    "deployments": "deployment",
    "waivers": "waiver",
    "reviews": "review",
}
"""Sections whose entries have a name of their own kind."""

_SIMPLE = re.compile(r"[a-z][a-z0-9_-]{0,59}").fullmatch


def at(data: Any, path: Path) -> Any:
    """The value at a path that exists."""
    for step in path:
        data = data[step]
    return data


def name(data: Any, path: Path) -> str:
    """``owner of component 'chat-api'``, ``item 2 of tags of system``, ``waiver 'w-1'``, ``the file``."""
    if not path:
        return "the file"
    step = path[-1]
    if len(path) == 2 and (kind := _ELEMENTS.get(str(path[0]))):
        label = _id(data, path) if isinstance(step, int) else str(step)
        if label:
            return f"{kind} {quote(label)}"
    own = f"item {step + 1}" if isinstance(step, int) else step if _SIMPLE(step) else quote(step)
    return f"{own} of {name(data, path[:-1])}" if len(path) > 1 else own


def inside(data: Any, path: Path) -> str:
    """``in component 'chat-api'``; ``at the top of the file`` for the root."""
    return f"in {name(data, path)}" if path else "at the top of the file"


def shown(value: Any) -> str:
    """A value, as a message says it."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"the number {cut(str(value))}"
    return written(value)


def written(value: Any) -> str:
    """A scalar as the file would say it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else str(value)


def but_not(value: Any) -> str:
    """The end of a sentence about what a value must be."""
    if value is None:
        return ", but it is empty"
    return f", not {shown(value)}" if value != "" else ", but it is an empty text"


def _id(data: Any, path: Path) -> str:
    """The id of an entry of a list, where it has one."""
    entry = at(data, path)
    id = entry.get("id") if isinstance(entry, dict) else None
    return id if isinstance(id, str) else ""
