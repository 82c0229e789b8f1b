"""Adding a review to a reviews file: only at the end, always readable, never at the cost of what is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.errors import InputError, UsageError
from checker.core.model import Review
from checker.core.source import Source
from checker.documents.parse import parse
from checker.inputs.native.build import review as read_review
from checker.inputs.review_writer import LIMIT, append_review, split

D = "1:0f1e2d3c4b5a69788796a5b4c3d2e1f0"
REVIEW = Review(
    id="0",
    by="dana@example.com",
    role="security",
    on="2026-11-20",
    covers=(("assistant", D), ("retrieve", D)),
    removed=(("cellar", D),),
    note="with the team",
    expires="2027-11-20",
)
SMALL = Review("0", by="eve", on="2026-11-21", covers=(("web", D),))


def test_a_new_file() -> None:
    assert append_review(None, REVIEW) == (
        "# Who reviewed what. `threatgate review` adds to it; editing by hand works too.\n"
        "threatgate: 1\n"
        "reviews:\n"
        '  - by: "dana@example.com"\n'
        "    role: security\n"
        "    on: 2026-11-20\n"
        "    covers:\n"
        f'      assistant: "{D}"\n'
        f'      retrieve: "{D}"\n'
        "    removed:\n"
        f'      cellar: "{D}"\n'
        '    note: "with the team"\n'
        "    expires: 2027-11-20\n"
    )


ADDED = f'- by: eve\n  on: 2026-11-21\n  covers:\n    web: "{D}"\n'


def indented(by: str) -> str:
    return "".join(f"{by}{line}\n" for line in ADDED.splitlines())


@pytest.mark.parametrize(
    ("before", "indent"),
    [
        ("threatgate: 1\nreviews:\n  - by: a # the first\n    on: 2026-01-01\n", "  "),
        ("threatgate: 1\nreviews:\n- {by: a, on: 2026-01-01}\n", ""),
        ("reviews:\n      - by: a\n        on: 2026-01-01\n", "      "),
        ("# note\nthreatgate: 1\n\nreviews:\n  -   by: a\n      on: 2026-01-01\n\n  # more to come\n", "  "),
        ("threatgate: 1\nreviews:\n  - by: a\n    on: 2026-01-01\n    note: |\n      two\n      lines\n", "  "),
        ("threatgate: 1\nreviews:\n  -\n    by: a\n    on: 2026-01-01\n", "  "),
        ("threatgate: 1\nreviews:\n  - &x {by: a, on: 2026-01-01}\n  - *x\n", "  "),
    ],
)
def test_what_is_there_stays_byte_for_byte(before: str, indent: str) -> None:
    assert append_review(before, SMALL) == before + indented(indent)


@pytest.mark.parametrize("empty", ["", " []", " ~", " null", " [ ]  "])
def test_an_empty_list_is_filled(empty: str) -> None:
    before = f"threatgate: 1\nreviews:{empty}\n"
    assert append_review(before, SMALL) == "threatgate: 1\nreviews:\n" + indented("  ")


def test_a_comment_on_an_empty_list_stays() -> None:
    assert append_review("threatgate: 1\nreviews: [] # none\n", SMALL).startswith(
        "threatgate: 1\nreviews:  # none\n  - by"
    )


def test_a_last_line_without_an_end_gets_one() -> None:
    before = "threatgate: 1\nreviews:\n  - {by: a, on: 2026-01-01}"
    assert append_review(before, SMALL) == before + "\n" + indented("  ")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("reviews:\n  - {by: a, on: 2026-01-01}\n", "threatgate: 1\n"),
        ("reviews:\n  - {by: a, on: 2026-01-01}\n  # more to come\n", "\n# what is not asked\n\nthreatgate: 1\n"),
        ("threatgate: 1\nreviews:\n", "not_applicable:\n  - {on: [a], refs: [stride:T], reason: x}"),
    ],
)
def test_a_list_that_is_not_last_is_added_to_all_the_same(before: str, after: str) -> None:
    assert append_review(before + after, SMALL) == before + indented("  ") + after
    windows = (before + after).replace("\n", "\r\n")
    assert append_review(windows, SMALL) == (before + indented("  ") + after).replace("\n", "\r\n")


def test_windows_line_ends_stay() -> None:
    before = "threatgate: 1\r\nreviews:\r\n  - {by: a, on: 2026-01-01}\r\n"
    assert append_review(before, SMALL) == before + indented("  ").replace("\n", "\r\n")


@pytest.mark.parametrize(
    "before",
    [
        "threatgate: 1\nreviews: [{by: a, on: 2026-01-01}]\n",
        "threatgate: 1\nreviews:\n  - {by: a, on: 2026-01-01}\n...\n",
        '{"threatgate": 1, "reviews": []}',
        '{"reviews": [],\n "threatgate": 1}',
    ],
)
def test_where_adding_at_the_end_cannot_work_it_is_refused_with_advice(before: str) -> None:
    with pytest.raises(InputError) as caught:
        append_review(before, SMALL, "x.reviews.yaml")
    assert caught.value.at
    assert caught.value.at.path == "x.reviews.yaml"
    assert caught.value.message == "a review cannot be added at the end of this file"
    assert caught.value.hint.startswith("write the reviews as a list")


@pytest.mark.parametrize(
    "before", ["reviews: [\n", "- 1\n", "threatgate: 1\n", "reviews: 3\n", "a: 1\na: 2\nreviews: []\n"]
)
def test_a_file_that_is_no_reviews_file_is_refused(before: str) -> None:
    with pytest.raises(InputError):
        append_review(before, SMALL)


def test_a_review_that_no_reviews_file_may_hold_is_refused() -> None:
    for wrong in (SMALL._replace(by=""), SMALL._replace(note="x" * 5000), SMALL._replace(covers=(("web", "2:x"),))):
        with pytest.raises(UsageError, match="cannot be recorded"):
            append_review(None, wrong)


def test_older_reviews_that_are_malformed_do_not_stop_a_new_one() -> None:
    before = "threatgate: 1\nreviews:\n  - {by: a}\n"
    assert append_review(before, SMALL) == before + indented("  ")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ODD = st.sampled_from(["null", "true", "no", "1e3", "0x1f", "<<", "1:30", "-", "=", "~", "a: b", "#x", "2026-01-01"])
IDS = ODD | TEXT.map(str.strip).filter(lambda id: id and "\n" not in id and "\r" not in id)
PAIRS = st.dictionaries(IDS, st.integers(0, 2**128 - 1).map(lambda n: f"1:{n:032x}"), max_size=4).map(
    lambda pairs: tuple(sorted(pairs.items()))
)
REVIEWS = st.builds(
    Review,
    id=st.just("0"),
    by=TEXT.filter(bool) | ODD,
    role=TEXT | ODD,
    on=st.dates().map(str),
    covers=PAIRS,
    removed=PAIRS,
    note=TEXT | ODD,
    expires=st.just("") | st.dates().map(str),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(REVIEWS, min_size=1, max_size=3))
def test_whatever_a_review_says_is_read_back_as_it_was(reviews: list[Review]) -> None:
    text: str | None = None
    for one in reviews:
        text = append_review(text, one)
    data = parse(Source("x.yaml", text or "")).data
    assert [read_review("0", body) for body in data["reviews"]] == reviews


def test_review_of_more_than_one_may_name_becomes_several() -> None:
    many = Review(
        "", by="ana@example.com", on="2026-11-23", covers=tuple((f"c{n}", "1:" + "0" * 32) for n in range(LIMIT + 1))
    )
    parts = list(split(many))
    assert [len(part.covers) for part in parts] == [LIMIT, 1]
    assert [*parts[0].covers, *parts[1].covers] == [*many.covers]
    assert list(split(SMALL)) == [SMALL]
    text = None
    for part in parts:
        text = append_review(text, part)
    assert text is not None
    assert [len(one["covers"]) for one in parse(Source("r.yaml", text)).data["reviews"]] == [LIMIT, 1]
