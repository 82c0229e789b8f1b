"""OWASP TM-BOM: the JSON of the Threat Model Library, schema 1.0 (docs/reference/formats/tm-bom.md)."""

from __future__ import annotations

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.inputs.format import Read

NAME = "tm-bom"
SIGN = "a '$schema' of the threat-model-library, or 'scope' and 'trust_zones' beside each other"
EDITIONS = "1.0.0 to 1.0.2"
UNSAYABLE = ("boundary.trust", "control.evidence", "flow.data", "system.owner", "threat.owner")

_BESIDE = ("trust_boundaries", "threat_personas", "data_stores", "data_sets", "data_flows")


def recognises(document: Document) -> bool:
    """Whether the text names the schema of the Threat Model Library, or has what only that schema has."""
    data = document.data
    if not isinstance(data, dict):
        return False
    schema = data.get("$schema")
    if isinstance(schema, str) and "threat-model-library" in schema:
        return True
    core = isinstance(data.get("scope"), dict) and isinstance(data.get("trust_zones"), list)
    return core and any(isinstance(data.get(key), list) for key in _BESIDE)


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 no file names another
    """The model of one file.

    A section that is no list, or a scope that is no mapping, leaves no model; anything else that is wrong does.
    """
    from checker.inputs.tm_bom.reader import read_model

    return read_model(document, NAME)
