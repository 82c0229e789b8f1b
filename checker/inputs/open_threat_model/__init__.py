"""The YAML of the toolkit ``open-threat-model``, version 1 of its schema (docs/reference/formats/open-threat-model.md).

No relation to the Open Threat Model of IriusRisk (``otm``) but the name and the ending of its files.
"""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "open-threat-model"
SIGN = "the key 'model' with a 'schema_version', and 'components' or 'data_flows'"
EDITIONS = "1"
UNSAYABLE = ("component.encryption", "control.evidence")

_SECTIONS = ("components", "data_flows", "trust_boundaries", "assets")


def recognises(document: Document) -> bool:
    """Whether the text has the format's head, and a section of its own as a list."""
    data = document.data
    head = data.get("model") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(head, dict) or "schema_version" not in head:
        return False
    return any(isinstance(data.get(section), list) for section in _SECTIONS)


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 a text is one model
    """The model. A section that is no list leaves none; anything else that is wrong does."""
    from checker.inputs.open_threat_model.reader import read_model

    return read_model(document, NAME)
