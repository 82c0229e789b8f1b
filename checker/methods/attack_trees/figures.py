"""What attacks come to: the attribute domains of the literature, on minimal attacks.

=============  =========================  =============================================
figure         steps of one attack        among attacks
=============  =========================  =============================================
cost           sum                        least
time           the longest of the chains  least
               that ``sand`` makes
probability    product                    greatest (``max``), or the chance that at
                                          least one works (``independent``)
difficulty     greatest                   least
skill          greatest                   least
=============  =========================  =============================================

Mauw and Oostdijk 2005 for cost, probability and difficulty; Jhawar et al. 2015 for time: steps of an ``and`` are done
side by side, those of a ``sand`` one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import prod

from checker.core.attack_tree import FIGURES, Attack, Best, Leaf, Outlook
from checker.methods.attack_trees.expand import Cut, bits

WORST_FOR_DEFENDER: dict[str, Callable[[float, float], bool]] = {
    **dict.fromkeys(FIGURES, lambda new, old: new < old),
    "probability": lambda new, old: new > old,
}
"""Figure -> whether an attack with the first value is better for the attacker than one with the second."""


def attack_of(cut: Cut, items: Sequence[Leaf | str], controls: Sequence[frozenset[str]], working: set[str]) -> Attack:
    """One cut as an attack. ``controls`` are those of each item."""
    order = {step: list(bits(before)) for step, before in cut.order.items()}
    inside = sorted(bits(cut.steps), key=lambda bit: (len(order.get(bit, ())), bit))
    steps = {bit: item for bit in inside if isinstance(item := items[bit], Leaf)}
    named = frozenset[str]().union(*(controls[bit] for bit in inside))
    return Attack(
        steps=tuple(leaf.id for leaf in steps.values()),
        before=tuple((steps[b].id, leaf.id) for bit, leaf in steps.items() for b in order.get(bit, ())),
        gates=tuple(item for bit in inside if isinstance(item := items[bit], str)),
        controls=tuple(sorted(named)),
        working=tuple(sorted(named & working)),
        figures=_figures(steps, order),
    )


def outlook(attacks: Iterable[Attack], independent: float | None) -> Outlook:
    """What these attacks come to. ``independent`` is the chance that at least one works."""
    found = tuple(attacks)
    best = {figure: _best(found, figure) for figure in FIGURES}
    unknown = {figure: sum(attack.figures[figure] is None for attack in found) for figure in FIGURES}
    return Outlook(found, best, unknown, independent)


def _figures(steps: dict[int, Leaf], order: dict[int, list[int]]) -> dict[str, float | None]:
    leaves = steps.values()
    return {
        "cost": _joined(sum, (leaf.cost for leaf in leaves)),
        "time": _longest(steps, order),
        "probability": _joined(prod, (leaf.probability for leaf in leaves)),
        "difficulty": _joined(max, (leaf.difficulty for leaf in leaves)),
        "skill": _joined(max, (leaf.skill for leaf in leaves)),
    }


def _joined(join: Callable[[list[float]], float], values: Iterator[float | None]) -> float | None:
    found = []
    for value in values:
        if value is None:
            return None
        found.append(value)
    return tidy(join(found))


def _longest(steps: dict[int, Leaf], order: dict[int, list[int]]) -> float | None:
    """The time of the longest chain. ``steps`` come in an order in which they can be done."""
    done: dict[int, float] = {}
    for bit, leaf in steps.items():
        if leaf.time is None:
            return None
        done[bit] = leaf.time + max((done[before] for before in order.get(bit, ())), default=0)
    return tidy(max(done.values()))


def tidy(value: float) -> float:
    """A figure with 12 digits: what a sum of decimals has behind them is no figure of anybody."""
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() else rounded


def _best(attacks: Iterable[Attack], figure: str) -> Best | None:
    better = WORST_FOR_DEFENDER[figure]
    found: Best | None = None
    for attack in attacks:
        value = attack.figures[figure]
        if value is not None and (found is None or better(value, found.value)):
            found = Best(value, attack)
    return found
