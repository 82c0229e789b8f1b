"""A model as a data-flow diagram in DOT, the language of Graphviz: what other tools draw, in whatever format they can.

External entities are boxes, processes round, data stores cylinders. Boundaries are clusters within each other, dashed
where they are not trusted. A flow of untrusted content is bold. Nodes have the ids of the model; every word of it
stands in quotes.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.graph import Graph, build_graph
from checker.core.model import Component, Flow, Model
from checker.knowledge.vocabulary import component_type
from checker.outputs import drawing
from checker.outputs.escape import visible
from checker.outputs.models import Written
from checker.outputs.models.picture import undrawn

NAME = "dot"

_SHAPES = {"external-entity": "box", "process": "ellipse", "data-store": "cylinder"}
_HEAD = (
    "  graph [rankdir=LR, labelloc=t, labeljust=l, fontname=Helvetica];",
    "  node [shape=box, fontname=Helvetica];",
    "  edge [fontname=Helvetica, fontsize=10];",
)
_LOOKS = {"untrusted": "style=dashed; color=firebrick", "partner": "style=dashed; color=darkgoldenrod"}
"""Trust of a boundary -> how it is drawn; any other is solid."""


def write(model: Model) -> Written:
    """The digraph."""
    return Written("".join(f"{line}\n" for line in _lines(model, build_graph(model))), tuple(undrawn(model)))


def _lines(model: Model, graph: Graph) -> Iterator[str]:
    yield f"digraph {_name(model.id)} {{"
    yield from _HEAD
    yield f"  label={_label(model.system.name or model.id)};"
    drawn: set[str] = set()
    for id in sorted(model.boundaries, key=lambda id: bool(graph.chains[id])):  # outermost first; the order else stays
        yield from _cluster(model, graph, id, drawn)
    loose = (one for one in model.components.values() if not graph.chains[one.id])
    yield from (f"  {_node(one)}" for one in loose)
    ends = model.components.keys()
    yield from (f"  {_edge(one)}" for one in model.flows.values() if {one.source, one.target} <= ends)
    yield "}"


def _cluster(model: Model, graph: Graph, id: str, drawn: set[str]) -> Iterator[str]:
    """A boundary with all inside, where it was not drawn yet: boundaries in a circle are cut open."""
    if id in drawn:
        return
    drawn.add(id)
    yield f"  subgraph {_name(f'cluster_{id}')} {{"
    yield f"    label={_label(drawing.of_boundary(model.boundaries[id]))};"
    yield f"    {_LOOKS.get(graph.trust[id], 'style=solid')};"
    for inside in graph.members[id]:
        if inside in model.components:
            yield f"    {_node(model.components[inside])}"
    for inside in graph.members[id]:
        if inside in model.boundaries:
            yield from (f"  {line}" for line in _cluster(model, graph, inside, drawn))
    yield "  }"


def _node(one: Component) -> str:
    known = component_type(one.type)
    shape = f", shape={_SHAPES[known.kind]}" if known else ""
    outside = ", style=dashed" if one.out_of_scope else ""
    return f"{_name(one.id)} [label={_label(drawing.of_component(one))}{shape}{outside}];"


def _edge(one: Flow) -> str:
    both = ", dir=both" if one.bidirectional else ""
    bold = ", style=bold" if one.content == "untrusted" else ""
    return f"{_name(one.source)} -> {_name(one.target)} [label={_label(drawing.of_flow(one))}{both}{bold}];"


def _name(id: str) -> str:
    """An id as a name in quotes. Only ``"`` is escaped in a name; two ids never become one."""
    return '"' + visible(id.replace("\\", "\\\\")).replace('"', '\\"') + '"'


def _label(text: str) -> str:
    """A text in quotes. A backslash would begin one of DOT's own escapes, such as ``\\N`` for the name of the node."""
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
