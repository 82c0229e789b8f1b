"""What lies where in a drawing: membership and crossings are meaning, every other place is none."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.change import Change
from checker.core.graph import build_graph
from checker.core.model import Model
from checker.diff import compare
from tests.inputs.dragon_drawings import Cell, curve, drawing, flow, process, zone
from tests.inputs.reading import model, only, read


def boundaries(text: str) -> dict[str, str]:
    return {id: component.boundary for id, component in model(text).components.items()}


@pytest.mark.parametrize(
    ("left", "top", "inside"),
    [(-51, 0, ""), (-50, 0, "z"), (0, 0, "z"), (350, 250, "z"), (351, 250, ""), (350, 251, ""), (-50, -50, "z")],
)
def test_a_component_is_in_the_box_that_has_its_centre(left: float, top: float, inside: str) -> None:
    assert boundaries(drawing(zone("z", (0, 0, 400, 300)), process("a", left, top))) == {"a": inside}


def test_the_smallest_box_is_the_innermost_and_of_two_alike_that_with_the_first_id() -> None:
    text = drawing(
        zone("outer", (0, 0, 900, 900)),
        zone("inner", (10, 10, 300, 300)),
        zone("twin-b", (500, 500, 200, 200)),
        zone("twin-a", (500, 500, 200, 200)),
        process("a", 100, 100),
        process("b", 550, 550),
        process("c", 350, 350),
    )
    one = model(text)
    assert {id: c.boundary for id, c in one.components.items()} == {"a": "inner", "b": "twin-a", "c": "outer"}
    assert {id: b.parent for id, b in one.boundaries.items()} == {
        "inner": "outer",
        "outer": "",
        "twin-a": "twin-b",
        "twin-b": "outer",
    }
    assert all(c.properties == () for c in one.components.values())


def test_boxes_that_overlap_are_both_told() -> None:
    text = drawing(zone("left", (0, 0, 300, 200)), zone("right", (150, 0, 400, 200)), process("a", 175, 50))
    one = model(text)
    assert one.components["a"].boundary == "left"
    assert one.components["a"].properties == (("boundaries", "left, right"),)
    assert [b.parent for b in one.boundaries.values()] == ["", ""]


def test_what_a_box_lists_counts() -> None:
    text = drawing(
        zone("z", (0, 0, 400, 300), containedElements=["a", "b"]), process("a"), process("b", 340), process("c", 360)
    )
    parsed = read(text)
    assert parsed.findings == () and boundaries(text) == {"a": "z", "b": "z", "c": ""}
    assert boundaries(text.replace('["a", "b"]', "[]")) == {"a": "z", "b": "z", "c": ""}


def test_a_list_that_the_drawing_contradicts_is_told() -> None:
    outside = drawing(zone("z", (0, 0, 400, 300), containedElements=["b"]), process("b", 800))
    finding = only(read(outside, "m.json"))
    assert (finding.rule, str(finding.location), str(finding.subject)) == (
        "model/wrong-value",
        "m.json:3:196",
        "boundary/z",
    )
    assert finding.message == "the box 'z' lists as inside what is not drawn there: 'b'"
    within = drawing(zone("z", (0, 0, 400, 300), containedElements=["b"]), process("a"), process("b"))
    finding = only(read(within, "m.json"))
    assert (finding.message, str(finding.location)) == (
        "the box 'z' does not list what is drawn inside of it: 'a'",
        "m.json:4:45",
    )
    assert boundaries(within) == {"a": "", "b": "z"}


def test_of_two_cells_with_one_id_the_first_is_where_it_is() -> None:
    cells = [zone("z", (0, 0, 400, 300)), process("a"), process("a", 900), zone("z", (900, 0, 400, 300))]
    one = model(drawing(*cells, process("b", 50)))
    assert {id: component.boundary for id, component in one.components.items()} == {"a": "z", "b": "z"}


def test_names_that_are_left_over_in_a_list() -> None:
    finding = only(read(drawing(zone("z", containedElements=["gone", "a"]), process("a")), "m.json"))
    assert (finding.rule, str(finding.location)) == ("model/not-mapped", "m.json:3:196")


@pytest.mark.parametrize(
    ("vertices", "crosses"),
    [
        ([], "c"),
        ([(250, 500), (450, 500)], ""),
        ([(250, 500), (310, 0)], "c"),
        ([(300, 200)], "c"),
    ],
)
def test_a_flow_crosses_the_curves_that_its_line_meets(vertices: list[tuple[float, float]], crosses: str) -> None:
    text = drawing(
        process("a", 0, 0),
        process("b", 600, 0),
        curve("c", (300, -100), (300, 300), (310, 100)),
        curve("far", (0, 900), (600, 900)),
        flow("f", "a", "b", *vertices),
    )
    one = model(text)
    assert dict(one.flows["f"].properties).get("crosses", "") == crosses
    assert one.boundaries["c"].properties == (("shape", "curve"),)


def test_a_curve_that_a_flow_newly_crosses_is_a_change() -> None:
    cells = [process("a"), process("b", 600), flow("f", "a", "b")]
    before = model(drawing(*cells, curve("c", (300, 900), (300, 1200))))
    after = model(drawing(*cells, curve("c", (300, -900), (300, 1200))))
    assert _changes(before, after) == {"flow/f": {"properties.crosses"}}


def test_a_new_flow_without_ends_is_a_change() -> None:
    before, after = model(drawing(process("a"))), model(drawing(process("a"), flow("f", (0, 0), (9, 9))))
    assert [(change.kind, str(change.ref), change.relevant) for change in changed(before, after)] == [
        ("added", "flow/f", True)
    ]


SIDE = 1000
"""Of a cell of the grid: every box of the drawing below is one, with the next one in its middle."""


def _grid() -> list[Cell]:
    cells: list[Cell] = []
    for at in range(3):
        left = at * 2 * SIDE
        cells += [zone(f"outer{at}", (left, 0, SIDE, SIDE)), zone(f"inner{at}", (left + 250, 250, 500, 500))]
        cells += [process(f"in{at}", left + 450, 450), process(f"edge{at}", left + 20, 20)]
    cells += [process("out", 1450, 450), flow("f", "in0", "in1"), flow("g", "edge1", "out")]
    return [*cells, curve("c", (1200, -500), (1200, 2000))]


def changed(before: Model, after: Model) -> tuple[Change, ...]:
    return compare(before, after, build_graph(before), build_graph(after))


def _changes(before: Model, after: Model) -> dict[str, set[str]]:
    return {
        str(change.ref): {field.field for field in change.fields if not field.derived}
        for change in changed(before, after)
        if any(not field.derived for field in change.fields) or change.kind in ("added", "removed", "renamed")
    }


@given(st.data())
def test_moves_that_keep_what_lies_where_change_nothing(data: st.DataObject) -> None:
    cells = deepcopy(_grid())
    by_id = {cell["id"]: cell for cell in cells}
    for at in range(3):
        _move(by_id[f"in{at}"], data, 100)
        _move(by_id[f"edge{at}"], data, 19)
        _move(by_id[f"inner{at}"], data, 60)
        for side in ("width", "height"):
            by_id[f"outer{at}"]["size"][side] += data.draw(st.integers(0, 90))
    by_id["f"]["vertices"] = [{"x": 1000 + data.draw(st.integers(-400, 1000)), "y": data.draw(st.integers(0, 900))}]
    shift = data.draw(st.integers(-5000, 5000))
    for cell in cells:
        cell["zIndex"] = data.draw(st.integers(-9, 9))
        cell["attrs"] = {"body": {"stroke": data.draw(st.sampled_from(["red", "blue"]))}}
        _shift(cell, shift)
    order = data.draw(st.permutations(cells))
    assert model(drawing(*order)) == model(drawing(*_grid()))


@given(st.sampled_from(["in0", "edge1", "out"]), st.sampled_from(["outer2", "inner2", "nowhere"]), st.integers(0, 40))
def test_a_move_across_a_border_is_a_change_of_boundary_and_of_nothing_else(id: str, to: str, by: int) -> None:
    spots = {"outer2": (4860, 860), "inner2": (4300, 300), "nowhere": (1500, 3000)}
    cells = deepcopy(_grid())
    moved = next(cell for cell in cells if cell["id"] == id)
    moved["position"] = {"x": spots[to][0] + by, "y": spots[to][1] + by}
    before, after = model(drawing(*_grid())), model(drawing(*cells))
    was, now = before.components[id].boundary, "" if to == "nowhere" else to
    changed = _changes(before, after)
    crossing = {ref: fields for ref, fields in changed.items() if fields == {"properties.crosses"}}
    assert after.components[id].boundary == now
    assert {ref: f for ref, f in changed.items() if ref not in crossing} == (
        {f"component/{id}": {"boundary"}} if was != now else {}
    )


def _move(cell: Cell, data: Any, most: int) -> None:
    for axis in ("x", "y"):
        cell["position"][axis] += data.draw(st.integers(-most, most)) / 2


def _shift(cell: Cell, by: int) -> None:
    for place in (cell.get("position"), cell.get("source"), cell.get("target"), *cell.get("vertices", ())):
        if place and "x" in place:
            place["x"] += by
            place["y"] -= by


def test_shapes_of_numbers() -> None:
    text = drawing(zone("z", (0, 0, 400, 300)), process("a", 1e300, -1e300), process("b"))
    assert boundaries(text) == {"a": "", "b": "z"}
    assert boundaries(json.dumps(json.loads(text)).replace('"width": 400', '"width": "400"')) == {"a": "", "b": "z"}
    for huge in ("1e999", "1" + "0" * 400, '"NaN"', "null", '"wide"', "true"):
        assert read(text.replace("400", huge)).snapshot
