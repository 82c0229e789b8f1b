"""Data that several places of a text speak of: what they say together does not depend on their order."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.model import CLASSIFICATIONS, Data

SENSITIVITY = ("", "true", "sensitive")
_LEVELS = ("", *CLASSIFICATIONS)


def together(said: list[Data]) -> Data:
    """The highest that any of them says; of texts the first in order, of other facts all."""
    if len(said) == 1:
        return said[0]
    facts: dict[str, set[str]] = {}
    for one in said:
        for name, value in one.properties:
            facts.setdefault(name, set()).update(value.split(", "))
    return said[0]._replace(
        name=_first(one.name for one in said),
        description=_first(one.description for one in said),
        classification=max((one.classification for one in said), key=_LEVELS.index),
        personal=max((one.personal for one in said), key=SENSITIVITY.index),
        properties=tuple(sorted((name, ", ".join(sorted(values))) for name, values in facts.items())),
    )


def _first(texts: Iterable[str]) -> str:
    return min(filter(None, texts), default="")
