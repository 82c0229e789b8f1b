"""Whether the threats on an element were considered, beyond that somebody signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from checker.core.commands import suggestions_at
from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import IN_PLACE, THREAT_STATUS, TOGETHER, Model, Threat
from checker.documents.words import quote

_UNNAMED = "no threat on it is named, and none is marked not applicable"
_NAME_ONE = "name a threat on it (what to consider: {command}), or say under 'not_applicable'{where} why none applies"
_SAY_OWNER = "the format has no word for the owner of a threat: name the owner of the system"
_WAIVE = "the format has no word for that: waive this in .threatgate-waivers.yaml, with an owner and a last day"


class Missing(NamedTuple):
    """Something that is still to be said about a threat, or that no threat is named at all; ``at`` is its place.

    ``todo`` says what to do about it where ``what`` does not tell.
    """

    what: str
    at: Ref
    todo: str = ""


def missing(model: Model, graph: Graph, as_of: str, beside: str = "") -> dict[Ref, list[Missing]]:
    """What is missing for each reviewable element; elements without a key are considered.

    A component in scope and a flow that crosses a boundary need at least one threat, or an answer that none applies;
    not where the format's own tool derives the threats or threats cannot say where they are. ``as_of`` is an ISO date;
    ``beside`` the file that takes answers, where the format of the model has no word for them.
    """
    found: dict[Ref, list[Missing]] = {}
    asked = not model.derives_threats and "threat.on" not in model.unsayable
    trouble = {id: [*_trouble(model, threat, as_of)] for id, threat in model.threats.items()}
    unreasoned = [not answer.reason.strip() for answer in model.not_applicable]
    for kind in TOGETHER:
        for id in model.elements(kind):
            threats, answers = graph.threats.get(id, ()), graph.answers.get(id, ())
            here = [one for threat in threats for one in trouble[threat]]
            here += [
                Missing("a threat is marked not applicable without a reason", Ref("not_applicable", str(at)))
                for at in answers
                if unreasoned[at]
            ]
            if not threats and not answers and asked and _needs_threats(model, graph, kind, id):
                here.append(_unnamed(Ref(kind, id), beside))
            if here:
                found[Ref(kind, id)] = here
    return found


def _unnamed(ref: Ref, beside: str) -> Missing:
    where = f" in {beside}" if beside else ""
    return Missing(_UNNAMED, ref, _NAME_ONE.format(command=suggestions_at(ref.id), where=where))


def _needs_threats(model: Model, graph: Graph, kind: str, id: str) -> bool:
    if kind == "component":
        return not model.components[id].out_of_scope
    return kind == "flow" and bool(graph.crossings[id])


def _trouble(model: Model, threat: Threat, as_of: str) -> Iterator[Missing]:
    at = partial(Ref, "threat", threat.id)
    name = f"threat {quote(threat.id)}"
    if threat.status == "identified" and not threat.owner.strip():
        yield from _unowned(model, name, at("status"))
    elif threat.status == "accepted":
        yield from _acceptance(model, threat, name, as_of)
    elif threat.status == "mitigated" and not _answered(model, threat):
        yield Missing(f"{name} is called mitigated, and no control on it is implemented", at("controls"))
    elif threat.status == "not-applicable" and not threat.rationale.strip():
        yield Missing(f"{name} is called not applicable without a rationale", at("status"))
    elif threat.status not in THREAT_STATUS:
        yield Missing(f"{name} has the unknown status {quote(threat.status)}", at("status"))


def _unowned(model: Model, name: str, at: Ref) -> Iterator[Missing]:
    """Where the format cannot say who owns a threat, it is the owner of the system."""
    if "threat.owner" not in model.unsayable:
        yield Missing(f"{name} is left identified and nobody owns it", at)
    elif not model.system.owner.strip():
        todo = _WAIVE if "system.owner" in model.unsayable else _SAY_OWNER
        yield Missing(f"{name} is left identified and nobody owns it or the system", at, todo)


def _acceptance(model: Model, threat: Threat, name: str, as_of: str) -> Iterator[Missing]:
    by, until = threat.accepted or ("", "")
    facts = (("rationale", "a rationale", threat.rationale), ("by", "an approver", by), ("until", "a date", until))
    lacking = {field: what for field, what, said in facts if not said.strip()}
    if lacking:
        todo = "" if "rationale" in lacking or not _unsayable(model, lacking) else _WAIVE
        what = " and ".join(lacking.values())
        yield Missing(f"{name} is accepted without {what}", Ref("threat", threat.id, "status"), todo)
    if until.strip() and until < as_of:
        yield Missing(f"{name} was accepted until {quote(until)}", Ref("threat", threat.id, "accepted.until"))


def _unsayable(model: Model, fields: Iterable[str]) -> bool:
    """Whether the format has no word for some of these parts of an acceptance."""
    return not {"threat.accepted", *(f"threat.accepted.{field}" for field in fields)}.isdisjoint(model.unsayable)


def _answered(model: Model, threat: Threat) -> bool:
    return any(id in model.controls and model.controls[id].status in IN_PLACE for id in threat.controls)
