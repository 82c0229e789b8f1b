"""``questions``: what is still to be answered in models, with the words and the lines to answer it."""

from __future__ import annotations

from pathlib import Path

from checker.core.commands import conversion_of
from checker.core.questions import Questions, Sheet
from checker.core.settings import Settings
from checker.core.system import Questionnaire
from checker.documents.words import quote
from checker.documents.worktree import WorkTree
from checker.knowledge.lookup import Find
from checker.methods.breadth import plot4ai
from checker.methods.breadth.answers import has_ai
from checker.methods.breadth.sheet import of_cards, of_conditions, of_subdomains
from checker.methods.coverage.cover import cover
from checker.pipeline.here import models_here, readable
from checker.pipeline.libraries import find_in
from checker.pipeline.models import Version

SETS = ("conditions", "plot4ai", "mit")
"""The sets of questions, by the name that chooses one."""


def sheets(cwd: Path, sets: tuple[str, ...] = SETS, file: str = "") -> tuple[Sheet, ...]:
    """The questions to the model in ``file``, or to every model of the repository that has machine learning.

    Raises CheckError for a model that cannot be read, and where there is none.
    """
    here = models_here(cwd, file, "questions")
    read = [version for version in here.versions if has_ai(readable(version).model) or file]
    find = find_in(WorkTree(here.place.root))
    return tuple(_sheet(version, sets, find, here.settings) for version in read)


def _sheet(version: Version, sets: tuple[str, ...], find: Find, settings: Settings) -> Sheet:
    model, graph = version.side
    made: list[Questions] = []
    notes = []
    if "conditions" in sets:
        made.append(of_conditions(model, cover(model, graph, settings.applicability).questions))
    if "plot4ai" in sets:
        asked = plot4ai.asked_of(model) or Questionnaire()
        edition = plot4ai.edition_of(model, asked)
        if deck := find(plot4ai.NAME, edition):
            made.append(of_cards(plot4ai.cards(model, asked, deck)))
        else:
            notes.append(f"the deck {quote(edition)} of PLOT4ai is not here: threatgate knowledge import deck.json")
    if "mit" in sets:
        made.append(of_subdomains(model))
    if version.snapshot and version.snapshot.format != "native" and any(one.open for one in made):
        notes.append(f"native models alone have room for answers; to make one: {conversion_of(version.path)}")
    return Sheet(version.path, model.id, tuple(made), tuple(notes))
