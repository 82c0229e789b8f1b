"""The coverage of a model as plain data: every item, with why it applies and what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from checker.core.coverage import FRAMEWORKS, NEEDS, Coverage, Covered, Item, count
from checker.core.model import Model
from checker.knowledge.lookup import name_of


def data(path: str, model: Model, coverage: Coverage) -> dict[str, Any]:
    """One model."""
    pins = dict(model.system.taxonomies)
    return {
        "model": path,
        "system": model.id,
        "elements": [_element(one, pins) for one in coverage.elements],
        "frameworks": {
            name: _counts(items)
            for name in FRAMEWORKS
            if (items := [item for item in coverage.items() if item.framework == name])
        },
        "totals": {
            **{kind: _counts(coverage.items(kind)) for kind in ("system", "component", "flow")},
            "all": _counts(coverage.items()),
        },
        "open_conditions": [
            {
                "condition": one.condition,
                "elements": [str(subject) for subject in one.subjects],
                "threats": list(one.references),
            }
            for one in coverage.questions
        ],
    }


def _element(covered: Covered, pins: Mapping[str, str]) -> dict[str, Any]:
    return {
        "element": str(covered.subject),
        "type": covered.type,
        **_counts(covered.items),
        "items": [item_data(item, pins) for item in covered.items],
    }


def _counts(items: Iterable[Item]) -> dict[str, dict[str, int]]:
    known = list(items)
    return {need: count(known, need)._asdict() for need in NEEDS}


def item_data(item: Item, pins: Mapping[str, str]) -> dict[str, Any]:
    """One reference that applies to an element. ``pins`` are the editions that the model means."""
    return {
        "reference": item.reference,
        "name": name_of(item.reference, pins),
        "need": item.need,
        "reason": item.reason,
        "basis": item.basis,
        "see": list(item.see),
        "asked_by": item.source,
        "condition": item.when,
        "because": item.why,
        "answer": item.answer._asdict() if item.answer else None,
    }
