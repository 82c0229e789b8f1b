"""Attack trees computed the slow way: every choice of every ``or`` is tried, in plain sets. The oracle of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain, combinations, product
from typing import NamedTuple

from hypothesis import strategies as st

from checker.core.attack_tree import Gate, Leaf, Step, leaves
from tests.builders import gate, leaf


class Way(NamedTuple):
    """Steps, with ``<`` between those of which one comes first; gates with controls by their number in the tree."""

    steps: frozenset[str]
    before: frozenset[tuple[str, str]]
    controls: frozenset[str] = frozenset()


def ways(step: Step) -> list[Way]:
    """Every way to reach a step, minimal or not."""
    if isinstance(step, Leaf):
        return [Way(frozenset([step.id]), frozenset(), frozenset(step.controls))]
    parts = [ways(child) for child in step.children]
    if step.kind == "or":
        found = list(chain(*parts))
    else:
        found = [_joined(chosen, step.kind == "sand") for chosen in product(*parts)]
    return [way._replace(controls=way.controls | set(step.controls)) for way in found]


def _joined(chosen: tuple[Way, ...], sequence: bool) -> Way:
    steps: frozenset[str] = frozenset()
    before: frozenset[tuple[str, str]] = frozenset()
    controls: frozenset[str] = frozenset()
    for way in chosen:
        if sequence:
            before |= {(one, other) for one in steps for other in way.steps - steps}
        before |= way.before
        steps |= way.steps
        controls |= way.controls
    return Way(steps, closed(before), controls)


def closed(pairs: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    while True:
        more = pairs | {(a, d) for a, b in pairs for c, d in pairs if b == c}
        if more == pairs:
            return pairs
        pairs = more


def minimal(found: list[Way]) -> set[Way]:
    """Without those that do all of another one and keep its order. Controls of gates count as steps do."""
    different = set(found)
    return {way for way in different if not any(_serves(other, way) for other in different if other != way)}


def _serves(one: Way, other: Way) -> bool:
    return one.steps <= other.steps and one.before <= other.before and one.controls <= other.controls


def time_of(way: Way, tree: Gate) -> float | None:
    """The longest chain, by trying each step as the last one."""
    times = {id: one.time for id, one in leaves(tree).items()}

    def until(step: str) -> float:
        earlier = [until(a) for a, b in way.before if b == step]
        return (times[step] or 0) + max(earlier, default=0)

    if any(times[step] is None for step in way.steps):
        return None
    return max(until(step) for step in way.steps)


def is_reached(step: Step, done: frozenset[str], working: frozenset[str] = frozenset()) -> bool:
    """Whether a step is reached by these leaves, in whatever order they have to be done."""
    if working.intersection(step.controls):
        return False
    if isinstance(step, Leaf):
        return step.id in done
    return (any if step.kind == "or" else all)(is_reached(child, done, working) for child in step.children)


def subsets(items: list[str]) -> Iterator[frozenset[str]]:
    return (frozenset(some) for size in range(len(items) + 1) for some in combinations(items, size))


CONTROLS = ("lock", "guard", "log")


def _called(id: str, found: Leaf) -> Leaf:
    return found._replace(id=id)


def trees(
    ids: str = "abcdef", gates: tuple[str, ...] = ("or", "and", "sand"), guarded: bool = False, stated: bool = False
) -> st.SearchStrategy[Gate]:
    """Small trees; a leaf may stand in several places and is then the same everywhere."""
    nothing = st.nothing() if stated else st.none()
    figure = nothing | st.integers(0, 9)
    named = st.lists(st.sampled_from(CONTROLS), max_size=2, unique=True) if guarded else st.just([])
    one = st.builds(
        leaf,
        st.just("x"),
        cost=figure,
        time=figure,
        probability=nothing | st.sampled_from([0, 0.125, 0.5, 0.75, 1]),
        difficulty=nothing | st.integers(1, 5),
        skill=nothing | st.integers(1, 5),
        controls=named,
    )
    known = st.tuples(*(one.map(partial(_called, id)) for id in ids))

    def of(found: tuple[Leaf, ...]) -> st.SearchStrategy[Gate]:
        def above(below: st.SearchStrategy[Step]) -> st.SearchStrategy[Gate]:
            inside = st.lists(below, min_size=1, max_size=3)
            return st.builds(
                lambda kind, steps, by: gate(kind, *steps, controls=by), st.sampled_from(gates), inside, named
            )

        inner = st.recursive(st.sampled_from(found), above, max_leaves=8)
        steps = st.lists(inner, min_size=1, max_size=3)
        return st.builds(lambda kind, steps: gate(kind, *steps), st.sampled_from(gates), steps)

    return known.flatmap(of)
