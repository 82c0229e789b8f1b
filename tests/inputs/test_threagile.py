"""Threagile's format: what becomes of each part of it, what is said of what is wrong, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.digest import digest, facts_of
from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import REVIEWABLE, Acceptance, Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Parsed, Source
from checker.core.system import System
from checker.diff import compare
from checker.documents.parse import parse
from checker.inputs import threagile
from checker.inputs.threagile import words
from checker.inputs.values import model_id
from checker.knowledge.threagile.words import TECHNOLOGIES
from checker.knowledge.vocabulary import component_type, look_up
from tests.inputs.reading import model, only, read, said

FOLDER = Path(__file__).parent / "threagile"
RENTAL = (FOLDER / "rental.yaml").read_text(encoding="utf-8")
WRONG = (FOLDER / "wrong.yaml").read_text(encoding="utf-8")
SPLIT = {
    str(p.relative_to(FOLDER / "split")): p.read_text(encoding="utf-8") for p in (FOLDER / "split").rglob("*.yaml")
}

NAME = "threagile.yaml"

EXPECTED = Model(
    system=System(
        id="threagile",
        name="Bicycle rental",
        description="People rent bicycles with a phone.\n\nOne of three rental systems.",
        owner="Ines Vogel",
        criticality="critical",
        taxonomies=(("threagile", "0.9.1"),),
        properties=(("business_criticality", "mission-critical"),),
    ),
    components={
        "api": Component(
            id="api",
            name="API",
            tags=("linux",),
            type="service",
            boundary="cloud",
            technology="library, web-service-rest",
            tenancy="multi",
            encryption="per-user-key",
            properties=(
                ("availability", "important"),
                ("confidentiality", "confidential"),
                ("custom_developed_parts", "true"),
                ("data_formats_accepted", "json, xml"),
                ("encryption", "data-with-end-user-individual-key"),
                ("integrity", "critical"),
                ("machine", "container"),
                ("redundant", "true"),
                ("shared_runtimes", "cluster"),
                ("size", "service"),
                ("type", "process"),
                ("usage", "business"),
            ),
        ),
        "db": Component(
            id="db",
            name="Database",
            type="database",
            boundary="inner",
            technology="database",
            tenancy="single",
            encryption="disk",
            stores=("riders", "rides"),
            properties=(
                ("availability", "critical"),
                ("confidentiality", "strictly-confidential"),
                ("encryption", "transparent"),
                ("integrity", "critical"),
                ("machine", "virtual"),
                ("shared_runtimes", "cluster"),
                ("size", "component"),
                ("type", "datastore"),
                ("usage", "business"),
            ),
        ),
        "phone": Component(
            id="phone",
            name="Phone",
            description="A rider's phone",
            type="person",
            owner="Rider",
            technology="mobile-app",
            tenancy="single",
            encryption="none",
            processes=("rides",),
            out_of_scope="belongs to the rider",
            properties=(
                ("availability", "operational"),
                ("confidentiality", "internal"),
                ("encryption", "none"),
                ("integrity", "operational"),
                ("internet", "true"),
                ("machine", "physical"),
                ("size", "component"),
                ("type", "external-entity"),
                ("usage", "business"),
                ("used_as_client_by_human", "true"),
            ),
        ),
    },
    flows={
        "api.report": Flow(
            id="api.report",
            name="Report",
            source="api",
            target="db",
            data=("rides",),
            protocol="sql-access-protocol",
            authentication="none",
            authorization="none",
            encryption="none",
            properties=(("data_assets_received", "rides"), ("readonly", "true"), ("usage", "devops")),
        ),
        "api.store": Flow(
            id="api.store",
            name="Store",
            source="api",
            target="db",
            data=("riders", "rides"),
            protocol="jdbc",
            authentication="credentials",
            authorization="technical-user",
            encryption="vpn",
            properties=(
                ("data_assets_sent", "riders, rides"),
                ("ip_filtered", "true"),
                ("usage", "business"),
                ("vpn", "true"),
            ),
        ),
        "phone.rent-return": Flow(
            id="phone.rent-return",
            name="Rent & return",
            description="Starts a ride",
            tags=("bluetooth",),
            source="phone",
            target="api",
            data=("riders", "rides"),
            protocol="https",
            authentication="mfa",
            authorization="end-user-identity-propagation",
            encryption="tls",
            properties=(("data_assets_received", "rides"), ("data_assets_sent", "riders"), ("usage", "business")),
        ),
    },
    boundaries={
        "cloud": Boundary(
            id="cloud",
            name="Cloud",
            description="Rented machines",
            kind="cloud-account",
            properties=(("type", "network-cloud-provider"),),
        ),
        "inner": Boundary(
            id="inner",
            name="Inner network",
            kind="network",
            parent="cloud",
            properties=(("type", "network-virtual-lan"),),
        ),
    },
    data={
        "riders": Data(
            id="riders",
            name="Riders",
            description="Names and addresses",
            classification="confidential",
            integrity="critical",
            properties=(
                ("availability", "operational"),
                ("confidentiality", "restricted"),
                ("integrity", "critical"),
                ("quantity", "many"),
                ("usage", "business"),
            ),
        ),
        "rides": Data(
            id="rides",
            name="Rides",
            description="Who rode where",
            classification="restricted",
            integrity="critical",
            properties=(
                ("availability", "operational"),
                ("confidentiality", "strictly-confidential"),
                ("integrity", "critical"),
                ("quantity", "many"),
                ("usage", "business"),
            ),
        ),
    },
    threats={
        "missing-hardening@*": Threat(
            id="missing-hardening@*",
            title="Missing hardening",
            on=("threagile",),
            refs=("threagile:missing-hardening",),
            status="mitigated",
            controls=("missing-hardening@*",),
            rationale="All images are hardened",
        ),
        "sql-nosql-injection@api@db@*": Threat(
            id="sql-nosql-injection@api@db@*",
            title="Sql nosql injection",
            on=("api", "db"),
            refs=("threagile:sql-nosql-injection",),
            status="not-applicable",
        ),
        "stolen-bicycle.cloned-phone": Threat(
            id="stolen-bicycle.cloned-phone",
            title="Cloned phone",
            description="A thief unlocks a bicycle",
            tags=("in-progress",),
            on=("phone", "phone.rent-return"),
            refs=("cwe:CWE-287", "stride:S", "threagile:stolen-bicycle"),
            status="identified",
            owner="Ines Vogel",
            rationale="Keys move into the phone's vault",
            ticket="R-12",
            risk=(
                ("data_breach_probability", "possible"),
                ("data_breach_technical_assets", "db"),
                ("exploitation_impact", "medium"),
                ("exploitation_likelihood", "likely"),
                ("severity", "high"),
            ),
        ),
        "unencrypted-asset@db": Threat(
            id="unencrypted-asset@db",
            title="Unencrypted asset",
            on=("db",),
            refs=("threagile:unencrypted-asset",),
            status="accepted",
            owner="Dana Roth",
            rationale="Transparent encryption is enough",
            accepted=Acceptance(by="Dana Roth"),
        ),
    },
    controls={
        "missing-hardening@*": Control(id="missing-hardening@*", title="All images are hardened", status="implemented"),
    },
    derives_threats=True,
    unsayable=("boundary.trust", "control.evidence", "threat.accepted.until"),
)


def load(text: str) -> Parsed:
    return read(text, NAME)


def small(assets: str = "", rest: str = "") -> str:
    """A model without faults: two assets, and what is added to them and to the whole."""
    return f"""\
threagile_version: 1.0.0
title: Small
business_criticality: important
tags_available: []
technical_assets:
  One: {{id: one, type: process, usage: business, size: service, technology: web-service-rest, machine: virtual,
    encryption: none, confidentiality: internal, integrity: important, availability: important{assets}}}
  Two: {{id: two, type: process, usage: business, size: service, technology: web-service-rest, machine: virtual,
    encryption: none, confidentiality: internal, integrity: important, availability: important}}
{rest}"""


LINK = (
    "communication_links: {{Call: "
    "{{target: two, protocol: {}, authentication: none, authorization: none, usage: business{}}}}}"
)


def test_a_whole_model_becomes_ours() -> None:
    assert model(RENTAL, NAME) == EXPECTED


def test_what_no_check_looks_at_is_one_note_a_kind() -> None:
    assert said(load(RENTAL)) == [("model/not-mapped", "threagile.yaml:9:1", "model")]
    assert only(load(RENTAL)).message == "questions are not used by any check"


def test_every_wrong_thing_is_said_once_at_its_place_and_leaves_a_model() -> None:
    parsed = load(WRONG)
    places = [(rule, at.removeprefix("threagile.yaml:"), subject) for rule, at, subject in said(parsed)]
    assert places == [
        ("model/missing-key", "1:1", "model"),
        ("model/unknown-key", "2:1", "model"),
        ("model/wrong-value", "3:23", "model#business_criticality"),
        ("model/unknown-key", "5:1", "model"),
        ("model/missing-key", "8:3", "data/rides"),
        ("model/duplicate-id", "9:9", "data/rides"),
        ("model/wrong-value", "11:15", "data/rides#quantity"),
        ("model/unknown-key", "14:5", "data/rides"),
        ("model/unknown-word", "21:17", "component/api#technology"),
        ("model/unknown-word", "22:19", "model#tags_available"),
        ("model/wrong-type", "23:15", "component/api#internet"),
        ("model/wrong-type", "29:25", "component/api#data_assets_stored"),
        ("model/dangling-reference", "30:36", "component/api#data_assets_processed"),
        ("model/dangling-reference", "33:17", "flow/api.call-home#target"),
        ("model/wrong-value", "34:19", "flow/api.call-home#protocol"),
        ("model/dangling-reference", "38:28", "flow/api.call-home#data_assets_sent"),
        ("model/duplicate-id", "39:7", "flow/api.call-home"),
        ("model/duplicate-id", "46:9", "component/api"),
        ("model/wrong-value", "68:71", "component/api#boundary"),
        ("model/boundary-cycle", "68:103", "boundary/inner#parent"),
        ("model/dangling-reference", "69:110", "boundary/inner#trust_boundaries_nested"),
        ("model/dangling-reference", "71:3", "threat/missing-hardening@ghost@*"),
    ]
    assert parsed.snapshot
    assert parsed.snapshot.model.components["api"].name == "API"
    assert len({finding.fingerprint for finding in parsed.findings}) == len(parsed.findings)
    assert {finding.model for finding in parsed.findings} == {"threagile"}


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("2:1", "did you mean 'title'?"),
        ("3:23", "did you mean 'important'?"),
        ("5:1", "it looks like an entry of risk_tracking: indent it below that key"),
        ("11:15", "one of: very-few, few, many or very-many"),
        ("21:17", "did you mean 'web-service-rest'?"),
        ("22:19", "did you mean 'linux'?"),
        ("30:36", "did you mean 'rides'?"),
        ("34:19", "did you mean 'https'?"),
        ("38:28", "'api' is a technical asset; this takes the id of a data asset"),
    ],
)
def test_a_finding_says_what_to_do(place: str, hint: str) -> None:
    (finding,) = [f for f in load(WRONG).findings if str(f.location) == f"{NAME}:{place}"]
    assert finding.hint == hint


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        (Ref("system", "threagile"), "1:1"),
        (Ref("system", "threagile", "criticality"), "5:23"),
        (Ref("system", "threagile", "owner"), "4:16"),
        (Ref("component", "phone"), "30:3"),
        (Ref("component", "phone", "type"), "33:11"),
        (Ref("component", "phone", "properties.internet"), "40:15"),
        (Ref("component", "phone", "tenancy"), "30:3"),
        (Ref("component", "api", "tenancy"), "71:19"),
        (Ref("component", "api", "technology"), "64:19"),
        (Ref("component", "db", "boundary"), "117:9"),
        (Ref("component", "phone", "boundary"), "30:3"),
        (Ref("flow", "phone.rent-return"), "49:7"),
        (Ref("flow", "phone.rent-return", "target"), "50:17"),
        (Ref("flow", "phone.rent-return", "encryption"), "52:19"),
        (Ref("flow", "api.report", "data"), "92:31"),
        (Ref("boundary", "inner", "parent"), "112:31"),
        (Ref("boundary", "inner", "kind"), "115:11"),
        (Ref("data", "rides", "classification"), "27:22"),
        (Ref("data", "rides", "properties.quantity"), "24:9"),
        (Ref("threat", "stolen-bicycle.cloned-phone"), "132:7"),
        (Ref("threat", "stolen-bicycle.cloned-phone", "status"), "143:13"),
        (Ref("threat", "stolen-bicycle.cloned-phone", "risk"), "133:19"),
        (Ref("threat", "unencrypted-asset@db", "rationale"), "150:20"),
        (Ref("control", "missing-hardening@*"), "152:3"),
        (Ref("component", "gone"), "29:1"),
        (Ref("review", "0"), "1:1"),
    ],
)
def test_every_name_of_ours_has_its_place_in_the_users_file(ref: Ref, place: str) -> None:
    snapshot = load(RENTAL).snapshot
    assert snapshot
    assert str(snapshot.locate(ref)) == f"{NAME}:{place}"


def test_includes_are_relative_to_the_file_that_names_them_and_keep_their_places() -> None:
    parsed = read(SPLIT, NAME)
    assert said(parsed) == [
        ("model/dangling-reference", "parts/assets.yaml:16:9", "component/phone#data_assets_processed")
    ]
    assert parsed.snapshot
    assert [source.path for source in parsed.snapshot.sources] == [NAME, "parts/assets.yaml", "parts/data.yaml"]
    assert str(parsed.snapshot.locate(Ref("data", "rides", "classification"))) == "parts/data.yaml:6:22"
    assert str(parsed.snapshot.locate(Ref("threat", "stolen-bicycle.cloned-phone"))) == "threagile.yaml:12:7"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("gone.yaml", "includes: 'gone.yaml' is not readable: there is no file gone.yaml"),
        ("../up.yaml", "includes: '../up.yaml' is outside the repository"),
        ("/etc/passwd", "includes: '/etc/passwd' is no relative path of a file of this repository"),
        (
            "https://a.example/m.yaml",
            "includes: 'https://a.example/m.yaml' is no relative path of a file of this repository",
        ),
        (NAME, f"includes: '{NAME}' is a file that is being read already: files include each other in a circle"),
    ],
)
def test_an_include_that_cannot_be_read_leaves_no_model(entry: str, why: str) -> None:
    parsed = load(small(rest=f"includes: ['{entry}']\n"))
    assert parsed.snapshot is None
    assert (only(parsed).rule, only(parsed).message) == ("model/include-failed", why)
    assert str(only(parsed).location) == f"{NAME}:10:12"


def test_a_file_that_two_others_include_is_read_once() -> None:
    files = {
        NAME: small(rest="includes: [a.yaml, b.yaml]\n"),
        "a.yaml": "includes: [c.yaml]\n",
        "b.yaml": "includes: [c.yaml]\n",
        "c.yaml": "tags_available: [x]\n",
    }
    parsed = read(files, NAME)
    assert parsed.snapshot
    assert not parsed.findings
    assert [source.path for source in parsed.snapshot.sources] == [NAME, "a.yaml", "c.yaml", "b.yaml"]


def test_two_files_that_disagree_are_a_finding_that_names_both() -> None:
    files = {
        NAME: small(rest="includes: [part.yaml]\n"),
        "part.yaml": "title: Other\ntechnical_assets:\n  One: {}\n",
    }
    first, second, *_ = sorted(
        (f for f in read(files, NAME).findings if f.rule == "model/duplicate-key"), key=lambda f: f.order
    )
    assert (str(first.location), first.message) == (
        "part.yaml:1:8",
        "title is already given in threagile.yaml: 'Small'",
    )
    assert [str(related.location) for related in second.related] == [f"{NAME}:6:3"]


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("data_assets: {Rides: {id: rides}}\n", "model/missing-key", "1:1"),
        ("technical_assets: [a, b]\nthreagile_version: 1\n", "model/wrong-type", "1:19"),
        ("technical_assets:\n  One: service\n", "model/wrong-type", "2:8"),
        ("technical_assets:\n  One:\n    communication_links: [a]\n", "model/wrong-type", "3:26"),
        ("technical_assets: {\n", "model/syntax", "2:1"),
    ],
)
def test_a_text_of_another_shape_is_refused_at_a_place(text: str, rule: str, place: str) -> None:
    parsed = load(text)
    assert parsed.snapshot is None
    assert (parsed.findings[0].rule, str(parsed.findings[0].location)) == (rule, f"{NAME}:{place}")


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("threagile_version: 1.0.0", True),
        ("technical_assets: {}", True),
        ("risk_tracking: {a@b: {status: accepted}}", True),
        ("custom_risk_categories: []", True),
        ("trust_boundaries: [{id: a}]", False),
        ("technical_assets: [a]", False),
        ("threatgate: 1", False),
        ("otmVersion: 0.1.0", False),
        ("[]", False),
        ("", False),
    ],
)
def test_a_model_is_recognised_by_its_keys(text: str, ours: bool) -> None:
    assert threagile.recognises(parse(Source("x.yaml", text))) is ours


def test_both_spellings_of_a_word_mean_the_same() -> None:
    newer = RENTAL.replace("enduser", "end-user")
    assert newer != RENTAL
    assert model(newer, NAME) == EXPECTED


def test_a_flag_that_is_left_out_is_false() -> None:
    assert model(small(", internet: false, redundant: no, multi_tenant: off"), NAME) == model(small(), NAME)
    assert ("internet", "true") in model(small(", internet: yes"), NAME).components["one"].properties


@pytest.mark.parametrize(
    ("path", "id"),
    [
        ("threagile.yaml", "threagile"),
        ("services/Shop/threagile.yml", "services.shop.threagile"),
        ("a b/__x__.yaml", "a-b.-x"),
        ("日本.yaml", "yaml"),
    ],
)
def test_the_id_of_a_model_is_its_path(path: str, id: str) -> None:
    assert model_id(path) == id


@pytest.mark.parametrize(
    ("kind", "technology", "human", "type"),
    [
        ("process", "web-service-rest", False, "service"),
        ("process", "build-pipeline", False, "ci-pipeline"),
        ("process", "ai", False, "inference-endpoint"),
        ("process", "tool", False, "cli-tool"),
        ("process", "database", False, "process"),
        ("process", "no-such-thing", False, "process"),
        ("datastore", "database", False, "database"),
        ("datastore", "vault", False, "secrets-vault"),
        ("datastore", "web-service-rest", False, "data-store"),
        ("external-entity", "browser", True, "person"),
        ("external-entity", "web-service-rest", False, "external-entity"),
    ],
)
def test_the_technology_names_the_type_within_the_kind_that_the_asset_states(
    kind: str, technology: str, human: bool, type: str
) -> None:
    text = small().replace("type: process", f"type: {kind}", 1).replace("web-service-rest", technology, 1)
    if human:
        text = text.replace("machine:", "used_as_client_by_human: true, machine:", 1)
    found = model(text, NAME).components["one"]
    assert (found.type, found.technology) == (type, technology)
    entry = component_type(found.type)
    assert entry
    assert entry.kind == {"datastore": "data-store"}.get(kind, kind)


def test_every_technology_has_a_type_of_ours() -> None:
    for technology in {*TECHNOLOGIES} - {"unknown-technology"}:
        types = {
            model(small().replace("type: process", f"type: {kind}", 1).replace("web-service-rest", technology, 1), NAME)
            .components["one"]
            .type
            for kind in ("process", "datastore")
        }
        assert len(types - {"process", "data-store"}) == 1, technology


def test_words_of_protocols_authentication_encryption_and_boundaries_are_known_ones() -> None:
    for key, table, vocabulary in (
        ("protocol", words.LINK, "protocols"),
        ("authentication", words.LINK, "authentication"),
        ("encryption", words.ASSET, "encryption_at_rest"),
        ("type", words.BOUNDARY, "boundary_kinds"),
    ):
        unknown = {word for word in table[key].words if look_up(word, vocabulary) is None}
        assert unknown <= {"unknown-protocol"}, key


@pytest.mark.parametrize(
    ("protocol", "vpn", "encryption"),
    [
        ("https", False, "tls"),
        ("https", True, "tls"),
        ("nosql-access-protocol-encrypted", False, "tls"),
        ("ssh-tunnel", False, "ssh"),
        ("http", False, "none"),
        ("http", True, "vpn"),
        ("jms", False, ""),
        ("unknown-protocol", False, ""),
        ("in-process-library-call", True, ""),
    ],
)
def test_the_protocol_and_the_vpn_say_what_protects_a_link(protocol: str, vpn: bool, encryption: str) -> None:
    text = small(", " + LINK.format(protocol, ", vpn: true" if vpn else ""))
    assert model(text, NAME).flows["one.call"].encryption == encryption


def test_an_asset_on_the_internet_is_outside_and_what_it_calls_is_exposed() -> None:
    graph = build_graph(model(RENTAL, NAME))
    assert graph.exposure == {"phone": "direct", "api": "direct", "db": "indirect"}
    assert graph.trust == {"phone": "untrusted", "api": "", "db": "", "cloud": "", "inner": ""}
    assert graph.crossings["phone.rent-return"] == ("cloud",)


def test_an_asset_on_the_internet_is_exposed_inside_a_boundary_too() -> None:
    inside = "trust_boundaries: {Lan: {id: lan, type: network-on-prem, technical_assets_inside: [one]}}\n"
    graph = build_graph(model(small(", internet: true", inside), NAME))
    assert (graph.exposure["one"], graph.trust["one"]) == ("direct", "")


BOUNDARIES = """\
trust_boundaries:
  A: {{id: a, type: network-on-prem, {a}}}
  B: {{id: b, type: network-on-prem, {b}}}
  C: {{id: c, type: network-on-prem, {c}}}
"""


def nested(a: str = "", b: str = "", c: str = "") -> str:
    return small(rest=BOUNDARIES.format(a=a, b=b, c=c))


def test_the_innermost_boundary_counts_where_the_outer_ones_are_listed_too() -> None:
    parsed = load(nested("trust_boundaries_nested: [c, b]", "trust_boundaries_nested: [c]"))
    assert parsed.snapshot
    assert not parsed.findings
    assert {id: b.parent for id, b in parsed.snapshot.model.boundaries.items()} == {"a": "", "b": "a", "c": "b"}


def test_a_boundary_nested_in_two_is_a_note_and_the_first_by_id_counts() -> None:
    parsed = load(nested("trust_boundaries_nested: [c]", "trust_boundaries_nested: [c]"))
    assert parsed.snapshot
    assert said(parsed) == [("model/not-mapped", f"{NAME}:12:63", "boundary/c#parent")]
    boundary = parsed.snapshot.model.boundaries["c"]
    assert (boundary.parent, boundary.properties[0]) == ("a", ("trust_boundaries", "a, b"))


def test_an_asset_in_two_boundaries_is_wrong_and_both_are_kept_as_a_fact() -> None:
    inside = "technical_assets_inside: [one]"
    for text in (nested(inside, inside), nested(inside, "", inside)):
        parsed = load(text)
        assert parsed.snapshot
        assert only(parsed).rule == "model/wrong-value"
        found = parsed.snapshot.model.components["one"]
        assert found.boundary == "a"
        assert "trust_boundaries" in dict(found.properties)


def test_an_id_that_two_sections_share_is_a_finding_and_both_stay() -> None:
    parsed = load(nested().replace("id: a,", "id: one,"))
    assert parsed.snapshot
    assert (only(parsed).rule, only(parsed).subject) == ("model/duplicate-id", Ref("boundary", "one"))
    assert "one" in parsed.snapshot.model.boundaries
    assert "one" in parsed.snapshot.model.components


def test_an_entry_without_an_id_is_named_after_its_title() -> None:
    parsed = load(small().replace("id: one, ", ""))
    assert parsed.snapshot
    assert (only(parsed).rule, str(only(parsed).location)) == ("model/missing-key", f"{NAME}:6:3")
    assert list(parsed.snapshot.model.components) == ["one", "two"]


def test_links_whose_titles_have_no_ascii_letters_stay_apart() -> None:
    calls = LINK.format("https", "").replace("Call", "呼び出し")
    other = calls.replace("呼び出し", "応答").removeprefix("communication_links: {").removesuffix("}")
    parsed = load(small(", " + calls.removesuffix("}") + ", " + other + "}"))
    assert parsed.snapshot
    assert len(parsed.snapshot.model.flows) == 2
    assert not parsed.findings


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("unchecked", "identified"),
        ("in-discussion", "identified"),
        ("in-progress", "identified"),
        ("accepted", "accepted"),
        ("mitigated", "mitigated"),
        ("false-positive", "not-applicable"),
    ],
)
def test_a_tracked_risk_has_the_status_that_people_gave_it(status: str, ours: str) -> None:
    threats = model(small(rest=f"risk_tracking: {{missing-waf@one: {{status: {status}}}}}\n"), NAME).threats
    assert (threats["missing-waf@one"].status, threats["missing-waf@one"].on) == (ours, ("one",))


def test_a_wildcard_is_a_threat_on_the_whole_so_that_the_digest_of_the_system_moves_with_it() -> None:
    tracked = "risk_tracking: {{missing-waf@*: {{status: {}}}}}\n"
    before, after = (model(small(rest=tracked.format(status)), NAME) for status in ("unchecked", "false-positive"))
    assert before.threats["missing-waf@*"].on == ("threagile",)
    digests = [digest(facts_of(m, build_graph(m), "system", "threagile")) for m in (before, after)]
    assert digests[0] != digests[1]


def test_another_rule_tracked_on_the_same_asset_moves_its_digest() -> None:
    tracked = "risk_tracking: {{{}@one: {{status: accepted}}}}\n"
    before, after = (model(small(rest=tracked.format(rule)), NAME) for rule in ("missing-waf", "missing-vault"))
    digests = [digest(facts_of(m, build_graph(m), "component", "one")) for m in (before, after)]
    assert digests[0] != digests[1]


def test_a_risk_id_may_name_links_runtimes_and_clouds() -> None:
    tracked = (
        "shared_runtimes: {Vm: {id: vm, technical_assets_running: [one]}}\n"
        "risk_tracking:\n"
        "  mixed-targets-on-shared-runtime@vm: {status: accepted}\n"
        "  missing-cloud-hardening@aws:s3: {status: accepted}\n"
        "  dos-risky-access@two@one@one>call->one>call: {status: accepted}\n"
    )
    parsed = load(small(", " + LINK.format("https", ""), tracked))
    assert parsed.snapshot
    assert not parsed.findings
    assert {id: threat.on for id, threat in parsed.snapshot.model.threats.items()} == {
        "mixed-targets-on-shared-runtime@vm": ("threagile",),
        "missing-cloud-hardening@aws:s3": ("threagile",),
        "dos-risky-access@two@one@one>call->one>call": ("one", "one.call", "two"),
    }


def test_of_the_tags_of_a_shared_runtime_those_are_facts_that_say_whose_cloud_it_is() -> None:
    def stated(tags: str) -> dict[str, str]:
        runtime = f"shared_runtimes: {{Vm: {{id: vm, tags: [{tags}], technical_assets_running: [one]}}}}\n"
        return dict(model(small(rest=f"tags_available: [{tags}]\n{runtime}"), NAME).system.properties)

    key = "shared_runtime_tags.vm"
    assert stated("vmware, GCP, 'aws:ec2', 'azure:vm'")[key] == "aws:ec2, gcp"
    assert key not in stated("vmware")


OWN_RISK = """\
custom_risk_categories:
  - id: theft
    title: Theft
    risks_identified: {By night: {most_relevant_technical_asset: one, most_relevant_data_asset: ''}}
risk_tracking:
"""


@pytest.mark.parametrize(
    ("tracking", "status", "others"),
    [
        ("{theft@one: {status: accepted}}", "accepted", []),
        ("{theft@*: {status: accepted}}", "accepted", []),
        ("{theft@*: {status: accepted}, theft@one: {status: mitigated}}", "mitigated", ["theft@*"]),
        ("{'*@one': {status: accepted}}", "accepted", ["*@one"]),
        ("{theft@*@*: {status: accepted}}", "identified", ["theft@*@*"]),
        ("{theft@two: {status: accepted}}", "identified", ["theft@two"]),
    ],
)
def test_tracking_of_an_own_risk_is_its_status_and_the_most_exact_entry_counts(
    tracking: str, status: str, others: list[str]
) -> None:
    threats = model(small(rest=OWN_RISK.rstrip() + f" {tracking}\n"), NAME).threats
    assert threats.pop("theft.by-night").status == status
    assert list(threats) == others


def test_keys_of_the_authors_own_for_anchors_are_passed_over() -> None:
    assert not load(small(rest="x-common: {a: 1}\n.templates: []\n")).findings


def test_order_and_spelling_of_lists_mean_nothing() -> None:
    text = RENTAL.replace("[rides, riders]", "[riders, rides, riders]").replace("[xml, json]", "[json, xml]")
    text = text.replace("[web-service-rest, library]", "[library, web-service-rest]")
    assert text != RENTAL
    assert model(text, NAME) == EXPECTED


def test_every_fact_of_the_security_of_a_model_moves_a_digest() -> None:
    before = digests(EXPECTED)
    for old, new in (
        ("internet: true\n", "internet: false\n"),
        ("machine: container", "machine: serverless"),
        ("usage: devops", "usage: business"),
        ("redundant: true", "redundant: false"),
        ("custom_developed_parts: true", "custom_developed_parts: false"),
        ("vpn: true", "vpn: false"),
        ("ip_filtered: true", "ip_filtered: false"),
        ("readonly: true", "readonly: false"),
        ("size: service", "size: system"),
        ("[xml, json]", "[json]"),
        ("quantity: many", "quantity: few"),
        ("confidentiality: restricted", "confidentiality: confidential"),
        ("availability: critical", "availability: important"),
        ("encryption: transparent", "encryption: data-with-symmetric-shared-key"),
        ("type: network-virtual-lan", "type: network-on-prem"),
        ("multi_tenant: true", "multi_tenant: false"),
        ("technical_assets_running: [api, db]", "technical_assets_running: [db]"),
        ("trust_boundaries_nested: [inner]", "trust_boundaries_nested: []"),
        ("business_criticality: mission-critical", "business_criticality: critical"),
        ("data_assets_received: [rides]\n  API", "data_assets_received: [riders]\n  API"),
        ("severity: high", "severity: low"),
        ("status: accepted", "status: mitigated"),
        ("threagile_version: 0.9.1", "threagile_version: 1.0.0"),
    ):
        assert old in RENTAL, old
        assert digests(model(RENTAL.replace(old, new, 1), NAME)) != before, old


def test_texts_for_people_move_no_digest() -> None:
    before = digests(EXPECTED)
    for old, new in (
        ("title: Bicycle rental", "title: Bike rental"),
        ("date: 2026-10-01", "date: 2026-10-02"),
        ("Ines Vogel, homepage", "Ina Vogel, homepage"),
        ("description: Rented machines", "description: Hired machines"),
        ("owner: Rider", "owner: Riders"),
        ("ticket: R-12", "ticket: R-13"),
        ("status: in-progress", "status: in-discussion"),
        ("  Cloud:\n", "  The cloud:\n"),
    ):
        assert old in RENTAL, old
        assert digests(model(RENTAL.replace(old, new, 1), NAME)) == before, old


def test_another_id_of_a_data_asset_is_one_change() -> None:
    after = model(
        RENTAL.replace("id: riders", "id: members").replace("[riders]", "[members]").replace(", riders]", ", members]"),
        NAME,
    )
    (change,) = compare(EXPECTED, after, build_graph(EXPECTED), build_graph(after))
    assert (change.kind, change.ref, change.was) == ("renamed", Ref("data", "members"), "riders")


def test_another_id_of_an_asset_takes_its_links_along() -> None:
    after = model(
        RENTAL.replace("id: phone", "id: handset")
        .replace("asset: phone", "asset: handset")
        .replace("phone>", "handset>")
        .replace("@phone@", "@handset@"),
        NAME,
    )
    changes = compare(EXPECTED, after, build_graph(EXPECTED), build_graph(after))
    assert [(change.kind, change.ref, change.was) for change in changes] == [
        ("renamed", Ref("component", "handset"), "phone"),
        ("renamed", Ref("flow", "handset.rent-return"), "phone.rent-return"),
    ]


def digests(model: Model) -> dict[Ref, str]:
    graph = build_graph(model)
    refs = [Ref(kind, id) for kind in REVIEWABLE for id in model.elements(kind)]
    return {ref: digest(facts_of(model, graph, ref.kind, ref.id)) for ref in refs}


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(0, 9)
    | st.sampled_from(["one", "two", "none", "process", "a@*", "b>c", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *words.TOP,
                    *words.ASSET,
                    *words.LINK,
                    *words.BOUNDARY,
                    *words.RISK,
                    "one",
                    "two",
                    "a@*@one",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=300, deadline=None)
@given(data=st.dictionaries(st.sampled_from([*words.TOP]), ANYTHING, max_size=6))
def test_whatever_the_shape_there_is_a_model_or_a_place(data: dict[str, Any]) -> None:
    import json

    document = parse(Source(NAME, json.dumps({"threagile_version": "1", **data})))

    def nothing(path: str) -> Any:
        raise AssertionError(path)

    if "includes" in data:
        return
    parsed = threagile.parse(document, nothing)
    assert parsed.snapshot or parsed.findings
    if parsed.snapshot:
        for ref in digests(parsed.snapshot.model):
            assert parsed.snapshot.locate(ref).line == 1
