"""Who has a part in a change of one model: for each element, the makers of every commit that made it mean something
else. docs/adr/0023-who-reviewed.md says why merges are looked at so closely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import NamedTuple

from checker.core.change import Change
from checker.core.graph import Side
from checker.core.identity import Identity
from checker.core.location import Ref
from checker.diff import compare
from checker.pipeline.past import Former
from checker.triage.moved import touched

_KINDS = ("system", "component", "flow", "boundary", "data")

Fields = dict[Ref, frozenset[str]]
"""Element -> the fields that differ; ``*`` where it is on one side only, and stands for all of them."""


class Step(NamedTuple):
    """A commit, or what is not committed yet (without an id): its version, and those that it was made from."""

    id: str
    author: Identity
    makers: tuple[Identity, ...]
    parents: tuple[str, ...]
    version: Former
    before: tuple[Former, ...]


def parts(
    steps: tuple[Step, ...], wanted: Iterable[Ref], head: Side, at: Callable[[str], Former]
) -> Mapping[Ref, tuple[Identity, ...]]:
    """Element -> whoever has a part in what happened to it. ``wanted`` are those that the whole change touches.

    ``steps`` are in order, parents first; ``at`` gives the version of a commit that is not among them. Where it cannot
    be told which elements a step touched, it counts for all: a version that cannot be read, an element that the head
    no longer has. An element that no step seems to have touched counts for each that touched any, and for merges.
    """
    known = {(kind, id) for kind in _KINDS for id in head[0].elements(kind)}
    by_element: dict[Ref, list[Identity]] = {}
    everywhere: list[Identity] = []
    by_meaning: list[Identity] = []
    by_id = {step.id: step for step in steps}
    for step in steps:
        refs = _touched(step, by_id, at)
        if refs is None or refs or len(step.parents) > 1:
            by_meaning += step.makers
        if refs is None or any(ref.kind in _KINDS and (ref.kind, ref.id) not in known for ref in refs):
            everywhere += step.makers
        for ref in refs or ():
            by_element.setdefault(ref, []).extend(step.makers)
    everybody = by_meaning or [maker for step in steps for maker in step.makers]
    return {ref: tuple(dict.fromkeys((*by_element.get(ref, everybody), *everywhere))) for ref in wanted}


def _touched(step: Step, by_id: Mapping[str, Step], at: Callable[[str], Former]) -> frozenset[Ref] | None:
    """The elements that a step itself made mean something else; None where that cannot be told."""
    here = step.version.side
    sides = [before.side for before in step.before]
    if all(before is step.version for before in step.before):
        return frozenset()
    if here is None or not all(sides):
        return None
    earlier = [side for side in sides if side is not None]
    changes = [compare(side[0], here[0], side[1], here[1]) for side in earlier]
    if len(earlier) == 1:
        return touched(changes[0], earlier[0], here)
    kept = _own(step, by_id, [_fields(one) for one in changes], at)
    own = (touched(_only(one, kept), side, here) for one, side in zip(changes, earlier, strict=True))
    return frozenset[Ref]().union(*own)


def _own(step: Step, by_id: Mapping[str, Step], differing: list[Fields], at: Callable[[str], Former]) -> Fields:
    """What a merge made itself: what differs from all its parents; and what it took back of the line that it merged
    in, where that line is one that the base has already, so that nobody else's commit is to blame."""
    if by_id.keys().isdisjoint(step.parents):
        return reduce(_either, differing)
    own = reduce(_both, differing)
    for place, parent in enumerate(step.parents):
        if parent in by_id:
            continue
        forks = [fork for other in step.parents if other in by_id for fork in _forks(other, by_id)]
        moved = [_between(at(fork), step.before[place]) for fork in forks]
        own = _either(own, reduce(_both, moved, differing[place]))
    return own


def _between(old: Former, new: Former) -> Fields:
    if old.side is None or new.side is None or old is new:
        return {}
    return _fields(compare(old.side[0], new.side[0], old.side[1], new.side[1]))


def _forks(tip: str, by_id: Mapping[str, Step]) -> Iterator[str]:
    """The commits outside of the change from which the line up to ``tip`` started."""
    waiting, seen = [tip], {tip}
    while waiting:
        for parent in by_id[waiting.pop()].parents:
            if parent in seen:
                continue
            seen.add(parent)
            if parent in by_id:
                waiting.append(parent)
            else:
                yield parent


def _fields(changes: Iterable[Change]) -> Fields:
    """What changes differ in, without what merely follows from others; under both names of what is renamed."""
    found: Fields = {}
    for change in changes:
        fields = frozenset(field.field for field in change.fields if not field.derived)
        fields |= {"*"} if change.kind in ("added", "removed") else {"was"} if change.was else set()
        for id in {change.ref.id, change.was or change.ref.id}:
            found[Ref(change.ref.kind, id)] = fields
    return {ref: fields for ref, fields in found.items() if fields}


def _both(one: Fields, other: Fields) -> Fields:
    common = {ref: _common(one[ref], other[ref]) for ref in one.keys() & other.keys()}
    return {ref: fields for ref, fields in common.items() if fields}


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return other if "*" in one else one if "*" in other else one & other


def _either(one: Fields, other: Fields) -> Fields:
    return {ref: one.get(ref, frozenset()) | other.get(ref, frozenset()) for ref in one.keys() | other.keys()}


def _only(changes: Iterable[Change], kept: Fields) -> tuple[Change, ...]:
    """The changes of what is kept, cut to its fields."""
    found = []
    for change in changes:
        fields = kept.get(change.ref, frozenset())
        if "*" in fields or (fields and change.kind in ("added", "removed")):
            found.append(change)
        elif fields:
            found.append(change._replace(fields=tuple(one for one in change.fields if one.field in fields)))
    return tuple(found)
