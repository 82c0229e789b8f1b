"""ArchiMate: exchange files of The Open Group, and files of Archi (docs/reference/formats/archimate.md).

An architecture says what there is and what flows, and of security what its properties ``tm.…`` say.
"""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "archimate"
SIGN = "the XML root 'model' in a namespace of ArchiMate, or 'archimate:model'"
EDITIONS = "exchange files of 3, files of Archi"
UNSAYABLE = ("threat.on",)
"""An architecture has no threats."""


def recognises(document: Document) -> bool:
    """Whether the text is XML with such a root, of whatever version."""
    if getattr(document.data, "local", "") != "model":
        return False
    from checker.architecture.reader import is_root

    return is_root(document.data)


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 every format is asked alike
    """The model that is drawn of the architecture. It refers to no other file.

    What contradicts itself is left out with a finding; another version than is read leaves no snapshot. Raises
    InputError for more flows than are followed.
    """
    from checker.inputs.archimate.reader import read_model

    return read_model(document, NAME)
