"""The plane in which other tools draw: boxes in boxes, and lines across lines. Pure.

x goes right and y goes down, in whatever unit the tool has. Edges belong to what they bound.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
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


def around(areas: Mapping[str, Box], things: Mapping[str, Box]) -> dict[str, str]:
    """Thing -> the smallest of the areas that holds its centre; no key where none does. Of equal areas the first by
    name counts. Takes n log² n."""
    return _Sweep(areas).smallest({name: _Asked(box.centre, (-1.0, "")) for name, box in things.items()})


def nesting(areas: Mapping[str, Box]) -> dict[str, str]:
    """Area -> the smallest one of those larger than itself that holds all of it; no key where none does. Never goes
    round in a circle. Areas that hold the centre alone are passed over, :data:`MOST_PASSED` at most."""
    return _Sweep(areas).smallest({name: _Asked(box.centre, (box.area, _LAST), box) for name, box in areas.items()})


MOST_PASSED = 100

Size = tuple[float, str]
"""The size of an area and its name, which decides among equal ones."""


class _Asked(NamedTuple):
    """Where to look for areas: larger than ``least``, and around all of ``whole``."""

    point: Point
    least: Size
    whole: Box | None = None


class _Sweep:
    """A line from left to right over the areas. Those that it is in are kept by size, in a tree over what they span
    from top to bottom: each in a few nodes, and each height in one path from the root."""

    def __init__(self, areas: Mapping[str, Box]) -> None:
        self._areas = areas
        self._heights = sorted({edge for box in areas.values() for edge in (box.top, box.bottom)})
        self._size = 1
        while self._size < 2 * len(self._heights) + 1:
            self._size *= 2
        self._inside: dict[int, list[Size]] = {}

    def smallest(self, asked: Mapping[str, _Asked]) -> dict[str, str]:
        """Name -> the smallest area around what it asks for."""
        found: dict[str, str] = {}
        starts = [(box.left, 0, name) for name, box in self._areas.items()]
        points = [(one.point[0], 1, name) for name, one in asked.items()]
        ends = [(box.right, 2, name) for name, box in self._areas.items()]
        for _, what, name in sorted([*starts, *points, *ends]):
            if what == 1:
                if area := self._around(asked[name]):
                    found[name] = area
            else:
                self._move(name, leaves=what == 2)
        return found

    def _around(self, asked: _Asked) -> str:
        least = asked.least
        for _ in range(MOST_PASSED):
            area = self._at(asked.point[1], least)
            if area is None or asked.whole is None or self._areas[area[1]].holds_whole(asked.whole):
                return area[1] if area else ""
            least = area
        return ""

    def _slot(self, y: float) -> int:
        """The leaf of a height: odd where it is an edge, even between two."""
        at = bisect_left(self._heights, y)
        return 2 * at + (1 if at < len(self._heights) and self._heights[at] == y else 0)

    def _move(self, name: str, leaves: bool) -> None:
        box = self._areas[name]
        low, high = self._slot(box.top) + self._size, self._slot(box.bottom) + self._size + 1
        while low < high:
            for node, here in ((low, low & 1), (high - 1, high & 1)):
                if here:
                    self._change(node, (box.area, name), leaves)
            low, high = (low + 1) >> 1, high >> 1

    def _change(self, node: int, one: Size, leaves: bool) -> None:
        kept = self._inside.setdefault(node, [])
        if leaves:
            del kept[bisect_left(kept, one)]
        else:
            insort(kept, one)

    def _at(self, y: float, least: Size) -> Size | None:
        """The smallest area over ``least`` at a height."""
        best: Size | None = None
        node = self._slot(y) + self._size
        while node:
            kept = self._inside.get(node, [])
            at = bisect_right(kept, least)
            if at < len(kept) and (best is None or kept[at] < best):
                best = kept[at]
            node >>= 1
        return best


_LAST = chr(0x10FFFF)
"""Behind every name."""


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
