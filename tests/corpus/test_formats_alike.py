"""One model in two formats, one file made of the other by another tool: told element by element."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from checker.documents.worktree import WorkTree
from checker.pipeline.changes import changes_between
from checker.pipeline.models import read_model

pytestmark = pytest.mark.corpus

SHAPE = ("component", "flow", "boundary")
NOT_ALIKE = {
    "startleft-MTMT_example_coordinates_1_orphan": {("removed", "boundary"): 1},
    "startleft-mtmt_example": {("added", "boundary"): 1, ("removed", "boundary"): 2, ("renamed", "boundary"): 1},
}
"""Where the other tool adds a zone of its own, or takes lines for zones."""


def test_models_of_microsofts_tool_as_another_tool_writes_them(corpus: Path) -> None:
    count = 0
    for folder in sorted((corpus / "oracles" / "cross-format").glob("startleft-*")):
        was, now = (read_model(WorkTree(folder), name) for name in ("expected.otm", "input.tm7"))
        changes = changes_between(was, now)
        found = Counter((one.kind, one.ref.kind) for one in changes if one.ref.kind in SHAPE)
        apart = {what: number for what, number in found.items() if what[0] in ("added", "removed", "renamed")}
        assert apart == NOT_ALIKE.get(folder.name, {}), folder.name
        assert len(now.side[0].flows) == len(was.side[0].flows)
        count += 1
    assert count == 5


def test_archimate_in_both_of_its_files(corpus: Path) -> None:
    folder = corpus / "oracles" / "cross-format" / "archisurance"
    was, now = (read_model(WorkTree(folder), f"archisurance.{ending}") for ending in ("archimate", "xml"))
    assert len(was.side[0].components) == 59
    assert changes_between(was, now) == ()
