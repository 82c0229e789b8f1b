"""Which controls would stop every attack: minimal hitting sets.

In the way of Berge 1989, bounded; one greedy choice where that is too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from checker.core.attack_tree import Attack, Cover

MAX_CHOICES = 500
"""Sets kept on the way; one more, and only one good choice is sought."""
MAX_COMPARED = 1_000_000
"""Pairs of sets that are compared; after that too."""

NOTHING = Cover((), False, ())
"""Nobody asked."""

Choice = frozenset[str]


class _TooMany(Exception):
    """There are more choices than are sought."""


def cover(attacks: Iterable[Attack]) -> Cover:
    """The minimal choices of controls of which every attack has one."""
    found = tuple(attacks)
    named = {frozenset(attack.controls) for attack in found if attack.controls}
    bare = tuple(attack for attack in found if not attack.controls)
    try:
        choices, complete = _all_choices(named), True
    except _TooMany:
        choices, complete = [_one_choice(named)], False
    ordered = sorted((tuple(sorted(choice)) for choice in choices), key=lambda choice: (len(choice), choice))
    return Cover(tuple(choice for choice in ordered if choice), complete, bare)


def _all_choices(named: Iterable[Choice]) -> list[Choice]:
    left = [MAX_COMPARED]
    choices: list[Choice] = [frozenset()]
    for controls in _fewest(named, left):
        hit = [choice for choice in choices if choice & controls]
        longer = {choice | {control} for choice in choices if not choice & controls for control in controls}
        choices = _fewest([*hit, *longer], left)
        if len(choices) > MAX_CHOICES:
            raise _TooMany
    return choices


def _fewest(sets: Iterable[Choice], left: list[int]) -> list[Choice]:
    """Without those that contain another. ``left`` is how many pairs may still be compared."""
    found: list[Choice] = []
    for one in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        left[0] -= 1 + len(found)
        if left[0] < 0:
            raise _TooMany
        if not any(other <= one for other in found):
            found.append(one)
    return found


def _one_choice(named: Iterable[Choice]) -> Choice:
    """What has to be chosen; then the control that stops most of what is left, again and again; then without those that
    turned out needless."""
    asked = list(named)
    choice = {control for controls in asked if len(controls) == 1 for control in controls}
    left = [controls for controls in asked if not controls & choice]
    while left:
        counts = Counter(control for controls in left for control in controls)
        best = min(counts, key=lambda control: (-counts[control], control))
        choice.add(best)
        left = [controls for controls in left if best not in controls]
    for control in sorted(choice):
        rest = choice - {control}
        if all(controls & rest for controls in asked):
            choice = rest
    return frozenset(choice)
