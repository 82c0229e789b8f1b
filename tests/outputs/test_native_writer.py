"""The writer of native files: what it writes reads back as the model that was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from checker.core.system import OF_SYSTEM
from checker.documents.worktree import WorkTree
from checker.outputs.native import as_native, fit
from checker.outputs.native.data import data_of
from checker.pipeline.models import read_model
from tests.inputs.reading import model, read
from tests.native_data import MODELS

FOLDER = Path(__file__).resolve().parent.parent


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(MODELS)
def test_reading_what_was_written_gives_the_same_model(data: dict[str, Any]) -> None:
    parsed = read(json.dumps(data), "threatmodel.json")
    assert parsed.snapshot or parsed.findings
    if parsed.snapshot:
        assert model(as_native(parsed.snapshot.model)) == parsed.snapshot.model
        assert fit(parsed.snapshot.model).losses == ()


@pytest.mark.parametrize("path", ["inputs/complete.yaml", "models/clinic.yaml", "models/shop.yaml"])
def test_models_with_every_key(path: str) -> None:
    before = model((FOLDER / path).read_text(encoding="utf-8"))
    text = as_native(before, ["before: \n--- x", "\ufeff"], ["after"])
    parsed = read(text)
    assert parsed.snapshot
    assert parsed.snapshot.model == before
    assert text.startswith("# before: \\n--- x\n# \\ufeff\nthreatgate: 1\n")
    assert text.endswith("\n\n# after\n")
    assert max(map(len, text.splitlines())) <= 120
    assert as_native(parsed.snapshot.model, ["before: \n--- x", "\ufeff"], ["after"]) == text


@pytest.mark.parametrize(
    "path", sorted((FOLDER.parent / "examples").rglob("*threatmodel.yaml")), ids=lambda p: p.parent.name
)
def test_the_examples(path: Path) -> None:
    before = read_model(WorkTree(path.parent), path.name).snapshot
    assert before
    assert model(as_native(before.model)) == before.model


def test_every_key_of_the_complete_model_is_written() -> None:
    before = json.loads(json.dumps(data_of(model((FOLDER / "inputs/complete.yaml").read_text(encoding="utf-8")))))
    assert set(before) >= {"system", *OF_SYSTEM, "components", "flows", "attack_trees", "reviews", "not_applicable"}
