"""Where things are drawn: boxes with an area, lines of straight pieces. The only place that knows of coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from checker.inputs.node import Node

Point = tuple[float, float]


class Box(NamedTuple):
    """A rectangle; ``left`` and ``top`` are its corner with the smallest numbers."""

    left: float
    top: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Its width times its height."""
        return self.width * self.height

    @property
    def centre(self) -> Point:
        """The point in its middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def has(self, point: Point) -> bool:
        """Whether a point lies inside or on the border."""
        return self.left <= point[0] <= self.left + self.width and self.top <= point[1] <= self.top + self.height

    def has_whole(self, other: Box) -> bool:
        """Whether all of another box lies inside."""
        return self.has((other.left, other.top)) and self.has((other.left + other.width, other.top + other.height))


def box(frame: Node) -> Box | None:
    """The box of a cell; None where it does not say where it is or how big."""
    position, size = frame.mapping("position"), frame.mapping("size")
    numbers = [position.number("x"), position.number("y"), size.number("width"), size.number("height")]
    left, top, width, height = numbers
    if left is None or top is None or width is None or height is None:
        return None
    return Box(left, top, width, height)


def point(place: Node) -> Point | None:
    """A point of a line; None for an end that is not free."""
    x, y = place.number("x"), place.number("y")
    return None if x is None or y is None else (x, y)


def meet(line: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether two lines touch or cross."""
    return any(_meet(a, b, c, d) for a, b in pairwise(line) for c, d in pairwise(other))


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    if not (_overlap(a[0], b[0], c[0], d[0]) and _overlap(a[1], b[1], c[1], d[1])):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _overlap(a: float, b: float, c: float, d: float) -> bool:
    return max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d))


def _turn(a: Point, b: Point, c: Point) -> int:
    """On which side of the line from ``a`` to ``b`` a point is: 1, -1, or 0 on it."""
    side = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (side > 0) - (side < 0)
