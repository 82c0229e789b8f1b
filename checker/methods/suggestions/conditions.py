"""What is not known of a model, asked once each: with the line that answers it, and where that line goes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from checker.core.coverage import Question
from checker.core.location import Ref
from checker.core.suggestion import Unknown
from checker.knowledge.vocabulary import vocabulary


def unknowns(questions: Iterable[Question], system: str, chosen: Container[Ref] | None = None) -> Iterator[Unknown]:
    """The open conditions of a model; only those that matter at the ``chosen`` elements where some are named."""
    words = vocabulary("conditions")
    for question in questions:
        subjects = tuple(one for one in question.subjects if chosen is None or one in chosen)
        if subjects:
            alone = len(subjects) == 1 and subjects[0].kind == "component"
            holder = Ref("component", subjects[0].id) if alone else Ref("system", system)
            meaning = words[question.condition].title
            yield Unknown(question.condition, meaning, subjects, question.references, holder)
