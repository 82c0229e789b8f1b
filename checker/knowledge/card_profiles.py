"""Card profiles: what a model card or a system card has to say, section by section. Data; those that ship are here.

A profile of a repository has the same form (``schemas/card-profile.schema.json``).
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SHIPPED = ("mitchell", "ism-2084")
"""The profiles that ship, by id: for model cards, for system cards."""

_FRONT = re.compile(r"^(?:[0-9]+(?:\.[0-9]+)*[.)]?\s+)+")


class Wanted(NamedTuple):
    """A section of a profile. ``headings`` are in the form of :func:`heading`, ``*`` at either end standing for any
    words; ``names`` are the kinds of things that the card names by id."""

    id: str
    title: str
    headings: tuple[str, ...]
    required: bool = True
    words: int = 1
    names: tuple[str, ...] = ()
    shows: str = ""


class Profile(NamedTuple):
    """What a card has to say. ``risk_level`` is a severity: residual risk from there on is to be listed."""

    id: str
    title: str
    sections: tuple[Wanted, ...]
    risk_level: str = "high"


@cache
def shipped(id: str) -> Profile | None:
    """A profile that ships, None for any other id."""
    if id not in SHIPPED:
        return None
    path = Path(__file__).with_name("profiles") / f"{id}.json"
    return from_data(json.loads(path.read_text(encoding="utf-8")))


def from_data(data: dict[str, Any]) -> Profile:
    """The profile in data that its schema has accepted."""
    return Profile(data["id"], data["title"], tuple(map(_section, data["sections"])), data.get("risk_level", "high"))


def _section(data: dict[str, Any]) -> Wanted:
    headings = tuple(_pattern(text) for text in data["headings"])
    rest = {key: data[key] for key in ("required", "words", "shows") if key in data}
    return Wanted(data["id"], data["title"], headings, names=tuple(data.get("names", ())), **rest)


def _pattern(text: str) -> str:
    end = " *" if text.endswith(" *") else "*" if text.endswith("*") else ""
    return f"{'*' * text.startswith('*')}{heading(text)}{end}"


def heading(text: str) -> str:
    """A heading as it is compared: words in lower case, one space between, without numbers in front and
    ``[optional]`` behind. ``2.1 Bias, Risks, and Limitations`` is ``bias risks and limitations``."""
    words = re.findall(r"\w+", _FRONT.sub("", text.replace("_", " ").strip()).casefold())
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "optional" else words)


def fits(pattern: str, title: str) -> bool:
    """Whether a heading, in the form of :func:`heading`, is one that a pattern means. ``*`` takes whole words or
    their ends: ``ethic*`` means ``ethics`` and ``ethical considerations``, ``data *`` only whole words after it."""
    core = pattern.strip("*")
    if pattern.startswith("*"):
        padded = f" {title}"
        return f" {core}" in padded if pattern.endswith("*") else padded.endswith(f" {core}")
    return title.startswith(core) if pattern.endswith("*") else title == core


@cache
def formats() -> dict[str, Any]:
    """Format of a card that is JSON -> the keys that state its facts, and those that answer each section."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("card_formats.json").read_text(encoding="utf-8"))
    return found
