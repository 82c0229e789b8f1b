"""Boxes in boxes, and lines across lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.inputs.geometry import Box, around, cross, curve, extent, nesting

OUTER, INNER, ASIDE = Box(0, 0, 100, 100), Box(10, 10, 40, 40), Box(200, 0, 50, 50)
AREAS = {"outer": OUTER, "inner": INNER, "aside": ASIDE}


def test_a_thing_is_in_the_smallest_area_around_its_centre() -> None:
    things = {
        "in": Box(20, 20, 10, 10),
        "half": Box(45, 20, 10, 10),
        "out": Box(60, 60, 30, 30),
        "reaching-in": Box(90, 90, 40, 40),
        "corner": Box(50, 50, 0, 0),
    }
    assert around(AREAS, things) == {"in": "inner", "half": "inner", "out": "outer", "corner": "inner"}


def test_an_area_is_in_the_smallest_larger_one() -> None:
    assert nesting(AREAS) == {"inner": "outer"}
    assert nesting({"one": OUTER, "same": OUTER}) == {}
    assert nesting({**AREAS, "middle": Box(5, 5, 60, 60)}) == {"inner": "middle", "middle": "outer"}
    assert nesting({**AREAS, "aslant": Box(12, 5, 60, 60)}) == {"inner": "outer", "aslant": "outer"}
    assert nesting({"outer": OUTER, "sticking-out": Box(50, 50, 60, 60)}) == {}


SIDES = st.integers(0, 12)
BOXES = st.dictionaries(st.sampled_from("abcdefgh"), st.builds(Box, SIDES, SIDES, SIDES, SIDES), max_size=8)


@given(BOXES, BOXES)
def test_it_is_what_looking_at_all_of_them_gives(areas: dict[str, Box], things: dict[str, Box]) -> None:
    def smallest(found: dict[str, Box]) -> str:
        return min((area.area, name) for name, area in found.items())[1] if found else ""

    in_what = {
        name: smallest({a: area for a, area in areas.items() if area.holds(box.centre)}) for name, box in things.items()
    }
    inside = {
        name: smallest({a: area for a, area in areas.items() if area.area > box.area and area.holds_whole(box)})
        for name, box in areas.items()
    }
    assert around(areas, things) == {name: found for name, found in in_what.items() if found}
    assert nesting(areas) == {name: found for name, found in inside.items() if found}


def test_many_boxes_in_each_other_take_no_square_of_their_number() -> None:
    areas = {f"{at}": Box(at, at, 40_000 - 2 * at, 40_000 - 2 * at) for at in range(4_000)}
    assert nesting(areas)["3999"] == "3998"


def test_lines_cross_where_they_have_a_point_in_common() -> None:
    flow, wall = ((0, 5), (10, 5)), ((5, 0), (5, 10))
    assert cross(flow, wall) and cross(wall, flow)
    assert cross(flow, ((10, 0), (10, 5)))
    assert not cross(flow, ((5, 6), (5, 10)))
    assert not cross(flow, ((11, 0), (11, 10)))
    assert not cross(((0, 0), (10, 10)), ((6, 0), (10, 4)))


def test_a_curve_goes_through_its_middle() -> None:
    bent = curve((0, 0), (5, 10), (10, 0))
    assert (bent[0], bent[6], bent[-1]) == ((0, 0), (5, 10), (10, 0))
    assert extent(bent) == Box(0, 0, 10, 10)
    assert cross(bent, ((0, 9), (10, 9)))
    assert not cross(((0, 0), (10, 0)), ((0, 9), (10, 9)))
