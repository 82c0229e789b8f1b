"""Why an element's digest moved although the element itself reads as before: the changes elsewhere behind it.

A component that goes to another boundary moves the digests of both boundaries and of every flow that now crosses
something else. One person changed one thing; whoever reads the result wants to see that thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.core.change import Renames
from checker.core.digest import threat_facts
from checker.core.graph import INTERNET, Side
from checker.core.location import Ref
from checker.core.model import TRUST, Model
from checker.triage.moved import answers, differing

_SAID = ("refs", "status", "accepted", "risk")
"""Fields of a threat that are facts of what it is on, besides its controls."""


class _Pair:
    """The two versions of one element, and the models around them."""

    def __init__(self, ref: Ref, base: Side, head: Side, names: Renames) -> None:
        self.ref, self.base, self.head, self.names = ref, base, head, names
        self.was = names.old(ref.kind, ref.id)

    def gone(self, kind: str, id: str) -> bool:
        """Whether an element of the base is not in the head, not even under another id."""
        return id in self.base[0].elements(kind) and self.names.new(kind, id) not in self.head[0].elements(kind)


def causes(ref: Ref, base: Side, head: Side, names: Renames) -> tuple[Ref, ...]:
    """What an element of both sides has become another for, sorted; the element itself where it was written anew.

    Besides reviewable elements these are threats, controls and ``not_applicable`` entries. Elements of the head go by
    their present ids, those that are gone by their last. Empty where nothing differs.
    """
    pair = _Pair(ref, base, head, names)
    keys, _, _ = differing(ref, pair.was, base, head, names)
    found = {cause for key in keys for cause in _CAUSES.get(key, _itself)(pair)}
    return tuple(sorted(found)) if ref not in found else (ref,)


def causes_of_removal(ref: Ref, base: Model, gone: frozenset[Ref]) -> tuple[Ref, ...]:
    """The components, among what is ``gone``, without which a removed flow cannot be; nothing for other elements."""
    if ref.kind != "flow":
        return ()
    flow = base.flows[ref.id]
    return tuple(sorted(gone & {Ref("component", flow.source), Ref("component", flow.target)}))


def _itself(pair: _Pair) -> Iterator[Ref]:
    yield pair.ref


def _members(pair: _Pair) -> Iterator[Ref]:
    """What came into a boundary or left it."""
    before, after = dict.fromkeys(pair.base[1].members[pair.was]), pair.head[1].members[pair.ref.id]
    kind_of = pair.base[0].kind_of
    now = {pair.names.old(kind, id): Ref(kind, id) for id in after if (kind := pair.head[0].kind_of(id))}
    yield from (ref for was, ref in now.items() if was not in before)
    yield from (Ref(kind_of(id), pair.names.new(kind_of(id), id)) for id in before if id not in now)


def _around(pair: _Pair) -> Iterator[Ref]:
    """The boundaries around a component: it left its own, or that is gone, or one of them lies elsewhere."""
    here, there = pair.head[0].components[pair.ref.id].boundary, pair.base[0].components[pair.was].boundary
    if pair.names.old("boundary", here) != there:
        yield Ref("boundary", there) if pair.gone("boundary", there) else pair.ref
    else:
        yield from _nested_elsewhere(pair, pair.head[1].chains[pair.ref.id])


def _nested_elsewhere(pair: _Pair, chain: tuple[str, ...]) -> Iterator[Ref]:
    """The boundaries of a chain that have another parent than in the base."""
    for id in chain:
        old = pair.base[0].boundaries.get(pair.names.old("boundary", id))
        if old and pair.names.old("boundary", pair.head[0].boundaries[id].parent) != old.parent:
            yield Ref("boundary", id)


def _parent(pair: _Pair) -> Iterator[Ref]:
    old = pair.base[0].boundaries[pair.was].parent
    yield Ref("boundary", old) if pair.gone("boundary", old) else pair.ref


def _crossings(pair: _Pair) -> Iterator[Ref]:
    """The ends of a flow that are in other boundaries than before; that its ends are others is told by themselves."""
    flow = pair.head[0].flows[pair.ref.id]
    for end in (flow.source, flow.target):
        old = pair.names.old("component", end)
        if end in pair.head[0].components and old in pair.base[0].components:
            chain = tuple(pair.names.old("boundary", id) for id in pair.head[1].chains[end])
            if chain != pair.base[1].chains[old]:
                yield Ref("component", end)


def _exposed(pair: _Pair) -> Iterator[Ref]:
    """What brought a component closer to an untrusted place, or took it away: flows, their other ends, or trust."""
    found = [*_trust_around(pair, pair.ref.id)]
    here, there = _reached_by(pair.head, pair.ref.id), _reached_by(pair.base, pair.was)
    old = {pair.names.old("flow", id): (id, pair.names.old("component", source)) for id, source in here.items()}
    for was in old.keys() | there.keys():
        id, source = old.get(was, (was, ""))
        if source != there.get(was):
            found.append(Ref("flow", id))
        elif _outside(pair.head, here[id]) != _outside(pair.base, source):
            found.extend(_trust_around(pair, here[id]) or [Ref("component", here[id])])
    yield from found or [pair.ref]


def _reached_by(side: Side, id: str) -> dict[str, str]:
    """Flow -> the component at its other end, for each flow that brings something to a component."""
    model, graph = side
    ends = ((flow, model.flows[flow]) for flow in graph.flows_in[id])
    return {name: flow.source if flow.target == id else flow.target for name, flow in ends}


def _outside(side: Side, id: str) -> bool:
    model, graph = side
    return graph.trust[id] == TRUST[0] or INTERNET in model.components[id].properties


def _trust_around(pair: _Pair, id: str) -> list[Ref]:
    """The boundaries around a component of the head that state another trust than in the base."""
    old = pair.base[0].boundaries
    chain = ((boundary, pair.names.old("boundary", boundary)) for boundary in pair.head[1].chains[id])
    return [Ref("boundary", b) for b, was in chain if was in old and old[was].trust != pair.head[0].boundaries[b].trust]


def _data(field: str) -> Callable[[_Pair], Iterator[Ref]]:
    """Data that is classified otherwise, or that is gone; other lists were written anew."""

    def find(pair: _Pair) -> Iterator[Ref]:
        kind = pair.ref.kind
        before = getattr(pair.base[0].elements(kind)[pair.was], field)
        after = {pair.names.old("data", id): id for id in getattr(pair.head[0].elements(kind)[pair.ref.id], field)}
        dropped = [id for id in before if id not in after]
        if after.keys() - set(before) or not all(pair.gone("data", id) for id in dropped):
            yield pair.ref
        yield from (Ref("data", id) for id in dropped)
        for was, id in after.items():
            old, new = pair.base[0].data.get(was), pair.head[0].data.get(id)
            if old and new and old.classification != new.classification:
                yield Ref("data", id)

    return find


def _threats(pair: _Pair) -> Iterator[Ref]:
    """Threats on an element that came, went or say something else, their controls, and answers about it."""
    old = {pair.names.old("threat", id): id for id in pair.head[1].threats.get(pair.ref.id, ())}
    before = dict.fromkeys(pair.base[1].threats.get(pair.was, ()))
    yield from (Ref("threat", pair.names.new("threat", id)) for id in before if id not in old)
    for was, id in old.items():
        if was not in before or threat_facts(pair.base[0], was) != threat_facts(pair.head[0], id):
            yield from _threat(pair, was, id) if was in before else [Ref("threat", id)]
    if answers(pair.base, pair.was) != answers(pair.head, pair.ref.id):
        yield pair.ref if not pair.head[1].answers.get(pair.ref.id) else _new_answer(pair)


def _threat(pair: _Pair, was: str, id: str) -> Iterator[Ref]:
    """The threat itself where it was written anew, else the controls that it names."""
    old, new = pair.base[0].threats[was], pair.head[0].threats[id]
    controls = tuple(sorted(pair.names.old("control", control) for control in new.controls))
    if any(getattr(old, field) != getattr(new, field) for field in _SAID) or old.controls != controls:
        yield Ref("threat", id)
    for control in new.controls:
        before = pair.base[0].controls.get(pair.names.old("control", control))
        after = pair.head[0].controls.get(control)
        if before and after and (before.status, before.use) != (after.status, after.use):
            yield Ref("control", control)


def _new_answer(pair: _Pair) -> Ref:
    """The first answer about an element that the base does not give."""
    before = answers(pair.base, pair.was)
    given = (pair.head[0].not_applicable[at] for at in pair.head[1].answers[pair.ref.id])
    return next((Ref("not_applicable", answer.id) for answer in given if answer.refs not in before), pair.ref)


_CAUSES: dict[str, Callable[[_Pair], Iterator[Ref]]] = {
    "members": _members,
    "boundaries": _around,
    "parent": _parent,
    "crossings": _crossings,
    "exposed": _exposed,
    "stores": _data("stores"),
    "processes": _data("processes"),
    "data": _data("data"),
    "threats": _threats,
}
"""Facts that may follow from something else -> how to find it."""
