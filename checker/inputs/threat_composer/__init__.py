"""AWS Threat Composer: the JSON that it exports, schema 1 (docs/reference/formats/threat-composer.md).

It has no components: a model is statements about threats, what they impact, mitigations and assumptions.
"""

from __future__ import annotations

from typing import Any

from checker.core.source import Parsed
from checker.documents.document import Document, Path
from checker.inputs.format import Read

NAME = "threat-composer"
SIGN = "the key 'schema' as a number, beside 'applicationInfo', 'threats', 'mitigations' or 'assumptions'"
EDITIONS = "1"
UNSAYABLE = ("control.evidence",)

PARTS = ("applicationInfo", "threats", "mitigations", "assumptions", "mitigationLinks", "assumptionLinks")


def recognises(document: Document) -> bool:
    """Whether the text is a workspace, or begins with one of several."""
    return _is_workspace(next((value for _, value in workspaces(document.data)), None))


def workspaces(data: Any) -> list[tuple[Path, Any]]:
    """Each workspace of a text: one alone; several as a list, or as one under ``workspaces``; or so with a name, the
    workspace itself being under ``value``, as the tool keeps its examples."""
    outer: Path = ()
    if isinstance(data, dict) and isinstance(data.get("workspaces"), list):
        outer, data = ("workspaces",), data["workspaces"]
    if not isinstance(data, list):
        return [((), data)]
    return [_unwrapped((*outer, index), item) for index, item in enumerate(data)]


def parse(document: Document, read: Read) -> Parsed:  # noqa: ARG001 other formats have parts in other files
    """The model of a text. Whatever is wrong with single values and links leaves a snapshot."""
    from checker.inputs.threat_composer.reader import read_model

    return read_model(document, NAME)


def _unwrapped(path: Path, item: Any) -> tuple[Path, Any]:
    inside = item.get("value") if isinstance(item, dict) else None
    return ((*path, "value"), inside) if isinstance(inside, dict) else (path, item)


def _is_workspace(data: Any) -> bool:
    if not isinstance(data, dict) or isinstance(data.get("schema"), bool):
        return False
    return isinstance(data.get("schema"), int | float) and any(part in data for part in PARTS)
