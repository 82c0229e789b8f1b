"""CycloneDX: the threat models of the 2.0 draft, services of 1.2 to 1.7 as a data flow diagram, and the experiment with
components of the type ``threat-model`` (docs/reference/formats/cyclonedx.md).

Any other bill of materials is refused: it says what software is made of, not what flows where. Each of the three has
modules of its own, so that a changed draft touches those of the draft alone.
"""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "cyclonedx"
SIGN = "'specFormat' or 'bomFormat' is 'CycloneDX'"
EDITIONS = "draft of 2.0, services of 1.2 to 1.7, experiment with 1.6"
UNSAYABLE = ("boundary.trust", "component.encryption", "flow.encryption")
"""Of services; the draft and the experiment have words for these."""


def recognises(document: Document) -> bool:
    """Whether the text calls itself CycloneDX, under the key of 2.0 or that of 1.x."""
    data = document.data
    return isinstance(data, dict) and "CycloneDX" in (data.get("specFormat"), data.get("bomFormat"))


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 one file is all there is
    """The model of one document; others that it names are not read.

    What is wrong with single values or names leaves a snapshot; a bill of materials without a threat model or services
    leaves none.
    """
    from checker.inputs.cyclonedx.reader import read_model

    return read_model(document, NAME)
