"""What lies in which trust boundary, and what crosses one: meaning out of where things are drawn.

A component is inside a box that has its centre, a box inside a box that has all of it. The newest versions of the tool
also list what a box has inside; such a list counts for components, and where the drawing says another thing for sure
that is a finding. A curve has no inside: the flows whose lines touch it cross it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.core.location import Location
from checker.documents.words import quote, some
from checker.inputs.gathering import Gathering
from checker.inputs.threat_dragon import geometry
from checker.inputs.threat_dragon.cells import Cell, Drawing
from checker.inputs.threat_dragon.geometry import Box, Point

NOWHERE = Box(0, 0, -1, -1)
"""The box of a cell that does not say where it is: has no point in it."""

_SHOWN = 4


class Area(NamedTuple):
    """A trust boundary that is a box; ``listed`` is what the text says is inside, with where it says so."""

    size: float
    cell: Cell
    box: Box
    listed: Mapping[str, Location]

    def has(self, component: Cell) -> bool:
        """Whether a component is inside."""
        if self.listed:
            return component.id in self.listed
        return component.box is not None and self.box.has(component.box.centre)


class Places(NamedTuple):
    """What lies where in one diagram, by id. Boundaries are in order from the innermost."""

    around: dict[str, tuple[str, ...]]
    parents: dict[str, str]
    crossed: dict[str, tuple[str, ...]]


def places(gathering: Gathering, drawn: Drawing) -> Places:
    """Look at everything in a diagram once."""
    areas = sorted((_area(cell) for cell in drawn.boxes), key=lambda area: (area.size, area.cell.id))
    for area in areas:
        _contradicted(gathering, area, drawn.components)
    _gone(gathering, drawn, areas)
    around = {one.id: tuple(area.cell.id for area in areas if area.has(one)) for one in drawn.components}
    parents = {area.cell.id: _parent(area, areas[at + 1 :]) for at, area in enumerate(areas)}
    boxes = {cell.id: cell.box for cell in (*drawn.components, *drawn.boxes) if cell.box}
    curves = [(curve.id, line(curve, boxes)) for curve in drawn.curves]
    flows = [(flow.id, line(flow, boxes)) for flow in drawn.flows] if curves else []
    crossed = {id: tuple(sorted({name for name, curve in curves if geometry.meet(way, curve)})) for id, way in flows}
    return Places(around, parents, crossed)


def end(place: Cell, key: str) -> str:
    """The id of the cell at one end of a flow or a curve, ``""`` where that end is free."""
    there = place.frame.mapping(key)
    return there.text("cell") or there.text("id")


def line(cell: Cell, boxes: Mapping[str, Box]) -> list[Point]:
    """The straight line of a flow or a curve, from middle to middle of what is at its ends."""
    points = [
        _end_point(cell, "source", boxes),
        *map(geometry.point, cell.frame.mappings("vertices")),
        _end_point(cell, "target", boxes),
    ]
    return [point for point in points if point]


def _end_point(cell: Cell, key: str, boxes: Mapping[str, Box]) -> Point | None:
    there = boxes.get(end(cell, key))
    return there.centre if there else geometry.point(cell.frame.mapping(key))


def _area(cell: Cell) -> Area:
    inside = cell.data.get("containedElements")
    listed = {item.value: item.place() for item in inside if isinstance(item.value, str)}
    box = cell.box or NOWHERE
    return Area(box.area, cell, box, listed)


def _parent(area: Area, larger: list[Area]) -> str:
    return next((outer.cell.id for outer in larger if outer.box.has_whole(area.box)), "") if area.cell.box else ""


def _contradicted(gathering: Gathering, area: Area, components: list[Cell]) -> None:
    """Say of a box whose list is certainly another than what is drawn; a border may be crossed a little."""
    wrong = [one for one in components if area.listed and one.box and _contradicts(area, one.id, one.box)]
    if wrong:
        first = wrong[0]
        listed = first.id in area.listed
        what = "lists as inside what is not drawn there" if listed else "does not list what is drawn inside of it"
        names = some([quote(one.name or one.id) for one in wrong if (one.id in area.listed) == listed], _SHOWN)
        message = f"the box {quote(area.cell.name or area.cell.id)} {what}: {names}"
        hint = "the list counts; open the diagram in Threat Dragon and save it, so that both say the same"
        at = area.listed[first.id] if listed else first.frame.place("position")
        gathering.wrong("wrong-value", message, area.cell.ref, at, hint, first.id)


def _contradicts(area: Area, id: str, drawn: Box) -> bool:
    return not area.box.has(drawn.centre) if id in area.listed else area.box.has_whole(drawn)


def _gone(gathering: Gathering, drawn: Drawing, areas: list[Area]) -> None:
    """Tell of names in the lists that are left over from deleted cells."""
    known = {cell.id for cells in drawn for cell in cells}
    for area in areas:
        if gone := next((id for id in area.listed if id not in known), None):
            gathering.not_mapped("names that boxes list and no cell of their diagram has", area.listed[gone])
