"""Path rules: what to consider at a component because of ways through the whole model."""

from __future__ import annotations

from collections.abc import Callable

from checker.core.location import Ref
from checker.core.model import CLASSIFICATIONS, Component
from checker.methods.coverage.around import kind_of
from checker.methods.coverage.conditions import Ground

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
    fed = _along(ground, "fed", lambda one: kind_of(one) == "external-entity", forth=True)
    learns = _along(ground, "learns", lambda one: one.type == "model", gates=("evaluation",))
    return component.id in fed and component.id in learns


def _unsigned(ground: Ground, component: Component) -> bool:
    """A library or model of others with a way to an endpoint on which neither a registry nor an evaluation stands."""
    serves = _along(ground, "serves", lambda one: one.type == "inference-endpoint", gates=GATES)
    return component.type == "ml-library" and component.id in serves


def _along(
    ground: Ground,
    name: str,
    is_start: Callable[[Component], bool],
    forth: bool = False,
    gates: tuple[str, ...] = (),
) -> set[str]:
    """The components on ways from some (``forth``) or to them, past no component of the types ``gates``. Kept under a
    name: one walk serves all components."""
    if name not in ground.walks:
        flows = ground.graph.flows_out if forth else ground.graph.flows_in
        front = [id for id, one in ground.model.components.items() if is_start(one)]
        seen = set(front)
        while front:
            here = front.pop()
            for id in flows[here]:
                flow = ground.model.flows[id]
                other = flow.target if flow.source == here else flow.source
                if other not in seen and ground.model.components[other].type not in gates:
                    seen.add(other)
                    front.append(other)
        ground.walks[name] = seen
    return ground.walks[name]


PATHS: dict[str, Callable[[Ground, Component], bool]] = {
    "untrusted-sensitive-outbound": _lethal,
    "public-feedback-to-production": _public_feedback,
    "unsigned-model-to-production": _unsigned,
}
"""Path rule -> whether it asks at a component."""
