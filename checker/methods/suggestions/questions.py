"""Everything that applies at an element, folded by concept: a question for a reviewer stands for all its ids.

An id opens a question where no question yet means it; the most telling libraries come first, so that what is asked is a
technique and not a letter. Every id is in one question, and a threat that cites the ids of a question answers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checker.core.location import Ref
from checker.knowledge.applicability import NEEDS, Concept
from checker.knowledge.lookup import resolve
from checker.methods.coverage.answers import concepts_of, usual
from checker.methods.coverage.cover import Covered, Item
from checker.methods.suggestions.controls import Answering, controls_for

_TELLING = ("atlas", "owasp-agentic", "owasp-llm", "owasp-ml", "nist-aml", "cwe", "stride", "linddun", "mit")
"""Libraries, those first whose entries say most of what happens."""

_MATURITY = ("realized", "demonstrated", "feasible")
"""How far ATLAS has seen a technique go, furthest first."""


class Suggestion(NamedTuple):
    """One question at one element."""

    subject: Ref
    name: str
    """The id of the concept, else its first reference."""
    title: str
    """What goes wrong, as a sentence without full stop."""
    need: str
    """``must`` where any of its ids is one, else ``should``."""
    open: tuple[Item, ...]
    answered: tuple[Item, ...]
    controls: tuple[Answering, ...]
    maturity: str = ""
    """The furthest that ATLAS has seen any of its techniques go; ``""`` where it has none of them."""

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.open, *self.answered)


class _Question(NamedTuple):
    concept: Concept | None
    open: list[Item]
    answered: list[Item]


def suggestions(covered: Covered, pins: Mapping[str, str]) -> tuple[Suggestion, ...]:
    """The questions at an element: open ones first, then those that are a must, then those seen in the wild."""
    questions: list[_Question] = []
    for items, answered in ((covered.items, False), (covered.items, True)):
        for item in sorted((one for one in items if bool(one.answer) is answered), key=_rank):
            question = _meaning(questions, usual(item.reference, pins))
            if question is None:
                question = _Question(_narrow(usual(item.reference, pins)), [], [])
                questions.append(question)
            (question.answered if answered else question.open).append(item)
    return tuple(sorted((_suggestion(one, pins) for one in questions), key=_weight))


def _rank(item: Item) -> tuple[int, int]:
    return NEEDS.index(item.need), _TELLING.index(item.framework)


def _narrow(reference: str) -> Concept | None:
    """The concept that a reference means, if it means one."""
    return next((concept for concept in concepts_of(reference) if reference in concept.narrow), None)


def _meaning(questions: Iterable[_Question], reference: str) -> _Question | None:
    """The question that means a reference: by itself, among others, or by its letter."""
    asked = [(one, one.concept) for one in questions if one.concept]
    ways = (
        (one for one, concept in asked if reference in concept.narrow),
        (one for one, concept in asked if reference in concept.broad),
        (one for one, concept in asked if reference in concept.counts),
    )
    return next((one for way in ways for one in way), None)


def _suggestion(question: _Question, pins: Mapping[str, str]) -> Suggestion:
    items = (*question.open, *question.answered)
    first, concept = items[0], question.concept
    return Suggestion(
        first.subject,
        concept.id if concept else first.reference,
        concept.title if concept else first.reason[:1].upper() + first.reason[1:],
        min((item.need for item in question.open or items), key=NEEDS.index),
        tuple(question.open),
        tuple(question.answered),
        controls_for(items, concept, pins),
        min((seen for item in items if (seen := maturity(item.reference, pins))), key=_MATURITY.index, default=""),
    )


def maturity(reference: str, pins: Mapping[str, str]) -> str:
    """How far ATLAS has seen a technique go: ``realized``, ``demonstrated``, ``feasible``, or ``""``."""
    entry = resolve(reference, pins).entry if reference.startswith("atlas:") else None
    said = entry.facts.get("maturity", ("",))[0] if entry else ""
    return said if said in _MATURITY else ""


def _weight(one: Suggestion) -> tuple[bool, int, int]:
    seen = _MATURITY.index(one.maturity) if one.maturity else len(_MATURITY)
    return not one.open, NEEDS.index(one.need), seen
