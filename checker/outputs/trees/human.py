"""An attack tree at a terminal: the tree itself, its figures, its attacks, and what would stop them."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.attack_tree import FIGURES, Analysis, Attack, Cover, Leaf, Outlook, Step
from checker.core.location import Location
from checker.outputs.escape import visible
from checker.outputs.layout import first, table
from checker.outputs.trees.numbers import NOT_STATED, number, stated

SHOWN = 50
"""Attacks and choices that are listed; the rest is counted, and in the JSON."""

_JOINED = {"or": "one of", "and": "all of", "sand": "one after the other"}


def lines(analysis: Analysis, at: Location) -> Iterator[str]:
    """The lines of one tree, without their ends."""
    yield f"{visible(analysis.id)}: {visible(analysis.goal)}"
    yield f"  --> {visible(str(at))}"
    yield ""
    yield from _tree(analysis)
    yield ""
    total, open_ = len(analysis.whole.attacks), len(analysis.open.attacks)
    yield f"{_count(total, 'minimal attack')}: {total - open_:,} stopped by a control in place, {open_:,} open"
    yield ""
    yield from _figures(analysis)
    yield ""
    yield from _attacks(analysis.whole.attacks)
    yield ""
    yield f"single steps that reach the goal: {first(analysis.single, SHOWN)}"
    yield from _cover("controls that stop all attacks", analysis.cover)
    if analysis.open.attacks:
        yield from _cover("what more would stop all open attacks", analysis.closing)
    yield from (f"note: {note}" for note in analysis.notes)


def _tree(analysis: Analysis) -> Iterator[str]:
    """The steps, each below what it leads to."""
    waiting: list[tuple[str, str, Step]] = []
    yield f"{visible(analysis.goal)} ({_JOINED[analysis.root.kind]})"
    waiting.extend(_below("", analysis.root.children))
    while waiting:
        first, rest, step = waiting.pop()
        yield f"{first}{_step(step, set(analysis.working))}"
        if not isinstance(step, Leaf):
            waiting.extend(_below(rest, step.children))


def _below(indent: str, children: tuple[Step, ...]) -> Iterator[tuple[str, str, Step]]:
    """(what stands before a step, what stands before those below it, the step), last one first."""
    for index, child in reversed([*enumerate(children)]):
        last = index == len(children) - 1
        yield f"{indent}{'└─ ' if last else '├─ '}", f"{indent}{'   ' if last else '│  '}", child


def _step(step: Step, working: set[str]) -> str:
    if isinstance(step, Leaf):
        text = f"{visible(step.id)}  {visible(step.name)}".rstrip()
        if figures := stated(step):
            text += f"  [{figures}]"
    else:
        text = f"{visible(step.name)} ({_JOINED[step.kind]})".lstrip()
    for id in step.controls:
        text += f"  <stopped by {visible(id)}>" if id in working else f"  <{visible(id)}, not in place>"
    return text


def _figures(analysis: Analysis) -> Iterator[str]:
    attacks = analysis.whole.attacks
    rows = [("", "of all", "of the open")]
    for figure in FIGURES:
        name = f"least {figure}" if figure != "probability" else "likeliest attack"
        rows.append((name, _best(analysis.whole, figure, attacks), _best(analysis.open, figure, attacks)))
    whole, left = number(analysis.whole.independent), number(analysis.open.independent)
    rows.append(("any of them works, each tried by itself", whole, left))
    goal, still = number(analysis.probability), number(analysis.chance(analysis.open))
    rows.append((f"probability of the goal ({analysis.rule})", goal, still))
    yield from table(rows)


def _best(outlook: Outlook, figure: str, attacks: tuple[Attack, ...]) -> str:
    best, unknown = outlook.best[figure], outlook.unknown[figure]
    if best is None:
        return NOT_STATED
    lacking = f"; not stated of {unknown:,}" if unknown else ""
    return f"{number(best.value)} (attack {attacks.index(best.attack) + 1}{lacking})"


def _attacks(attacks: tuple[Attack, ...]) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [("attack", "steps", *FIGURES, "stopped by")]
    for index, attack in enumerate(attacks[:SHOWN], 1):
        stopped = ", ".join(map(visible, attack.working)) or "nothing"
        rows.append((str(index), _way(attack), *(number(attack.figures[f]) for f in FIGURES), stopped))
    yield from table(rows)
    if len(attacks) > SHOWN:
        yield f"and {len(attacks) - SHOWN:,} more attacks: --json has all of them"


def _way(attack: Attack) -> str:
    """The ids of the steps: ``a, then b`` where each has to come after the one before it."""
    before = set(attack.before)
    text = visible(attack.steps[0])
    for one, other in zip(attack.steps, attack.steps[1:], strict=False):
        text += f"{', then ' if (one, other) in before else ' + '}{visible(other)}"
    return text


def _cover(what: str, cover: Cover) -> Iterator[str]:
    if not cover.choices:
        yield f"{what}: none is named"
    for index, choice in enumerate(cover.choices[:SHOWN]):
        yield f"{what}: {' + '.join(map(visible, choice))}" if not index else f"  or {' + '.join(map(visible, choice))}"
    if len(cover.choices) > SHOWN:
        yield f"  and {len(cover.choices) - SHOWN:,} more choices: --json has all of them"
    if not cover.complete:
        yield "  (one good choice: there are too many to find them all)"
    if cover.bare:
        yield f"  not stopped by any: {_count(len(cover.bare), 'attack')} for which no control is named"


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
