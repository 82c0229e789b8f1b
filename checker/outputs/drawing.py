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

_SHAPES = {"external-entity": "[{}]", "process": "({})", "data-store": "[({})]", "": "[{}]"}
_WIDTH = 80
_CLASSES = (
    "  classDef outside stroke-dasharray:5 4",
    "  classDef untrusted stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4",
    "  classDef partner stroke:#9a6700,stroke-width:2px",
)
"""Not analysed; boundaries of little trust."""


def lines(model: Model, graph: Graph) -> Iterator[str]:
    """The lines of the diagram, without a fence, in the order of the model."""
    nodes = {id: f"n{number}" for number, id in enumerate(model.components)}
    boxes = {id: f"b{number}" for number, id in enumerate(model.boundaries)}
    yield "flowchart LR"
    for id in model.boundaries:
        if not graph.chains[id]:
            yield from _box(model, graph, id, nodes, boxes, 1)
    loose = (one for one in model.components.values() if not graph.chains[one.id])
    yield from (f"  {_node(nodes[one.id], one)}" for one in loose)
    yield from (_arrow(nodes, one) for one in model.flows.values() if {one.source, one.target} <= nodes.keys())
    yield from _CLASSES


def _box(
    model: Model, graph: Graph, id: str, nodes: dict[str, str], boxes: dict[str, str], depth: int
) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}subgraph {boxes[id]}[{_title(model.boundaries[id])}]"
    inside = set(graph.members[id])
    yield from (f"{indent}  {_node(nodes[one], model.components[one])}" for one in nodes if one in inside)
    for one in boxes:
        if one in inside:
            yield from _box(model, graph, one, nodes, boxes, depth + 1)
    yield f"{indent}end"
    trust = graph.trust[id]
    if trust in ("untrusted", "partner"):
        yield f"{indent}class {boxes[id]} {trust}"


def _title(one: Boundary) -> str:
    about = ", ".join(filter(None, (one.trust, one.kind)))
    return mermaid(f"{one.name or one.id} ({about})" if about else one.name or one.id, _WIDTH)


def _node(name: str, one: Component) -> str:
    known = component_type(one.type)
    label = mermaid(f"{one.name or one.id}, {one.type}" if one.type else one.name or one.id, _WIDTH)
    return name + _SHAPES[known.kind if known else ""].format(label) + (":::outside" if one.out_of_scope else "")


def _arrow(nodes: dict[str, str], one: Flow) -> str:
    arrow = (
        ("<==>" if one.bidirectional else "==>")
        if one.content == "untrusted"
        else "<-->"
        if one.bidirectional
        else "-->"
    )
    label = mermaid(f"{one.name or one.id}: {one.protocol}" if one.protocol else one.name or one.id, _WIDTH)
    return f"  {nodes[one.source]} {arrow}|{label}| {nodes[one.target]}"
