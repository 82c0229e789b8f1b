"""The plane in which other tools draw: boxes, and lines across lines. Pure.

x goes right and y goes down, in whatever unit the tool has. Edges belong to what they bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]
Line = Sequence[Point]
"""Points joined by straight pieces, in their order."""

STEPS = 12
"""Straight pieces that stand for one curve."""


class Box(NamedTuple):
    """A rectangle. A negative width or height counts as none."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + max(self.width, 0.0)

    @property
    def bottom(self) -> float:
        return self.top + max(self.height, 0.0)

    @property
    def centre(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def area(self) -> float:
        return max(self.width, 0.0) * max(self.height, 0.0)

    def holds(self, point: Point) -> bool:
        """Whether a point is inside or on the edge."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def holds_whole(self, other: Box) -> bool:
        """Whether all of another box is inside or on the edge."""
        return self.holds((other.left, other.top)) and self.holds((other.right, other.bottom))


def curve(start: Point, middle: Point, end: Point) -> Line:
    """The quadratic curve from ``start`` to ``end`` that goes through ``middle`` half-way, as straight pieces."""
    bends = tuple(2 * m - (s + e) / 2 for s, m, e in zip(start, middle, end, strict=True))
    points = []
    for step in range(STEPS + 1):
        t = step / STEPS
        parts = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
        x, y = (parts[0] * s + parts[1] * b + parts[2] * e for s, b, e in zip(start, bends, end, strict=True))
        points.append((x, y))
    return tuple(points)


def extent(line: Line) -> Box:
    """The box around all points of a line."""
    left, top = min(x for x, _ in line), min(y for _, y in line)
    return Box(left, top, max(x for x, _ in line) - left, max(y for _, y in line) - top)


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes have a point in common."""
    beside = one.left > other.right or other.left > one.right
    return not beside and one.top <= other.bottom and other.top <= one.bottom


def cross(one: Line, other: Line) -> bool:
    """Whether two lines have a point in common."""
    if not overlap(extent(one), extent(other)):
        return False
    pieces = [(piece, extent(piece)) for piece in pairwise(other)]
    for piece in pairwise(one):
        box = extent(piece)
        if any(overlap(box, its) and _pieces_cross(piece, theirs) for theirs, its in pieces):
            return True
    return False


def _pieces_cross(one: Line, other: Line) -> bool:
    """Whether two straight pieces whose boxes overlap have a point in common."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Point, b: Point, c: Point) -> int:
    """On which side of the way from ``a`` to ``b`` a point is: 1, -1, or 0 on the way."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)
