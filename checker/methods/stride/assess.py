"""How many letters of STRIDE have an answer: per element, and per interaction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from checker.core.assessment import Answer, Gap, Part
from checker.core.location import Ref
from checker.core.model import Component, Flow
from checker.knowledge import vocabulary
from checker.knowledge.lookup import library
from checker.methods.elements import Elements, Said, ref_of
from checker.methods.stride.interaction import Rule, facts_of, fire, holds_logs, rules

VARIANTS = {"per-element": "each letter at each element", "per-interaction": "the template's rules at each flow"}


def assess(elements: Elements) -> tuple[Part, ...]:
    """Both variants."""
    return _per_element(elements), _per_interaction(elements)


@cache
def _letter_of() -> dict[str, str]:
    """Reference to a rule of the template -> its letter."""
    return {f"sdl:{rule.id}": rule.letter for rule in rules()}


def _answer(said: Iterable[Said], letter: str) -> Said | None:
    letters = _letter_of()
    return next(
        (one for one in said if one.reference == f"stride:{letter}" or letters.get(one.reference) == letter), None
    )


def letters_of(component: Component) -> tuple[str, ...]:
    """What is asked at a component. Repudiation at a store is asked of logs only, by the footnote of the SDL."""
    shipped, known = library("stride"), vocabulary.component_type(component.type)
    if shipped is None or known is None:
        return ()
    letters = shipped.tables["per-element"][known.kind]
    logs = shipped.tables["per-element-conditions"].get(known.kind, {})
    return tuple(letter for letter in letters if letter not in logs or holds_logs(component))


def _letters_of_flow() -> tuple[str, ...]:
    shipped = library("stride")
    return tuple(shipped.tables["per-element"]["data-flow"]) if shipped else ()


def _per_element(elements: Elements) -> Part:
    asked: list[tuple[Component | Flow, tuple[str, ...]]] = [(one, letters_of(one)) for one in elements.components]
    asked.extend((one, _letters_of_flow()) for one in elements.flows)
    gaps, answers = [], []
    for element, letters in asked:
        said = elements.said(element.id)
        open_ = []
        for letter in letters:
            by = answered.by if (answered := _answer(said, letter)) else _protected(element, letter)
            if by:
                answers.append(Answer(ref_of(element), letter, by))
            else:
                open_.append(letter)
        if open_:
            gaps.append(Gap(ref_of(element), " ".join(open_), len(open_)))
    return _part("per-element", gaps, answers)


def _protected(element: Component | Flow, letter: str) -> str:
    """What a stated protection answers: the template's own exclusions (T1, T6, I6) for a flow that is protected."""
    if isinstance(element, Component) or letter not in "TI":
        return ""
    way = vocabulary.in_transit(element.encryption, element.protocol)
    return "a protected flow" if way.protected else ""


def _per_interaction(elements: Elements) -> Part:
    gaps, answers, off = [], [], 0
    for flow in elements.flows:
        fired = fire(facts_of(elements.model, elements.graph, flow))
        said = elements.said(flow.id)
        open_ = []
        for letter, found in fired.letters.items():
            if answered := _answer(said, letter) or _at_an_end(elements, flow, letter, found):
                answers.append(Answer(Ref("flow", flow.id), letter, answered.by))
            else:
                open_.append(f"{letter} ({', '.join(rule.id[:4] for rule in found)})")
        if open_:
            gaps.append(Gap(Ref("flow", flow.id), " ".join(open_), len(open_)))
        off += sum(letter not in fired.letters for letter in {rule.letter for rule in fired.off})
    part = _part("per-interaction", gaps, answers)
    return part._replace(note=f"{off:,} more switched off by what flows state" if off else "")


def _at_an_end(elements: Elements, flow: Flow, letter: str, found: tuple[Rule, ...]) -> Said | None:
    ends = dict.fromkeys(end for rule in found for end in rule.ends)
    said = (_answer(elements.said(flow.source if end == "source" else flow.target), letter) for end in ends)
    return next(filter(None, said), None)


def _part(id: str, gaps: list[Gap], answers: list[Answer]) -> Part:
    of = len(answers) + sum(gap.items for gap in gaps)
    return Part(id, VARIANTS[id], len(answers), of, "letter", tuple(gaps), tuple(answers))
