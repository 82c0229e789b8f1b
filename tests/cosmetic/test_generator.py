"""The edits are real ones: each kind is made in every way, and what matters is noticed among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.documents.decode import decode
from checker.documents.parse import parse
from tests.cosmetic import native, threagile
from tests.cosmetic.edits import KINDS, Subject, edit
from tests.cosmetic.subjects import NAMES, kinds_for, subject_named
from tests.cosmetic.writer import WAYS, Writer
from tests.trees import checked

WRITTEN = {
    "layout": (
        *("a comment or blank before all", "an indented root", "a comment behind a value", "wider space"),
        *("blanks at the end of a line", "a line with a comment or nothing", "another indentation"),
        *("a list at the column of its key", "a flow collection over several lines", "a text over several lines"),
    ),
    "quotes": (
        *("quotes that are not needed", "single quotes", "an escape that is not needed"),
        *("a block scalar", "a folded block scalar"),
    ),
    "anchors": (
        *("an anchor", "an anchor used anew", "an alias", "an alias as a key", "a merge key", "a merge of an alias"),
        *("a merge of several", "a merge of a mapping written there"),
    ),
    "styles": (
        *("a start of the document", "an end of the document", "a directive", "the whole document in flow style"),
        *("block style for flow style, or the other way round", "an item below its dash", "an explicit key"),
        *("an explicit key in flow style", "no blank behind a quoted key", "a comma before the bracket"),
        *("a tag", "True", "null", "nothing for null", "7.0"),
    ),
    "ends": ("CRLF", "CR alone", "a byte order mark", "no newline at the end", "blank lines at the end"),
    "order": ("a mapping", "a list that is a set"),
    "split": ("a part", "a part in a part"),
    "move": ("another path",),
    "json": ("a file",),
    "reviews": (*("what one covers in another order", "none in the model", "some in the model", "all in the model"),),
    "defaults": ("one left out", "an empty section", "a flag that is false", "an empty list"),
    "spelling": (
        *("a method as a list", "a stage as a text", "a word of either version", "a truth value"),
        *("a technology as a list", "categories as a list"),
    ),
    "words": ("why out of scope", "a title that is a key"),
}
"""Kind -> everything that it consists of, but for the fields in the tables of the formats."""

MATTERS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "native": (
        ("boundaries", "trust", ("untrusted", "partner", "restricted")),
        ("data", "classification", ("public", "internal")),
        ("components", "type", ("process", "external-entity")),
        ("components", "encryption", ("none", "disk")),
        ("flows", "authentication", ("none", "basic")),
        ("flows", "protocol", ("http", "tcp")),
        ("flows", "encryption", ("none", "vpn")),
        ("threats", "status", ("avoided", "not-applicable")),
        ("controls", "status", ("planned", "retired")),
    ),
    "threagile": (
        ("technical_assets", "encryption", ("none", "data-with-symmetric-shared-key")),
        ("technical_assets", "machine", ("serverless",)),
        ("data_assets", "confidentiality", ("public", "internal")),
        ("trust_boundaries", "type", ("execution-environment",)),
        ("risk_tracking", "status", ("unchecked",)),
    ),
}
"""Format -> (section, field, words that change a digest)."""


def fields() -> Iterator[str]:
    """The label of each field in the tables."""
    for form in (native, threagile):
        for section, free in form.FREE.items():
            yield from (f"words: {field} of {section or 'the model'}" for field in free)
        for section, held in form.HELD.items():
            yield from (f"words: {field} of {section}" for field in held)
    for section, opened in native.OPEN.items():
        yield from (f"spelling: {field} of {section}" for field, _ in opened)


def test_every_kind_of_edit_is_made_in_every_way() -> None:
    done: Counter[str] = Counter()
    for name in NAMES:
        subject = subject_named(name)
        for seed in range(150):
            edit(subject, Random(seed).sample(kinds_for(name), 7), seed, done)
    labels = [f"{kind}: {what}" for kind, whats in WRITTEN.items() for what in whats]
    assert WRITTEN.keys() == KINDS.keys()
    assert {label: done[label] for label in (*labels, *fields()) if done[label] < 5} == {}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, derandomize=True, database=None, deadline=None)
@given(ways=st.sets(st.sampled_from(WAYS)), seed=st.integers(0, 2**32 - 1))
def test_a_text_says_what_it_was_written_from(name: str, ways: set[str], seed: int) -> None:
    """So that the reader is tried by itself: whatever it is that is written, the same data is read."""
    subject = subject_named(name)
    text = Writer(Random(seed), ways).document(subject.data)
    document = parse(decode("any.yaml", text))
    assert (document.problems, document.data) == ((), subject.data)


NOTICED = "a word that matters is noticed among edits that do not"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=pytest.mark.guarantee("law", NOTICED, "Threagile" if name == "Threagile" else "native")
        )
        for name in NAMES
    ],
)
def test_a_word_that_matters_is_noticed(name: str, record_property: Callable[[str, object], None]) -> None:
    subject, tried = subject_named(name), 0

    @settings(max_examples=25, derandomize=True, database=None, deadline=None)
    @given(st.sets(st.sampled_from(kinds_for(name))), st.integers(0))
    def noticed(ways: set[str], seed: int) -> None:
        nonlocal tried
        tried += 1
        section, id, changed = with_another_word(subject, Random(seed))
        edited = edit(subject._replace(data=changed), ways, seed)
        report = checked(subject.files, edited.files)
        assert report.exit_code == 1, (section, id, edited)
        assert {r.finding.rule for r in report.results if r.state == "new"} & {"review/stale"}, (section, id)
        assert any(change.relevant for change in report.models[0].changes or ()), (section, id)

    noticed()
    record_property("tried", tried)
    assert tried == 25


def with_another_word(subject: Subject, random: Random) -> tuple[str, str, dict[str, Any]]:
    """Section, id, and the data with one word in it that means something else."""
    data = deepcopy(subject.data)
    table = MATTERS["native" if subject.native else "threagile"]
    sites = [(section, id, field, words) for section, field, words in table for id in data[section]]
    section, id, field, words = random.choice([s for s in sites if s[2] in data[s[0]][s[1]]])
    data[section][id][field] = random.choice([word for word in words if word != data[section][id][field]])
    return section, id, data
