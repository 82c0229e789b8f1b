"""Who sends what to whom: relationships as arrows between boxes, junctions passed through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from checker.architecture.picture import Arrow
from checker.architecture.value import Architecture, Relation
from checker.core.errors import InputError
from checker.core.location import Location
from checker.knowledge.archimate import relationships

MOST = 20_000
"""Arrows of one file: junctions can multiply them."""

MOST_STEPS = 200_000
"""Junctions that are passed in one file, each time that one is."""

MOST_IN_A_ROW = 50
"""Relationships from junction to junction behind one relationship."""

Ends = Callable[[str], str]
"""Identifier of a thing -> that of the box which stands for it, or ``""``."""

_BACK = ("Read",)
_BOTH = ("ReadWrite",)


def arrows(architecture: Architecture, box_of: Ends, data_of: Mapping[str, tuple[str, ...]]) -> list[Arrow]:
    """The arrows between boxes, in the order of the file. ``data_of`` is by identifier of a relationship.

    Raises InputError for more than :data:`MOST`.
    """
    found: list[Arrow] = []
    for relation, trail, target in _through_junctions(architecture):
        for source_id, target_id in _directions(relation, target):
            source, end = box_of(source_id), box_of(target_id)
            if source and end and source != end:
                data = sorted({id for one in trail for id in data_of.get(one.id, ())})
                found.append(Arrow(trail, source, end, tuple(data)))
        if len(found) > MOST:
            raise InputError(f"more than {MOST:,} flows, the limit for one file", Location(relation.location.path))
    return _without_repeats(found)


def _through_junctions(architecture: Architecture) -> Iterator[tuple[Relation, tuple[Relation, ...], str]]:
    """(relationship, all that it goes on with, identifier of where it ends), for those that may carry something."""
    junctions = {id for id, thing in architecture.things.items() if thing.type == "Junction"}
    steps = 0
    onward: dict[str, list[Relation]] = {}
    for relation in architecture.relations.values():
        if relation.source in junctions:
            onward.setdefault(relation.source, []).append(relation)
    for relation in architecture.relations.values():
        if not _carries(relation) or relation.source in junctions:
            continue
        waiting: list[tuple[Relation, ...]] = [(relation,)]
        seen = {relation.target}
        while waiting:
            trail = waiting.pop()
            end = trail[-1].target
            if end not in junctions:
                yield relation, trail, end
                continue
            steps += 1
            if steps > MOST_STEPS or len(trail) > MOST_IN_A_ROW:
                raise InputError(
                    "more junctions behind each other than are followed", architecture.things[end].location
                )
            for one in reversed(onward.get(end, ())):
                if one.type == relation.type and one.target not in seen:
                    seen.add(one.target)
                    waiting.append((*trail, one))


def _carries(relation: Relation) -> bool:
    known = relationships().get(relation.type)
    return bool(known and known.flow) and (relation.type != "Association" or relation.directed)


def _directions(relation: Relation, target: str) -> Iterator[tuple[str, str]]:
    """(from, to) of each arrow that a relationship is."""
    way = relationships()[relation.type].flow
    if way == "backward" or (way == "access" and relation.access in _BACK):
        yield target, relation.source
        return
    yield relation.source, target
    if way == "access" and relation.access in _BOTH:
        yield target, relation.source


def _without_repeats(found: list[Arrow]) -> list[Arrow]:
    """Without those made from who serves whom or has access, where a flow between the same two is stated or there is
    one like it already."""
    stated = {(arrow.source, arrow.target) for arrow in found if arrow.is_exact}
    kept: list[Arrow] = []
    at: dict[tuple[str, str], int] = {}
    for arrow in found:
        ends = (arrow.source, arrow.target)
        if arrow.is_exact:
            kept.append(arrow)
        elif ends in at:
            before = kept[at[ends]]
            kept[at[ends]] = before._replace(data=tuple(sorted({*before.data, *arrow.data})))
        elif ends not in stated:
            at[ends] = len(kept)
            kept.append(arrow)
    return kept
