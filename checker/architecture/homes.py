"""Which things are one: a function with the component that has it, a service with what gives it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.architecture.value import Architecture, Relation, Thing
from checker.knowledge.archimate import NOTHING, Mapped, elements

_STEPS = 50
"""How many things that are one with the next are followed."""


def mapped(thing: Thing) -> Mapped:
    """What the type of a thing becomes."""
    return elements().get(thing.type, NOTHING)


def homes(architecture: Architecture) -> dict[str, str]:
    """Identifier -> that of the thing it is one with in the end; itself for most."""
    into = _into(architecture.relations.values())
    next_: dict[str, str] = {}
    for id, thing in architecture.things.items():
        if found := _next(thing, into.get(id, ()), architecture.things):
            next_[id] = found
    return {id: _end(id, next_) for id in architecture.things}


def _into(relations: Iterable[Relation]) -> Mapping[str, list[Relation]]:
    found: dict[str, list[Relation]] = {}
    for relation in relations:
        found.setdefault(relation.target, []).append(relation)
        if relation.type == "Realization":
            found.setdefault(relation.source, []).append(relation)  # an artifact is one with what it realises
    return found


def _next(thing: Thing, relations: Iterable[Relation], things: Mapping[str, Thing]) -> str:
    """The one thing that this is a part of. Where several could be it, it stands for itself."""
    what = mapped(thing)
    if what.role == "artifact":
        realised = {r.target for r in relations if r.type == "Realization" and r.source == thing.id}
        found = {id for id in realised if id in things and mapped(things[id]).role == "component"}
        return found.pop() if len(found) == 1 else ""
    for type in what.one_with:
        found = {r.source for r in relations if r.type == type and r.target == thing.id}
        found = {id for id in found if id in things and _can_hold(mapped(things[id]), what)}
        if len(found) == 1:
            return found.pop()
    return ""


def _can_hold(outer: Mapped, inner: Mapped) -> bool:
    if inner.role == "data":
        return outer.role == "data"
    return outer.role in ("component", "interface") and (outer.layer != "technology" or inner.layer == "technology")


def _end(id: str, next_: Mapping[str, str]) -> str:
    """The last of a chain; the first itself where the chain goes in a circle."""
    here = id
    for _ in range(_STEPS):
        if here not in next_:
            return here
        here = next_[here]
        if here == id:
            return id
    return id
