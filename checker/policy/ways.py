"""The shortest ways through a network of numbered components and flows. Knows nothing of rules."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from checker.core.model import Component, Flow, Model


class Network(NamedTuple):
    """Components and flows of a model, numbered in order of id."""

    components: tuple[Component, ...]
    flows: tuple[Flow, ...]
    out: list[list[tuple[int, int]]]
    """Component -> the flows that leave it, each with the component at its other end; a bidirectional flow leaves
    both of its ends."""


class Terrain(NamedTuple):
    """Where ways may lead: the flows that may be walked, the components that may be passed through (any may be an end),
    and how many flows a way has at most."""

    flows: Sequence[bool]
    components: Sequence[bool]
    hops: int


class Way(NamedTuple):
    """The numbers of the components on a way, first and last included, and of the flows between them."""

    components: tuple[int, ...]
    flows: tuple[int, ...]


class _Labels(NamedTuple):
    """How components were reached, in the order in which they were: where to, from which start, after which other label
    (-1 for a start) and by which flow."""

    at: list[int]
    start: list[int]
    before: list[int]
    flow: list[int]

    def add(self, at: int, start: int, before: int, flow: int) -> None:
        self.at.append(at)
        self.start.append(start)
        self.before.append(before)
        self.flow.append(flow)


def network(model: Model) -> Network:
    """The network of a model. Flows that lead nowhere are no part of it."""
    number_of = {id: number for number, id in enumerate(model.components)}.get
    out: list[list[tuple[int, int]]] = [[] for _ in model.components]
    for number, flow in enumerate(model.flows.values()):
        source, target = number_of(flow.source), number_of(flow.target)
        if source is not None and target is not None:
            out[source].append((number, target))
            if flow.bidirectional:
                out[target].append((number, source))
    return Network(tuple(model.components.values()), tuple(model.flows.values()), out)


def shortest_ways(
    of: Network, starts: Sequence[int], ends: Collection[int], terrain: Terrain, spend: Callable[[int], None]
) -> dict[int, Way]:
    """End -> the shortest way to it from another component that is a start, where there is one.

    Of several shortest ways it is the one whose start has the least id, then whose flows have, one by one. One
    breadth-first pass from all starts at once (``starts`` in ascending order): a component is entered at most twice,
    from its two nearest starts, because the nearest of a start is itself. ``spend`` is told how many flows are about
    to be looked at, and may raise.
    """
    walkable, passable, out = terrain.flows, terrain.components, of.out
    labels = _Labels([*starts], [*starts], [-1] * len(starts), [-1] * len(starts))
    first = [-1] * len(out)
    for start in starts:
        first[start] = start
    again = not set(ends).isdisjoint(starts)
    second = [-1 if again else 0] * len(out)
    found: dict[int, int] = {}
    done = 0
    for _ in range(min(terrain.hops, len(out))):
        layer, done = range(done, len(labels.at)), len(labels.at)
        if not layer or len(found) == len(ends):
            break
        for label in layer:
            here, start = labels.at[label], labels.start[label]
            if labels.before[label] >= 0 and not passable[here]:
                continue
            spend(len(out[here]))
            for flow, there in out[here]:
                if not walkable[flow]:
                    continue
                if first[there] < 0:
                    first[there] = start
                elif second[there] < 0 and first[there] != start:
                    second[there] = start
                else:
                    continue
                if there in ends:
                    found.setdefault(there, len(labels.at))
                labels.add(there, start, label, flow)
    return {end: _traced(labels, found[end]) for end in sorted(found)}


def _traced(labels: _Labels, label: int) -> Way:
    components, flows = [labels.at[label]], []
    while labels.before[label] >= 0:
        flows.append(labels.flow[label])
        label = labels.before[label]
        components.append(labels.at[label])
    return Way(tuple(reversed(components)), tuple(reversed(flows)))
