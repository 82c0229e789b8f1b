"""The answers of views that take more than an attribute: joins, and what is known about words.

Each takes the facts and an element, like every getter of a view. A word that no vocabulary knows answers None, which
means "not known": no rule is ever passed on the strength of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from checker.core.model import TRUST, Acceptance, Boundary, Component, Control, Feature, Flow, Threat
from checker.core.system import System
from checker.knowledge import vocabulary
from checker.policy.facts import Facts

if TYPE_CHECKING:
    from checker.knowledge.risk.assess import Risk

_WORDS = 4096
"""How many different words of models are remembered: far more than any vocabulary has."""

_DIRECTION = {
    (start, end): "inward" if TRUST.index(start) < TRUST.index(end) else "level" if start == end else "outward"
    for start in TRUST
    for end in TRUST
}
_STRENGTH = ("none", "weak", "usual", "strong")
_ASSESSING = 50
"""The steps of a budget that the risk of a threat counts for: what reading and computing it takes."""
_NOTHING = ("none", "no", "-")


def kind(_: Facts, component: Component) -> str:
    return _type(component.type)[0]


def group(_: Facts, component: Component) -> str:
    return _type(component.type)[1]


@lru_cache(_WORDS)
def _type(word: str) -> tuple[str, str]:
    known = vocabulary.component_type(word)
    return (known.kind, known.group) if known else ("", "")


def boundaries(facts: Facts, element: Component | Boundary) -> tuple[Boundary, ...]:
    return _boundaries(facts, facts.graph.chains[element.id])


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
    return _boundaries(facts, facts.graph.crossings[flow.id])


def _boundaries(facts: Facts, ids: Sequence[str]) -> tuple[Boundary, ...]:
    facts.budget.spend(len(ids))
    return tuple(facts.model.boundaries[id] for id in ids)


def direction(facts: Facts, flow: Flow) -> str:
    trust = facts.graph.trust.get
    return _DIRECTION.get((trust(flow.source, ""), trust(flow.target, "")), "")


def local(_: Facts, flow: Flow) -> bool | None:
    known = vocabulary.protocol(flow.protocol)
    return known.local if known else None


def cleartext(_: Facts, flow: Flow) -> bool | None:
    return vocabulary.in_transit(flow.encryption, flow.protocol).cleartext


def protected(_: Facts, flow: Flow) -> bool | None:
    return vocabulary.in_transit(flow.encryption, flow.protocol).protected


def strength(_: Facts, flow: Flow) -> str:
    return vocabulary.caller(flow.authentication).strength


def authenticated(_: Facts, flow: Flow) -> bool | None:
    return vocabulary.caller(flow.authentication).known


def mutual(_: Facts, flow: Flow) -> bool | None:
    return vocabulary.caller(flow.authentication).mutual


def authorized(_: Facts, flow: Flow) -> bool | None:
    return flow.authorization.lower() not in vocabulary.NO_AUTHORIZATION if flow.authorization else None


def flow_in_scope(facts: Facts, flow: Flow) -> bool:
    components = facts.model.components
    start, end = components.get(flow.source), components.get(flow.target)
    return bool((start and not start.out_of_scope) or (end and not end.out_of_scope))


def inside(facts: Facts, boundary: Boundary) -> tuple[Component, ...]:
    return facts.components(facts.graph.members[boundary.id])


def inner(facts: Facts, boundary: Boundary) -> tuple[Boundary, ...]:
    boundaries, members = facts.model.boundaries, facts.graph.members[boundary.id]
    return _boundaries(facts, [id for id in members if id in boundaries])


def threat_controls(facts: Facts, threat: Threat) -> tuple[Control, ...]:
    facts.budget.spend(len(threat.controls))
    return tuple(facts.model.controls[id] for id in threat.controls if id in facts.model.controls)


def dread(facts: Facts, threat: Threat) -> float | None:
    """The number of its ratings, from 0 to 10; None where one is missing or not on the scale of their variant."""
    dread = _risk(facts, threat).dread
    return dread.normalised if dread else None


def cvss(facts: Facts, threat: Threat) -> float | None:
    """The number of its vector; None where there is none, or a wrong one."""
    cvss = _risk(facts, threat).cvss
    return cvss.computed.score if cvss else None


def risk(facts: Facts, threat: Threat) -> str:
    return _risk(facts, threat).band


def normalised_risk(facts: Facts, threat: Threat) -> str:
    return _risk(facts, threat).normalised


def risk_said(facts: Facts, threat: Threat) -> str:
    return _risk(facts, threat).said


def _risk(facts: Facts, threat: Threat) -> Risk:
    from checker.knowledge.risk.assess import assess  # few rules ask

    def read() -> Risk:
        facts.budget.spend(_ASSESSING)
        return assess(threat.risk)

    found: Risk = facts.once(("risk", threat.risk), threat.id, read)
    return found


def in_tree(facts: Facts, threat: Threat) -> bool:
    """Whether a step of an attack tree names it."""
    from checker.core.attack_tree import Leaf, walk  # few models have trees

    def named() -> frozenset[str]:
        roots = [tree.root for tree in facts.model.attack_trees.values() if tree.root]
        steps = [step for root in roots for _, step in walk(root)]
        facts.budget.spend(len(steps))
        return frozenset(id for step in steps if isinstance(step, Leaf) for id in step.threats)

    return threat.id in facts.once("in a tree", "", named)


def control_levels(facts: Facts, threat: Threat) -> tuple[str, ...]:
    """The levels of the controls that answer it, without those that are retired, each once."""
    levels = (one.level for one in threat_controls(facts, threat) if one.level and one.status != "retired")
    return tuple(dict.fromkeys(levels))


def catalogue_level(_: Facts, control: Control) -> str:
    """The level that the catalogue gives the entry which the control is; empty where it has no such entry."""
    from checker.knowledge.lookup import entry  # few rules ask

    found = entry(f"control:{control.use}") if control.use else None
    return found.parent if found else ""


def unlinked(facts: Facts, control: Control) -> tuple[str, ...]:
    """The threats that it answers and to whose techniques ATLAS links none of the mitigations that it cites."""
    from checker.knowledge.mitigations import unlinked as are_unlinked  # few rules ask

    pins = dict(facts.model.system.taxonomies)
    answered = facts.answered_by(control.id) if control.refs else ()
    facts.budget.spend(sum(len(threat.refs) for threat in answered))
    return tuple(threat.id for threat in answered if are_unlinked(control.refs, threat.refs, pins))


def chained(facts: Facts, feature: Feature) -> bool:
    from checker.core.steps import broken_at  # few models have features

    facts.budget.spend(len(feature.steps))
    return bool(feature.steps) and not broken_at(facts.model, feature)


def unsayable(facts: Facts, _: System) -> tuple[str, ...]:
    return facts.model.unsayable


def derives_threats(facts: Facts, _: System) -> bool:
    return facts.model.derives_threats


def days_left(facts: Facts, acceptance: Acceptance) -> int | None:
    """Days from the day of the check until an acceptance ends, below 0 when it has; None where either is no date."""
    from datetime import date  # few rules ask

    try:
        return (date.fromisoformat(acceptance.until) - date.fromisoformat(facts.now)).days
    except ValueError:
        return None


def methods(_: Facts, system: System) -> tuple[str, ...]:
    claimed = [(name, *(f"{name}:{variant}" for variant in variants)) for name, variants in system.methods]
    return tuple(word for words in claimed for word in words)


def flow_artifacts(_: Facts, system: System) -> tuple[str, ...]:
    if not system.source_artifacts:
        return ()
    from checker.knowledge.frameworks import shows_flows

    return tuple(sorted({one.path for one in system.source_artifacts if shows_flows(one.framework, one.code)}))


def per_element(facts: Facts, system: System) -> bool:
    return "per-element" in _stride(system) and not facts.model.derives_threats


def per_interaction(facts: Facts, system: System) -> bool:
    """The default of the two: where data crosses a boundary an attacker is met first."""
    claimed = _stride(system)
    return ("per-interaction" in claimed or "per-element" not in claimed) and not facts.model.derives_threats


def _stride(system: System) -> tuple[str, ...]:
    return dict(system.methods).get("stride", ())
