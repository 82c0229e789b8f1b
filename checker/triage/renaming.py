"""Which removed element may be which added one. Nothing is decided by it: people are told what to write if it is so."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.change import Change
from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import Model

Side = tuple[Model, Graph]

_SHARED = 0.7
"""The part of their neighbours that two versions of one element have in common at least."""


def suggestions(changes: tuple[Change, ...], base: Side, head: Side) -> dict[Ref, str]:
    """Removed or added element -> the id of the added or removed one that it may be.

    Both are of one kind and type and in one place, have most neighbours in common, and no third element fits either.
    """
    gone, new = (_of_kind(changes, kind) for kind in ("removed", "added"))
    fits = [(old, other) for old in gone for other in new if old.kind == other.kind and _alike(old, other, base, head)]
    found: dict[Ref, str] = {}
    for old, other in fits:
        if sum(old in pair or other in pair for pair in fits) == 1:
            found[old], found[other] = other.id, old.id
    return found


def _of_kind(changes: tuple[Change, ...], kind: str) -> list[Ref]:
    kinds = ("component", "flow", "boundary", "data")
    return [change.ref for change in changes if change.kind == kind and change.ref.kind in kinds]


def _alike(old: Ref, new: Ref, base: Side, head: Side) -> bool:
    if _place(base[0], old) != _place(head[0], new):
        return False
    before, after = set(_neighbours(base, old)), set(_neighbours(head, new))
    return bool(before) and len(before & after) >= _SHARED * max(len(before), len(after))


def _place(model: Model, ref: Ref) -> tuple[str, ...]:
    """What must be equal: the type, and where the element is."""
    element = model.elements(ref.kind)[ref.id]
    if ref.kind == "component":
        return element.type, element.boundary
    if ref.kind == "boundary":
        return (element.parent,)
    return ()


def _neighbours(side: Side, ref: Ref) -> Iterator[str]:
    """What an element is joined to: other ends of flows, the ends of a flow, members, or what holds a data asset."""
    model, graph = side
    if ref.kind == "component":
        flows = (model.flows[id] for id in (*graph.flows_in[ref.id], *graph.flows_out[ref.id]))
        yield from (flow.target if flow.source == ref.id else flow.source for flow in flows)
    elif ref.kind == "flow":
        flow = model.flows[ref.id]
        yield from (f"from {flow.source}", f"to {flow.target}")
    elif ref.kind == "boundary":
        yield from graph.members[ref.id]
    else:
        holders = (c.id for c in model.components.values() if ref.id in (*c.stores, *c.processes))
        yield from (*holders, *(flow.id for flow in model.flows.values() if ref.id in flow.data))
