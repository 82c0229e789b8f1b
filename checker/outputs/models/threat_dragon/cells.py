"""A model as the data of a file of Threat Dragon. Keys and their order are those of the tool's version 2."""

from __future__ import annotations

from typing import Any

from checker.core.model import Boundary, Component, Flow, Model, Threat
from checker.knowledge.vocabulary import component_type
from checker.outputs.models.threat_dragon.layout import Box, Layout, Point, layout
from checker.outputs.models.threat_dragon.said import BOXES, EXACT, LIBRARIES, category, is_curve

VERSION = "2.5.0"
"""The version of the tool that the file says it is of: one that takes all that is written."""

_TYPES = {"external-entity": "tm.Actor", "process": "tm.Process", "data-store": "tm.Store"}
_SHAPES = {"external-entity": "actor", "process": "process", "data-store": "store"}
_CHECKBOXES = {
    "external-entity": ("providesAuthentication",),
    "process": ("handlesCardPayment", "handlesGoodsOrServices", "isWebApplication"),
    "data-store": ("isALog", "isEncrypted", "isSigned", "storesCredentials", "storesInventory"),
}
_STATUS = {
    "identified": "Open",
    "mitigated": "Mitigated",
    "accepted": "Accepted",
    "transferred": "Transferred",
    "avoided": "Avoided",
    "not-applicable": "NotApplicable",
}

Data = dict[str, Any]


def document(model: Model) -> Data:
    """The data of a file. The model is one that the tool can say whole."""
    system = model.system
    detail = {
        "contributors": [],
        "diagrams": [_diagram(model)],
        "diagramTop": 1,
        "reviewer": "",
        "threatTop": len(model.threats),
    }
    summary = {"title": system.name, "owner": system.owner, "description": system.description, "id": 0}
    return {"version": VERSION, "summary": summary, "detail": detail}


def _diagram(model: Model) -> Data:
    kinds = {id: _kind(component) for id, component in model.components.items()}
    places = layout(model, kinds)
    threats = _threats(model)
    cells = [_boundary(one, places) for one in model.boundaries.values()]
    cells += [_component(one, kinds[id], places.boxes[id], threats.get(id, [])) for id, one in model.components.items()]
    cells += [_flow(one, at, places, threats.get(id, [])) for at, (id, one) in enumerate(model.flows.items())]
    return {
        "id": 0,
        "title": model.system.name,
        "diagramType": "STRIDE",
        "placeholder": "",
        "thumbnail": "./public/content/images/thumbnail.stride.jpg",
        "version": VERSION,
        "cells": cells,
    }


def _kind(component: Component) -> str:
    known = component_type(component.type)
    return known.kind if known else "process"


def _component(one: Component, kind: str, box: Box, threats: list[Data]) -> Data:
    told = dict(one.properties)
    exact = EXACT.get(one.type, "")
    checked = {name for name in BOXES if name in told} | {exact} | ({"isEncrypted"} if one.encryption else set())
    boxes = {name: name in checked for name in sorted({*_CHECKBOXES[kind], *checked} - {""})}
    level = {"privilegeLevel": told.get("privilegeLevel", "")} if kind == "process" or "privilegeLevel" in told else {}
    return {
        **_area(box),
        "attrs": {"text": {"text": one.name}},
        "visible": True,
        "shape": _SHAPES[kind],
        "zIndex": 1,
        "id": one.id,
        "data": {
            "type": _TYPES[kind],
            "name": one.name,
            "description": one.description,
            "outOfScope": bool(one.out_of_scope),
            "reasonOutOfScope": one.out_of_scope,
            **_open(threats),
            **boxes,
            **level,
            "threats": threats,
        },
    }


def _flow(one: Flow, at: int, places: Layout, threats: list[Data]) -> Data:
    told = dict(one.properties)
    scope = told.get("outOfScope", "")
    free = places.free(at)
    crossed = told["crosses"].split(", ") if "crosses" in told else []
    return {
        "shape": "flow",
        "attrs": {
            "line": {"stroke": "#333333", "targetMarker": {"name": "block"}, "sourceMarker": {"name": ""}},
        },
        "width": 200,
        "height": 100,
        "zIndex": 10,
        "connector": "smooth",
        "data": {
            "type": "tm.Flow",
            "name": one.name,
            "description": one.description,
            "outOfScope": bool(scope),
            "reasonOutOfScope": scope,
            **_open(threats),
            "isBidirectional": one.bidirectional,
            "isEncrypted": bool(one.encryption),
            "isPublicNetwork": "isPublicNetwork" in told,
            "protocol": one.protocol,
            "threats": threats,
        },
        "labels": [one.name],
        "id": one.id,
        "source": {"cell": one.source} if one.source else _point(free),
        "target": {"cell": one.target} if one.target else _point((free[0], free[1] + 100)),
        "vertices": [_point(point) for point in places.bends(crossed)],
    }


def _boundary(one: Boundary, places: Layout) -> Data:
    said = {"name": one.name, "description": one.description, "isTrustBoundary": True, "hasOpenThreats": False}
    if not is_curve(one):
        shape = {"visible": True, "shape": "trust-boundary-box", "zIndex": -1, "id": one.id}
        return {**_area(places.boxes[one.id]), **shape, "data": {"type": "tm.BoundaryBox", **said}}
    start, end = places.curves[one.id]
    return {
        "shape": "trust-boundary-curve",
        "width": 200,
        "height": 100,
        "zIndex": 10,
        "connector": "smooth",
        "data": {"type": "tm.Boundary", **said},
        "labels": [one.name],
        "id": one.id,
        "source": _point(start),
        "target": _point(end),
        "vertices": [],
    }


def _threats(model: Model) -> dict[str, list[Data]]:
    """The threats at each element; a threat on several stands at each, as the tool has it after a copy."""
    found: dict[str, list[Data]] = {}
    for number, threat in enumerate(model.threats.values(), 1):
        for id in threat.on:
            found.setdefault(id, []).append(_threat(threat, number, model))
    return found


def _threat(one: Threat, number: int, model: Model) -> Data:
    risk = dict(one.risk)
    library, type = _category(one)
    control = model.controls.get(one.id) if one.controls else None
    against = "\n".join(filter(None, (control.title, control.description))) if control else one.rationale
    return {
        "id": one.id,
        "title": one.title,
        "status": _STATUS[one.status],
        "severity": str(risk["severity"]).capitalize() if "severity" in risk else "TBD",
        "type": type,
        "description": one.description,
        "mitigation": against,
        "modelType": library,
        "new": False,
        "number": number,
        "score": risk.get("score", ""),
    }


def _category(one: Threat) -> tuple[str, str]:
    if one.refs and (found := category(one.refs[0])):
        return found
    library, _, type = one.tags[0].partition(":") if one.tags else ("", "", "")
    return (LIBRARIES[library], type.capitalize()) if library else ("Generic", "Generic")


def _open(threats: list[Data]) -> dict[str, bool]:
    return {"hasOpenThreats": any(threat["status"] == "Open" for threat in threats)}


def _area(box: Box) -> Data:
    return {"position": {"x": box.left, "y": box.top}, "size": {"width": box.width, "height": box.height}}


def _point(point: Point) -> Data:
    return {"x": point[0], "y": point[1]}
