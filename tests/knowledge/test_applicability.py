"""Which threats belong where: every id exists, every word is known, and the rows are those that were judged."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker.core.coverage import FRAMEWORKS
from checker.knowledge.applicability import (
    SEVERAL,
    Entry,
    concepts,
    flow_rules,
    need_at,
    not_attached,
    path_rules,
    places,
    reviewed,
    rows,
    rows_before_review,
)
from checker.knowledge.lookup import library, resolve, same_edition
from checker.knowledge.vocabulary import component_type, ids, look_up, vocabulary

ELSEWHERE = {
    "external-ai-service": "ai-service",
    "third-party-ml-artefact": "ml-library",
    "evaluation-harness": "evaluation",
    "physical-sensor": "sensor",
    "data_store": "data-store",
    "external_entity": "external-entity",
    "data_flow": "data-flow",
    "boundary_crossing": "boundary-crossing",
}
"""What the judgement calls a type -> what this vocabulary does."""

LISTS = {
    "stride": "stride",
    "linddun": "linddun",
    "atlas": "atlas",
    "mit_ai_risk": "mit",
    "owasp_llm": "owasp-llm",
    "owasp_ml": "owasp-ml",
    "owasp_agentic": "owasp-agentic",
    "nist_aml": "nist-aml",
    "cwe": "cwe",
}


COUNTS = {
    "atlas": 239,
    "stride": 133,
    "linddun": 125,
    "mit": 111,
    "owasp-llm": 62,
    "nist-aml": 55,
    "owasp-agentic": 50,
    "owasp-ml": 45,
    "cwe": 30,
}
"""Library -> how many entries of rows are about it."""


def lists() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    yield from ((type, row.entries) for type, row in rows().items())
    yield from ((rule.id, rule.entries) for rule in flow_rules())
    yield from ((rule.id, rule.entries) for rule in path_rules())


ENTRIES = [(place, entry) for place, entries in lists() for entry in entries]


def test_how_many_there_are() -> None:
    assert (len(rows()), len(flow_rules()), len(path_rules()), len(concepts())) == (27, 9, 3, 67)
    before = [entry for row in rows_before_review().values() for entry in row.entries if not entry.edition]
    atlas = [entry for entry in before if entry.reference.startswith("atlas:")]
    assert len(atlas) == 225
    assert sum(entry.basis == "public" for entry in atlas) == 50
    assert Counter(entry.reference.partition(":")[0] for row in rows().values() for entry in row.entries) == COUNTS


@pytest.mark.parametrize(("place", "entry"), ENTRIES, ids=lambda one: one if isinstance(one, str) else one.reference)
def test_an_entry_leads_somewhere(place: str, entry: Entry) -> None:
    name = entry.reference.partition(":")[0]
    assert name in FRAMEWORKS
    for reference in (entry.reference, *entry.also, *entry.see):
        found = resolve(reference, {name: entry.edition} if entry.edition else {})
        assert found.entry, f"{place}: {reference}"
        assert not found.entry.retired
    assert entry.need in ("must", "should")
    assert (entry.basis, bool(entry.see)) in (("public", True), ("judgement", False))
    assert not entry.when or look_up(entry.when, "conditions"), entry.when
    assert 0 < len(entry.reason) <= 100
    assert not entry.reason.endswith(".")


def test_techniques_are_in_both_editions_of_atlas_that_ship() -> None:
    later = library("atlas", "2026.09")
    assert later
    for place, entry in ENTRIES:
        name, _, id = entry.reference.partition(":")
        if name == "atlas":
            assert not later.entries[id].retired, f"{place}: {id}"
            assert not entry.edition or same_edition(entry.edition, later.edition)


def test_older_ids_are_those_of_the_edition_before() -> None:
    for _, entry in ENTRIES:
        if entry.reference.startswith("owasp-llm:"):
            assert [one.endswith(":2025") for one in entry.also] == [True]
        else:
            assert not entry.also


def test_a_row_asks_each_threat_once_on_each_condition() -> None:
    for type, row in rows().items():
        asked = Counter((entry.reference, entry.when, entry.edition) for entry in row.entries)
        assert [key for key, number in asked.items() if number > 1] == [], type


def test_a_row_is_for_a_type_that_there_is() -> None:
    kinds = {"process", "data-store", "external-entity", "data-flow", "boundary-crossing", "ai-system"}
    assert {type for type in rows() if type not in ids("component_types")} == kinds - set(ids("component_types"))


def test_every_ai_type_has_a_row() -> None:
    without = {
        entry.id
        for entry in vocabulary("component_types").values()
        if getattr(entry, "group", "") == "ai" and entry.id not in rows()
    }
    assert without == set(SEVERAL)
    assert all(type in rows() for types in SEVERAL.values() for type in types)


def test_controls_and_cards_exist() -> None:
    for row in rows().values():
        for control in (*row.primary, *row.supporting):
            assert resolve(f"control:{control}").entry, control
        assert not set(row.primary) & set(row.supporting)
        assert all(resolve(card).entry for card in row.cards)
    for rule in (*flow_rules(), *path_rules()):
        assert rule.controls
        assert all(resolve(f"control:{one}").entry for one in rule.controls)


def test_the_types_of_flow_rules_exist() -> None:
    known = set(ids("component_types"))
    for rule in flow_rules():
        for way in rule.ways:
            assert {*way.source, *way.target, *way.source_not} <= known
            for condition in (way.source_is, way.target_is, way.flow_is):
                assert not condition or look_up(condition, "conditions")


def test_the_ids_of_concepts_exist() -> None:
    assert len({concept.id for concept in concepts()}) == len(concepts())
    for concept in concepts():
        assert concept.narrow
        assert not set(concept.narrow) & set(concept.broad)
        for reference in (*concept.narrow, *concept.broad, *concept.counts, *concept.akin):
            found = resolve(reference)
            assert found.entry, f"{concept.id}: {reference}"
        assert {one.partition(":")[0] for one in concept.counts} <= {"stride", "mit"}


def test_every_technique_is_on_a_row_or_left_out_on_purpose() -> None:
    atlas = library("atlas")
    assert atlas
    asked = {entry.reference for _, entry in ENTRIES}
    left_out = set(not_attached())
    assert not left_out & asked - {"atlas:AML.T0024"}  # a flow rule asks for the parent of what endpoints are asked
    techniques = {f"atlas:{one.id}" for kind in ("technique", "sub-technique") for one in atlas.of_kind(kind)}
    assert techniques - asked - left_out == set()
    assert left_out <= techniques


def test_what_the_second_look_changed_is_told_with_its_reason() -> None:
    changed = [*reviewed()]
    assert len(changed) == 17
    assert {change.type for change in changed} == {
        "agent",
        "tool",
        "inference-endpoint",
        "vector-store",
        "agent-memory",
    }
    assert all(
        change.why and (change.need, change.when) != (change.entry.need, change.entry.when) for change in changed
    )
    before, after = rows_before_review(), rows()
    for type in before:
        same = before[type] == after[type]
        assert same == (type not in {change.type for change in changed})


def test_what_is_asked_somewhere() -> None:
    assert need_at("agent", "atlas:AML.T0053") == "must"
    assert need_at("agent", "atlas:AML.T0051.000") == "must"  # the stronger of two entries
    assert need_at("web-app", "stride:T") == "must"  # of its kind
    assert need_at("training-data", "owasp-llm:LLM02:2026") == "must"  # of one of its two rows
    assert need_at("agent-to-tool", "cwe:CWE-862") == "should"
    assert need_at("*", "cwe:CWE-22") == "should"
    assert need_at("agent", "cwe:CWE-22") == "ignore"
    assert need_at("nothing", "cwe:CWE-22") == "ignore"
    assert {"agent", "web-app", "process", "data-flow", "ai-system", "agent-to-tool", "*"} <= places()


# the judgement, where it is at hand


@pytest.fixture(scope="module")
def judged(corpus: Path) -> dict[str, Any]:
    file = corpus.parent / "reference/knowledge/applicability.json"
    if not file.is_file():
        pytest.skip(f"no {file.name} beside the collected models")
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def test_before_the_second_look_the_rows_were_as_judged(judged: dict[str, Any]) -> None:
    for component in judged["components"]:
        row = rows_before_review()[ELSEWHERE.get(component["type"], component["type"])]
        wanted = Counter(
            (f"{name}:{one['id']}", one["need"], one.get("when", ""), one.get("basis", "judgement"))
            for key, name in LISTS.items()
            for one in component[key]
        )
        for one in component.get("atlas_2026_09_extra", ()):
            wanted[f"atlas:{one['id']}", one["need"], one.get("when", ""), "judgement"] += 1
        assert Counter((e.reference, e.need, e.when, e.basis) for e in row.entries) == wanted
        controls = {one["id"] for one in component["controls"]}
        assert {*row.primary, *row.supporting} == controls
        assert [card.partition(":")[2] for card in row.cards] == [one["key"] for one in component["plot4ai_cards"]]


def test_types_and_aliases_agree_with_the_judgement(judged: dict[str, Any]) -> None:
    for component in judged["components"]:
        if component["group"] != "ai":
            continue
        type = ELSEWHERE.get(component["type"], component["type"])
        for word in (component["type"], *component["aliases"]):
            known = component_type(word)
            assert known, word
            assert known.kind == component["dfd_kind"].replace("_", "-")
            # a training set does not say whether it is labelled: the wider type asks what both rows ask
            assert known.id == type or type in SEVERAL.get(known.id, ()), word


def test_concepts_and_rules_are_as_judged(judged: dict[str, Any]) -> None:
    def bare(references: tuple[str, ...]) -> list[str]:
        return [reference.partition(":")[2] for reference in references]

    for concept, wanted in zip(concepts(), judged["concepts"], strict=True):
        assert (concept.id, bare(concept.narrow), bare(concept.broad)) == (
            wanted["id"],
            wanted["narrow"],
            wanted["broad"],
        )
        assert bare(concept.counts) == [*wanted["stride"], *wanted["mit_ai_risk"]]
    for rule, said in zip(flow_rules(), judged["flow_rules"], strict=True):
        entries = {(f"{LISTS[key]}:{e['id']}", e["need"]) for key in LISTS for e in said.get(key, ())}
        assert {(e.reference, e.need) for e in rule.entries} == entries
    for path, said in zip(path_rules(), judged["path_rules"], strict=True):
        assert [e.reference for e in path.entries] == [f"atlas:{id}" for id in said["atlas"]]


def test_the_page_tells_every_change_of_the_second_look_and_every_condition(root: Path) -> None:
    page = (root / "docs/reference/coverage.md").read_text(encoding="utf-8")
    for change in reviewed():
        assert f"| `{change.type}` | `{change.entry.reference}` |" in page
        assert f"| {change.why} |" in page
    section = page[page.index("## Conditions") : page.index("## Findings")]
    assert [name for name in ids("conditions") if f"`{name}`" not in section] == []
