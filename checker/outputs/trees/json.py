"""Attack trees as plain data: everything that was computed, every attack."""

from __future__ import annotations

from typing import Any

from checker.core.attack_tree import Analysis, Attack, Cover, Outlook
from checker.core.location import Location
from checker.outputs.place import place


def data(analysis: Analysis, at: Location) -> dict[str, Any]:
    """One tree. Attacks are numbered from 1, in the order of ``attacks``."""
    attacks = analysis.whole.attacks
    numbers = {attack.steps + attack.gates: index for index, attack in enumerate(attacks, 1)}
    return {
        "id": analysis.id,
        "goal": analysis.goal,
        "location": place(at),
        "probability_rule": analysis.rule,
        "attacks": [_attack(attack) for attack in attacks],
        "all": _outlook(analysis, analysis.whole, numbers),
        "open": _outlook(analysis, analysis.open, numbers),
        "single_steps": list(analysis.single),
        "controls_for_all": _cover(analysis.cover, numbers),
        "controls_for_open": _cover(analysis.closing, numbers),
        "notes": list(analysis.notes),
    }


def _attack(attack: Attack) -> dict[str, Any]:
    return {
        "steps": list(attack.steps),
        "before": [list(pair) for pair in attack.before],
        "through": list(attack.gates),
        "controls": list(attack.controls),
        "stopped_by": list(attack.working),
        **attack.figures,
    }


def _outlook(analysis: Analysis, outlook: Outlook, numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    best = {
        figure: {"value": best.value, "attack": numbers[best.attack.steps + best.attack.gates]} if best else None
        for figure, best in outlook.best.items()
    }
    return {
        "attacks": len(outlook.attacks),
        "best": best,
        "not_stated": outlook.unknown,
        "independent_probability": outlook.independent,
        "probability": analysis.chance(outlook),
    }


def _cover(cover: Cover, numbers: dict[tuple[str, ...], int]) -> dict[str, Any]:
    return {
        "choices": [list(choice) for choice in cover.choices],
        "complete": cover.complete,
        "attacks_without_controls": [numbers[attack.steps + attack.gates] for attack in cover.bare],
    }
