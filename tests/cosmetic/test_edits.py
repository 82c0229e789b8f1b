"""A thousand edits that change no meaning: no finding, no change, the same digests, exit 0."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.digest import digests
from checker.core.location import Ref
from tests.command import findings, report
from tests.cosmetic.edits import KINDS, Edited, Subject, edit
from tests.cosmetic.subjects import NAMES, kinds_for, subject_named
from tests.cosmetic.writer import WAYS
from tests.repositories import Repo, new_repo
from tests.trees import Files, checked, new, version

EACH = 18
"""Edits of one kind of one model."""
ALL = 15
"""Edits of every kind at once, of one model."""
BY_GIT = 10
"""The same in a repository, by the command."""


CELLS = [
    pytest.param(kind, name, marks=pytest.mark.guarantee("cosmetic", words, where=name))
    for kind, words in KINDS.items()
    for name in NAMES
    if kind in kinds_for(name)
]


def on_each(what: str) -> pytest.MarkDecorator:
    """One case a model."""
    cases = [pytest.param(name, marks=pytest.mark.guarantee("cosmetic", what, where=name)) for name in NAMES]
    return pytest.mark.parametrize("name", cases)


def test_a_thousand_are_tried() -> None:
    assert EACH * len(CELLS) + (ALL + BY_GIT) * len(NAMES) == 1_000


@pytest.mark.parametrize(("kind", "name"), CELLS)
def test_an_edit_without_meaning_is_none(kind: str, name: str, record_property: Callable[[str, object], None]) -> None:
    subject, tried = subject_named(name), 0

    @settings(max_examples=EACH, derandomize=True, database=None, deadline=None)
    @given(st.sets(st.sampled_from(WAYS), max_size=3), st.integers(0, 2**32 - 1), st.booleans())
    def holds(besides: set[str], seed: int, back: bool) -> None:
        nonlocal tried
        tried += 1
        says_the_same(subject, edit(subject, {kind, *besides}, seed ^ crc32(kind.encode())), back, kind != "words")

    holds()
    record_property("tried", tried)
    assert tried == EACH


@on_each("all of these at once")
def test_every_kind_at_once_is_none(name: str, record_property: Callable[[str, object], None]) -> None:
    subject, tried = subject_named(name), 0

    @settings(max_examples=ALL, derandomize=True, database=None, deadline=None)
    @given(st.integers(0, 2**32 - 1), st.booleans())
    def holds(seed: int, back: bool) -> None:
        nonlocal tried
        tried += 1
        says_the_same(subject, edit(subject, kinds_for(name), seed), back, False)

    holds()
    record_property("tried", tried)
    assert tried == ALL


@on_each("all of these at once, in a repository and by the command")
def test_the_command_says_so_in_a_repository(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    subject, repo = subject_named(name), new_repo(tmp_path / "repo")
    repo.commit(subject.files)
    here: Files = subject.files
    for seed in range(BY_GIT):
        edited = edit(subject, kinds_for(name), seed)
        replace(repo, here, edited.files)
        here = edited.files
        code, said = report(repo.root, "--base", "HEAD")
        assert (code, findings(said), said["failures"]) == (0, [], []), (seed, edited)
        assert not [change for change in said["models"][0]["changes"] if change["relevant"]]
    record_property("tried", BY_GIT)


def says_the_same(subject: Subject, edited: Edited, back: bool, layout_only: bool) -> None:
    """Nothing that is asked of the two versions tells them apart; ``back``: from the edit to the original."""
    assert edited.files != subject.files
    base, head = (edited.files, subject.files) if back else (subject.files, edited.files)
    report = checked(base, head)
    assert (new(report), report.exit_code) == ([], 0), edited
    (model,) = report.models
    assert model.changes is not None
    assert not [change for change in model.changes if layout_only or change.relevant], edited
    assert state(edited.files, edited.path) == state(subject.files, subject.path), edited


def state(files: Files, path: str) -> tuple[dict[Ref, str], list[tuple[str, Ref]]]:
    """The digest of every element, and what reading found."""
    read = version(files, path)
    assert read.snapshot and read.graph, read.findings
    return digests(read.snapshot.model, read.graph), sorted((f.rule, f.subject) for f in read.findings)


def replace(repo: Repo, before: Files, after: Files) -> None:
    repo.write({path: after.get(path) for path in {*before, *after}})
