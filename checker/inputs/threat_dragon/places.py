"""What lies in which trust boundary, and what crosses one: meaning out of where things are drawn.

A component is inside a box that has its centre, a box inside a box that has all of it. The newest versions of the tool
also list what a box has inside; such a list counts for components, and where the drawing says another thing for sure
that is a finding. A curve has no inside: the flows whose lines touch it cross it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from checker.core.location import Location
from checker.documents.words import quote, some
from checker.inputs.gathering import Gathering
from checker.inputs.geometry import Box, Point
from checker.inputs.node import Node
from checker.inputs.plane import Plane
from checker.inputs.threat_dragon.cells import Cell, Drawing

_SHOWN = 4

Around = Mapping[str, tuple[str, ...]]
"""Id of a component -> those of the boundaries that it is in, the innermost first."""

Listed = Mapping[str, Location]
Lists = Mapping[str, Listed]
"""Id of a box that has a list -> what the text says is inside -> where it says so."""


class Places(NamedTuple):
    """What lies where in one diagram, by id, where it lies anywhere."""

    boundary: Mapping[str, str]
    several: Mapping[str, str]
    parents: Mapping[str, str]
    crossed: Mapping[str, tuple[str, ...]]


def places(gathering: Gathering, plane: Plane, drawn: Drawing) -> Places:
    """Look at everything in a diagram once. Raises InputError where there is too much."""
    areas = _boxes(drawn.boxes)
    shown = plane.around(areas, _boxes(drawn.components))
    lists = {cell.id: listed for cell in reversed(drawn.boxes) if (listed := _listed(cell))}
    _contradicted(gathering, drawn, shown, lists)
    _gone(gathering, drawn, lists)
    around = _counted(drawn, shown, lists) if lists else shown
    parents = plane.nesting(areas)
    return Places(
        {id: boxes[0] for id, boxes in around.items()},
        {id: plane.several(boxes, parents) for id, boxes in around.items()},
        parents,
        plane.crossed(*_lines(drawn)) if drawn.curves else {},
    )


def end(place: Cell, key: str) -> str:
    """The id of the cell at one end of a flow or a curve, ``""`` where that end is free."""
    return place.frame.mapping(key).text("id" if place.first else "cell")


def _boxes(cells: Sequence[Cell]) -> dict[str, Box]:
    """Id -> box, where the text says one; of two cells with one id the first is kept, here as everywhere."""
    return {cell.id: cell.box for cell in reversed(cells) if cell.box}


def _lines(drawn: Drawing) -> tuple[dict[str, list[Point]], dict[str, list[Point]]]:
    """The straight lines of flows and of curves, from middle to middle of what is at their ends."""
    boxes = _boxes((*drawn.components, *drawn.boxes))
    flows, curves = ({cell.id: _line(cell, boxes) for cell in reversed(cells)} for cells in (drawn.flows, drawn.curves))
    return flows, curves


def _line(cell: Cell, boxes: Mapping[str, Box]) -> list[Point]:
    points = [
        _end_point(cell, "source", boxes),
        *map(_point, cell.frame.mappings("vertices")),
        _end_point(cell, "target", boxes),
    ]
    return [point for point in points if point]


def _end_point(cell: Cell, key: str, boxes: Mapping[str, Box]) -> Point | None:
    there = boxes.get(end(cell, key))
    return there.centre if there else _point(cell.frame.mapping(key))


def _point(place: Node) -> Point | None:
    """A point of a line; None for an end that is not free."""
    x, y = place.number("x"), place.number("y")
    return None if x is None or y is None else (x, y)


def _listed(cell: Cell) -> Listed:
    inside = cell.data.get("containedElements")
    return {item.value: item.place() for item in inside if isinstance(item.value, str)}


def _counted(drawn: Drawing, shown: Around, lists: Lists) -> dict[str, tuple[str, ...]]:
    """What counts: what is shown, but of a box that has a list its list."""
    size = {cell.id: (cell.box.area if cell.box else 0.0, cell.id) for cell in drawn.boxes}
    found = {cell.id: {box for box in shown.get(cell.id, ()) if box not in lists} for cell in drawn.components}
    for box, listed in lists.items():
        for id in listed:
            if id in found:
                found[id].add(box)
    return {id: tuple(sorted(boxes, key=lambda box: size[box])) for id, boxes in found.items() if boxes}


def _contradicted(gathering: Gathering, drawn: Drawing, shown: Around, lists: Lists) -> None:
    """Say of a box whose list is certainly another than what is drawn; a border may be crossed a little."""
    areas = _boxes(drawn.boxes)
    listing: dict[str, set[str]] = {}
    for box, listed in lists.items():
        for id in listed:
            listing.setdefault(id, set()).add(box)
    wrong: dict[str, list[Cell]] = {}
    for one in drawn.components if lists else ():
        if one.box:
            said, inside = listing.get(one.id, set()), set(shown.get(one.id, ()))
            unsaid = {box for box in inside - said if box in lists and areas[box].holds_whole(one.box)}
            for box in unsaid | said - inside:
                wrong.setdefault(box, []).append(one)
    for cell in drawn.boxes:
        if cell.id in wrong:
            _say_contradicted(gathering, cell, wrong.pop(cell.id), lists[cell.id])


def _say_contradicted(gathering: Gathering, cell: Cell, wrong: list[Cell], listed: Listed) -> None:
    first = wrong[0]
    is_listed = first.id in listed
    what = "lists as inside what is not drawn there" if is_listed else "does not list what is drawn inside of it"
    names = some([quote(one.name or one.id) for one in wrong if (one.id in listed) == is_listed], _SHOWN)
    message = f"the box {quote(cell.name or cell.id)} {what}: {names}"
    hint = "the list counts; open the diagram in Threat Dragon and save it, so that both say the same"
    at = listed[first.id] if is_listed else first.frame.place("position")
    gathering.wrong("wrong-value", message, cell.ref, at, hint, first.id)


def _gone(gathering: Gathering, drawn: Drawing, lists: Lists) -> None:
    """Tell of names in the lists that are left over from deleted cells."""
    known = {cell.id for cells in drawn for cell in cells}
    for listed in lists.values():
        if gone := next((id for id in listed if id not in known), None):
            gathering.not_mapped("names that boxes list and no cell of their diagram has", listed[gone])
