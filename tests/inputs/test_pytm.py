"""pytm's JSON, dumped and to be read: what becomes of each part, what is said of what is wrong, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Boundary, Component, Control, Data, Flow, Threat
from checker.diff import compare
from tests.inputs.reading import model, only, read

FOLDER = Path(__file__).parent / "pytm"
DUMP = (FOLDER / "clinic.json").read_text(encoding="utf-8")
INPUT = (FOLDER / "tickets.json").read_text(encoding="utf-8")

Break = Callable[[dict[str, Any]], object]


def changed(edit: Break, text: str = DUMP) -> str:
    data = json.loads(text)
    edit(data)
    return json.dumps(data, indent=4)


def named(data: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data[section] if one["name"] == name)
    return found


def test_the_whole_is_a_system() -> None:
    whole = model(DUMP, "docs/clinic.json")
    system = whole.system
    assert (system.id, system.name) == ("docs.clinic", "Clinic appointments")
    assert system.description == "Patients book appointments, an assistant answers questions."
    assert system.ai and whole.derives_threats
    assert system.properties == (
        ("assumption.staff is trained", "AC01, HA01"),
        ("assumption.the building is locked", "true"),
        ("threatsExcluded", "AA01, DO02"),
        ("threatsFile", "security/threats.json"),
    )
    assert not model(INPUT.replace("Agent", "Process")).system.ai


def test_elements_are_components() -> None:
    assert list(model(DUMP).components.values()) == [
        Component(
            "Booking",
            name="Booking",
            description="Takes and moves appointments.",
            type="service",
            boundary="Server room",
            processes=("appointment", "login"),
            properties=(
                ("OS", "Linux"),
                ("assumption.patched weekly", "true"),
                ("isHardened", "true"),
                ("minTLSVersion", "TLSv12"),
                ("port", "443"),
                ("sourceFiles", "web/api.py, web/app.py"),
                ("validatesInput", "true"),
            ),
        ),
        Component(
            "Helper",
            name="Helper",
            type="ai-service",
            conditions=(("executes_code", True),),
            properties=(("hasRAG", "true"),),
        ),
        Component("Insurance", name="Insurance", type="external-entity", out_of_scope="no reason given"),
        Component("Patient", name="Patient", type="person", boundary="Internet"),
        Component(
            "Records",
            name="Records",
            type="database",
            boundary="Server room",
            encryption="at-rest",
            stores=("appointment",),
            conditions=(("personal_data", True),),
            properties=(("isShared", "true"), ("type", "SQL")),
        ),
    ]


def test_boundaries_nest() -> None:
    assert list(model(DUMP).boundaries.values()) == [
        Boundary("Clinic", name="Clinic", description="The house.", properties=(("inScope", "false"),)),
        Boundary("Internet", name="Internet"),
        Boundary("Server room", name="Server room", parent="Clinic", properties=(("maxClassification", "SECRET"),)),
    ]


def test_data() -> None:
    assert list(model(DUMP).data.values()) == [
        Data(
            "appointment",
            name="appointment",
            classification="confidential",
            personal="true",
            properties=(("classification", "SENSITIVE"), ("format", "JSON"), ("isStored", "true")),
        ),
        Data(
            "login",
            name="login",
            description="Name and password.",
            classification="restricted",
            properties=(("classification", "SECRET"), ("credentialsLife", "LONG"), ("isCredentials", "true")),
        ),
    ]


def test_flows_are_called_by_their_names_and_by_their_ends_where_names_are_not_enough() -> None:
    assert list(model(DUMP).flows.values()) == [
        Flow("Answer (Booking to Patient)", name="Answer", source="Booking", target="Patient"),
        Flow(
            "Answer (Records to Booking)",
            name="Answer",
            source="Records",
            target="Booking",
            authentication="mfa",
            encryption="encrypted",
            properties=(("isEncrypted", "true"), ("usesMFA", "true")),
        ),
        Flow("Ask", name="Ask", source="Booking", target="Helper", protocol="http"),
        Flow(
            "Book",
            name="Book",
            description="from the web page",
            source="Patient",
            target="Booking",
            data=("appointment", "login"),
            protocol="https",
            authentication="oauth2",
            encryption="tls",
            properties=(
                ("authorizesSource", "true"),
                ("dstPort", "443"),
                ("isEncrypted", "true"),
                ("tlsVersion", "TLSv13"),
            ),
        ),
        Flow(
            "Store",
            name="Store",
            source="Booking",
            target="Records",
            data=("appointment",),
            protocol="sql",
            authentication="session",
            encryption="vpn",
            properties=(("usesSessionTokens", "true"), ("usesVPN", "true")),
        ),
    ]


def test_findings_are_threats_at_the_element_whose_number_they_have() -> None:
    whole = model(DUMP)
    assert list(whole.threats.values()) == [
        Threat("AC12@Answer", title="Privilege", on=("Answer (Booking to Patient)", "Answer (Records to Booking)")),
        Threat(
            "DE01@Answer (Booking to Patient)",
            title="Interception",
            on=("Answer (Booking to Patient)",),
            status="accepted",
            rationale="Accepted, only times of day",
            risk=(("cvss_score", "7.5"), ("severity", "high")),
        ),
        Threat(
            "DE04@Booking",
            title="Audit log",
            on=("Booking",),
            status="mitigated",
            controls=("DE04@Booking",),
            risk=(("severity", "low"),),
        ),
        Threat(
            "HA01@Records",
            title="Path traversal",
            on=("Records",),
            status="not-applicable",
            rationale="staff is trained",
        ),
        Threat(
            "INP02@Booking",
            title="Overflow of a buffer",
            description="Too long an input writes where it must not.",
            on=("Booking",),
            refs=("capec:CAPEC-100", "cwe:CWE-120"),
            controls=("INP02@Booking",),
            risk=(
                ("cvss", (("score", 9.8), ("vector", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"))),
                ("likelihood", "medium"),
                ("severity", "critical"),
            ),
        ),
    ]
    assert list(whole.controls.values()) == [
        Control("DE04@Booking", title="mitigated by a write-once store", status="implemented"),
        Control("INP02@Booking", title="**To Mitigate**: run it with a sanitizer"),
    ]


def test_an_input_has_bare_words_and_what_is_said_beforehand_of_findings() -> None:
    parsed = read(INPUT)
    assert parsed.snapshot and not parsed.findings
    whole = parsed.snapshot.model
    assert {one.id: one.type for one in whole.components.values()} == {
        "Fault finder": "agent",
        "Journal": "log-store",
        "Machine": "process",
        "Nightly": "function",
        "Traveller": "person",
    }
    assert whole.components["Journal"].properties == (("isSQL", "false"), ("storesLogData", "true"))
    assert whole.components["Machine"].properties == (("codeType", "Managed"),)
    assert whole.components["Nightly"].properties == ()
    assert whole.data["card number"].classification == "restricted"
    assert whole.flows["Write"].encryption == "tls"
    assert list(whole.threats.values()) == [
        Threat(
            "INP07@Machine",
            title="INP07",
            on=("Machine",),
            status="transferred",
            rationale="transferred to the maker of the reader",
            risk=(("severity", "medium"),),
        )
    ]


def test_a_finding_that_is_said_twice_is_one() -> None:
    def again(data: dict[str, Any]) -> None:
        data["findings"].append({**data["findings"][0], "id": "9"})

    assert model(changed(again)) == model(DUMP)
    assert not read(changed(again)).findings


def test_what_something_was_called_may_be_said() -> None:
    def renamed(data: dict[str, Any]) -> None:
        for section in ("elements", "boundaries", "flows", "data"):
            data[section][0]["was"] = "x"

    whole = model(changed(renamed))
    kinds = ("component", "boundary", "flow", "data")
    assert [one.id for kind in kinds for one in whole.elements(kind).values() if one.was == "x"] == [
        *("Patient", "Internet", "Book", "login")
    ]


def test_an_owner_is_an_attribute_of_ones_own() -> None:
    def owned(data: dict[str, Any]) -> None:
        named(data, "elements", "Records")["owner"] = "archive"
        data["findings"][3]["owner"] = "noor"

    whole = model(changed(owned))
    assert whole.components["Records"].owner == "archive"
    assert whole.components["Records"].properties == (("isShared", "true"), ("type", "SQL"))
    assert whole.threats["AC12@Answer"].owner == "noor"


UNSAID: dict[str, Any] = {
    "controls": {"isHardened": False, "authenticationScheme": "", "usesEncryptionAlgorithm": "", "usesVPN": False},
    "assumptions": [],
    "findings": [],
    "sourceFiles": [],
    "description": "",
    "inScope": True,
    "levels": [0],
    "maxClassification": "Classification.UNKNOWN",
    "minTLSVersion": "TLSVersion.NONE",
    "port": -1,
    "protocol": "",
    "severity": 0,
    "uuid": "x",
    "OS": "",
    "onAWS": False,
}
OF_CLASS: dict[str, dict[str, Any]] = {
    "Datastore": {"isSQL": True, "type": "DatastoreType.UNKNOWN", "onRDS": False},
    "Process": {"codeType": "Unmanaged", "environment": ""},
    "Lambda": {"onAWS": True},
    "LLM": {"isThirdParty": True, "hasSystemPrompt": True, "processesUntrustedInput": True},
}


def test_a_dump_of_an_input_means_the_same() -> None:
    """But for what the tool derives: the data in an element, from its flows."""

    def dump(data: dict[str, Any]) -> None:
        data["elements"] = [UNSAID | OF_CLASS.get(one["__class__"], {}) | one for one in data["elements"]]
        data["actors"] = [one for one in data["elements"] if one["__class__"] == "Actor"]
        data["assets"] = [one for one in data["elements"] if one["__class__"] != "Actor"]
        data["boundaries"] = [{**UNSAID, "inBoundary": None, **one} for one in data["boundaries"]]
        data["flows"] = [
            {**UNSAID, "inBoundary": None, "order": 4, "srcPort": -1, "tlsVersion": "TLSVersion.NONE", **one}
            for one in data["flows"]
        ]
        data["data"] = [
            {**one, "classification": f"Classification.{one['classification']}", "credentialsLife": "Lifetime.NONE"}
            for one in data["data"]
        ]
        data |= {"findings": [], "excluded_findings": [], "threatsExcluded": [], "mergeResponses": False}
        data |= {"threatsFile": "/opt/pytm/threatlib/threats.json", "colormap": False, "assumptions": []}

    parsed = read(changed(dump, INPUT))
    assert parsed.snapshot and not parsed.findings
    assert parsed.snapshot.model == model(INPUT)


def test_controls_may_be_attributes_as_they_were_before() -> None:
    def older(data: dict[str, Any]) -> None:
        for section in ("elements", "flows"):
            for one in data[section]:
                one.update(one.pop("controls", {}))

    assert model(changed(older)) == model(DUMP)


def test_layout_and_order_change_nothing() -> None:
    data = json.loads(DUMP)
    random = Random(11)
    for value in data.values():
        if isinstance(value, list):
            random.shuffle(value)
    for number, one in enumerate(data["flows"]):
        one["order"] = number
    for one in data["elements"]:
        for key in ("data", "sourceFiles"):
            random.shuffle(one.get(key, []))
    assert model(json.dumps(dict(reversed(data.items())), separators=(",", ":"))) == model(DUMP)


def test_another_number_of_a_finding_changes_nothing() -> None:
    def renumber(data: dict[str, Any]) -> None:
        for one in data["elements"] + data["flows"]:
            one["findings"] = [str(int(number) + 40) for number in one.get("findings", [])]
        for one in data["findings"]:
            one["id"] = str(int(one["id"]) + 40)

    assert model(changed(renumber)) == model(DUMP)


def test_the_first_flow_of_a_name_is_renamed_when_a_second_comes() -> None:
    def second(data: dict[str, Any]) -> None:
        data["flows"].append({"name": "Pay", "source": "Machine", "sink": "Traveller"})

    old, new = model(INPUT), model(changed(second, INPUT))
    changes = compare(old, new, build_graph(old), build_graph(new))
    assert [(one.kind, str(one.ref)) for one in changes] == [
        ("added", "flow/Pay (Machine to Traveller)"),
        ("renamed", "flow/Pay (Traveller to Machine)"),
    ]


def test_a_flow_that_is_said_twice_is_one() -> None:
    def again(data: dict[str, Any]) -> None:
        data["flows"].append({**named(data, "flows", "Ask"), "note": "once more"})

    def another(data: dict[str, Any]) -> None:
        data["flows"].append({**named(data, "flows", "Ask"), "protocol": "HTTPS"})

    assert "Ask (Booking to Helper)" in model(changed(again)).flows
    assert not read(changed(again)).findings
    finding = only(read(changed(another)))
    assert (finding.rule, str(finding.subject)) == ("model/duplicate-id", "flow/Ask (Booking to Helper)")


def test_one_name_for_several_kinds() -> None:
    def same(data: dict[str, Any]) -> None:
        data["boundaries"].append({"name": "Booking"})
        named(data, "elements", "Helper")["inBoundary"] = "Booking"
        named(data, "data", "login")["name"] = "Book"
        named(data, "flows", "Book")["data"] = ["Book"]
        named(data, "elements", "Booking")["data"] = ["Book"]

    whole = model(changed(same))
    assert whole.components["Helper"].boundary == "boundary:Booking"
    assert whole.flows["Book"].data == ("data:Book",)
    assert whole.components["Booking"].processes == ("appointment", "data:Book")


def test_everything_has_a_place() -> None:
    snapshot = read(DUMP).snapshot
    assert snapshot and snapshot.format == "pytm"

    def at(kind: str, id: str, field: str = "") -> str:
        location = snapshot.locate(Ref(kind, id, field))
        line = DUMP.splitlines()[location.line - 1]
        return line[location.column - 1 : location.end_column - 1]

    assert at("system", "threatmodel", "name") == '"Clinic appointments"'
    assert at("system", "threatmodel", "properties.threatsExcluded") == "["
    assert at("system", "threatmodel", "properties.assumption.the building is locked") == "["
    assert at("component", "Booking") == '"Booking"'
    assert at("component", "Booking", "type") == '"Server"'
    assert at("component", "Booking", "boundary") == '"Server room"'
    assert at("component", "Booking", "processes") == "["
    assert at("component", "Booking", "properties.validatesInput") == "true"
    assert at("component", "Booking", "properties.OS") == '"Linux"'
    assert at("component", "Booking", "properties.assumption.patched weekly") == "["
    assert at("component", "Booking", "properties.nothing") == '"Booking"'
    assert at("component", "Records", "encryption") == "true"
    assert at("component", "Insurance", "out_of_scope") == "false"
    assert at("boundary", "Server room", "parent") == '"Clinic"'
    assert at("flow", "Book", "target") == '"Booking"'
    assert at("flow", "Book", "encryption") == '"TLSVersion.TLSv13"'
    assert at("flow", "Book", "authentication") == '"OAuth"'
    assert at("flow", "Answer (Records to Booking)", "encryption") == "true"
    assert at("data", "login", "classification") == '"Classification.SECRET"'
    assert at("data", "appointment", "personal") == "true"
    assert at("threat", "INP02@Booking", "title") == '"Overflow of a buffer"'
    assert at("threat", "INP02@Booking", "risk.severity") == '"Very High"'
    assert at("threat", "DE01@Answer (Booking to Patient)", "status") == '"Accepted, only times of day"'
    assert at("control", "DE04@Booking", "title") == '"mitigated by a write-once store"'
    assert str(snapshot.locate(Ref("flow", "Book", "source"))) == "threatmodel.yaml:75:23"


WRONG: dict[str, tuple[Break, tuple[str, str, str], str]] = {
    "a boundary that is not there": (
        lambda data: named(data, "elements", "Patient").update(inBoundary="Internett"),
        ("model/dangling-reference", "component/Patient#boundary", "there is no boundary 'Internett'"),
        '"inBoundary": "Internett"',
    ),
    "a source that is not there": (
        lambda data: named(data, "flows", "Ask").update(source="Cook"),
        ("model/dangling-reference", "flow/Ask#source", "there is no element 'Cook'"),
        '"source": "Cook"',
    ),
    "a sink that is not there": (
        lambda data: named(data, "flows", "Ask").update(sink="Cook"),
        ("model/dangling-reference", "flow/Ask#target", "there is no element 'Cook'"),
        '"sink": "Cook"',
    ),
    "data that is not there": (
        lambda data: named(data, "flows", "Book")["data"].insert(1, "letters"),
        ("model/dangling-reference", "flow/Book#data", "there is no data 'letters'"),
        '"letters"',
    ),
    "an element of data that is not there": (
        lambda data: named(data, "data", "appointment")["processedBy"].append("Cook"),
        ("model/dangling-reference", "data/appointment#processedBy", "there is no element 'Cook'"),
        '"Cook"',
    ),
    "a finding at nothing": (
        lambda data: data["findings"][3].update(target="Cook"),
        ("model/dangling-reference", "threat/AC12@Cook#on", "there is no element 'Cook'"),
        '"target": "Cook"',
    ),
    "one word where a list should be": (
        lambda data: named(data, "flows", "Book").update(data="letters"),
        ("model/dangling-reference", "flow/Book#data", "there is no data 'letters'"),
        '"data": "letters"',
    ),
    "two data of one name": (
        lambda data: data["data"].append({"name": "login", "processedBy": ["Helper"]}),
        ("model/duplicate-id", "data/login", "the id 'login' is already that of another data"),
        '"name": "login"',
    ),
    "a finding that is there already": (
        lambda data: data["findings"].append({**data["findings"][0], "severity": "Low"}),
        ("model/duplicate-id", "threat/INP02@Booking", "the id 'INP02@Booking' is already that of another threat"),
        '"threat_id": "INP02"',
    ),
    "no sink": (
        lambda data: named(data, "flows", "Ask").pop("sink"),
        ("model/missing-key", "flow/Ask#target", "the flow has no 'sink'"),
        "{",
    ),
    "no name": (
        lambda data: data["elements"][0].pop("name"),
        ("model/missing-key", "model", "something in 'elements' has no 'name'"),
        "{",
    ),
    "two elements of one name": (
        lambda data: data["elements"].append({"__class__": "Server", "name": "Helper"}),
        ("model/duplicate-id", "component/Helper", "the id 'Helper' is already that of another component"),
        '"name": "Helper"',
    ),
    "a class of one's own": (
        lambda data: named(data, "elements", "Helper").update(__class__="Toaster"),
        ("model/unknown-word", "component/Helper#type", "pytm has no class 'Toaster'"),
        '"__class__": "Toaster"',
    ),
    "a classification": (
        lambda data: named(data, "data", "login").update(classification="Classification.MINE"),
        ("model/wrong-value", "data/login#classification", "'MINE' is no classification of pytm"),
        '"classification": "Classification.MINE"',
    ),
    "a severity": (
        lambda data: data["findings"][0].update(severity="Awful"),
        ("model/wrong-value", "threat/INP02@Booking#risk", "'Awful' is no severity of pytm"),
        '"severity": "Awful"',
    ),
    "a finding of no threat": (
        lambda data: data["findings"][0].update(threat_id="", description=""),
        ("model/missing-key", "model#findings", "a finding has no 'threat_id'"),
        "{",
    ),
    "controls as a list": (
        lambda data: named(data, "elements", "Booking").update(controls=["isHardened"]),
        ("model/wrong-type", "component/Booking#controls", "controls should be a mapping, and is a list"),
        '"controls": [',
    ),
    "a boundary around itself": (
        lambda data: named(data, "boundaries", "Clinic").update(inBoundary="Server room"),
        (
            "model/boundary-cycle",
            "boundary/Clinic#parent",
            "boundaries lie inside each other in a circle: 'Clinic', 'Server room' in 'Clinic'",
        ),
        '"inBoundary": "Server room"',
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_at_its_place_and_leaves_a_model(what: str) -> None:
    edit, expected, line = WRONG[what]
    text = changed(edit)
    parsed = read(text, "m.json")
    assert expected in [(f.rule, str(f.subject), f.message) for f in parsed.findings]
    finding = next(f for f in parsed.findings if f.message == expected[2])
    assert text.splitlines()[finding.location.line - 1].strip().removesuffix(",") == line
    assert finding.hint or finding.rule == "model/wrong-type"
    assert parsed.snapshot


def test_what_no_check_looks_at_is_told_once() -> None:
    odd = changed(lambda data: [one.update(neighbours=["x"]) for one in data["elements"]])
    finding = only(read(odd))
    assert (finding.rule, finding.subject) == ("model/not-mapped", Ref("model"))
    assert finding.message.endswith(" element says under 'neighbours' is not used by any check")


def test_any_other_attribute_is_kept_under_its_own_name() -> None:
    odd = model(changed(lambda data: named(data, "flows", "Ask").update(isShiny=True, madeOf="glass", isDull=False)))
    assert odd.flows["Ask"].properties == (("isShiny", "true"), ("madeOf", "glass"))


@pytest.mark.parametrize(
    ("response", "status", "control"),
    [
        ("", "identified", ""),
        ("mitigated", "mitigated", "implemented"),
        ("Mitigation: a filter", "mitigated", "implemented"),
        ("**To be mitigated** next year", "identified", "planned"),
        ("we will look", "identified", "planned"),
        ("unmitigated", "identified", "planned"),
        ("_accept_", "accepted", ""),
        ("Transferred to the users", "transferred", ""),
        ("avoided: the flow is gone", "avoided", ""),
    ],
)
def test_the_first_words_of_a_response_say_what_was_done(response: str, status: str, control: str) -> None:
    whole = model(changed(lambda data: data["findings"][3].update(response=response)))
    threat = whole.threats["AC12@Answer"]
    assert threat.status == status
    assert [whole.controls[id].status for id in threat.controls] == ([control] if control else [])
    assert threat.rationale == (response if response and not control else "")


@pytest.mark.parametrize(
    ("said", "type"),
    [
        ({"isSelfHosted": True}, "model"),
        ({"isThirdParty": False}, "model"),
        ({"hasAgentCapabilities": True}, "agent"),
        ({"__class__": "SetOfProcesses"}, "process"),
        ({"__class__": "Gateway"}, "gateway"),
        ({"__class__": "Datastore"}, "data-store"),
        ({"__class__": "Datastore", "onRDS": True}, "database"),
        ({"__class__": "Datastore", "type": "AWS_S3"}, "object-store"),
        ({"__class__": "Datastore", "type": "DatastoreType.LDAP"}, "directory"),
        ({"__class__": "Datastore", "type": "FILE_SYSTEM"}, "file-store"),
    ],
)
def test_the_type_is_as_exact_as_the_text(said: dict[str, Any], type: str) -> None:
    whole = model(changed(lambda data: named(data, "elements", "Helper").update(said)))
    assert whole.components["Helper"].type == type


@pytest.mark.parametrize(
    ("said", "encryption"),
    [
        ({}, ""),
        ({"isEncrypted": True}, "encrypted"),
        ({"isEncrypted": True, "protocol": "HTTPS"}, "tls"),
        ({"tlsVersion": "TLSv11"}, "tls-legacy"),
        ({"tlsVersion": "TLSVersion.TLSv12", "usesVPN": True}, "tls"),
        ({"usesVPN": True}, "vpn"),
    ],
)
def test_what_protects_a_flow_is_what_is_said(said: dict[str, Any], encryption: str) -> None:
    whole = model(changed(lambda data: named(data, "flows", "Ask").update(said)))
    assert whole.flows["Ask"].encryption == encryption


def test_so_many_flows_of_one_name_that_none_is_meant() -> None:
    def many(data: dict[str, Any]) -> None:
        data["elements"] += [{"__class__": "Server", "name": f"s{number}"} for number in range(30)]
        data["flows"] += [{"name": "Answer", "source": f"s{number}", "sink": "Booking"} for number in range(30)]
        named(data, "data", "login")["carriedBy"] = ["Answer"]

    parsed = read(changed(many))
    assert parsed.snapshot and not parsed.findings
    assert parsed.snapshot.model.threats["AC12@Answer"].on == ("threatmodel",)
    assert parsed.snapshot.model.flows["Answer (s1 to Booking)"].data == ()


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"elements": []}',
        '{"elements": [], "flows": [], "boundaries": []}',
        '{"onDuplicates": "IGNORE"}',
        '{"elements": {"__class__": "Actor"}}',
        '{"flows": [["sink"]]}',
    ],
)
def test_other_texts_are_not_taken_for_pytm(text: str) -> None:
    assert only(read(text, "x.json")).message == "this is no threat model in a format known here"


@pytest.mark.parametrize("text", ['{"elements": [{"__class__": "Actor"}]}', '{"flows": [{"sink": "x"}]}'])
def test_a_part_is_enough(text: str) -> None:
    assert read(text, "x.json").snapshot


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [[]], [None], [7], {"a": 1}, [{"name": {}}], [{"name": 1}]])
def test_whatever_stands_in_a_section_leaves_a_model(value: Any) -> None:
    for section in json.loads(DUMP):
        parsed = read(json.dumps({**json.loads(DUMP), section: value}))
        assert parsed.snapshot, section
        assert all(f.location.line >= 1 for f in parsed.findings)
