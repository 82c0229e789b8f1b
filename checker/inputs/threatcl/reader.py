"""A file of threatcl, and what it names, to a snapshot and findings."""

from __future__ import annotations

from typing import Any

from checker.core.location import Ref
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.documents.hcl_body import blocks
from checker.inputs.format import Read
from checker.inputs.threatcl import UNSAYABLE
from checker.inputs.threatcl.body import Body, Reading
from checker.inputs.threatcl.diagrams import diagrams
from checker.inputs.threatcl.elements import assets, system
from checker.inputs.threatcl.files import Files
from checker.inputs.threatcl.making import Making
from checker.inputs.threatcl.outline import outline
from checker.inputs.threatcl.threats import threats
from checker.inputs.values import model_id, text

IGNORED = {
    "file": ("spec_version", "specVersion", "backend {}", "backend"),
    "threatmodel": ("created_at", "updated_at", "createdAt", "updatedAt"),
    "component": ("description", "implemented", "implementation_notes"),
}
"""What is about the file, not about the system: its version, where the tool keeps a copy, times. And what components
say that nobody imports."""


def read_model(document: Document, read: Read, format: str) -> Parsed:
    """The model of a file; see :func:`checker.inputs.threatcl.parse`."""
    reading = Reading(document, format, _declared(document.data) or model_id(document.source.path), IGNORED)
    files = Files(reading, read)
    whole = files.body(document)
    models = outline(reading, files, whole)
    reading.reads("file", blocks("component"))
    if not models and not files.failed:
        _only_a_part(reading, whole)
    if not models or files.failed:
        reading.findings.sort(key=lambda finding: finding.rule != "model/include-failed")
        return reading.refused()
    making = Making(reading, models)
    assets(making)
    diagrams(making)
    threats(making)
    return reading.parsed(*system(reading, models), unsayable=UNSAYABLE)


def _declared(data: dict[str, Any]) -> str:
    """The id that the only threat model of a file declares."""
    models = data.get(blocks("threatmodel"))
    return text(models[0].get("id")) if isinstance(models, list) and len(models) == 1 else ""


def _only_a_part(reading: Reading, whole: Body) -> None:
    message = "this is a part of a threatcl model: it has no 'threatmodel'"
    hint = "check the file that imports it, and leave this one out of the models"
    reading.wrong("missing-key", message, Ref("model"), whole.place(), hint)
