"""Which controls would stop every attack: minimal hitting sets.

In the way of Berge 1989, bounded; one greedy choice where that is too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from checker.core.attack_tree import Attack, Cover

MAX_CHOICES = 500
"""Sets kept on the way; one more, and only one good choice is sought."""

Choice = frozenset[str]


def cover(attacks: Iterable[Attack], without: Callable[[Attack], Iterable[str]] = lambda attack: ()) -> Cover:
    """The minimal choices of controls of which every attack has one. ``without`` says which do not count for one."""
    bare, named = [], []
    for attack in attacks:
        controls = frozenset(attack.controls).difference(without(attack))
        if controls:
            named.append(controls)
        else:
            bare.append(attack)
    asked = _fewest(named)
    found = _all_choices(asked)
    choices = found if found is not None else [_one_choice(asked)]
    ordered = sorted((tuple(sorted(choice)) for choice in choices), key=lambda choice: (len(choice), choice))
    return Cover(tuple(choice for choice in ordered if choice), found is not None, tuple(bare))


def _fewest(sets: Iterable[Choice]) -> list[Choice]:
    """Without those that contain another: what stops that one stops them."""
    found: list[Choice] = []
    for one in sorted(set(sets), key=lambda one: (len(one), sorted(one))):
        if not any(other <= one for other in found):
            found.append(one)
    return found


def _all_choices(asked: list[Choice]) -> list[Choice] | None:
    choices: list[Choice] = [frozenset()]
    for controls in asked:
        hit = [choice for choice in choices if choice & controls]
        longer = {choice | {control} for choice in choices if not choice & controls for control in controls}
        choices = _fewest([*hit, *longer])
        if len(choices) > MAX_CHOICES:
            return None
    return choices


def _one_choice(asked: list[Choice]) -> Choice:
    """The control that stops most of what is left, again and again; then without those that turned out needless."""
    left, choice = asked, list[str]()
    while left:
        everywhere = sorted({control for controls in left for control in controls})
        best = max(everywhere, key=lambda control: sum(control in controls for controls in left))
        choice.append(best)
        left = [controls for controls in left if best not in controls]
    for control in tuple(choice):
        rest = [other for other in choice if other != control]
        if all(controls.intersection(rest) for controls in asked):
            choice = rest
    return frozenset(choice)
