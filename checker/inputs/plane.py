"""What a drawing means: which boundaries something is in, and which ones that are lines a flow crosses.

A component is in a box by its middle, for people draw over borders a little; a box is in a box by all of its area.
A line has no inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.core.errors import InputError
from checker.core.location import Location
from checker.inputs import areas
from checker.inputs.geometry import Box, Line, cross, extent, overlap

MOST = 2_000_000
"""Pairs of things that are held against each other in one file: a few seconds."""

BOUNDARIES = "boundaries"
"""The property of a component that names all boxes around it, where not all of them lie around the innermost."""


class Plane:
    """The diagrams of one file, each on its own. Every question raises InputError where there is too much to compare;
    ``at`` is what is wrong then."""

    def __init__(self, at: Location) -> None:
        self._at = at
        self._left = MOST

    def around(self, boxes: Mapping[str, Box], things: Mapping[str, Box]) -> dict[str, tuple[str, ...]]:
        """Id of a thing -> the boxes that hold its centre, innermost first, where there are any."""
        found: dict[str, tuple[str, ...]] = {}
        for id, inside in areas.around(boxes, things):
            self._spend(len(inside))
            found[id] = inside
        return found

    def nesting(self, boxes: Mapping[str, Box]) -> dict[str, str]:
        """Id of a box -> the innermost one that holds all of it, where there is one."""
        return areas.nesting(boxes)

    def several(self, around: Iterable[str], parents: Mapping[str, str]) -> str:
        """The boxes around a thing, where not all of them lie around the innermost: they overlap."""
        inside = tuple(around)
        chain = []
        step = next(iter(inside), "")
        while step:
            chain.append(step)
            step = parents.get(step, "")
        self._spend(len(chain))
        return ", ".join(sorted(inside)) if set(inside) - set(chain) else ""

    def crossed(self, flows: Mapping[str, Line], walls: Mapping[str, Line]) -> dict[str, tuple[str, ...]]:
        """Id of a flow -> the boundaries that are lines which it crosses, sorted, where there are any."""
        extents = {id: extent(wall) for id, wall in walls.items() if wall}
        found: dict[str, tuple[str, ...]] = {}
        for flow, way in flows.items():
            self._spend(len(extents))
            near = [id for id, box in extents.items() if way and overlap(extent(way), box)]
            self._spend(sum(len(way) * len(walls[id]) for id in near))
            if met := sorted(id for id in near if cross(way, walls[id])):
                found[flow] = tuple(met)
        return found

    def _spend(self, pairs: int) -> None:
        self._left -= pairs
        if self._left < 0:
            what = f"more than {MOST:,} pairs of what is drawn lie over each other, the limit for one file"
            raise InputError(what, self._at, "split the model")
