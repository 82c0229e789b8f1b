"""What a picture for threat modelling shows of an architecture: boxes, zones, data, arrows; and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.architecture.value import Relation, Thing


class Box(NamedTuple):
    """A thing that runs, stores or acts. ``zone`` is the identifier of the innermost zone around it; ``stores`` and
    ``handles`` are identifiers of data."""

    thing: Thing
    type: str
    zone: str = ""
    stores: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


class Zone(NamedTuple):
    """A thing that others are inside of. ``parent`` is the identifier of the zone around it."""

    thing: Thing
    kind: str
    parent: str = ""


class Arrow(NamedTuple):
    """Something that flows from one box to another; more than one relationship where it goes through junctions."""

    relations: tuple[Relation, ...]
    source: str
    target: str
    data: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The first name that one of its relationships has."""
        return next((relation.name for relation in self.relations if relation.name), "")

    @property
    def is_exact(self) -> bool:
        """Whether the direction is stated by the architect, and not one that was made from who serves whom."""
        return self.relations[0].type == "Flow"


class Omitted(NamedTuple):
    """What is left out, and why."""

    one: Thing | Relation
    why: str


class Picture(NamedTuple):
    """By identifier of the thing. One may be a box and a zone (a host that others talk to), or a box and data."""

    boxes: Mapping[str, Box]
    zones: Mapping[str, Zone]
    data: Mapping[str, Thing]
    arrows: tuple[Arrow, ...]
    omitted: tuple[Omitted, ...]
    homes: Mapping[str, str]
    """Identifier -> that of the thing which it is one with: a function with the component that has it."""

    def things(self) -> dict[str, Thing]:
        """Everything that is shown, by identifier, in the order of the file as far as one kind goes."""
        return {
            **{id: box.thing for id, box in self.boxes.items()},
            **{id: zone.thing for id, zone in self.zones.items()},
            **self.data,
        }
