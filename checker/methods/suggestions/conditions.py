"""What is not known of a model, asked once each: with the line that answers it, and where that line goes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator

from checker.core.coverage import Question
from checker.core.location import Ref
from checker.core.suggestion import Unknown
from checker.knowledge.vocabulary import vocabulary


def unknowns(
    questions: Iterable[Question],
    system: str,
    chosen: Container[Ref] | None = None,
    shows: Callable[[str], bool] = lambda _: False,
) -> Iterator[Unknown]:
    """The open conditions of a model; only those that matter at the ``chosen`` elements where some are named.

    One answer of the system stands for several elements. Where the model ``shows`` the condition of another component,
    that answer could only be yes: each component has its own then, and the flows there follow it. Whether a flow
    carries personal data is said by its data.
    """
    words = vocabulary("conditions")
    for question in questions:
        subjects = tuple(one for one in question.subjects if chosen is None or one in chosen)
        if not subjects:
            continue
        components = tuple(one for one in subjects if one.kind == "component")
        meaning, references = words[question.condition].title, question.references
        flows = tuple(one for one in subjects if one.kind == "flow" and question.condition == "personal_data")
        if (components or flows) and (len(subjects) == 1 or shows(question.condition)):
            for one in (*components, *flows):
                yield Unknown(question.condition, meaning, (one,), references, Ref(one.kind, one.id))
        else:
            yield Unknown(question.condition, meaning, subjects, references, Ref("system", system))
