"""What methods ask about: the elements that are in scope, the personal data there, and what is said about threats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import Component, Flow, Model, Threat
from checker.documents.words import quote
from checker.knowledge import vocabulary
from checker.knowledge.references import spellings, with_wider


class Said(NamedTuple):
    """A reference that is dealt with at an element, by a threat or by an answer that it does not apply."""

    reference: str
    by: str
    threat: Threat | None = None


class Elements:
    """One model, as methods ask it."""

    def __init__(self, model: Model, graph: Graph) -> None:
        self.model = model
        self.graph = graph
        self._said: dict[str, tuple[Said, ...]] = {}

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The components in scope."""
        return tuple(one for one in self.model.components.values() if not one.out_of_scope)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """The flows with an end in scope."""
        inside = {one.id for one in self.components}
        return tuple(one for one in self.model.flows.values() if one.source in inside or one.target in inside)

    @cached_property
    def personal_data(self) -> frozenset[str]:
        """The ids of data about people."""
        return frozenset(one.id for one in self.model.data.values() if one.personal)

    def carries_personal(self, flow: Flow) -> bool:
        return not self.personal_data.isdisjoint(flow.data)

    def handles_personal(self, component: Component) -> bool:
        """Whether it stores, works on, sends or receives personal data."""
        if not self.personal_data.isdisjoint((*component.stores, *component.processes)):
            return True
        passing = (*self.graph.flows_in[component.id], *self.graph.flows_out[component.id])
        return any(self.carries_personal(self.model.flows[id]) for id in passing)

    def kind(self, id: str) -> str:
        """``process``, ``data-store`` or ``external-entity``; empty for what is none of the model's components."""
        component = self.model.components.get(id)
        known = vocabulary.component_type(component.type) if component else None
        return known.kind if known else ""

    def said(self, id: str) -> tuple[Said, ...]:
        """What is said at an element. A threat says it of the whole, too, that a reference is a part of."""
        if id not in self._said:
            self._said[id] = (*self._threats(id), *self._answers(id))
        return self._said[id]

    def _threats(self, id: str) -> Iterator[Said]:
        for name in self.graph.threats.get(id, ()):
            threat = self.model.threats[name]
            wider = dict.fromkeys(one for ref in threat.refs for one in with_wider(ref))
            yield from (Said(ref, f"threat {quote(name)}", threat) for ref in wider)

    def _answers(self, id: str) -> Iterator[Said]:
        for at in self.graph.answers.get(id, ()):
            refs = self.model.not_applicable[at].refs
            yield from (Said(one, f"not_applicable/{at}") for ref in refs for one in spellings(ref))


def first(said: Sequence[Said], wanted: frozenset[str]) -> Said | None:
    """The first that deals with one of some references."""
    return next((one for one in said if one.reference in wanted), None)


def ref_of(element: Component | Flow) -> Ref:
    return Ref("component" if isinstance(element, Component) else "flow", element.id)
