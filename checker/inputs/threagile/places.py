"""Where in its texts a Threagile model says a thing, for our names of fields and for Threagile's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

from checker.core.location import Location, Ref
from checker.documents.document import Document
from checker.inputs.threagile.parts import Entry, Place, first
from checker.inputs.threagile.risks import decisions
from checker.inputs.threagile.structure import Outline

_SECTIONS = {
    "component": "technical_assets",
    "flow": "technical_assets",
    "boundary": "trust_boundaries",
    "data": "data_assets",
    "threat": "risk_tracking",
    "control": "risk_tracking",
}
_FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "component": {
        "type": ("type",),
        "technology": ("technology", "technologies"),
        "tenancy": ("multi_tenant",),
        "stores": ("data_assets_stored",),
        "processes": ("data_assets_processed",),
    },
    "flow": {
        "data": ("data_assets_sent", "data_assets_received"),
        "encryption": ("protocol",),
    },
    "boundary": {"kind": ("type",)},
    "data": {"classification": ("confidentiality",)},
    "threat": {
        "rationale": ("justification",),
        "owner": ("checked_by",),
        "accepted": ("checked_by",),
        "risk": ("severity",),
        "on": ("most_relevant_technical_asset",),
        "controls": ("justification",),
    },
    "control": {"title": ("justification",), "owner": ("checked_by",)},
}
"""Kind -> our field -> the keys that say it, the first that is there."""

_DECIDED = ("status", "controls", "owner", "rationale", "accepted", "ticket", "tags")
"""Fields of an identified risk that its entry of risk tracking says."""

_SYSTEM = {
    "name": ("title",),
    "owner": ("author", "name"),
    "criticality": ("business_criticality",),
    "properties": ("business_criticality",),
    "taxonomies": ("threagile_version",),
    "description": ("business_overview",),
}


class Places(NamedTuple):
    """The entry of each element by kind and id, and of what another entry says about it."""

    documents: tuple[Document, ...]
    elements: Mapping[tuple[str, str], Entry]
    elsewhere: Mapping[Ref, Place]
    decisions: Mapping[str, Entry]
    """Id of an identified risk -> its entry of risk tracking."""

    def locate(self, ref: Ref) -> Location:
        """The place of a field, else of its element's key, else of its section's, else of the main file."""
        if ref in self.elsewhere:
            return self.elsewhere[ref].at()
        if ref.kind == "system":
            return self._system(ref.field)
        entry = self.elements.get((ref.kind, ref.id))
        if entry is None:
            return self._section(ref.kind)
        head, _, rest = ref.field.partition(".")
        decided = self.decisions.get(ref.id) if ref.kind == "threat" and head in _DECIDED else None
        entry = decided or entry
        keys = (rest,) if head == "properties" and rest else _FIELDS.get(ref.kind, {}).get(head, (head,))
        for key in keys:
            if key in entry.body:
                return entry.place.at(key)
        return entry.place.at(key=True)

    def _system(self, field: str) -> Location:
        head, _, rest = field.partition(".")
        steps = _SYSTEM.get(head, (rest or head,))
        value, place = first(self.documents, steps[0])
        return place.at(*steps[1:]) if value is not None else self.documents[0].locate(())

    def _section(self, kind: str) -> Location:
        value, place = first(self.documents, _SECTIONS.get(kind, ""))
        return place.at(key=True) if value is not None else self.documents[0].locate(())


def locator(outline: Outline) -> Callable[[Ref], Location]:
    """Answers where a thing is. Nothing is looked up before the first question."""

    @cache
    def places() -> Places:
        return _places(outline)

    return lambda ref: places().locate(ref)


def _places(outline: Outline) -> Places:
    """Every element by kind and id. Of two with one id the first counts."""
    elements: dict[tuple[str, str], Entry] = {}
    for kind, section in _SECTIONS.items():
        for entry in outline.section(section) if kind != "flow" else ():
            elements.setdefault((kind, entry.id), entry)
    for link in outline.links:
        elements.setdefault(("flow", link.id), link.entry)
    for risk in outline.risks:
        elements.setdefault(("threat", risk.id), risk.entry)
    inside = outline.inside
    elsewhere = {Ref("component", id, "boundary"): found[0].place for id, found in inside.assets.items()}
    elsewhere.update({Ref("boundary", id, "parent"): found[0].place for id, found in inside.boundaries.items()})
    return Places(outline.documents, elements, elsewhere, decisions(outline.risks, outline.tracking))
