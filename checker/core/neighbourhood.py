"""What a change looks like on the map: the changed components and flows, and what they touch. Small enough to draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.core.change import Change
from checker.core.model import Component, Flow, Model

LIMIT = 40
"""Components; a larger diagram is no longer read."""
EDGES = 120


class Node(NamedTuple):
    """A component. ``boundary`` is the innermost boundary around it; ``mark`` is ``added``, ``removed``, ``changed`` or
    empty for a neighbour that stayed as it was."""

    id: str
    type: str
    boundary: str
    mark: str


class Edge(NamedTuple):
    """A flow, marked like a node."""

    id: str
    source: str
    target: str
    mark: str


class Neighbourhood(NamedTuple):
    """A part of the map. Both ends of every edge are among the nodes; ``left_out`` counts components that are not."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0


def neighbourhood(base: Model, head: Model, changes: tuple[Change, ...], limit: int = LIMIT) -> Neighbourhood:
    """The changed components and the ends of changed flows, then what one flow joins to a changed component.

    Removed elements are taken from the base. Linear in the number of flows; sorted by id.
    """
    marks = {(c.ref.kind, c.ref.id): c.kind for c in changes if c.ref.kind in ("component", "flow") and not c.derived}
    components: dict[str, Component] = {**base.components, **head.components}
    gone = {id: flow for id, flow in base.flows.items() if marks.get(("flow", id)) == "removed"}
    flows: Mapping[str, Flow] = {**gone, **head.flows}
    wanted = [id for id in _wanted(marks, flows) if id in components]
    kept = sorted(wanted[:limit])
    nodes = tuple(Node(id, components[id].type, components[id].boundary, _mark(marks, "component", id)) for id in kept)
    shown = set(kept)
    joined = (id for id, flow in sorted(flows.items()) if flow.source in shown and flow.target in shown)
    edges = tuple(Edge(id, flows[id].source, flows[id].target, _mark(marks, "flow", id)) for id in joined)
    return Neighbourhood(nodes, edges[:EDGES], len(wanted) - len(kept))


def _wanted(marks: Mapping[tuple[str, str], str], flows: Mapping[str, Flow]) -> Iterator[str]:
    """Ids of components, each once, the changed ones first."""
    touched = {flow.source: None for id, flow in sorted(flows.items()) if ("flow", id) in marks}
    touched.update({flow.target: None for id, flow in sorted(flows.items()) if ("flow", id) in marks})
    changed = {id for kind, id in marks if kind == "component"}
    near = {
        end: None
        for _, flow in sorted(flows.items())
        if flow.source in changed or flow.target in changed
        for end in (flow.source, flow.target)
    }
    yield from dict.fromkeys((*sorted(changed), *touched, *near))


def _mark(marks: Mapping[tuple[str, str], str], kind: str, id: str) -> str:
    change = marks.get((kind, id), "")
    return change if change in ("", "added", "removed") else "changed"
