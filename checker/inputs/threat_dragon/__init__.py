"""OWASP Threat Dragon: the JSON of its versions 1 and 2 (docs/reference/formats/threat-dragon.md).

A file holds drawings. What lies in which trust boundary is where it is drawn, so that places become meaning here and
nowhere else.
"""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "threat-dragon"
SIGN = "'summary', and 'detail' with 'diagrams'"
EDITIONS = "1, 2"
UNSAYABLE = ("boundary.trust", "control.evidence", "flow.data", "threat.accepted", "threat.owner")

_OF_DETAIL = ("diagrams", "contributors", "threatTop", "diagramTop")


def recognises(document: Document) -> bool:
    """Whether the text has a summary and a detail that is one of drawings."""
    data = document.data
    if not isinstance(data, dict) or not isinstance(data.get("summary"), dict):
        return False
    detail = data.get("detail")
    return isinstance(detail, dict) and any(key in detail for key in _OF_DETAIL)


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 a file stands alone
    """The model of all diagrams of a file together.

    What is wrong with single values leaves a snapshot; a text without a list of diagrams leaves none. Raises
    InputError over a limit.
    """
    from checker.inputs.threat_dragon.reader import read_model

    return read_model(document, NAME)
