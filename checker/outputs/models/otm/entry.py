"""One element as an entry of Open Threat Model: what the format has a key for, and all else as attributes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checker.knowledge.otm import FIELDS, LITERAL, UNSTATED, field_of

Entry = dict[str, Any]

MIDDLE = 50
"""What is written for a number that nothing is known of."""


def entry(
    one: Any,
    plain: Entry,
    kind: str,
    more: Entry,
    facts: Mapping[str, str] | None = None,
    unstated: list[str] | None = None,
) -> Entry:
    """An element: its id, name and description, fields of the format, and all else as attributes."""
    name = one.title if kind in ("threat", "control") else one.name
    facts = dict(one.properties) if facts is None and hasattr(one, "properties") else facts or {}
    left = [*(unstated or ()), *([] if name else ["name"])]
    attributes = {
        **{key: plain[key] for key in FIELDS[kind] if plain.get(key) and (key == "risk" or key not in more)},
        **_properties(kind, name, facts),
        **({UNSTATED: left} if left else {}),
    }
    if attributes.get("personal") is True:
        attributes["personal"] = "true"
    found = {"id": one.id, "name": name or one.id, "description": one.description or None, **more}
    return {key: value for key, value in {**found, "attributes": attributes or None}.items() if value is not None}


def _properties(kind: str, name: str, facts: Mapping[str, str]) -> dict[str, str]:
    """Properties as attributes, those that would be read as something else marked as what they are."""

    def is_free(key: str) -> bool:
        taken = field_of(key) in FIELDS[kind] or key == UNSTATED or key.startswith(LITERAL)
        return not taken and not (key.lower() == "name" and facts[key] == name)

    return {key if is_free(key) else f"{LITERAL}{key}": value for key, value in sorted(facts.items())}
