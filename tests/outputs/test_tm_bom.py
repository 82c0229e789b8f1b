"""Models written as TM-BOM: read back they are the same, but for what is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.system import System
from checker.outputs.models import Written
from checker.outputs.models.tm_bom import write
from tests.inputs.reading import model as read_model
from tests.inputs.reading import read
from tests.outputs.differing import differing


def back(written: Written) -> Model:
    """What the reader makes of a text, with nothing to say against it."""
    parsed = read(written.text, "x.json")
    assert parsed.snapshot
    assert {finding.rule for finding in parsed.findings} <= {"model/not-mapped"}
    return parsed.snapshot.model


def test_what_the_format_can_say_comes_back_whole() -> None:
    before = Model(
        System("x", "Shop", "Sells shoes", criticality="important"),
        components={
            "box": Component(
                "box", "Box", type="object-store", encryption="at-rest", stores=("orders",), boundary="in"
            ),
            "bank": Component("bank", "Bank", type="external-service", boundary="out"),
            "buyer": Component("buyer", "Buyer", "Buys", type="person", authority=("Buys",), boundary="out"),
            "db": Component(
                "db", "Db", type="database", technology="Base", encryption="none", stores=("logs", "orders")
            ),
            "web": Component("web", "Web", type="process", boundary="in"),
        },
        flows={
            "buy": Flow(
                "buy", "Buy", source="buyer", target="web", encryption="encrypted", authentication="credentials"
            ),
            "save": Flow("save", "Save", source="web", target="db", encryption="none"),
        },
        boundaries={"in": Boundary("in", "In", trust="internal"), "out": Boundary("out", "Out", trust="partner")},
        data={
            "logs": Data("logs", "Logs", classification="internal"),
            "orders": Data("orders", "Orders", classification="confidential", personal="true"),
        },
        threats={
            "flood": Threat(
                "flood",
                "Flood",
                "Too much",
                on=("x",),
                cause=(("intent", "intentional"),),
                risk=(("impact", "high"), ("likelihood", "medium"), ("severity", "high")),
            ),
            "theft": Threat(
                "theft",
                "Theft",
                on=("buy", "db", "in", "orders"),
                refs=("capec:CAPEC-66", "cwe:CWE-89"),
                status="mitigated",
                controls=("old", "quote"),
            ),
        },
        controls={
            "old": Control("old", "Old", status="retired"),
            "plan": Control("plan", "Plan", status="planned"),
            "quote": Control("quote", "Quote", status="implemented"),
        },
    )
    written = write(before)
    assert {*differing(before, back(written))} == {
        ("system", "properties", "x"),
        ("boundary", "trust", "in"),
        ("boundary", "trust", "out"),
        ("boundary", "properties", "in"),
        ("boundary", "properties", "out"),
        ("threat", "tags", "flood"),
        ("threat", "tags", "theft"),
    }
    assert written.losses == ("boundary trust: 'in', 'out'", "system id, for which the path of a file stands: 'x'")
    assert written.assumed == (
        "data_sensitivity op, pii, of the system: 'x'",
        "exposure internal, of the system: 'x'",
        "tier important, of the system: 'x'",
        "version of the model: 'x'",
        "actor type third_party: 'bank'",
        "actor type user: 'buyer'",
        "data store type sql: 'db'",
        "authentication of a trust boundary, which is that of all flows across it: 'in', 'out'",
        "kind of sensitive data op: 'logs'",
        "kind of sensitive data pii: 'orders'",
        "has_sensitive_data false, of a flow: 'buy', 'save'",
        "persona of every threat: 'x'",
    )


def made(**sections: Any) -> tuple[Model, Written]:
    """A native model of some sections, and what is written of it."""
    before = read_model(json.dumps({"threatgate": 1, "system": {"id": "x", "name": "X"}, **sections}))
    return before, write(before)


def test_names_of_other_letters_are_told_and_stay_apart() -> None:
    components = {id: {"type": "process", "name": id} for id in ("a.b", "a-b", "a..b")}
    _, written = made(components=components, flows={"a.c": {"from": "a.b", "to": "a..b", "name": "F"}})
    data = json.loads(written.text)
    names = [component["symbolic_name"] for component in data["components"]]
    assert names[0] == "a-b"
    assert names[1].startswith("a-b-")
    assert names[2].startswith("a-b-")
    assert len(set(names)) == 3
    assert data["data_flows"][0]["source"]["object"] in names[1:]
    assert [line for line in written.losses if line.startswith("id of element")] == [
        f"id of element, '{names[1]}' instead of: 'a..b'",
        f"id of element, '{names[2]}' instead of: 'a.b'",
        "id of element, 'a-c' instead of: 'a.c'",
    ]


def test_no_name_that_somebody_chose_is_that_of_another() -> None:
    _, written = made(components={id: {"type": "process", "name": id} for id in ("a-b", "a.b")})
    (other,) = {one["symbolic_name"] for one in json.loads(written.text)["components"]} - {"a-b"}
    _, written = made(components={id: {"type": "process", "name": id} for id in ("a-b", "a.b", other)})
    assert len({one["symbolic_name"] for one in json.loads(written.text)["components"]}) == 3


@pytest.mark.parametrize(
    ("flow", "encrypted", "told"),
    [
        ({"encryption": "encrypted"}, True, ""),
        ({"encryption": "none"}, False, ""),
        ({"encryption": "tls"}, True, "flow encryption, but for whether there is any: 'f'"),
        ({"encryption": "own-cipher"}, True, "flow encryption, but for whether there is any: 'f'"),
        ({"protocol": "https"}, True, "encrypted true, of a flow: 'f'"),
        ({"protocol": "http"}, False, "encrypted false, of a flow: 'f'"),
        ({"protocol": "grpc"}, False, "encrypted false, of a flow: 'f'"),
        ({}, False, "encrypted false, of a flow: 'f'"),
    ],
)
def test_whether_a_flow_is_encrypted(flow: dict[str, str], encrypted: bool, told: str) -> None:
    components = {"a": {"type": "process", "name": "A"}, "b": {"type": "process", "name": "B"}}
    _, written = made(components=components, flows={"f": {"from": "a", "to": "b", "name": "F", **flow}})
    assert json.loads(written.text)["data_flows"][0]["encrypted"] is encrypted
    lines = [line for line in (*written.losses, *written.assumed) if "encrypt" in line]
    assert lines == ([told] if told else [])


@pytest.mark.parametrize(
    ("data", "kinds", "lost"),
    [
        ({"classification": "public"}, [], ["data classification public: 'd'"]),
        ({"classification": "internal"}, ["op"], []),
        ({"classification": "confidential"}, ["biz"], []),
        ({"classification": "confidential", "personal": True}, ["pii"], []),
        ({"classification": "restricted"}, ["biz"], ["data classification restricted: 'd'"]),
        ({"classification": "restricted", "personal": True}, ["pii"], ["data classification restricted: 'd'"]),
        ({"classification": "restricted", "personal": "sensitive"}, ["phi"], []),
        ({"classification": "internal", "personal": "sensitive"}, ["phi"], ["data classification internal: 'd'"]),
        ({"classification": "public", "personal": True}, ["pii"], ["data classification public: 'd'"]),
    ],
)
def test_kinds_of_data_come_as_near_as_they_can(data: dict[str, Any], kinds: list[str], lost: list[str]) -> None:
    before, written = made(data={"d": {"name": "D", **data}})
    assert json.loads(written.text)["data_sets"][0]["data_sensitivity"] == kinds
    assert [line for line in written.losses if line.startswith("data ")] == lost
    assert back(written).data["d"].personal == before.data["d"].personal


@pytest.mark.parametrize(
    ("risk", "words", "assumed"),
    [
        ({"likelihood": "low", "impact": "high", "severity": "medium"}, ("unlikely", "major", 8, "medium"), ()),
        ({"likelihood": "low", "impact": "high", "severity": "critical"}, ("unlikely", "major", 8, "critical"), ()),
        ({"likelihood": "low", "impact": "high"}, ("unlikely", "major", 8, "medium"), ("level",)),
        ({"severity": "note"}, ("rare", "minor", 2, "very_low"), ("likelihood", "impact")),
        ({"severity": "low"}, ("unlikely", "minor", 4, "low"), ("likelihood", "impact")),
        ({"severity": "medium"}, ("possible", "moderate", 9, "medium"), ("likelihood", "impact")),
        ({"severity": "high"}, ("possible", "major", 12, "high"), ("likelihood", "impact")),
        ({"severity": "critical"}, ("certain", "severe", 25, "critical"), ("likelihood", "impact")),
        ({"impact": "very-high"}, ("possible", "severe", 15, "very_high"), ("likelihood", "level")),
    ],
)
def test_what_is_not_rated_is_assumed(risk: dict[str, str], words: tuple[Any, ...], assumed: tuple[str, ...]) -> None:
    threat = {"title": "T", "on": ["x"], "risk": risk}
    before, written = made(threats={"t": threat})
    (found,) = json.loads(written.text)["risks"]
    assert (found["likelihood"], found["impact"], found["score"], found["level"]) == words
    assert [line for line in written.assumed if "of the risk" in line] == [f"{key} of the risk: 't'" for key in assumed]
    after = dict(back(written).threats["t"].risk)
    assert {key: after[key] for key in risk} == dict(before.threats["t"].risk)


def test_threats_of_which_only_a_score_is_known_have_no_risk() -> None:
    _, written = made(threats={"t": {"title": "T", "on": ["x"], "risk": {"cvss": {"vector": "CVSS:4.0/x"}}}})
    assert "risks" not in json.loads(written.text)
    assert "threat risk, but for severity, likelihood and impact: 't'" in written.losses


def test_statuses_that_controls_do_not_tell_are_told() -> None:
    threats: dict[str, Any] = {
        "accepted": {"status": "accepted"},
        "answered": {"status": "identified", "controls": ["there"]},
        "hoped": {"status": "mitigated", "controls": ["there", "plan"]},
        "open": {"status": "identified", "controls": ["plan"]},
    }
    threats = {id: {"title": id, "on": ["x"], **threat} for id, threat in threats.items()}
    controls = {"there": {"title": "There", "status": "verified"}, "plan": {"title": "Plan"}}
    _, written = made(threats=threats, controls=controls)
    assert [line for line in written.losses if "status" in line] == [
        "threat status accepted: 'accepted'",
        "threat status identified: 'answered'",
        "threat status mitigated: 'hoped'",
        "control status verified: 'there'",
    ]
    assert {id: threat.status for id, threat in back(written).threats.items()} == {
        "accepted": "identified",
        "answered": "mitigated",
        "hoped": "identified",
        "open": "identified",
    }


def test_what_flows_across_a_boundary_have_in_common_is_said_of_it() -> None:
    components = {id: {"type": "process", "name": id, "boundary": id} for id in ("a", "b", "c")}
    boundaries = {id: {"trust": "internal", "name": id} for id in ("a", "b", "c")}
    flows = {
        "one": {"from": "a", "to": "b", "authentication": "token", "authorization": "acl, rbac"},
        "two": {"from": "b", "to": "a", "authentication": "token", "authorization": "rbac"},
        "three": {"from": "b", "to": "c", "authentication": "kerberos", "authorization": "none"},
        "four": {"from": "a", "to": "a", "authentication": "token"},
    }
    _, written = made(components=components, boundaries=boundaries, flows=flows)
    assert json.loads(written.text)["trust_boundaries"] == [
        {"trust_zone_a": "a", "trust_zone_b": "b", "authentication_methods": ["token"]},
        {"trust_zone_a": "b", "trust_zone_b": "c", "access_control_methods": ["none"]},
    ]
    assert [line for line in written.losses if line.startswith("flow auth")] == [
        "flow authentication: 'four', 'three'",
        "flow authorization: 'one', 'two'",
    ]


def test_what_has_no_place_is_told_by_kind() -> None:
    components: dict[str, Any] = {
        "agent": {"type": "agent", "stores": ["d"], "encryption": "disk", "authority": ["one"], "technology": "T"},
        "file": {"type": "file-store", "authority": ["reads"], "encryption": "disk"},
        "team": {"type": "person", "authority": ["one", "two"], "technology": "T", "stores": ["d"]},
    }
    components = {id: {"name": id, **component} for id, component in components.items()}
    _, written = made(components=components, data={"d": {"name": "D", "classification": "internal"}})
    assert [line for line in written.losses if line.startswith("component")] == [
        "component type: 'agent', 'file'",
        "component authority: 'agent', 'file'",
        "component technology: 'agent', 'team'",
        "component stores: 'agent', 'team'",
        "component encryption: 'agent'",
        "component encryption, but for whether there is any: 'file'",
        "component authority, that it is several: 'team'",
    ]


def test_a_flow_of_one_end_and_what_a_tool_derives_are_told() -> None:
    written = write(Model(System("x"), flows={"f": Flow("f", source="a")}, derives_threats=True))
    assert json.loads(written.text)["data_flows"] == []
    assert "flow without two ends: 'f'" in written.losses
    assert any(line.startswith("threats that the tool of the format derives by itself") for line in written.losses)
