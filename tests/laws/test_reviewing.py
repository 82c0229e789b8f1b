"""Reviewing settles what a change opens, and nothing but reviewing does: through texts, on generated changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.core.digest import digests
from checker.core.report import Report
from checker.pipeline.check import Request, check
from checker.pipeline.sides import Sides
from tests.cosmetic import native
from tests.cosmetic.edits import _shuffled as shuffled
from tests.cosmetic.subjects import subject_named
from tests.cosmetic.writer import Writer
from tests.laws.changes import changed, renamed, with_another_value
from tests.trees import TODAY, Files, Held, checked, new, recorded, reviewed, version

EACH = 60
SEEDS = st.integers(0, 2**32 - 1)
PATH = "threatmodel.yaml"
RENAMES = [
    ("boundaries", "house"),
    ("boundaries", "street"),
    ("boundaries", "attic"),
    ("data", "files"),
    ("data", "prices"),
    *(("components", id) for id in ("patient", "desk", "archive", "adviser", "printer")),
    *(("flows", id) for id in ("ask", "save", "suggest")),
    *(("threats", id) for id in ("nosy", "flood", "tamper", "posing")),
    *(("controls", id) for id in ("pin", "log")),
]

Record = Callable[[str, object], None]


def law(what: str) -> pytest.MarkDecorator:
    return pytest.mark.guarantee("law", what, where="native")


def holds(record_property: Record, law: Callable[[int, int], None], most: int) -> None:
    """Try a law on :data:`EACH` cases, each a seed and a number of steps; all of them are counted."""
    tried = 0

    @settings(max_examples=EACH, derandomize=True, database=None, deadline=None)
    @given(SEEDS, st.integers(1, most))
    def one(seed: int, steps: int) -> None:
        nonlocal tried
        law(seed, steps)
        tried += 1

    one()
    record_property("tried", tried)
    assert tried == EACH


def base() -> dict[str, bytes]:
    return subject_named("every key").files


def data() -> dict[str, Any]:
    return subject_named("every key").data


def with_model(files: Files, model: dict[str, Any]) -> dict[str, bytes]:
    return {**files, PATH: Writer(Random(0)).document(model)}


def unsigned(report: Report) -> list[str]:
    """What only a review settles. That threats are considered is more than a review."""
    return [said for said in new(report) if said.startswith("review/") and not said.startswith("review/incomplete")]


def digests_of(files: Files) -> dict[str, str]:
    read = version(files, PATH)
    assert read.snapshot and read.graph, read.findings
    return {str(ref): value for ref, value in digests(read.snapshot.model, read.graph).items()}


def findings(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter((r.state, r.finding.rule, str(r.finding.subject)) for r in report.results)


@law("what `review --changed` records settles a change, and leaves nothing to record")
def test_a_review_settles_a_change(record_property: Record) -> None:
    def settles(seed: int, steps: int) -> None:
        head = with_model(base(), changed(data(), Random(seed), steps))
        signed = reviewed(base(), head)
        assert unsigned(checked(base(), signed)) == []
        assert recorded(base(), signed) == ()
        assert reviewed(base(), signed) == signed

    holds(record_property, settles, 5)


@law("after a review any further change that matters is to be reviewed again")
def test_a_further_change_is_to_be_reviewed_again(record_property: Record) -> None:
    def fails(seed: int, steps: int) -> None:
        random = Random(seed)
        first = changed(data(), random, steps)
        signed = reviewed(base(), with_model(base(), first))
        second = with_model(signed, with_another_value(first, random))
        if digests_of(second) == digests_of(signed):  # the value was there already
            second = with_model(signed, changed(first, random, 3))
            assume(digests_of(second) != digests_of(signed))
        for start in (base(), signed):
            assert checked(start, second).exit_code == 1
            assert recorded(start, second) != ()

    holds(record_property, fails, 3)


@law("going back to what was reviewed before is a change to review")
def test_going_back_is_to_be_reviewed(record_property: Record) -> None:
    def fails(seed: int, steps: int) -> None:
        signed = reviewed(base(), with_model(base(), changed(data(), Random(seed), steps)))
        back = {**signed, PATH: base()[PATH]}
        before, between = digests_of(back), digests_of(signed)
        assume(before != between)
        assert checked(signed, back).exit_code == 1
        assert unsigned(checked(signed, back)) != []
        if any(between.get(ref) != digest for ref, digest in before.items()):  # else it only took away what was new
            assert checked(base(), back).exit_code == 1

    holds(record_property, fails, 3)


@law("a change is judged the same in whatever order its elements stand")
def test_order_changes_no_finding(record_property: Record) -> None:
    def same(seed: int, steps: int) -> None:
        random = Random(seed)
        model = changed(data(), random, steps)
        before, after = (with_model(base(), shuffled(one, (), random, Counter())) for one in (data(), model))
        assert findings(checked(before, after)) == findings(checked(base(), with_model(base(), model)))

    holds(record_property, same, 5)


@law("edits that do not matter add nothing to a change that does, and hide nothing of it")
def test_what_does_not_matter_adds_and_hides_nothing(record_property: Record) -> None:
    def same(seed: int, steps: int) -> None:
        model = changed(data(), Random(seed), steps)
        plain = checked(base(), with_model(base(), model))
        native.reword(model, [], Random(seed), Counter())
        worded = with_model(base(), model)
        assert findings(checked(base(), worded)) == findings(plain)

    holds(record_property, same, 4)


@law("what is open after two changes was open after one of them")
def test_two_steps_open_no_less_than_one(record_property: Record) -> None:
    """So that no change gets lost between two."""

    def holds_for(seed: int, steps: int) -> None:
        random = Random(seed)
        middle_data = changed(data(), random, steps)
        middle = with_model(base(), middle_data)
        head = with_model(base(), changed(middle_data, random, steps))
        legs = opened(base(), middle) | opened(middle, head)
        assert opened(base(), head) <= legs

    holds(record_property, holds_for, 3)


def opened(start: Files, end: Files) -> set[str]:
    return {id for one in recorded(start, end) for id, _ in (*one.covers, *one.removed)}


@law("`was:` keeps every review through a rename")
@pytest.mark.parametrize(("section", "id"), RENAMES)
def test_a_rename_keeps_every_review(section: str, id: str) -> None:
    head = with_model(base(), renamed(data(), section, id, "renamed"))
    report = checked(base(), head)
    assert (new(report), report.exit_code) == ([], 0)
    assert recorded(base(), head) == ()
    alone = check(Sides(Held(head)), Request(TODAY))
    assert (new(alone), alone.exit_code) == ([], 0)


@law("a rename that also changes what is meant is stale")
@pytest.mark.parametrize(
    ("section", "id", "edit"),
    [
        ("boundaries", "attic", {"trust": "internal"}),
        ("data", "files", {"classification": "public"}),
        ("components", "adviser", {"authority": ["reserve", "look-up", "pay"]}),
        ("components", "archive", {"encryption": "none"}),
        ("flows", "save", {"authentication": "none"}),
    ],
)
def test_a_rename_with_a_change_is_stale(section: str, id: str, edit: dict[str, Any]) -> None:
    model = renamed(data(), section, id, "renamed")
    model[section]["renamed"].update(edit)
    head = with_model(base(), model)
    assert checked(base(), head).exit_code == 1
    assert "renamed" in opened(base(), head)
