"""Whether the steps of a feature hang together."""

from __future__ import annotations

from checker.core.model import Feature, Model


def broken_at(model: Model, feature: Feature) -> str:
    """The first step that starts neither at the actor nor at a component that a step before it has touched; where no
    actor is named, the first step may start anywhere. Empty where the steps hang together."""
    visited = {feature.actor} if feature.actor else set()
    for id in feature.steps:
        flow = model.flows.get(id)
        if flow is None:
            continue
        ends = {flow.source, flow.target}
        starts = ends if flow.bidirectional else {flow.source}
        if visited and visited.isdisjoint(starts):
            return id
        visited |= ends
    return ""
