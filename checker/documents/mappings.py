"""What is left of a YAML mapping without its duplicate keys, and with what its merge key names."""

from __future__ import annotations

from typing import Any

from checker.documents.complaints import Complaints
from checker.documents.document import Pair, Path


class Dropped:
    """Stands in for a key that is taken out again when its mapping ends: ``<<`` (a merge) or a duplicate."""

    __slots__ = ("key", "merge")

    def __init__(self, key: str, merge: bool) -> None:
        self.key = key
        self.merge = merge


def tidy(mapping: dict[Any, Any], pairs: list[int], wrong: Complaints, path: Path) -> list[int]:
    """Take out duplicates and merge what ``<<`` names, in place; the pairs that belong to what is left.

    ``pairs`` has two pairs an entry, that of its key and that of its value; ``path`` is where the mapping stands.
    """
    entries = list(mapping.items())
    mapping.clear()
    kept: list[int] = []
    first: dict[str, Pair] = {}
    merge: tuple[Any, list[int]] | None = None
    for index, (key, value) in enumerate(entries):
        pair = pairs[4 * index : 4 * index + 4]
        if not isinstance(key, Dropped):
            first[key] = (pair[0], pair[1])
            mapping[key] = value
            kept.extend(pair)
        elif key.merge:
            first.setdefault(key.key, (pair[0], pair[1]))
            merge = value, pair
        else:
            wrong.duplicate(key.key, (pair[0], pair[1]), first[key.key], path)
    if merge:
        _merge(mapping, kept, *merge, wrong)
    return kept


def _merge(mapping: dict[str, Any], kept: list[int], value: Any, pair: list[int], wrong: Complaints) -> None:
    """Add the entries of one mapping or of several, the first of which wins; their place is that of ``<<``."""
    for source in value if isinstance(value, list) else [value]:
        if not isinstance(source, dict):
            if not wrong.syntax:
                wrong.complain("'<<' takes a mapping or a list of mappings, as aliases (*name)", pair[0], pair[1])
            return
        for key, item in source.items():
            if key not in mapping:
                mapping[key] = item
                kept.extend(pair)
