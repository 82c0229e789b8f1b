"""The native format as a whole: all of it reaches the model, in whatever order, style or file it is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.attack_tree import Gate, Leaf
from checker.core.model import (
    Acceptance,
    AiModel,
    AttackTree,
    Boundary,
    BuildingBlock,
    Component,
    Control,
    Data,
    Deployment,
    Feature,
    Flow,
    Model,
    NotApplicable,
    Objective,
    Review,
    Threat,
)
from checker.core.source import Source
from checker.core.system import (
    CardAnswer,
    FairnessObjective,
    Measured,
    PriorArt,
    Questionnaire,
    SignOff,
    SourceArtifact,
    System,
)
from checker.documents.parse import parse
from tests.inputs.reading import HEAD, model, only, read, said

COMPLETE = (Path(__file__).parent / "complete.yaml").read_text(encoding="utf-8")
SECTIONS = ("boundaries", "data", "components", "flows", "threats", "controls", "attack_trees")
SHA = "sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"

EXPECTED = Model(
    system=System(
        id="lending-desk",
        name="Lending desk",
        description="Books go out and come back",
        tags=("library", "pilot"),
        owner="team-desk",
        criticality="critical",
        ai=True,
        conditions=(("generative", True), ("people_affected", True)),
        card="docs/system-card.md",
        properties=(("sector", "culture"),),
        taxonomies=(("atlas", "5.6.0"), ("cwe", "4.20")),
        methods=(("pasta", ("1", "2", "3")), ("stride", ("per-element",))),
        fairness_groups=("young readers",),
        fairness_objectives=(FairnessObjective("fpr_parity", 0.1, ("feat:FEAT-F3",)),),
        fairness_results=(Measured("fpr_parity", 0.05, (0.0, 0.1), "2026-10-20", ("feat:FEAT-F9",)),),
        fairness_tradeoff="A point of accuracy",
        plot4ai=Questionnaire(
            role="Deployer",
            phases=("Design", "Output"),
            answers=(("card-1", CardAnswer("No", note="Nothing is learnt")),),
        ),
        pasta=(
            ("1", SignOff("2026-10-30", by="ruth@example.com")),
            ("6", SignOff("", "Nobody attacks it", "ruth@example.com", "2026-10-31")),
        ),
        source_artifacts=(
            SourceArtifact("archimate", path="architecture/all.archimate"),
            SourceArtifact("naf4", "P3", "architecture/p3.xml", SHA, ("id-1", "id-2")),
        ),
        prior_art=(PriorArt("Desk of another house", "https://example.org/desk", "Desks"),),
    ),
    objectives={"lend": Objective("lend", "Books go out within a day", "team-desk", "high")},
    features={
        "borrow": Feature(
            "borrow",
            "A reader borrows a book",
            "From the desk",
            "reader",
            ("ask", "look", "ask"),
            (BuildingBlock("barcode", "2.1", "sbom.cdx.json"), BuildingBlock("label")),
        )
    },
    deployments={
        "cellar": Deployment("cellar", "The cellar", "Two machines", "basement", "house", "production"),
    },
    boundaries={
        "attic": Boundary("attic", trust="restricted", parent="house", properties=(("type", "on"),)),
        "house": Boundary(
            id="house",
            description="Everything behind the door",
            tags=("ours",),
            was="building",
            trust="internal",
            kind="data-centre",
        ),
        "street": Boundary("street", name="The street", trust="untrusted", kind="internet"),
    },
    data={
        "catalogue": Data("catalogue", classification="public"),
        "health": Data(
            id="health",
            name="Large print needs",
            description="Who needs it",
            tags=("gdpr",),
            was="Special needs > all",
            classification="restricted",
            personal="sensitive",
            properties=(("usage", "business"),),
        ),
        "loans": Data(
            "loans", classification="confidential", personal="true", integrity="critical", retention="2 years"
        ),
    },
    components={
        "adviser": Component(
            id="adviser",
            type="agent",
            boundary="house",
            authority=("look-up", "reserve"),
            model=AiModel(
                source="open-source",
                name="owl",
                version="7.10",
                digest="sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0",
                card="docs/owl.md",
            ),
        ),
        "desk": Component(
            id="desk",
            name="Front desk",
            description="Takes and gives",
            tags=("a", "b"),
            was="counter",
            type="service",
            boundary="house",
            owner="team-desk",
            technology="Python",
            tenancy="multi",
            encryption="disk",
            stores=("health", "loans"),
            processes=("catalogue",),
            paths=("desk/**", "shared/**"),
        ),
        "printer": Component(
            "printer",
            type="device",
            boundary="house",
            out_of_scope="Rented",
            properties=(("redundant", "false"), ("used as client", "true")),
            runs_on="cellar",
        ),
        "reader": Component("reader", type="person", boundary="street"),
        "shelf": Component("shelf", type="vector-store", boundary="attic", stores=("catalogue",)),
    },
    flows={
        "ask": Flow(
            id="ask",
            name="Ask",
            description="A reader asks",
            tags=("web",),
            was="question",
            source="reader",
            target="desk",
            data=("catalogue", "loans"),
            protocol="https",
            authentication="oidc",
            authorization="own loans",
            encryption="tls",
            bidirectional=True,
            content="untrusted",
        ),
        "look": Flow(
            "look",
            source="adviser",
            target="shelf",
            data=("catalogue",),
            protocol="grpc",
            encryption="mtls",
            properties=(("data_assets_sent", "catalogue, loans"),),
        ),
    },
    threats={
        "flood": Threat(
            "flood",
            title="The adviser is asked too much",
            on=("adviser",),
            status="accepted",
            accepted=Acceptance("ruth@example.com", "2027-06-30"),
            position="destination",
        ),
        "nosy": Threat(
            id="nosy",
            title="Somebody reads what others borrow",
            description="By guessing numbers",
            tags=("privacy",),
            was="curious",
            on=("ask", "desk"),
            refs=("cwe:CWE-639", "stride:I"),
            status="mitigated",
            controls=("log", "pin"),
            owner="team-desk",
            rationale="Numbers are long now",
            ticket="DESK-7",
            cause=(("entity", "human"), ("intent", "intentional"), ("timing", "post-deployment")),
            risk=(
                ("breach", 7),
                (
                    "dread",
                    (
                        ("affected_users", 8),
                        ("damage", 6),
                        ("discoverability", 2),
                        ("exploitability", 3),
                        ("reproducibility", 7.5),
                    ),
                ),
                ("impact", "high"),
                ("likelihood", "low"),
                ("severity", "elevated"),
            ),
        ),
    },
    controls={
        "log": Control("log"),
        "pin": Control(
            id="pin",
            title="A secret for each reader",
            description="Four digits",
            tags=("login",),
            was="code",
            use="boundary-authn-authz",
            level="infrastructure",
            status="verified",
            evidence=("desk/pin.py", "tests/test_pin.py"),
            due="2026-12-31",
            refs=("cwe:CWE-287",),
            owner="team-desk",
        ),
    },
    not_applicable=(
        NotApplicable("0", ("look", "shelf"), ("stride:E", "stride:R"), "The shelf only holds what everyone may read"),
    ),
    reviews=(
        Review(
            id="0",
            by="ruth@example.com",
            role="security",
            on="2026-11-20",
            covers=(("ask", f"1:{'0' * 32}"), ("desk", "1:0f1e2d3c4b5a69788796a5b4c3d2e1f0")),
            removed=(("cellar", f"1:{'1' * 32}"),),
            note="With the team",
            expires="2027-11-20",
        ),
    ),
    attack_trees={
        "see-loans": AttackTree(
            id="see-loans",
            goal="See what others borrow",
            description="From the adviser's chair",
            tags=("privacy",),
            was="peek",
            on=("desk", "loans"),
            refs=("stride:I",),
            probability_rule="independent",
            root=Gate(
                "or",
                (
                    Leaf(
                        id="guess",
                        name="Guess a number",
                        description="They are four digits",
                        on=("ask",),
                        threats=("nosy",),
                        controls=("log", "pin"),
                        refs=("cwe:CWE-639",),
                        cost=5,
                        time=0.5,
                        probability=0.25,
                        difficulty=1,
                        skill=2,
                    ),
                    Gate("and", (Leaf("ask"), Leaf("smile")), "Be told", "By the adviser", ("log",)),
                    Gate("sand", (Leaf("ask"), Leaf("wait"))),
                ),
            ),
        )
    },
)


def test_every_key_reaches_the_model() -> None:
    parsed = read(COMPLETE, "complete.yaml")
    assert parsed.findings == ()
    assert parsed.snapshot
    assert parsed.snapshot.model == EXPECTED
    assert (parsed.snapshot.format, parsed.snapshot.path) == ("native", "complete.yaml")
    assert [source.path for source in parsed.snapshot.sources] == ["complete.yaml"]


def test_json_says_the_same() -> None:
    data = parse(Source("complete.yaml", COMPLETE)).data
    assert model(json.dumps(data), "complete.json") == EXPECTED


def test_the_shortest_model_is_a_model() -> None:
    assert model(HEAD) == Model(System("shop"))


@pytest.mark.parametrize("section", [*SECTIONS, "not_applicable", "reviews", "include"])
def test_a_section_left_empty_is_empty(section: str) -> None:
    assert model(f"{HEAD}{section}:\n") == Model(System("shop"))


def test_a_text_in_no_known_format_is_one_finding_that_lists_the_formats() -> None:
    finding = only(read("# notes\nshopping:\n  - eggs\n"))
    assert (finding.rule, str(finding.location)) == ("model/wrong-value", "threatmodel.yaml:2:1")
    assert "threatgate: 1" in finding.hint


def test_an_unreadable_text_is_a_finding_without_a_snapshot() -> None:
    parsed = read("threatgate: 1\nsystem: {id: shop\nflows: {}\n")
    assert parsed.snapshot is None
    assert {f.rule for f in parsed.findings} == {"model/syntax"}


def test_everything_wrong_is_said_in_one_run() -> None:
    parsed = read(
        "threatgate: 1\n"
        "system: {id: shop, criticality: huge}\n"
        "components:\n"
        "  web: {type: servce, boundary: dmz}\n"
        "  web: {type: service}\n"
        "flows:\n"
        "  buy: {from: web, to: till, colour: red}\n"
        "  buy-more: {to: web}\n"
        "threats:\n"
        "  fraud: {title: Fraud, on: [buy], status: accepted, accepted: {by: dana, until: 2027-02-30}}\n"
    )
    assert parsed.snapshot is None
    assert said(parsed) == [
        ("model/wrong-value", "threatmodel.yaml:2:33", "system#criticality"),
        ("model/wrong-value", "threatmodel.yaml:4:15", "component/web#type"),
        ("model/dangling-reference", "threatmodel.yaml:4:33", "component/web#boundary"),
        ("model/duplicate-key", "threatmodel.yaml:5:3", "component/web"),
        ("model/dangling-reference", "threatmodel.yaml:7:24", "flow/buy#to"),
        ("model/unknown-key", "threatmodel.yaml:7:30", "flow/buy#colour"),
        ("model/missing-key", "threatmodel.yaml:8:3", "flow/buy-more#from"),
        ("model/wrong-value", "threatmodel.yaml:10:82", "threat/fraud#accepted.until"),
    ]
    assert {f.model for f in parsed.findings} == {"shop"}


def test_fingerprints_of_problems_tell_them_apart_and_do_not_move_with_lines() -> None:
    text = "threatgate: 1\nsystem: {id: shop, a: 1, b: 2}\nflows: {x: {c: 1}}\n"
    first = read(text).findings
    second = read("# a comment\n" + text).findings
    assert len({f.fingerprint for f in first}) == len(first) == 5
    assert sorted(f.fingerprint for f in first) == sorted(f.fingerprint for f in second)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["web", "shop", "2026-02-30"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["web", "from", "to", "on", "boundary", "parent", "type", "accepted", "until", "id", "covers", "data", "kind"]
    ), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.parametrize("stages", ["[1, 2]", "[2.0, 1.0]", '["1", 2]', "[1, 1.0, 2]"])
def test_a_stage_is_the_same_however_the_number_is_written(stages: str) -> None:
    assert model(f"{HEAD}methods: {{pasta: {stages}}}\n").system.methods == (("pasta", ("1", "2")),)
    assert model(f"{HEAD}methods: {{pasta: 3.0}}\n").system.methods == (("pasta", ("3",)),)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*SECTIONS, "system", "reviews", "not_applicable", "include"]), ANYTHING))
def test_no_shape_of_data_breaks_the_reader(sections: dict[str, Any]) -> None:
    parsed = read(json.dumps({"threatgate": 1, **sections}), "threatmodel.json")
    assert parsed.snapshot or parsed.findings


def shuffled(draw: st.DrawFn, value: Any, ordered: bool = False) -> Any:
    """The same data with mappings, and lists that are sets, in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {k: shuffled(draw, value[k], k in ("not_applicable", "reviews", "attack_trees", "steps")) for k in keys}
    if isinstance(value, list):
        items = [shuffled(draw, item) for item in value]
        scalars = all(isinstance(item, str) for item in items)
        return draw(st.permutations(items)) if scalars and not ordered else items
    return value


def block(value: Any, indent: str = "") -> str:
    """The data as block YAML: one key a line, lists with dashes, every string in quotes."""
    if isinstance(value, dict) and value:
        return "".join(f"\n{indent}{json.dumps(key)}:{block(item, indent + '   ')}" for key, item in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{indent}-{block(item, indent + '    ')}" for item in value)
    return f" {json.dumps(value)}  # said"


@st.composite
def rewritten(draw: st.DrawFn) -> dict[str, str]:
    """The complete model in another order, style, and split over files at random."""
    data = shuffled(draw, parse(Source("complete.yaml", COMPLETE)).data)
    write = draw(
        st.sampled_from([json.dumps, lambda d: json.dumps(d, indent=3), lambda d: block(d).lstrip("\n") + "\n"])
    )
    part: dict[str, Any] = {}
    for section in SECTIONS:
        for id in draw(st.sets(st.sampled_from(sorted(data[section])))):
            part.setdefault(section, {})[id] = data[section].pop(id)
    files = {"threatmodel.yaml": write({**data, "include": ["parts/one.yaml"]}), "parts/one.yaml": write(part)}
    return {path: text.replace("\n", "\r\n") for path, text in files.items()} if draw(st.booleans()) else files


@settings(max_examples=60, deadline=None)
@given(rewritten())
def test_order_style_and_files_change_nothing(files: dict[str, str]) -> None:
    assert model(files) == EXPECTED
