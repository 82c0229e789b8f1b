"""OWASP TM-BOM: what is read of it, where it stands, and what is said of a text that is not as it should be."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Source
from checker.documents.parse import parse
from checker.inputs import tm_bom
from tests.inputs.reading import only, read, said

TEXT = (Path(__file__).parent / "tm_bom" / "clinic.json").read_text(encoding="utf-8")
PATH = "models/clinic.json"
LABORATORY = ("assumptions.the-laboratory-checks-who-asks", "unconfirmed")


def clinic() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(TEXT)
    return data


def model(data: Any = None) -> Model:
    parsed = read(TEXT if data is None else json.dumps(data), PATH)
    assert parsed.snapshot, parsed.findings
    return parsed.snapshot.model


def changed(change: Callable[[dict[str, Any]], Any]) -> list[Finding]:
    """What is said of the fixture after a change, but for the notes about what is not used."""
    data = clinic()
    change(data)
    findings = read(json.dumps(data), PATH).findings
    return [finding for finding in findings if finding.rule != "model/not-mapped"]


def test_the_system_is_what_the_scope_says() -> None:
    system = model().system
    assert (system.id, system.name, system.criticality) == ("models.clinic", "Video clinic", "critical")
    assert system.description == (
        "Patients book appointments and see a doctor by video.\n\nEverything between a patient's phone and the records."
    )
    assert system.properties == (
        ("assumptions.phones-are-locked", "rejected"),
        ("business_criticality", "maximal"),
        ("data_sensitivity", "phi, pii"),
        ("exposure", "external"),
        ("tier", "mission_critical"),
    )


def test_components_actors_and_data_stores_are_components() -> None:
    found = model().components
    assert list(found) == [
        *("data-store:records", "doctor", "lab", "patient", "portal", "recordings", "records", "sessions", "video"),
    ]
    assert found["portal"] == Component("portal", "Portal", "Pages", type="process", boundary="dmz")
    assert found["video"] == Component(
        "video", "Video", "Rooms", type="process", boundary="dmz", properties=(("parent_component", "portal"),)
    )
    assert found["doctor"] == Component(
        "doctor",
        "Doctor",
        "Sees patients",
        type="person",
        boundary="public",
        authority=("Reads and writes the records of own patients",),
        properties=(("type", "power_user"),),
    )
    assert found["patient"] == Component("patient", "Patient", type="person", boundary="public")
    assert found["lab"] == Component(
        "lab", "Laboratory", "Sends results", type="external-service", properties=(LABORATORY,)
    )


def test_a_store_is_as_well_protected_as_the_least_of_what_it_keeps() -> None:
    found = model().components
    assert found["data-store:records"] == Component(
        "data-store:records",
        "Records",
        type="database",
        boundary="inner",
        technology="Example Base",
        encryption="none",
        stores=("bookings", "findings"),
        properties=(("placements.bookings", "not encrypted"), ("placements.findings", "encrypted")),
    )
    recordings = found["recordings"]
    assert (recordings.type, recordings.encryption, recordings.stores) == ("object-store", "at-rest", ("findings",))
    sessions = found["sessions"]
    assert (sessions.type, sessions.encryption, sessions.stores) == ("database", "", ("tokens",))
    assert sessions.properties == (("type", "key_value"),)


@pytest.mark.parametrize(
    ("kinds", "classification", "personal", "kept"),
    [
        ([], "", "", ""),
        (["op"], "internal", "", ""),
        (["biz"], "confidential", "", ""),
        (["fin"], "confidential", "", "fin"),
        (["ip"], "confidential", "", "ip"),
        (["pii"], "confidential", "true", ""),
        (["cred"], "restricted", "", "cred"),
        (["gov"], "restricted", "", "gov"),
        (["pci"], "restricted", "", "pci"),
        (["phi"], "restricted", "sensitive", ""),
        (["pii", "op"], "confidential", "true", "op, pii"),
        (["pii", "phi"], "restricted", "sensitive", "phi, pii"),
        (["fin", "cred", "op"], "restricted", "", "cred, fin, op"),
    ],
)
def test_kinds_of_sensitive_data_say_how_data_are_classified(
    kinds: list[str], classification: str, personal: str, kept: str
) -> None:
    data = clinic()
    data["data_sets"][2]["data_sensitivity"] = kinds
    tokens = model(data).data["tokens"]
    assert (tokens.classification, tokens.personal) == (classification, personal)
    assert dict(tokens.properties).get("data_sensitivity", "") == kept


def test_data_sets_are_data() -> None:
    assert model().data["findings"] == Data(
        "findings",
        "Findings",
        "What doctors write",
        classification="restricted",
        personal="sensitive",
        properties=(("access_control_methods", "rbac"), ("record_count", "40000")),
    )


def test_a_trust_boundary_is_said_at_both_zones_and_of_the_flows_between_them() -> None:
    found = model()
    tokens = (("access_token_expires", "true"), ("access_token_ttl", "900"), ("has_refresh_token", "false"))
    front = {**dict(tokens), "access_control_methods": "acl, rbac", "authentication_methods": "password"}
    inside = {
        "access_control_methods": "abac",
        "authentication_methods": "public_key, token",
        "controls": "own-only",
    }
    assert found.boundaries["public"] == Boundary(
        "public",
        "Internet",
        "Where patients are",
        properties=tuple((f"trust_boundaries.dmz.{key}", value) for key, value in sorted(front.items())),
    )
    assert dict(found.boundaries["dmz"].properties) == {
        **{f"trust_boundaries.public.{key}": value for key, value in front.items()},
        **{f"trust_boundaries.inner.{key}": value for key, value in inside.items()},
    }
    assert found.boundaries["inner"].properties == tuple(
        (f"trust_boundaries.dmz.{key}", value) for key, value in inside.items()
    )
    assert found.flows["book"] == Flow(
        "book",
        "Book",
        "An appointment",
        source="patient",
        target="portal",
        authentication="credentials",
        authorization="acl, rbac",
        encryption="encrypted",
        properties=(("has_sensitive_data", "true"),),
    )
    look_up = found.flows["look-up"]
    assert (look_up.source, look_up.target, look_up.encryption) == ("video", "records", "none")
    assert (look_up.authentication, look_up.authorization) == ("ssh-key, token", "abac")
    keep = found.flows["keep"]
    assert (keep.source, keep.target) == ("records", "data-store:records")
    assert (keep.authentication, keep.authorization) == ("", "")


def test_threats_have_their_controls_and_the_gravest_of_their_risks() -> None:
    found = model()
    assert found.threats["other-records"] == Threat(
        "other-records",
        "A patient reads the records of another",
        "Ids are counted up.\n\nA request names another id.",
        tags=("eve",),
        on=("data-store:records", "findings", "look-up", "records"),
        refs=("capec:CAPEC-114", "cwe:CWE-639"),
        status="mitigated",
        controls=("old-list", "own-only"),
        cause=(("intent", "intentional"),),
        risk=(("impact", "very-high"), ("likelihood", "medium"), ("severity", "high")),
    )
    lost = found.threats["lost-video"]
    assert (lost.on, lost.status, lost.controls) == (("models.clinic",), "identified", ("end-rooms", "old-list"))
    assert (lost.tags, lost.cause) == (("eve", "failure", "human_error"), ())
    assert lost.risk == (("impact", "very-high"), ("likelihood", "medium"), ("severity", "high"))
    outage = found.threats["outage"]
    assert (outage.on, outage.status, outage.risk) == (("dmz",), "identified", ())
    assert outage.cause == (("entity", "other"), ("intent", "unintentional"))


def test_a_score_and_a_level_are_kept_where_the_matrix_has_others() -> None:
    data = clinic()
    del data["risks"][0]
    risk = model(data).threats["lost-video"].risk
    assert dict(risk) == {"impact": "low", "likelihood": "very-low", "score": "3", "severity": "low"}
    data["risks"][0].update(level="very_high")
    assert dict(model(data).threats["lost-video"].risk)["level"] == "very_high"


def test_words_of_controls_that_say_more_are_tags() -> None:
    found = model().controls
    assert found["own-only"] == Control(
        "own-only", "Each query asks for own records", tags=("priority-critical",), status="implemented"
    )
    assert (found["old-list"].status, found["old-list"].tags) == ("retired", ())
    assert (found["end-rooms"].status, found["end-rooms"].tags) == ("planned", ("priority-high", "scheduled"))
    assert (found["two-sites"].status, found["two-sites"].tags) == ("planned", ("assumed", "priority-medium"))


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (("active",), "mitigated"),
        (("active", "retired", "wont_do"), "mitigated"),
        (("active", "suggested"), "identified"),
        (("active", "assumed"), "identified"),
        (("retired",), "identified"),
        (("wont_do",), "identified"),
        ((), "identified"),
    ],
)
def test_a_threat_is_mitigated_where_nothing_is_left_to_do(states: tuple[str, ...], status: str) -> None:
    data = clinic()
    controls = [
        {
            "symbolic_name": f"c{at}",
            "title": "",
            "description": "",
            "threats": ["outage"],
            "status": state,
            "priority": "none",
        }
        for at, state in enumerate(states)
    ]
    data["controls"] = controls
    assert model(data).threats["outage"].status == status


def test_a_plan_for_a_risk_is_one_for_its_threats() -> None:
    data = clinic()
    data["mitigation_plans"] = [{"risk": "leak", "controls": ["two-sites"]}]
    assert model(data).threats["other-records"].controls == ("old-list", "own-only", "two-sites")
    data["mitigation_plans"] = [{"risk": "leek", "controls": ["too-sites"]}]
    findings = [f for f in read(json.dumps(data), PATH).findings if f.rule == "model/dangling-reference"]
    assert [(str(f.subject), f.message, f.hint) for f in findings] == [
        ("model#mitigation_plans.risk", "there is no risk 'leek'", "did you mean 'leak'?"),
        ("model#mitigation_plans.controls", "there is no control 'too-sites'", "did you mean 'two-sites'?"),
    ]


def test_what_no_check_looks_at_is_said_once_a_kind() -> None:
    parsed = read(TEXT, PATH)
    assert [(f.message, str(f.location)) for f in parsed.findings] == [
        (
            "what a model says under 'extensions', 'frozen', 'reviewed_at', 'version' is not used by any check",
            f"{PATH}:3:3",
        ),
        (
            "what a threat persona says under 'access_level', 'applicability_to_org', 'is_person', 'malicious_intent', "
            "'skill_level' is not used by any check",
            f"{PATH}:113:7",
        ),
    ]
    assert parsed.snapshot and not parsed.snapshot.model.reviews


def test_fields_are_where_the_text_says_them() -> None:
    snapshot = read(TEXT, PATH).snapshot
    assert snapshot

    def text_at(kind: str, id: str, field: str = "") -> str:
        at = snapshot.locate(Ref(kind, id, field)) if snapshot else None
        assert at and at.path == PATH
        line = TEXT.splitlines()[at.line - 1]
        return line[at.column - 1 : at.end_column - 1]

    assert text_at("system", "", "name") == '"Video clinic"'
    assert text_at("system", "", "criticality") == '"maximal"'
    assert text_at("system", "", "properties.tier") == '"mission_critical"'
    assert text_at("system", "", "properties.assumptions.phones-are-locked") == '"rejected"'
    assert text_at("system", "", "description").startswith('"Patients book')
    assert text_at("component", "doctor", "boundary") == '"public"'
    assert text_at("component", "doctor", "authority").startswith('"Reads and')
    assert text_at("component", "doctor", "properties.type") == '"power_user"'
    assert text_at("component", "sessions", "type") == '"key_value"'
    assert text_at("component", "data-store:records", "stores") == '"records"'
    assert text_at("component", "data-store:records", "encryption") == "true"
    assert text_at("component", "lab", f"properties.{LABORATORY[0]}") == '"unconfirmed"'
    assert text_at("flow", "book", "source") == '"patient"'
    assert text_at("flow", "book", "encryption") == "true"
    assert text_at("flow", "book", "authentication") == "["
    assert text_at("boundary", "inner", "properties.trust_boundaries.dmz.controls") == "{"
    assert text_at("data", "bookings", "classification") == "["
    assert text_at("threat", "lost-video", "risk") == "{"
    assert str(snapshot.locate(Ref("threat", "lost-video", "risk"))) == f"{PATH}:165:5"
    assert text_at("control", "own-only", "status") == '"active"'


def shuffled(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        dice.shuffle(keys)
        return {key: shuffled(value[key], dice) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, dice) for item in value]
        dice.shuffle(items)
        return items
    return value


@pytest.mark.parametrize("seed", range(10))
def test_order_and_layout_mean_nothing(seed: int) -> None:
    data = shuffled(clinic(), random.Random(seed))
    for pair in data["trust_boundaries"]:
        pair["trust_zone_a"], pair["trust_zone_b"] = pair["trust_zone_b"], pair["trust_zone_a"]
    data |= {"reviewed_at": "2027-01-01", "frozen": True, "version": "4", "diagrams": []}
    parsed = read(json.dumps(data, indent=seed), PATH)
    assert parsed.snapshot
    assert parsed.snapshot.model == model()


def test_a_text_is_known_by_what_is_in_it() -> None:
    def known(text: str) -> bool:
        return tm_bom.recognises(parse(Source("x.json", text)))

    assert known('{"$schema": "https://x/www-project-threat-model-library/y"}')
    assert known('{"scope": {}, "trust_zones": [], "data_flows": []}')
    assert not known('{"scope": {}, "trust_zones": []}')
    assert not known('{"scope": "all", "trust_zones": [], "data_flows": []}')
    assert not known('{"$schema": ["threat-model-library"]}')
    assert not known('["threat-model-library"]')


@pytest.mark.parametrize(
    ("section", "value", "place"),
    [("components", {}, "3:15"), ("scope", [], "3:10"), ("trust_boundaries", "none", "3:21"), ("risks", 3, "3:10")],
)
def test_a_section_of_another_shape_leaves_no_model(section: str, value: Any, place: str) -> None:
    text = f'{{\n"$schema": "threat-model-library",\n"{section}": {json.dumps(value)}}}'
    parsed = read(text, PATH)
    assert parsed.snapshot is None
    assert (only(parsed).rule, str(only(parsed).location)) == ("model/wrong-type", f"{PATH}:{place}")


def test_nothing_but_the_name_of_the_schema_is_a_model_without_a_scope() -> None:
    parsed = read('{"$schema": "threat-model-library"}', PATH)
    assert parsed.snapshot and not parsed.snapshot.model.components
    assert said(parsed) == [("model/missing-key", f"{PATH}:1:1", "system")]


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        *steps, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
        for step in steps:
            data = data[step]
        if value is None:
            del data[last]
        else:
            data[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "rule", "subject", "message"),
    [
        ("scope/tier", None, "missing-key", "system#tier", "the scope has no tier"),
        ("scope/exposure", "some", "wrong-value", "system#exposure", "exposure 'some' is none of internal, external"),
        (
            "actors/0/type",
            "ghost",
            "wrong-value",
            "component/patient#type",
            "type 'ghost' is none of user, power_user, ",
        ),
        ("actors/0/type", None, "missing-key", "component/patient", "actor 'patient' has no type"),
        ("actors/0/type", ["user"], "wrong-type", "component/patient#type", "type should be a text, and is a list"),
        (
            "actors/0/trust_zone",
            "pub",
            "dangling-reference",
            "component/patient#trust_zone",
            "there is no trust zone 'pub'",
        ),
        ("data_stores/1/type", "tape", "wrong-value", "component/recordings#type", "type 'tape' is none of sql, "),
        (
            "components/1/parent_component",
            "porta",
            "dangling-reference",
            "component/video#parent_component",
            "there is no component 'porta'",
        ),
        (
            "components/0/parent_component",
            "video",
            "boundary-cycle",
            "component/portal#parent_component",
            "components lie inside each other in a circle: 'portal' in 'video' in 'portal'",
        ),
        (
            "data_sets/1/placements/0/data_store",
            "recs",
            "dangling-reference",
            "data/bookings#placements.data_store",
            "there is no data store 'recs'",
        ),
        (
            "data_sets/1/placements/0/data_store",
            None,
            "missing-key",
            "data/bookings#placements",
            "a placement of 'bookings' has no data_store",
        ),
        (
            "data_sets/1/placements/0/encrypted",
            "maybe",
            "wrong-type",
            "data/bookings#placements.encrypted",
            "encrypted should be true or false",
        ),
        (
            "data_sets/1/data_sensitivity/0",
            "secret",
            "wrong-value",
            "data/bookings#data_sensitivity",
            "data_sensitivity 'secret' is none of op, ",
        ),
        (
            "data_sets/1/data_sensitivity/0",
            {},
            "wrong-type",
            "data/bookings#data_sensitivity",
            "data_sensitivity[0] should be a text, and is a mapping",
        ),
        (
            "data_flows/0/source/object",
            "patent",
            "dangling-reference",
            "flow/book#source",
            "there is no actor 'patent'",
        ),
        ("data_flows/0/source/object", None, "missing-key", "flow/book#source", "the source has no object"),
        (
            "data_flows/0/source/type",
            "data_store",
            "wrong-value",
            "flow/book#source",
            "'patient' is the name of another thing: no data store but an actor",
        ),
        (
            "data_flows/0/source/type",
            "ghost",
            "wrong-value",
            "flow/book#source",
            "source 'ghost' is none of component, actor, data_store, data_set",
        ),
        ("data_flows/0/source", None, "missing-key", "flow/book", "data flow 'book' has no source"),
        ("data_flows/0/encrypted", None, "missing-key", "flow/book", "data flow 'book' has no encrypted"),
        (
            "data_flows/0/symbolic_name",
            "Book it",
            "wrong-value",
            "flow/Book it#symbolic_name",
            "the symbolic_name 'Book it' has more than ",
        ),
        (
            "data_flows/0/symbolic_name",
            None,
            "missing-key",
            "model#data_flows",
            "a data flow 'Book' has no symbolic_name",
        ),
        (
            "data_flows/0/symbolic_name",
            "keep",
            "duplicate-id",
            "flow/keep",
            "the id 'keep' is already that of another flow",
        ),
        (
            "trust_boundaries/0/trust_zone_a",
            "dmz",
            "wrong-value",
            "boundary/dmz#trust_boundaries.dmz",
            "a trust boundary has the zone 'dmz' on both sides",
        ),
        (
            "trust_boundaries/0/trust_zone_a",
            None,
            "missing-key",
            "model#trust_boundaries",
            "a trust boundary has no trust_zone_a",
        ),
        (
            "trust_boundaries/0/trust_zone_a",
            "publik",
            "dangling-reference",
            "boundary/dmz#trust_boundaries.publik",
            "there is no trust zone 'publik'",
        ),
        (
            "trust_boundaries/0/authentication_methods/0",
            "wink",
            "wrong-value",
            "model#trust_boundaries.authentication_methods",
            "authentication_methods 'wink' is none of none, ",
        ),
        (
            "controls/0/trust_boundary/trust_zone_b",
            "public",
            "dangling-reference",
            "control/own-only#trust_boundary",
            "there is no trust boundary between 'inner' and 'public'",
        ),
        (
            "controls/0/threats/0",
            "other",
            "dangling-reference",
            "control/own-only#threats",
            "there is no threat 'other'",
        ),
        ("controls/0/status", "done", "wrong-value", "control/own-only#status", "status 'done' is none of assumed, "),
        (
            "controls/0/priority",
            "huge",
            "wrong-value",
            "control/own-only#priority",
            "priority 'huge' is none of none, ",
        ),
        (
            "threats/0/components_affected/0",
            "record",
            "dangling-reference",
            "threat/other-records#components_affected",
            "there is no component 'record'",
        ),
        (
            "threats/0/threat_persona",
            "adam",
            "dangling-reference",
            "threat/other-records#threat_persona",
            "there is no threat persona 'adam'",
        ),
        (
            "threats/0/weaknesses/0/cwe_id",
            "high",
            "wrong-value",
            "threat/other-records#weaknesses",
            "cwe_id 'high' is no number",
        ),
        (
            "threats/0/weaknesses/0/cwe_id",
            None,
            "wrong-value",
            "threat/other-records#weaknesses",
            "an entry of weaknesses has no cwe_id",
        ),
        (
            "threats/1/sources/0",
            "fate",
            "wrong-value",
            "threat/lost-video#sources",
            "sources 'fate' is none of adversary, ",
        ),
        ("risks/0/threats/0", "other", "dangling-reference", "model#risks.leak.threats", "there is no threat 'other'"),
        (
            "risks/0/likelihood",
            "never",
            "wrong-value",
            "model#risks.leak.likelihood",
            "likelihood 'never' is none of rare, ",
        ),
        ("risks/0/score", "high", "wrong-type", "model#risks.leak.score", "score should be a number, and is a text"),
        ("risks/0/score", "inf", "wrong-type", "model#risks.leak.score", "score should be a number, and is a text"),
        ("risks/0/score", True, "wrong-type", "model#risks.leak.score", "score should be a number, and is true or "),
        (
            "risks/0/symbolic_name",
            "shame",
            "duplicate-id",
            "model#risks",
            "the symbolic_name 'shame' is already that of another risk",
        ),
        (
            "assumptions/0/topics/0",
            "labs",
            "dangling-reference",
            "model#assumptions.topics",
            "there is no thing 'labs'",
        ),
        (
            "assumptions/0/validity",
            "so-so",
            "wrong-value",
            "model#assumptions.validity",
            "validity 'so-so' is none of unconfirmed, ",
        ),
        ("assumptions/1/description", None, "missing-key", "model#assumptions", "an assumption has no description"),
        ("threats/0/title", None, "missing-key", "threat/other-records", "threat 'other-records' has no title"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(path: str, value: Any, rule: str, subject: str, message: str) -> None:
    findings = [f for f in changed(_set(path, value)) if f.rule == f"model/{rule}"]
    assert [str(f.subject) for f in findings if f.message.startswith(message)] == [subject], findings


def test_two_entries_for_the_same_zones_that_contradict_each_other() -> None:
    data = clinic()
    data["trust_boundaries"].append({"trust_zone_a": "dmz", "trust_zone_b": "public", "access_token_ttl": 60})
    parsed = read(json.dumps(data), PATH)
    (finding,) = [f for f in parsed.findings if f.rule == "model/wrong-value"]
    assert finding.message == "access_token_ttl is 60 here, and 900 in another entry for the same two zones"
    assert parsed.snapshot
    properties = dict(parsed.snapshot.model.boundaries["public"].properties)
    assert properties["trust_boundaries.dmz.access_token_ttl"] == "60, 900"


def test_a_name_that_another_section_has_too_is_told_apart() -> None:
    data = clinic()
    data["trust_zones"].append({"symbolic_name": "portal", "title": "", "description": ""})
    data["data_flows"][0]["symbolic_name"] = "lab"
    found = model(data)
    assert "trust-zone:portal" in found.boundaries
    assert "data-flow:lab" in found.flows


def test_circles_do_not_hang_and_parents_give_their_zone_over_many_steps() -> None:
    data = clinic()
    data["components"] = [
        {"symbolic_name": f"c{at}", "title": "", "description": "", "parent_component": f"c{at + 1}"}
        for at in range(5000)
    ]
    data["components"] += [
        {"symbolic_name": "c5000", "title": "", "description": "", "trust_zone": "inner"},
        {"symbolic_name": "records", "title": "", "description": "", "parent_component": "loop"},
        {"symbolic_name": "loop", "title": "", "description": "", "parent_component": "portal"},
        {"symbolic_name": "portal", "title": "", "description": "", "parent_component": "loop"},
        {"symbolic_name": "video", "title": "", "description": "", "parent_component": "video"},
    ]
    parsed = read(json.dumps(data), PATH)
    assert parsed.snapshot
    assert parsed.snapshot.model.components["c0"].boundary == "inner"
    assert parsed.snapshot.model.components["records"].boundary == ""
    circles = [f.message for f in parsed.findings if f.rule == "model/boundary-cycle"]
    assert circles == [
        "components lie inside each other in a circle: 'loop' in 'portal' in 'loop'",
        "components lie inside each other in a circle: 'video' in 'video'",
    ]


@pytest.mark.parametrize("seed", range(200))
def test_any_value_anywhere_is_read_or_said(seed: int) -> None:
    """No traceback, whatever stands in place of a value; a snapshot unless a section is gone."""
    dice = random.Random(seed)
    data: Any = clinic()
    for _ in range(3):
        at: Any = data
        while True:
            key = dice.choice([*at] if isinstance(at, dict) else range(len(at)))
            if isinstance(at[key], dict | list) and at[key] and dice.random() < 0.8:
                at = at[key]
                continue
            at[key] = dice.choice([None, 0, -1.5, True, "", "x", [], {}, [[]], [None], [{}], {"a": []}, "é\u2028"])
            break
    data["$schema"] = "threat-model-library"
    parsed = read(json.dumps(data), PATH)
    for finding in parsed.findings:
        assert finding.location.path == PATH
        assert finding.location.line == 1
        assert finding.model == "models.clinic"


def test_plans_do_not_multiply_without_end() -> None:
    data = clinic()
    data["threats"] = [{"symbolic_name": f"t{at}", "title": "", "description": ""} for at in range(400)]
    data["controls"] = [{"symbolic_name": f"c{at}", "title": "", "description": "", "threats": []} for at in range(400)]
    data["risks"][0]["threats"] = [f"t{at}" for at in range(400)]
    data["mitigation_plans"] = [{"risk": "leak", "controls": [f"c{at}" for at in range(400)]}]
    parsed = read(json.dumps(data), PATH)
    assert parsed.snapshot
    assert len(parsed.snapshot.model.threats["t0"].controls) == 125
    what = "mitigation plans that link more than 50,000 controls and threats are not used by any check"
    assert what in [finding.message for finding in parsed.findings]


def test_a_data_set_at_the_end_of_a_flow_is_where_it_lies() -> None:
    data = clinic()
    data["data_flows"][2]["destination"] = {"type": "data_set", "object": "bookings"}
    keep = model(data).flows["keep"]
    assert (keep.source, keep.target, keep.data) == ("records", "data-store:records", ("bookings",))

    data["data_flows"][2]["destination"] = {"type": "data_set", "object": "findings"}
    parsed = read(json.dumps(data), PATH)
    (finding,) = [f for f in parsed.findings if f.rule == "model/wrong-value"]
    assert finding.message == "the data set 'findings' lies in 2 data stores, so it is no end of a flow"
    assert (str(finding.subject), finding.hint) == ("flow/keep#destination", "name the data store")
    assert parsed.snapshot and parsed.snapshot.model.flows["keep"].data == ("findings",)

    data["data_sets"][2]["placements"] = []
    data["data_flows"][2]["destination"] = {"type": "data_set", "object": "tokens"}
    findings = [f.message for f in read(json.dumps(data), PATH).findings if f.rule == "model/wrong-value"]
    assert findings == ["the data set 'tokens' lies in no data stores, so it is no end of a flow"]

    data["data_flows"][2]["destination"] = {"type": "data_set", "object": "token"}
    dangling = [f for f in read(json.dumps(data), PATH).findings if f.rule == "model/dangling-reference"]
    assert [(f.message, f.hint) for f in dangling] == [("there is no data set 'token'", "did you mean 'tokens'?")]
