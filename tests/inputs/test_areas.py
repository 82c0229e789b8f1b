"""Boxes in boxes."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from checker.inputs.areas import around, nesting
from checker.inputs.geometry import Box

OUTER, INNER, ASIDE = Box(0, 0, 100, 100), Box(10, 10, 40, 40), Box(200, 0, 50, 50)
AREAS = {"outer": OUTER, "inner": INNER, "aside": ASIDE}


def test_a_thing_is_in_the_areas_around_its_centre_the_smallest_first() -> None:
    things = {
        "in": Box(20, 20, 10, 10),
        "half": Box(45, 20, 10, 10),
        "out": Box(60, 60, 30, 30),
        "reaching-in": Box(90, 90, 40, 40),
        "corner": Box(50, 50, 0, 0),
    }
    assert dict(around(AREAS, things)) == {
        "in": ("inner", "outer"),
        "half": ("inner", "outer"),
        "out": ("outer",),
        "corner": ("inner", "outer"),
    }


def test_an_area_is_in_the_smallest_larger_one() -> None:
    assert nesting(AREAS) == {"inner": "outer"}
    assert nesting({"one": OUTER, "same": OUTER}) == {"one": "same"}
    assert nesting({**AREAS, "middle": Box(5, 5, 60, 60)}) == {"inner": "middle", "middle": "outer"}
    assert nesting({**AREAS, "aslant": Box(12, 5, 60, 60)}) == {"inner": "outer", "aslant": "outer"}
    assert nesting({"outer": OUTER, "sticking-out": Box(50, 50, 60, 60)}) == {}


SIDES = st.integers(0, 12)
BOXES = st.dictionaries(st.sampled_from("abcdefgh"), st.builds(Box, SIDES, SIDES, SIDES, SIDES), max_size=8)


@given(BOXES, BOXES)
def test_it_is_what_looking_at_all_of_them_gives(areas: dict[str, Box], things: dict[str, Box]) -> None:
    def by_size(found: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(found, key=lambda name: (areas[name].area, name)))

    in_what = {name: by_size(area for area in areas if areas[area].holds(box.centre)) for name, box in things.items()}
    inside = {
        name: by_size(
            other
            for other, larger in areas.items()
            if (larger.area, other) > (box.area, name) and larger.holds_whole(box)
        )
        for name, box in areas.items()
    }
    assert dict(around(areas, things)) == {name: found for name, found in in_what.items() if found}
    assert nesting(areas) == {name: found[0] for name, found in inside.items() if found}


def test_many_boxes_in_each_other_take_no_square_of_their_number() -> None:
    areas = {f"{at}": Box(at, at, 40_000 - 2 * at, 40_000 - 2 * at) for at in range(4_000)}
    assert nesting(areas)["3999"] == "3998"


def test_many_things_in_many_boxes_side_by_side_take_no_square_of_their_number() -> None:
    areas = {f"{at}": Box(3 * at, 0, 2, 2) for at in range(20_000)}
    assert sum(len(found) for _, found in around(areas, areas)) == 20_000
