"""Models of Microsoft's Threat Modeling Tool of others: read like another tool reads them, and as often as counted.

The other tool (StartLeft) wrote Open Threat Model files, which lie beside five of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus.reading import Outcome, collection, outcome, read
from checker.core.graph import build_graph
from checker.core.model import Model
from checker.core.source import Source
from checker.documents.parse import parse

pytestmark = pytest.mark.corpus

NOTES = {
    "startleft-MTMT_example_coordinates_1_line_trustzone": "a line is no area here: what is beyond it is in nothing",
    "startleft-MTMT_example_coordinates_1_orphan": "what is in nothing is in no default zone here",
    "startleft-mtmt_example": "zones have the ids and names of the other tool's own kinds of zone there",
}
"""Where StartLeft says something else, and why."""

FOUND = {
    "files/ms-tm7/iriusrisk__startleft__MTMT_nested_tz_line.tm7": ["model/missing-key 1:53472"],
}
"""All that is found but notes: a flow that begins at nothing."""


def _outcomes(corpus: Path) -> list[Outcome]:
    return [outcome(corpus, one) for one in collection(corpus) if one.format == "ms-tm7"]


def test_every_file_is_read_and_counts_as_the_independent_counter_says(corpus: Path) -> None:
    found = _outcomes(corpus)
    unread = [(one.of.file.rpartition("__")[2], one.rule) for one in found if not one.snapshot]
    assert unread == [("mtmt-invalid-format-zip.tm7", "unreadable")]
    for one in found:
        if one.snapshot:
            assert not one.differing, one.of.file
            assert len(one.snapshot.model.threats) == one.of.counts["threats"], one.of.file
    print(f"\n{len(found) - 1} files of Microsoft's tool read, 1 refused: a zip archive")
    assert len(found) == 7


def test_what_is_found_in_them(corpus: Path) -> None:
    for one in _outcomes(corpus):
        if one.snapshot:
            path = corpus / one.of.file
            said = [f for f in read(path, path.parent).findings if f.rule != "model/not-mapped"]
            at = [f"{f.rule} {f.location.line}:{f.location.column}" for f in said]
            assert at == FOUND.get(one.of.file, []), one.of.file


def _pairs(corpus: Path) -> list[tuple[str, Model, dict[str, dict[str, str]]]]:
    found = []
    for folder in sorted((corpus / "oracles/cross-format").glob("startleft-*")):
        snapshot = read(folder / "input.tm7", folder).snapshot
        assert snapshot, folder
        text = (folder / "expected.otm").read_text(encoding="utf-8")
        data = parse(Source("expected.otm", text)).data
        parents = {one["id"]: one["parent"].get("trustZone", "") for one in data["components"]}
        ends = {one["id"]: f"{one['source']} {one['destination']}" for one in data["dataflows"]}
        zones = {one["id"]: one["name"] for one in data["trustZones"]}
        found.append((folder.name, snapshot.model, {"parents": parents, "ends": ends, "zones": zones}))
    return found


def test_components_flows_and_places_are_those_that_another_tool_sees(corpus: Path) -> None:
    pairs = _pairs(corpus)
    for name, model, theirs in pairs:
        assert set(model.components) == set(theirs["parents"]), name
        ends = {id: f"{flow.source} {flow.target}" for id, flow in model.flows.items()}
        assert ends == theirs["ends"], name
        ours = {id: one.boundary for id, one in model.components.items()}
        zones = {id: one.name for id, one in model.boundaries.items()}
        if name == "startleft-mtmt_example":
            assert _groups(ours) == _groups(theirs["parents"]), name
        if name not in NOTES:
            assert (ours, zones) == (theirs["parents"], theirs["zones"]), name
    print(f"\n{len(pairs)} files compared with what StartLeft makes of them")
    assert len(pairs) == 5


def _groups(parents: dict[str, str]) -> set[frozenset[str]]:
    """What is together, whatever it is in."""
    return {frozenset(id for id, zone in parents.items() if zone == one) for one in parents.values()}


def test_a_line_holds_nothing_and_is_crossed_by_what_goes_to_what_another_tool_puts_behind_it(corpus: Path) -> None:
    _, model, theirs = next(one for one in _pairs(corpus) if one[0].endswith("1_line_trustzone"))
    (line,) = (id for id, one in model.boundaries.items() if one.name == "Generic Trust Line Boundary")
    behind = {id for id, zone in theirs["parents"].items() if zone == line}
    assert behind == {id for id, one in model.components.items() if not one.boundary}
    crossing = {id for id, crossed in build_graph(model).crossings.items() if line in crossed}
    assert crossing == {id for id, one in model.flows.items() if (one.source in behind) != (one.target in behind)}
    assert len(crossing) == 6


def test_what_is_in_nothing_is_in_a_zone_that_another_tool_makes_up(corpus: Path) -> None:
    _, model, theirs = next(one for one in _pairs(corpus) if one[0].endswith("1_orphan"))
    ours = {id: one.boundary for id, one in model.components.items()}
    (made_up,) = (id for id, name in theirs["zones"].items() if name == "Default trustzone")
    assert ours == {id: "" if zone == made_up else zone for id, zone in theirs["parents"].items()}


def test_the_statuses_that_people_gave(corpus: Path) -> None:
    path = corpus / "files/ms-tm7/stevespringett__threatmodel-sdk__mstam2016.tm7"
    snapshot = read(path, path.parent).snapshot
    assert snapshot
    states = sorted(one.status for one in snapshot.model.threats.values())
    assert states == [*["identified"] * 10, "mitigated", "not-applicable", "not-applicable"]
