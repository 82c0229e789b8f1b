"""The smallest ways to change a piece of a rule: an entry left out, one key for another, one value for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.documents.document import Path

_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "any": ("all", "none"),
    "all": ("any", "none"),
    "none": ("any", "all"),
    "at_least": ("at_most",),
    "at_most": ("at_least",),
    "in": ("not",),
    "more_than": ("less_than",),
    "less_than": ("more_than",),
    "any_of": ("all_of",),
    "all_of": ("any_of",),
}


class Edit(NamedTuple):
    """A piece changed in one place. ``key``: what changed is the key there, or the whole entry; ``span`` the characters
    of an expression that were changed."""

    value: Any
    said: str
    path: Path = ()
    key: bool = False
    span: tuple[int, int] | None = None


Edits = Iterator[Edit]

_WIDEST = 80
"""Characters of a piece that are shown."""


def dropped(mapping: Mapping[str, Any], key: str) -> Edit:
    """The mapping without an entry."""
    return Edit(without(mapping, key), f"dropped {key}: {short(mapping[key])}", (key,), key=True)


def without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}


def renamed(mapping: Mapping[str, Any], key: str) -> Edits:
    """The same mapping with one operator or group in the place of another."""
    value = mapping[key]
    others = _INSTEAD.get(key, ())
    if key == "not":
        value, others = (value, ("in",)) if not isinstance(value, dict) else ([value], ("all_of",))
        value = value if isinstance(value, list) else [value]
    for other in others:
        if other not in mapping and not (key in ("any_of", "all_of") and len(value) == 1):
            pairs = ((other, value) if name == key else (name, old) for name, old in mapping.items())
            yield Edit(dict(pairs), f"{key}: {short(mapping[key])} -> {other}: {short(value)}", (key,), key=True)


def shorter(items: list[Any]) -> Edits:
    """The list without each of its items; never an empty one."""
    for index, item in enumerate(items):
        if len(items) > 1:
            yield Edit([*items[:index], *items[index + 1 :]], f"dropped {short(item)}", (index,))


def inside(mapping: Mapping[str, Any], key: str, edits: Edits) -> Edits:
    """The mapping with each edit of one of its values."""
    for edit in edits:
        yield edit._replace(value={**mapping, key: edit.value}, path=(key, *edit.path))


def at_index(items: list[Any], index: int, edits: Edits) -> Edits:
    """The list with each edit of one of its items."""
    for edit in edits:
        value = [*items[:index], edit.value, *items[index + 1 :]]
        yield edit._replace(value=value, path=(index, *edit.path))


def became(old: Any, new: Any) -> Edit:
    """Another value in the place of one."""
    return Edit(new, f"{short(old)} -> {short(new)}")


def short(value: Any) -> str:
    """A piece of a rule on one line, as its author would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        shown = "{" + ", ".join(f"{key}: {short(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, list):
        shown = "[" + ", ".join(map(short, value)) + "]"
    else:
        shown = str(value)
    return shown if len(shown) <= _WIDEST else shown[: _WIDEST - 1] + "…"
