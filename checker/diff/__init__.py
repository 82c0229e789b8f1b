"""Two versions of a model -> the changes in meaning between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.core.change import Change, FieldChange
from checker.core.digest import is_relevant
from checker.core.graph import Graph, Side, build_graph
from checker.core.location import Ref
from checker.core.model import Model, NotApplicable
from checker.core.renaming import Names, align
from checker.diff.fields import changed_fields
from checker.diff.renames import find_renames
from checker.diff.weakening import REMOVED, moved_inward, weakens

_KINDS = (
    "boundary",
    "component",
    "control",
    "data",
    "flow",
    "threat",
    "attack_tree",
    "objective",
    "feature",
    "deployment",
)
_PLACE = {"component": "boundary", "boundary": "parent", "deployment": "boundary"}


def compare(
    base: Model, head: Model, base_graph: Graph, head_graph: Graph, *, across: bool = False
) -> tuple[Change, ...]:
    """Every element that means something else in the head, sorted by kind and id.

    ``compare(a, a)`` is empty and ``compare(b, a)`` mirrors ``compare(a, b)``: added for removed, before for after.
    The base is first put in the words of the head, so that a rename is one change and not one of each reference too.
    ``across``: the two are of different formats, so that elements are told by their names where they have other ids.
    """
    names = find_renames(base, head, base_graph, head_graph, across=across)
    other_ids = {**names, **_other_system(base, head)}
    aligned = align(base, other_ids) if other_ids else base
    before, after = (aligned, build_graph(aligned) if other_ids else base_graph), (head, head_graph)
    original = (base, base_graph)
    was = {Ref(ref.kind, new): ref.id for ref, new in names.items()}
    changes = [*_system(base, head), *_answers(aligned, base, head)]
    for kind in _KINDS:
        changes.extend(_section(kind, before, after, original, was))
    return tuple(sorted(changes, key=lambda change: (change.ref, change.kind)))


def _other_system(base: Model, head: Model) -> Names:
    """The id that the system has now, where it has another, and that names nothing else on either side."""
    if base.id == head.id or base.kind_of(head.id) or head.kind_of(base.id):
        return {}
    return {Ref("system", base.id): head.id}


def _section(kind: str, before: Side, after: Side, original: Side, was: dict[Ref, str]) -> Iterator[Change]:
    """The changes of one kind. ``before`` is the base in the words of the head, ``original`` in its own."""
    old, new = before[0].elements(kind), after[0].elements(kind)
    derived = _derived(kind, before[1], after[1])
    shown = original[0].elements(kind)
    renames = {ref.id: name for ref, name in was.items() if ref.kind == kind}
    if old == new and not derived and not renames:
        return
    for id in old.keys() - new.keys():
        yield Change("removed", Ref(kind, id), weakens=kind in REMOVED)
    for id in new.keys() - old.keys():
        yield Change("added", Ref(kind, id))
    for id in new.keys() & old.keys():
        name = renames.get(id, "")
        if old[id] == new[id] and id not in derived and not name:
            continue
        fields = [*_written(kind, old[id], new[id], shown[name or id], (before, after))]
        if id in derived:
            field = derived[id]
            fields.append(field._replace(before=getattr(original[1], field.field)[name or id]))
        if fields or name:
            yield _change(kind, id, name, fields)


def _change(kind: str, id: str, was: str, fields: list[FieldChange]) -> Change:
    moved = any(field.field == _PLACE.get(kind) for field in fields)
    return Change(
        "renamed" if was else "moved" if moved else "modified",
        Ref(kind, id),
        tuple(fields),
        was,
        any(field.weakens for field in fields),
        any(_matters(kind, field) for field in fields),
    )


def _written(kind: str, old: Any, new: Any, original: Any, sides: tuple[Side, Side]) -> Iterator[FieldChange]:
    """The fields that somebody wrote anew. ``original`` is the old element in its own words, for showing."""
    for field, before, after in changed_fields(old, new):
        shown = getattr(original, field, before)
        if field == _PLACE.get(kind):
            (_, was_in), (_, is_in) = sides
            weaker = moved_inward(before, after, was_in.trust, is_in.trust)
        else:
            weaker = weakens(kind, field, before, after)
        yield FieldChange(field, shown, after, weaker)


def _derived(kind: str, before: Graph, after: Graph) -> dict[str, FieldChange]:
    """Element id -> what follows for it from other changes, for elements of both sides; a field is one of the graph."""
    if kind == "flow":
        return _follows(kind, "crossings", before.crossings, after.crossings)
    if kind == "component":
        return _follows(kind, "exposure", before.exposure, after.exposure)
    return {}


def _follows(kind: str, field: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, FieldChange]:
    if old == new:
        return {}
    return {
        id: FieldChange(field, old[id], value, weakens(kind, field, old[id], value), derived=True)
        for id, value in new.items()
        if id in old and old[id] != value
    }


def _matters(kind: str, change: FieldChange) -> bool:
    """Whether a changed field moves the digest of the element or of those it is on."""
    if change.field == "crossings":
        return True
    if change.field == "exposure":
        return "direct" in (change.before, change.after)
    if change.field == "out_of_scope":
        return bool(change.before) != bool(change.after)
    return is_relevant(kind, change.field)


def _system(base: Model, head: Model) -> Iterator[Change]:
    fields = [FieldChange(f, b, a, weakens("system", f, b, a)) for f, b, a in changed_fields(base.system, head.system)]
    for field in ("derives_threats", "unsayable"):
        before, after = getattr(base, field), getattr(head, field)
        if before != after:
            fields.append(FieldChange(field, before, after, weakens("system", field, before, after)))
    was = base.system.id if base.system.id != head.system.id else ""
    if fields or was:
        yield _change("system", head.system.id, was, fields)


def _answers(aligned: Model, base: Model, head: Model) -> Iterator[Change]:
    """Entries of ``not_applicable`` have no name: equal ones are paired first, then by subject, then by position."""
    if aligned.not_applicable == head.not_applicable:
        return
    originals = {entry.id: entry for entry in base.not_applicable}
    old, new = ({entry.id: entry for entry in model.not_applicable} for model in (aligned, head))
    for length in (4, 3, 0):
        for before, after in _pair(old, new, length):
            fields = [
                FieldChange(f, getattr(originals[before.id], f), a, weakens("not_applicable", f, b, a))
                for f, b, a in changed_fields(before, after)
            ]
            if fields:
                yield _change("not_applicable", after.id, "", fields)
    for id in old:
        yield Change("removed", Ref("not_applicable", id))
    for id in new:
        yield Change("added", Ref("not_applicable", id), weakens=True)


def _pair(
    old: dict[str, NotApplicable], new: dict[str, NotApplicable], length: int
) -> Iterator[tuple[NotApplicable, NotApplicable]]:
    """Take the entries from both sides that are equal in their first fields after the id, or with 0 in the id."""
    waiting: dict[Any, list[str]] = {}
    for id, entry in old.items():
        waiting.setdefault(entry[1:length] if length else id, []).append(id)
    for id, entry in list(new.items()):
        same = waiting.get(entry[1:length] if length else id)
        if same:
            yield old.pop(same.pop(0)), new.pop(id)
