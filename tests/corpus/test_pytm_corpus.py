"""pytm's own example in both of its shapes: read, and counted as the independent counter counts.

The collected models are no part of this repository (see tests/conftest.py).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import inputs
from checker.core.errors import InputError
from checker.core.source import Parsed, Source
from checker.documents.document import Document
from checker.documents.parse import parse

pytestmark = pytest.mark.corpus


def _parse(path: Path) -> Parsed:
    def none(wanted: str) -> Document:
        raise InputError(f"there is no file {wanted}")

    return inputs.parse(parse(Source(path.name, path.read_text(encoding="utf-8"))), none, lambda wanted: False)


def test_every_model_is_read_without_a_finding_and_counts_as_the_independent_counter_says(corpus: Path) -> None:
    manifest = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    read = 0
    for entry in manifest["entries"]:
        if entry["format"] != "pytm-json":
            continue
        parsed = _parse(corpus / entry["file"])
        assert parsed.snapshot and parsed.snapshot.format == "pytm" and not parsed.findings, entry["file"]
        model = parsed.snapshot.model
        counts = {
            "components": len(model.components),
            "flows": len(model.flows),
            "boundaries": len(model.boundaries),
            "data_assets": len(model.data),
            "threats": len(model.threats),
        }
        assert counts == {key: entry["counts"][key] for key in counts}, entry["file"]
        assert not entry["known_defects"]
        read += 1
    print(f"\n{read} pytm models read, none refused")
    assert read == 2


def test_what_everything_has_in_a_dump_is_no_fact(corpus: Path) -> None:
    """Every attribute and control of every class is written out, false or empty where nobody said anything."""
    snapshot = _parse(corpus / "files/pytm-json/OWASP__pytm__output.json").snapshot
    assert snapshot
    model = snapshot.model
    for kind in ("component", "flow", "boundary"):
        assert {one.properties for one in model.elements(kind).values()} == {()}
    assert {id: one.type for id, one in model.components.items()} == {
        "Lambda func": "function",
        "SQL Database": "data-store",
        "Task queue worker": "process",
        "User": "person",
        "Web Server": "service",
    }
    assert model.components["User"].processes == model.components["Web Server"].processes == ("auth cookie",)
    assert model.data["auth cookie"].classification == "public"
    assert model.components["SQL Database"].boundary == "Server/DB"


def test_words_of_an_input_that_the_tool_does_not_know_are_kept(corpus: Path) -> None:
    snapshot = _parse(corpus / "files/pytm-json/OWASP__pytm__input.json").snapshot
    assert snapshot
    assert snapshot.model.data["Password"].classification == "restricted"
    assert snapshot.model.data["Password"].properties == (("classification", "SECRET"), ("lifetime", "LONG"))
    assert snapshot.model.flows["Request"].data == ("Password",)
