"""A card, whatever its format: its parts in order, and the facts that it states with their places."""

from __future__ import annotations

from typing import Any, NamedTuple

from checker.core.errors import InputError
from checker.core.location import Location
from checker.documents.document import Problem
from checker.documents.markdown import Part

FORMATS = ("markdown", "hugging-face", "yaml", "model-card-toolkit", "cyclonedx")
"""What a card may be written in."""

MAX_TEXT = 4_000_000
"""Characters of the data of one card, with all that aliases stand for."""


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
    """Every text in some data, a line each. Raises InputError where aliases make more of it than a card may be."""
    found: list[str] = []
    left = MAX_TEXT
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(part for key, value in reversed(one.items()) for part in (value, key))
        elif isinstance(one, list):
            waiting.extend(reversed(one))
        elif one is not None:
            found.append(str(one))
            left -= len(found[-1]) + 1
            if left < 0:
                raise InputError(f"its data stands for more than {MAX_TEXT:,} characters, the limit for one card")
    return "\n".join(found)
