"""threatcl (once hcltm): HCL of its spec 0.1 to 0.7, and the JSON that it takes for the same
(docs/reference/formats/threatcl.md)."""

from __future__ import annotations

from typing import Any

from checker.core.source import Parsed
from checker.documents.document import Document
from checker.documents.hcl_body import LABELS, blocks
from checker.inputs.format import Read

NAME = "threatcl"
SIGN = "a block 'threatmodel', or the key 'threatmodel' or 'threatmodels' in JSON"
EDITIONS = "0.1 to 0.7"
UNSAYABLE = ("boundary.trust", "component.encryption", "flow.data", "threat.on", "threat.owner")


def recognises(document: Document) -> bool:
    """Whether the text has a threat model, or the components that one imports."""
    data = document.data
    if not isinstance(data, dict):
        return False
    return blocks("threatmodel") in data or _controls(data.get(blocks("component"))) or is_json(data)


def is_json(data: dict[str, Any]) -> bool:
    """Whether data are a threat model in JSON: mappings by name, or the list that the tool exports."""
    named, listed = data.get("threatmodel"), data.get("threatmodels")
    if isinstance(named, dict) and named:
        return all(isinstance(one, dict | list) for one in named.values())
    return isinstance(listed, list) and bool(listed) and all(isinstance(one, dict) and "name" in one for one in listed)


def parse(document: Document, read: Read) -> Parsed:
    """The model of all threat models in a file, with what they import and include.

    What is wrong with single values or names leaves a snapshot; a file that cannot be read, also one elsewhere, or
    a file of components alone leaves none.
    """
    from checker.inputs.threatcl.reader import read_model

    return read_model(document, read, NAME)


def _controls(found: Any) -> bool:
    """Whether some block is ``component "control" "NAME"``: other tools have components as well."""
    return isinstance(found, list) and any(
        len(one[LABELS]) == 2 and one[LABELS][0] in ("control", "expanded_control") for one in found
    )
