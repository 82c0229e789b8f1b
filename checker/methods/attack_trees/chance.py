"""The chance that a goal is reached where every leaf is tried by itself, exact also where leaves are shared.

Where each leaf stands once, products that go upwards are exact. Else by a reduced ordered binary decision diagram
(Bryant 1986): the leaves in the order of the tree, one node for each different rest, so that none counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from math import prod

from checker.core.attack_tree import Gate, Leaf, Step, leaves, walk
from checker.methods.attack_trees.figures import tidy

MAX_LEAVES = 400
"""A diagram is as deep as the tree has leaves."""
MAX_NODES = 50_000
"""A diagram can double with each leaf that is shared."""

Node = int
"""0 is never, 1 is always, others are numbers of nodes."""


class TooBig(Exception):
    """The diagram is over a limit."""


def chance(root: Gate, working: Container[str] = (), spend: Callable[[], None] = lambda: None) -> float | None:
    """The chance, 0 to 1, with what the ``working`` controls stop left out; None where a leaf that matters does not
    state its probability. ``spend`` is told of each step. Raises TooBig, and what ``spend`` raises."""
    names = leaves(root)
    if sum(isinstance(step, Leaf) for _, step in walk(root)) == len(names):
        found = _upwards(root, working)
        return None if found is None else tidy(found)
    if len(names) > MAX_LEAVES:
        raise TooBig
    diagram = _Diagram({id: number for number, id in enumerate(names)}, working, spend)
    top = diagram.of(root)
    return diagram.chance(top, [leaf.probability for leaf in names.values()])


def _upwards(step: Step, working: Container[str]) -> float | None:
    """The chance of a step below which no leaf stands twice."""
    if any(control in working for control in step.controls):
        return 0.0
    if isinstance(step, Leaf):
        return step.probability
    inside = [_upwards(child, working) for child in step.children]
    fails = step.kind == "or"
    found = _product([None if p is None else 1 - p for p in inside] if fails else inside)
    return None if found is None else 1 - found if fails else found


def _product(values: list[float | None]) -> float | None:
    """None where one is not known and none of the others is 0, which decides alone."""
    known = [value for value in values if value is not None]
    return prod(known) if len(known) == len(values) or 0 in known else None


class _Diagram:
    def __init__(self, order: dict[str, int], working: Container[str], spend: Callable[[], None]) -> None:
        self._order = order
        self._working = working
        self._spend = spend
        self._nodes: list[tuple[int, Node, Node]] = [(len(order), 0, 0), (len(order), 1, 1)]
        """(leaf, the rest if it fails, the rest if it works); the first two are the ends."""
        self._known: dict[tuple[int, Node, Node], Node] = {}
        self._joined: dict[tuple[Node, Node, Node], Node] = {}

    def of(self, step: Step) -> Node:
        if any(control in self._working for control in step.controls):
            return 0
        if isinstance(step, Leaf):
            return self._node(self._order[step.id], 0, 1)
        dominant = 1 if step.kind == "or" else 0
        found = self.of(step.children[0])
        for child in step.children[1:]:
            found = self._join(dominant, found, self.of(child))
        return found

    def chance(self, top: Node, probabilities: list[float | None]) -> float | None:
        """From the ends up: a node is made after those that it leads to."""
        values: list[float | None] = [0.0, 1.0]
        for leaf, fails, works in self._nodes[2 : top + 1]:
            p, low, high = probabilities[leaf], values[fails], values[works]
            if p in (0, 1) or low == high:
                values.append(low if p == 0 else high)
            else:
                values.append(None if p is None or low is None or high is None else (1 - p) * low + p * high)
        found = values[top]
        return None if found is None else tidy(found)

    def _node(self, leaf: int, fails: Node, works: Node) -> Node:
        if fails == works:
            return fails
        key = (leaf, fails, works)
        if key not in self._known:
            if len(self._nodes) >= MAX_NODES:
                raise TooBig
            self._nodes.append(key)
            self._known[key] = len(self._nodes) - 1
        return self._known[key]

    def _join(self, dominant: Node, one: Node, other: Node) -> Node:
        """``or`` where 1 is dominant, ``and`` where 0 is."""
        if dominant in (one, other):
            return dominant
        if one < 2 or other < 2 or one == other:  # the neutral one leaves the other as it is
            return max(one, other)
        key = (dominant, min(one, other), max(one, other))
        if key not in self._joined:
            self._spend()
            first, second = self._nodes[one], self._nodes[other]
            leaf = min(first[0], second[0])
            one_low, one_high = first[1:] if first[0] == leaf else (one, one)
            other_low, other_high = second[1:] if second[0] == leaf else (other, other)
            low, high = self._join(dominant, one_low, other_low), self._join(dominant, one_high, other_high)
            self._joined[key] = self._node(leaf, low, high)
        return self._joined[key]
