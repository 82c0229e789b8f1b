"""A model as a Mermaid flowchart: what ``threatgate draw`` shows, and what is not in it."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.graph import build_graph
from checker.core.model import Model
from checker.documents.words import quote, some
from checker.outputs import drawing
from checker.outputs.models import Written
from checker.outputs.models.picture import undrawn

NAME = "mermaid"
_SHOWN = 4


def write(model: Model) -> Written:
    """The flowchart, without a fence."""
    text = "".join(f"{line}\n" for line in drawing.lines(model, build_graph(model)))
    return Written(text, (*undrawn(model, untitled=True), *_cut(model)))


def _cut(model: Model) -> Iterator[str]:
    """Labels in Mermaid are short."""
    labels = {id: drawing.of_component(one) for id, one in model.components.items()}
    labels |= {id: drawing.of_flow(one) for id, one in model.flows.items()}
    labels |= {id: drawing.of_boundary(one) for id, one in model.boundaries.items()}
    if long := [quote(id) for id, label in labels.items() if len(label) > drawing.WIDTH]:
        yield f"the end of a label of more than {drawing.WIDTH} characters: {some(long, _SHOWN)}"
