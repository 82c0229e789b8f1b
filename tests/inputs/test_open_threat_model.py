"""The YAML of open-threat-model: what its texts mean, where it is said, and what is said of wrong ones."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from checker.core.location import Ref
from checker.core.model import Acceptance, Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Source
from checker.documents.parse import parse
from tests.command import inside
from tests.inputs.reading import model, only, read, said
from tests.inputs.test_otm import shuffled

FIXTURE = Path(__file__).with_name("open_threat_model") / "clinic.otm.yaml"
TEXT = FIXTURE.read_text(encoding="utf-8")
HEAD = "model: {schema_version: 1.0.0}\nmetadata: {title: Shop}\n"


@pytest.fixture(scope="module")
def clinic() -> Model:
    return model(TEXT, "clinic.otm.yaml")


def test_the_system_is_named_by_its_path(clinic: Model) -> None:
    system = clinic.system
    assert (system.id, system.name, system.owner, system.tags) == (
        *("clinic.otm", "Appointments", "Practice"),
        ("health", "web"),
    )
    assert system.description == "Patients book appointments\n\nOne practice, two doctors."
    assert system.properties == (
        ("industry_sector", "healthcare"),
        ("methodology", "stride"),
        ("system_type", "web_application"),
    )


def test_components(clinic: Model) -> None:
    assert {id: (one.type, one.boundary) for id, one in clinic.components.items()} == {
        "mail": ("external-entity", ""),
        "patient": ("person", "internet"),
        "store": ("data-store", "practice"),
        "web": ("web-app", "practice"),
    }
    assert clinic.components["web"] == Component(
        "web",
        "Web server",
        "Shows free times",
        type="web-app",
        boundary="practice",
        technology="web-server",
        processes=("sessions",),
        properties=(("exposure_type", "public_internet"), ("handles_credentials", "true")),
    )
    store = clinic.components["store"]
    assert (store.stores, store.encryption, store.owner) == (("records",), "disk", "Practice")
    assert (store.technology, store.properties) == ("PostgreSQL", (("region", "west"), ("technology", "other")))
    assert clinic.components["patient"].properties == (("member_component_ids", "practice"),)


def test_flows(clinic: Model) -> None:
    assert clinic.flows["book"] == Flow(
        "book",
        "Booking",
        tags=("appointment",),
        source="patient",
        target="web",
        data=("records",),
        protocol="https",
        authentication="authenticated",
        content="untrusted",
        properties=(
            ("authenticated", "true"),
            ("encrypted", "true"),
            ("input_from_untrusted_source", "true"),
            ("semantic_class", "public_api_ingress_flow"),
        ),
    )
    keep, remind = clinic.flows["keep"], clinic.flows["remind"]
    assert (keep.protocol, keep.encryption, keep.authentication) == ("tcp", "encrypted", "")
    assert (remind.protocol, remind.encryption, remind.authentication) == ("smtp", "none", "none")
    assert remind.authorization == "none"


def test_boundaries_and_data(clinic: Model) -> None:
    assert clinic.boundaries["internet"] == Boundary("internet", "Internet", trust="untrusted")
    assert clinic.boundaries["practice"].properties == (("trust_level", "medium"),)
    assert clinic.data["records"] == Data(
        "records",
        "Patient records",
        "What was the matter",
        classification="restricted",
        personal="true",
        properties=(("asset_kind", "pii"), ("business_criticality", "high"), ("owner", "Doctors")),
    )
    assert clinic.data["sessions"].classification == "confidential"


def test_threats_and_mitigations(clinic: Model) -> None:
    assert clinic.threats["records-read"] == Threat(
        "records-read",
        "Records are read by others",
        "A session is taken over",
        tags=("in_progress", "owasp_asvs:V3.2.1"),
        on=("records", "web"),
        refs=("cwe:CWE-384", "stride:I"),
        status="identified",
        controls=("new-login",),
        owner="Practice",
        rationale="New login comes in spring",
        risk=(("impact", "very-high"), ("likelihood", "low")),
    )
    flood = clinic.threats["flood"]
    assert (flood.status, flood.on) == ("accepted", ("clinic.otm",))
    assert flood.accepted == Acceptance("dana", "2027-06-30")
    assert clinic.controls == {
        "new-login": Control(
            *("new-login", "New login"),
            tags=("iso_27001:A.8.5",),
            status="planned",
            evidence=("docs/login.md",),
            due="2027-03-31",
            owner="Practice",
        )
    }


def test_places_and_what_is_not_mapped() -> None:
    parsed = read(TEXT, "clinic.otm.yaml")
    assert parsed.snapshot
    locate = parsed.snapshot.locate
    lines = TEXT.split("\n")

    def word(ref: Ref) -> str:
        at = locate(ref)
        return lines[at.line - 1][at.column - 1 : at.end_column - 1]

    assert [
        word(ref)
        for ref in (
            Ref("system", "clinic.otm", "name"),
            Ref("system", "clinic.otm", "properties.methodology"),
            Ref("component", "web", "type"),
            Ref("component", "web", "properties.exposure_type"),
            Ref("flow", "keep", "target"),
            Ref("flow", "keep", "encryption"),
            Ref("boundary", "internet", "trust"),
            Ref("data", "sessions", "classification"),
            Ref("threat", "flood", "status"),
            Ref("control", "new-login", "owner"),
            Ref("control", "new-login", "due"),
            Ref("component", "store", "encryption"),
            Ref("component", "store", "technology"),
            Ref("component", "store", "properties.region"),
        )
    ] == [
        *("Appointments", "stride", "process", "public_internet", "store", "true"),
        *("untrusted", "Confidential", "wont_fix", "Practice"),
        *("2027-03-31", "transparent", "PostgreSQL", "west"),
    ]
    assert said(parsed) == [
        ("model/not-mapped", "clinic.otm.yaml:14:3", "model"),
        ("model/not-mapped", "clinic.otm.yaml:62:27", "component/patient#boundary"),
        ("model/not-mapped", "clinic.otm.yaml:74:5", "model"),
        ("model/not-mapped", "clinic.otm.yaml:80:6", "model"),
        ("model/not-mapped", "clinic.otm.yaml:89:1", "model"),
    ]


def test_order_is_no_change(clinic: Model) -> None:
    data = parse(Source(FIXTURE.name, TEXT)).data
    for seed in range(5):
        assert model(json.dumps(shuffled(data, Random(seed))), "clinic.otm.yaml") == clinic


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        (
            HEAD.replace("1.0.0", "3.0.0") + "components: []\n",
            [("model/unknown-word", "1:25", "model")],
        ),
        (
            "model: {schema_version: 1.0.0}\nassets: []\n",
            [("model/missing-key", "1:1", "system/threatmodel#metadata")],
        ),
        (
            f"{HEAD}components:\n- {{name: A, kind: process}}\n- {{id: b, kind: robot}}\n",
            [
                ("model/missing-key", "4:3", "component"),
                ("model/missing-key", "5:3", "component/b#name"),
                ("model/unknown-word", "5:17", "component/b#type"),
            ],
        ),
        (
            f"{HEAD}components:\n- {{id: b, name: B, kind: process, in_trust_boundary: x, asset_ids: [y]}}\n"
            "data_flows:\n- {id: f, from_component: b, to_component: c}\n",
            [
                ("model/dangling-reference", "4:54", "component/b#in_trust_boundary"),
                ("model/dangling-reference", "4:69", "component/b#asset_ids"),
                ("model/dangling-reference", "6:44", "flow/f#to_component"),
            ],
        ),
        (
            f"{HEAD}assets: []\nthreats:\n"
            "- {id: t, title: T, stride: odd, target_asset_id: z, treatment_status: gone}\n"
            "mitigations:\n- {id: m, title: M, status: gone, threat_ids: [u]}\n",
            [
                ("model/dangling-reference", "5:51", "threat/t#target_asset_id"),
                ("model/unknown-word", "5:72", "threat/t#status"),
                ("model/unknown-word", "7:29", "control/m#status"),
                ("model/dangling-reference", "7:48", "control/m#threat_ids"),
            ],
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text: str, findings: list[tuple[str, str, str]]) -> None:
    parsed = read(text)
    assert parsed.snapshot
    assert said(parsed) == [(rule, f"threatmodel.yaml:{place}", subject) for rule, place, subject in findings]


def test_a_section_that_is_no_list_leaves_no_model() -> None:
    parsed = read(f"{HEAD}components: []\nthreats: 5\n")
    assert parsed.snapshot is None
    assert (only(parsed).rule, str(only(parsed).location)) == ("model/wrong-type", "threatmodel.yaml:4:10")


@pytest.mark.parametrize(
    "text",
    [
        "model: {schema_version: 1.0.0}\n",
        "model: {}\ncomponents: []\n",
        "model: [1]\ncomponents: []\n",
        "components: []\n",
    ],
)
def test_other_texts_are_not_taken(text: str) -> None:
    assert only(read(text)).message == "this is no threat model in a format known here"


STORES = """components:
  - {id: db, name: Orders, kind: datastore, metadata: {encryption: none}}
  - {id: log, name: Log, kind: datastore}
assets:
  - {id: orders, name: Orders, data_classification: confidential, related_component_ids: [db]}
"""


def test_what_a_model_says_in_its_metadata_it_has_a_word_for(tmp_path: Path) -> None:
    assert model(HEAD + STORES).unsayable == ("control.evidence",)
    assert model(HEAD + STORES.replace(", metadata: {encryption: none}", "")).unsayable == (
        *("component.encryption", "control.evidence"),
    )
    (tmp_path / "shop.otm.yaml").write_text(HEAD + STORES, encoding="utf-8")
    checked = inside(tmp_path, "check", "shop.otm.yaml")
    assert "medium[boundary/unencrypted-store] 'db' stores orders with encryption 'none'" in checked.out
    assert "shop.otm.yaml:4:68" in checked.out
