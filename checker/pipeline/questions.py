"""``questions``: what is still to be answered in models, with the words and the lines to answer it."""

from __future__ import annotations

from pathlib import Path

from checker.core.model import Model, Questionnaire
from checker.core.questions import Questions, Sheet
from checker.documents.words import quote
from checker.documents.worktree import WorkTree
from checker.knowledge.lookup import Find
from checker.methods.breadth import plot4ai
from checker.methods.breadth.answers import has_ai
from checker.methods.breadth.sheet import of_cards, of_subdomains
from checker.pipeline.here import models_here, readable
from checker.pipeline.libraries import find_in

SETS = ("plot4ai", "mit")
"""The sets of questions, by the name that chooses one."""


def sheets(cwd: Path, sets: tuple[str, ...] = SETS, file: str = "") -> tuple[Sheet, ...]:
    """The questions to the model in ``file``, or to every model of the repository that has machine learning.

    Raises CheckError for a model that cannot be read, and where there is none.
    """
    here = models_here(cwd, file, "questions")
    read = [(version.path, readable(version).model) for version in here.versions]
    find = find_in(WorkTree(here.place.root))
    return tuple(_sheet(path, model, sets, find) for path, model in read if file or has_ai(model))


def _sheet(path: str, model: Model, sets: tuple[str, ...], find: Find) -> Sheet:
    made: list[Questions] = []
    notes = []
    if "plot4ai" in sets:
        asked = plot4ai.asked_of(model) or Questionnaire()
        edition = plot4ai.edition_of(model, asked)
        if deck := find(plot4ai.NAME, edition):
            made.append(of_cards(plot4ai.cards(model, asked, deck)))
        else:
            notes.append(f"the deck {quote(edition)} of PLOT4ai is not here: threatgate knowledge import deck.json")
    if "mit" in sets:
        made.append(of_subdomains(model))
    return Sheet(path, model.id, tuple(made), tuple(notes))
