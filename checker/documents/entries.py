"""New entries of a section as text: in blocks as people write YAML, in braces, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from checker.documents.quoted import prose

Body = Mapping[str, str | Sequence[str]]
Entries = Mapping[str, Body]
"""Id -> its fields, each a text or a list of texts."""

_WIDTH = 110


class Layout(NamedTuple):
    """How a text lays out the entries of a section. All are numbers of blanks."""

    indent: int = 2
    """Before the id of an entry."""
    step: int = 2
    """Of its fields, further in."""
    dash: int | None = None
    """Of the dash of a list, further in than its key; None where lists stand in brackets."""
    apart: bool = False
    """Whether an empty line stands between two entries."""


def block(entries: Entries, layout: Layout) -> Iterator[str]:
    """The lines of entries, an empty one before each where they stand apart."""
    for id, body in entries.items():
        if layout.apart:
            yield ""
        yield f"{' ' * layout.indent}{prose(id)}:"
        for key, value in body.items():
            yield from _field(key, value, " " * (layout.indent + layout.step), layout.dash)


def _field(key: str, value: str | Sequence[str], before: str, dash: int | None) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{before}{key}: {prose(value)}"
    elif dash is None:
        yield from _wrapped(f"{before}{key}: [", [prose(item) for item in value], len(before) + 2)
    else:
        yield f"{before}{key}:"
        yield from (f"{before}{' ' * dash}- {prose(item)}" for item in value)


def _wrapped(start: str, items: Sequence[str], indent: int) -> Iterator[str]:
    """A list in brackets, on as many lines as it needs."""
    line = start
    for index, item in enumerate(items):
        end = "," if index < len(items) - 1 else "]"
        room = line and not line.endswith(("[", " ")) and len(line) + len(item) + 2 > _WIDTH
        if room:
            yield line
            line = " " * indent
        line += ("" if line.endswith(("[", " ")) else " ") + item + end
    yield line if items else f"{start}]"


def braced(id: str, body: Body) -> str:
    """One entry within the braces of YAML."""
    fields = ", ".join(f"{key}: {_value(value)}" for key, value in body.items())
    return f"{prose(id)}: {{{fields}}}"


def _value(value: str | Sequence[str]) -> str:
    return prose(value) if isinstance(value, str) else f"[{', '.join(map(prose, value))}]"


def as_json(id: str, body: Body) -> str:
    """One entry within the braces of JSON."""
    return f"{json.dumps(id, ensure_ascii=False)}: {json.dumps(dict(body), ensure_ascii=False)}"
