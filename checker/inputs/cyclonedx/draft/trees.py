"""Attack trees and attack paths as attack trees. A path is a tree whose steps are taken one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.core.attack_tree import Gate, Leaf, Step
from checker.core.location import Ref
from checker.core.model import AttackTree
from checker.documents.words import quote
from checker.inputs.cyclonedx.draft.controls import Answers
from checker.inputs.cyclonedx.draft.notes import Note
from checker.inputs.cyclonedx.draft.threats import ON, refs_of, technique
from checker.inputs.cyclonedx.draft.whole import BETWEEN, Declared, Link, Whole
from checker.inputs.node import Node
from checker.inputs.references import weakness
from checker.inputs.values import slug
from checker.knowledge.cyclonedx import SKILLS

_MOST_STEPS = 5_000
_DEEPEST = 30
"""As for trees of the native format."""

_WORDS = {
    "cost": ("negligible", "low", "moderate", "high", "prohibitive"),
    "detectability": ("undetectable", "low", "moderate", "high"),
}


class _Twisted(Exception):
    """A tree that is no tree, or too big."""

    def __init__(self, message: str, node: Node) -> None:
        super().__init__(message)
        self.node = node


class _Built(NamedTuple):
    """A step with how many steps it is, and how deep."""

    step: Step
    size: int = 1
    height: int = 1


class _Tree(NamedTuple):
    whole: Whole
    answers: Answers
    name: str
    """The ``bom-ref`` of the tree; a step that begins with it and a colon is called by the rest."""
    subject: Ref
    nodes: dict[str, Node]
    note: Note
    done: dict[str, _Built]
    """Steps that were looked at: one may be named in several places."""


def tree_of(whole: Whole, one: Declared, answers: Answers, on: Iterable[str], note: Note) -> AttackTree | None:
    """An attack tree; None, and a finding, where its steps are no tree. ``on`` is what its threats are on."""
    node, name = one.node, one.node.text("name")
    description = node.text("description")
    whole.gathering.place(Ref("attack_tree", one.id), node.at(id=BETWEEN, goal="name", root="nodes"))
    steps = whole.declare("step", node.mappings("nodes", "step of an attack tree"), (BETWEEN, "name"))
    nodes = {step.node.text(BETWEEN): step.node.is_about(node.subject) for step in steps}
    tree = _Tree(whole, answers, node.text(BETWEEN), node.subject, nodes, note, {})
    try:
        top = _root(tree, node)
        built = _built(tree, top, ()) if top else None
    except _Twisted as stop:
        whole.gathering.wrong("wrong-value", str(stop), node.subject, stop.node.place())
        return None
    if built is None:
        return None
    root = Gate("or", (built.step,)) if isinstance(built.step, Leaf) else built.step
    goal = name or root.name or one.id
    return note.tree(AttackTree(one.id, goal, description, on=tuple(sorted(on)), root=root))


def path_of(whole: Whole, one: Declared, answers: Answers) -> AttackTree | None:
    """An attack path: its steps in their order."""
    node = one.node
    whole.gathering.place(Ref("attack_tree", one.id), node.at(id=BETWEEN, goal="objective", root="steps"))
    leaves = []
    for number, step in enumerate(node.mappings("steps", "step of an attack path"), 1):
        about = step.is_about(node.subject)
        named = step.mapping("technique")
        refs = {technique(named.text("id"))} | _pattern(whole, about)
        place = whole.link(about, "destination")
        goal = whole.find(place, ON, "asset", node.subject) if place.name else None
        leaves.append(
            Leaf(
                step.text(BETWEEN) or slug(step.text("name")) or f"step-{number}",
                name=step.text("name"),
                description=step.text("description"),
                on=(goal.id,) if goal else (),
                controls=answers.of(whole.links(about, "mitigations"), node.subject),
                refs=tuple(sorted(refs - {""})),
            )
        )
    if not leaves:
        return None
    goal_text = node.text("objective") or node.text("name") or one.id
    return AttackTree(one.id, goal_text, node.text("description"), root=Gate("sand", tuple(leaves)))


def _root(tree: _Tree, node: Node) -> Link | None:
    """The step that is named as the root, else the one that is no other's child."""
    stated = tree.whole.link(node, "root")
    if stated.name or not tree.nodes:
        return stated if stated.name else None
    below = {link.name for step in tree.nodes.values() for link in tree.whole.links(step, "children")}
    top = [name for name in tree.nodes if name not in below]
    if len(top) != 1:
        what = "no step of this attack tree is" if not top else f"{len(top)} steps of this attack tree are"
        raise _Twisted(f"{what} outside of all others: say which is its 'root'", node)
    return Link(top[0], node.place())


def _built(tree: _Tree, link: Link, above: tuple[str, ...]) -> _Built | None:
    """A step with those below it."""
    if (node := tree.nodes.get(link.name)) is None:
        tree.whole.gathering.dangling("step", link.name, tree.subject, link.at, tree.nodes)
        return None
    if link.name in above:
        raise _Twisted(f"the step {quote(link.name)} leads to itself", node)
    if len(above) >= _DEEPEST:
        raise _Twisted(f"this attack tree is deeper than {_DEEPEST} steps: it was not looked at", node)
    if link.name not in tree.done:
        tree.done[link.name] = _step(tree, node, link.name, (*above, link.name))
    built = tree.done[link.name]
    if built.size > _MOST_STEPS or len(above) + built.height > _DEEPEST:
        limit = f"is of more than {_MOST_STEPS:,} steps or deeper than {_DEEPEST}"
        raise _Twisted(f"this attack tree {limit}: it was not looked at", node)
    return built


def _step(tree: _Tree, node: Node, ref: str, above: tuple[str, ...]) -> _Built:
    kind = tree.whole.word(node, "operator", ("and", "or"), custom=False)
    found = [_built(tree, child, above) for child in tree.whole.links(node, "children")]
    children = tuple(child for child in found if child)
    if not children:
        return _Built(_leaf(tree, node, ref))
    for key in ("cost", "skill", "detectability"):
        tree.whole.word(node, key, _WORDS.get(key, SKILLS), custom=False)
    name = node.text("name")
    gate = Gate(
        "sand" if ref in tree.note.sand else kind if kind in ("and", "or") else "or",
        tuple(child.step for child in children),
        "" if name == kind else name,
        node.text("description"),
        tree.answers.of(tree.whole.links(node, "mitigations"), tree.subject),
    )
    return _Built(gate, 1 + sum(child.size for child in children), 1 + max(child.height for child in children))


def _leaf(tree: _Tree, node: Node, ref: str) -> Leaf:
    id, name = ref.removeprefix(f"{tree.name}:"), node.text("name")
    skill = tree.whole.word(node, "skill", SKILLS, custom=False)
    for key, words in _WORDS.items():
        if tree.whole.word(node, key, words, custom=False):
            tree.whole.gathering.not_mapped("costs and detectability of steps", node.place(key))
    leaf = Leaf(
        id,
        name="" if name == id else name,
        description=node.text("description"),
        controls=tree.answers.of(tree.whole.links(node, "mitigations"), tree.subject),
        refs=tuple(sorted((_pattern(tree.whole, node) | _weakness(tree.whole, node)) - {""})),
        skill=float(SKILLS.index(skill) + 1) if skill in SKILLS else None,
    )
    return tree.note.leaf(leaf)


def _pattern(whole: Whole, node: Node) -> set[str]:
    link = whole.link(node, "attackPattern")
    found = whole.find(link, ("pattern",), "attack pattern", node.subject) if link.name else None
    return refs_of(found) if found else set()


def _weakness(whole: Whole, node: Node) -> set[str]:
    link = whole.link(node, "weakness")
    found = whole.find(link, ("weakness",), "weakness", node.subject) if link.name else None
    return {weakness(found.node.text("cweId"))} if found else set()
