"""Reviewing settles what a change opens, and nothing but reviewing does: through texts, on generated changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker.core.digest import digests
from checker.core.report import Report
from checker.pipeline.check import Request, check
from checker.pipeline.sides import Sides
from tests.cosmetic import native, threagile
from tests.cosmetic.edits import Subject, shuffled
from tests.cosmetic.subjects import subject_named
from tests.cosmetic.writer import Writer
from tests.laws.changes import changed, renamed, with_another_value
from tests.trees import TODAY, Files, Held, checked, new, recorded, reviewed, version

EACH = 60
SEEDS = st.integers(0, 2**32 - 1)
FORMATS = {"native": "every key", "Threagile": "Threagile"}
BOTH = tuple(FORMATS)
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


def law(what: str, *forms: str) -> pytest.MarkDecorator:
    """A case for each format."""
    cases = [pytest.param(FORMATS[form], marks=pytest.mark.guarantee("law", what, where=form)) for form in forms]
    return pytest.mark.parametrize("subject", cases, indirect=True)


@pytest.fixture
def subject(request: pytest.FixtureRequest) -> Subject:
    """The subject of that name."""
    return subject_named(request.param)


def holds(record_property: Record, statement: Callable[[int, int], None], most: int) -> None:
    """Try a law on :data:`EACH` cases, each a seed and a number of steps; all of them are counted."""
    tried = 0

    @settings(max_examples=EACH, derandomize=True, database=None, deadline=None)
    @given(SEEDS, st.integers(1, most))
    def one(seed: int, steps: int) -> None:
        nonlocal tried
        statement(seed, steps)
        tried += 1

    one()
    record_property("tried", tried)
    assert tried == EACH


def with_model(subject: Subject, files: Files, model: dict[str, Any]) -> dict[str, bytes]:
    return {**files, subject.path: Writer(Random(0)).document(model)}


def unsigned(report: Report) -> list[str]:
    """What only a review settles. That threats are considered is more than a review."""
    return [said for said in new(report) if said.startswith("review/") and not said.startswith("review/incomplete")]


def digests_of(subject: Subject, files: Files) -> dict[str, str]:
    read = version(files, subject.path)
    assert read.snapshot and read.graph, read.findings
    return {str(ref): value for ref, value in digests(read.snapshot.model, read.graph).items()}


def findings(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter((r.state, r.finding.rule, str(r.finding.subject)) for r in report.results)


@law("what `review --changed` records settles a change, and leaves nothing to record", *BOTH)
def test_a_review_settles_a_change(subject: Subject, record_property: Record) -> None:
    def settles(seed: int, steps: int) -> None:
        head = with_model(subject, subject.files, changed(subject.data, Random(seed), steps))
        signed = reviewed(subject.files, head)
        assert unsigned(checked(subject.files, signed)) == []
        assert recorded(subject.files, signed) == ()
        assert reviewed(subject.files, signed) == signed

    holds(record_property, settles, 5)


@law("what a change opens for review is what it moved, to the element", *BOTH)
def test_what_is_open_is_what_moved(subject: Subject, record_property: Record) -> None:
    def equal(seed: int, steps: int) -> None:
        head = with_model(subject, subject.files, changed(subject.data, Random(seed), steps))
        before, after = digests_of(subject, subject.files), digests_of(subject, head)
        moved = {ref.partition("/")[2] for ref in before.keys() | after.keys() if before.get(ref) != after.get(ref)}
        renamed_too = any(change.was for one in checked(subject.files, head).models for change in one.changes or ())
        assert opened(subject.files, head) == moved or renamed_too

    holds(record_property, equal, 4)


@law("after a review any further change that matters is to be reviewed again", *BOTH)
def test_a_further_change_is_to_be_reviewed_again(subject: Subject, record_property: Record) -> None:
    def fails(seed: int, steps: int) -> None:
        random = Random(seed)
        first = changed(subject.data, random, steps)
        signed = reviewed(subject.files, with_model(subject, subject.files, first))
        second = with_model(subject, signed, with_another_value(first, random))
        if digests_of(subject, second) == digests_of(subject, signed):  # the value was there already
            second = with_model(subject, signed, changed(first, random, 3))
            assume(digests_of(subject, second) != digests_of(subject, signed))
        for start in (subject.files, signed):
            assert checked(start, second).exit_code == 1
            assert recorded(start, second) != ()

    holds(record_property, fails, 3)


@law("going back to what was reviewed before is a change to review", *BOTH)
def test_going_back_is_to_be_reviewed(subject: Subject, record_property: Record) -> None:
    def fails(seed: int, steps: int) -> None:
        signed = reviewed(subject.files, with_model(subject, subject.files, changed(subject.data, Random(seed), steps)))
        back = {**signed, subject.path: subject.files[subject.path]}
        before, between = digests_of(subject, back), digests_of(subject, signed)
        assume(before != between)
        assert checked(signed, back).exit_code == 1
        assert unsigned(checked(signed, back)) != []
        if any(between.get(ref) != digest for ref, digest in before.items()):  # else it only took away what was new
            assert checked(subject.files, back).exit_code == 1

    holds(record_property, fails, 3)


@law("a change is judged the same in whatever order its elements stand", *BOTH)
def test_order_changes_no_finding(subject: Subject, record_property: Record) -> None:
    def same(seed: int, steps: int) -> None:
        random = Random(seed)
        model = changed(subject.data, random, steps)
        before, after = (
            with_model(subject, subject.files, shuffled(one, (), random, Counter())) for one in (subject.data, model)
        )
        assert findings(checked(before, after)) == findings(
            checked(subject.files, with_model(subject, subject.files, model))
        )

    holds(record_property, same, 5)


@law("edits that do not matter add nothing to a change that does, and hide nothing of it", *BOTH)
def test_what_does_not_matter_adds_and_hides_nothing(subject: Subject, record_property: Record) -> None:
    def same(seed: int, steps: int) -> None:
        model = changed(subject.data, Random(seed), steps)
        plain = checked(subject.files, with_model(subject, subject.files, model))
        form = native if subject.native else threagile
        form.reword(model := deepcopy(model), [], Random(seed), Counter())
        worded = with_model(subject, subject.files, model)
        assert findings(checked(subject.files, worded)) == findings(plain)

    holds(record_property, same, 4)


@law("what is open after two changes was open after one of them", *BOTH)
def test_two_steps_open_no_less_than_one(subject: Subject, record_property: Record) -> None:
    """So that no change gets lost between two."""

    def holds_for(seed: int, steps: int) -> None:
        random = Random(seed)
        middle_data = changed(subject.data, random, steps)
        middle = with_model(subject, subject.files, middle_data)
        head = with_model(subject, subject.files, changed(middle_data, random, steps))
        legs = opened(subject.files, middle) | opened(middle, head)
        assert opened(subject.files, head) <= legs

    holds(record_property, holds_for, 3)


def opened(start: Files, end: Files) -> set[str]:
    return {id for one in recorded(start, end) for id, _ in (*one.covers, *one.removed)}


@law("`was:` keeps every review through a rename", "native")
@pytest.mark.parametrize(("section", "id"), RENAMES)
def test_a_rename_keeps_every_review(subject: Subject, section: str, id: str) -> None:
    head = with_model(subject, subject.files, renamed(subject.data, section, id, "renamed"))
    report = checked(subject.files, head)
    assert (new(report), report.exit_code) == ([], 0)
    assert recorded(subject.files, head) == ()
    alone = check(Sides(Held(head)), Request(TODAY))
    assert (new(alone), alone.exit_code) == ([], 0)


@law("renames on top of a change open nothing more, and hide nothing", "native")
def test_renames_hide_no_change(subject: Subject, record_property: Record) -> None:
    def same(seed: int, steps: int) -> None:
        random = Random(seed)
        model = changed(subject.data, random, steps)
        head, names = with_model(subject, subject.files, model), {}
        every = sorted({(section, id) for section, _ in RENAMES for id in model.get(section) or {}})
        for section, id in random.sample(every, min(steps, len(every))):
            names[id] = id if section in ("threats", "controls") else f"renamed-{id}"
            model = renamed(model, section, id, f"renamed-{id}")
        moved = with_model(subject, subject.files, model)
        assert opened(subject.files, moved) == {names.get(one, one) for one in opened(subject.files, head)}

    holds(record_property, same, 3)


@law("a rename that also changes what is meant is stale", "native")
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
def test_a_rename_with_a_change_is_stale(subject: Subject, section: str, id: str, edit: dict[str, Any]) -> None:
    model = renamed(subject.data, section, id, "renamed")
    model[section]["renamed"].update(edit)
    head = with_model(subject, subject.files, model)
    assert checked(subject.files, head).exit_code == 1
    assert "renamed" in opened(subject.files, head)
