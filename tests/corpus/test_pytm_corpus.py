"""pytm's own example in both of its shapes: read, and counted as the independent counter counts.

The collected models are no part of this repository (see tests/conftest.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.judging import counts, entries, read_as

pytestmark = pytest.mark.corpus


def test_every_model_is_read_without_a_finding_and_counts_as_the_independent_counter_says(corpus: Path) -> None:
    read = 0
    for file, entry in entries(corpus, "pytm-json"):
        parsed = read_as(corpus / file)
        assert parsed.snapshot and parsed.snapshot.format == "pytm" and not parsed.findings, file
        here = counts(parsed.snapshot.model)
        assert here == {key: entry["counts"][key] for key in here}, file
        assert not entry["known_defects"]
        read += 1
    print(f"\n{read} pytm models read, none refused")
    assert read == 2


def test_what_everything_has_in_a_dump_is_no_fact(corpus: Path) -> None:
    """Every attribute and control of every class is written out, false or empty where nobody said anything."""
    snapshot = read_as(corpus / "files/pytm-json/OWASP__pytm__output.json").snapshot
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
    snapshot = read_as(corpus / "files/pytm-json/OWASP__pytm__input.json").snapshot
    assert snapshot
    assert snapshot.model.data["Password"].classification == "restricted"
    assert snapshot.model.data["Password"].properties == (("classification", "SECRET"), ("lifetime", "LONG"))
    assert snapshot.model.flows["Request"].data == ("Password",)
