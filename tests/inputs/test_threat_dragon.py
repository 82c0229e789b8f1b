"""Threat Dragon's drawings: what they mean, where each fact is, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.core.errors import InputError
from checker.core.location import Ref
from checker.core.model import Boundary, Component, Control, Flow, Threat
from checker.core.system import System
from checker.inputs import plane
from tests.inputs.dragon_drawings import curve, drawing, drawings, flow, process, zone
from tests.inputs.reading import model, only, read, said

FOLDER = Path(__file__).parent / "threat_dragon"
CLINIC = (FOLDER / "clinic.json").read_text(encoding="utf-8")
OLD = (FOLDER / "old.json").read_text(encoding="utf-8")
PATH = "models/Clinic.json"


def test_every_mapped_fact_of_version_2() -> None:
    one = model({PATH: CLINIC}, PATH)
    assert one.system == System(
        "models.clinic",
        name="Clinic bookings",
        description="Patients book visits over the web.",
        owner="Dana Osei",
    )
    assert list(one.components.values()) == [
        Component(
            "actor-patient",
            name="Patient",
            type="external-entity",
            out_of_scope="People are not ours to secure",
            properties=(("providesAuthentication", "true"),),
        ),
        Component(
            "process-booking",
            name="Booking service",
            description="Takes the form",
            type="web-app",
            boundary="box-site",
            properties=(("handlesCardPayment", "true"), ("privilegeLevel", "service account")),
        ),
        Component(
            "store-records",
            name="Records",
            type="data-store",
            boundary="box-core",
            encryption="at-rest",
            properties=(("isSigned", "true"), ("storesCredentials", "true")),
        ),
    ]
    assert list(one.boundaries.values()) == [
        Boundary("box-core", name="Records", parent="box-site"),
        Boundary("box-site", name="Clinic site", description="Machines of the clinic"),
        Boundary("curve-web", name="Internet", properties=(("shape", "curve"),)),
    ]
    assert list(one.flows.values()) == [
        Flow(
            "flow-request",
            name="Request",
            description="The form",
            source="actor-patient",
            target="process-booking",
            protocol="https",
            encryption="tls",
            bidirectional=True,
            properties=(("crosses", "curve-web"), ("isPublicNetwork", "true")),
        ),
        Flow(
            "flow-save",
            name="Save",
            source="process-booking",
            target="store-records",
            encryption="encrypted",
            properties=(("outOfScope", "Bought"),),
        ),
    ]


def test_threats_and_what_is_said_against_them() -> None:
    one = model({PATH: CLINIC}, PATH)
    assert list(one.threats.values()) == [
        Threat(
            "threat-cia",
            title="Lost rows",
            on=("store-records",),
            refs=("cia:integrity",),
            status="not-applicable",
            risk=(("severity", "medium"),),
        ),
        Threat(
            "threat-link",
            title="Visits tell illnesses",
            on=("store-records",),
            refs=("linddun:L",),
            status="accepted",
            rationale="Only staff sees both",
            risk=(("severity", "low"),),
        ),
        Threat(
            "threat-shared",
            title="Flood of forms",
            on=("flow-request", "process-booking"),
            refs=("stride:D",),
            controls=("threat-shared",),
        ),
        Threat(
            "threat-spoof",
            title="Somebody else's session",
            description="A cookie is taken over.",
            on=("process-booking",),
            refs=("stride:S",),
            status="mitigated",
            controls=("threat-spoof",),
            risk=(("score", "7.5"), ("severity", "high")),
        ),
    ]
    assert list(one.controls.values()) == [
        Control("threat-shared", title="Limit the rate"),
        Control(
            "threat-spoof", title="Bind sessions to devices", description="End them at night", status="implemented"
        ),
    ]


def test_what_is_not_used_is_said_once() -> None:
    parsed = read({PATH: CLINIC}, PATH)
    assert said(parsed) == [
        ("model/not-mapped", f"{PATH}:8:5", "model"),
        ("model/not-mapped", f"{PATH}:111:11", "model"),
    ]
    assert [f.message for f in parsed.findings] == [
        "texts in drawings are not used by any check",
        "what a detail says under 'contributors', 'reviewer' is not used by any check",
    ]


@pytest.mark.parametrize(
    ("ref", "text"),
    [
        (Ref("system", "models.clinic", "name"), '"Clinic bookings"'),
        (Ref("system", "models.clinic", "owner"), '"Dana Osei"'),
        (Ref("component", "actor-patient"), '{\n            "id": "actor-patient"'),
        (Ref("component", "actor-patient", "id"), '"actor-patient", "shape"'),
        (Ref("component", "actor-patient", "boundary"), '{"x": 20, "y": 220}'),
        (Ref("component", "actor-patient", "out_of_scope"), 'true, "reasonOutOfScope": "People'),
        (Ref("component", "actor-patient", "properties.providesAuthentication"), 'true, "threats": []'),
        (Ref("component", "actor-patient", "technology"), '{\n            "id": "actor-patient"'),
        (Ref("component", "process-booking", "name"), '"Booking\\nservice"'),
        (Ref("component", "process-booking", "properties.privilegeLevel"), '"service account"'),
        (Ref("component", "store-records", "encryption"), 'true, "isSigned"'),
        (Ref("boundary", "box-core", "parent"), '{"x": 600, "y": 200}'),
        (Ref("boundary", "curve-web", "trust"), '{\n            "id": "curve-web"'),
        (Ref("flow", "flow-request", "source"), '{"cell": "actor-patient", "port"'),
        (Ref("flow", "flow-request", "target"), '{"cell": "process-booking"},\n            "vertices"'),
        (Ref("flow", "flow-request", "properties.crosses"), '[{"x": 200, "y": 260}]'),
        (Ref("flow", "flow-request", "protocol"), '"HTTP/S"'),
        (Ref("flow", "flow-request", "bidirectional"), 'true,\n              "isEncrypted"'),
        (Ref("threat", "threat-spoof", "status"), '"Mitigated"'),
        (Ref("threat", "threat-spoof", "refs"), '"Spoofing"'),
        (Ref("threat", "threat-spoof", "risk.severity"), '"High"'),
        (Ref("threat", "threat-link", "rationale"), '"Only staff'),
        (Ref("control", "threat-spoof", "title"), '"Bind sessions'),
        (Ref("threat", "none"), '{\n    "title": "Clinic bookings"'),
    ],
    ids=str,
)
def test_where_facts_are(ref: Ref, text: str) -> None:
    assert CLINIC.count(text) == 1
    snapshot = read({PATH: CLINIC}, PATH).snapshot
    assert snapshot
    place = snapshot.locate(ref)
    assert "\n".join(CLINIC.split("\n")[place.line - 1 :])[place.column - 1 :].startswith(text)


def test_version_1() -> None:
    one = model({"old.json": OLD}, "old.json")
    assert one.system == System("old", name="Workshop", owner="Noor")
    assert one.components == {
        "p": Component("p", name="Front desk", type="process", properties=(("privilegeLevel", "low"),)),
        "s": Component("s", name="Log", type="log-store"),
    }
    assert one.boundaries == {"b": Boundary("b", properties=(("shape", "curve"),))}
    assert one.flows == {"f": Flow("f", name="write", source="p", target="s", properties=(("crosses", "b"),))}
    twins = {id: threat.status for id, threat in one.threats.items()}
    assert twins == {"t-97ce8c870dca": "identified", "t-97ce8c870dca-2": "not-applicable"}
    parsed = read({"old.json": OLD}, "old.json")
    assert parsed.findings == () and parsed.snapshot
    assert str(parsed.snapshot.locate(Ref("flow", "f", "name"))) == "old.json:26:71"
    assert str(parsed.snapshot.locate(Ref("component", "p", "name"))) == "old.json:12:42"


def test_an_empty_model_is_one() -> None:
    for text in (
        '{"summary": {"title": "New"}, "detail": {"contributors": [], "diagrams": []}}',
        '{"version": "2.0.0", "summary": {}, "detail": {"diagrams": [{"id": 0}, null]}}',
    ):
        parsed = read(text, "new.json")
        assert parsed.findings == () and parsed.snapshot and parsed.snapshot.model.components == {}


def reordered(value: Any) -> Any:
    """The same data with every mapping and every list of things the other way round, lists of points left alone."""
    if isinstance(value, dict):
        return {key: reordered(inner) if key != "vertices" else inner for key, inner in reversed([*value.items()])}
    return [reordered(inner) for inner in reversed(value)] if isinstance(value, list) else value


def test_order_and_layout_of_the_text_mean_nothing() -> None:
    turned = json.dumps(reordered(json.loads(CLINIC)), indent=7)
    assert model({PATH: turned}, PATH) == model({PATH: CLINIC}, PATH)
    turned = json.dumps(reordered(json.loads(OLD)))
    assert model({PATH: turned}, PATH) == model({PATH: OLD}, PATH)


def test_the_same_threat_that_says_two_things_is_two() -> None:
    threat = {"id": "t", "title": "Flood", "status": "Open"}
    other = {**threat, "status": "Mitigated"}
    one = model(drawing(process("a", threats=[threat]), process("b", threats=[other]), process("c", threats=[threat])))
    assert {id: (t.on, t.status) for id, t in one.threats.items()} == {
        "a:t": (("a",), "identified"),
        "b:t": (("b",), "mitigated"),
        "c:t": (("c",), "identified"),
    }
    finding = only(read(drawing(process("a", threats=[threat, other]))))
    assert (finding.rule, str(finding.subject)) == ("model/duplicate-id", "threat/t")


@pytest.mark.parametrize(
    ("library", "type", "refs", "tags"),
    [
        ("STRIDE", "Elevation of privilege", ("stride:E",), ()),
        ("STRIDE", "Tampering / Manipulación", ("stride:T",), ()),
        ("STRIDE", "Divulgation d'information", ("stride:I",), ()),
        ("LINDDUN", "Divulgation d'information", ("linddun:DD",), ()),
        ("LINDDUN", "Non-repudiation", ("linddun:Nr",), ()),
        ("", "Repudiation", ("stride:R",), ()),
        ("Generic", "Spoofing", ("stride:S",), ()),
        ("Generic", "Generic", (), ()),
        ("PLOT4ai", "Ethics & Human Rights", ("plot4ai:ethics-human-rights",), ()),
        ("DIE", "Distributed", ("die:distributed",), ()),
        ("Card game", "Aces", (), ("card game:aces",)),
        ("EOP", None, (), ()),
    ],
)
def test_categories(library: str, type: str | None, refs: tuple[str, ...], tags: tuple[str, ...]) -> None:
    parsed = read(drawing(process("a", threats=[{"id": "t", "modelType": library, "type": type}])))
    assert parsed.snapshot and parsed.findings == ()
    threat = parsed.snapshot.model.threats["t"]
    assert (threat.refs, threat.tags) == (refs, tags)


def test_words_of_threats_that_nobody_knows() -> None:
    threat = {"id": "t", "status": "Parked", "severity": "Huge", "type": "Mischief", "modelType": "STRIDE"}
    parsed = read(drawing(process("a", threats=[threat])))
    assert [(f.rule, str(f.subject), f.message) for f in parsed.findings] == [
        ("model/unknown-word", "threat/t#status", "'Parked' is no status of a threat that is known here"),
        ("model/unknown-word", "threat/t#type", "'Mischief' is no type of a threat that is known here"),
        ("model/unknown-word", "threat/t#severity", "'huge' is no severity of a threat that is known here"),
    ]
    assert parsed.snapshot
    one = parsed.snapshot.model.threats["t"]
    assert (one.status, one.tags, one.risk) == ("identified", ("stride:mischief",), ())


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Open", "identified"),
        ("", "identified"),
        ("Mitigated", "mitigated"),
        ("NotApplicable", "not-applicable"),
        ("Not Applicable", "not-applicable"),
        ("N/A", "not-applicable"),
        ("Accepted", "accepted"),
        ("Transferred", "transferred"),
        ("Avoided", "avoided"),
        ("Eliminated", "avoided"),
    ],
)
def test_status(word: str, status: str) -> None:
    one = model(drawing(process("a", threats=[{"id": "t", "status": word, "mitigation": "why"}])))
    said_against = one.controls["t"].status if one.controls else one.threats["t"].rationale
    expected = {"identified": "planned", "mitigated": "implemented"}.get(status, "why")
    assert (one.threats["t"].status, said_against) == (status, expected)


def test_a_checkbox_that_is_not_set_says_nothing() -> None:
    false = dict.fromkeys(("isWebApplication", "outOfScope", "handlesCardPayment", "isEncrypted"), False)
    one = model(
        drawing(process("a", **false, reasonOutOfScope="left over"), process("b"), flow("f", "a", "b", **false))
    )
    assert one.components["a"] == Component("a", name="a", type="process")
    assert one.flows["f"] == Flow("f", name="f", source="a", target="b")


@pytest.mark.parametrize(
    ("protocol", "expected"),
    [("HTTPS", "tls"), ("http/s", "tls"), ("SSH", "ssh"), ("HTTP", "encrypted"), ("Pigeon", "encrypted")],
)
def test_what_encrypts_a_flow_is_said_only_where_the_protocol_tells(protocol: str, expected: str) -> None:
    cells = (process("a"), process("b"), flow("f", "a", "b", protocol=protocol, isEncrypted=True))
    assert model(drawing(*cells)).flows["f"].encryption == expected


def test_flows_without_an_end_stay_and_are_told() -> None:
    text = drawing(process("a"), flow("f", "a", (5, 5)), flow("g", (1, 1), (2, 2), isPublicNetwork=True))
    parsed = read(text, "m.json")
    assert [(f.rule, str(f.location), str(f.subject), f.message) for f in parsed.findings] == [
        ("model/missing-key", "m.json:4:65", "flow/f#target", "the flow 'f' ends at no element"),
        ("model/missing-key", "m.json:5:40", "flow/g#source", "the flow 'g' starts and ends at no element"),
    ]
    assert parsed.snapshot
    flows = parsed.snapshot.model.flows
    assert (flows["f"].source, flows["f"].target) == ("a", "")
    assert (flows["g"].source, flows["g"].target, flows["g"].properties) == ("", "", (("isPublicNetwork", "true"),))


def test_an_end_has_to_be_a_component_of_the_same_diagram() -> None:
    text = drawings(
        [process("a"), zone("z", (900, 0, 9, 9)), flow("f", "a", "z"), flow("g", "aa", "a")],
        [process("b"), flow("h", "b", "a")],
    )
    parsed = read(text, "m.json")
    assert [(f.rule, str(f.subject), f.message, f.hint) for f in parsed.findings] == [
        ("model/dangling-reference", "flow/f#target", "there is no component in this diagram 'z'", ""),
        (
            "model/dangling-reference",
            "flow/g#source",
            "there is no component in this diagram 'aa'",
            "did you mean 'a'?",
        ),
        ("model/dangling-reference", "flow/h#target", "there is no component in this diagram 'a'", ""),
    ]


def test_an_id_in_two_diagrams() -> None:
    threat = [{"id": "t"}]
    parsed = read(drawings([process("a", threats=threat)], [process("a", 50, threats=threat)]), "m.json")
    finding = only(parsed)
    assert (finding.rule, str(finding.location), str(finding.subject)) == (
        "model/duplicate-id",
        "m.json:5:8",
        "component/a",
    )
    assert [str(related.location) for related in finding.related] == ["m.json:3:8"]


def test_only_what_the_tool_draws_counts() -> None:
    """Nobody can put a second drawing or another shape beside the one that people see."""
    both = json.loads(drawing(process("a")))
    both["detail"]["diagrams"][0]["diagramJson"] = json.loads(OLD)["detail"]["diagrams"][0]["diagramJson"]
    parsed = read(json.dumps(both), "m.json")
    finding = only(parsed)
    assert (finding.rule, finding.hint) == ("model/wrong-value", "take 'diagramJson' out")
    assert parsed.snapshot and list(parsed.snapshot.model.components) == ["a"]

    dressed = read(drawing({**process("a"), "shape": "store"}), "m.json")
    finding = only(dressed)
    assert (finding.rule, str(finding.location), str(finding.subject)) == (
        "model/wrong-value",
        "m.json:3:22",
        "component/a#type",
    )
    assert finding.message == "'a' is drawn as 'store' and says that it is 'tm.Process'"
    assert dressed.snapshot and dressed.snapshot.model.components["a"].type == "process"

    flow_to = {**flow("f", "a", "b"), "target": {"cell": "b", "id": "a"}}
    assert model(drawing(process("a"), process("b"), flow_to)).flows["f"].target == "b"
    old = OLD.replace('"target": {"id": "s"}', '"target": {"id": "s", "cell": "p"}')
    assert model({"old.json": old}, "old.json").flows["f"].target == "s"


def test_an_element_that_is_a_boundary_itself() -> None:
    one = model(drawing(process("a", isTrustBoundary=True), process("b"), flow("f", "a", "b", isTrustBoundary=True)))
    assert one.components["a"].properties == one.flows["f"].properties == (("isTrustBoundary", "true"),)


def test_cells_that_cannot_be_kept() -> None:
    text = drawing({"shape": "store", "data": {"type": "tm.Store"}}, {"id": "x", "shape": "cloud"}, 7)  # type: ignore[arg-type]
    assert said(read(text, "m.json")) == [
        ("model/missing-key", "m.json:3:1", "model"),
        ("model/wrong-value", "m.json:4:1", "model"),
        ("model/wrong-type", "m.json:5:1", "model#detail.diagrams.cells"),
    ]


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ('{"summary": {}, "detail": {"contributors": []}}', "model/missing-key", "1:17"),
        ('{"summary": {}, "detail": {"diagrams": {}}}', "model/missing-key", "1:40"),
        ('{"summary": {}, "detail": {"diagrams": []}', "model/syntax", "1:43"),
        ('{"summary": {}, "detail": []}', "model/wrong-value", "1:1"),
        ('{"version": "2.1", "summary": {"titled": ""}, "details": {}}', "model/wrong-value", "1:1"),
    ],
)
def test_no_model_at_all(text: str, rule: str, place: str) -> None:
    parsed = read(text, "m.json")
    assert parsed.snapshot is None
    assert (only(parsed).rule, str(only(parsed).location)) == (rule, f"m.json:{place}")


@pytest.mark.parametrize("wrong", [None, [], {}, "x", 7, True, [7], [[]], {"x": {}}])
@pytest.mark.parametrize(
    "key", ["position", "size", "data", "attrs", "labels", "source", "target", "vertices", "shape", "id", "threats"]
)
def test_wrong_shapes_are_findings_at_most(key: str, wrong: Any) -> None:
    for cell in (process("a"), zone("a"), flow("a", "b", "b"), curve("a", (0, 0), (9, 9))):
        parsed = read(drawing({**cell, key: wrong}, process("b")), "m.json")
        assert parsed.snapshot and "b" in parsed.snapshot.model.components
        old = {**cell, "type": cell["data"]["type"], key: wrong}
        text = json.dumps({"summary": {}, "detail": {"diagrams": [{"diagramJson": {"cells": [old]}}]}})
        assert read(text, "m.json").snapshot
    inner = {**process("a"), "data": {"type": "tm.Process", key: wrong, "containedElements": wrong}}
    assert read(drawing(inner), "m.json").snapshot


def test_more_boundaries_than_a_drawing_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plane, "MOST", 11)
    inside = [zone("z"), zone("y"), zone("x"), process("a")]
    assert read(drawing(*inside)).snapshot  # 3 around it, and as many in the chain of the first
    with pytest.raises(InputError, match="more than 11 pairs of what is drawn") as caught:
        read(drawing(*inside, process("b")), "m.json")
    assert str(caught.value.at) == "m.json:2:24"
    lines = [flow("f", (0, 0), (1, 1), (2, 2)), curve("c", (0, 0), (1, 1), *[(3, 3)] * 5)]  # 3 points by 7
    with pytest.raises(InputError):
        read(drawing(*lines))
