"""A model of any format, written as a native one, means the same: new ids say what they were, and all else is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import inputs
from checker.core.change import Change
from checker.core.digest import digests
from checker.core.graph import build_graph
from checker.core.model import SECTIONS, Model
from checker.diff import compare
from checker.documents.words import quote
from checker.documents.worktree import WorkTree
from checker.outputs.native import fit, native_text
from checker.pipeline.models import read_model
from tests.inputs.reading import read
from tests.own_models import FILES, model_of, name_of, version

READABLE = [path for path in FILES if version(path).snapshot]
SAID_ANEW = {"component": "type", "data": "classification"}
"""Kind -> the field that a native element has to state."""


def differences(before: Model, after: Model) -> Iterator[Change]:
    """The changes that are more than a new id, and more than what had to be stated."""
    for change in compare(before, after, build_graph(before), build_graph(after)):
        if change.ref.kind == "system" and {one.field for one in change.fields} <= {"derives_threats", "unsayable"}:
            continue  # what is asked of models of another format
        fields = [one for one in change.fields if not one.derived and (one.before or one.field != _stated(change))]
        if fields or change.kind in ("added", "removed"):
            yield change._replace(fields=tuple(fields))


def _stated(change: Change) -> str:
    return SAID_ANEW.get(change.ref.kind, "")


def is_told(change: Change, line: str) -> bool:
    """Whether a line speaks of what changed; a long one names only the first and how many more there are."""
    kind, id = change.ref.element[:2]
    place = "system/" if kind == "system" else f"{SECTIONS.get(kind, kind)}/{id}"
    of_kind = f"{place.partition('/')[0]}/" in line or f" {kind}" in line
    return place in line or quote(change.was or id) in line or (of_kind and line.endswith(" more"))


def holds(before: Model) -> None:
    """Nothing differs but what is told; where nothing is told, reviews hold."""
    found = fit(before)
    parsed = read(native_text(found.data))
    assert parsed.snapshot, parsed.findings
    after = parsed.snapshot.model
    lost = {finding.discriminator for finding in parsed.findings if finding.rule == "model/dangling-reference"}
    if not any("of more than one element" in line for line in found.losses):
        assert not lost & {id for kind in SECTIONS for id in before.elements(kind)}, lost
    for change in differences(before, after):
        assert any(is_told(change, line) for line in found.losses), (change, found.losses)
    assert len(after.reviews) == len(before.reviews)
    if not found.losses:
        assert digests(before, build_graph(before)) == digests(after, build_graph(after))


@pytest.mark.parametrize("path", READABLE, ids=name_of)
def test_every_model_of_ours(path: Path) -> None:
    holds(model_of(path))


def test_there_is_one_of_each_format() -> None:
    assert {found.format for path in FILES if (found := version(path).snapshot)} == set(inputs.FORMATS)


def collected(path: Path) -> tuple[Model, str] | None:
    """The model of a file and its format, if it is readable."""
    try:
        found = read_model(WorkTree(path.parent), path.name).snapshot
    except Exception as error:
        assert type(error).__name__ == "InputError", error
        return None
    return (found.model, found.format) if found else None


@pytest.mark.corpus
def test_every_collected_model(corpus: Path) -> None:
    read_of: dict[str, int] = {}
    for folder in (corpus / "files", corpus / "histories"):
        for path in sorted(one for one in folder.rglob("*") if one.is_file() and not one.name.startswith("expected-")):
            found = collected(path)
            if found:
                holds(found[0])
                read_of[found[1]] = read_of.get(found[1], 0) + 1
    print(read_of)
    assert read_of["threagile"] >= 60
    assert set(inputs.FORMATS) - {"native", "open-threat-model"} - set(read_of) == set()
