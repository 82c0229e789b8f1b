"""Models as files of Threat Dragon: out and back, all is equal but for what is listed as lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.core.model import KINDS, Model
from checker.outputs.models.threat_dragon import NAME, write
from checker.outputs.models.threat_dragon.said import said
from tests.builders import boundary, component, control, data, flow, model, system, threat
from tests.inputs.dragon_drawings import curve, drawing, process, zone
from tests.inputs.dragon_drawings import flow as drawn_flow
from tests.inputs.reading import model as read_model
from tests.inputs.reading import read

ROOT = Path(__file__).resolve().parent.parent.parent
NATIVE = sorted(
    path
    for folder in ("examples", "tests/models", "tests/inputs")
    for path in (ROOT / folder).rglob("*.yaml")
    if re.search(r"^threatgate: *1(.|\n)*^system:", path.read_text(encoding="utf-8"), re.MULTILINE)
)


def out_and_back(one: Model) -> Model:
    parsed = read({"m.json": write(one).text}, "m.json")
    assert parsed.snapshot and parsed.snapshot.format == NAME
    assert not [f for f in parsed.findings if f.rule != "model/missing-key"], parsed.findings
    found = parsed.snapshot.model
    return found._replace(system=found.system._replace(id=one.id))


def differing(before: Model, after: Model) -> Iterator[str]:
    """Kind and field of all that is not the same."""
    for kind in KINDS:
        there = after.elements(kind)
        for id, element in before.elements(kind).items():
            if id not in there:
                yield kind.replace("_", " ")
            else:
                pairs = zip(element._fields, element, there[id], strict=True)
                yield from (f"{kind.replace('_', ' ')} {field}" for field, value, kept in pairs if value != kept)


@pytest.mark.parametrize("path", NATIVE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_native_model_comes_back_but_for_what_is_listed(path: Path) -> None:
    parsed = read({path.name: path.read_text(encoding="utf-8")}, path.name)
    if parsed.snapshot is None:
        pytest.skip("broken on purpose, or a model of parts")
    before = parsed.snapshot.model
    after = out_and_back(before)
    assert after == said(before)
    listed = {line.partition(":")[0] for line in write(before).losses}
    assert listed - {"system id"} == set(differing(before, after))
    assert "system id" in listed


def test_there_are_native_models_to_try() -> None:
    assert len(NATIVE) > 12


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
    deep = [boundary(f"b{at}", trust="", parent=f"b{at - 1}" if at else "") for at in range(1200)]
    one = model(*deep, component("x", boundary="b1199"))
    assert out_and_back(one) == said(one)
    wide = model(boundary("b", trust=""), *(component(f"c{at}", type="process", boundary="b") for at in range(500)))
    assert out_and_back(wide) == wide


SCHEMA = "oracles/schemas/threat-dragon/threat-dragon-v2.schema.json"


@pytest.mark.corpus
def test_what_is_written_is_valid_as_far_as_what_the_tool_writes_is(corpus: Path) -> None:
    """The official schema refuses the tool's own models for a null in how borders are drawn: none is written here."""
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads((corpus / SCHEMA).read_text(encoding="utf-8")))
    for one in (SHOP, *map(_native, NATIVE)):
        if one:
            assert [*map(str, validator.iter_errors(json.loads(write(one).text)))] == []


def _native(path: Path) -> Model | None:
    snapshot = read({path.name: path.read_text(encoding="utf-8")}, path.name).snapshot
    return snapshot.model if snapshot else None
