"""Attack trees: every step is a node. What nodes have no field for stands in one property for each tree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from checker.core.attack_tree import FIGURES, Gate, Leaf, Step, walk
from checker.core.model import AttackTree
from checker.knowledge.cyclonedx import OWN, SKILLS
from checker.outputs.models.cyclonedx.names import Names
from checker.outputs.models.cyclonedx.threats import pattern_of

Said = dict[str, Any]
_ROOT = "goal"
_OF_TREE = ("tags", "was", "on", "refs")
_OF_LEAF = ("on", "threats", "refs", *FIGURES)


def tree(one: AttackTree, names: Names) -> Said:
    """A tree. The steps of a leaf that stands in several places are one node."""
    assert one.root
    ref, nodes = names.of("attack_tree", one.id), dict[str, Said]()
    for path, step in walk(one.root):
        nodes.setdefault(_node(ref, path, step), _said(ref, path, step, names))
    return {
        "bom-ref": ref,
        "name": one.goal,
        **({"description": one.description} if one.description else {}),
        "root": _node(ref, "", one.root),
        "nodes": [{"bom-ref": name, **said} for name, said in nodes.items()],
    }


def tree_notes(one: AttackTree, names: Names) -> Iterator[dict[str, str]]:
    """A property with what the draft cannot say of a tree, as JSON; none where there is nothing."""
    assert one.root
    ref, said, leaves = names.of("attack_tree", one.id), dict[str, Any](), dict[str, Said]()
    said |= {field: getattr(one, field) for field in _OF_TREE if getattr(one, field)}
    if one.probability_rule != "max":
        said["probability_rule"] = one.probability_rule
    if ref != one.id:
        said["id"] = one.id
    in_order = []
    for path, step in walk(one.root):
        if isinstance(step, Gate):
            in_order += [_node(ref, path, step)] if step.kind == "sand" else []
        elif more := _more(step):
            leaves[step.id] = more
    said |= {key: value for key, value in (("sand", in_order), ("leaves", leaves)) if value}
    if said:
        yield {"name": f"{OWN}attack_tree", "value": json.dumps({"tree": ref, **said}, ensure_ascii=False)}


def _more(leaf: Leaf) -> Said:
    """What a node cannot say of a leaf."""
    found = {field: getattr(leaf, field) for field in _OF_LEAF if getattr(leaf, field) not in ((), None)}
    if _skill(leaf):
        del found["skill"]
    if "refs" in found and pattern_of(leaf.refs):
        found["refs"] = leaf.refs[1:]
    return {field: value for field, value in found.items() if value != ()}


def _node(tree: str, path: str, step: Step) -> str:
    """What a step is called: a leaf by its id, a gate by its way from the goal."""
    return f"{tree}:{step.id if isinstance(step, Leaf) else f'/{path}'}"


def _said(tree: str, path: str, step: Step, names: Names) -> Said:
    controls = [names.of("control", id) for id in step.controls]
    mitigations = {"mitigations": controls} if controls else {}
    description = {"description": step.description} if step.description else {}
    if isinstance(step, Leaf):
        skill, pattern = _skill(step), pattern_of(step.refs)
        more = {**({"attackPattern": pattern} if pattern else {}), **({"skill": skill} if skill else {})}
        return {"name": step.name or step.id, **description, **more, **mitigations}
    below = f"{path}.{step.kind}" if path else step.kind
    named = (_node(tree, f"{below}.{number}", child) for number, child in enumerate(step.children))
    children = [*dict.fromkeys(named)]
    operator = "or" if step.kind == "or" else "and"
    return {"name": step.name or operator, **description, "operator": operator, "children": children, **mitigations}


def _skill(leaf: Leaf) -> str:
    whole = leaf.skill is not None and float(leaf.skill).is_integer() and 1 <= leaf.skill <= len(SKILLS)
    return SKILLS[int(leaf.skill) - 1] if whole and leaf.skill is not None else ""
