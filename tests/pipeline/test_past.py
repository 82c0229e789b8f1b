"""What is known of the reviews of a former version, whatever else is wrong in the file that holds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.documents.worktree import WorkTree
from checker.pipeline.models import read_model
from checker.pipeline.past import former

MODEL = "threatgate: 1\nsystem: {id: shop}\n"


@pytest.mark.parametrize(
    ("entry", "whole"),
    [
        ("not_applicable: [{on: [gone], refs: [stride:T], reason: x}]", True),
        ("not_applicable: [{on: [shop], refs: [stride:Q], reason: x}]", True),
        ("not_applicable: [{on: [shop]}]", True),
        ("not_applicable: {}", False),
        ("not-applicable: []", False),
        ("moved: [{from: a}]", False),
    ],
)
def test_a_mistake_in_an_answer_hides_no_review(entry: str, whole: bool, tmp_path: Path) -> None:
    (tmp_path / "threatmodel.yaml").write_text(MODEL)
    beside = f"threatgate: 1\nreviews: [{{by: ann, on: 2026-01-01}}]\n{entry}\n"
    (tmp_path / "threatmodel.reviews.yaml").write_text(beside)
    version = read_model(WorkTree(tmp_path), "threatmodel.yaml")
    assert version.findings
    assert former(version).whole is whole
