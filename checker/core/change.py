"""One difference in meaning between two versions of a model."""

from __future__ import annotations

from typing import Any, NamedTuple

from checker.core.location import Ref

CHANGES = ("added", "removed", "modified", "moved", "renamed")


class FieldChange(NamedTuple):
    """One field before and after, as the model holds it. ``weakens``: the new value protects less than the old."""

    field: str
    before: Any
    after: Any
    weakens: bool = False


class Change(NamedTuple):
    """One element that differs.

    ``moved`` is a component in another boundary, or a boundary under another parent; ``renamed`` has the old id in ``was``.
    A moved or renamed element may have ``fields`` that changed as well. ``relevant`` is false where only fields
    outside the digest (names, texts, owners) changed.
    """

    kind: str
    ref: Ref
    fields: tuple[FieldChange, ...] = ()
    was: str = ""
    weakens: bool = False
    relevant: bool = True
