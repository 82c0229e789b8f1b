"""Path rules: what to consider at a component because of ways through the whole model."""

from __future__ import annotations

from collections.abc import Callable

from checker.core.location import Ref
from checker.core.model import CLASSIFICATIONS, Component
from checker.methods.coverage.conditions import Ground, kind_of

GATES = ("evaluation", "model-registry")
"""Types at which somebody or something decides about a model before it goes on."""


def _lethal(ground: Ground, component: Component) -> bool:
    """An agent that reads what strangers wrote, handles sensitive data and has a way out."""
    if component.type != "agent":
        return False
    handled = ground.graph.classification[component.id]
    sensitive = handled in CLASSIFICATIONS[2:] or bool(
        ground.held(Ref("component", component.id), "personal_data").value
    )
    return sensitive and _reads_strangers(ground, component) and _way_out(ground, component)


def _reads_strangers(ground: Ground, component: Component) -> bool:
    return any(
        flow.content == "untrusted" or (not flow.content and ground.rises(source.id, component.id))
        for flow, source in ground.sources(component)
    )


def _way_out(ground: Ground, component: Component) -> bool:
    for id in ground.graph.flows_out[component.id]:
        flow = ground.model.flows[id]
        other = flow.target if flow.source == component.id else flow.source
        if ground.rises(other, component.id):
            return True
    return False


def _public_feedback(ground: Ground, component: Component) -> bool:
    """A feedback loop that somebody outside reaches, with a way to a model on which nothing evaluates."""
    if component.type != "feedback-loop":
        return False
    before = _reached(ground, component.id, ground.graph.flows_in, ())
    after = _reached(ground, component.id, ground.graph.flows_out, ("evaluation",))
    components = ground.model.components
    fed = any(kind_of(components[id]) == "external-entity" for id in before)
    return fed and any(components[id].type == "model" for id in after)


def _unsigned(ground: Ground, component: Component) -> bool:
    """A library or model of others with a way to an endpoint on which neither a registry nor an evaluation stands."""
    if component.type != "ml-library":
        return False
    after = _reached(ground, component.id, ground.graph.flows_out, GATES)
    return any(ground.model.components[id].type == "inference-endpoint" for id in after)


def _reached(ground: Ground, start: str, flows: dict[str, tuple[str, ...]], gates: tuple[str, ...]) -> set[str]:
    """The components to which ways lead from one that go through none of these types."""
    seen, front = {start}, [start]
    while front:
        here = front.pop()
        for id in flows[here]:
            flow = ground.model.flows[id]
            other = flow.target if flow.source == here else flow.source
            if other not in seen and ground.model.components[other].type not in gates:
                seen.add(other)
                front.append(other)
    return seen - {start}


PATHS: dict[str, Callable[[Ground, Component], bool]] = {
    "untrusted-sensitive-outbound": _lethal,
    "public-feedback-to-production": _public_feedback,
    "unsigned-model-to-production": _unsigned,
}
"""Path rule -> whether it asks at a component."""
