"""Architectures of others, as models: both kinds of file say the same, and all in them is in the model or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus.reading import collection, outcome, read
from checker.architecture.drawing import draw
from checker.architecture.reader import read as read_architecture
from checker.core.source import Parsed
from checker.documents.decode import decode

pytestmark = pytest.mark.corpus

FOLDER = "oracles/cross-format/archisurance"
COUNTS = {
    "archisurance.xml": (59, 70, 6, 9),
    "archisurance.archimate": (59, 70, 6, 9),
    "sample1.xml": (0, 0, 0, 0),
}
"""Components, flows, boundaries, data. The sample has a role that triggers a process, and no flow."""


def _parsed(corpus: Path, name: str) -> Parsed:
    return read(corpus / FOLDER / name, corpus / FOLDER)


def test_every_file_is_read(corpus: Path) -> None:
    found = [outcome(corpus, one) for one in collection(corpus) if one.format == "archimate"]
    for one in found:
        assert one.snapshot, one.of.file
        model = one.snapshot.model
        counts = (len(model.components), len(model.flows), len(model.boundaries), len(model.data))
        assert counts == COUNTS[one.of.file.rpartition("__")[2]], one.of.file
    print(f"\n{len(found)} architectures read")
    assert len(found) == 3


def test_both_kinds_of_file_are_the_same_model(corpus: Path) -> None:
    exchange, archi = (_parsed(corpus, name) for name in ("archisurance.xml", "archisurance.archimate"))
    assert exchange.snapshot and archi.snapshot
    assert exchange.snapshot.model == archi.snapshot.model
    assert [f.message for f in exchange.findings] == [f.message for f in archi.findings]
    assert {f.rule for f in exchange.findings} == {"model/not-mapped"}


def test_each_element_and_flow_is_in_the_model_or_told(corpus: Path) -> None:
    path = corpus / FOLDER / "archisurance.xml"
    architecture = read_architecture(decode("a.xml", path.read_bytes()))
    assert (len(architecture.things), len(architecture.relations)) == (120, 178)
    flows = {id for id, one in architecture.relations.items() if one.type == "Flow"}
    picture = draw(architecture)
    carried = {one.id for arrow in picture.arrows for one in arrow.relations}
    left_out = {one.one.id for one in picture.omitted}
    shown = {*picture.things(), *(id for id, home in picture.homes.items() if home in picture.things())}
    junctions = {id for id, one in architecture.things.items() if one.type == "Junction"}
    assert len(flows) == 33
    assert flows <= carried | left_out
    assert not flows & left_out
    assert set(architecture.things) <= shown | left_out | junctions
