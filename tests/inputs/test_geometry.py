"""Lines across lines."""

from __future__ import annotations

from checker.inputs.geometry import Box, cross, curve, extent


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
