"""Zones as boundaries. What the draft calls a boundary lies between zones and is no place: what it demands of those who
cross it is kept at each of its zones, so that a change of it is seen there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from checker.core.location import Location, Ref
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


_SHOWN = 20
"""Zones of one boundary that are kept by name at each of them: of more, how many they are and a hash of their names."""


class Border:
    """What lies between a zone and others: facts, each under the name of a boundary, and these boundaries."""

    def __init__(self) -> None:
        self.facts: dict[str, str] = {}
        self.lines: dict[str, Node] = {}

    def over(self, at: At) -> At:
        """Where the fields of the zone are; what a boundary demands is where that says it."""

        def find(field: str) -> Location:
            head, _, fact = field.partition(".")
            line = next((id for id in self.lines if fact.startswith(f"{id}.")), "") if head == "properties" else ""
            return _place(self.lines[line], fact.removeprefix(f"{line}.")) if line else at(field)

        return find


def add_zones(whole: Whole, zones: Iterable[Declared], borders: Mapping[str, Border]) -> None:
    """Keep the zones. ``borders`` are by zone."""
    places = {}
    for zone in zones:
        boundary, at = _zone(whole, zone, borders.get(zone.id, Border()))
        if whole.gathering.add(boundary, at):
            places[zone.id] = at
    say_circles(whole.gathering, places)


def borders(whole: Whole, boundaries: Iterable[Declared], trusted: Iterable[Node]) -> dict[str, Border]:
    """Zone -> what lies between it and others. ``trusted`` are those of the threat model that say more of a
    boundary."""
    about: dict[str, dict[str, str]] = {}
    for one in trusted:
        subject = Ref("model")
        if found := whole.find(whole.link(one, "boundary"), ("line",), "boundary", subject):
            controls = whole.ids(whole.links(one, "controlsAtBoundary"), ("control",), "control", subject)
            level = whole.word(one, "trustLevel", ("untrusted", "semi-trusted", "trusted", "highly-trusted"), False)
            about[found.id] = {"trustLevel": level, "controlsAtBoundary": joined(controls)}
    found_at: dict[str, Border] = {}
    for boundary in boundaries:
        links = whole.links(boundary.node, "zones")
        zones = whole.ids(links, ("boundary",), "zone", boundary.node.subject)
        whole.zones[boundary.id] = zones
        facts = {"zones": _listed(zones), **_line(whole, boundary.node), **about.get(boundary.id, {})}
        named = {f"{boundary.id}.{key}": fact for key, fact in facts.items() if fact}
        for zone in zones:
            border = found_at.setdefault(zone, Border())
            border.lines[boundary.id] = boundary.node
            border.facts.update(named)
    return found_at


def _zone(whole: Whole, zone: Declared, border: Border) -> tuple[Boundary, At]:
    node = zone.node
    own = said(whole.gathering, node, "boundary")
    type = whole.word(node, "type", ZONES)
    known = look_up(ZONES.get(type, type), "boundary_kinds") if ZONES.get(type, type) else None
    kind = known.id if known else "" if type in ZONES else type
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
        properties=properties(border.facts, facts, own.facts),
    )
    at = node.at(**own.at(kind="type", trust="characteristics"))
    return stated(boundary, own.own), border.over(at)


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


def _place(line: Node, fact: str) -> Location:
    """Where a boundary says something."""
    first, _, rest = fact.partition(".")
    steps = ("sessionManagement", rest) if first == "session" else ("crossingRequirements", first)
    inside = line.value.get(steps[0])
    return line.place(*steps) if isinstance(inside, dict) and steps[1] in inside else line.place()


def _listed(zones: tuple[str, ...]) -> str:
    if len(zones) <= _SHOWN:
        return joined(zones)
    return f"{len(zones)} zones, {sha256(joined(zones).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _flag(value: bool | None) -> str:
    return "" if value is None else "true" if value else "false"
