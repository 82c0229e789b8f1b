"""Which removed element may be which added one: only where one pair fits, and found without comparing all of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from checker.core.change import Change
from checker.core.graph import Side
from checker.core.location import Ref
from checker.triage.renaming import suggestions
from tests.builders import component, flow, graph, model

HUBS = tuple(f"hub{number}" for number in range(5))
JOINED = st.lists(st.sets(st.sampled_from(HUBS), max_size=5), max_size=5)


def side(name: str, joined: list[set[str]]) -> Side:
    """Components of one kind, each with flows to some of the hubs."""
    own = [component(f"{name}{number}") for number in range(len(joined))]
    ways = [flow(f"{one.id}-{hub}", one.id, hub) for one, hubs in zip(own, joined, strict=True) for hub in sorted(hubs)]
    found = model(*(component(hub) for hub in HUBS), *own, *ways)
    return found, graph(found)


@given(JOINED, JOINED)
def test_a_suggestion_is_the_only_pair_that_fits(before: list[set[str]], after: list[set[str]]) -> None:
    gone = [Ref("component", f"old{number}") for number in range(len(before))]
    new = [Ref("component", f"new{number}") for number in range(len(after))]
    changes = (*(Change("removed", ref) for ref in gone), *(Change("added", ref) for ref in new))

    fits = [
        (old, other)
        for old, was in zip(gone, before, strict=True)
        for other, now in zip(new, after, strict=True)
        if was and len(was & now) >= Fraction(7, 10) * max(len(was), len(now))
    ]
    alone = [pair for pair in fits if sum(pair[0] in fit or pair[1] in fit for fit in fits) == 1]
    expected = {old: other.id for old, other in alone} | {other: old.id for old, other in alone}

    assert suggestions(changes, side("old", before), side("new", after)) == expected


def test_many_elements_on_one_hub_are_told_apart_by_none() -> None:
    before, after = (side(name, [{"hub0"}] * 3_000) for name in ("old", "new"))
    changes = tuple(
        Change(kind, Ref("component", f"{name}{number}"))
        for kind, name in (("removed", "old"), ("added", "new"))
        for number in range(3_000)
    )
    assert suggestions(changes, before, after) == {}
