"""Everything that applies at an element, a question for a reviewer for each theme of it."""

from __future__ import annotations

from collections.abc import Mapping

from checker.core.coverage import NEEDS, Covered, Item
from checker.core.suggestion import Suggestion
from checker.knowledge.lookup import resolve
from checker.methods.coverage.fold import Theme, fold
from checker.methods.suggestions.controls import controls_for

_MATURITY = ("realized", "demonstrated", "feasible")
"""How far ATLAS has seen a technique go, furthest first."""


def suggestions(covered: Covered, pins: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """The questions at an element: open ones first, then those that are a must, then those seen in the wild."""
    return tuple(sorted((_suggestion(theme, pins) for theme in fold(covered.items)), key=_weight))


def _suggestion(theme: Theme, pins: Mapping[str, str]) -> Suggestion:
    first, items = theme.items[0], theme.items
    left = tuple(item for item in items if not item.answer)
    return Suggestion(
        first.subject,
        theme.concept or first.reference,
        theme.title if theme.concept else _called(first, theme.title),
        min((item.need for item in left or items), key=NEEDS.index),
        left,
        tuple(item for item in items if item.answer),
        controls_for(items, theme.concept, pins),
        min((seen for item in items if (seen := maturity(item.reference, pins))), key=_MATURITY.index, default=""),
    )


def _called(item: Item, name: str) -> str:
    """What an id without a concept is called: its reason, behind the type of threat where that is a word or two."""
    if item.framework in ("stride", "linddun"):
        return f"{name}: {item.reason}"
    return item.reason[:1].upper() + item.reason[1:]


def maturity(reference: str, pins: Mapping[str, str]) -> str:
    """How far ATLAS has seen a technique go: ``realized``, ``demonstrated``, ``feasible``, or ``""``."""
    entry = resolve(reference, pins).entry if reference.startswith("atlas:") else None
    said = entry.facts.get("maturity", ("",))[0] if entry else ""
    return said if said in _MATURITY else ""


def _weight(one: Suggestion) -> tuple[bool, int, int]:
    seen = _MATURITY.index(one.maturity) if one.maturity else len(_MATURITY)
    return not one.open, NEEDS.index(one.need), seen
