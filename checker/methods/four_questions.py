"""The four questions of Adam Shostack ("Threat Modeling", Wiley 2014), asked of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.core.assessment import Gap, Part
from checker.core.digest import digests
from checker.core.location import Ref
from checker.core.model import IN_PLACE
from checker.methods.elements import Elements

QUESTIONS = {
    "1": "What are we working on?",
    "2": "What can go wrong?",
    "3": "What are we going to do about it?",
    "4": "Did we do a good job?",
}

Asked = tuple[Ref, tuple[str, ...]]


def assess(elements: Elements, as_of: str) -> tuple[Part, ...]:
    """The four of them. ``as_of`` is an ISO date: what ran out before it answers nothing. What the model's format has
    no word for is not asked."""
    return tuple(_part(elements, as_of, id) for id in QUESTIONS)


def _part(elements: Elements, as_of: str, id: str) -> Part:
    asked = tuple(_ASKING[id](elements, as_of))
    gaps = tuple(Gap(at, ", ".join(missing)) for at, missing in asked if missing)
    return Part(id, QUESTIONS[id], len(asked) - len(gaps), len(asked), "item", gaps)


def _system(elements: Elements, as_of: str) -> Iterator[Asked]:  # noqa: ARG001 the four are asked alike
    graph = elements.graph
    if not elements.components:
        yield Ref("system", elements.model.id), ("nothing is in scope",)
    for one in elements.components:
        missing = () if one.boundary else ("in no boundary",)
        joined = graph.flows_in[one.id] or graph.flows_out[one.id]
        yield Ref("component", one.id), missing if joined else (*missing, "no flow")
    unsayable = elements.model.unsayable
    for flow in elements.flows if "flow.data" not in unsayable else ():
        yield Ref("flow", flow.id), () if flow.data else ("no data",)
    for boundary in elements.model.boundaries.values() if "boundary.trust" not in unsayable else ():
        yield Ref("boundary", boundary.id), () if graph.trust[boundary.id] else ("no trust",)
    handling = (one for part in elements.model.components.values() for one in (*part.stores, *part.processes))
    known = {*handling, *(one for flow in elements.model.flows.values() for one in flow.data)}
    for id in elements.model.data:
        yield Ref("data", id), () if id in known else ("on no flow, and nothing stores it or works on it",)


def _threats(elements: Elements, as_of: str) -> Iterator[Asked]:  # noqa: ARG001 the four are asked alike
    graph = elements.graph
    if not elements.components:
        yield Ref("system", elements.model.id), ("nothing is in scope",)
    crossing = (flow for flow in elements.flows if graph.crossings[flow.id])
    asked = [Ref("component", one.id) for one in elements.components] + [Ref("flow", flow.id) for flow in crossing]
    for at in asked:
        considered = graph.threats.get(at.id) or graph.answers.get(at.id)
        yield at, () if considered else ("no threat, and no answer that none applies",)


def _decisions(elements: Elements, as_of: str) -> Iterator[Asked]:
    model = elements.model
    if not model.threats and not model.not_applicable:
        yield Ref("system", model.id), ("no threat to decide about",)
    for threat in model.threats.values():
        missing: tuple[str, ...] = ()
        if threat.status == "identified":
            missing = ("not decided",)
        elif threat.status == "mitigated":
            known = (model.controls[id] for id in threat.controls if id in model.controls)
            missing = () if any(one.status in IN_PLACE for one in known) else ("mitigated by no control in place",)
        elif threat.status == "accepted":
            until = threat.accepted.until if threat.accepted else ""
            missing = () if until >= as_of else ("accepted until " + (until or "no date"),)
        elif not threat.rationale:
            missing = (f"{threat.status}, without a rationale",)
        yield Ref("threat", threat.id), missing


def _proof(elements: Elements, as_of: str) -> Iterator[Asked]:
    model = elements.model
    seen = {
        (id, digest)
        for review in model.reviews
        if not review.expires or review.expires >= as_of
        for id, digest in review.covers
    }
    for at, digest in digests(model, elements.graph).items():
        yield at, () if (at.id, digest) in seen else ("no review of what it is now",)
    for control in model.controls.values() if "control.evidence" not in model.unsayable else ():
        if control.status in IN_PLACE:
            yield Ref("control", control.id), () if control.evidence else ("no evidence",)


_ASKING: dict[str, Callable[[Elements, str], Iterator[Asked]]] = {
    "1": _system,
    "2": _threats,
    "3": _decisions,
    "4": _proof,
}
