"""Where in an architecture the fields of an element are said."""

from __future__ import annotations

from checker.architecture.picture import Arrow
from checker.architecture.value import Relation, Thing
from checker.core.location import Location
from checker.documents.xml import Element

Part = Thing | Relation

_FIELDS = {
    "id": ("tm.id", "name"),
    "name": ("name",),
    "description": ("documentation",),
    "type": ("tm.type", "tm.ai_kind", "specialization", "dfd.kind", "type"),
    "kind": ("dfd.kind", "type"),
    "trust": ("tm.trust",),
    "classification": ("tm.data_class",),
}
"""Field -> the properties and other parts that say it, the first that is there."""

_PARTS = ("name", "documentation", "type")
_ENDS = {"source": "source", "from": "source", "target": "target", "to": "target"}


def of_part(part: Part, field: str) -> Location:
    """Where a thing or relationship says a field, or a property by its name; the whole of it where it does not."""
    for name in _FIELDS.get(field, (field,)):
        if part.at and (name in part.properties or name in _PARTS):
            return part.at(name)
    return part.location


def of_arrow(arrow: Arrow, field: str) -> Location:
    """Where a flow says a field: an end that is stated is in the first or last relationship on its way."""
    end = _ENDS.get(field, "")
    part = arrow.relations[-1 if end == "target" else 0]
    if end and arrow.is_exact and part.at:
        return part.at(end)
    stated = next((one for one in arrow.relations if _FIELDS.get(field, (field,))[0] in one.properties), None)
    return of_part(stated or arrow.relations[0], field)


def of_root(root: Element, field: str) -> Location:
    """Where a file says a field of its system."""
    if field in ("name", "id", ""):
        named = root.first("name")
        return named.text_location if named else root.attribute_location("name")
    return root.location
