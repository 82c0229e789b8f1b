"""Every collected threat model is read, or refused for a reason that somebody agreed to; so for counts and changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus.histories import pairs
from benchmarks.corpus.page import AGREED, open_questions
from benchmarks.corpus.reading import collection, outcome, read, root_of
from checker.core.errors import InputError
from checker.core.location import Ref
from checker.core.model import KINDS
from checker.core.source import Source
from checker.documents.parse import parse

pytestmark = pytest.mark.corpus


def test_nothing_is_refused_counted_or_compared_otherwise_than_agreed(corpus: Path) -> None:
    outcomes = [outcome(corpus, one) for one in collection(corpus)]
    compared = [*pairs(corpus)]
    agreed = parse(Source(AGREED.name, AGREED.read_text(encoding="utf-8"))).data
    read = sum(one.snapshot is not None for one in outcomes)
    print(f"\n{len(outcomes)} collected files, {read} read; {len(compared)} pairs of versions compared")
    assert not [*open_questions(outcomes, compared, agreed)]
    assert outcomes
    assert compared


def test_what_was_only_written_anew_is_no_change(corpus: Path) -> None:
    anew = [pair for pair in pairs(corpus) if not pair.semantic]
    print(f"\n{len(anew)} pairs of versions that were only written anew")
    assert not [pair.name for pair in anew if pair.changes]


def test_nothing_that_has_a_place_is_at_the_top_of_its_file(corpus: Path) -> None:
    """Elements are where they are written; only what is said of the whole may be where the text begins."""
    elements, findings = 0, 0
    for one in collection(corpus):
        try:
            parsed = read(corpus / one.file, root_of(corpus, one.file))
        except InputError:
            continue
        if not (snapshot := parsed.snapshot):
            continue
        top = snapshot.locate(Ref("nothing"))
        for kind in (kind for kind in KINDS if kind != "system"):
            for id in snapshot.model.elements(kind):
                assert snapshot.locate(Ref(kind, id)) != top, (one.file, kind, id)
                elements += 1
        for finding in parsed.findings:
            assert finding.location != top or finding.subject.kind in ("model", "system"), (one.file, finding)
            findings += 1
    print(f"\n{elements} elements and {findings} findings are where they belong")
    assert elements > 3_000
