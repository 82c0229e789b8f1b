"""Which rules are evidence for which controls of the Information Security Manual, and of what they are asked. Data."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from checker.knowledge.lookup import library


class Asked(NamedTuple):
    """A control of the manual. ``rules`` are evidence for it; ``on`` are the types of components it is about, none for
    one that is about every system; ``uses`` are the entries of the control catalogue that answer it."""

    id: str
    name: str
    rules: tuple[str, ...]
    on: tuple[str, ...]
    uses: tuple[str, ...]
    by_control: bool
    """Whether it is met by a control that is in place, so that silence shows nothing."""


@cache
def controls() -> tuple[Asked, ...]:
    """The controls that ship, by id."""
    data = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))["controls"]
    manual = library("ism")
    names = {entry.id: entry.name for entry in manual.entries.values()} if manual else {}
    uses = _uses()
    return tuple(
        Asked(id, names[id], tuple(one["rules"]), tuple(one["on"]), uses.get(id, ()), "by_control" in one)
        for id, one in sorted(data.items())
    )


def _uses() -> dict[str, tuple[str, ...]]:
    """Control of the manual -> the entries of the catalogue that say they are related to it."""
    catalogue, found = library("control"), dict[str, list[str]]()
    for entry in catalogue.entries.values() if catalogue else ():
        for references in entry.relations.values():
            for reference in references:
                if reference.startswith("ism:"):
                    found.setdefault(reference.removeprefix("ism:"), []).append(entry.id)
    return {id: tuple(sorted(entries)) for id, entries in found.items()}
