"""A Mermaid diagram of what changed and its neighbours, for GitHub Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from checker.core.location import Ref
from checker.core.naming import Names
from checker.core.neighbourhood import Neighbourhood, Node
from checker.outputs.escape import mermaid
from checker.outputs.words import number_of

_ARROWS = {"added": "==>", "removed": "-.->", "changed": "==>", "": "-->"}
_LONGEST = 12
"""Components of a way that are drawn."""
_CLASSES = (
    "  classDef added stroke:#1a7f37,stroke-width:3px",
    "  classDef removed stroke:#cf222e,stroke-width:3px,stroke-dasharray:5 4",
    "  classDef changed stroke:#9a6700,stroke-width:3px",
)


def diagram(part: Neighbourhood, called: Names) -> Iterator[str]:
    """A fenced diagram, its lines. Names of the model stand only in quoted labels, never as identifiers; ``called`` has
    those of elements whose ids tell people nothing.

    Components are nodes in the box of their innermost boundary; flows are arrows: thick for added or changed, dotted
    for removed ones.
    """
    names = {node.id: f"n{number}" for number, node in enumerate(part.nodes)}
    yield "```mermaid\nflowchart LR\n"
    boundaries = sorted({node.boundary for node in part.nodes if node.boundary})
    for number, boundary in enumerate(boundaries):
        yield f"  subgraph b{number}[{mermaid(called.get(boundary, boundary))}]\n"
        yield from (f"  {_node(names, called, node)}" for node in part.nodes if node.boundary == boundary)
        yield "  end\n"
    yield from (_node(names, called, node) for node in part.nodes if not node.boundary)
    for edge in part.edges:
        name = called.get(edge.id, edge.id)
        label = mermaid(f"{name} ({edge.mark})" if edge.mark else name, 60)
        yield f"  {names[edge.source]} {_ARROWS[edge.mark]}|{label}| {names[edge.target]}\n"
    yield "\n".join(_CLASSES) + "\n```\n\n"
    if part.left_out:
        yield f"{number_of(part.left_out, 'more component')} around the change left out of the picture.\n\n"


def way_diagram(way: Sequence[Ref], called: Names) -> Iterator[str]:
    """A fenced diagram of a way: its components in a row, joined by its flows; of a long one both ends."""
    components, flows = way[::2], way[1::2]
    half = _LONGEST // 2
    whole = len(components) <= _LONGEST
    shown = range(len(components)) if whole else [*range(half), *range(len(components) - half, len(components))]
    yield "```mermaid\nflowchart LR\n"
    yield from (f"  n{number}[{mermaid(_called(components[number], called), 60)}]\n" for number in shown)
    for before, after in pairwise(shown):
        left_out = number_of(after - before - 1, "component")
        joined = (
            f"-->|{mermaid(_called(flows[before], called), 60)}|"
            if after == before + 1
            else f"-.->|{mermaid(left_out)}|"
        )
        yield f"  n{before} {joined} n{after}\n"
    yield "```\n\n"


def _called(ref: Ref, called: Names) -> str:
    return called.get(ref.id, ref.id)


def _node(names: dict[str, str], called: Names, node: Node) -> str:
    name = called.get(node.id, node.id)
    label = f"{name}, {node.type}" if node.type else name
    mark = f" ({node.mark})" if node.mark else ""
    return f"  {names[node.id]}[{mermaid(label + mark, 60)}]{f':::{node.mark}' if node.mark else ''}\n"
