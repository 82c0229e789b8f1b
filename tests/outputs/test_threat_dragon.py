"""Models as files of Threat Dragon: out and back, all is equal but for what is listed as lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.model import Model
from checker.outputs.models.threat_dragon import NAME, write
from checker.outputs.models.threat_dragon.said import said
from tests.builders import boundary, component, control, data, flow, model, system, threat
from tests.inputs.dragon_drawings import curve, drawing, process, zone
from tests.inputs.dragon_drawings import flow as drawn_flow
from tests.inputs.reading import model as read_model
from tests.inputs.reading import read
from tests.own_models import NATIVE, ROOT, model_of


def out_and_back(one: Model) -> Model:
    parsed = read({"m.json": write(one).text}, "m.json")
    assert parsed.snapshot and parsed.snapshot.format == NAME
    assert not [f for f in parsed.findings if f.rule != "model/missing-key"], parsed.findings
    found = parsed.snapshot.model
    return found._replace(system=found.system._replace(id=one.id), unsayable=one.unsayable)


SHOP = model(
    system("shop", name="Shop", owner="Noor", description="Sells", criticality="critical"),
    boundary("net", trust="internal", name="Net"),
    boundary("inner", parent="net", trust=""),
    boundary("edge", trust="", properties=(("shape", "curve"),)),
    data("orders", classification="confidential"),
    component("buyer", type="person"),
    component("web", type="web-app", boundary="net", stores=["orders"], properties=(("privilegeLevel", "root"),)),
    component("db", type="database", boundary="inner", encryption="disk"),
    component("log", type="log-store", boundary="inner", out_of_scope="Bought"),
    flow("buy", "buyer", "web", protocol="https", encryption="tls", properties=(("crosses", "edge"),)),
    flow("save", "web", "db", protocol="postgresql", encryption="mtls", bidirectional=True),
    flow("lost", "web", "nowhere"),
    threat(
        "t",
        ["web", "db"],
        title="Theft",
        refs=["stride:T", "cwe:CWE-79"],
        controls=["mfa", "log"],
        risk=(("severity", "high"),),
    ),
    threat("u", ["shop"], title="Whole"),
    threat("v", ["buy"], title="Read", refs=["linddun:DD"], status="accepted", rationale="Small"),
    control("mfa", title="Two factors", description="For all"),
    control("log", title="Log it"),
)


def test_what_is_lost_is_told() -> None:
    assert write(SHOP).losses == (
        "system id: 'shop'; in Threat Dragon the path of a file is what tells it from others",
        "system criticality: 'shop'",
        "component type: 'buyer', 'db'",
        "component encryption: 'db'",
        "component stores: 'web'",
        "flow target: 'lost'",
        "flow encryption: 'save'",
        "boundary trust: 'net'",
        "data: 'orders'",
        "threat refs: 't'",
        "threat controls: 't'",
        "threat: 'u'",
        "control: 'log', 'mfa'",
    )
    back = out_and_back(SHOP)
    assert back == said(SHOP)
    assert (back.components["db"].boundary, back.components["db"].type) == ("inner", "data-store")
    assert back.components["db"].encryption == "at-rest"
    assert back.flows["save"].encryption == "encrypted"
    assert back.flows["buy"] == SHOP.flows["buy"]
    assert (back.threats["t"].on, back.threats["t"].controls) == (("db", "web"), ("t",))
    assert (back.controls["t"].title, back.controls["t"].description) == ("Log it", "Two factors\nFor all")


@given(st.data())
def test_whatever_lies_in_what_comes_back(data: st.DataObject) -> None:
    inner = st.integers(0, 8)
    boxes = [
        boundary(f"b{at}", trust="", parent=f"b{outer}" if (outer := data.draw(st.integers(-1, at - 1))) >= 0 else "")
        for at in range(data.draw(inner))
    ]
    curves = [boundary(f"k{at}", trust="", properties=(("shape", "curve"),)) for at in range(data.draw(inner))]
    where = st.sampled_from(["", *(box.id for box in boxes)])
    kinds = st.sampled_from(["external-entity", "process", "data-store", "web-app", "log-store"])
    parts = [component(f"c{at}", data.draw(kinds), boundary=data.draw(where)) for at in range(data.draw(inner))]
    ends = st.sampled_from(["", *(part.id for part in parts)])
    crossed = st.sets(st.sampled_from([curve.id for curve in curves])) if curves else st.just(set())
    flows = [
        flow(f"f{at}", data.draw(ends), data.draw(ends), properties=_crosses(data.draw(crossed)))
        for at in range(data.draw(inner))
    ]
    one = model(*boxes, *curves, *parts, *flows)
    assert out_and_back(one) == one


def _crosses(ids: set[str]) -> tuple[tuple[str, str], ...]:
    return (("crosses", ", ".join(sorted(ids))),) if ids else ()


def test_the_same_model_gives_the_same_bytes_as_the_tool_would_write_them() -> None:
    text = write(SHOP).text
    assert text == write(SHOP).text
    written = json.loads(text)
    assert list(written) == ["version", "summary", "detail"]
    assert written["summary"] == {"title": "Shop", "owner": "Noor", "description": "Sells", "id": 0}
    cells = {cell["id"]: cell for cell in written["detail"]["diagrams"][0]["cells"]}
    assert {cell["shape"] for cell in cells.values()} == {
        *("actor", "process", "store", "flow", "trust-boundary-box", "trust-boundary-curve")
    }
    assert cells["web"]["data"]["isWebApplication"] is True
    assert cells["lost"]["target"].keys() == {"x", "y"}


def test_a_drawing_comes_back_whole() -> None:
    """What the reader makes of a drawing, written and read again: a model of version 1 becomes one of version 2."""
    for name in ("clinic", "old"):
        text = (ROOT / f"tests/inputs/threat_dragon/{name}.json").read_text(encoding="utf-8")
        one = read_model({f"{name}.json": text}, f"{name}.json")
        assert out_and_back(one) == one
        assert [line.partition(":")[0] for line in write(one).losses] == ["system id"]


def test_boxes_that_overlap_come_back_as_one_inside() -> None:
    text = drawing(zone("left", (0, 0, 300, 200)), zone("right", (150, 0, 400, 200)), process("a", 175, 50))
    one = read_model(text)
    assert write(one).losses[1:] == ("component properties: 'a'",)
    assert out_and_back(one).components["a"].boundary == "left"


def test_a_flow_is_led_through_exactly_the_curves_that_it_crosses() -> None:
    curves = [curve(f"c{at}", (at, -500), (at, 500)) for at in range(150, 650, 100)]
    text = drawing(process("a"), process("b", 700), *curves, drawn_flow("all", "a", "b"), drawn_flow("none", "a", "a"))
    one = read_model(text)
    assert dict(one.flows["all"].properties)["crosses"].count("c") == 5
    assert out_and_back(one) == one


def test_boundaries_in_a_circle_are_drawn_side_by_side() -> None:
    one = model(
        boundary("a", parent="b"), boundary("b", parent="a"), boundary("c", parent="a"), component("x", boundary="c")
    )
    assert write(one).losses[-1] == "boundary parent: 'a', 'b', 'c'"
    assert out_and_back(one).components["x"].boundary == "c"


def test_depth_and_width_do_not_matter() -> None:
    deep = [boundary(f"b{at}", trust="", parent=f"b{at - 1}" if at else "") for at in range(600)]
    one = model(*deep, component("x", boundary="b599"))
    assert out_and_back(one) == said(one)
    wide = model(boundary("b", trust=""), *(component(f"c{at}", type="process", boundary="b") for at in range(500)))
    assert out_and_back(wide) == wide


SCHEMA = "oracles/schemas/threat-dragon/threat-dragon-v2.schema.json"


@pytest.mark.corpus
def test_what_is_written_is_valid_as_far_as_what_the_tool_writes_is(corpus: Path) -> None:
    """The official schema refuses the tool's own models for a null in how borders are drawn: none is written here."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads((corpus / SCHEMA).read_text(encoding="utf-8")))
    for one in (SHOP, *map(model_of, NATIVE)):
        assert [*map(str, validator.iter_errors(json.loads(write(one).text)))] == []
