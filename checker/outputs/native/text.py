"""The text of a native file, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.core.model import Model
from checker.documents.written import yaml_lines
from checker.outputs.escape import visible
from checker.outputs.native.data import data_of

_ON_ONE_LINE = ("taxonomies", "methods")


def as_native(model: Model, head: Iterable[str] = (), tail: Iterable[str] = ()) -> str:
    """The text: reading it gives the same model, but for ``derives_threats``, which the format has not.

    ``head`` and ``tail`` are lines of comments before and after, without the ``#``."""
    return native_text(data_of(model), head, tail)


def native_text(data: Mapping[str, Any], head: Iterable[str] = (), tail: Iterable[str] = ()) -> str:
    """The text of data in the order of its keys."""
    return "".join(f"{line}\n" for line in _lines(data, head, tail))


def _lines(data: Mapping[str, Any], head: Iterable[str], tail: Iterable[str]) -> Iterator[str]:
    yield from map(comment, head)
    gap = False
    for key, value in data.items():
        if gap or key not in ("threatgate", "system"):
            yield ""
        if key in _ON_ONE_LINE or not isinstance(value, dict | list):
            yield from yaml_lines({key: value})
        else:
            yield f"{key}:"
            yield from yaml_lines(value, 2)
        gap = key == "system"
    for number, line in enumerate(tail):
        if not number:
            yield ""
        yield comment(line)


def comment(text: str) -> str:
    """One line of a comment, whatever the text holds."""
    return f"# {visible(text)}".rstrip()
