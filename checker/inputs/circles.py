"""Boundaries of a foreign text that lie inside each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.core.finding import Related
from checker.core.location import Ref
from checker.core.model import Boundary
from checker.documents.words import quote, some
from checker.inputs.gathering import At, Gathering

_SHOWN = 8


def say_circles(gathering: Gathering, places: Mapping[str, At]) -> None:
    """A finding for each circle of the boundaries gathered so far, at the parent of its first; ``places`` by id."""
    for circle in _circles(gathering.elements("boundary")):
        first, shown = circle[0], circle[:_SHOWN]
        way = " in ".join((some([quote(id) for id in circle], _SHOWN), quote(first)))
        related = tuple(Related(places[id]("parent"), f"the parent of {quote(id)}") for id in shown[1:])
        gathering.wrong(
            "boundary-cycle",
            f"boundaries lie inside each other in a circle: {way}",
            Ref("boundary", first, "parent"),
            places[first]("parent"),
            "leave the parent of the outermost one out",
            related=related,
        )


def _circles(boundaries: Mapping[str, Boundary]) -> Iterator[list[str]]:
    """Each circle once, from the least of its ids on. Every boundary is looked at twice at most."""
    done: set[str] = set()
    for start in sorted(boundaries):
        trail: dict[str, int] = {}
        here = start
        while here in boundaries and here not in done and here not in trail:
            trail[here] = len(trail)
            here = boundaries[here].parent
        if here in trail:
            circle = [*trail][trail[here] :]
            least = circle.index(min(circle))
            yield circle[least:] + circle[:least]
        done.update(trail)
