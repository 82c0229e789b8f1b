"""AWS Threat Composer: what becomes of each part of a workspace, what is said of what is wrong, and where."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.change import Change
from checker.core.digest import digests
from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Acceptance, Control, Data, Model, Threat
from checker.diff import compare
from tests.inputs.reading import model, only, read, said

TEXT = (Path(__file__).parent / "threat_composer/photos.tc.json").read_text(encoding="utf-8")
PATH = "shop/photos.tc.json"

ASSUMED = "0a6f3c1e-1111-4a5b-9c0d-00000000000"
DONE = "5d2e8b90-2222-4c3d-8e4f-00000000000"
THREAT = "9b7c4d21-3333-4e5f-a6b7-00000000000"

Break = Callable[[dict[str, Any]], object]


def changed(edit: Break) -> str:
    """The example with something else in it, laid out in the same way."""
    data = json.loads(TEXT)
    edit(data)
    return json.dumps(data, indent=2)


def after(edit: Break) -> tuple[Change, ...]:
    """What a change of the example is to the gate."""
    old, new = model(TEXT, PATH), model(changed(edit), PATH)
    return compare(old, new, build_graph(old), build_graph(new))


def facts(changes: tuple[Change, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.kind, str(one.ref), tuple(field.field for field in one.fields)) for one in changes]


def test_a_workspace_is_a_system_with_its_assumptions() -> None:
    system = model(TEXT, PATH).system
    assert (system.id, system.name) == ("shop.photos.tc", "Photo prints")
    assert system.description.split("\n\n") == [
        "People order prints of their photos.",
        "A web page, a function that resizes, a bucket.",
        "Photos go from the browser into the bucket.",
    ]
    assert system.properties == (
        (f"assumption.{ASSUMED}1", "Nobody but the print shop has keys to the account."),
        (f"assumption.{ASSUMED}1.links", f"{DONE}1, {DONE}3"),
        (f"assumption.{ASSUMED}2", "Payment happens elsewhere."),
        (f"assumption.{ASSUMED}2.links", f"{THREAT}4"),
    )


def test_impacted_assets_are_data_under_their_own_words() -> None:
    read = model(TEXT, PATH)
    assert list(read.data.values()) == [
        Data("links to photos", name="links to photos"),
        Data("photos", name="photos"),
        Data("the resizing function", name="the resizing function"),
    ]
    assert not (read.components or read.flows or read.boundaries)


def test_statements_are_threats_on_what_they_impact() -> None:
    read = model(TEXT, PATH)
    assert list(read.threats.values()) == [
        Threat(
            id=f"{THREAT}1",
            title="Look at the photos of others",
            description="A stranger with a link that somebody forwarded can look at the photos of others, which leads"
            " to private pictures becoming public.",
            tags=("web",),
            on=("links to photos", "photos"),
            refs=("stride:I", "stride:S"),
            status="mitigated",
            controls=(f"{DONE}1", f"{DONE}3"),
            rationale="Found in the test of May.",
            risk=(("impactedGoal", "confidentiality, privacy"), ("severity", "high")),
        ),
        Threat(
            id=f"{THREAT}2",
            title="Upload a file that breaks the decoder",
            description="A customer can upload a file that breaks the decoder.",
            tags=("custom:team=images",),
            on=("the resizing function",),
            controls=(f"{DONE}2",),
            owner="mia",
            ticket="SHOP-12",
        ),
        Threat(
            id=f"{THREAT}3",
            title="The print shop prints what it should not.",
            description="The print shop prints what it should not.",
            on=("shop.photos.tc",),
            status="accepted",
            owner="noor",
            accepted=Acceptance("noor", "2027-03-31"),
        ),
        Threat(
            id=f"{THREAT}4",
            title="Guess the number of a card",
            description="threatAction: guess the number of a card",
            on=("photos",),
            status="not-applicable",
        ),
    ]


def test_mitigations_are_controls() -> None:
    assert list(model(TEXT, PATH).controls.values()) == [
        Control(
            id=f"{DONE}1",
            title="Links to photos expire after an hour",
            description="Signed by the function.",
            tags=("aws:s3", "custom:cost=low, once"),
            status="implemented",
            owner="mia",
        ),
        Control(f"{DONE}2", title="Images are decoded in a process of its own."),
        Control(f"{DONE}3", title="A second person looks at every order.", status="retired"),
    ]


@pytest.mark.parametrize(
    ("word", "status"),
    [("", "planned"), ("mitigationIdentified", "planned"), ("mitigationResolved", "implemented")],
)
def test_the_state_of_a_mitigation(word: str, status: str) -> None:
    text = changed(lambda data: data["mitigations"][0].update(status=word))
    assert model(text).controls[f"{DONE}1"].status == status


@pytest.mark.parametrize("word", ["mitigated", "Transferred", "avoided"])
def test_what_was_done_about_a_resolved_threat_may_be_said(word: str) -> None:
    note = {"key": "custom:response", "value": word}
    text = changed(lambda data: data["threats"][0]["metadata"].append(note))
    assert model(text).threats[f"{THREAT}1"].status == word.lower()
    open_still = changed(lambda data: data["threats"][0].update(status="threatIdentified", metadata=[note]))
    assert model(open_still).threats[f"{THREAT}1"].status == "identified"


def test_everything_has_a_place() -> None:
    snapshot = read(TEXT, PATH).snapshot
    assert snapshot and snapshot.format == "threat-composer"

    def at(kind: str, id: str, field: str = "") -> str:
        return str(snapshot.locate(Ref(kind, id, field))).removeprefix(f"{PATH}:")

    assert at("system", "shop.photos.tc") == "1:1"
    assert at("system", "shop.photos.tc", "name") == "4:13"
    assert at("system", "shop.photos.tc", "owner") == "1:1"
    assert at("system", "shop.photos.tc", f"properties.assumption.{ASSUMED}1") == "20:18"
    assert at("system", "shop.photos.tc", f"properties.assumption.{ASSUMED}2.links") == "120:5"
    assert at("data", "links to photos") == at("data", "links to photos", "classification") == "65:36"
    assert at("threat", f"{THREAT}1") == at("threat", f"{THREAT}1", "owner") == "62:23"
    assert at("threat", f"{THREAT}1", "title") == "62:23"
    assert at("threat", f"{THREAT}1", "on") == "65:25"
    assert at("threat", f"{THREAT}1", "status") == "68:17"
    assert at("threat", f"{THREAT}1", "refs") == "71:36"
    assert at("threat", f"{THREAT}1", "risk.severity") == "72:38"
    assert at("threat", f"{THREAT}1", "rationale") == "73:38"
    assert at("threat", f"{THREAT}2", "owner") == "87:42"
    assert at("threat", f"{THREAT}3", "title") == "97:20"
    assert at("threat", f"{THREAT}3", "accepted.until") == "102:42"
    assert at("control", f"{DONE}1", "title") == "33:18"
    assert at("control", f"{DONE}1", "status") == "34:17"


def test_what_no_check_looks_at_is_told_once() -> None:
    finding = only(read(TEXT, PATH))
    assert (finding.rule, str(finding.location)) == ("model/not-mapped", f"{PATH}:123:3")
    assert finding.message == "what a workspace says under 'brainstorm' is not used by any check"
    odd = changed(lambda data: [one.update(metadata=[{"key": "CAPEC", "value": "1"}]) for one in data["threats"]])
    assert [f.message for f in read(odd).findings if "metadata" in f.message] == [
        "what a metadata says under 'CAPEC' is not used by any check"
    ]


def test_layout_order_and_numbers_change_nothing() -> None:
    data = json.loads(TEXT)
    random = Random(7)
    for section in data.values():
        if isinstance(section, list):
            random.shuffle(section)
    for one in (*data["threats"], *data["mitigations"], *data["assumptions"]):
        one["numericId"], one["displayOrder"] = random.randrange(99), random.randrange(99)
        for key in ("tags", "impactedAssets", "impactedGoal", "metadata"):
            random.shuffle(one.get(key, []))
    data["architecture"]["image"] = "data:image/png;base64,AAAA"
    reordered = json.dumps(dict(reversed(data.items())), separators=(",", ":"))
    assert model(reordered, PATH) == model(TEXT, PATH)


def test_changes_are_seen_where_a_review_is_needed() -> None:
    def new_asset(data: dict[str, Any]) -> None:
        data["threats"][1]["impactedAssets"].append("orders")

    assert facts(after(new_asset)) == [
        ("added", "data/orders", ()),
        ("modified", f"threat/{THREAT}2", ("on",)),
    ]
    assert facts(after(lambda data: data["assumptions"].pop(0) and data["mitigationLinks"].pop())) == [
        (
            "modified",
            "system/shop.photos.tc",
            (f"properties.assumption.{ASSUMED}1", f"properties.assumption.{ASSUMED}1.links"),
        )
    ]
    reworded = after(lambda data: data["assumptions"][0].update(content="Everybody has keys."))
    assert facts(reworded) == [("modified", "system/shop.photos.tc", (f"properties.assumption.{ASSUMED}1",))]
    assert reworded[0].relevant
    unlinked = after(lambda data: data["mitigationLinks"].pop(0))
    assert facts(unlinked) == [("modified", f"threat/{THREAT}1", ("controls",))]


def test_a_new_threat_makes_the_review_of_what_it_impacts_stale() -> None:
    def digest_of(read: Model) -> dict[str, str]:
        return {str(ref): value for ref, value in digests(read, build_graph(read)).items()}

    def add(data: dict[str, Any]) -> None:
        data["threats"].append({**deepcopy(data["threats"][0]), "id": f"{THREAT}9"})

    old, new = digest_of(model(TEXT, PATH)), digest_of(model(changed(add), PATH))
    assert {ref for ref in old if old[ref] != new[ref]} == {"data/links to photos", "data/photos"}


def test_links_that_lead_nowhere_are_findings_at_the_link() -> None:
    def cut(data: dict[str, Any]) -> None:
        del data["threats"][3], data["mitigations"][1], data["assumptions"][0]

    text = changed(cut)
    lines = text.splitlines()
    parsed = read(text, PATH)
    found = [(f, lines[f.location.line - 1].strip()) for f in parsed.findings if f.rule == "model/dangling-reference"]
    assert [(f.message, str(f.subject), line) for f, line in found] == [
        (f"there is no mitigation '{DONE}2'", f"threat/{THREAT}2#controls", f'"mitigationId": "{DONE}2",'),
        (f"there is no threat '{ASSUMED}1'", f"control/{DONE}1", f'"linkedId": "{ASSUMED}1"'),
        (
            f"there is no threat '{THREAT}4'",
            f"system/shop.photos.tc#properties.assumption.{ASSUMED}2.links",
            f'"linkedId": "{THREAT}4"',
        ),
        (f"there is no assumption '{ASSUMED}1'", f"control/{DONE}3", f'"assumptionId": "{ASSUMED}1",'),
    ]
    assert all(f.hint for f, _ in found)
    assert parsed.snapshot
    both = changed(lambda data: data.update(mitigationLinks=[{"mitigationId": "x", "linkedId": "y"}] * 2, threats=[]))
    assert [str(f.subject) for f in read(both).findings if f.rule == "model/dangling-reference"][:2] == [
        "model",
        "model",
    ]


WRONG: dict[str, tuple[Break, tuple[str, str, str]]] = {
    "a state of a threat": (
        lambda data: data["threats"][0].update(status="done"),
        ("model/wrong-value", f"threat/{THREAT}1#status", "'done' is no status of the format"),
    ),
    "a state of a mitigation": (
        lambda data: data["mitigations"][0].update(status="threatResolved"),
        ("model/wrong-value", f"control/{DONE}1#status", "'threatResolved' is no status of the format"),
    ),
    "a letter of STRIDE": (
        lambda data: data["threats"][0]["metadata"][0].update(value=["S", "X"]),
        ("model/wrong-value", f"threat/{THREAT}1#refs", "'X' is no category of STRIDE"),
    ),
    "a priority": (
        lambda data: data["threats"][0]["metadata"][1].update(value="Urgent"),
        ("model/wrong-value", f"threat/{THREAT}1#risk", "'Urgent' is no priority"),
    ),
    "a response": (
        lambda data: data["threats"][2]["metadata"][0].update(value="ignored"),
        ("model/wrong-value", f"threat/{THREAT}3#status", "'ignored' is no response to a threat"),
    ),
    "a date": (
        lambda data: data["threats"][2]["metadata"][2].update(value="next year"),
        ("model/wrong-value", f"threat/{THREAT}3#accepted", "'next year' is no date"),
    ),
    "the type of a link": (
        lambda data: data["assumptionLinks"][0].update(type="Thread"),
        (
            "model/wrong-value",
            f"system/shop.photos.tc#properties.assumption.{ASSUMED}2",
            "an assumption links to no 'Thread'",
        ),
    ),
    "a later schema": (
        lambda data: data.update(schema=2),
        ("model/wrong-value", "model#schema", "schema 1 is the one that is known here"),
    ),
    "an id that is taken": (
        lambda data: data["threats"][3].update(id=f"{THREAT}2"),
        ("model/duplicate-id", f"threat/{THREAT}2", f"the id '{THREAT}2' is already that of another threat"),
    ),
    "no id": (
        lambda data: data["mitigations"].append({"content": "x"}),
        ("model/missing-key", "model", "a mitigation has no 'id'"),
    ),
    "a text for a list": (
        lambda data: data.update(threats="none"),
        ("model/wrong-type", "system/shop.photos.tc#threats", "threats should be a list, and is a text"),
    ),
    "a list for a text": (
        lambda data: data["threats"][0].update(statement=[]),
        ("model/wrong-type", f"threat/{THREAT}1#statement", "statement should be a text, and is a list"),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_leaves_a_model(what: str) -> None:
    edit, expected = WRONG[what]
    parsed = read(changed(edit), PATH)
    found = [(f.rule, str(f.subject), f.message) for f in parsed.findings]
    assert expected in found
    assert parsed.snapshot
    finding = next(f for f in parsed.findings if f.message == expected[2])
    assert finding.location.line > 1 and finding.model == "shop.photos.tc"


def test_a_threat_with_an_unknown_state_is_open() -> None:
    edit, _ = WRONG["a state of a threat"]
    assert model(changed(edit)).threats[f"{THREAT}1"].status == "identified"


def test_the_application_alone_is_a_model() -> None:
    parsed = read('{"schema": 1, "applicationInfo": {"name": "Shop"}}')
    assert parsed.snapshot and parsed.snapshot.model.system.name == "Shop" and not parsed.findings
    nameless = read('{"schema": 1.0, "threats": []}')
    assert nameless.snapshot and nameless.snapshot.model.system.name == ""


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda one, two: [one, two],
        lambda one, two: {"workspaces": [one, two]},
        lambda one, two: [{"id": "1", "name": "a", "value": one}, {"id": "2", "name": "b", "value": two}],
    ],
)
def test_several_workspaces_are_one_model(wrapped: Callable[[Any, Any], Any]) -> None:
    one = json.loads(TEXT)
    two = {
        "schema": 1,
        "applicationInfo": {"name": "Albums"},
        "threats": [{"id": "t", "threatAction": "copy", "impactedAssets": ["photos", "albums"]}],
    }
    whole = model(json.dumps(wrapped(one, two)), PATH)
    assert whole.system.name == "Photo prints, Albums"
    assert list(whole.data) == ["albums", "links to photos", "photos", "the resizing function"]
    assert len(whole.threats) == 5 and whole.threats["t"].on == ("albums", "photos")
    twice = read(json.dumps(wrapped(one, one)), PATH)
    assert twice.snapshot and {f.rule for f in twice.findings} == {"model/duplicate-id", "model/not-mapped"}


def test_a_system_with_nothing_said_of_it_is_shown_at_its_beginning() -> None:
    snapshot = read('{"schema": 1,\n "threats": []}', PATH).snapshot
    assert snapshot
    for field in ("", "name", "properties.assumption.x", "properties.assumption.x.links"):
        assert str(snapshot.locate(Ref("system", "shop.photos.tc", field))) == f"{PATH}:1:1"


def test_an_asset_may_be_called_as_the_system_is() -> None:
    text = changed(lambda data: data["threats"][1].update(impactedAssets=["shop.photos.tc"]))
    whole = model(text, PATH)
    assert whole.threats[f"{THREAT}2"].on == ("data:shop.photos.tc",)
    assert whole.data["data:shop.photos.tc"].name == "shop.photos.tc"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "[null]",
        '{"schema": 1}',
        '{"schema": true, "threats": []}',
        '{"schema": "1", "threats": []}',
        '{"threats": []}',
        '{"workspaces": []}',
        '[{"value": {"threats": []}}]',
    ],
)
def test_other_texts_are_not_taken_for_a_workspace(text: str) -> None:
    parsed = read(text, "x.json")
    assert parsed.snapshot is None
    assert only(parsed).message == "this is no threat model in a format known here"


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [[]], [None], [7], {"a": 1}, [{"id": {}}]])
def test_whatever_stands_in_a_section_leaves_a_model(value: Any) -> None:
    for section in json.loads(TEXT):
        if section != "schema":
            parsed = read(json.dumps({**json.loads(TEXT), section: value}))
            assert parsed.snapshot, section
            assert all(f.location.line >= 1 for f in parsed.findings)


def test_findings_are_in_the_order_of_the_text() -> None:
    text = changed(lambda data: data["threats"][0].update(status="x") or data["mitigations"][0].update(status="y"))
    assert [subject for rule, _, subject in said(read(text)) if rule == "model/wrong-value"] == [
        f"control/{DONE}1#status",
        f"threat/{THREAT}1#status",
    ]
