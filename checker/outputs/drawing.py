"""A whole model as a data-flow diagram in Mermaid. Words of the model stand only in quoted labels.

External entities are boxes, processes are round, data stores are cylinders. Boundaries are boxes within each other,
dashed where they are not trusted. A flow of untrusted content is thick.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.graph import Graph
from checker.core.model import Boundary, Component, Flow, Model
from checker.knowledge.vocabulary import component_type
from checker.outputs.escape import mermaid

_SHAPES = {"external-entity": "[{}]", "process": "({})", "data-store": "[({})]"}
WIDTH = 80
"""The most characters of a label."""
_CLASSES = (
    "  classDef outside stroke-dasharray:5 4",
    "  classDef untrusted stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4",
    "  classDef partner stroke:#9a6700,stroke-width:2px",
)
"""Components out of scope; boundaries of little trust."""


def lines(model: Model, graph: Graph) -> Iterator[str]:
    """The lines of the diagram, without a fence, in the order of the model. Boundaries in a circle are cut open."""
    nodes = {id: f"n{number}" for number, id in enumerate(model.components)}
    drawn: dict[str, str] = {}
    yield "flowchart LR"
    for id in sorted(model.boundaries, key=lambda id: bool(graph.chains[id])):  # outermost first; the order else stays
        yield from _box(model, graph, id, nodes, drawn)
    loose = (one for one in model.components.values() if not graph.chains[one.id])
    yield from (f"  {_node(nodes[one.id], one)}" for one in loose)
    yield from (_arrow(nodes, one) for one in model.flows.values() if {one.source, one.target} <= nodes.keys())
    yield from _CLASSES


def _box(model: Model, graph: Graph, id: str, nodes: dict[str, str], drawn: dict[str, str]) -> Iterator[str]:
    """A boundary with all inside, where it was not drawn yet. ``drawn``: boundary id -> its name in the diagram."""
    if id in drawn:
        return
    name = drawn.setdefault(id, f"b{len(drawn)}")
    yield f"  subgraph {name}[{mermaid(of_boundary(model.boundaries[id]), WIDTH)}]"
    for inside in graph.members[id]:
        if inside in nodes:
            yield f"    {_node(nodes[inside], model.components[inside])}"
    for inside in graph.members[id]:
        if inside in model.boundaries:
            yield from (f"  {line}" for line in _box(model, graph, inside, nodes, drawn))
    yield "  end"
    if graph.trust[id] in ("untrusted", "partner"):
        yield f"  class {name} {graph.trust[id]}"


def of_boundary(one: Boundary) -> str:
    """The label of a boundary."""
    about = ", ".join(filter(None, (one.trust, one.kind)))
    return f"{one.name or one.id} ({about})" if about else one.name or one.id


def of_component(one: Component) -> str:
    """The label of a component."""
    return f"{one.name or one.id}, {one.type}" if one.type else one.name or one.id


def of_flow(one: Flow) -> str:
    """The label of a flow."""
    return f"{one.name or one.id}: {one.protocol}" if one.protocol else one.name or one.id


def _node(name: str, one: Component) -> str:
    known = component_type(one.type)
    shape = _SHAPES[known.kind] if known else "[{}]"
    return name + shape.format(mermaid(of_component(one), WIDTH)) + (":::outside" if one.out_of_scope else "")


def _arrow(nodes: dict[str, str], one: Flow) -> str:
    line = "==>" if one.content == "untrusted" else "-->"
    label = mermaid(of_flow(one), WIDTH)
    return f"  {nodes[one.source]} {'<' if one.bidirectional else ''}{line}|{label}| {nodes[one.target]}"
