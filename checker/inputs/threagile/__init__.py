"""Threagile: the YAML of its versions 0.9 and 1.0 (docs/reference/formats/threagile.md).

The tool derives the threats from the model, so a file lists only what people decided about them.
"""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "threagile"
SIGN = "the key 'threagile_version' or 'technical_assets'"
EDITIONS = "0.9, 1.0"
UNSAYABLE = ("boundary.trust", "control.evidence", "threat.accepted.until")

PARTS = ("data_assets", "trust_boundaries", "shared_runtimes", "risk_tracking", "individual_risk_categories")
"""Sections that no other format has as a mapping: files that hold only such are parts of a model."""


def recognises(document: Document) -> bool:
    """Whether the text names the tool's version, or has one of its sections."""
    data = document.data
    if not isinstance(data, dict):
        return False
    named = "threagile_version" in data or isinstance(data.get("technical_assets"), dict)
    return named or "custom_risk_categories" in data or any(isinstance(data.get(part), dict) for part in PARTS)


def parse(document: Document, read: Read) -> Parsed:
    """The model of a main file and its includes.

    What is wrong with single values or names leaves a snapshot; a file that cannot be read, something else where a
    mapping is needed, or a part of a model on its own leaves none.
    """
    from checker.inputs.threagile.reader import read_model

    return read_model(document, read, NAME)
