"""Methods as plain data: every part, every gap, every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checker.core.assessment import Assessment, Part
from checker.core.location import Location, Ref
from checker.outputs.place import place

Locate = Callable[[Ref], Location]


def data(
    path: str, id: str, found: Iterable[Assessment], locate: Locate, unknown: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """One model."""
    return {
        "model": path,
        "system": id,
        "unknown_claims": [{"method": method, "part": part} for method, part in unknown],
        "methods": [
            {"method": one.method, "claimed": one.claimed, "parts": [_part(part, locate) for part in one.parts]}
            for one in found
        ],
    }


def _part(part: Part, locate: Locate) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "claimed": part.claimed,
        "complete": part.complete,
        "done": part.done,
        "of": part.of,
        "counted": part.noun,
        "note": part.note,
        "missing": [
            {"element": str(gap.at.element), "what": gap.what, "count": gap.items, "location": place(locate(gap.at))}
            for gap in part.gaps
        ],
        "answered": [{"element": str(one.at), "what": one.what, "by": one.by} for one in part.answers],
    }
