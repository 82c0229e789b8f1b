"""Coverage: what applies at each element of a model, must and should apart, and what of it has been answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import Model
from checker.knowledge.applicability import NEEDS
from checker.knowledge.lookup import same_edition
from checker.methods.coverage.answers import Answer, answers_at
from checker.methods.coverage.asks import Ask, Open, Override, asked, subjects
from checker.methods.coverage.conditions import Ground

FRAMEWORKS = ("stride", "linddun", "atlas", "mit", "owasp-llm", "owasp-ml", "owasp-agentic", "nist-aml", "cwe")
"""Libraries whose entries rows ask for, in the order in which they are shown."""


class Item(NamedTuple):
    """One threat to consider at one element."""

    subject: Ref
    reference: str
    """In the edition that the model pins, else in the usual one."""
    need: str
    """``must`` or ``should``."""
    reason: str
    """Why it applies there: half a sentence, lower case, no full stop."""
    basis: str
    """``public`` or ``judgement``, as of :class:`checker.knowledge.applicability.Entry`."""
    see: tuple[str, ...]
    source: str
    """The type of the row, or the id of the flow rule or path rule."""
    when: str
    """The condition on which it applies, or ``""``."""
    why: str
    """What says that the condition holds, in words."""
    controls: tuple[str, ...]
    """Ids of the control catalogue that fit the row or the rule, those that fit best first."""
    answer: Answer | None = None

    @property
    def framework(self) -> str:
        """The library of the reference."""
        return self.reference.partition(":")[0]


class Count(NamedTuple):
    """``answered`` of ``applicable`` items."""

    answered: int = 0
    applicable: int = 0


class Covered(NamedTuple):
    """One element with everything that applies there, in the order of :data:`FRAMEWORKS`."""

    subject: Ref
    type: str
    """The type of a component; ``flow`` or ``ai-system``."""
    items: tuple[Item, ...]

    def missing(self, need: str) -> tuple[Item, ...]:
        """The items of that need without an answer."""
        return tuple(item for item in self.items if item.need == need and not item.answer)


class Question(NamedTuple):
    """A condition that nobody has answered, with the elements where that matters."""

    condition: str
    subjects: tuple[Ref, ...]
    references: tuple[str, ...]
    """What would apply if it holds."""


class Coverage(NamedTuple):
    """The coverage of one model: the system first, then components, then flows, each by id."""

    elements: tuple[Covered, ...]
    questions: tuple[Question, ...]

    def items(self, kind: str = "") -> Iterator[Item]:
        """Every item; of one kind of element only where one is named."""
        return (item for one in self.elements if kind in ("", one.subject.kind) for item in one.items)

    def of(self, kind: str, id: str) -> Covered | None:
        """The element of that name."""
        return next((one for one in self.elements if one.subject == Ref(kind, id)), None)


def count(items: Iterable[Item], need: str) -> Count:
    """How many items of a need there are, and how many of them are answered."""
    wanted = [item for item in items if item.need == need]
    return Count(sum(1 for item in wanted if item.answer), len(wanted))


def cover(model: Model, graph: Graph, overrides: Iterable[Override] = ()) -> Coverage:
    """What applies in a model and what is answered. ``overrides`` are what the project's config says of rows."""
    ground, pins = Ground(model, graph), dict(model.system.taxonomies)
    elements: list[Covered] = []
    opened: list[Open] = []
    overrides = tuple(overrides)
    for subject, type in subjects(model):
        asks, questions = asked(ground, subject, pins, overrides)
        answers = answers_at(model, graph, subject.id, pins)
        items = (_item(ask, answers.to(ask.entry), pins) for ask in asks)
        elements.append(Covered(subject, type, tuple(sorted(items, key=_order))))
        opened += questions
    return Coverage(tuple(elements), tuple(_questions(opened)))


def _item(ask: Ask, answer: Answer | None, pins: dict[str, str]) -> Item:
    entry = ask.entry
    why = ask.held.why if ask.held else ""
    reference = _pinned(entry.reference, entry.also, pins)
    return Item(
        ask.subject, reference, entry.need, entry.reason, entry.basis, entry.see, ask.source, entry.when, why,
        ask.controls, answer,
    )  # fmt: skip


def _pinned(reference: str, also: tuple[str, ...], pins: dict[str, str]) -> str:
    """The reference in the edition that the model pins, where ids hold their edition."""
    pin = pins.get(reference.partition(":")[0], "")
    return next((one for one in also if pin and same_edition(one.rpartition(":")[2], pin)), reference)


def _order(item: Item) -> tuple[int, int]:
    return FRAMEWORKS.index(item.framework), NEEDS.index(item.need)


def _questions(opened: Iterable[Open]) -> Iterator[Question]:
    by_name: dict[str, list[Open]] = {}
    for one in opened:
        by_name.setdefault(one.condition, []).append(one)
    for name in sorted(by_name):
        here = by_name[name]
        references = dict.fromkeys(reference for one in here for reference in one.references)
        yield Question(name, tuple(one.subject for one in here), tuple(references))
