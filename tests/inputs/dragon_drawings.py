"""Drawings of Threat Dragon, made piece by piece, as the tool would write them."""

from __future__ import annotations

import json
from typing import Any

Cell = dict[str, Any]
BOX = (0, 0, 400, 300)


def node(id: str, shape: str, type: str, box: tuple[float, float, float, float], **data: Any) -> Cell:
    """A cell with an area; ``box`` is left, top, width and height."""
    left, top, width, height = box
    return {
        "id": id,
        "shape": shape,
        "position": {"x": left, "y": top},
        "size": {"width": width, "height": height},
        "zIndex": 1,
        "data": {"type": type, "name": id, **data},
    }


def process(id: str, left: float = 0, top: float = 0, **data: Any) -> Cell:
    """A process of a hundred by a hundred."""
    return node(id, "process", "tm.Process", (left, top, 100, 100), **data)


def zone(id: str, box: tuple[float, float, float, float] = BOX, **data: Any) -> Cell:
    """A box that is a trust boundary."""
    return node(id, "trust-boundary-box", "tm.BoundaryBox", box, **data)


def flow(id: str, source: Any, target: Any, *vertices: tuple[float, float], **data: Any) -> Cell:
    """A flow; an end is the id of a cell or a point."""
    return _line(id, "flow", "tm.Flow", source, target, vertices, data)


def curve(id: str, source: Any, target: Any, *vertices: tuple[float, float], **data: Any) -> Cell:
    """A trust boundary that is a line, in the spelling of version 2.0."""
    return _line(id, "trust-broundary-curve", "tm.Boundary", source, target, vertices, data)


def drawing(*cells: Cell, **summary: Any) -> str:
    """A model of one diagram."""
    return drawings([*cells], **summary)


def drawings(*diagrams: list[Cell], **summary: Any) -> str:
    """A model of several diagrams, with a line for each cell."""
    listed = ",\n".join(
        f'{{"id": {at}, "title": "d{at}", "cells": [\n' + ",\n".join(map(json.dumps, cells)) + "]}"
        for at, cells in enumerate(diagrams)
    )
    head = json.dumps({"title": "Shop", **summary})
    return f'{{"version": "2.3.0", "summary": {head},\n"detail": {{"diagrams": [{listed}]}}}}'


def _line(id: str, shape: str, type: str, source: Any, target: Any, vertices: Any, data: dict[str, Any]) -> Cell:
    return {
        "id": id,
        "shape": shape,
        "source": _end(source),
        "target": _end(target),
        "vertices": [{"x": x, "y": y} for x, y in vertices],
        "data": {"type": type, "name": id, **data},
    }


def _end(place: Any) -> dict[str, Any]:
    return {"cell": place} if isinstance(place, str) else {"x": place[0], "y": place[1]}
