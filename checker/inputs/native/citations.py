"""Where a native model cites threat libraries, with the names that it writes behind the ids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from checker.core.location import Ref
from checker.core.source import Citation
from checker.documents.document import Document
from checker.inputs.problems import LISTS, SECTIONS

_CITING = ("threat", "control")


def citations(documents: tuple[Document, ...]) -> Iterator[Citation]:
    """Every reference of threats, controls and answers that something does not apply, in the order of the texts."""
    numbered = 0
    for document in documents:
        for kind in _CITING:
            for id, body in (document.data.get(SECTIONS[kind]) or {}).items():
                yield from _cited(document, (SECTIONS[kind], id), Ref(kind, id, "refs"), body)
        section = LISTS["not_applicable"]
        for index, body in enumerate(document.data.get(section) or ()):
            yield from _cited(document, (section, index), Ref("not_applicable", str(numbered), "refs"), body)
            numbered += 1


def _cited(document: Document, path: tuple[str | int, ...], subject: Ref, body: dict[str, Any]) -> Iterator[Citation]:
    for index, written in enumerate(body.get("refs") or ()):
        reference, _, name = written.partition(" (")
        yield Citation(subject, reference, name[:-1], partial(document.locate, (*path, "refs", index)))
