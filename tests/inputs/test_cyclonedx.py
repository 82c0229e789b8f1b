"""Threat models of the CycloneDX 2.0 draft: what becomes of each part, what is said of what is wrong, and where."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.attack_tree import Gate, Leaf
from checker.core.digest import digests
from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Acceptance, AiModel, AttackTree, Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.system import System
from checker.diff import compare
from tests.inputs.reading import model, only, read, said

FOLDER = Path(__file__).parent / "cyclonedx"
PARCELS = (FOLDER / "parcels.json").read_text(encoding="utf-8")
NAME = "desk.cdx.json"

GATE = (
    ("gate.authentication", "oidc"),
    ("gate.controlsAtBoundary", "ask-back"),
    ("gate.logging", "true"),
    ("gate.protocols", "https"),
    ("gate.session.idleTimeout", "900"),
    ("gate.session.userLogout", "true"),
    ("gate.trustLevel", "untrusted"),
    ("gate.type", "trust"),
    ("gate.zones", "hall, street"),
)
ASKING = ("atlas:AML.T0051", "attack:T1589.001", "capec:CAPEC-407")
BY_ASKING = Leaf("by-asking", "Ask", controls=("ask-back",), refs=ASKING, skill=2.0)
CVSS = (("score", 5.3), ("vector", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"))

EXPECTED = Model(
    System(
        "parcels",
        "Parcel desk",
        "Where is my parcel, and who answers that.",
        ai=True,
        properties=(("assumption.walls", "unverified; Nobody climbs in."), ("methodologies", "STRIDE")),
    ),
    components={
        "boundary:street": Component("boundary:street", "Street", type="external-entity", boundary="street"),
        "carrier": Component(
            "carrier",
            "Carrier",
            type="process",
            out_of_scope="outside of the scope of the blueprint",
            properties=(("type", "system"),),
        ),
        "customer": Component(
            "customer",
            description="Waits for a parcel.",
            type="person",
            boundary="street",
            authority=("ask",),
            properties=(("roles", "data-subject"),),
        ),
        "desk": Component(
            "desk",
            "Desk agent",
            tags=("ai", "public"),
            type="agent",
            boundary="hall",
            owner="Desk team",
            paths=("desk/**",),
            properties=(
                ("acme:floor", "2"),
                ("authentication", "oidc"),
                ("authorization", "rbac"),
                ("categories", "chat"),
                ("classification", "internal"),
                ("criticality", "high"),
                ("custom.asks", "label-reader"),
                ("dependsOn", "router"),
                ("interface.chat", "bearer, https, rest"),
            ),
        ),
        "label-reader": Component("label-reader", "Label reader", type="sensor", boundary="hall"),
        "notes": Component("notes", "Notes", type="vector-store", boundary="safe", stores=("answers",)),
        "router": Component(
            "router",
            "route-guess",
            type="model",
            boundary="hall",
            model=AiModel(
                name="route-guess",
                version="3.1",
                digest="sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ),
            properties=(("componentRef", "bom-router-model"),),
        ),
        "traces": Component(
            "traces",
            "Traces",
            type="database",
            boundary="safe",
            technology="Acme Ticks 2, SQL",
            encryption="at-rest",
            stores=("addresses",),
            properties=(
                ("authorization", "acl"),
                ("environment", "production"),
                ("location", "hall 3"),
                ("type", "time-series"),
            ),
        ),
    },
    flows={
        "ask": Flow(
            "ask",
            "Ask",
            source="customer",
            target="desk",
            data=("addresses",),
            protocol="http",
            authentication="credentials",
            authorization="rbac",
            encryption="encrypted",
            bidirectional=True,
            properties=(("authentication", "credentials, totp"), ("protocols", "http, https"), ("type", "message")),
        ),
        "look-up": Flow(
            "look-up",
            "Look up",
            source="desk",
            target="traces",
            data=("addresses", "door-count"),
            protocol="postgresql",
            encryption="none",
        ),
        "scan": Flow("scan", source="boundary:street", target="label-reader"),
    },
    boundaries={
        "hall": Boundary(
            "hall", "Sorting hall", kind="network", properties=(("constraints", "no outgoing traffic"), *GATE)
        ),
        "safe": Boundary("safe", kind="process", parent="hall"),
        "street": Boundary("street", "Street", trust="untrusted", properties=(("characteristics", "no staff"), *GATE)),
    },
    data={
        "addresses": Data(
            "addresses",
            "Addresses",
            "Where parcels go.",
            classification="restricted",
            personal="true",
            retention="30 days",
            properties=(
                ("categories", "credentials"),
                ("placement.traces.encrypted", "true"),
                ("placement.traces.replicated", "false"),
            ),
        ),
        "answers": Data("answers", "Answers"),
        "door-count": Data("door-count", "Door count"),
    },
    threats={
        "lost-trace": Threat("lost-trace", "A trace is lost", on=("hall", "street")),
        "risk-strike": Threat(
            "risk-strike",
            "Strike",
            "Nobody answers.\n\nFor a week.",
            tags=("assessed",),
            on=("desk",),
            risk=(("likelihood", "very-low"),),
        ),
        "wrong-door": Threat(
            "wrong-door",
            "A stranger learns a door code",
            "By asking.",
            on=("addresses", "desk", "router"),
            refs=tuple(sorted((*ASKING, "cwe:CWE-200", "maestro:data-operations", "stride:I"))),
            status="accepted",
            controls=("ask-back", "new-codes"),
            owner="Olga",
            rationale="Codes change every week.",
            accepted=Acceptance("Nils"),
            cause=(("intent", "intentional"),),
            risk=(("cvss", CVSS), ("impact", "medium"), ("likelihood", "very-high"), ("severity", "medium")),
        ),
    },
    controls={
        "ask-back": Control(
            "ask-back",
            "Ask for the parcel number",
            tags=("approved", "preventive"),
            evidence=("tests/test_desk.py",),
            owner="Desk team",
        ),
        "new-codes": Control("new-codes", "Change codes weekly.", tags=("in-progress",), due="2027-01-31"),
    },
    attack_trees={
        "codes": AttackTree(
            "codes",
            "Have a door code",
            "Any door.",
            on=("addresses", "desk", "router"),
            root=Gate("or", (BY_ASKING, Gate("and", (Leaf("enter", description="At night."), BY_ASKING), "By force"))),
        ),
        "walk": AttackTree(
            "walk",
            "Stand in the hall",
            root=Gate(
                "sand",
                (
                    Leaf("find-the-door", "Find the door", "In daylight.", refs=("attack:T1595",)),
                    Leaf("step-2", description="Open it.", on=("label-reader",), controls=("ask-back",)),
                ),
            ),
        ),
    },
)


def _document(**sections: Any) -> dict[str, Any]:
    return {"specFormat": "CycloneDX", "specVersion": "2.0", **sections}


def _blueprint(**sections: Any) -> dict[str, Any]:
    return _document(blueprints=[{"bom-ref": "bp", "name": "B", "modelTypes": ["data-flow"], **sections}])


def _lines(data: Any) -> str:
    """The data, one key or item a line, so that a line is a place."""
    return json.dumps(data, indent=1)


def _asset(id: str, **more: Any) -> dict[str, Any]:
    return {"bom-ref": id, "name": id, "type": "service", **more}


def _flow(id: str, source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"bom-ref": id, "name": id, "type": "data", "source": source, "destination": target, **more}


def test_each_part_becomes_what_it_is_here() -> None:
    found = model(PARCELS, NAME)
    for kind in ("component", "flow", "boundary", "data", "threat", "control", "attack_tree"):
        assert found.elements(kind) == EXPECTED.elements(kind), kind
    assert found == EXPECTED


def test_what_no_check_looks_at_is_said_once() -> None:
    parsed = read(PARCELS, NAME)
    assert said(parsed) == [("model/not-mapped", f"{NAME}:19:32", "model")]
    assert "a review is made with 'threatgate review'" in only(parsed).message


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        (Ref("system", "parcels", "name"), "16:15"),
        (Ref("boundary", "safe", "parent"), "24:74"),
        (Ref("boundary", "street", "trust"), "22:85"),
        (Ref("boundary", "hall", "properties.gate.logging"), "29:99"),
        (Ref("boundary", "street", "properties.gate.session.idleTimeout"), "30:48"),
        (Ref("component", "desk", "paths"), "46:102"),
        (Ref("component", "traces", "boundary"), "54:81"),
        (Ref("component", "desk", "properties.authentication"), "43:29"),
        (Ref("flow", "ask", "protocol"), "78:66"),
        (Ref("flow", "ask", "target"), "77:100"),
        (Ref("data", "addresses", "classification"), "64:81"),
        (Ref("threat", "wrong-door", "on"), "103:27"),
        (Ref("threat", "risk-strike", "risk"), "167:68"),
        (Ref("control", "new-codes", "due"), "161:52"),
        (Ref("attack_tree", "codes", "goal"), "118:37"),
    ],
)
def test_fields_are_found_where_the_text_says_them(ref: Ref, place: str) -> None:
    snapshot = read(PARCELS, NAME).snapshot
    assert snapshot
    assert str(snapshot.locate(ref)) == f"{NAME}:{place}"


_ORDERED = ("children", "steps")


def _shuffled(value: Any, random: Random, key: str = "") -> Any:
    if isinstance(value, dict):
        keys = random.sample([*value], len(value))
        return {name: _shuffled(value[name], random, name) for name in keys}
    if isinstance(value, list):
        items = [_shuffled(item, random) for item in value]
        return items if key in _ORDERED else random.sample(items, len(items))
    return value


@pytest.mark.parametrize("seed", range(8))
def test_order_layout_and_the_like_are_no_change(seed: int) -> None:
    data = json.loads(PARCELS)
    data["metadata"]["timestamp"] = "2030-01-01T00:00:00Z"
    data |= {"version": 5, "serialNumber": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    data["blueprints"][0]["visualizations"] = [{"name": "Picture", "type": {"type": "data-flow"}, "url": "x.svg"}]
    assert model(json.dumps(_shuffled(data, Random(seed))), NAME) == EXPECTED


def test_a_changed_demand_at_a_boundary_is_seen_at_its_zones() -> None:
    data = json.loads(PARCELS)
    data["blueprints"][0]["boundaries"][0]["crossingRequirements"]["logging"] = False
    after = model(json.dumps(data), NAME)
    before, graph, other = EXPECTED, build_graph(EXPECTED), build_graph(after)
    changes = compare(before, after, graph, other)
    assert {str(change.ref.element) for change in changes} == {"boundary/hall", "boundary/street"}
    seen, now = digests(before, graph), digests(after, other)
    assert {Ref("boundary", "hall"), Ref("boundary", "street")} <= {ref for ref in seen if seen[ref] != now[ref]}


def _own(thing: dict[str, Any], **fields: str) -> dict[str, Any]:
    """A thing with fields of ours."""
    return {**thing, "properties": [{"name": f"threatgate:{name}", "value": value} for name, value in fields.items()]}


WRONG = [
    (
        "an unknown word where an object may stand",
        _blueprint(assets=[_asset("a", authentication=["mTLS", {"name": "badge"}])]),
        [("model/wrong-value", 17, "component/a#authentication")],
        "did you mean 'mtls', or an object with that 'name'?",
    ),
    (
        "a relationship of no type",
        _blueprint(assets=[_asset("a"), _asset("b")], relationships=[{"ref": "a", "uses": ["b"]}]),
        [("model/wrong-value", 26, "component/a#properties")],
        "those of the draft are aggregates,",
    ),
    (
        "a category of another taxonomy",
        _document(
            threats={
                "threats": [{"bom-ref": "t", "name": "T", "categories": [{"taxonomy": "STRIDE", "category": "x"}]}]
            }
        ),
        [("model/wrong-value", 12, "threat/t#refs")],
        "it has spoofing, tampering,",
    ),
    (
        "a response without a strategy",
        _document(risks={"risks": [{"bom-ref": "r", "name": "R", "statement": "S", "responses": [{"bom-ref": "x"}]}]}),
        [("model/missing-key", 11, "control/x")],
        "",
    ),
    (
        "a scenario without a name of its own",
        _document(threats={"scenarios": [{"name": "S", "threats": ["t"]}], "threats": [{"bom-ref": "t", "name": "T"}]}),
        [("model/missing-key", 6, "model")],
        "",
    ),
    (
        "a name that leads nowhere",
        _blueprint(
            assets=[_asset("desk"), _asset("door", zone="hal")],
            zones=[{"bom-ref": "hall", "name": "H", "type": "trust"}],
        ),
        [("model/dangling-reference", 21, "component/door#boundary")],
        "did you mean 'hall'?",
    ),
    (
        "a flow to nothing",
        _blueprint(assets=[_asset("desk")], flows=[_flow("f", "desk", "dusk")]),
        [("model/dangling-reference", 24, "flow/f#target")],
        "did you mean 'desk'?",
    ),
    (
        "one name for two things",
        _blueprint(assets=[_asset("x")], flows=[_flow("x", "x", "x")]),
        [("model/duplicate-id", 20, "flow/x")],
        "",
    ),
    (
        "a field that we have not",
        _blueprint(assets=[_asset("x", properties=[{"name": "threatgate:colour", "value": "red"}])]),
        [("model/wrong-value", 18, "component/x#properties")],
        "",
    ),
    (
        "a word that a field of ours has not",
        _blueprint(
            zones=[
                {
                    "bom-ref": "z",
                    "name": "Z",
                    "type": "trust",
                    "properties": [{"name": "threatgate:trust", "value": "interal"}],
                }
            ]
        ),
        [("model/wrong-value", 19, "boundary/z#properties.value")],
        "did you mean 'internal'?",
    ),
    (
        "an integrity that is none",
        _blueprint(dataSets=[_own({"bom-ref": "d", "name": "D"}, integrity="high")]),
        [("model/wrong-value", 18, "data/d#properties.value")],
        "it may be 'archive'",
    ),
    (
        "a control that is due when it is done",
        _document(controls=[_own({"bom-ref": "c", "name": "C", "status": "planned"}, due="soon")]),
        [("model/wrong-value", 12, "control/c#properties.value")],
        "a day is written as 2027-01-31",
    ),
    (
        "a response that is due when it is done",
        _document(
            risks={
                "risks": [
                    {
                        **{"bom-ref": "r", "name": "R", "statement": "S"},
                        "responses": [{"bom-ref": "x", "strategy": "reduce", "targetDate": "next year"}],
                    }
                ]
            }
        ),
        [("model/wrong-value", 14, "control/x#targetDate")],
        "a day is written as 2027-01-31",
    ),
    (
        "a threat that is accepted for ever",
        _document(threats={"threats": [_own({"bom-ref": "t", "name": "T"}, **{"accepted.until": "whenever"})]}),
        [("model/wrong-value", 12, "threat/t#properties.value")],
        "a day is written as 2027-01-31",
    ),
    (
        "zones in a circle",
        _blueprint(
            zones=[
                {"bom-ref": "a", "name": "A", "type": "trust", "parent": "b"},
                {"bom-ref": "b", "name": "B", "type": "trust", "parent": "a"},
                {"bom-ref": "c", "name": "C", "type": "trust", "parent": "a"},
            ]
        ),
        [("model/boundary-cycle", 16, "boundary/a#parent")],
        "leave the parent of the outermost one out",
    ),
    (
        "an asset without anything",
        _blueprint(assets=[{}, {"bom-ref": "x"}]),
        [("model/missing-key", 12, "model"), *[("model/missing-key", 13, "component/x")] * 2],
        "",
    ),
    (
        "a status that nobody knows",
        _document(controls=[{"bom-ref": "c", "name": "C", "status": {"name": "assumed"}}]),
        [("model/unknown-word", 8, "control/c#status")],
        "",
    ),
]


@pytest.mark.parametrize(("data", "findings", "hint"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_said_where_it_is(data: Any, findings: list[tuple[str, int, str]], hint: str) -> None:
    parsed = read(_lines(data), NAME)
    assert parsed.snapshot
    assert [(rule, int(at.split(":")[1]), subject) for rule, at, subject in said(parsed)] == findings
    assert any(hint in finding.hint for finding in parsed.findings)


@pytest.mark.parametrize(
    ("data", "rule", "place"),
    [
        ({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": []}, "model/wrong-value", "1:15"),
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "services": []}, "model/wrong-value", "1:15"),
        (_document(), "model/wrong-value", "1:16"),
        (_document(components=[{"type": "machine-learning-model", "name": "m"}]), "model/wrong-value", "1:16"),
        (_document(threats=[{}]), "model/wrong-type", "1:62"),
        (_document(blueprints={"a": 1}), "model/wrong-type", "1:65"),
        (_document(risks="none"), "model/wrong-type", "1:60"),
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "services": {"a": 1}}, "model/wrong-type", "1:62"),
    ],
)
def test_what_is_no_threat_model_is_refused_at_a_place(data: Any, rule: str, place: str) -> None:
    parsed = read(json.dumps(data), NAME)
    assert parsed.snapshot is None
    assert said(parsed) == [(rule, f"{NAME}:{place}", said(parsed)[0][2])]


def test_an_ordinary_bill_of_materials_is_told_what_it_is() -> None:
    finding = only(read('{"bomFormat": "CycloneDX", "specVersion": "1.7", "components": [{"name": "left-pad"}]}', NAME))
    assert finding.message == "this bill of materials is no threat model: it has no 'services'"
    assert finding.hint.startswith("leave it out of the models; a card that a model names is read")


def test_what_lies_in_other_documents_is_no_fault() -> None:
    """Threats may be in one file and the blueprint in another; a link may name a document."""
    threat = {"bom-ref": "t", "name": "T", "affectedAssets": ["desk"], "mitigations": ["urn:cdx:x/1#c"]}
    parsed = read(json.dumps(_document(threats={"threats": [threat]}, controls=[{"bom-ref": "c", "name": "C"}])), NAME)
    assert parsed.snapshot
    assert parsed.snapshot.model.threats["t"].on == ("desk.cdx",)
    assert [f.message for f in parsed.findings] == ["names of things in other documents are not used by any check"]


def test_software_is_no_part_of_the_model_but_for_the_asset_that_stands_for_it() -> None:
    data = _blueprint(assets=[_asset("a"), {"bom-ref": "b", "componentRef": "lib"}])
    data["components"] = [{"bom-ref": "lib", "type": "library", "name": "L"}, {"bom-ref": "other", "name": "O"}]
    data["threats"] = {"threats": [{"bom-ref": "t", "name": "T", "affectedAssets": ["a", "lib", "other"]}]}
    parsed = read(json.dumps(data), NAME)
    assert parsed.snapshot
    assert parsed.snapshot.model.threats["t"].on == ("a", "b")
    assert parsed.snapshot.model.components["b"].type == "library"
    assert only(parsed).message == "names of things that are no part of the model are not used by any check"


def test_a_name_of_a_thing_of_another_kind_leads_nowhere() -> None:
    data = _blueprint(assets=[_asset("a")], flows=[_flow("f", "a", "t")])
    data["threats"] = {"threats": [{"bom-ref": "t", "name": "T"}]}
    assert [(f.rule, str(f.subject)) for f in read(json.dumps(data), NAME).findings] == [
        ("model/dangling-reference", "flow/f#target")
    ]


def test_a_link_into_the_same_document_is_a_name() -> None:
    data = _blueprint(
        assets=[_asset("a", zone="urn:cdx:5b0a/1#z")], zones=[{"bom-ref": "z", "name": "Z", "type": "trust"}]
    )
    found = model(json.dumps({**data, "serialNumber": "urn:uuid:5b0a"}), NAME)
    assert found.components["a"].boundary == "z"


def test_several_blueprints_are_one_model_called_after_its_file() -> None:
    first = _blueprint(assets=[_asset("a")])["blueprints"][0]
    second = {**_blueprint(assets=[_asset("b")])["blueprints"][0], "bom-ref": "other", "name": "C"}
    found = model(json.dumps(_document(blueprints=[first, second])), "models/desk.cdx.json")
    assert (found.id, found.system.name, [*found.components]) == ("models.desk.cdx", "B, C", ["a", "b"])


def test_of_several_risks_of_one_threat_the_least_settled_counts() -> None:
    risks = [
        {"bom-ref": f"r{n}", "name": "R", "statement": "S", "relatedThreats": ["t"], "status": status, **more}
        for n, (status, more) in enumerate(
            [
                ("mitigated", {"residualRisk": {"score": {"level": "low"}}}),
                ("identified", {"inherentRisk": {"score": {"level": "critical"}}}),
                ("retired", {}),
            ]
        )
    ]
    threats = {"threats": [{"bom-ref": "t", "name": "T"}]}
    found = model(json.dumps(_document(threats=threats, risks={"risks": risks})), NAME).threats
    assert [*found] == ["t"]
    assert (found["t"].status, found["t"].risk) == ("identified", (("severity", "critical"),))


def test_a_risk_that_is_avoided_is() -> None:
    response = {"bom-ref": "x", "strategy": "avoid", "description": "We do not sell it."}
    risk = {"bom-ref": "r", "name": "R", "statement": "S", "status": "retired", "responses": [response]}
    found = model(json.dumps(_document(risks={"risks": [risk]})), NAME)
    assert found.threats["r"] == Threat(
        "r", "R", "S", on=("desk.cdx",), status="avoided", rationale="We do not sell it."
    )
    assert not found.controls


def test_a_requirement_is_a_control_where_it_is_named_as_one() -> None:
    defined = {
        "requirements": [{"bom-ref": "one", "name": "One", "status": "verified"}, {"bom-ref": "two", "name": "Two"}]
    }
    threats = {"threats": [{"bom-ref": "t", "name": "T", "mitigations": ["one"]}]}
    found = model(json.dumps(_document(threats=threats, definitions=defined)), NAME)
    assert found.controls == {"one": Control("one", "One", status="verified")}


def test_data_of_one_name_on_two_flows_is_one_thing() -> None:
    objects = [
        {"name": "Pins", "classification": "internal"},
        {"name": "Pins", "classification": "restricted", "categories": ["phi"]},
    ]
    flows = [_flow(f"f{n}", "a", "b", dataObjects=[one]) for n, one in enumerate(objects)]
    for order in (flows, flows[::-1]):
        found = model(json.dumps(_blueprint(assets=[_asset("a"), _asset("b")], flows=order)), NAME)
        assert found.data == {
            "pins": Data(
                "pins", "Pins", classification="restricted", personal="sensitive", properties=(("categories", "phi"),)
            )
        }


def _tree(nodes: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    named = [{"name": node["bom-ref"], **node} for node in nodes]
    return _document(threats={"attackTrees": [{"bom-ref": "tree", "name": "Goal", "nodes": named, **more}]})


@pytest.mark.parametrize(
    ("nodes", "more", "message"),
    [
        (
            [{"bom-ref": "a", "children": ["b"]}, {"bom-ref": "b", "children": ["a"]}],
            {"root": "a"},
            "the step 'a' leads to itself",
        ),
        (
            [{"bom-ref": "a", "children": ["b"]}, {"bom-ref": "b", "children": ["a"]}],
            {},
            "no step of this attack tree is outside of all others: say which is its 'root'",
        ),
        (
            [{"bom-ref": "a"}, {"bom-ref": "b"}],
            {},
            "2 steps of this attack tree are outside of all others: say which is its 'root'",
        ),
        (
            [{"bom-ref": f"n{n}", "children": [f"n{n + 1}"]} for n in range(40)],
            {"root": "n0"},
            "this attack tree is deeper than 30 steps: it was not looked at",
        ),
        (
            [{"bom-ref": f"n{n}", "children": [f"n{n + 1}", f"m{n}"]} for n in range(13)]
            + [{"bom-ref": f"m{n}", "children": [f"n{n + 1}"]} for n in range(13)]
            + [{"bom-ref": "n13"}],
            {"root": "n0"},
            "this attack tree is of more than 5,000 steps or deeper than 30: it was not looked at",
        ),
    ],
)
def test_steps_that_are_no_tree_are_said_and_leave_none(nodes: list[Any], more: dict[str, Any], message: str) -> None:
    parsed = read(json.dumps(_tree(nodes, **more)), NAME)
    assert parsed.snapshot
    assert not parsed.snapshot.model.attack_trees
    assert [(f.rule, f.message) for f in parsed.findings] == [("model/wrong-value", message)]
    assert str(parsed.findings[0].subject) == "attack_tree/tree"


def test_no_text_of_odd_shape_says_one_thing_twice() -> None:
    """Values of the example become ones of another type: that is said once, and the rest is read."""
    data, odd = json.loads(PARCELS), (7, "odd", [["odd"]], {"odd": {"odd": 1}})
    for number, path in enumerate(Random(7).sample([*_paths(data)], 120)):
        broken = deepcopy(data)
        holder = broken
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = odd[number % len(odd)]
        findings = read(json.dumps(broken), NAME).findings
        seen = [(f.rule, f.location, f.message, f.subject) for f in findings]
        assert len(seen) == len({*seen}), (path, seen)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Any:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


def test_the_draft_of_later_calls_names_otherwise() -> None:
    """Since July 2026 ``bom-ref`` is ``refId`` in the draft."""
    later = PARCELS.replace('"bom-ref"', '"refId"')
    assert model(later, NAME) == EXPECTED
    assert said(read(later, NAME)) == said(read(PARCELS, NAME))
    snapshot = read(later, NAME).snapshot
    assert snapshot
    assert str(snapshot.locate(Ref("flow", "ask", "id"))) == f"{NAME}:77:20"
    nameless = _lines(_blueprint(zones=[{"refId": "", "name": "Z", "type": "trust"}]))
    assert only(read(nameless, NAME)).message == "this zone 'z' has no 'refId'"


def test_a_risk_that_no_method_can_compute_is_none() -> None:
    rated = json.dumps({"dread": "high", "cvss": {"vector": 7}, "severity": "high", "FAIR": {"loss": None}})
    found = model(json.dumps(_document(threats={"threats": [_own({"bom-ref": "t", "name": "T"}, risk=rated)]})), NAME)
    assert found.threats["t"].risk == (("FAIR", (("loss", ""),)), ("severity", "high"))


def test_what_a_property_and_a_key_say_under_one_name_is_kept() -> None:
    service = {
        **{"bom-ref": "s", "name": "S", "authenticated": True},
        "properties": [{"name": "authenticated", "value": "mTLS"}],
    }
    found = model(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.7", "services": [service]}), NAME)
    assert found.components["s"].properties == (("authenticated", "mTLS, true"),)
