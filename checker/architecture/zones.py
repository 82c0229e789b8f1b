"""Who is inside of what: by relationships first, then by how views draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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
    found = {}
    for inner in direct:
        outer = _climb(inner, direct, lambda id: may_hold(architecture.things[id]))
        if outer:
            found[inner] = outer
    return found


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


def _climb(inner: str, direct: Held, holds: Callable[[str], bool]) -> str:
    """The nearest thing around that may hold something; ``""`` where there is none, or only a circle."""
    seen = {inner}
    here = direct.get(inner, "")
    while here and here not in seen:
        if holds(here):
            return here if not _leads_back(here, inner, direct) else ""
        seen.add(here)
        here = direct.get(here, "")
    return ""


def _leads_back(here: str, inner: str, direct: Held) -> bool:
    """Whether what is around a thing is in turn inside of it."""
    seen: set[str] = set()
    while here and here not in seen:
        seen.add(here)
        here = direct.get(here, "")
        if here == inner:
            return True
    return False
