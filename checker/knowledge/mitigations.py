"""Which mitigations ATLAS links to which techniques."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from checker.knowledge.lookup import library, resolve


def unlinked(control: Iterable[str], threat: Iterable[str], pins: Mapping[str, str]) -> bool:
    """Whether a control cites mitigations and a threat cites techniques, and ATLAS links none of the ones to any of the
    others, though it has mitigations for them. A link to what a technique is a part of, or to a part of it, counts.

    Both are references; ``pins`` are editions by library. What is not known to be unlinked is not: an edition that does
    not ship, a technique for which ATLAS has no mitigation at all.
    """
    edition = pins.get("atlas", "")
    found = library("atlas", edition)
    cited = _entries(control, "mitigation", pins)
    if found is None or not cited:
        return False
    links = _links(edition)
    known = [links[id] for id in _entries(threat, "technique", pins) if id in links]
    return bool(known) and not any(cited & mitigations for mitigations in known)


def _entries(references: Iterable[str], kind: str, pins: Mapping[str, str]) -> set[str]:
    found = (resolve(ref, pins).entry for ref in references if ref.startswith("atlas:"))
    return {one.id for one in found if one and one.kind.endswith(kind)}


@lru_cache(4)
def _links(edition: str) -> dict[str, set[str]]:
    """Technique -> the mitigations of it, of what it is a part of, and of its parts; only those that have some."""
    atlas = library("atlas", edition)
    if atlas is None:
        return {}
    direct: dict[str, set[str]] = {}
    for entry in atlas.of_kind("mitigation"):
        for ref in entry.relations.get("mitigates", ()):
            direct.setdefault(ref.removeprefix("atlas:"), set()).add(entry.id)
    found: dict[str, set[str]] = {}
    for id, mitigations in direct.items():
        one = atlas.entries.get(id)
        near = (id, one.parent if one else "", *(child.id for child in atlas.children(id)))
        for other in near:
            if other:
                found.setdefault(other, set()).update(mitigations)
    return found
