"""The threat libraries that ship: whole, closed, and each in the one form that is written."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from checker.core.source import Source
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.knowledge.library import Entry, Library, from_data, text_of
from checker.knowledge.lookup import FILES, libraries, library, resolve
from checker.policy.shelf import shipped

FOLDER = Path(__file__).resolve().parents[2] / "checker/knowledge"
NAMES = sorted(file for files in FILES.values() for file in files)

COUNTS = {
    "atlas-5.6.0.json": {"tactic": 16, "technique": 101, "sub-technique": 69, "mitigation": 35, "case-study": 57},
    "atlas-2026.09.json": {"tactic": 16, "technique": 120, "sub-technique": 88, "mitigation": 40, "case-study": 57},
    "cicd-sec.json": {"risk": 10},
    "control.json": {"control": 46, "level": 3},
    "cwe.json": {"view": 1, "category": 2, "weakness": 17},
    "exchange.json": {"threat": 38, "control": 54},
    "feat.json": {"question": 12, "metric": 34},
    "ism.json": {"control": 16},
    "linddun.json": {"type": 7, "tree-node": 65, "card": 33},
    "mit.json": {"domain": 7, "subdomain": 24, "cause": 9},
    "nist-aml.json": {"class": 5, "attack": 23},
    "owasp-agentic.json": {"threat": 17, "risk": 10},
    "owasp-llm.json": {"risk": 30},
    "owasp-ml.json": {"risk": 10},
    "plot4ai.json": {"category": 8, "card": 138},
    "sdl.json": {"threat": 41, "letter": 6},
    "slsa.json": {"level": 4},
    "stride.json": {"category": 6},
}
"""File -> how many entries of each kind are in use, as the publishers count them."""

FORMS = {
    "atlas": r"AML\.(TA[0-9]{4}|T[0-9]{4}(\.[0-9]{3})?|M[0-9]{4}|CS[0-9]{4})",
    "cicd-sec": r"CICD-SEC-([1-9]|10)",
    "control": r"[a-z]+(-[a-z]+)*",
    "cwe": r"CWE-[1-9][0-9]*",
    "exchange": r"[a-z0-9]+",
    "feat": r"FEAT-F[0-9]+|[a-z_]+",
    "ism": r"ISM-[0-9]{4}",
    "linddun": r"(L|I|Nr|D|DD|U|Nc)([1-5]|(\.[0-9]+)+)?",
    "mit": r"[1-7](\.[1-6])?|(entity|intent|timing)=[a-z-]+",
    "nist-aml": r"NISTAML\.0[0-9]{1,2}",
    "owasp-agentic": r"T([1-9]|1[0-7])|ASI(0[1-9]|10):2026",
    "owasp-llm": r"LLM(0[1-9]|10):(2023|2025|2026)",
    "owasp-ml": r"ML(0[1-9]|10):2023",
    "plot4ai": r"[a-z]+(-[0-9]{2})?",
    "sdl": r"[STRIDE]([1-9][0-9]?(\.[12])?|U)|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "slsa": r"SLSA_BUILD_LEVEL_[0-3]",
    "stride": r"[STRIDE]",
}


def read(file: str) -> Library:
    return from_data(json.loads((FOLDER / "libraries" / file).read_text(encoding="utf-8")))


def entries() -> list[tuple[Library, Entry]]:
    return [(one, entry) for one in libraries() for entry in one.entries.values()]


def test_every_file_is_known_and_named_after_its_library_and_edition() -> None:
    assert sorted(path.name for path in (FOLDER / "libraries").iterdir()) == NAMES == sorted(COUNTS)
    for name, files in FILES.items():
        assert [read(file).id for file in files] == [name] * len(files)
        assert len(files) == 1 or files == tuple(f"{name}-{read(file).edition}.json" for file in files)


@pytest.mark.parametrize("file", NAMES)
def test_a_file_is_as_its_schema_says_and_as_it_would_be_written(file: str) -> None:
    text = (FOLDER / "libraries" / file).read_text(encoding="utf-8")
    document = parse(Source(file, text))
    assert (*document.problems, *validate(document, "library")) == ()
    assert text_of(read(file)) == text


@pytest.mark.parametrize("file", NAMES)
def test_a_library_has_as_many_entries_as_its_publisher_counts(file: str) -> None:
    held = read(file)
    assert Counter(entry.kind for entry in held.entries.values() if not entry.retired) == COUNTS[file]


def test_every_library_says_where_it_is_from_and_under_which_terms() -> None:
    for one in libraries():
        assert one.title and one.edition in one.editions and one.source and one.licence and one.terms, one.id
        assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", one.date), one.id


def test_every_id_has_the_form_of_its_library() -> None:
    assert [entry.id for one, entry in entries() if not re.fullmatch(FORMS[one.id], entry.id)] == []


def test_parents_and_successors_are_in_the_same_library() -> None:
    for one, entry in entries():
        assert not entry.parent or entry.parent in one.entries, entry.id
        assert all(id in one.entries and not one.entries[id].retired for id in entry.replaced_by), entry.id
        assert entry.kind != "sub-technique" or one.entries[entry.parent].kind == "technique", entry.id


def test_every_relation_leads_to_an_entry() -> None:
    for one, entry in entries():
        for references in entry.relations.values():
            assert len(set(references)) == len(references), entry.id
            for reference in references:
                pins = {"atlas": one.edition} if one.id == "atlas" else {}
                answer = resolve(reference, pins)
                assert answer.entry or (reference.startswith("cwe:") and answer.problem == "unlisted"), (
                    entry.id,
                    reference,
                )
                assert not answer.entry or not answer.entry.retired, (entry.id, reference)


def test_no_other_name_of_an_entry_is_an_id_or_that_of_another() -> None:
    for one in libraries():
        doubtful = {name for name, meant in one.aliases.items() if len(meant) > 1}
        assert doubtful == ({f"LLM{number:02}" for number in range(1, 11)} if one.id == "owasp-llm" else set())


def test_ids_that_were_retired_lead_to_what_took_their_place() -> None:
    old, new = library("atlas", "5.6.0"), library("atlas", "2026.09")
    assert old and new
    retired = {
        (one.edition, entry.id): (entry.since, entry.replaced_by)
        for one in (old, new)
        for entry in one.entries.values()
        if entry.retired
    }
    assert retired == {
        ("5.6.0", "AML.T0045"): ("4.5.0", ("AML.T0048.004",)),
        ("2026.09", "AML.T0045"): ("4.5.0", ("AML.T0048.004",)),
        ("2026.09", "AML.T0019"): ("2026.07", ("AML.T0115.000",)),
        ("2026.09", "AML.T0058"): ("2026.07", ("AML.T0115.001",)),
        ("2026.09", "AML.T0104"): ("2026.07", ("AML.T0115.002",)),
    }
    assert [(f.name, f.until) for f in new.entries["AML.T0020"].former] == [("Poison Training Data", "2026.07")]


def test_the_numbers_of_the_reference_come_out() -> None:
    atlas = library("atlas")
    assert atlas
    mitigated = {ref for one in atlas.of_kind("mitigation") for ref in one.relations["mitigates"]}
    techniques = [*atlas.of_kind("technique"), *atlas.of_kind("sub-technique")]
    assert sum(f"atlas:{one.id}" not in mitigated for one in techniques) == 95
    controls = library("control")
    assert controls
    levels = Counter(one.parent for one in controls.of_kind("control"))
    assert levels == {"data-pipeline": 11, "infrastructure": 19, "modelling": 16}


def test_a_list_of_owasp_leads_from_each_edition_to_the_next() -> None:
    held = library("owasp-llm")
    assert held
    crosswalk = {id: entry.relations["became"] for id, entry in held.entries.items() if entry.edition == "2025"}
    numbers = (1, 2, 4, 5, 10, 3, 8, 9, 7, 6)
    assert crosswalk == {f"LLM{old:02}:2025": (f"owasp-llm:LLM{new:02}:2026",) for old, new in enumerate(numbers, 1)}


def test_the_tables_of_stride_and_linddun() -> None:
    stride, linddun = library("stride"), library("linddun")
    assert stride and linddun
    assert stride.tables["per-element"] == {
        "external-entity": ["S", "R"],
        "process": [*"STRIDE"],
        "data-store": [*"TRID"],
        "data-flow": [*"TID"],
    }
    crossing = {
        (row["source"], row["target"]): "".join(row["letters"])
        for row in stride.tables["per-interaction"]
        if row["crosses"]
    }
    assert crossing[("process", "data-store")] == "STRID"
    assert crossing[("data-store", "process")] == "SRIDE"
    rules = {rule["id"] for rule in stride.tables["interaction-rules"]}
    assert {id for row in stride.tables["per-interaction"] for ids in row["rules"].values() for id in ids} <= rules
    assert len(linddun.tables["pro"]) == len(linddun.tables["pro-tutorial-0.1"]) == 5
    assert linddun.tables["pro"][0]["positions"]["U"] == ["source", "destination"]


def test_the_threat_types_of_the_sdl_template_are_those_of_its_pack() -> None:
    sdl, stride, pack = library("sdl"), library("stride"), shipped()["sdl"]
    assert sdl and stride
    cited = {ref for path in pack.rules.values() for ref in pack.read(path).data["refs"] if ref.startswith("sdl:")}
    assert {f"sdl:{one.id}" for one in sdl.of_kind("threat")} == cited
    assert {rule["id"] for rule in stride.tables["interaction-rules"]} <= {one.id for one in sdl.of_kind("threat")}
    letters = Counter(one.relations["category"][0] for one in sdl.of_kind("threat"))
    assert letters == {"stride:S": 6, "stride:T": 13, "stride:R": 7, "stride:I": 6, "stride:D": 4, "stride:E": 5}


def test_no_text_of_a_publisher_ships() -> None:
    """Names are short; a question, a description or a recommendation is not."""
    assert [entry.id for _, entry in entries() if entry.name.endswith(("?", ".")) or len(entry.name) > 110] == []
    assert [
        entry.id for _, entry in entries() for words in entry.facts.values() if any(len(w) > 100 for w in words)
    ] == []


def test_the_attribution_names_every_library_with_its_licence() -> None:
    text = " ".join((FOLDER / "ATTRIBUTION.md").read_text(encoding="utf-8").split())
    for one in libraries():
        assert f"`{one.id}`" in text, one.id
        assert one.licence in text, one.id
