"""Two versions of one element -> its fields that differ, nested ones part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from checker.core.model import Acceptance, AiModel

Difference = tuple[str, Any, Any]
"""(field, before, after)"""

_RECORDS: dict[str, AiModel | Acceptance] = {"model": AiModel(), "accepted": Acceptance()}
_PAIRS = ("properties", "conditions", "taxonomies", "methods", "cause", "risk")
_IDENTITY = ("id", "was")


def changed_fields(old: Any, new: Any) -> Iterator[Difference]:
    """The fields in which two elements of one kind differ, in the order of the kind; ids and old ids are left out.

    ``model.version`` is a part of a record, ``properties.usage`` one of a set of pairs: a part of a pair that is
    absent is None.
    """
    for name, before, after in zip(new._fields, old, new, strict=True):
        if before == after or name in _IDENTITY:
            continue
        if name in _RECORDS:
            blank = _RECORDS[name]
            yield from _parts(name, (before or blank)._asdict(), (after or blank)._asdict(), blank._fields)
        elif name in _PAIRS:
            old_parts, new_parts = dict(before), dict(after)
            yield from _parts(name, old_parts, new_parts, sorted(old_parts.keys() | new_parts.keys()))
        else:
            yield name, before, after


def _parts(name: str, before: dict[str, Any], after: dict[str, Any], parts: Iterable[str]) -> Iterator[Difference]:
    for part in parts:
        if before.get(part) != after.get(part):
            yield f"{name}.{part}", before.get(part), after.get(part)
