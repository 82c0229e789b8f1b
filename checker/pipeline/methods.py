"""``methods``: what methods of threat modelling ask of models, and how much of it is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from checker.core.assessment import Assessment
from checker.core.location import Location, Ref
from checker.core.naming import Names, names_of
from checker.methods.assess import METHODS, assessments, unknown_claims
from checker.pipeline.here import models_here, readable


class Assessed(NamedTuple):
    """One model, and what methods make of it."""

    path: str
    id: str
    found: tuple[Assessment, ...]
    locate: Callable[[Ref], Location]
    unknown: tuple[tuple[str, str], ...]
    """The method and part of each claim that nothing is known of; without a part where the method is not known."""
    derives_threats: bool
    """True where the format's own tool derives the threats, so that little can be recorded in the model."""
    names: Names
    """What elements are called whose ids tell people nothing."""


def assessed(cwd: Path, as_of: str, method: str = "", file: str = "") -> tuple[Assessed, ...]:
    """The model in ``file``, or every model of the repository, by one method or by all of them.

    ``method`` is one of :data:`METHODS`. Raises CheckError for a model that cannot be read.
    """
    found = []
    for version in models_here(cwd, file, "methods").versions:
        snapshot, graph = readable(version), version.graph
        if graph is None:
            raise AssertionError("a model that could be read has a graph")
        made = tuple(assessments(snapshot.model, graph, as_of, [method] if method else METHODS))
        model, unknown = snapshot.model, tuple(unknown_claims(snapshot.model))
        names, own = names_of(model), model.derives_threats
        found.append(Assessed(version.path, model.id, made, snapshot.locate, unknown, own, names))
    return tuple(found)
