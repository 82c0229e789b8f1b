"""Where stencils are drawn: boxes, and lines that may be bent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite

from checker.core.location import Ref
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.geometry import Box, Line, curve
from checker.inputs.ms_tmt.stencils import Stencil

Drawn = Iterable[tuple[Stencil, Ref]]
"""Stencils, each with the element that it becomes."""

_FAR = 1e9
_BOX = ("Left", "Top", "Width", "Height")
_LINE = ("SourceX", "SourceY", "HandleX", "HandleY", "TargetX", "TargetY")
_ENDS = ("SourceX", "SourceY", "TargetX", "TargetY")
"""Of a line without a handle, which is straight."""


def boxes(gathering: Gathering, drawn: Drawn) -> dict[str, Box]:
    """Id -> the box of each that says where it is. Of two with one id the first counts, here as everywhere."""
    found: dict[str, Box] = {}
    for id, numbers in _drawn(gathering, ((*one, _BOX) for one in drawn)):
        found.setdefault(id, Box(*numbers))
    return found


def lines(gathering: Gathering, drawn: Drawn) -> dict[str, Line]:
    """Id -> the line of each that says where it is."""
    asked = ((stencil, ref, _LINE if _is_bent(stencil) else _ENDS) for stencil, ref in drawn)
    found: dict[str, Line] = {}
    for id, numbers in _drawn(gathering, asked):
        points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        found.setdefault(id, curve(*points) if len(points) == len(_LINE) // 2 else points)
    return found


def _is_bent(stencil: Stencil) -> bool:
    return bool(stencil.text("HandleX") or stencil.text("HandleY"))


def _drawn(
    gathering: Gathering, asked: Iterable[tuple[Stencil, Ref, tuple[str, ...]]]
) -> Iterator[tuple[str, list[float]]]:
    """What stands in those elements of each; a finding, and no more of it, where one is no number."""
    for stencil, ref, tags in asked:
        numbers = [_number(stencil.text(tag)) for tag in tags]
        if None in numbers:
            _unknown(gathering, stencil, ref, tags[numbers.index(None)])
        else:
            yield ref.id, [number for number in numbers if number is not None]


def _unknown(gathering: Gathering, stencil: Stencil, ref: Ref, tag: str) -> None:
    said = stencil.text(tag)
    what = f"{tag} is {quote(said)}, and no number" if said else f"there is no {tag}"
    message = f"{what}: it is not known where {quote(stencil.name or ref.id)} is drawn"
    gathering.wrong("wrong-value", message, ref._replace(field=tag), stencil.place(tag), "", tag)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) and abs(number) < _FAR else None
