"""Zones as boundaries. What the draft calls a boundary lies between zones and is no place: what it demands of those who
cross it is kept at each of its zones, so that a change of it is seen there."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.location import Ref
from checker.core.model import TRUST, Boundary
from checker.inputs.circles import say_circles
from checker.inputs.cyclonedx.draft.whole import Declared, Whole, called
from checker.inputs.cyclonedx.own import joined, properties, said, stated
from checker.inputs.gathering import At
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import AUTHENTICATION, AUTHORIZATION, BOUNDARIES, ZONES
from checker.knowledge.vocabulary import look_up

_CROSSING = ("dataValidation", "dataTransformation", "logging", "monitoring")
_SESSION_FLAGS = ("accessTokenExpires", "refreshToken", "refreshTokenExpires", "userLogout", "systemLogout")
_SESSION_TIMES = ("accessTokenTtl", "refreshTokenTtl", "idleTimeout", "absoluteTimeout")


def add_zones(whole: Whole, zones: Iterable[Declared], between: dict[str, dict[str, str]]) -> None:
    """Keep the zones. ``between`` are facts of the boundaries between them, by zone."""
    places = {}
    for zone in zones:
        boundary, at = _zone(whole, zone, between.get(zone.id, {}))
        if whole.gathering.add(boundary, at):
            places[zone.id] = at
    say_circles(whole.gathering, places)


def between_zones(whole: Whole, boundaries: Iterable[Declared], trusted: Iterable[Node]) -> dict[str, dict[str, str]]:
    """Zone -> facts of the boundaries that it lies at, each under the boundary's name. ``trusted`` are those of the
    threat model that say more of a boundary."""
    about: dict[str, dict[str, str]] = {}
    for one in trusted:
        subject = Ref("model")
        if found := whole.find(whole.link(one, "boundary"), ("line",), "boundary", subject):
            controls = whole.ids(whole.links(one, "controlsAtBoundary"), ("control",), "control", subject)
            level = whole.word(one, "trustLevel", ("untrusted", "semi-trusted", "trusted", "highly-trusted"), False)
            about[found.id] = {"trustLevel": level, "controlsAtBoundary": joined(controls)}
    at_zones: dict[str, dict[str, str]] = {}
    for boundary in boundaries:
        links = whole.links(boundary.node, "zones")
        zones = whole.ids(links, ("boundary",), "zone", boundary.node.subject)
        whole.zones[boundary.id] = zones
        facts = {"zones": joined(zones), **_line(whole, boundary.node), **about.get(boundary.id, {})}
        for zone in zones:
            at_zones.setdefault(zone, {}).update({f"{boundary.id}.{key}": fact for key, fact in facts.items()})
    return at_zones


def _zone(whole: Whole, zone: Declared, between: dict[str, str]) -> tuple[Boundary, At]:
    node = zone.node
    own = said(whole.gathering, node, "boundary")
    type = whole.word(node, "type", ZONES)
    known = look_up(ZONES.get(type, type), "boundary_kinds") if ZONES.get(type, type) else None
    kind = known.id if known else ""
    marks = node.texts("characteristics")
    trusted = {mark for mark in marks if mark in TRUST}
    parent = whole.link(node, "parent")
    above = whole.find(parent, ("boundary",), "zone", node.subject._replace(field="parent")) if parent.name else None
    facts = {
        "type": "" if type in (kind, "trust") else type,
        "characteristics": joined(mark for mark in marks if mark not in TRUST),
        "constraints": joined(node.texts("constraints")),
    }
    boundary = Boundary(
        id=zone.id,
        name=called(zone),
        description=node.text("description"),
        trust=min(trusted, key=TRUST.index) if trusted else "",
        kind=kind,
        parent=above.id if above else parent.name,
        properties=properties(between, facts, own.facts),
    )
    at = node.at(**own.at(kind="type", trust="characteristics"))
    return stated(boundary, own.own), at


def _line(whole: Whole, node: Node) -> dict[str, str]:
    """What a boundary is, and what it demands."""
    crossing, session = node.mapping("crossingRequirements"), node.mapping("sessionManagement")
    node.text("name")  # which is for people
    return {
        "type": whole.word(node, "type", BOUNDARIES),
        "authentication": joined(whole.words(crossing, "authentication", AUTHENTICATION)),
        "authorization": joined(whole.words(crossing, "authorization", AUTHORIZATION)),
        "protocols": joined(crossing.texts("protocols")),
        "rateLimit": crossing.text("rateLimit"),
        **{key: _flag(crossing.flag(key)) for key in _CROSSING},
        **{f"session.{key}": _flag(session.flag(key)) for key in _SESSION_FLAGS},
        **{f"session.{key}": session.text(key) for key in _SESSION_TIMES},
    }


def _flag(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"
