"""A card, whatever its format: its parts in order, and the facts that it states with their places."""

from __future__ import annotations

from typing import Any, NamedTuple

from checker.core.location import Location
from checker.documents.document import Problem
from checker.documents.markdown import Part

FORMATS = ("markdown", "hugging-face", "yaml", "model-card-toolkit", "cyclonedx")
"""What a card may be written in."""


class Stated(NamedTuple):
    """A word that a card states, and where."""

    text: str
    location: Location


class Facts(NamedTuple):
    """What a card states beside its text. ``licence_open``: it is ``other``, and no name and link say which."""

    version: Stated | None = None
    base_models: tuple[Stated, ...] = ()
    datasets: tuple[Stated, ...] = ()
    licence: Stated | None = None
    licence_open: bool = False


class Card(NamedTuple):
    """``text`` is all that a reader sees of it; ``problems`` are what is wrong with its YAML or JSON."""

    path: str
    format: str
    parts: tuple[Part, ...]
    text: str
    facts: Facts = Facts()
    problems: tuple[Problem, ...] = ()


def words(data: Any) -> str:
    """Every text in some data, a line each."""
    if isinstance(data, dict):
        return "\n".join(f"{key}\n{words(value)}" for key, value in data.items())
    return "\n".join(map(words, data)) if isinstance(data, list) else "" if data is None else str(data)
