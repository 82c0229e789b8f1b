"""OWASP Threat Dragon, version 2 of its JSON: one diagram, laid out so that boxes have in them what boundaries have.

The tool takes any text as the id of a cell (its own migrations make such as ``actor0``), so that ids stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.model import Model
from checker.documents.words import quote
from checker.outputs.models import Written, json_text, lost
from checker.outputs.models.threat_dragon.cells import document
from checker.outputs.models.threat_dragon.said import said
from checker.outputs.words import derived

NAME = "threat-dragon"


def write(model: Model) -> Written:
    """The whole model; the same model gives the same bytes."""
    kept = said(model)
    return Written(json_text(document(kept)), (*_unsaid(model), *lost(model, kept)))


def _unsaid(model: Model) -> Iterator[str]:
    yield f"system id: {quote(model.id)}; in Threat Dragon the path of a file is what tells it from others"
    yield from derived(model)
