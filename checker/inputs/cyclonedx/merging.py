"""Data that several places of a text speak of: what they say together does not depend on their order."""

from __future__ import annotations

from checker.core.model import CLASSIFICATIONS, Data

SENSITIVITY = ("", "true", "sensitive")
_LEVELS = ("", *CLASSIFICATIONS)


def together(one: Data, other: Data) -> Data:
    """The highest that either says; of texts the first in order, of other facts both."""
    facts: dict[str, set[str]] = {}
    for name, value in (*one.properties, *other.properties):
        facts.setdefault(name, set()).update(value.split(", "))
    return one._replace(
        name=_first(one.name, other.name),
        description=_first(one.description, other.description),
        classification=max(one.classification, other.classification, key=_LEVELS.index),
        personal=max(one.personal, other.personal, key=SENSITIVITY.index),
        properties=tuple(sorted((name, ", ".join(sorted(values))) for name, values in facts.items())),
    )


def _first(one: str, other: str) -> str:
    return min(filter(None, (one, other)), default="")
