"""The answers of views that take more than an attribute: joins, and what is known about words.

Each takes the facts and an element, like every getter of a view. A word that no vocabulary knows answers None, which
means "not known": no rule is ever passed on the strength of it.
"""

from __future__ import annotations

from checker.core.model import TRUST, Boundary, Component, Control, Data, Flow, System, Threat
from checker.knowledge import vocabulary
from checker.policy.facts import Facts

_RANK = {name: rank for rank, name in enumerate(TRUST)}
_STRENGTH = ("none", "weak", "usual", "strong")
_NOTHING = ("none", "no", "-")


def kind(_: Facts, component: Component) -> str:
    known = vocabulary.component_type(component.type)
    return known.kind if known else ""


def group(_: Facts, component: Component) -> str:
    known = vocabulary.component_type(component.type)
    return known.group if known else ""


def boundaries(facts: Facts, element: Component | Boundary) -> tuple[Boundary, ...]:
    return tuple(facts.model.boundaries[id] for id in facts.graph.chains[element.id])


def trust(facts: Facts, element: Component | Boundary) -> str:
    return facts.graph.trust[element.id]


def exposure(facts: Facts, component: Component) -> str:
    return facts.graph.exposure[component.id]


def internet_facing(facts: Facts, component: Component) -> bool:
    return facts.graph.exposure[component.id] == "direct"


def classification(facts: Facts, element: Component | Flow) -> str:
    return facts.graph.classification[element.id]


def encrypted(_: Facts, component: Component) -> bool | None:
    known = vocabulary.encryption_at_rest(component.encryption)
    return known.strength > 0 if known else None


def carries_personal(facts: Facts, flow: Flow) -> bool | None:
    return any(data.personal for data in facts.data(flow.data)) if flow.data else None


def crossings(facts: Facts, flow: Flow) -> tuple[Boundary, ...]:
    return tuple(facts.model.boundaries[id] for id in facts.graph.crossings[flow.id])


def direction(facts: Facts, flow: Flow) -> str:
    start, end = (_RANK.get(facts.graph.trust.get(id, "")) for id in (flow.source, flow.target))
    if start is None or end is None:
        return ""
    return "inward" if start < end else "outward" if start > end else "level"


def local(_: Facts, flow: Flow) -> bool | None:
    known = vocabulary.protocol(flow.protocol)
    return known.local if known else None


def cleartext(_: Facts, flow: Flow) -> bool | None:
    """False for a local protocol; else what the flow says of its encryption, and only then what its protocol does."""
    protocol = vocabulary.protocol(flow.protocol)
    if protocol and protocol.local:
        return False
    if flow.encryption:
        stated = vocabulary.encryption_in_transit(flow.encryption)
        return stated.strength == 0 if stated else None
    return not protocol.encrypted if protocol and protocol.encrypted is not None else None


def protected(facts: Facts, flow: Flow) -> bool | None:
    """Like :func:`cleartext`, but an outdated or unproven encryption does not count as protection either."""
    stated = vocabulary.encryption_in_transit(flow.encryption)
    if stated and not local(facts, flow):
        return stated.strength >= _STRENGTH.index("usual")
    clear = cleartext(facts, flow)
    return None if clear is None else not clear


def strength(_: Facts, flow: Flow) -> str:
    known = vocabulary.authentication(flow.authentication)
    return _STRENGTH[known.strength] if known else ""


def authenticated(_: Facts, flow: Flow) -> bool | None:
    known = vocabulary.authentication(flow.authentication)
    return known.strength > 0 if known else None


def mutual(_: Facts, flow: Flow) -> bool | None:
    known = vocabulary.authentication(flow.authentication)
    return known.mutual if known else None


def authorized(_: Facts, flow: Flow) -> bool | None:
    return flow.authorization.lower() not in _NOTHING if flow.authorization else None


def flow_in_scope(facts: Facts, flow: Flow) -> bool:
    return any(not component.out_of_scope for component in facts.components((flow.source, flow.target)))


def inside(facts: Facts, boundary: Boundary) -> tuple[Component, ...]:
    return facts.components(facts.graph.members[boundary.id])


def inner(facts: Facts, boundary: Boundary) -> tuple[Boundary, ...]:
    boundaries = facts.model.boundaries
    return tuple(boundaries[id] for id in facts.graph.members[boundary.id] if id in boundaries)


def stored_by(facts: Facts, data: Data) -> tuple[Component, ...]:
    return tuple(component for component in facts.model.components.values() if data.id in component.stores)


def processed_by(facts: Facts, data: Data) -> tuple[Component, ...]:
    return tuple(component for component in facts.model.components.values() if data.id in component.processes)


def carried_by(facts: Facts, data: Data) -> tuple[Flow, ...]:
    return tuple(flow for flow in facts.model.flows.values() if data.id in flow.data)


def threat_controls(facts: Facts, threat: Threat) -> tuple[Control, ...]:
    return tuple(facts.model.controls[id] for id in threat.controls if id in facts.model.controls)


def derives_threats(facts: Facts, _: System) -> bool:
    return facts.model.derives_threats
