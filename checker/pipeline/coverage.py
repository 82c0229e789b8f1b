"""``coverage``: what must and should be considered at each element of the models here, and what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from checker.core.coverage import FRAMEWORKS, Coverage
from checker.core.errors import UsageError
from checker.core.model import Model
from checker.documents.words import nearest, quote
from checker.methods.coverage.cover import cover
from checker.pipeline.here import models_here, readable


class Measured(NamedTuple):
    """The coverage of one model. ``path`` is that of its file."""

    path: str
    model: Model
    coverage: Coverage


def measured(cwd: Path, file: str = "", element: str = "", framework: str = "") -> tuple[Measured, ...]:
    """The coverage of the model in ``file``, or of every model here; only one element, only one framework where named.

    Raises CheckError for a model that cannot be read, UsageError for a name that is unknown.
    """
    if framework not in ("", *FRAMEWORKS):
        near = nearest(framework, FRAMEWORKS)
        hint = f"did you mean {quote(near)}?" if near else f"there is: {', '.join(FRAMEWORKS)}"
        raise UsageError(f"nothing is asked of a framework {quote(framework)}", hint=hint)
    here = models_here(cwd, file, "coverage")
    found = []
    for version in here.versions:
        model, graph = readable(version).model, version.side[1]
        found.append(Measured(version.path, model, cover(model, graph, here.settings.applicability)))
    if element:
        found = [one for one in found if any(c.subject.id == element for c in one.coverage.elements)] or _none(
            found, element
        )
    return tuple(one._replace(coverage=_only(one.coverage, element, framework)) for one in found)


def _none(found: list[Measured], element: str) -> list[Measured]:
    ids = sorted({one.subject.id for each in found for one in each.coverage.elements})
    near = nearest(element, ids)
    hint = f"did you mean {quote(near)}?" if near else "components and flows in scope are asked, and a system with AI"
    raise UsageError(f"no element {quote(element)} is asked anything", hint=hint)


def _only(coverage: Coverage, element: str, framework: str) -> Coverage:
    """What is left of a coverage. Questions of other elements and frameworks go."""

    def fits(reference: str) -> bool:
        return framework in ("", reference.partition(":")[0])

    elements = tuple(
        one._replace(items=tuple(item for item in one.items if fits(item.reference)))
        for one in coverage.elements
        if element in ("", one.subject.id)
    )
    questions = []
    for one in coverage.questions:
        subjects = tuple(subject for subject in one.subjects if element in ("", subject.id))
        references = tuple(filter(fits, one.references))
        if subjects and references:
            questions.append(one._replace(subjects=subjects, references=references))
    return Coverage(elements, tuple(questions))
