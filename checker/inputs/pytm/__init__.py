"""pytm: the JSON that its models are dumped as, and the JSON that it reads (docs/reference/formats/pytm.md).

The tool derives the threats from the model: those in a dump are what it found, with what people said of them.
"""

from __future__ import annotations

from typing import Any

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "pytm"
SIGN = "lists 'elements', 'flows' and 'boundaries', and 'onDuplicates', an element's '__class__' or a flow's 'sink'"
EDITIONS = "dumps and inputs of 1.x"
UNSAYABLE = ("boundary.trust", "control.evidence", "threat.accepted")

PARTS = ("elements", "flows", "boundaries")
OWN = ("threatsExcluded", "onDuplicates", "mergeResponses", "excluded_findings")
"""Keys of the whole that no other format has."""


def recognises(document: Document) -> bool:
    """Whether the text has one of the tool's sections, and something in it that only pytm writes."""
    data = document.data
    if not isinstance(data, dict) or not any(isinstance(data.get(part), list) for part in PARTS):
        return False
    return any(key in data for key in OWN) or _has(data, "elements", "__class__") or _has(data, "flows", "sink")


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 other formats have parts in other files
    """The model of a text of either shape. Whatever is wrong with single values and names leaves a snapshot."""
    from checker.inputs.pytm.reader import read_model

    return read_model(document, NAME)


def _has(data: dict[str, Any], section: str, key: str) -> bool:
    items = data.get(section)
    return isinstance(items, list) and any(isinstance(item, dict) and key in item for item in items)
