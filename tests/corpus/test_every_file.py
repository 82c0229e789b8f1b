"""Every collected threat model is read, or refused for a reason that somebody agreed to; so for counts and changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus.histories import pairs
from benchmarks.corpus.page import AGREED, open_questions
from benchmarks.corpus.reading import collection, outcome
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
