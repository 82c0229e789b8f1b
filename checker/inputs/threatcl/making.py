"""What everything in a file of threatcl is called here, and what is said where something is missing or unknown."""

from __future__ import annotations

from checker.core.location import Location
from checker.documents.words import quote
from checker.inputs.names import Names
from checker.inputs.threatcl.body import Body, Reading, one_line
from checker.inputs.threatcl.outline import Diagram, Threats, handle

MAX_DEPTH = 20
"""Threat models that extend each other one after the other."""


class Making:
    """The elements of all threat models of a file, as they are made."""

    def __init__(self, reading: Reading, models: list[Threats]) -> None:
        self.reading = reading
        self.models = models
        self._by_handle = {handle(model.body): model for model in reversed(models)}
        diagrams = [diagram for model in models for diagram in model.diagrams]
        self.flows = {
            id(part.body): _flow_id(diagram, part.name, part.body) for diagram in diagrams for part in diagram.flows
        }
        self.names = Names(
            reading.id,
            {
                "component": [
                    *(element.id for diagram in diagrams for element in diagram.elements),
                    *(part.id for model in models for part in model.dependencies),
                ],
                "flow": self.flows.values(),
                "boundary": (zone.id for diagram in diagrams for zone in diagram.zones),
                "data": (part.id for model in models for part in model.data),
            },
        )

    def asset(self, model: Threats, name: str) -> str | None:
        """The id of an information asset, also of one that comes from what a threat model extends."""
        here: Threats | None = model
        for _ in range(MAX_DEPTH):
            if here is None:
                break
            if found := here.known.find(name):
                return self.names.of("data", here.prefix + found)
            here = self._by_handle.get(one_line(here.body.get("extends").value))
        return None


def required(body: Body, *keys: str) -> None:
    """Say which of these are missing. What is there and cannot be looked up was said already."""
    for key in keys:
        found = body.get(key)
        if body.value.get(found.path[-1]) in (None, ""):
            body.reading.wrong("missing-key", f"there is no {quote(key)} here", found.subject, body.place(), "", key)


def unknown(body: Body, key: str, word: str, place: Location, hint: str) -> None:
    """Say that a word is none of the tool's."""
    subject = body.get(key).subject
    message = f"{quote(word)} is not known for {quote(key)}"
    body.reading.wrong("unknown-word", message, subject, place, hint, f"{key} {word}")


def _flow_id(diagram: Diagram, name: str, body: Body) -> str:
    """A flow is known by its ends and its name."""
    ends = [one_line(body.get(key).value) for key in ("from", "to")]
    source, target = (diagram.known.find(end) or end for end in ends)
    return f"{diagram.prefix}{source} > {target} : {name}"
