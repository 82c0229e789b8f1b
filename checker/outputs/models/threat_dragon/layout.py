"""Where to draw a model: boxes in boxes on grids, and flows that have to cross a curve led up to it.

Everything is at whole numbers. Components of one box, and boxes, never touch, so that each has its middle in exactly
the boxes that it is to be in.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from math import isqrt
from typing import NamedTuple

from checker.core.model import Model
from checker.outputs.models.threat_dragon.said import is_curve

SIZES = {"external-entity": (150, 80), "process": (100, 100), "data-store": (150, 75)}
"""How wide and high the tool draws each kind of component."""

_GAP = 60
_TITLE = 40
_EMPTY = (200, 120)
_FREE = 250
_CURVE_TOP, _CURVE_BOTTOM, _APPROACH = -400, -300, -200
_LANE = 100

Point = tuple[int, int]


class Box(NamedTuple):
    """Where a cell is."""

    left: int
    top: int
    width: int
    height: int


class Layout(NamedTuple):
    """The boxes of components and boundaries, and the two ends of each curve, by id."""

    boxes: dict[str, Box]
    curves: dict[str, tuple[Point, Point]]
    bottom: int

    def bends(self, crossed: Iterable[str]) -> list[Point]:
        """Where a flow bends that has to cross some curves: up beside each, through it, and down again."""
        points = []
        for id in crossed:
            x, y = self.curves[id][0][0], (_CURVE_TOP + _CURVE_BOTTOM) // 2
            points += [(x - 20, _APPROACH), (x - 20, y), (x + 20, y), (x + 20, _APPROACH)]
        return points

    def free(self, at: int) -> Point:
        """A place below all for the end of a flow that is at no element."""
        return at * _GAP, self.bottom + _FREE


def layout(model: Model, kinds: dict[str, str]) -> Layout:
    """Lay a model out; ``kinds`` is that of each component. The chains of its boundaries end."""
    inside: dict[str, list[str]] = {}
    for id, boundary in model.boundaries.items():
        if not is_curve(boundary):
            inside.setdefault(boundary.parent, []).append(id)
    for id, component in model.components.items():
        inside.setdefault(component.boundary, []).append(id)
    sizes = {id: SIZES[kind] for id, kind in kinds.items()}
    order = _outer_first(inside, model.boundaries)
    packed = {}
    for id in reversed(order):
        packed[id], sizes[id] = _packed([sizes[inner] for inner in inside.get(id, ())])
    boxes = {"": Box(0, 0, *sizes[""])}
    for id in order:
        outer = boxes[id]
        for inner, (left, top) in zip(inside.get(id, ()), packed[id], strict=True):
            boxes[inner] = Box(outer.left + left, outer.top + top, *sizes[inner])
    del boxes[""]
    curves = [id for id, boundary in model.boundaries.items() if is_curve(boundary)]
    lines = {id: ((at * _LANE, _CURVE_TOP), (at * _LANE, _CURVE_BOTTOM)) for at, id in enumerate(curves)}
    return Layout(boxes, lines, sizes[""][1])


def _outer_first(inside: dict[str, list[str]], boundaries: Container[str]) -> list[str]:
    """The whole, then every boundary behind the one around it."""
    order = [""]
    for id in order:
        order.extend(inner for inner in inside.get(id, ()) if inner in boundaries)
    return order


def _packed(sizes: Sequence[tuple[int, int]]) -> tuple[list[Point], tuple[int, int]]:
    """Places on a grid that is about as wide as high, and the size of the whole."""
    if not sizes:
        return [], _EMPTY
    across = isqrt(len(sizes) - 1) + 1
    rows = [sizes[at : at + across] for at in range(0, len(sizes), across)]
    widths = [max(row[at][0] for row in rows if at < len(row)) for at in range(min(across, len(sizes)))]
    places, top = [], _TITLE + _GAP
    for row in rows:
        left = _GAP
        for at in range(len(row)):
            places.append((left, top))
            left += widths[at] + _GAP
        top += max(height for _, height in row) + _GAP
    return places, (sum(widths) + _GAP * (len(widths) + 1), top)
