"""An attack tree: a goal, the steps towards it and how they are joined. Its meaning, as the model's is: no positions.

A step is a leaf or a gate. A leaf that stands in several places is one step: doing it once serves all of them.
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Iterator
from typing import NamedTuple

GATES = ("or", "and", "sand")
"""How steps are joined: one of them, all of them in any order, all of them one after the other."""

FIGURES = ("cost", "time", "probability", "difficulty", "skill")
"""What may be stated of a leaf."""

PROBABILITY_RULES = ("max", "independent")
"""The attacker takes one way, the likeliest; or every way is tried, each by itself."""


class Leaf(NamedTuple):
    """A step that is not taken apart. ``cost`` and ``time`` are in any unit, the same in the whole tree;
    ``probability`` is 0 to 1; ``difficulty`` and ``skill`` are whole numbers, 1 (least) to 5. None is not stated."""

    id: str
    name: str = ""
    description: str = ""
    on: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    cost: float | None = None
    time: float | None = None
    probability: float | None = None
    difficulty: float | None = None
    skill: float | None = None

    @property
    def label(self) -> str:
        """What to call it: its name, or its id."""
        return self.name or self.id


class Gate(NamedTuple):
    """Steps joined by one of :data:`GATES`. ``controls`` stop every way through it."""

    kind: str
    children: tuple["Step", ...]
    name: str = ""
    description: str = ""
    controls: tuple[str, ...] = ()


Step = Gate | Leaf


def walk(root: Gate) -> Iterator[tuple[str, Step]]:
    """Every step with its dotted path from the tree (``or.0.and.1``), top down; the root itself has the path ``""``."""
    waiting: list[tuple[str, Step]] = [("", root)]
    while waiting:
        path, step = waiting.pop()
        yield path, step
        if isinstance(step, Gate):
            start = f"{path}.{step.kind}" if path else step.kind
            waiting.extend((f"{start}.{index}", child) for index, child in reversed([*enumerate(step.children)]))


def leaves(root: Gate) -> dict[str, Leaf]:
    """The leaves by id, in the order of the tree."""
    found: dict[str, Leaf] = {}
    for _, step in walk(root):
        if isinstance(step, Leaf):
            found.setdefault(step.id, step)
    return found


def shape(step: Step) -> str:
    """How steps are joined, in one line: ``or(and(a, b), sand(c, d) unless guard)``."""
    if isinstance(step, Leaf):
        return step.id
    unless = f" unless {', '.join(step.controls)}" if step.controls else ""
    return f"{step.kind}({', '.join(map(shape, step.children))}){unless}"


class Attack(NamedTuple):
    """One minimal way to the goal (a minimal cut set). ``steps`` are ids of leaves, in an order in which they can be
    done; ``before`` holds every pair of them of which the first has to be done first."""

    steps: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    gates: tuple[str, ...]
    """Paths of the gates with controls that it goes through."""
    controls: tuple[str, ...]
    """Every control that stops it, sorted; ``working`` those of them that are in place."""
    working: tuple[str, ...]
    figures: dict[str, float | None]
    """A value for each of :data:`FIGURES`; None where one of its steps does not state it."""

    @property
    def open(self) -> bool:
        """Whether no control that is in place stops it."""
        return not self.working


class Best(NamedTuple):
    """The attack that is best for the attacker by one figure. None where no attack has it."""

    value: float
    attack: Attack


class Outlook(NamedTuple):
    """What some of the attacks of a tree come to."""

    attacks: tuple[Attack, ...]
    best: dict[str, Best | None]
    """Figure -> the best attack; of equals the first."""
    unknown: dict[str, int]
    """Figure -> how many attacks do not have it, so that one of them may be better."""
    independent: float | None
    """The chance that at least one works where each step is tried by itself."""


class Cover(NamedTuple):
    """Which controls would stop all of some attacks. ``choices`` are the minimal sets, smallest first."""

    choices: tuple[tuple[str, ...], ...]
    complete: bool
    """Whether these are all minimal sets: there may be too many to find."""
    bare: tuple[Attack, ...]
    """Attacks that no control is named for: no choice stops them."""


class Analysis(NamedTuple):
    """One attack tree, computed."""

    id: str
    goal: str
    rule: str
    """Of :data:`PROBABILITY_RULES`."""
    root: Gate
    working: tuple[str, ...]
    """The controls of the model that are in place, sorted."""
    whole: Outlook
    open: Outlook
    """What is left where controls that are in place stop what they stop."""
    single: tuple[str, ...]
    """Leaves that reach the goal alone."""
    cover: Cover
    """What would stop all attacks, whether in place or not."""
    closing: Cover
    """What more would stop all that are open."""
    notes: tuple[str, ...] = ()
    """What was not computed, and why."""

    @property
    def probability(self) -> float | None:
        """The goal's, by the tree's own rule."""
        return self.chance(self.whole)

    def chance(self, outlook: Outlook) -> float | None:
        """The probability of an outlook by the tree's own rule; 0 where there is no attack."""
        if not outlook.attacks:
            return 0.0
        if self.rule == "independent":
            return outlook.independent
        best = outlook.best["probability"]
        return best.value if best and not outlook.unknown["probability"] else None
