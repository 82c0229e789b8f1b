"""Threat Composer's models of public repositories: each is read, and its changes are what people saw.

The collected models are no part of this repository (see tests/conftest.py). Two judges who know nothing of the reader
came with them: an independent count of every file, and a description of what really changed between two versions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from checker.core.change import Change
from checker.core.model import Model
from tests.corpus.judging import changes, counts, described, entries, model_as, pairs_described, read_as

pytestmark = pytest.mark.corpus

NAME = "threat-model.tc.json"
"""Under which the versions of a history are read: they are one model."""

HISTORY = "scottschreckengaust__e2e-ministack"

SERIES = (
    "awslabs__threat-composer__ThreatComposerWorkspace-reinforce2024-ex1.tc.json",
    "awslabs__threat-composer__ThreatComposerWorkspace-reinforce2024-ex2.tc.json",
    "awslabs__threat-composer__ThreatComposerWorkspace-reinforce2024-ex3.3.tc.json",
)
"""Exercises of a course, each of which goes on from the one before."""


def _counts(model: Model) -> dict[str, int]:
    properties = [name for name, _ in model.system.properties if name.startswith("assumption.")]
    return {
        **{kind: number for kind, number in counts(model).items() if kind != "data_assets"},
        "mitigations": len(model.controls),
        "assumptions": sum(not name.endswith(".links") for name in properties),
    }


def test_every_model_is_read_and_counts_as_the_independent_counter_says(corpus: Path) -> None:
    read = 0
    for file, entry in entries(corpus, "threat-composer", ".tc.json"):
        parsed = read_as(corpus / file)
        assert parsed.snapshot and parsed.snapshot.format == "threat-composer", file
        here = _counts(parsed.snapshot.model)
        assert here == {key: entry["counts"][key] for key in here}, file
        assert all(f.location.line > 1 and f.location.path and f.hint for f in parsed.findings), file
        links = json.loads((corpus / file).read_text(encoding="utf-8")).get("mitigationLinks", [])
        lost = sum(f.rule == "model/dangling-reference" for f in parsed.findings)
        linked = sum(len(one.controls) for one in parsed.snapshot.model.threats.values())
        assert linked == len(links) if not lost else linked < len(links), file
        read += 1
    print(f"\n{read} Threat Composer models read, none refused")
    assert read == 13


def test_impacted_assets_are_data_and_every_threat_is_somewhere(corpus: Path) -> None:
    """The independent counter calls none of them data: they are words of statements."""
    found = 0
    for file, _ in entries(corpus, "threat-composer", ".tc.json"):
        model = model_as(corpus / file)
        assert set(model.data) == {
            asset
            for threat in json.loads((corpus / file).read_text(encoding="utf-8")).get("threats", [])
            for asset in map(str.strip, threat.get("impactedAssets", []))
            if asset
        }
        assert all(threat.on for threat in model.threats.values())
        found += len(model.data)
    assert found == 134


def test_every_link_that_leads_nowhere_is_found(corpus: Path) -> None:
    total = 0
    for file, entry in entries(corpus, "threat-composer", ".tc.json"):
        parsed = read_as(corpus / file)
        lost = [f for f in parsed.findings if f.rule == "model/dangling-reference"]
        known = [defect for defect in entry["known_defects"] if not defect.startswith("...")]
        rest = [defect for defect in entry["known_defects"] if defect.startswith("...")]
        assert len(lost) == (int(rest[0].split()[1]) if rest else len(known)), file
        for defect in known:
            what, id = ("assumption" if " assumptionId " in defect else "threat"), defect.split()[-2]
            assert any(f.message == f"there is no {what} '{id}'" for f in lost), (file, defect)
        assert len({(f.subject, f.discriminator) for f in lost}) == len(lost), file
        total += len(lost)
    print(f"\n{total} links that lead nowhere found")
    assert total == 54


Fact = tuple[str, str, str]
"""(added or changed; the element; the field). The description names threats and mitigations by their numbers."""

SECTIONS = {"threats": "threat", "mitigations": "control"}
METADATA = {"Priority": "risk.severity", "STRIDE": "refs"}

IMPACTED = {"001-002": 15, "002-003": 3}
"""Pair -> how much is impacted by new threats alone: data here, which the description leaves out."""


def _ours(changes: tuple[Change, ...]) -> Iterator[Fact]:
    """What changed here, but for new data."""
    for change in changes:
        ref = change.ref.kind if change.ref.kind == "system" else str(change.ref)
        if change.kind == "modified":
            yield from (("changed", ref, field.field) for field in change.fields)
        elif change.ref.kind != "data" or change.kind != "added":
            yield change.kind, ref, ""


def _described(changes: dict[str, Any], after: Path) -> Iterator[Fact]:
    """What the description says, with the ids that the numbers in it stand for."""
    data = json.loads(after.read_text(encoding="utf-8"))
    ids = {
        section: {str(one["numericId"]): one["id"] for one in data[section]} for section in (*SECTIONS, "assumptions")
    }

    def id_of(section: str, item: dict[str, Any]) -> str:
        return str(ids[section][item["id"].split()[0].removeprefix("#")])

    for section, kind in SECTIONS.items():
        found = changes.get(section, {})
        yield from (("added", f"{kind}/{id_of(section, item)}", "") for item in found.get("added", ()))
        for item in found.get("changed", ()):
            for note in item["fields"]["metadata"][1]:
                yield "changed", f"{kind}/{id_of(section, item)}", METADATA[note["key"]]
    for item in changes.get("assumptions", {}).get("added", ()):
        yield "changed", "system", f"properties.assumption.{id_of('assumptions', item)}"
    for item in changes.get("assumptionLinks", {}).get("added", ()):
        start = item["id"].partition("->")[0]
        whole = next(id for id in ids["assumptions"].values() if id.startswith(start))
        yield "changed", "system", f"properties.assumption.{whole}.links"
    yield from (("changed", "system", field) for item in changes["meta"]["changed"] for field in item["fields"])


ONLY_OURS: dict[str, tuple[set[Fact], str]] = {
    "002-003": (
        {("changed", "system", "properties.assumption.11111111-1111-4111-8111-111111111111.links")},
        "the description cuts ids, so that it cannot tell the new link of this assumption from the one that it had",
    ),
}
"""Pair -> what only we say, and why."""


def test_changes_are_those_that_people_saw(corpus: Path) -> None:
    versions = sorted((corpus / "histories" / HISTORY).glob("[0-9]*.json"))
    judged = 0
    for old, new in pairwise(versions):
        pair = f"{old.name[:3]}-{new.name[:3]}"
        seen = described(corpus, HISTORY, old.name[:3], new.name[:3])["changes"]
        found = changes(model_as(old, NAME), model_as(new, NAME))
        theirs, ours = set(_described(seen, new)), set(_ours(found))
        only_ours, why = ONLY_OURS.get(pair, (set(), ""))
        assert (theirs - ours, ours - theirs) == (set(), only_ours), (pair, why)
        assert sum(one.ref.kind == "data" for one in found) == IMPACTED[pair]
        assert not changes(model_as(new, NAME), model_as(new, NAME))
        judged += 1
    print(f"\n{judged} pairs of versions agree")
    assert judged == pairs_described(corpus, HISTORY) == 2


def test_exercises_of_a_course_go_on_from_each_other(corpus: Path) -> None:
    """No description came with these: what was added is what the differences of the counts are."""
    models = [model_as(corpus / "files/threat-composer" / name, NAME) for name in SERIES]
    found = [sorted({(one.kind, one.ref.kind) for one in changes(before, after)}) for before, after in pairwise(models)]
    assert found == [
        [("added", "data"), ("added", "threat"), ("modified", "system")],
        [("added", "control"), ("modified", "threat")],
    ]
