"""Things that lie inside themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.core.location import Location, Ref
from checker.inputs.circles import circle_found, circles


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefgz")))
def test_each_circle_is_found_once_from_its_least_on(parents: dict[str, str]) -> None:
    def way(start: str) -> list[str]:
        seen = [start]
        while seen[-1] in parents and len(seen) <= len(parents):
            seen.append(parents[seen[-1]])
        return seen

    in_a_circle = {id for id in parents if id in way(parents[id])}
    found = list(circles(parents))
    assert sorted(id for circle in found for id in circle) == sorted(in_a_circle)
    for circle in found:
        assert circle[0] == min(circle)
        assert [parents[id] for id in circle] == [*circle[1:], circle[0]]


def test_a_long_circle_is_not_told_whole() -> None:
    refs = [Ref("boundary", f"b{at}", "parent") for at in range(2000)]
    found = circle_found(refs, lambda ref: Location("m.yaml", int(ref.id[1:]) + 1, 1))
    assert found.message.endswith("in 'b7' in 1,992 more in 'b0'")
    assert (found.location.line, [one.location.line for one in found.related]) == (1, [2, 3, 4, 5, 6, 7, 8])
    mixed = circle_found([Ref("boundary", "a"), Ref("component", "b")], lambda ref: Location("m.yaml"))
    assert mixed.message == "elements lie inside each other in a circle: 'a' in 'b' in 'a'"
