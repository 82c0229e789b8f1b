"""Threat Dragon's cells as our elements (docs/reference/formats/threat-dragon.md).

A checkbox that is not set says nothing: that is how the tool makes every new element.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.graph import CROSSES
from checker.core.model import Boundary, Component, Flow
from checker.core.system import Properties, System
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.plane import BOUNDARIES, Plane
from checker.inputs.threat_dragon.cells import Cell, Drawing
from checker.inputs.threat_dragon.places import Places, end, places
from checker.inputs.threat_dragon.words import COMPONENTS, EXACT, PROPERTIES, UNWRITTEN
from checker.inputs.values import text
from checker.knowledge.vocabulary import canonical, is_encrypted

_SHELL = ("ssh", "ssh-tunnel", "sftp", "scp")
_UNREASONED = "no reason given"


def add_diagram(gathering: Gathering, plane: Plane, drawn: Drawing) -> Iterator[Cell]:
    """Add the elements of one diagram; the cells that became one."""
    where = places(gathering, plane, drawn)
    for cell in (*drawn.boxes, *drawn.curves):
        if gathering.add(boundary(cell, where), cell.at):
            yield cell
    for cell in drawn.components:
        if gathering.add(component(cell, where), cell.at):
            yield cell
    known = {cell.id for cell in drawn.components}
    for cell in drawn.flows:
        if gathering.add(flow(cell, where), cell.at):
            _ends(gathering, cell, known)
            yield cell


def system(id: str, summary: Node) -> System:
    """What the summary says. Reviewer and contributors answer for the text, the owner for the system."""
    return System(id, name=summary.text("title"), description=summary.text("description"), owner=summary.text("owner"))


def component(cell: Cell, where: Places) -> Component:
    """An actor, a process or a store."""
    data = cell.data
    exact = [type for key, type in EXACT.items() if data.flag(key)]
    said = {key: _said(data, key) for key in PROPERTIES}
    return Component(
        **_named(cell),
        type=exact[0] if exact else COMPONENTS[cell.type],
        boundary=where.boundary.get(cell.id, ""),
        encryption="at-rest" if data.flag("isEncrypted") else "",
        out_of_scope=_scope(data),
        properties=_properties({**said, BOUNDARIES: where.several.get(cell.id, "")}),
    )


def flow(cell: Cell, where: Places) -> Flow:
    """A data flow. An end at no element is ``""``."""
    data = cell.data
    protocol = canonical(data.text("protocol").replace("/S", "S").replace("/s", "s"), "protocols")
    return Flow(
        **_named(cell),
        source=end(cell, "source"),
        target=end(cell, "target"),
        protocol=protocol,
        encryption=_in_transit(protocol) if data.flag("isEncrypted") else "",
        bidirectional=bool(data.flag("isBidirectional")),
        properties=_properties(
            {
                "isPublicNetwork": _said(data, "isPublicNetwork"),
                "isTrustBoundary": _said(data, "isTrustBoundary"),
                "outOfScope": _scope(data),
                CROSSES: ", ".join(where.crossed.get(cell.id, ())),
            }
        ),
    )


def boundary(cell: Cell, where: Places) -> Boundary:
    """A trust boundary: a box, or a curve, which has nothing inside. The tool states no trust, so neither do we."""
    shape = "curve" if cell.type == "tm.Boundary" else ""
    return Boundary(**_named(cell), parent=where.parents.get(cell.id, ""), properties=_properties({"shape": shape}))


def written(value: str) -> str:
    """A text, empty where it is the one that the tool puts there until somebody writes."""
    return "" if value in UNWRITTEN else value


def _named(cell: Cell) -> dict[str, Any]:
    return {"id": cell.id, "name": cell.name, "description": written(cell.data.text("description"))}


def _ends(gathering: Gathering, cell: Cell, known: set[str]) -> None:
    """Say where a flow does not go from one component to another."""
    ends = {"source": end(cell, "source"), "target": end(cell, "target")}
    for key, id in ends.items():
        if id and id not in known:
            subject = cell.ref._replace(field=key)
            gathering.dangling("component in this diagram", id, subject, cell.frame.place(key), known)
    free = [key for key, id in ends.items() if not id]
    if free:
        what = " and ".join(_AT[key] for key in free)
        message = f"the flow {quote(cell.name or cell.id)} {what} at no element"
        hint = "draw its ends onto the elements that talk to each other, or delete it"
        gathering.wrong("missing-key", message, cell.ref._replace(field=free[0]), cell.frame.place(free[0]), hint)


_AT = {"source": "starts", "target": "ends"}


def _scope(data: Node) -> str:
    reason = data.text("reasonOutOfScope")
    return (reason or _UNREASONED) if data.flag("outOfScope") else ""


def _said(data: Node, key: str) -> str:
    """What stands under a key, empty where a checkbox is not set."""
    value = data.plain(key)
    if isinstance(value, list | dict):
        data.text(key)  # says that it should be a text
    said = text(value)
    return "" if said == "false" else said


def _in_transit(protocol: str) -> str:
    """What encrypts a flow, as far as its protocol says how."""
    if is_encrypted(protocol):
        return "ssh" if protocol in _SHELL else "tls"
    return "encrypted"


def _properties(values: dict[str, str]) -> Properties:
    return tuple(sorted((name, value) for name, value in values.items() if value))
