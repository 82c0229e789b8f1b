"""Questions to a model as plain data: what was asked, what answers it, and what is still to be answered."""

from __future__ import annotations

from typing import NamedTuple


class Question(NamedTuple):
    """One question. ``id`` is that of the entry; ``group`` the title of the entries that it stands among, if any."""

    id: str
    name: str
    group: str
    text: str
    """The question in our own words; empty for an entry that we have none for."""
    yaml: str
    """The line that answers it, once its empty text is filled in."""
    answers: tuple[str, ...] = ()
    """What the model says to it, in words; empty where it is open."""
    risk_if: str = ""
    """The answer that signals a risk."""
    at_risk: bool = False
    """The answer signals a risk, and no threat comes of it."""
    page: str = ""


class Questions(NamedTuple):
    """The questions of one library."""

    id: str
    title: str
    edition: str
    noun: str
    """What one of them is about: ``card``, ``subdomain``."""
    chosen: str
    """By what they were chosen, in words; empty where all are asked."""
    how: str
    """How they are answered, in words."""
    section: tuple[str, ...]
    """The keys of the model below which the lines of YAML stand."""
    questions: tuple[Question, ...]
    causes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """Entity, intent and timing -> ids of the threats of that cause."""

    @property
    def groups(self) -> dict[str, tuple[Question, ...]]:
        """The questions by their group, in order."""
        found: dict[str, tuple[Question, ...]] = {}
        for one in self.questions:
            found[one.group] = (*found.get(one.group, ()), one)
        return found

    @property
    def open(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if not one.answers)


class Sheet(NamedTuple):
    """Every question to one model. ``notes`` say what could not be asked."""

    model: str
    """The path of the model."""
    system: str
    sets: tuple[Questions, ...]
    notes: tuple[str, ...] = ()
