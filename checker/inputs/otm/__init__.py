"""Open Threat Model (OTM) 0.1 and 0.2, in JSON or YAML (docs/reference/formats/otm.md)."""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "otm"
SIGN = "the key 'otmVersion'"
EDITIONS = "0.1, 0.2"
UNSAYABLE = ("boundary.trust",)
"""Sayable by an attribute of that name, which no tool knows but this one: so where some zone has it."""


def recognises(document: Document) -> bool:
    """Whether the text names a version of the format, as the format requires."""
    return isinstance(document.data, dict) and "otmVersion" in document.data


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 a text is one model
    """The model. Sections of another type than a list, or no project, leave none; anything else that is wrong does."""
    from checker.inputs.otm.reader import read_model

    return read_model(document, NAME)
