"""A first threat model out of the picture of an architecture. What nobody stated is left open, never made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeVar

from checker.architecture.names import slug, stated_id, wanted_id
from checker.architecture.picture import Arrow, Box, Omitted, Picture
from checker.architecture.value import Architecture, Relation, Thing
from checker.core.model import CLASSIFICATIONS, TRUST, Boundary, Component, Data, Flow, Model
from checker.core.system import SourceArtifact, System
from checker.documents.words import quote
from checker.knowledge.vocabulary import component_type

UNSTATED = "confidential"
"""The classification of data of which the architecture says none: one has to be stated, and this one asks for care."""

_NAMED = 12

T = TypeVar("T", Component, Flow, Boundary, Data)


def draft(architecture: Architecture, picture: Picture, artifact: SourceArtifact) -> Model:
    """The model: ids from ``tm.id`` or names, types and classifications as far as they are stated or told by names."""
    return _Draft(architecture, picture).model(artifact)


def left_out(omitted: Iterable[Omitted]) -> Iterator[str]:
    """What is not in the model, a line for each type and reason, with the first names."""
    groups: dict[tuple[str, str], list[Omitted]] = {}
    for one in omitted:
        groups.setdefault((one.one.type, one.why), []).append(one)
    for (type, why), some in groups.items():
        names = [quote(one.one.name) for one in some if one.one.name]
        shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else "")
        first = some[0].one.location
        number = f"{len(some):,} {type}" if len(some) > 1 else type or "something without a type"
        yield f"left out: {number}{f' {shown}' if shown else ''}, from line {first.line:,} on: {why}"


class _Draft:
    def __init__(self, architecture: Architecture, picture: Picture) -> None:
        self._all = architecture
        self._picture = picture
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._boxes: dict[str, str] = {}
        self._zones: dict[str, str] = {}
        self._data: dict[str, str] = {}
        shown = picture.things()
        self._name({id: thing for id, thing in shown.items() if stated_id(thing)})
        self._system = self._fresh(slug(architecture.name) or "architecture")
        self._name({id: thing for id, thing in shown.items() if not stated_id(thing)})

    def model(self, artifact: SourceArtifact) -> Model:
        components = _by_id(self._component(box) for box in self._picture.boxes.values())
        flows = _by_id(self._flow(arrow) for arrow in self._named_first())
        types = (component_type(one.type) for one in components.values())
        system = System(
            id=self._system,
            name=self._all.name,
            ai=any(known is not None and known.group == "ai" for known in types),
            source_artifacts=(artifact,),
        )
        boundaries = _by_id(
            Boundary(
                id=self._zones[id],
                name=zone.thing.name,
                description=zone.thing.documentation,
                trust=_word(zone.thing, "tm.trust", TRUST) or ("untrusted" if zone.kind == "internet" else ""),
                kind=zone.kind,
                parent=self._zones.get(zone.parent, ""),
            )
            for id, zone in self._picture.zones.items()
        )
        data = _by_id(
            Data(
                id=self._data[id],
                name=thing.name,
                description=thing.documentation,
                classification=_word(thing, "tm.data_class", CLASSIFICATIONS) or UNSTATED,
            )
            for id, thing in self._picture.data.items()
        )
        return Model(system, components, flows, boundaries, data)

    def _name(self, things: dict[str, Thing]) -> None:
        """Ids for some things. One that is two elements has its own id as a box, where it is stated or has a zone;
        kept data has it as data."""
        boxes, zones, data = self._picture.boxes, self._picture.zones, self._picture.data
        for id, thing in things.items():
            wanted = wanted_id(thing)
            if id in boxes:
                keeps = id in data and not stated_id(thing)
                self._boxes[id] = self._fresh(f"{wanted}-store" if keeps else wanted)
            if id in zones:
                self._zones[id] = self._fresh(f"{wanted}-zone" if id in boxes else wanted)
            if id in data:
                self._data[id] = self._fresh(f"{wanted}-data" if id in boxes and stated_id(thing) else wanted)

    def _fresh(self, *wanted: str) -> str:
        """The first of the ids that nothing has, else the last with a number."""
        free = next((id for id in wanted if id not in self._taken), "")
        id = free or next(self._others(wanted[-1]))
        self._taken.add(id)
        return id

    def _others(self, wanted: str) -> Iterator[str]:
        """The same with a number that nothing has; the next number is kept, for names that many have."""
        for number in count(self._numbers.get(wanted, 2)):
            self._numbers[wanted] = number + 1
            if f"{wanted}-{number}" not in self._taken:
                yield f"{wanted}-{number}"

    def _named_first(self) -> list[Arrow]:
        return sorted(self._picture.arrows, key=lambda arrow: not any(map(stated_id, arrow.relations)))

    def _component(self, box: Box) -> Component:
        return Component(
            id=self._boxes[box.thing.id],
            name=box.thing.name,
            description=box.thing.documentation,
            type=box.type,
            boundary=self._zones.get(box.zone, ""),
            stores=self._ids(box.stores),
            processes=self._ids(box.handles),
        )

    def _flow(self, arrow: Arrow) -> Flow:
        source, target = self._boxes[arrow.source], self._boxes[arrow.target]
        stated = next(filter(None, map(stated_id, arrow.relations)), "")
        return Flow(
            id=self._fresh(*filter(None, (stated, slug(arrow.name), f"{source[:60]}-to-{target[:60]}"))),
            name=arrow.name,
            description=next((one.documentation for one in arrow.relations if one.documentation), ""),
            source=source,
            target=target,
            data=self._ids(arrow.data),
        )

    def _ids(self, data: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self._data[id] for id in data if id in self._data))


def _by_id(some: Iterable[T]) -> dict[str, T]:
    return {one.id: one for one in sorted(some, key=lambda one: one.id)}


def _word(one: Thing | Relation, property: str, known: Iterable[str]) -> str:
    said = one.properties.get(property, "").strip().lower()
    return said if said in known else ""
