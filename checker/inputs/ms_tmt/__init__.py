"""Microsoft's Threat Modeling Tool: the XML of its ``.tm7`` files (docs/reference/formats/ms-tmt.md).

The tool writes the threats that its template finds into the file, so they are elements like any others.
"""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "ms-tmt"
SIGN = "the XML root 'ThreatModel' in the namespace of Microsoft's Threat Modeling Tool"
EDITIONS = "any .tm7"
UNSAYABLE = ("boundary.trust", "control.evidence", "flow.data", "threat.owner")
"""The trust of boundaries where no boundary states one: a template may have added the attribute."""

_NAMESPACE = "http://schemas.datacontract.org/2004/07/ThreatModeling.Model"


def recognises(document: Document) -> bool:
    """Whether the text is XML with that root."""
    tag = getattr(document.data, "local", "")
    return tag == "ThreatModel" and document.data.namespace.rstrip("/") == _NAMESPACE


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 every format is asked alike
    """The model of all diagrams of a file. It refers to no other file.

    What is wrong with single values or ends leaves a snapshot; a file without a list of diagrams leaves none. Raises
    InputError over a limit.
    """
    from checker.inputs.ms_tmt.reader import read_model

    return read_model(document, NAME)
