"""Coverage: what applies at each element of a model, must and should apart, and what of it has been answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from checker.core.coverage import FRAMEWORKS, NEEDS, Answer, Count, Coverage, Covered, Item, Question, count
from checker.core.graph import Graph
from checker.core.model import Model
from checker.core.settings import Override
from checker.knowledge.applicability import Row
from checker.knowledge.lookup import same_edition
from checker.methods.coverage.answers import answers_at
from checker.methods.coverage.asks import Ask, Open, asked, subjects
from checker.methods.coverage.conditions import Ground

__all__ = ["FRAMEWORKS", "Count", "Coverage", "Covered", "Item", "Question", "count", "cover"]


def cover(
    model: Model, graph: Graph, overrides: Iterable[Override] = (), known: Mapping[str, Row] | None = None
) -> Coverage:
    """What applies in a model and what is answered. ``overrides`` are what the project's config says of rows; ``known``
    are other rows than those that ship."""
    ground, pins = Ground(model, graph, known), dict(model.system.taxonomies)
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
