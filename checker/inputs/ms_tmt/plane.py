"""Where stencils are drawn: which boundary each is in, and which lines a flow crosses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from checker.core.errors import InputError
from checker.core.location import Location, Ref
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.geometry import Box, Line, around, cross, curve, nesting
from checker.inputs.ms_tmt.stencils import Stencil

MOST_PAIRS = 50_000
"""Flows times boundaries that are lines, of one file."""

_FAR = 1e9
_BOX = ("Left", "Top", "Width", "Height")
_LINE = ("SourceX", "SourceY", "HandleX", "HandleY", "TargetX", "TargetY")
_ENDS = ("SourceX", "SourceY", "TargetX", "TargetY")
"""Of a line without a handle, which is straight."""


class Plane:
    """The diagrams of one file: each is a plane of its own."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._pairs = 0
        self.around: dict[str, str] = {}
        """Id of a component -> that of the innermost boundary whose box holds its centre."""
        self.parents: dict[str, str] = {}
        """Id of a boundary -> that of the innermost one whose box holds all of its own."""
        self.crossed: dict[str, list[str]] = {}
        """Id of a flow -> the boundaries that are lines which it crosses, sorted."""

    def add(self, boxes: Iterable[tuple[Stencil, Ref]], areas: Iterable[tuple[Stencil, Ref]]) -> None:
        """Components and boundaries of one diagram."""
        known = dict(self._boxes(areas))
        self.around.update(around(known, dict(self._boxes(boxes))))
        self.parents.update(nesting(known))

    def add_lines(
        self, flows: Iterable[tuple[Stencil, Ref]], walls: Iterable[tuple[Stencil, Ref]], at: Location
    ) -> None:
        """Flows and boundaries that are lines, of one diagram. Raises InputError for too many of both."""
        between = dict(self._lines(walls))
        ways = dict(self._lines(flows)) if between else {}
        self._pairs += len(between) * len(ways)
        if self._pairs > MOST_PAIRS:
            what = f"more than {MOST_PAIRS:,} pairs of a flow and a boundary that is a line, the limit for one file"
            raise InputError(what, at, "draw boundaries as boxes, or split the file")
        for flow, way in ways.items():
            found = sorted(id for id, wall in between.items() if cross(way, wall))
            if found:
                self.crossed[flow] = found

    def _boxes(self, drawn: Iterable[tuple[Stencil, Ref]]) -> Iterator[tuple[str, Box]]:
        for stencil, ref in drawn:
            if numbers := self._numbers(stencil, ref, _BOX):
                yield ref.id, Box(*numbers)

    def _lines(self, drawn: Iterable[tuple[Stencil, Ref]]) -> Iterator[tuple[str, Line]]:
        for stencil, ref in drawn:
            bent = stencil.text("HandleX") or stencil.text("HandleY")
            if numbers := self._numbers(stencil, ref, _LINE if bent else _ENDS):
                points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
                yield ref.id, curve(*points) if bent else points

    def _numbers(self, stencil: Stencil, ref: Ref, tags: tuple[str, ...]) -> list[float]:
        """What stands in those elements; nothing, and a finding, where one is no number."""
        found = []
        for tag in tags:
            number = _number(stencil.text(tag))
            if number is None:
                said = stencil.text(tag)
                what = f"{tag} is {quote(said)}, and no number" if said else f"there is no {tag}"
                message = f"{what}: it is not known where {quote(stencil.name or ref.id)} is drawn"
                self._gathering.wrong("wrong-value", message, ref._replace(field=tag), stencil.place(tag), "", tag)
                return []
            found.append(number)
        return found


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) < _FAR else None
