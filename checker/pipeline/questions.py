"""``questions``: what is still to be answered in models, with the words and the lines to answer it."""

from __future__ import annotations

from pathlib import Path

from checker.core.errors import CheckError
from checker.core.model import Model, Questionnaire
from checker.core.questions import Questions, Sheet
from checker.documents.words import quote
from checker.knowledge.lookup import Find
from checker.methods.breadth import plot4ai
from checker.methods.breadth.answers import has_ai
from checker.methods.breadth.sheet import of_cards, of_subdomains
from checker.pipeline.gate import read_settings
from checker.pipeline.libraries import find_in
from checker.pipeline.models import Version, model_paths, pick, read_model
from checker.pipeline.sides import find_place, work_tree_alone

SETS = ("plot4ai", "mit")
"""The sets of questions, by the name that chooses one."""


def sheets(cwd: Path, sets: tuple[str, ...] = SETS, file: str = "") -> tuple[Sheet, ...]:
    """The questions to the model in ``file``, or to every model of the repository that has machine learning.

    Raises CheckError for a model that cannot be read, and where there is none.
    """
    place = find_place(cwd, (file,) if file else ())
    head = work_tree_alone(place).head
    settings = read_settings(head)
    paths = pick(place.paths, head, settings) if file else model_paths(head.files(), settings)
    if not paths:
        raise CheckError("no threat model found here", hint="name the file: threatgate questions FILE")
    read = [(path, _model(read_model(head, path))) for path in paths]
    find = find_in(head)
    return tuple(_sheet(path, model, sets, find) for path, model in read if file or has_ai(model))


def _model(version: Version) -> Model:
    if version.snapshot is None:
        first = version.findings[0]
        hint = f"see everything that is wrong with it: threatgate check {version.path}"
        raise CheckError(f"the model cannot be read: {first.message}", first.location, hint)
    return version.snapshot.model


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
