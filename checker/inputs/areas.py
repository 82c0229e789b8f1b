"""Which of many boxes lie around a point, and which around all of another box. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping

from checker.inputs.geometry import Box, Point

MOST_PASSED = 100

Size = tuple[float, str]
"""The size of an area and its name, which decides among equal ones."""


def around(areas: Mapping[str, Box], things: Mapping[str, Box]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each thing whose centre is in an area, with all areas that it is in, the smallest first; of equal ones the first
    by name. One after the other, for together they may be as many as areas times things. Each takes log² n and what it
    gives."""
    sweep = _Sweep(areas)
    for name in sweep.points({name: box.centre for name, box in things.items()}):
        if found := sweep.all_at(things[name].centre[1]):
            yield name, tuple(area for _, area in found)


def nesting(areas: Mapping[str, Box]) -> dict[str, str]:
    """Area -> the smallest larger one that holds all of it; no key where none does. Of equal areas the one behind by
    name counts as larger, so it never goes round in a circle. Areas that hold the centre alone are passed over,
    :data:`MOST_PASSED` at most. Takes n log² n."""
    sweep = _Sweep(areas)
    found: dict[str, str] = {}
    for name in sweep.points({name: box.centre for name, box in areas.items()}):
        if parent := sweep.smallest_around(name):
            found[name] = parent
    return found


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

    def points(self, asked: Mapping[str, Point]) -> Iterator[str]:
        """The names of points, each while the line is on it."""
        starts = [(box.left, 0, name) for name, box in self._areas.items()]
        points = [(point[0], 1, name) for name, point in asked.items()]
        ends = [(box.right, 2, name) for name, box in self._areas.items()]
        for _, what, name in sorted([*starts, *points, *ends]):
            if what == 1:
                yield name
            else:
                self._move(name, leaves=what == 2)

    def all_at(self, y: float) -> list[Size]:
        """The areas at a height, sorted."""
        return sorted(area for node in self._path(y) for area in self._inside.get(node, ()))

    def smallest_around(self, name: str) -> str:
        """The smallest of the larger areas that holds all of one, while the line is on its centre."""
        box = self._areas[name]
        least = (box.area, name)
        for _ in range(MOST_PASSED):
            area = self._next_at(box.centre[1], least)
            if area is None or self._areas[area[1]].holds_whole(box):
                return area[1] if area else ""
            least = area
        return ""

    def _next_at(self, y: float, least: Size) -> Size | None:
        """The smallest area over ``least`` at a height."""
        best: Size | None = None
        for node in self._path(y):
            kept = self._inside.get(node, [])
            at = bisect_right(kept, least)
            if at < len(kept) and (best is None or kept[at] < best):
                best = kept[at]
        return best

    def _path(self, y: float) -> Iterator[int]:
        """The nodes from a height to the root."""
        node = self._slot(y) + self._size
        while node:
            yield node
            node >>= 1

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
