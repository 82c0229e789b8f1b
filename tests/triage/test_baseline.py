"""The baseline as text and values: written for people, compared by fingerprint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.errors import UsageError
from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.report import Entry
from checker.core.source import Source
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.triage.baseline import (
    may_be_baselined,
    read_baseline,
    unused_entries,
    write_baseline,
)

PLACE = Location("threatmodel.yaml", 3, 1)


def finding(rule: str = "review/stale", id: str = "web", model: str = "shop", kind: str = "component") -> Finding:
    return Finding(rule, "high", "m", Ref(kind, id), PLACE, model)


def read(text: str) -> tuple[Entry, ...]:
    return read_baseline(parse(Source(".threatgate-baseline.yaml", text)))


def test_a_line_has_the_fingerprint_the_rule_the_model_and_the_subject() -> None:
    (entry,) = read(write_baseline([finding()]))
    assert entry[:4] == (finding().fingerprint, "review/stale", "shop", "component/web")
    assert str(entry.location) == ".threatgate-baseline.yaml:4:5"


def test_lines_are_sorted_by_rule_model_and_subject_and_said_once() -> None:
    findings = [finding(id="b"), finding("a/z"), finding(id="a"), finding(id="b"), finding(model="bank")]
    assert [entry[1:4] for entry in read(write_baseline(findings))] == [
        ("a/z", "shop", "component/web"),
        ("review/stale", "bank", "component/web"),
        ("review/stale", "shop", "component/a"),
        ("review/stale", "shop", "component/b"),
    ]
    assert write_baseline(findings) == write_baseline(reversed(findings))


def test_nothing_is_an_empty_list() -> None:
    assert write_baseline([]).endswith("\nthreatgate: 1\nfindings: []\n")
    assert read(write_baseline([])) == ()
    assert read("threatgate: 1\nfindings:\n") == ()
    assert read_baseline(None) == ()


@pytest.mark.parametrize("rule", ["waiver/unused", "waiver/expired", "baseline/unused", "gate/config-changed"])
def test_what_watches_the_exceptions_is_never_listed(rule: str) -> None:
    assert not may_be_baselined(finding(rule))
    assert read(write_baseline([finding(rule)])) == ()


def test_what_belongs_to_no_model_is_never_listed() -> None:
    assert not may_be_baselined(finding("model/syntax", model=""))


NAMES = st.text(min_size=1, max_size=400)


@given(st.lists(st.builds(finding, id=NAMES, model=NAMES), max_size=5))
def test_whatever_the_names_are_the_file_is_sound_and_finds_them_again(findings: list[Finding]) -> None:
    text = write_baseline(findings)
    document = parse(Source("b.yaml", text))
    assert (document.problems, validate(document, "baseline")) == ((), ())
    assert {entry.fingerprint for entry in read(text)} == {finding.fingerprint for finding in findings}
    assert len(text.split("\n")) == 4 + max(1, len({finding.fingerprint for finding in findings})) - (not findings)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "1:1"),
        ("[]", "1:1"),
        ("threatgate: [", "1:14"),
        ("threatgate: 1\n", "1:1"),
        ("threatgate: 1\nfindings: {}\n", "2:11"),
        ("threatgate: 1\nfindings: [1]\n", "2:12"),
        ("threatgate: 1\nfindings: [x]\n", "2:12"),
        (f"threatgate: 1\nfindings: ['{'a' * 32} a/b c']\n", "2:12"),
        (f"threatgate: 1\nfindings: ['{'A' * 32} a/b c d/e']\n", "2:12"),
        ("threatgate: 1\nfindings: []\nfindings: []\n", "3:1"),
    ],
)
def test_a_malformed_file_says_how_to_write_it_anew(text: str, place: str) -> None:
    with pytest.raises(UsageError) as told:
        read(text)
    assert told.value.hint == "write it anew with: threatgate baseline write"
    assert str(told.value.at) == f".threatgate-baseline.yaml:{place}"


def test_an_entry_that_matches_nothing_is_named_at_its_line() -> None:
    web, api = read(write_baseline([finding(id="web"), finding(id="api")]))[::-1]
    (unused,) = unused_entries((api, web), {web.fingerprint})
    assert (unused.rule, unused.location) == ("baseline/unused", api.location)
    assert unused.subject == Ref("baseline", api.fingerprint)
