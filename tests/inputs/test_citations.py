"""Whether what a model cites of threat libraries is so, at the very reference."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checker.core.errors import InputError
from checker.core.location import Ref
from checker.knowledge.library import text_of
from checker.knowledge.lookup import library
from tests.inputs.reading import HEAD, model, only, read, said

ATLAS = 'taxonomies: {atlas: "5.6.0"}\n'
LLM = 'taxonomies: {owasp-llm: "2026"}\n'


def citing(*refs: str, pins: str = "") -> str:
    """A model whose one threat has these references, the first in line 6 (with pins in line 7)."""
    items = "".join(f"      - {ref}\n" for ref in refs)
    return f"{HEAD}{pins}threats:\n  x:\n    title: It fails\n    on: [shop]\n    refs:\n{items}"


def told(*refs: str, pins: str = "") -> tuple[str, str, str, str]:
    """Rule, place, message and hint of the one finding."""
    found = only(read(citing(*refs, pins=pins)))
    return found.rule.removeprefix("model/"), str(found.location), found.message, found.hint


@pytest.mark.parametrize(
    ("ref", "pins"),
    [
        ("atlas:AML.T0051", ATLAS),
        ("atlas:AML.T0051.001 (Indirect)", ATLAS),
        ('"atlas:AML.T0051.001 (LLM Prompt Injection: Indirect)"', ATLAS),
        ("atlas:AML.T0051 (prompt injection)", ATLAS),
        ("atlas:AML.T0115.000", 'taxonomies: {atlas: "2026.09"}\n'),
        ("atlas:AML.T0998", 'taxonomies: {atlas: "2026.09"}\n'),
        ("atlas:AML.T0019", ATLAS),
        ("atlas:AML.T0051", "taxonomies: {atlas: v5.6.0}\n"),
        ("owasp-llm:LLM05", LLM),
        ("owasp-llm:LLM05:2023", ""),
        ("owasp-agentic:T6", 'taxonomies: {owasp-agentic: "2026"}\n'),
        ("owasp-agentic:ASI01:2026", 'taxonomies: {owasp-agentic: "1.1"}\n'),
        ("stride:tampering", ""),
        ("linddun:linkability (Linking)", ""),
        ("mit:2.2", "taxonomies: {mit: v3}\n"),
        ("cwe:CWE-319", ""),
        ("cwe:CWE-319 (whatever that is)", ""),
        ("cwe:CWE-79 (Cross-site Scripting)", ""),
        ("sdl:S1 (Spoofing the Web Server Process)", ""),
        ("slsa:SLSA_BUILD_LEVEL_2 (Hosted build platform)", 'taxonomies: {slsa: "1.0"}\n'),
        ("cicd-sec:CICD-SEC-4 (Poisoned Pipeline Execution)", ""),
        ("capec:CAPEC-66 (SQL Injection)", ""),
        ("nist:AC-2", ""),
        ("owasp-api:API1", ""),
    ],
)
def test_a_right_reference_is_no_finding(ref: str, pins: str) -> None:
    assert said(read(citing(ref, pins=pins))) == []


def test_an_entry_that_does_not_exist() -> None:
    message = "'AML.T9999' is no entry of MITRE ATLAS (5.6.0)"
    assert told("atlas:AML.T9999", pins=ATLAS) == ("unknown-reference", "threatmodel.yaml:9:9", message, "")


@pytest.mark.parametrize(
    ("ref", "pins", "hint"),
    [
        ("atlas:T0051", ATLAS, "did you mean 'atlas:AML.T0051'?"),
        ("atlas:AML.T51", ATLAS, "did you mean 'atlas:AML.T0051'?"),
        ("atlas:AML.T0115.000", ATLAS, "it is one of edition 2026.09"),
        ("stride:X", "", ""),
        ("cwe:CWE-1x9", "", "did you mean 'cwe:CWE-1039'?"),
        ("linddun:NR.9", "", "did you mean 'linddun:Nr.2'?"),
    ],
)
def test_what_may_be_meant_by_an_unknown_id(ref: str, pins: str, hint: str) -> None:
    found = only(read(citing(ref, pins=pins)))
    assert found.rule == "model/unknown-reference"
    assert found.hint == hint


def test_a_slip_in_the_name_of_a_library() -> None:
    expected = (
        "unknown-reference",
        "threatmodel.yaml:8:9",
        "no threat library is called 'altas'",
        "did you mean 'atlas'?",
    )
    assert told("altas:AML.T0051") == expected


def test_a_retired_entry_names_what_took_its_place() -> None:
    assert told("atlas:AML.T0045", pins=ATLAS) == (
        "retired-reference",
        "threatmodel.yaml:9:9",
        "'AML.T0045' was retired in 4.5.0: it is AML.T0048.004 (AI Intellectual Property Theft) now",
        "write atlas:AML.T0048.004",
    )
    assert told("atlas:AML.T0019", pins='taxonomies: {atlas: "2026.09"}\n')[2:] == (
        "'AML.T0019' was retired in 2026.07: it is AML.T0115.000 (Datasets) now",
        "write atlas:AML.T0115.000",
    )


def test_an_id_without_its_edition_says_what_it_may_mean() -> None:
    rule, place, message, hint = told("owasp-llm:LLM05")
    assert (rule, place) == ("ambiguous-reference", "threatmodel.yaml:8:9")
    assert message == (
        "'LLM05' may mean LLM05:2023 (Supply Chain Vulnerabilities), LLM05:2025 (Improper Output Handling) or "
        "LLM05:2026 (Data and Model Poisoning)"
    )
    assert hint == (
        "write owasp-llm:LLM05:2023, owasp-llm:LLM05:2025 or owasp-llm:LLM05:2026; "
        'or state the edition of all: taxonomies: {owasp-llm: "2026"}'
    )


def test_a_letter_that_has_meant_two_types() -> None:
    assert told("linddun:N") == (
        "ambiguous-reference",
        "threatmodel.yaml:8:9",
        "'N' may mean Nr (Non-repudiation) or Nc (Non-compliance)",
        "write linddun:Nr or linddun:Nc",
    )


@pytest.mark.parametrize(
    ("ref", "message", "hint"),
    [
        (
            "atlas:AML.T0080.001 (Memory)",
            "'AML.T0080.001' is 'AI Agent Context Poisoning: Thread', not 'Memory'",
            "'Memory' is atlas:AML.T0080.000",
        ),
        (
            "atlas:AML.T0025 (Exfiltration via AI Inference API)",
            "'AML.T0025' is 'Exfiltration via Cyber Means', not 'Exfiltration via AI Inference API'",
            "'Exfiltration via AI Inference API' is atlas:AML.T0024",
        ),
        (
            "atlas:AML.T0037 (Output Manipulation)",
            "'AML.T0037' is 'Data from Local System', not 'Output Manipulation'",
            "write atlas:AML.T0037 (Data from Local System)",
        ),
        (
            "atlas:AML.TA0001 (ML Attack Staging)",
            "'AML.TA0001' was called 'ML Attack Staging' until 3.0.0; it is 'AI Attack Staging' now",
            "look whether it is still what is meant, and write its name",
        ),
        (
            "atlas:AML.T0018.001 (Inject Payload)",
            "'AML.T0018.001' was called 'Inject Payload' until 3.0.0; it is 'Modify AI Model Architecture' now",
            "look whether it is still what is meant, and write its name",
        ),
        (
            "atlas:AML.T0051 (?)",
            "'AML.T0051' is 'LLM Prompt Injection', not '?'",
            "write atlas:AML.T0051 (LLM Prompt Injection)",
        ),
    ],
)
def test_an_id_and_a_name_that_do_not_belong_together(ref: str, message: str, hint: str) -> None:
    assert told(ref, pins=ATLAS) == ("mismatched-reference", "threatmodel.yaml:9:9", message, hint)


def test_an_edition_beside_the_pinned_one_says_what_the_entry_became() -> None:
    assert told("owasp-llm:LLM05:2025", pins=LLM) == (
        "mixed-editions",
        "threatmodel.yaml:9:9",
        "'LLM05:2025' is of edition 2025, and the model pins 2026",
        "in 2026 it is owasp-llm:LLM10:2026 (Improper Output Handling)",
    )
    assert (
        told("owasp-llm:LLM02:2026", pins='taxonomies: {owasp-llm: "2025"}\n')[3] == "2025 has nothing that it became"
    )


def test_two_editions_without_a_pin_are_held_against_the_newer() -> None:
    assert told("owasp-llm:LLM01:2026", "owasp-llm:LLM10:2023") == (
        "mixed-editions",
        "threatmodel.yaml:9:9",
        "'LLM10:2023' is of edition 2023, and others here are of 2026",
        "in 2026 it is owasp-llm:LLM06:2026 (Unbounded Consumption) or "
        "owasp-llm:LLM02:2026 (Sensitive Information Disclosure)",
    )


def test_a_library_whose_ids_have_changed_wants_an_edition_once() -> None:
    parsed = read(citing("stride:T", "atlas:AML.T0051", "atlas:AML.T0020", "mit:2.2"))
    assert said(parsed) == [
        ("model/missing-edition", "threatmodel.yaml:9:9", "system/shop#taxonomies.atlas"),
        ("model/missing-edition", "threatmodel.yaml:11:9", "system/shop#taxonomies.mit"),
    ]
    assert parsed.findings[0].hint == 'write taxonomies: {atlas: "5.6.0"}'


def test_an_edition_that_is_not_here_is_said_at_the_pin_and_nothing_else_is() -> None:
    text = citing("atlas:AML.T9999", pins='taxonomies: {atlas: "5.5.0"}\n')
    found = only(read(text))
    assert (found.rule, str(found.location)) == ("model/unknown-edition", "threatmodel.yaml:3:21")
    assert found.message == "edition '5.5.0' of atlas is not here, so that no reference to it can be checked"
    assert found.hint == "pin 5.6.0 or 2026.09, or bring it in: threatgate knowledge import FILE"


def test_controls_and_answers_are_asked_too_wherever_they_stand() -> None:
    files = {
        "threatmodel.yaml": HEAD
        + "include: [more.yaml]\nnot_applicable:\n- {on: [shop], refs: [stride:Q], reason: so}\n",
        "more.yaml": (
            "controls:\n  c: {refs: [stride:X, ism:ISM-2084]}\n"
            "not_applicable:\n- {on: [shop], refs: [stride:T, stride:Z], reason: so}\n"
        ),
    }
    assert said(read(files)) == [
        ("model/unknown-reference", "more.yaml:2:14", "control/c#refs"),
        ("model/unknown-reference", "more.yaml:4:33", "not_applicable/1#refs"),
        ("model/unknown-reference", "threatmodel.yaml:5:23", "not_applicable/0#refs"),
    ]


def test_a_name_means_nothing_to_the_model() -> None:
    named, bare = citing("atlas:AML.T0051 (LLM Prompt Injection)", pins=ATLAS), citing("atlas:AML.T0051", pins=ATLAS)
    assert model(named) == model(bare)
    parsed = read(named)
    assert parsed.snapshot
    assert str(parsed.snapshot.locate(Ref("threat", "x", "refs.atlas:AML.T0051"))) == "threatmodel.yaml:9:9"


TREE = (
    HEAD.replace("{", "{{").replace("}", "}}")
    + 'taxonomies: {{atlas: "5.6.0"}}\n'
    + "attack_trees:\n  t:\n    goal: G\n    refs: [{tree}]\n"
    + "    or:\n      - {{leaf: a, refs: [{leaf}]}}\n      - and: [{{leaf: a}}, {{leaf: b, refs: [stride:T]}}]\n"
)


def test_attack_trees_and_their_leaves_are_asked_too() -> None:
    parsed = read(TREE.format(tree="stride:X", leaf="atlas:AML.T0051 (Jailbreak)"))
    assert said(parsed) == [
        ("model/unknown-reference", "threatmodel.yaml:7:12", "attack_tree/t#refs"),
        ("model/mismatched-reference", "threatmodel.yaml:9:26", "attack_tree/t#or.0.refs"),
    ]
    assert len({finding.fingerprint for finding in parsed.findings}) == 2


def test_a_leaf_in_several_places_is_asked_once() -> None:
    trees = "attack_trees:\n  t:\n    goal: G\n    or: [&a {leaf: a, refs: [stride:X]}, {and: [*a, {leaf: b}]}]\n"
    assert said(read(HEAD + trees)) == [("model/unknown-reference", "threatmodel.yaml:6:30", "attack_tree/t#or.0.refs")]


def test_a_name_means_nothing_to_an_attack_tree() -> None:
    named = TREE.format(tree="stride:T (Tampering)", leaf="atlas:AML.T0051 (LLM Prompt Injection)")
    assert model(named) == model(TREE.format(tree="stride:T", leaf="atlas:AML.T0051"))
    parsed = read(named)
    assert parsed.snapshot and parsed.findings == ()
    place = parsed.snapshot.locate(Ref("attack_tree", "t", "or.0.refs.atlas:AML.T0051"))
    assert str(place) == "threatmodel.yaml:9:26"


def test_two_findings_at_one_threat_are_told_apart() -> None:
    parsed = read(citing("stride:X", "stride:Y"))
    assert len({finding.fingerprint for finding in parsed.findings}) == 2


def test_one_reference_is_told_once_however_often_it_stands_there() -> None:
    assert told("stride:X", "stride:X", "stride:X (so)")[1] == "threatmodel.yaml:8:9"


def imported(edition: str = "6.1") -> str:
    """The file of another edition of ATLAS, in which one entry has another name."""
    held = library("atlas")
    assert held
    entries = {"AML.T0051": held.entries["AML.T0051"]._replace(name="Prompting")}
    return text_of(held._replace(edition=edition, editions=(edition,), entries=entries, date="2027-01-01"))


def test_an_edition_of_the_repository_is_used_where_it_is_pinned() -> None:
    files = {
        "threatmodel.yaml": citing(
            "atlas:AML.T0051 (Prompting)", "atlas:AML.T0020", pins='taxonomies: {atlas: "6.1"}\n'
        ),
        ".threatgate-knowledge/atlas-6.1.json": imported(),
    }
    parsed = read(files)
    assert only(parsed).message == "'AML.T0020' is no entry of MITRE ATLAS (6.1)"
    assert parsed.snapshot
    assert [source.path for source in parsed.snapshot.sources] == list(files)


def test_an_edition_that_ships_whole_is_not_replaced_by_a_file() -> None:
    files = {
        "threatmodel.yaml": citing("atlas:AML.T0020", pins=ATLAS),
        ".threatgate-knowledge/atlas-5.6.0.json": "no library at all",
    }
    assert said(read(files)) == []


def test_one_that_ships_in_part_is() -> None:
    files = {
        "threatmodel.yaml": citing("atlas:AML.T0020", pins='taxonomies: {atlas: "2026.09"}\n'),
        ".threatgate-knowledge/atlas-2026.09.json": imported("2026.09"),
    }
    assert only(read(files)).rule == "model/unknown-reference"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[1, 2", "1:6"),
        ("{}", "1:1"),
        (imported("6.2"), "5:13"),
        (imported().replace('"kind":"technique"', '"kind":1'), "14:"),
    ],
)
def test_a_file_that_is_no_such_library_stops_the_check_at_its_place(text: str, place: str) -> None:
    files = {
        "threatmodel.yaml": citing("atlas:AML.T0051", pins='taxonomies: {atlas: "6.1"}\n'),
        ".threatgate-knowledge/atlas-6.1.json": text,
    }
    with pytest.raises(InputError) as caught:
        read(files)
    assert str(caught.value.at).startswith(f".threatgate-knowledge/atlas-6.1.json:{place}")


def test_a_library_that_leads_nowhere_breaks_nothing() -> None:
    held = library("atlas")
    assert held
    lost = held.entries["AML.T0051"]._replace(
        id="AML.T0001", status="retired", replaced_by=("AML.T0002",), parent="nobody"
    )
    odd = held.holding({lost.id: lost})._replace(edition="6.1", editions=("6.1",), ambiguous={"N": ("gone",)})
    files = {
        "threatmodel.yaml": citing("atlas:AML.T0001", "atlas:N", pins='taxonomies: {atlas: "6.1"}\n'),
        ".threatgate-knowledge/atlas-6.1.json": text_of(odd),
    }
    assert [finding.message for finding in read(files).findings] == [
        "'AML.T0001' was retired in 6.1 without a successor",
        "'N' is no entry of MITRE ATLAS (6.1)",
    ]


@pytest.mark.parametrize("edition", ["../../etc", "a/b", ".hidden", "a b", "é"])
def test_no_pin_leads_out_of_the_folder(edition: str) -> None:
    asked: list[str] = []
    from checker import inputs
    from checker.core.source import Source
    from checker.documents.parse import parse

    text = citing("atlas:AML.T0051", pins=f'taxonomies: {{atlas: "{edition}"}}\n')
    document = parse(Source("threatmodel.yaml", text))
    inputs.parse(document, lambda path: document, lambda path: bool(asked.append(path)))
    assert asked == ["threatmodel.reviews.yaml"]


def test_a_model_without_references_reads_no_library(tmp_path: Path) -> None:
    code = """
import sys
from tests.inputs.reading import HEAD, read
read(HEAD + "threats: {x: {title: t, on: [shop]}}\\n")
print([name for name in sys.modules if name.startswith(("checker.knowledge.l", "checker.inputs.citations"))])
"""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
