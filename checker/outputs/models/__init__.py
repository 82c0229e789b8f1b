"""Models written in formats of other tools: one module a format, each turning a model into a text.

The registry is one explicit tuple. A module offers ``NAME`` and ``write(model) -> Written``; it imports nothing that
the others need. What a format cannot say is listed, never dropped in silence.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from checker.core.model import KINDS, Model
from checker.documents.words import quote, some

FORMATS: tuple[str, ...] = (
    "otm",
    "tm-bom",
    "threat-dragon",
    "cyclonedx",
    "mermaid",
    "dot",
)
"""The modules here that write a format, each under its name."""

Says = Mapping[str, frozenset[str]]
"""Kind of element -> its fields that a format can say. A kind that is not in it cannot be said at all."""

_SHOWN = 4
_BESIDE = ("review", "not_applicable")


class Written(NamedTuple):
    """A text, and a line for each kind of thing that is in the model and not in it.

    ``assumed`` has one for each that is in the text and not in the model: where a format insists on an answer.
    """

    text: str
    losses: tuple[str, ...]
    assumed: tuple[str, ...] = ()


class Writer(Protocol):
    """One module of this package."""

    NAME: str
    """What the format is called; its module has this name, with ``_`` for ``-``."""

    def write(self, model: Model) -> Written:
        """The whole model; the same model gives the same bytes."""
        ...


def writer_of(name: str) -> Writer:
    """The module of a format of :data:`FORMATS`."""
    module: Writer = import_module(f"checker.outputs.models.{name.replace('-', '_')}")
    return module


def json_text(data: Mapping[str, Any]) -> str:
    """A document as people read it: one thing a line, letters as they are."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def losses(model: Model, says: Says) -> Iterator[str]:
    """A line for each field of each kind that elements state and the format cannot say, with the first of them."""
    for kind in KINDS:
        found: dict[str, list[str]] = {}
        for id, element in model.elements(kind).items():
            for field in _stated(element) if kind in says else ("",):
                if field not in says.get(kind, ()):
                    found.setdefault(field, []).append(id)
        yield from _told(kind, found)


def lost(model: Model, said: Model) -> Iterator[str]:
    """The same for a format that can say some values of a field and not others: ``said`` is what a reader will get."""
    for kind in KINDS:
        found: dict[str, list[str]] = {}
        there = said.elements(kind)
        for id, element in model.elements(kind).items():
            pairs = zip(element._fields, element, there[id], strict=True) if id in there else [("", element, None)]
            for field, value, kept in pairs:
                if value != kept:
                    found.setdefault(field, []).append(id)
        yield from _told(kind, found)


def _told(kind: str, found: Mapping[str, list[str]]) -> Iterator[str]:
    for field, ids in found.items():
        what = f"{kind.replace('_', ' ')} {field}".rstrip()
        if kind in _BESIDE:  # their ids are numbers, which say nothing
            yield f"{what}: {len(ids):,} of them, for which there is room in the reviews file beside a model"
        else:
            yield f"{what}: {some([quote(id) for id in ids], _SHOWN)}"


def _stated(element: Any) -> Iterator[str]:
    """The fields of an element that say something, but for its id."""
    defaults = element._field_defaults
    for field, value in zip(element._fields, element, strict=True):
        if field != "id" and value not in ("", (), None) and value != defaults.get(field):
            yield field
