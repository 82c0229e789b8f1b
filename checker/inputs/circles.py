"""Boundaries that lie inside each other in a circle: for formats where each names the one around it."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.finding import Related
from checker.core.location import Ref
from checker.documents.words import quote
from checker.inputs.gathering import Gathering

_SHOWN = 20


def say_circles(gathering: Gathering, hint: str) -> None:
    """A finding for each circle, at the boundary of its that comes first by id."""
    for circle in _circles({id: one.parent for id, one in gathering.elements("boundary").items()}):
        shown = [Ref("boundary", id, "parent") for id in circle[:_SHOWN]]
        more = [f"{len(circle) - _SHOWN:,} more"] if len(circle) > _SHOWN else []
        way = " in ".join((*(quote(ref.id) for ref in shown), *more, quote(circle[0])))
        related = tuple(Related(gathering.place(ref), f"what is around {quote(ref.id)}") for ref in shown[1:])
        message = f"boundaries lie inside each other in a circle: {way}"
        gathering.wrong("boundary-cycle", message, shown[0], gathering.place(shown[0]), hint, "", related)


def _circles(around: dict[str, str]) -> Iterator[list[str]]:
    done: set[str] = set()
    for first in sorted(around):
        trail: dict[str, None] = {}
        here = first
        while here in around and here not in done and here not in trail:
            trail[here] = None
            here = around[here]
        if here in trail:
            circle = list(trail)[list(trail).index(here) :]
            start = circle.index(min(circle))
            yield circle[start:] + circle[:start]
        done.update(trail)
