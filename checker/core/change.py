"""One difference in meaning between two versions of a model."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from checker.core.location import Ref

CHANGES = ("added", "removed", "modified", "moved", "renamed")


class FieldChange(NamedTuple):
    """One field before and after, as the model holds it; a part of a field is dotted and None where it is absent.

    ``weakens``: the model protects less than before, or looks safer than before (docs/reference/changes.md has the
    table). ``derived``: nobody wrote this field; it follows from another change, as a flow's ``crossings`` follow from
    a component that moved.
    """

    field: str
    before: Any
    after: Any
    weakens: bool = False
    derived: bool = False


class Change(NamedTuple):
    """One element that differs.

    ``moved`` is a component in another boundary, or a boundary under another parent; ``renamed`` has the old id in
    ``was``. A moved or renamed element may have ``fields`` that changed as well; an added or removed one has none.
    ``relevant`` is false where only fields outside the digest (names, texts, owners) changed.
    """

    kind: str
    ref: Ref
    fields: tuple[FieldChange, ...] = ()
    was: str = ""
    weakens: bool = False
    relevant: bool = True

    @property
    def derived(self) -> bool:
        """Whether the element itself reads as before: only what follows from other changes differs."""
        return self.kind == "modified" and all(field.derived for field in self.fields)


class Renames(NamedTuple):
    """What a change renames, both ways: ``was`` by the present ids, ``now`` by those of the base."""

    was: Mapping[Ref, str]
    now: Mapping[Ref, str]

    def old(self, kind: str, id: str) -> str:
        """What an element of the head is called in the base."""
        return self.was.get(Ref(kind, id), id)

    def new(self, kind: str, id: str) -> str:
        """What an element of the base is called in the head, if it is there."""
        return self.now.get(Ref(kind, id), id)


def renames(changes: Iterable[Change]) -> Renames:
    """The elements that changes name anew."""
    was = {change.ref: change.was for change in changes if change.was}
    return Renames(was, {Ref(ref.kind, old): ref.id for ref, old in was.items()})
