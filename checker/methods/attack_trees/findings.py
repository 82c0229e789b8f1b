"""What the attack trees of a model say to the gate: single steps, and open attacks that are new, better or gone.

An attack is open where no control that is in place stops it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.attack_tree import FIGURES, Analysis, Attack, Gate, Leaf, leaves, walk
from checker.core.finding import Finding, Related
from checker.core.location import Ref
from checker.core.model import AttackTree, Model
from checker.core.source import Snapshot
from checker.documents.words import quote
from checker.methods.attack_trees.analyse import analyse, in_place, root_of
from checker.methods.attack_trees.expand import Work
from checker.methods.attack_trees.figures import WORST_FOR_DEFENDER

RULES = {
    "cost": ("tree/cheaper-path", "more cheaply"),
    "time": ("tree/quicker-path", "more quickly"),
    "probability": ("tree/likelier-path", "more probably"),
    "difficulty": ("tree/easier-path", "with less difficulty"),
    "skill": ("tree/easier-path", "with less skill"),
}
"""Figure -> the rule about open attacks that are better by it, and how the goal can then be reached."""

_SHOWN = 6


class _Side(NamedTuple):
    """One tree of one version of a model."""

    model: Model
    tree: AttackTree
    analysis: Analysis


def tree_findings(snapshot: Snapshot, base: Model | None = None) -> Iterator[Finding]:
    """Every finding about the trees of one model; with a ``base`` also what changed since. Raises InputError for a tree
    over a limit."""
    model = snapshot.model
    work, before = Work(), Work()
    was = base.attack_trees if base else {}
    for id, tree in model.attack_trees.items():
        at = snapshot.locate(Ref("attack_tree", id))
        head = _Side(model, tree, analyse(model, tree, work, at, choices=False))
        yield from _single(head, snapshot)
        old = was.get(id) or (was.get(tree.was) if tree.was not in model.attack_trees else None)
        if base and old:
            yield from _changed(_Side(base, old, analyse(base, old, before, at, choices=False)), head, snapshot)
    kept = {tree.was for tree in model.attack_trees.values()} | model.attack_trees.keys()
    for id, tree in was.items():
        if base and id not in kept:
            at = snapshot.locate(Ref("attack_tree", id))
            if count := len(analyse(base, tree, before, at, choices=False).open.attacks):
                yield _dropped(snapshot, id, f"the tree is gone, and with it {_number(count)} to {quote(tree.goal)}")


def _single(head: _Side, snapshot: Snapshot) -> Iterator[Finding]:
    """A finding at each leaf that reaches the goal alone and is not stopped."""
    paths, here = _paths(head.tree), leaves(root_of(head.tree))
    for attack in head.analysis.open.attacks:
        if len(attack.steps) == 1:
            leaf = here[attack.steps[0]]
            message = f"the step {quote(leaf.label)} alone reaches the goal {quote(head.tree.goal)}"
            planned = ", ".join(map(quote, attack.controls[:_SHOWN]))
            hint = f"put one of these in place: {planned}" if planned else "name what stops it under 'controls'"
            subject = Ref("attack_tree", head.tree.id)
            at = snapshot.locate(subject._replace(field=f"{paths[leaf.id]}.leaf"))
            yield Finding(
                "tree/single-step",
                "",
                f"{message}, and no control that is in place stops it",
                subject,
                at,
                snapshot.model.id,
                discriminator=leaf.id,
                hint=hint,
            )


def _changed(base: _Side, head: _Side, snapshot: Snapshot) -> Iterator[Finding]:
    old, new = base.analysis.open, head.analysis.open
    if new.attacks and not old.attacks:
        message = f"every attack on {quote(head.tree.goal)} was stopped, and now one is open"
        yield _finding("tree/reachable-again", message, "", new.attacks[0], (base, head), snapshot)
    elif old.attacks:
        for figure in FIGURES:
            yield from _better(figure, base, head, snapshot)
    yield from _said_to_be_stopped(base, head, snapshot)
    if gone := _gone(old.attacks, head.analysis.whole.attacks):
        way = _way(gone[0], leaves(root_of(base.tree)))
        what = f"{_number(len(gone))} to {quote(head.tree.goal)} {'is' if len(gone) == 1 else 'are'} no longer in the"
        yield _dropped(snapshot, head.tree.id, f"{what} tree, though no control stopped {_those(gone)}: {way}")


def _gone(old: tuple[Attack, ...], new: tuple[Attack, ...]) -> list[Attack]:
    """The attacks of which the tree has neither the same steps nor fewer of them any more."""
    known = {frozenset(attack.steps) for attack in new}
    missing = [attack for attack in old if frozenset(attack.steps) not in known]
    by_step: dict[str, list[frozenset[str]]] = {}
    for steps in known if missing else ():
        by_step.setdefault(min(steps), []).append(steps)
    return [attack for attack in missing if not any(_has(attack, by_step.get(step, ())) for step in attack.steps)]


def _has(attack: Attack, known: Iterable[frozenset[str]]) -> bool:
    return any(steps.issubset(attack.steps) for steps in known)


def _said_to_be_stopped(base: _Side, head: _Side, snapshot: Snapshot) -> Iterator[Finding]:
    """A finding for the attacks that were open and are not, though no control of theirs was put in place since."""
    before = in_place(base.model.controls)
    was_open = {frozenset(attack.steps) for attack in base.analysis.open.attacks}
    closed = [a for a in head.analysis.whole.attacks if a.working and frozenset(a.steps) in was_open]
    if claimed := [attack for attack in closed if before.issuperset(attack.working)]:
        attack, tree = claimed[0], head.tree
        names = " and ".join(map(quote, attack.working[:_SHOWN]))
        message = (
            f"{_number(len(claimed))} to {quote(tree.goal)} {'is' if len(claimed) == 1 else 'are'} called stopped by"
            f" {names}, in place before too: {_way(attack, leaves(root_of(tree)))}"
        )
        subject = Ref("attack_tree", tree.id)
        stops = (
            f"{path}.controls"
            for path, step in walk(root_of(tree))
            if set(attack.working).intersection(step.controls)
            and (path in attack.gates if isinstance(step, Gate) else step.id in attack.steps)
        )
        at = snapshot.locate(subject._replace(field=next(stops, "")))
        yield Finding("tree/said-to-be-stopped", "", message, subject, at, snapshot.model.id)


def _better(figure: str, base: _Side, head: _Side, snapshot: Snapshot) -> Iterator[Finding]:
    """A finding where an open attack is better for the attacker by one figure, or where that can be told no more."""
    rule, how = RULES[figure]
    old, new = base.analysis, head.analysis
    before, after = old.open.best[figure], new.open.best[figure]
    goal = quote(head.tree.goal)
    if new.open.unknown[figure] and not old.open.unknown[figure]:
        attack = next(attack for attack in new.open.attacks if attack.figures[figure] is None)
        step = next(
            leaf for id, leaf in leaves(root_of(head.tree)).items() if id in attack.steps and _unsaid(leaf, figure)
        )
        message = f"whether {goal} can be reached {how} cannot be told any more: {quote(step.label)} has no {figure}"
        yield _finding(rule, message, figure, attack, (base, head), snapshot, step)
    elif before and after:
        was, is_ = before.value, after.value
        if figure == "probability" and head.tree.probability_rule == base.tree.probability_rule == "independent":
            was, is_ = old.chance(old.open) or 0.0, new.chance(new.open) or 0.0
        if WORST_FOR_DEFENDER[figure](is_, was):
            message = f"the goal {goal} can be reached {how} with no control in the way: {is_:g} instead of {was:g}"
            yield _finding(rule, message, figure, after.attack, (base, head), snapshot)


def _finding(
    rule: str,
    message: str,
    figure: str,
    attack: Attack,
    sides: tuple[_Side, _Side],
    snapshot: Snapshot,
    blamed: Leaf | None = None,
) -> Finding:
    """A finding at the step that made the difference, with the way as its path and lost controls beside it."""
    base, head = sides
    subject = Ref("attack_tree", head.tree.id)
    here, paths = leaves(root_of(head.tree)), _paths(head.tree)
    lost = _lost(attack, base, head)
    field = f"{paths[blamed.id]}.{figure}" if blamed else _blame(attack, figure, lost, sides)
    related = [
        Related(snapshot.locate(Ref("control", id, "status")), f"the control {quote(id)} is not in place any more")
        for id in lost
        if id in head.model.controls and id not in in_place(head.model.controls)
    ]
    way = [(snapshot.locate(subject._replace(field=f"{paths[id]}.leaf")), here[id].label) for id in attack.steps]
    return Finding(
        rule=rule,
        severity="",
        message=f"{message}, by {_way(attack, here)}" if not blamed else message,
        subject=subject,
        location=snapshot.locate(subject._replace(field=field)),
        model=snapshot.model.id,
        related=tuple(related),
        path=tuple(Related(at, quote(label)) for at, label in way),
        discriminator=figure,
    )


def _lost(attack: Attack, base: _Side, head: _Side) -> list[str]:
    """The controls that stopped a step or gate of this attack in the base and do not now, sorted."""
    steps, old = set(attack.steps), dict(walk(root_of(base.tree)))
    named = {c for step in old.values() if isinstance(step, Leaf) and step.id in steps for c in step.controls}
    named.update(c for path in _gates(head.tree, steps) if (gate := old.get(path)) for c in gate.controls)
    return sorted(named & in_place(base.model.controls))


def _gates(tree: AttackTree, steps: set[str]) -> list[str]:
    """The paths of the gates above some leaves."""
    above = {path for path, step in walk(root_of(tree)) if isinstance(step, Leaf) and step.id in steps}
    gates = (path for path, step in walk(root_of(tree)) if path and isinstance(step, Gate))
    return [path for path in gates if any(leaf.startswith(f"{path}.") for leaf in above)]


def _blame(attack: Attack, figure: str, lost: list[str], sides: tuple[_Side, _Side]) -> str:
    """The field of the tree that made the difference: a step that is new, says another figure or lost a control."""
    base, head = (leaves(root_of(side.tree)) for side in sides)
    paths, all_steps = _paths(sides[1].tree), dict(walk(root_of(sides[1].tree)))
    for id in attack.steps:
        if id not in base:
            return f"{paths[id]}.leaf"
        if figure and getattr(base[id], figure) != getattr(head[id], figure):
            return f"{paths[id]}.{figure}"
        if set(lost).intersection(base[id].controls):
            return f"{paths[id]}.{'controls' if head[id].controls else 'leaf'}"
    gates = _gates(sides[1].tree, set(attack.steps)) if lost else []
    return next((f"{path}.controls" for path in gates if set(lost).intersection(all_steps[path].controls)), "")


def _unsaid(leaf: Leaf, figure: str) -> bool:
    return getattr(leaf, figure) is None


def _dropped(snapshot: Snapshot, id: str, message: str) -> Finding:
    subject = Ref("attack_tree", id)
    return Finding("tree/attack-dropped", "", message, subject, snapshot.locate(subject), snapshot.model.id)


def _number(count: int) -> str:
    return f"{count:,} open attack{'s' if count > 1 else ''}"


def _those(attacks: list[Attack]) -> str:
    return "it" if len(attacks) == 1 else "them"


def _way(attack: Attack, here: dict[str, Leaf]) -> str:
    """The steps in words: ``'a', then 'b'`` where the order counts for all of them, else ``'a' and 'b'``."""
    names = [quote(here[id].label) for id in attack.steps]
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    count = len(attack.steps)
    joint = ", then " if len(attack.before) == count * (count - 1) // 2 else " and "
    return joint.join(names[:_SHOWN]) + more


def _paths(tree: AttackTree) -> dict[str, str]:
    """Leaf -> the path of the first step that is it."""
    found: dict[str, str] = {}
    for path, step in walk(root_of(tree)):
        if isinstance(step, Leaf):
            found.setdefault(step.id, path)
    return found
