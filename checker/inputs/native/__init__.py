"""The native format: ``threatmodel.yaml`` and the files it includes (docs/reference/model-format.md)."""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "native"
SIGN = "the line 'threatgate: 1'"
EDITIONS = "1"
UNSAYABLE: tuple[str, ...] = ()


def recognises(document: Document) -> bool:
    """Whether the text says so itself, or is about a ``system`` as no other format is."""
    data = document.data
    return isinstance(data, dict) and ("threatgate" in data or "system" in data)


def parse(document: Document, read: Read) -> Parsed:
    """The model of a main file and its parts, and everything wrong with them, in one go.

    Names that lead nowhere, ids used twice and unknown words leave a snapshot (references stand as written, of two
    elements with one id the first counts); anything else leaves none.
    """
    from checker.inputs.native.reader import read_model

    return read_model(document, read, NAME)
