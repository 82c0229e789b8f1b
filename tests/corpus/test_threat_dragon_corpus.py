"""Threat Dragon models of public repositories: counts, known defects and changes as judges say who know no reader.

What is refused, and which elements come and go between versions, is held against them for all formats in
``test_every_file``; here is what only these judgements tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from checker.core.change import Change
from checker.outputs.models.threat_dragon import write
from tests.corpus.judging import changes, described, entries, pairs_described, read_as, read_back, versions

pytestmark = pytest.mark.corpus

HISTORIES = {
    "AntonioFernando__projeto_aplicado_foodtruck": 15,
    "DavidHCM__proyecto-dss": 9,
    "WeLikeIke__Privacy-Enhancing-Technologies": 6,
    "waldemarkarl-stack__active-directory-stride-model": 6,
}
"""History -> its versions that are JSON: of WeLikeIke's the fifth is two files pasted together."""

TEXTS = {"name", "title"}


def test_elements_and_threats_are_as_many_as_the_counter_says(corpus: Path) -> None:
    counted, refused = 0, []
    for file, entry in entries(corpus, "threat-dragon"):
        snapshot = read_as(corpus / file).snapshot
        if snapshot is None:
            refused.append(Path(file).name)
            continue
        model, counts = snapshot.model, entry["counts"]
        here = (len(model.components), len(model.flows), len(model.boundaries), len(model.threats))
        assert here == (*(counts[key] for key in ("components", "flows", "boundaries", "threats")),), file
        still_open = sum(threat.status == "identified" for threat in model.threats.values())
        assert still_open == counts["threats_open"], file
        assert snapshot.format == "threat-dragon"
        counted += 1
    print(f"\n{counted} files of Threat Dragon read, {len(refused)} refused")
    assert sorted(refused) == [
        "005-61acb6d565.json",
        "OWASP__threat-dragon__malformed-new-model.json",
        "OWASP__threat-dragon__v2-malformed-new-model.json",
    ]
    assert counted == 68


def test_ends_at_no_element_are_those_that_the_counter_found(corpus: Path) -> None:
    """It names eight of a file at most, and then how many there are."""
    total = 0
    for file, entry in entries(corpus, "threat-dragon"):
        parsed = read_as(corpus / file)
        if parsed.snapshot is None:
            continue
        model, defects = parsed.snapshot.model, entry["known_defects"]
        loose = [flow for flow in model.flows.values() if not (flow.source and flow.target)]
        ends = sum((not flow.source) + (not flow.target) for flow in loose)
        last = re.search(r"(\d+) defects in all", defects[-1]) if defects else None
        assert ends == (int(last[1]) if last else len(defects)), file
        told = {finding.subject.id for finding in parsed.findings if finding.rule == "model/missing-key"}
        assert told == {flow.id for flow in loose}, file
        total += ends
    print(f"\n{total} ends of flows at no element")
    assert total > 100


@pytest.mark.parametrize("history", HISTORIES)
def test_threats_and_names_change_as_people_saw(corpus: Path, history: str) -> None:
    of_history, judged = versions(corpus, history, "json"), 0
    assert len(of_history) == HISTORIES[history]
    for (old, before), (new, after) in pairwise(of_history):
        seen = described(corpus, history, old, new)
        if not seen:
            continue
        said = seen["changes"] or {}
        found = changes(before, after)
        assert _threats(found) == {*_described_threats(said)}, (old, new)
        renamed = {
            item["id"]
            for section in ("components", "flows", "boundaries")
            for item in said.get(section, {}).get("renamed_in_place", ())
        }
        named = {change.ref.id for change in found if any(field.field in TEXTS for field in change.fields)}
        assert named == renamed, (old, new)
        judged += 1
    print(f"\n{judged} pairs of {history} agree")
    assert judged == pairs_described(corpus, history) - 2 * (history.startswith("WeLikeIke"))


def _threats(changes: tuple[Change, ...]) -> set[tuple[str, str]]:
    return {(change.kind, change.ref.id) for change in changes if change.ref.kind == "threat"}


def _described_threats(described: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Descriptions call a threat ``element:threat``; one drawn again has another id, to us and to the tool."""
    threats = described.get("threats", {})
    for what in ("added", "removed"):
        yield from ((what, item["id"].partition(":")[2]) for item in threats.get(what, ()))
    for item in threats.get("renamed", ()):
        yield "removed", item["from"]["id"].partition(":")[2]
        yield "added", item["to"]["id"].partition(":")[2]


def test_all_that_moves_about_while_somebody_draws_is_what_lies_where(corpus: Path) -> None:
    """In the one history without descriptions: elements that stay change their names, boxes and ends."""
    pairs = 0
    fields = set()
    for (_, before), (_, after) in pairwise(versions(corpus, "AntonioFernando__projeto_aplicado_foodtruck", "json")):
        for change in changes(before, after):
            fields |= {field.field for field in change.fields if not field.derived}
        pairs += 1
    print(f"\n{pairs} pairs of versions")
    assert fields <= {"name", "boundary", "source", "target", "description", "owner"}


def test_a_migration_from_version_1_changes_no_element(corpus: Path) -> None:
    """The tool's own demo in both versions, as it migrated it by hand: ends of flows are the same elements."""
    folder = corpus / "files" / "threat-dragon"
    old = read_as(folder / "OWASP__threat-dragon__demo-threat-model.json").snapshot
    new = read_as(folder / "OWASP__threat-dragon__v2-threat-model.json").snapshot
    assert old and new
    assert {(c.id, c.type, c.name) for c in old.model.components.values()} == {
        (c.id, c.type, c.name) for c in new.model.components.values()
    }
    ends = [
        sorted((flow.source, flow.target, flow.protocol) for flow in one.model.flows.values()) for one in (old, new)
    ]
    assert ends[0] == ends[1]
    said = [sorted((t.on, t.title, t.status, t.refs) for t in one.model.threats.values()) for one in (old, new)]
    assert [len(threats) for threats in said] == [14, 14]


def test_what_the_newest_version_lists_is_what_it_draws(corpus: Path) -> None:
    path = corpus / "oracles/cross-format/threat-dragon-migration/td-test-model.json"
    parsed = read_as(path)
    assert parsed.snapshot and not [f for f in parsed.findings if f.rule == "model/wrong-value"]
    listed = {
        element: cell["id"]
        for diagram in json.loads(path.read_text(encoding="utf-8"))["detail"]["diagrams"]
        for cell in diagram["cells"]
        for element in cell["data"].get("containedElements", ())
    }
    assert len(listed) == 13
    components = parsed.snapshot.model.components.values()
    assert {one.id: one.boundary for one in components if one.boundary} == listed


def test_every_drawing_comes_back_from_the_writer_but_for_what_is_listed(corpus: Path) -> None:
    """Boxes that overlap without one in the other are drawn apart; ends that lead nowhere are free then."""
    allowed = {"system id", "component properties", "flow source", "flow target"}
    written = 0
    for file, _ in entries(corpus, "threat-dragon"):
        snapshot = read_as(corpus / file).snapshot
        if snapshot is None:
            continue
        out = write(snapshot.model)
        again = read_back(out.text, snapshot.path).snapshot
        assert again, file
        listed = {line.partition(":")[0] for line in out.losses}
        assert listed <= allowed, (file, out.losses)
        if listed == {"system id"}:
            assert again.model == snapshot.model, file
        assert not any(change.kind in ("added", "removed") for change in changes(snapshot.model, again.model))
        written += 1
    print(f"\n{written} models of Threat Dragon written and read again")
    assert written == 68
