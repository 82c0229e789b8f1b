"""Which of the shapes of CycloneDX a text has, and what is said of one that is no threat model."""

from __future__ import annotations

from typing import Any

from checker.core.location import Ref
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.values import model_id

_DRAFT = ("blueprints", "threats", "risks", "controls")
"""Sections of the 2.0 draft that say something of a threat model."""

_NEXT = 2
"""The version that has threat models of its own."""


def read_model(document: Document, format: str) -> Parsed:
    """The model of a document; see :func:`checker.inputs.cyclonedx.parse`."""
    data: dict[str, Any] = document.data
    version = _version(data)
    if version >= _NEXT and any(data.get(key) for key in _DRAFT):
        from checker.inputs.cyclonedx.draft.reader import read_draft

        return read_draft(document, format)
    if version < _NEXT and _experiment(data):
        from checker.inputs.cyclonedx.experiment import read_experiment

        return read_experiment(document, format)
    if data.get("services"):
        from checker.inputs.cyclonedx.services import read_services

        return read_services(document, format)
    return _refused(document, format, version)


def _version(data: dict[str, Any]) -> int:
    """The number before the first dot of ``specVersion``; where there is none, what the key of the format says."""
    stated = str(data.get("specVersion", "")).partition(".")[0]
    if stated.isascii() and stated.isdigit() and len(stated) < 9:
        return int(stated)
    return _NEXT if "specFormat" in data else 1


def _experiment(data: dict[str, Any]) -> bool:
    components = data.get("components")
    return any(
        isinstance(one, dict) and one.get("type") == "threat-model"
        for one in (components if isinstance(components, list) else ())
    )


def _refused(document: Document, format: str, version: int) -> Parsed:
    gathering = Gathering(document, format, model_id(document.source.path))
    wanted = ", ".join(map(quote, _DRAFT[:3])) + " or 'services'" if version >= _NEXT else "'services'"
    message = f"this bill of materials is no threat model: it has no {wanted}"
    key = "specFormat" if "specFormat" in document.data else "bomFormat"
    hint = "leave it out of the models; a card that a model names is read from it where the model says so"
    gathering.wrong("wrong-value", message, Ref("model"), document.locate((key,)), hint, document.source.path)
    return gathering.refused()
