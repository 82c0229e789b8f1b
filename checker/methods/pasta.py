"""PASTA: its seven stages as questions to the model, each answered by naming what is missing.

Names of the stages: UcedaVélez and Morana, "Risk Centric Threat Modeling", Wiley 2015. What makes a stage complete is
stated here in terms of the model; docs/reference/methods.md says the same in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.core.assessment import Gap, Part
from checker.core.attack_tree import Leaf, walk
from checker.core.location import Ref
from checker.core.model import Threat
from checker.core.system import SignOff
from checker.knowledge.risk.assess import assess as assess_risk
from checker.methods.elements import Elements

STAGES = {
    "1": "Definition of the objectives",
    "2": "Definition of the technical scope",
    "3": "Application decomposition and analysis",
    "4": "Threat analysis",
    "5": "Weakness and vulnerability analysis",
    "6": "Attack modelling and simulation",
    "7": "Risk analysis and management",
}

WEAKNESSES = ("cwe:", "cve:", "ghsa:", "finding:")
"""Prefixes of what a threat comes from: a kind of weakness, a known vulnerability, or a finding of a scan or a test."""

_FROM_HIGH = ("high", "critical")

Asked = tuple[Ref, tuple[str, ...]]
"""Something that a stage asks about, and what is missing there."""


def assess(elements: Elements) -> tuple[Part, ...]:
    """The seven stages."""
    signed = dict(elements.model.system.pasta)
    return tuple(_part(elements, stage, signed.get(stage, SignOff())) for stage in STAGES)


def _part(elements: Elements, stage: str, signed: SignOff) -> Part:
    if signed.not_applicable:
        note = f"not applicable, says {signed.by} ({signed.on}): {signed.not_applicable}"
        return Part(stage, STAGES[stage], 0, 0, "item", note=note)
    asked = tuple(_QUESTIONS[stage](elements))
    gaps = tuple(Gap(at, ", ".join(missing)) for at, missing in asked if missing)
    note = f"signed off by {signed.by} on {signed.done}" if signed.done else ""
    return Part(stage, STAGES[stage], len(asked) - len(gaps), len(asked), "item", gaps, note=note)


def _lacking(**stated: object) -> tuple[str, ...]:
    return tuple(f"no {name.replace('_', ' ')}" for name, value in stated.items() if not value)


def _or_none(elements: Elements, asked: Iterator[Asked], what: str) -> Iterator[Asked]:
    """What is asked; where that is nothing, that there is nothing."""
    found = False
    for one in asked:
        found = True
        yield one
    if not found:
        yield Ref("system", elements.model.id), (what,)


def _objectives(elements: Elements) -> Iterator[Asked]:
    for one in elements.model.objectives.values():
        yield Ref("objective", one.id), _lacking(owner=one.owner, impact=one.impact)


def _scope(elements: Elements) -> Iterator[Asked]:
    for one in elements.components:
        if elements.kind(one.id) != "external-entity":
            owner = one.owner or elements.model.system.owner
            yield Ref("component", one.id), _lacking(owner=owner, technology=one.technology)
    for flow in elements.flows:
        yield Ref("flow", flow.id), _lacking(protocol=flow.protocol)


def _decomposition(elements: Elements) -> Iterator[Asked]:
    graph = elements.graph
    for one in elements.components:
        touched = graph.flows_in[one.id] or graph.flows_out[one.id]
        yield Ref("component", one.id), _lacking(flow=touched, boundary=one.boundary)
    for flow in elements.flows if "flow.data" not in elements.model.unsayable else ():
        yield Ref("flow", flow.id), _lacking(data=flow.data)


def _threats(elements: Elements) -> Iterator[Asked]:
    for one in elements.components:
        considered = elements.graph.threats.get(one.id) or elements.graph.answers.get(one.id)
        yield Ref("component", one.id), _lacking(threat=considered)
    for threat in elements.model.threats.values():
        yield Ref("threat", threat.id), _lacking(source_in_refs=threat.refs)


def _weaknesses(elements: Elements) -> Iterator[Asked]:
    for threat, unsaid in _high(elements):
        cited = any(ref.startswith(WEAKNESSES) for ref in threat.refs)
        missing = () if cited else (unsaid or "high, and no weakness in refs (cwe:, cve:, ghsa:, finding:)",)
        yield Ref("threat", threat.id), missing


def _attacks(elements: Elements) -> Iterator[Asked]:
    model = elements.model
    modelled = {
        id
        for tree in model.attack_trees.values()
        for _, step in (walk(tree.root) if tree.root else ())
        if isinstance(step, Leaf)
        for id in step.threats
    }
    for threat, unsaid in _high(elements):
        controls = (model.controls[id] for id in threat.controls if id in model.controls)
        tested = any(control.status == "verified" and control.evidence for control in controls)
        known = threat.id in modelled or tested
        missing = () if known else (unsaid or "high, and in no attack tree, and no verified control with evidence",)
        yield Ref("threat", threat.id), missing


def _high(elements: Elements) -> Iterator[tuple[Threat, str]]:
    """Threats that are high, or of which nothing is said, which is then the second: silence is no low risk."""
    for threat in elements.model.threats.values():
        band = assess_risk(threat.risk).band
        if threat.status != "not-applicable" and band in (*_FROM_HIGH, ""):
            yield threat, "" if band else "no risk is stated, so it may be high"


def _risks(elements: Elements) -> Iterator[Asked]:
    for threat in elements.model.threats.values():
        if threat.status != "not-applicable":
            scored = bool(assess_risk(threat.risk).band)
            decided = threat.status != "identified"
            dated = threat.status != "accepted" or (threat.accepted and threat.accepted.until)
            missing = _lacking(risk=scored, decision=decided, owner=threat.owner, end_of_the_acceptance=dated)
            yield Ref("threat", threat.id), missing


_QUESTIONS: dict[str, Callable[[Elements], Iterator[Asked]]] = {
    "1": lambda elements: _or_none(elements, _objectives(elements), "no objective"),
    "2": lambda elements: _or_none(elements, _scope(elements), "nothing is in scope"),
    "3": lambda elements: _or_none(elements, _decomposition(elements), "nothing is in scope"),
    "4": lambda elements: _or_none(elements, _threats(elements), "no threat"),
    "5": lambda elements: (
        _weaknesses(elements) if elements.model.threats else _or_none(elements, iter(()), "no threat")
    ),
    "6": lambda elements: _attacks(elements) if elements.model.threats else _or_none(elements, iter(()), "no threat"),
    "7": lambda elements: _or_none(elements, _risks(elements), "no threat"),
}
