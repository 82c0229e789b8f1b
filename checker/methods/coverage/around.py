"""One model as what is around each of its elements: flows, neighbours, trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from checker.core.graph import Graph
from checker.core.model import TRUST, Component, Flow, Model
from checker.knowledge.vocabulary import component_type


class Around:
    """A model and its graph, asked from a component or a flow outwards."""

    def __init__(self, model: Model, graph: Graph) -> None:
        self.model, self.graph = model, graph
        self.types = Counter(one.type for one in model.components.values())
        self.models = [one for one in model.components.values() if one.type == "model" or one.model]

    def components(self) -> Iterator[Component]:
        """Those in scope."""
        return (one for one in self.model.components.values() if not one.out_of_scope)

    def flows(self, component: Component) -> Iterator[Flow]:
        """The flows at a component, each once."""
        ids = dict.fromkeys((*self.graph.flows_in[component.id], *self.graph.flows_out[component.id]))
        return (self.model.flows[id] for id in ids)

    def next_to(self, component: Component, *types: str) -> Iterator[Component]:
        """The components of these types at the other end of a flow."""
        for flow in self.flows(component):
            other = self.model.components.get(flow.target if flow.source == component.id else flow.source)
            if other and other.type in types:
                yield other

    def sources(self, component: Component) -> Iterator[tuple[Flow, Component]]:
        """The flows that bring data to a component, each with the component where it comes from."""
        for id in self.graph.flows_in[component.id]:
            flow = self.model.flows[id]
            source = flow.target if flow.source == component.id else flow.source
            if source in self.model.components:
                yield flow, self.model.components[source]

    def rises(self, source: str, target: str) -> bool | None:
        """Whether a component is less trusted than another; None where one of the two has no known trust."""
        start, end = self.graph.trust.get(source, ""), self.graph.trust.get(target, "")
        return TRUST.index(start) < TRUST.index(end) if start in TRUST and end in TRUST else None


def kind_of(component: Component) -> str:
    """``process``, ``data-store``, ``external-entity`` or ``""``."""
    known = component_type(component.type)
    return known.kind if known else ""


def is_ai(component: Component) -> bool:
    """Whether a component is of an AI type."""
    known = component_type(component.type)
    return bool(known and known.group == "ai")
