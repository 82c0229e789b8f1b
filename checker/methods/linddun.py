"""LINDDUN: which privacy threats are asked about where personal data is, and which of them have an answer.

PRO: at each interaction (a flow with a process at one end), by type and position, as the website's table has it and
FBK PILLAR implements it; or with every position ticked, as the tutorial of April 2023 (v0.1) has it. GO: the 33 cards.
Element: the table of 2011. All of them KU Leuven; the tables ship in the library ``linddun``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from checker.core.assessment import Answer, Gap, Part
from checker.core.location import Ref
from checker.core.model import Component, Flow, Threat
from checker.documents.words import quote
from checker.knowledge.lookup import library
from checker.knowledge.references import LINDDUN, with_wider
from checker.methods.elements import Elements, Said, first, ref_of

VARIANTS = {
    "pro": "each type at each position of a flow of personal data",
    "pro-tutorial": "the same, with every position, as the tutorial v0.1 has it",
    "go": "the 33 cards",
    "element": "the table of 2011",
}
_TABLES = {"pro": "pro", "pro-tutorial": "pro-tutorial-0.1"}

POSITIONS = ("source", "flow", "destination")
Cell = tuple[str, str]
"""(position, type)"""


def assess(elements: Elements) -> tuple[Part, ...]:
    """All variants. Without personal data nothing is asked, and each of them is complete."""
    found = (_pro(elements, "pro"), _pro(elements, "pro-tutorial"), _go(elements), _element(elements))
    if elements.personal_data:
        return found
    return tuple(part._replace(note="no data says 'personal: true'") for part in found)


def _tables() -> Mapping[str, Any]:
    shipped = library("linddun")
    if shipped is None:
        raise AssertionError("the library of LINDDUN ships")
    return shipped.tables


@cache
def cells(variant: str, source: str, target: str) -> tuple[Cell, ...]:
    """What LINDDUN PRO asks at an interaction of two kinds; nothing where it is none of the method."""
    for row in _tables()[_TABLES[variant]]:
        if (row["source"], row["target"]) == (source, target):
            types: dict[str, list[str]] = row["positions"]
            return tuple((position, type) for position in POSITIONS for type in types if position in types[type])
    return ()


def _pro(elements: Elements, variant: str) -> Part:
    gaps, answers = [], []
    for flow in filter(elements.carries_personal, elements.flows):
        open_: dict[str, list[str]] = {}
        for position, type in cells(variant, elements.kind(flow.source), elements.kind(flow.target)):
            if said := _at(elements, flow, position, type):
                answers.append(Answer(Ref("flow", flow.id), f"{type} at the {position}", said.by))
            else:
                open_.setdefault(position, []).append(type)
        if open_:
            what = ", ".join(f"{' '.join(types)} at the {position}" for position, types in open_.items())
            gaps.append(Gap(Ref("flow", flow.id), what, sum(map(len, open_.values()))))
    return _part(variant, "triple", gaps, answers)


def _at(elements: Elements, flow: Flow, position: str, type: str) -> Said | None:
    """What answers a type at a position.

    A threat on the flow answers at the position that it states, else at the flow itself; one on an end of the flow at
    that end. That a type does not apply to a flow is said of all of it.
    """
    wanted = f"linddun:{type}"
    for said in elements.said(flow.id):
        if said.reference == wanted and (said.threat is None or (said.threat.position or "flow") == position):
            return said
    if position == "flow":
        return None
    end = flow.source if position == "source" else flow.target
    return first(elements.said(end), frozenset({wanted}))


def _go(elements: Elements) -> Part:
    """A card is drawn where any threat cites it, or an answer says that it does not apply."""
    shipped = library("linddun")
    cards = shipped.of_kind("card") if shipped and elements.personal_data else ()
    drawn = {said.reference: said for id in _everywhere(elements) for said in elements.said(id)}
    system = Ref("system", elements.model.id)
    answers = [
        Answer(system, card.id, said.by) for card in cards if (said := drawn.get(f"linddun:{card.id}")) is not None
    ]
    known = {answer.what for answer in answers}
    gaps = [Gap(system, f"{card.id} {card.name}") for card in cards if card.id not in known]
    return _part("go", "card", gaps, answers)


def _everywhere(elements: Elements) -> Iterator[str]:
    yield from elements.graph.threats
    yield from elements.graph.answers


def _element(elements: Elements) -> Part:
    table: dict[str, list[str]] = _tables()["legacy-per-element"]
    asked: list[tuple[Component | Flow, list[str]]] = [
        (one, table.get(elements.kind(one.id), [])) for one in elements.components if elements.handles_personal(one)
    ]
    asked.extend((flow, table["data-flow"]) for flow in elements.flows if elements.carries_personal(flow))
    gaps, answers = [], []
    for element, types in asked:
        at, open_ = ref_of(element), []
        for type in types:
            if said := first(elements.said(element.id), frozenset({f"linddun:{type}"})):
                answers.append(Answer(at, type, said.by))
            else:
                open_.append(type)
        if open_:
            gaps.append(Gap(at, " ".join(open_), len(open_)))
    return _part("element", "type", gaps, answers)


def _part(id: str, noun: str, gaps: list[Gap], answers: list[Answer]) -> Part:
    of = len(answers) + sum(gap.items for gap in gaps)
    return Part(id, VARIANTS[id], len(answers), of, noun, tuple(gaps), tuple(answers))


def misplaced(elements: Elements, threat: Threat) -> str:
    """Why the position of a threat is none that LINDDUN PRO knows there; empty where it is one."""
    flows = [elements.model.flows[id] for id in threat.on if id in elements.model.flows]
    if not flows:
        return "it is on no flow, and a position is one of a flow"
    claims = dict(elements.model.system.methods).get("linddun", ())
    variant = "pro-tutorial" if "pro-tutorial" in claims else "pro"
    cited = {wider for ref in threat.refs for wider in with_wider(ref)}
    types = {type for type in LINDDUN if f"linddun:{type}" in cited}
    if not types:
        return "it cites no type of LINDDUN, which asks for positions"
    for flow in flows:
        ends = elements.kind(flow.source), elements.kind(flow.target)
        if not cells(variant, *ends):
            return f"LINDDUN PRO does not ask about a flow from {_a(ends[0])} to {_a(ends[1])}, as {quote(flow.id)} is"
        if all((threat.position, type) not in cells(variant, *ends) for type in types):
            named = ", ".join(sorted(types))
            return f"{named} is not asked at the {threat.position} of a flow from {_a(ends[0])}, as {quote(flow.id)} is"
    return ""


def _a(kind: str) -> str:
    words = kind.replace("-", " ") or "thing of no kind"
    return f"an {words}" if words.startswith("e") else f"a {words}"
