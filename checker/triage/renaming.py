"""Which removed element may be which added one. Nothing is decided by it: people are told what to write if it is so."""

from __future__ import annotations

from itertools import chain
from math import ceil

from checker.core.change import Change
from checker.core.graph import Side
from checker.core.location import Ref
from checker.core.model import TOGETHER, Model

_SHARED = 0.7
"""The part of their neighbours that two versions of one element have in common at least."""


def suggestions(changes: tuple[Change, ...], base: Side, head: Side) -> dict[Ref, str]:
    """Removed or added element -> the id of the added or removed one that it may be.

    Both are of one kind and type and in one place, have most neighbours in common, and no third element fits either.
    """
    gone, new = _Elements(base, _of_kind(changes, "removed")), _Elements(head, _of_kind(changes, "added"))
    found: dict[Ref, str] = {}
    for old in gone.joined:
        fits = new.like(old, gone)
        if len(fits) == 1 and gone.like(fits[0], new) == [old]:
            found[old], found[fits[0]] = fits[0].id, old.id
    return found


class _Elements:
    """The elements that only one side has, by what they are joined to: comparing each with each would take too long."""

    def __init__(self, side: Side, refs: list[Ref]) -> None:
        self.joined = _neighbours(side, refs)
        self._places = {ref: _place(side[0], ref) for ref in refs}
        self._found: dict[tuple[object, ...], list[Ref]] = {}
        for ref, joined in self.joined.items():
            for one in joined:
                self._found.setdefault((ref.kind, self._places[ref], one), []).append(ref)

    def like(self, ref: Ref, others: _Elements) -> list[Ref]:
        """Those that fit one of ``others``, two at most: of more than one, none is suggested.

        What has most of its neighbours has one of the rarest few of them, so nothing else is looked at.
        """
        joined, place = others.joined[ref], others._places[ref]
        rarest_first = sorted((self._found.get((ref.kind, place, one), []) for one in joined), key=len)
        few = rarest_first[: len(joined) - ceil(_SHARED * len(joined)) + 1]
        fits: list[Ref] = []
        for one in chain(*few):
            if one not in fits and _alike(joined, self.joined[one]):
                fits.append(one)
            if len(fits) == 2:
                break
        return fits


def _alike(joined: frozenset[str], others: frozenset[str]) -> bool:
    return len(joined & others) >= _SHARED * max(len(joined), len(others))


def _of_kind(changes: tuple[Change, ...], kind: str) -> list[Ref]:
    return [change.ref for change in changes if change.kind == kind and change.ref.kind in TOGETHER]


def _place(model: Model, ref: Ref) -> tuple[str, ...]:
    """What must be equal: the type, and where the element is."""
    element = model.elements(ref.kind)[ref.id]
    if ref.kind == "component":
        return element.type, element.boundary
    if ref.kind == "boundary":
        return (element.parent,)
    return ()


def _neighbours(side: Side, refs: list[Ref]) -> dict[Ref, frozenset[str]]:
    """What each element is joined to: other ends of flows, the ends of a flow, members, or what holds a data asset."""
    model, graph = side
    holders = _holders(model) if any(ref.kind == "data" for ref in refs) else {}
    found = {}
    for ref in refs:
        if ref.kind == "component":
            flows = (model.flows[id] for id in (*graph.flows_in[ref.id], *graph.flows_out[ref.id]))
            found[ref] = frozenset(flow.target if flow.source == ref.id else flow.source for flow in flows)
        elif ref.kind == "flow":
            found[ref] = frozenset((f"from {model.flows[ref.id].source}", f"to {model.flows[ref.id].target}"))
        else:
            joined = graph.members[ref.id] if ref.kind == "boundary" else holders.get(ref.id, ())
            found[ref] = frozenset(joined)
    return found


def _holders(model: Model) -> dict[str, list[str]]:
    """Data asset -> the components and flows that hold it."""
    found: dict[str, list[str]] = {}
    held = [(c.id, (*c.stores, *c.processes)) for c in model.components.values()]
    held += [(flow.id, flow.data) for flow in model.flows.values()]
    for holder, assets in held:
        for id in assets:
            found.setdefault(id, []).append(holder)
    return found
