"""Suggestions as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.core.location import Location, Ref
from checker.core.suggestion import Suggestion, Unknown
from checker.outputs.coverage.json import item_data
from checker.outputs.place import place


def element(subject: Ref, type: str, at: Location, found: Iterable[Suggestion], pins: dict[str, str]) -> dict[str, Any]:
    """One element and its questions."""
    return {
        "kind": subject.kind,
        "id": subject.id,
        "type": type,
        "location": place(at),
        "questions": [_question(one, pins) for one in found],
    }


def _question(one: Suggestion, pins: dict[str, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "need": one.need,
        "maturity": one.maturity,
        "open": [item_data(item, pins) for item in one.open],
        "answered": [item_data(item, pins) for item in one.answered],
        "controls": [control._asdict() for control in one.controls],
    }


def unknown(one: Unknown) -> dict[str, Any]:
    """One condition that is not known."""
    return {
        "condition": one.condition,
        "meaning": one.meaning,
        "elements": [subject.id for subject in one.subjects],
        "references": list(one.references),
        "under": one.under,
        "line": one.line,
    }
