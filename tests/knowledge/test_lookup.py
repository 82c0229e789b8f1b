"""Looking things up in the threat libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

from checker.knowledge.lookup import became, entry, incoming, library, name_of, resolve, same_edition, search
from checker.policy.shelf import shipped


@pytest.mark.parametrize(
    ("reference", "id"),
    [
        ("atlas:AML.T0051.001", "AML.T0051.001"),
        ("stride:T", "T"),
        ("stride:tampering", "T"),
        ("linddun:nr.1", "Nr.1"),
        ("linddun:detectability", "D"),
        ("linddun:DD4", "DD4"),
        ("cwe:79", "CWE-79"),
        ("cwe:cwe-1427", "CWE-1427"),
        ("plot4ai:hc0505dd03fb8", "data-01"),
        ("mit:mit-ai-risk-subdomain-2.2", "2.2"),
        ("mit:entity=human", "entity=human"),
        ("ism:ism-2084", "ISM-2084"),
        ("owasp-ml:ML02", "ML02:2023"),
        ("owasp-agentic:ASI01", "ASI01:2026"),
        ("exchange:datapoison", "datapoison"),
        ("feat:FEAT-F3", "FEAT-F3"),
        ("control:causal-prior", "causal-prior"),
        ("cicd-sec:CICD-SEC-04", "CICD-SEC-4"),
        ("sdl:S7.1", "S7.1"),
        ("slsa:SLSA_BUILD_LEVEL_3", "SLSA_BUILD_LEVEL_3"),
    ],
)
def test_a_reference_leads_to_its_entry(reference: str, id: str) -> None:
    found = entry(reference)
    assert found and found.id == id


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("atlas:AML.T9999", "unknown"),
        ("atlas:aml.t0051", "unknown"),
        ("stride:X", "unknown"),
        ("mit:7.7", "unknown"),
        ("cwe:CWE-319", "unlisted"),
        ("cwe:CWE-0", "unknown"),
        ("cwe:CWE-1x", "unknown"),
        ("nist-aml:NISTAML.016", "unlisted"),
        ("nist-aml:NISTAML.16", "unknown"),
        ("owasp-llm:LLM11:2026", "unknown"),
        ("owasp-llm:LLM05", "ambiguous"),
        ("linddun:N", "ambiguous"),
        ("cicd-sec:CICD-SEC-11", "unknown"),
        ("sdl:S4", "unknown"),
        ("slsa:SLSA_BUILD_LEVEL_X", "unknown"),
        ("slsa:SLSA_SOURCE_LEVEL_3", "unlisted"),
        ("capec:1", "library"),
        ("stride", "unknown"),
    ],
)
def test_a_reference_that_leads_nowhere_says_why(reference: str, problem: str) -> None:
    answer = resolve(reference)
    assert (answer.problem, answer.entry) == (problem, None)


def test_a_pin_decides_which_edition_is_meant() -> None:
    assert resolve("owasp-llm:LLM05", {"owasp-llm": "2025"}).entry == entry("owasp-llm:LLM05:2025")
    assert resolve("owasp-llm:LLM05", {"owasp-llm": "2026"}).entry == entry("owasp-llm:LLM05:2026")
    assert resolve("atlas:AML.T0115.000").problem == "unknown"
    assert resolve("atlas:AML.T0115.000", {"atlas": "2026.09"}).entry
    assert resolve("atlas:AML.T0999", {"atlas": "2026.09"}).problem == "unlisted"
    assert resolve("atlas:AML.T0051", {"atlas": "5.5.0"}).problem == "edition"
    assert resolve("atlas:AML.T0051", {"atlas": "v5.6.0"}).entry


def test_what_is_ambiguous_says_what_it_may_mean() -> None:
    assert [one.id for one in resolve("owasp-llm:LLM05").candidates] == ["LLM05:2023", "LLM05:2025", "LLM05:2026"]
    assert [one.id for one in resolve("linddun:N").candidates] == ["Nr", "Nc"]


def test_editions_are_compared_however_they_are_written() -> None:
    assert same_edition("v5.6.0", "5.6.0")
    assert same_edition("V241203", "v241203")
    assert not same_edition("5.6.0", "5.6.1")


def test_an_entry_of_a_list_is_followed_through_two_editions() -> None:
    held = library("owasp-llm")
    assert held
    assert [one.id for one in became(held, held.entries["LLM02:2023"], "2026")] == ["LLM10:2026"]
    assert [one.id for one in became(held, held.entries["LLM10:2023"], "2026")] == ["LLM06:2026", "LLM02:2026"]
    assert became(held, held.entries["LLM02:2026"], "2025") == []


def test_words_are_searched_in_ids_names_and_former_names() -> None:
    assert [(held.id, one.id) for held, one in search("Memory POISONING")] == [
        ("owasp-agentic", "ASI06:2026"),
        ("owasp-agentic", "T1"),
    ]
    assert [one.id for _, one in search("ml attack staging")] == ["AML.TA0001"]
    assert [one.id for _, one in search("t0048.004")] == ["AML.T0048.004"]
    assert list(search("  ")) == list(search("no such words")) == []


def test_what_relates_to_an_entry_is_found_from_the_other_end() -> None:
    found = [(held.id, one.id, kind) for held, one, kind in incoming("atlas:AML.M0025")]
    assert found == [("control", "data-provenance", "related"), ("ism", "ISM-2087", "akin")]


def test_a_page_is_known_where_the_publisher_has_one() -> None:
    pages = {
        "atlas:AML.TA0000": "https://atlas.mitre.org/tactics/AML.TA0000",
        "atlas:AML.T0051.001": "https://atlas.mitre.org/techniques/AML.T0051.001",
        "atlas:AML.CS0000": "https://atlas.mitre.org/studies/AML.CS0000",
        "cwe:CWE-1427": "https://cwe.mitre.org/data/definitions/1427.html",
        "exchange:datapoison": "https://owaspai.org/go/datapoison/",
        "plot4ai:data-01": "https://plot4.ai/library/card/hc0505dd03fb8",
        "plot4ai:data": "https://plot4.ai/",
        "stride:T": "https://learn.microsoft.com/azure/security/develop/threat-modeling-tool-threats",
        "control:causal-prior": "",
    }
    for reference, page in pages.items():
        answer = resolve(reference)
        assert answer.library and answer.entry
        assert answer.library.page(answer.entry) == page


def test_one_library_is_read_for_one_reference() -> None:
    code = """
from checker.knowledge import lookup
lookup.entry("stride:T")
print(lookup._read.cache_info().currsize)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


REFS = [
    (rule, reference)
    for shelf in shipped().values()
    for rule, path in sorted(shelf.rules.items())
    for reference in shelf.read(path).data.get("refs", ())
]


def test_shipped_rules_cite_entries_that_exist() -> None:
    """Of a CWE id outside of the view of AI weaknesses only the form can be checked: no more of CWE ships."""
    assert len(REFS) > 150
    wrong = []
    for rule, reference in REFS:
        answer = resolve(reference)
        listed = answer.entry is not None and not answer.entry.retired
        if not (listed or (answer.problem == "unlisted" and reference.startswith("cwe:CWE-"))):
            wrong.append((rule, reference, answer.problem))
    assert wrong == []


def test_shipped_rules_cite_one_edition_of_each_list() -> None:
    editions: dict[tuple[str, str], set[str]] = {}
    for _, reference in REFS:
        answer = resolve(reference)
        if answer.library and answer.entry and answer.entry.edition:
            editions.setdefault((answer.library.id, answer.entry.kind), set()).add(answer.entry.edition)
    assert all(len(found) == 1 for found in editions.values()), editions


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("atlas:AML.T0051.000", "LLM Prompt Injection: Direct"),
        ("atlas:AML.T0132", "Misconfigured or Publicly Exposed AI Services"),
        ("stride:tampering", "Tampering"),
        ("cwe:CWE-306", ""),
        ("nothing:x", ""),
    ],
)
def test_the_name_of_a_reference(reference: str, name: str) -> None:
    assert name_of(reference) == name
