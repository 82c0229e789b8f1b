"""From a tree to its minimal attacks.

A step that is done stays done: it serves wherever the tree has it, and in a later step of a sequence it is not done
again. So the steps of an attack are a set, with an order on it that ``sand`` asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.attack_tree import Gate, Leaf, Step, walk
from checker.core.errors import InputError
from checker.core.location import Location
from checker.documents.words import quote

MAX_ATTACKS = 10_000
"""Of one tree, also on the way to the minimal ones."""
MAX_WORK = 1_000_000
"""What all trees of one model may take: a unit is a set of steps made, or two of them compared."""

Order = dict[int, int]
"""Step -> the steps that come before it, as bits; closed: what comes before those is there too. Never changed."""


class Cut(NamedTuple):
    """A set of steps that reaches a goal, as bits, and their order."""

    steps: int
    order: Order


class Work:
    """How much may still be spent on the trees of one model."""

    def __init__(self, limit: int = MAX_WORK) -> None:
        self.left = limit

    def spend(self, units: int, tree: str, at: Location | None) -> None:
        """Raise InputError, with the place of the tree, where it is too much."""
        self.left -= units
        if self.left < 0:
            raise over_limit(tree, at, "take more work than one model may", "state fewer ways, or less that they share")


def over_limit(tree: str, at: Location | None, what: str, hint: str) -> InputError:
    """What to raise for a tree that is not computed."""
    return InputError(f"the attacks of the tree {quote(tree)} {what}: it was not decided", at, hint)


class Expansion:
    """The minimal attacks of one tree. ``items`` says what each bit stands for: a leaf, or a gate with controls."""

    def __init__(self, tree: str, root: Gate, work: Work, at: Location | None) -> None:
        self._tree, self._work, self._at = tree, work, at
        self.items: list[Leaf | str] = []
        """A leaf, or the path of a gate that has controls: one more step, which costs nothing."""
        self._bits: dict[str, int] = {}
        self._shared = False
        self._done = 0
        """The bits of leaves: what is done, and so has a place in an order."""
        for path, step in walk(root):
            if isinstance(step, Leaf):
                self._shared = self._shared or f"leaf {step.id}" in self._bits
                self._add(f"leaf {step.id}", step)
                self._done |= 1 << self._bits[f"leaf {step.id}"]
            elif step.controls:
                self._add(f"gate {path}", path)
        self.cuts = self._expand(root, "", in_sequence=False)
        if self._shared:
            self.cuts = self._minimal(self.cuts)
        self._refuse_circles()

    def _add(self, name: str, item: Leaf | str) -> None:
        if name not in self._bits:
            self._bits[name] = len(self.items)
            self.items.append(item)

    def _expand(self, step: Step, path: str, *, in_sequence: bool) -> list[Cut]:
        """The attacks that reach a step. What is not minimal may only go early where no ``sand`` is above: there the
        order of the rest could depend on it."""
        if isinstance(step, Leaf):
            return [Cut(1 << self._bits[f"leaf {step.id}"], {})]
        start = f"{path}.{step.kind}" if path else step.kind
        inside = in_sequence or step.kind == "sand"
        parts = (
            self._expand(child, f"{start}.{index}", in_sequence=inside) for index, child in enumerate(step.children)
        )
        found = self._any_of(parts) if step.kind == "or" else self._all_of(parts, step.kind == "sand")
        if step.controls:
            own = 1 << self._bits[f"gate {path}"]
            found = [Cut(cut.steps | own, cut.order) for cut in found]
        return self._minimal(found) if self._shared and not in_sequence else found

    def _any_of(self, parts: Iterable[list[Cut]]) -> list[Cut]:
        return self._bounded(cut for part in parts for cut in part)

    def _all_of(self, parts: Iterable[list[Cut]], sequence: bool) -> list[Cut]:
        def join(one: Cut, other: Cut) -> Cut:
            return _then(one, other, self._done) if sequence else _with(one, other)

        found: list[Cut] | None = None
        for part in parts:
            found = part if found is None else self._bounded(join(one, other) for one in found for other in part)
        return found or []

    def _bounded(self, cuts: Iterator[Cut]) -> list[Cut]:
        """The cuts, each once. Raises InputError for too many."""
        found: dict[tuple[int, tuple[tuple[int, int], ...]], Cut] = {}
        for cut in cuts:
            self._work.spend(1 + len(cut.order), self._tree, self._at)
            found.setdefault((cut.steps, tuple(sorted(cut.order.items()))), cut)
            if len(found) > MAX_ATTACKS:
                what = f"are more than {MAX_ATTACKS:,}"
                hint = "make a part of it a tree of its own, and its goal one leaf here"
                raise over_limit(self._tree, self._at, what, hint)
        return list(found.values())

    def _minimal(self, cuts: list[Cut]) -> list[Cut]:
        """Those that no other one makes needless: fewer steps, and no order among them that this one does not have."""
        kept: dict[int, list[Cut]] = {}
        found = []
        for cut in sorted(cuts, key=lambda cut: (cut.steps.bit_count(), _size(cut.order), cut.steps)):
            rivals = [other for bit in bits(cut.steps) for other in kept.get(bit, ())]
            self._work.spend(1 + len(rivals), self._tree, self._at)
            if not any(_serves(other, cut) for other in rivals):
                kept.setdefault(next(bits(cut.steps)), []).append(cut)
                found.append(cut)
        return found

    def _refuse_circles(self) -> None:
        for cut in self.cuts:
            for step, before in cut.order.items():
                if before >> step & 1:
                    item = self.items[step]
                    name = item.id if isinstance(item, Leaf) else item
                    what = f"ask for the step {quote(name)} before and after another one at once"
                    raise over_limit(self._tree, self._at, what, "give it another id in one of its places")


def bits(steps: int) -> Iterator[int]:
    """The numbers of the bits that are set, least first."""
    while steps:
        low = steps & -steps
        yield low.bit_length() - 1
        steps ^= low


def _size(order: Order) -> int:
    return sum(before.bit_count() for before in order.values())


def _serves(one: Cut, other: Cut) -> bool:
    """Whether whoever does the other attack has done the one already."""
    if one.steps & ~other.steps:
        return False
    return all(not before & ~other.order.get(step, 0) for step, before in one.order.items())


def _with(one: Cut, other: Cut) -> Cut:
    """Both, in any order."""
    order = dict(one.order)
    for step, before in other.order.items():
        order[step] = order.get(step, 0) | before
    return Cut(one.steps | other.steps, _closed(order) if one.steps & other.steps else order)


def _then(one: Cut, other: Cut, done: int) -> Cut:
    """First the one, then what the other still needs, of the steps that are ``done``."""
    both = _with(one, other)
    order = dict(both.order)
    for step in bits(other.steps & ~one.steps & done):
        order[step] = order.get(step, 0) | one.steps & done
    return Cut(both.steps, _closed(order) if one.steps & other.steps else order)


def _closed(order: Order) -> Order:
    """With what comes before what comes before."""
    done = False
    while not done:
        done = True
        for step, before in order.items():
            more = before
            for earlier in bits(before):
                more |= order.get(earlier, 0)
            if more != before:
                order[step], done = more, False
    return order
