"""What pictures of a model show of it, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.model import Model
from checker.documents.words import quote, some
from checker.outputs.models import losses

SAYS = {
    "system": frozenset({"name"}),
    "component": frozenset({"name", "type", "boundary"}),
    "flow": frozenset({"name", "source", "target", "protocol", "bidirectional", "content"}),
    "boundary": frozenset({"name", "trust", "kind", "parent"}),
}
"""Kind -> what is drawn of it. Of a component out of scope that it is so, and not why."""

_SHOWN = 4


def undrawn(model: Model, untitled: bool = False) -> Iterator[str]:
    """A line for each kind of thing that is not in the picture; ``untitled`` pictures do not name the system."""
    says = {**SAYS, "system": frozenset[str]()} if untitled else SAYS
    yield from losses(model, says)
    loose = [id for id, one in model.flows.items() if not {one.source, one.target} <= model.components.keys()]
    if loose:
        yield f"flow to or from nothing in the model: {some([*map(quote, loose)], _SHOWN)}"
