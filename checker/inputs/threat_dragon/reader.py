"""Threat Dragon's JSON to a snapshot and findings."""

from __future__ import annotations

from checker.core.location import Ref
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.gathering import Gathering
from checker.inputs.node import root
from checker.inputs.plane import Plane
from checker.inputs.threat_dragon import UNSAYABLE
from checker.inputs.threat_dragon.cells import drawing
from checker.inputs.threat_dragon.elements import add_diagram, system
from checker.inputs.threat_dragon.threats import add_threats
from checker.inputs.threat_dragon.words import IGNORED
from checker.inputs.values import model_id

MAX_PAIRS = 500_000
"""How many pairs of things are held against each other at most: seven hundred boundaries around as many elements."""


def read_model(document: Document, format: str) -> Parsed:
    """The model of all diagrams of a file; see :func:`checker.inputs.threat_dragon.parse`."""
    gathering = Gathering(document, format, model_id(document.source.path), IGNORED)
    whole = root(gathering, document, "model")
    summary, detail = whole.mapping("summary", "summary"), whole.mapping("detail", "detail")
    if not isinstance(detail.plain("diagrams"), list):
        message = "there is no list of diagrams in the model"
        hint = "'detail' needs 'diagrams'; a list without any is an empty model"
        gathering.wrong("missing-key", message, Ref("model"), detail.place("diagrams"), hint, "diagrams")
        return gathering.refused()
    plane = Plane(detail.place("diagrams"))
    drawn = [drawing(gathering, diagram) for diagram in detail.mappings("diagrams", "diagram")]
    add_threats(gathering, [cell for one in drawn for cell in add_diagram(gathering, plane, one)])
    at = summary.at(name="title")
    return gathering.parsed(system(gathering.id, summary), at, unsayable=UNSAYABLE)
