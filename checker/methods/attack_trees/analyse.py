"""One attack tree, computed whole."""

from __future__ import annotations

from collections.abc import Callable

from checker.core.attack_tree import Analysis, Gate, Leaf, walk
from checker.core.location import Location
from checker.core.model import IN_PLACE, AttackTree, Control, Model
from checker.methods.attack_trees.chance import MAX_LEAVES, MAX_NODES, TooBig, chance
from checker.methods.attack_trees.cover import NOTHING, cover
from checker.methods.attack_trees.expand import Expansion, Work
from checker.methods.attack_trees.figures import attack_of, outlook


def in_place(controls: dict[str, Control]) -> set[str]:
    """The ids of the controls that are in place."""
    return {id for id, control in controls.items() if control.status in IN_PLACE}


def analyse(
    model: Model, tree: AttackTree, work: Work | None = None, at: Location | None = None, *, choices: bool = True
) -> Analysis:
    """The attacks of one tree of a model.

    ``work`` is shared by the trees of one model, ``at`` the tree's place. Without
    ``choices`` no controls are chosen: nobody waits for that in a check.

    Raises InputError for a tree that is over a limit, or asks for one step both before and after another.
    """
    root, working = root_of(tree), in_place(model.controls)
    work = work or Work()
    expansion = Expansion(tree.id, root, work, at)
    gates = {path: step.controls for path, step in walk(root) if isinstance(step, Gate)}
    items = expansion.items
    controls = [frozenset(item.controls if isinstance(item, Leaf) else gates[item]) for item in items]
    attacks = [attack_of(cut, items, controls, working) for cut in expansion.cuts]
    whole, left, notes = _chances(root, working, lambda: work.spend(1, tree.id, at))
    still_open = [attack for attack in attacks if attack.open]
    return Analysis(
        id=tree.id,
        goal=tree.goal,
        rule=tree.probability_rule,
        root=root,
        working=tuple(sorted(working)),
        whole=outlook(attacks, whole),
        open=outlook(still_open, left),
        single=tuple(attack.steps[0] for attack in attacks if len(attack.steps) == 1),
        cover=cover(attacks) if choices else NOTHING,
        closing=cover(still_open) if choices else NOTHING,
        notes=notes,
    )


def root_of(tree: AttackTree) -> Gate:
    """The goal as a gate; every reader gives one."""
    if tree.root is None:
        raise AssertionError("a tree that was read has a root")
    return tree.root


def _chances(
    root: Gate, working: set[str], spend: Callable[[], None]
) -> tuple[float | None, float | None, tuple[str, ...]]:
    try:
        return chance(root, (), spend), chance(root, working, spend), ()
    except TooBig:
        over = f"more than {MAX_LEAVES} of them, or more than {MAX_NODES:,} nodes in their diagram"
        why = f"leaves are shared, and there are {over}"
        return None, None, (f"The independent probability was not computed: {why}.",)
