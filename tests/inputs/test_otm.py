"""Open Threat Model: what its texts mean, where it is said, and what is said of wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.location import Ref
from checker.core.model import Acceptance, AiModel, Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Source
from checker.documents.parse import parse
from tests.inputs.reading import model, only, read, said

FIXTURE = Path(__file__).with_name("otm") / "kiosk.otm.yaml"
TEXT = FIXTURE.read_text(encoding="utf-8")
HEAD = "otmVersion: 0.2.0\nproject: {name: Shop, id: shop}\n"
ZONE = "trustZones:\n- {id: in, name: In, risk: {trustRating: 1}}\n"
WEB = "- {id: web, name: Web, type: service, parent: {trustZone: in}"
COMPONENTS = f"{ZONE}components:\n{WEB}}}\n"


@pytest.fixture(scope="module")
def kiosk() -> Model:
    return model(TEXT, FIXTURE.name)


def test_the_project_is_the_system(kiosk: Model) -> None:
    system = kiosk.system
    assert (system.id, system.name, system.owner) == ("ticket-kiosks", "Ticket kiosks", "Station team")
    assert (system.tags, system.criticality) == (("payment", "retail"), "important")
    assert system.conditions == (("people_affected", True),)
    assert system.properties == (("costCentre", "4711"),)


def test_components(kiosk: Model) -> None:
    assert list(kiosk.components) == ["kiosk", "ledger", "sales", "worker"]
    assert kiosk.components["kiosk"] == Component(
        "kiosk",
        "Kiosk",
        tags=("hardware",),
        type="desktop-app",
        boundary="hall",
        owner="Field service",
        technology="Linux",
        processes=("cards", "timetable"),
        properties=(("Hosting", "none"), ("type", "generic-client")),
    )
    ledger = kiosk.components["ledger"]
    assert (ledger.type, ledger.encryption, ledger.stores) == ("database", "disk", ("cards",))
    assert ledger.out_of_scope == "run by the bank"
    sales = kiosk.components["sales"]
    assert (sales.paths, sales.tenancy, sales.authority) == (("src/sales/main.py",), "single", ("refund", "sell"))
    assert sales.model == AiModel(source="external", name="pricing")
    assert dict(sales.properties) == {"representations.file": "C:\\work\\sell.py", "type": "web-service"}


def test_a_component_in_a_component_is_in_the_boundary_around_both(kiosk: Model) -> None:
    worker = kiosk.components["worker"]
    assert (worker.boundary, worker.type, worker.conditions) == ("centre", "worker", (("holds_secrets", True),))
    assert dict(worker.properties) == {"parent.component": "sales", "type": "CD-V2-UNHEARD-OF"}


def test_boundaries(kiosk: Model) -> None:
    hall, centre, payments = (kiosk.boundaries[id] for id in ("hall", "centre", "payments"))
    assert hall == Boundary(
        "hall",
        "Station hall",
        "Anybody can touch it",
        trust="untrusted",
        kind="internet",
        properties=(("trustRating", "10"),),
    )
    assert (centre.trust, centre.kind, centre.tags) == ("internal", "data-centre", ("two sites",))
    assert centre.properties == (("trustRating", "90"), ("type", "8b2f1f0e-0000-4000-8000-000000000001"))
    assert (payments.trust, payments.parent, payments.properties) == ("", "centre", (("trustRating", "95.5"),))


def test_flows_and_data(kiosk: Model) -> None:
    assert kiosk.flows["purchase"] == Flow(
        "purchase",
        "Purchase",
        "A ticket is paid",
        tags=("money",),
        source="kiosk",
        target="sales",
        data=("cards",),
        protocol="https",
        authentication="client-certificate",
        authorization="by kiosk",
        content="untrusted",
    )
    assert kiosk.flows["booking"].bidirectional
    cards = kiosk.data["cards"]
    assert (cards.classification, cards.personal, cards.integrity) == ("restricted", "true", "critical")
    assert cards.properties == (("availability", "20"), ("confidentiality", "100"), ("integrity", "80"))
    timetable = kiosk.data["timetable"]
    assert (timetable.classification, timetable.retention) == ("", "one season")
    assert ("format", "GTFS") in timetable.properties


def test_a_threat_is_one_at_each_element_that_has_it(kiosk: Model) -> None:
    assert list(kiosk.threats) == ["flooded@purchase", "skimmed@kiosk", "skimmed@purchase", "stolen-backup"]
    risk = (("impact", "very-high"), ("likelihood", "medium"), ("ratings", (("impact", 100), ("likelihood", 60))))
    assert kiosk.threats["skimmed@kiosk"] == Threat(
        "skimmed@kiosk",
        "Cards are skimmed",
        "Somebody puts a reader before the slot",
        tags=("Physical", "fraud"),
        on=("kiosk",),
        refs=("cwe:CWE-1263", "stride:I"),
        status="identified",
        controls=("inspection", "tamper-switch@kiosk"),
        owner="Fraud team",
        ticket="FR-7",
        risk=risk,
    )
    other = kiosk.threats["skimmed@purchase"]
    assert (other.on, other.status, other.controls) == (("purchase",), "mitigated", ("tamper-switch@purchase",))
    assert kiosk.threats["flooded@purchase"].status == "accepted"


def test_a_threat_with_a_status_of_its_own_is_one_for_all(kiosk: Model) -> None:
    stolen = kiosk.threats["stolen-backup"]
    assert (stolen.on, stolen.status, stolen.controls) == (("cards", "payments"), "transferred", ("inspection",))
    assert (stolen.refs, stolen.rationale) == (("atlas:AML.T0025",), "The bank keeps it")
    assert stolen.risk == (("impact", "high"), ("ratings", (("impact", 90),)), ("severity", "high"))


def test_mitigations(kiosk: Model) -> None:
    found = {id: control.status for id, control in kiosk.controls.items()}
    assert found == {
        "inspection": "verified",
        "insurance": "planned",
        "tamper-switch@kiosk": "planned",
        "tamper-switch@purchase": "implemented",
    }
    assert kiosk.controls["inspection"] == Control(
        "inspection",
        "Inspection",
        "Twice a day",
        use="physical-inspection",
        status="verified",
        evidence=("docs/rounds.md",),
        owner="Field service",
    )


def test_places() -> None:
    parsed = read(TEXT, "kiosk.otm.yaml")
    assert parsed.snapshot
    locate = parsed.snapshot.locate
    assert [
        str(locate(ref)).removeprefix("kiosk.otm.yaml:")
        for ref in (
            Ref("system", "ticket-kiosks", "criticality"),
            Ref("system", "ticket-kiosks", "owner"),
            Ref("component", "kiosk"),
            Ref("component", "kiosk", "boundary"),
            Ref("component", "kiosk", "owner"),
            Ref("component", "kiosk", "properties.type"),
            Ref("component", "worker", "type"),
            Ref("component", "worker", "properties.parent.component"),
            Ref("component", "sales", "paths"),
            Ref("boundary", "hall", "trust"),
            Ref("boundary", "hall", "kind"),
            Ref("boundary", "hall", "properties.trustRating"),
            Ref("data", "cards", "classification"),
            Ref("data", "cards", "properties.availability"),
            Ref("flow", "purchase", "protocol"),
            Ref("flow", "purchase", "target"),
            Ref("threat", "skimmed@kiosk"),
            Ref("threat", "skimmed@kiosk", "status"),
            Ref("threat", "skimmed@kiosk", "title"),
            Ref("control", "tamper-switch@kiosk", "status"),
            Ref("control", "inspection", "use"),
        )
    ] == [
        *("10:18", "6:10", "49:5", "52:13", "55:25", "51:11", "82:24", "81:25", "69:7"),
        *("35:25", "32:11", "34:25", "23:34", "22:63", "99:28", "96:18"),
        *("57:9", "58:16", "108:11", "60:48", "137:41"),
    ]
    assert said(parsed) == [("model/not-mapped", "kiosk.otm.yaml:132:68", "model")]


def shuffled(value: Any, random: Random) -> Any:
    """The same in another order, of keys and of lists."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: shuffled(value[key], random) for key in keys}
    if isinstance(value, list):
        return random.sample([shuffled(item, random) for item in value], len(value))
    return value


def test_order_layout_and_drawing_are_no_change(kiosk: Model) -> None:
    data = parse(Source(FIXTURE.name, TEXT)).data
    for seed in range(5):
        again = shuffled(data, Random(seed))
        for component in again["components"]:
            for shown in component.get("representations") or ():
                shown["position"] = {"x": seed, "y": 0}
        again["representations"] = []
        assert model(json.dumps(again), "kiosk.json") == kiosk


def test_the_first_version_has_no_types_of_zones() -> None:
    found = model("otmVersion: 0.1.0\nproject: {name: Shop, id: shop}\n" + COMPONENTS)
    assert found.boundaries["in"].kind == ""
    assert found.components["web"].type == "service"


def test_empty_sections_are_null_in_practice() -> None:
    text = HEAD + "assets:\ncomponents: null\ndataflows:\ntrustZones:\nthreats: ~\nmitigations: []\n"
    parsed = read(text)
    assert parsed.snapshot
    assert not parsed.findings


def test_the_version_may_be_a_number_and_another_is_a_note() -> None:
    assert not read("otmVersion: 0.2\nproject: {name: Shop, id: shop}\n").findings
    found = only(read("otmVersion: 1.0.0\nproject: {name: Shop, id: shop}\n"))
    assert (found.rule, str(found.location)) == ("model/unknown-word", "threatmodel.yaml:1:13")


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("otmVersion: 0.2.0\n", "model/missing-key", "1:1"),
        ("otmVersion: 0.2.0\nproject: shop\n", "model/wrong-type", "2:10"),
        (f"{HEAD}components: 5\n", "model/wrong-type", "3:13"),
        (f"{HEAD}threats: {{a: {{}}}}\n", "model/wrong-type", "3:10"),
    ],
)
def test_a_text_of_another_shape_leaves_no_model(text: str, rule: str, place: str) -> None:
    parsed = read(text)
    found = only(parsed)
    assert parsed.snapshot is None
    assert (found.rule, str(found.location)) == (rule, f"threatmodel.yaml:{place}")


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("otmVersion: 0.2.0\nproject: {name: Shop}\n", [("model/missing-key", "2:10", "system/threatmodel#id")]),
        (
            f"{HEAD}{ZONE}components:\n- {{id: web, name: Web}}\n"
            "- {name: No id, type: s, parent: {trustZone: in}}\n",
            [
                ("model/missing-key", "6:3", "component/web#parent"),
                ("model/missing-key", "6:3", "component/web#type"),
                ("model/missing-key", "7:3", "component/no-id"),
                ("model/unknown-word", "7:23", "component/no-id#type"),
            ],
        ),
        (
            f"{HEAD}{COMPONENTS}dataflows:\n- {{id: f, name: F, source: wbe, destination: in}}\n",
            [
                ("model/dangling-reference", "8:28", "flow/f#source"),
                ("model/dangling-reference", "8:46", "flow/f#destination"),
            ],
        ),
        (
            f"{HEAD}{ZONE}components:\n{WEB}, assets: {{stored: [x, ~], processed: 4}}}}\n",
            [
                ("model/dangling-reference", "6:82", "component/web#assets.stored"),
                ("model/dangling-reference", "6:100", "component/web#assets.processed"),
            ],
        ),
        (
            f"{HEAD}components:\n- {{id: web, name: Web, type: service, parent: {{trustZone: gone}}}}\n",
            [("model/dangling-reference", "4:59", "component/web#parent.trustZone")],
        ),
        (
            f"{HEAD}{COMPONENTS}{WEB}}}\n",
            [("model/duplicate-id", "7:8", "component/web")],
        ),
        (
            f"{HEAD}{ZONE}components:\n{WEB}, threats: "
            "[{threat: t, state: odd, mitigations: [{mitigation: m}]}]}\n",
            [
                ("model/dangling-reference", "6:83", "threat/t@web#threat"),
                ("model/unknown-word", "6:93", "threat/t@web#status"),
                ("model/dangling-reference", "6:125", "threat/t@web#mitigations.mitigation"),
            ],
        ),
        (
            f"{HEAD}{ZONE}components:\n{WEB}, attributes: {{tenancy: shared, type: [x]}}}}\n",
            [("model/unknown-word", "6:86", "component/web#tenancy")],
        ),
        (
            f"{HEAD}{ZONE}components:\n{WEB}, attributes: {{deep: {{a: {{b: 1}}}}}}}}\n",
            [("model/not-mapped", "6:83", "model")],
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text: str, findings: list[tuple[str, str, str]]) -> None:
    parsed = read(text)
    assert parsed.snapshot
    assert said(parsed) == [(rule, f"threatmodel.yaml:{place}", subject) for rule, place, subject in findings]


def test_names_that_lead_nowhere_stand_as_written() -> None:
    found = model(f"{HEAD}components:\n- {{id: web, name: Web, type: service, parent: {{trustZone: gone}}}}\n")
    assert found.components["web"].boundary == "gone"


def test_circles_are_said_once_each() -> None:
    zones = "trustZones:\n" + "".join(
        f"- {{id: {id}, name: Z, risk: {{trustRating: 1}}, parent: {{trustZone: {parent}}}}}\n"
        for id, parent in (("b", "c"), ("a", "b"), ("c", "a"))
    )
    components = "components:\n" + "".join(
        f"- {{id: {id}, name: C, type: service, parent: {{component: {parent}}}}}\n"
        for id, parent in (("y", "x"), ("x", "y"), ("z", "x"))
    )
    parsed = read(HEAD + zones + components)
    assert parsed.snapshot
    assert said(parsed) == [
        ("model/boundary-cycle", "threatmodel.yaml:5:52", "boundary/a#parent"),
        ("model/boundary-cycle", "threatmodel.yaml:9:43", "component/x#parent"),
    ]
    assert {c.boundary for c in parsed.snapshot.model.components.values()} == {""}
    assert parsed.snapshot.model.boundaries["a"].parent == "b"


def test_a_zone_in_a_component_is_in_the_zone_of_that() -> None:
    inner = "- {id: box, name: Box, risk: {trustRating: 1}, parent: {component: web}}\n"
    box = model(f"{HEAD}{ZONE}{inner}components:\n{WEB}}}\n").boundaries["box"]
    assert box.parent == "in"
    assert ("parent.component", "web") in box.properties


def test_ids_are_one_set_for_each_kind() -> None:
    text = (
        f"{HEAD}assets:\n- {{id: web, name: Web, risk: {{}}}}\n{ZONE}- {{id: web, name: Web, risk: {{}}}}\n"
        f"components:\n{WEB}, assets: {{stored: [web]}}}}\n"
        "- {id: db, name: Db, type: database, parent: {trustZone: web}}\n"
        "dataflows:\n- {id: shop, name: F, source: web, destination: db}\n"
    )
    found = model(text)
    assert not [f for f in read(text).findings if f.rule != "model/not-mapped"]
    assert set(found.components) == {"web", "db"}
    assert set(found.flows) == {"flow:shop"}
    assert found.components["web"].stores == ("data:web",)
    assert found.components["db"].boundary == "boundary:web"


def test_of_two_states_of_a_mitigation_at_an_element_the_lesser_counts() -> None:
    threats = (
        "threats:\n- {id: a, name: A, risk: {impact: 1}}\n- {id: b, name: B, risk: {impact: 1}}\n"
        "mitigations:\n- {id: m, name: M}\n"
    )
    here = ", ".join(
        f"{{threat: {id}, state: exposed, mitigations: [{{mitigation: m, state: {state}}}]}}"
        for id, state in (("a", "implemented"), ("b", "required"))
    )
    parsed = read(f"{HEAD}{ZONE}components:\n{WEB}, threats: [{here}]}}\n{threats}")
    assert parsed.snapshot
    assert parsed.snapshot.model.controls["m@web"].status == "planned"
    assert only(parsed).rule == "model/wrong-value"
    assert str(only(parsed).subject) == "control/m@web#status"


def test_a_status_for_all_that_an_element_contradicts_is_said() -> None:
    threats = "threats:\n- {id: a, name: A, risk: {impact: 1}, attributes: {status: mitigated}}\n"
    parsed = read(f"{HEAD}{ZONE}components:\n{WEB}, threats: [{{threat: a, state: exposed}}]}}\n{threats}")
    assert parsed.snapshot
    assert parsed.snapshot.model.threats["a"].status == "mitigated"
    found = only(parsed)
    assert (found.rule, str(found.location)) == ("model/wrong-value", "threatmodel.yaml:6:93")
    assert found.message == "'exposed' here means identified, and elsewhere the same is mitigated"


def test_what_was_decided_at_an_element_is_under_its_attributes_there() -> None:
    threats = "threats:\n- {id: a, name: A, risk: {impact: 1}, attributes: {owner: all, rationale: general}}\n"
    here = "attributes: {rationale: nobody gets there, accepted: {by: dana, until: 2027-01-01}}"
    parsed = read(f"{HEAD}{ZONE}components:\n{WEB}, threats: [{{threat: a, state: accept, {here}}}]}}\n{threats}")
    assert parsed.snapshot
    assert not parsed.findings
    threat = parsed.snapshot.model.threats["a@web"]
    assert (threat.status, threat.owner, threat.rationale) == ("accepted", "all", "nobody gets there")
    assert threat.accepted == Acceptance("dana", "2027-01-01")
    places = [
        str(parsed.snapshot.locate(Ref("threat", "a@web", field))) for field in ("rationale", "owner", "refs", "")
    ]
    assert [place.removeprefix("threatmodel.yaml:") for place in places] == ["6:125", "8:59", "8:3", "6:74"]


@pytest.mark.parametrize("until", ["soon", "2027-02-30", "[1]"])
def test_an_acceptance_without_a_day_is_none(until: str) -> None:
    accepted = f"attributes: {{accepted: {{by: dana, until: {until}}}, status: accepted}}"
    parsed = read(f"{HEAD}threats:\n- {{id: a, name: A, risk: {{impact: 1}}, {accepted}}}\n")
    assert parsed.snapshot
    assert parsed.snapshot.model.threats["a"].accepted is None
    assert only(parsed).message == "attributes of a threat are not used by any check"


def test_a_threat_at_no_element_is_one_of_the_whole() -> None:
    found = model(f"{HEAD}threats:\n- {{id: a, name: A, risk: {{likelihood: 0, impact: 101}}}}\n").threats["a"]
    assert (found.on, found.status) == (("shop",), "identified")
    assert found.risk == (("likelihood", "very-low"), ("ratings", (("impact", 101), ("likelihood", 0))))


def test_what_early_tools_wrote() -> None:
    text = f"{HEAD}{ZONE}components:\n{WEB}, properties: {{Name: Web, Tier: 1}}}}\n"
    assert model(text).components["web"].properties == (("Tier", "1"),)


@pytest.mark.parametrize("number", ["1e999", ".inf", ".nan", "9" * 390, "'12'", "-5", "1.5"])
def test_odd_numbers(number: str) -> None:
    text = (
        f"{HEAD}trustZones:\n- {{id: in, name: In, risk: {{trustRating: {number}}}}}\n"
        f"threats:\n- {{id: a, name: A, risk: {{likelihood: {number}, impact: {number}}}}}\n"
    )
    assert read(text).snapshot


def test_other_texts_are_not_taken() -> None:
    parsed = read("ThreatModel: {}\n")
    assert "'otmVersion'" in only(parsed).hint


def test_a_type_under_attributes_is_one_of_ours_or_a_property() -> None:
    parsed = read(f"{HEAD}{ZONE}components:\n{WEB}, attributes: {{type: lamp}}}}\n")
    assert parsed.snapshot
    web = parsed.snapshot.model.components["web"]
    assert (web.type, web.properties) == ("service", (("type", "lamp"),))
    assert said(parsed) == [("model/unknown-word", "threatmodel.yaml:6:83", "component/web#type")]


def test_references_of_no_library_are_tags() -> None:
    text = (
        f"{HEAD}mitigations:\n- {{id: m, name: M, attributes: {{status: planned, refs: ['stride:T (x)', see RFC]}}}}\n"
    )
    control = model(text).controls["m"]
    assert (control.refs, control.tags) == (("stride:T",), ("see RFC",))


def test_data_named_personal_and_not() -> None:
    text = f"{HEAD}assets:\n- {{id: a, name: A, risk: {{}}, attributes: {{personal: false}}}}\n"
    assert model(text).data["a"] == Data("a", "A")
