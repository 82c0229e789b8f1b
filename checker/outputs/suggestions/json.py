"""Suggestions as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checker.core.coverage import Item
from checker.core.location import Location, Ref
from checker.core.suggestion import Suggestion, Unknown
from checker.knowledge.lookup import name_of as usual_name
from checker.knowledge.lookup import resolve


def element(subject: Ref, type: str, at: Location, found: Iterable[Suggestion], pins: dict[str, str]) -> dict[str, Any]:
    """One element and its questions."""
    return {
        "kind": subject.kind,
        "id": subject.id,
        "type": type,
        "location": {"path": at.path, "line": at.line, "column": at.column},
        "questions": [_question(one, pins) for one in found],
    }


def _question(one: Suggestion, pins: dict[str, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "need": one.need,
        "maturity": one.maturity,
        "open": [_item(item, pins) for item in one.open],
        "answered": [_item(item, pins) for item in one.answered],
        "controls": [control._asdict() for control in one.controls],
    }


def _item(item: Item, pins: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "reference": item.reference,
        "name": name_of(item.reference, pins),
        "need": item.need,
        "reason": item.reason,
        "basis": item.basis,
        "source": item.source,
    }
    if item.when:
        found["condition"] = {"name": item.when, "because": item.why}
    if item.answer:
        found["answer"] = item.answer._asdict()
    return found


def name_of(reference: str, pins: dict[str, str]) -> str:
    """The name that a library has for a reference in the edition that the model pins, else in the usual one; ``""``
    where it is not known here."""
    answer = resolve(reference, pins)
    known = answer.library.full_name(answer.entry) if answer.library and answer.entry else ""
    return known or usual_name(reference)


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
