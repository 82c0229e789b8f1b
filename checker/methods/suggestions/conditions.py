"""What is not known of a model, asked once each: with the line that answers it, and where that line goes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from checker.core.location import Ref
from checker.knowledge.vocabulary import vocabulary
from checker.methods.coverage.cover import Question


class Unknown(NamedTuple):
    """A condition that nobody has answered. ``line`` says yes to it; with ``false`` instead it says no."""

    condition: str
    meaning: str
    subjects: tuple[Ref, ...]
    references: tuple[str, ...]
    """What would apply if it holds."""
    holder: Ref
    """Whose ``conditions`` the line goes into: the one component that is asked about, else the system."""

    @property
    def line(self) -> str:
        return f"{self.condition}: true"

    @property
    def under(self) -> str:
        return "system.conditions" if self.holder.kind == "system" else f"components.{self.holder.id}.conditions"


def unknowns(questions: Iterable[Question], system: str, chosen: Container[Ref] | None = None) -> Iterator[Unknown]:
    """The open conditions of a model; only those that matter at the ``chosen`` elements where some are named."""
    words = vocabulary("conditions")
    for question in questions:
        subjects = tuple(one for one in question.subjects if chosen is None or one in chosen)
        if subjects:
            alone = len(question.subjects) == 1 and subjects[0].kind == "component"
            holder = Ref("component", subjects[0].id) if alone else Ref("system", system)
            meaning = words[question.condition].title
            yield Unknown(question.condition, meaning, subjects, question.references, holder)
