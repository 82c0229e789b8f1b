"""Who is inside of what: by relationships first, then by how views draw it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from checker.architecture.homes import mapped
from checker.architecture.names import stated_kind
from checker.architecture.value import Architecture, Thing
from checker.knowledge.archimate import relationships

_ORDER = ("Composition", "Assignment", "Aggregation", "Association", "view")
"""What says that something is inside of something else, the strongest first."""

Held = Mapping[str, str]
"""Identifier -> that of what it is directly inside of."""


def is_zone(thing: Thing) -> bool:
    """Whether a thing is a boundary whatever is in it."""
    stated = stated_kind(thing)
    return stated == "boundary" or (not stated and mapped(thing).role == "boundary")


def may_hold(thing: Thing) -> bool:
    """Whether a thing becomes a boundary where something is in it."""
    return is_zone(thing) or (mapped(thing).groups and not stated_kind(thing))


def holders(architecture: Architecture, home: Mapping[str, str]) -> Held:
    """What each thing is inside of, among those that may hold something; things that are one share the place."""
    said: dict[str, dict[str, dict[str, None]]] = {}
    for how, around, within in _pairs(architecture):
        outer, inner = home[around], home[within]
        if outer != inner:
            said.setdefault(inner, {}).setdefault(how, {})[outer] = None
    direct = {inner: _first(found) for inner, found in said.items()}
    return _nearest(direct, {id for id in home.values() if may_hold(architecture.things[id])})


def _first(found: Mapping[str, Iterable[str]]) -> str:
    """The one that the strongest kind of saying names; of several the first in the file."""
    return next(next(iter(found[how])) for how in _ORDER if how in found)


def _pairs(architecture: Architecture) -> Iterable[tuple[str, str, str]]:
    """(how, outer, inner) for all that is said."""
    things = architecture.things
    for relation in architecture.relations.values():
        source, target = things.get(relation.source), things.get(relation.target)
        if source is None or target is None:
            continue
        known = relationships().get(relation.type)
        if known and known.holds and mapped(target).role != "data":
            if relation.type != "Assignment" or _runs_others(source):
                yield relation.type, source.id, target.id
        elif relation.type == "Association":
            for network, other in ((source, target), (target, source)):
                if network.type == "CommunicationNetwork" and mapped(other).groups:
                    yield "Association", network.id, other.id
    for inner, outer in architecture.nested:
        if mapped(things[inner]).role != "data":
            yield "view", outer, inner


def _runs_others(thing: Thing) -> bool:
    """Whether what it is assigned to runs on it, and is not only what it does."""
    return is_zone(thing) or mapped(thing).layer == "technology"


def _nearest(direct: Held, holding: Set[str]) -> Held:
    """Each thing -> the nearest around it that may hold something; none for those that go round in a circle."""
    circling = _circles(direct)
    found: dict[str, str] = {}
    for inner in direct:
        trail = []
        here = inner
        while here in direct and here not in circling and here not in found:
            trail.append(here)
            here = direct[here]
            if here in holding:
                break
        outer = here if here in holding and trail else found.get(here, "")
        found.update((one, outer) for one in trail)
    return {inner: outer for inner, outer in found.items() if outer}


def _circles(direct: Held) -> set[str]:
    """The things that are inside of themselves, by whatever way."""
    done: set[str] = set()
    circling: set[str] = set()
    for first in direct:
        trail: dict[str, None] = {}
        here = first
        while here in direct and here not in done and here not in trail:
            trail[here] = None
            here = direct[here]
        if here in trail:
            way = list(trail)
            circling.update(way[way.index(here) :])
        done.update(trail)
    return circling
