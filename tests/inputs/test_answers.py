"""Answers in the reviews file that something does not apply: they count as those inside a model do, in any format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.core.errors import UsageError
from checker.core.location import Ref
from checker.core.model import NotApplicable
from checker.core.source import Source
from checker.documents.parse import parse
from checker.inputs.reviews import reviews_of
from tests.inputs.reading import HEAD, model, only, read, said

MODEL = HEAD + "components:\n  web: {type: service, was: site}\n  till: {type: service}\n"
INSIDE = "not_applicable:\n  - {on: [web], refs: [stride:T], reason: It only reads}\n"
BESIDE = """\
threatgate: 1
not_applicable:
  - on: [till, shop, till]
    refs: ["stride:R (Repudiation)", stride:D]
    reason: Each sale is signed
reviews: []
"""
CLINIC = Path(__file__).parent / "threat_dragon" / "clinic.json"


def both(model: str, beside: str) -> dict[str, str]:
    return {"threatmodel.yaml": model, "threatmodel.reviews.yaml": beside}


def test_they_come_after_those_inside_and_are_located_in_their_file() -> None:
    parsed = read(both(MODEL + INSIDE, BESIDE))
    assert parsed.findings == ()
    snapshot = parsed.snapshot
    assert snapshot
    assert snapshot.model.not_applicable == (
        NotApplicable("0", ("web",), ("stride:T",), "It only reads"),
        NotApplicable("1", ("shop", "till"), ("stride:D", "stride:R"), "Each sale is signed"),
    )
    assert str(snapshot.locate(Ref("not_applicable", "0", "reason"))) == "threatmodel.yaml:7:43"
    assert str(snapshot.locate(Ref("not_applicable", "1"))) == "threatmodel.reviews.yaml:3:5"
    assert str(snapshot.locate(Ref("not_applicable", "1", "reason"))) == "threatmodel.reviews.yaml:5:13"
    assert str(snapshot.locate(Ref("component", "till"))) == "threatmodel.yaml:5:3"


def test_it_is_the_same_model_wherever_an_answer_stands() -> None:
    beside = "threatgate: 1\nreviews:\n" + INSIDE
    assert model(both(MODEL, beside)) == model(MODEL + INSIDE)
    assert model(both(MODEL + INSIDE, beside)) == model(
        MODEL + INSIDE
    )  # said twice, as after a conversion, it counts once


def test_another_format_has_them_too() -> None:
    raw = json.loads(CLINIC.read_text("utf-8"))
    id = raw["detail"]["diagrams"][0]["cells"][0]["id"]
    beside = (
        f"threatgate: 1\nreviews: []\nnot_applicable:\n  - {{on: ['{id}'], refs: [atlas:AML.T0051], reason: No AI}}\n"
    )
    files = {"clinic.json": json.dumps(raw), "clinic.reviews.yaml": beside}
    parsed = read(files, "clinic.json")
    assert parsed.snapshot
    assert parsed.snapshot.model.not_applicable == (NotApplicable("0", (id,), ("atlas:AML.T0051",), "No AI"),)
    alone = read(files["clinic.json"], "clinic.json")
    assert parsed.findings == alone.findings  # above all nothing about editions, which no key of that format could pin


def test_what_they_name_must_be_in_the_model() -> None:
    beside = BESIDE.replace("[till, shop, till]", "[site, tiil, zzzzz, shop]")
    parsed = read(both(MODEL + INSIDE, beside))
    assert [(f.rule, str(f.location), str(f.subject), f.message, f.hint) for f in parsed.findings] == [
        (
            "model/dangling-reference",
            f"threatmodel.reviews.yaml:3:{column}",
            "not_applicable/1#on",
            f"there is no element '{name}'",
            hint,
        )
        for column, name, hint in (
            (10, "site", "it is 'web' now"),
            (16, "tiil", "did you mean 'till'?"),
            (22, "zzzzz", ""),
        )
    ]
    assert len({f.fingerprint for f in parsed.findings}) == 3
    assert parsed.snapshot


def test_what_they_cite_must_be_in_its_library() -> None:
    finding = only(read(both(MODEL, BESIDE.replace("stride:D", "stride:Q"))))
    assert (finding.rule, str(finding.location)) == ("model/unknown-reference", "threatmodel.reviews.yaml:4:38")
    assert str(finding.subject) == "not_applicable/0#refs"
    wrong = read(both(MODEL + INSIDE.replace("stride:T", "stride:X"), BESIDE.replace("(Repudiation)", "(Tampering)")))
    assert said(wrong) == [
        ("model/mismatched-reference", "threatmodel.reviews.yaml:4:12", "not_applicable/1#refs"),
        ("model/unknown-reference", "threatmodel.yaml:7:24", "not_applicable/0#refs"),
    ]


def test_a_malformed_answer_counts_for_nothing_and_the_rest_does() -> None:
    beside = """\
threatgate: 1
not_applicable:
  - {on: [web], refs: [stride:S]}
  - {on: [web], refs: [stride:T], reason: It only reads}
  - {on: web, refs: [stride:E], reason: None}
  - {on: [till], refs: [stride:E], reason: It has no roles}
reviews:
  - {by: ann, on: 2026-01-01}
  - {by: bob, on: 2026-01-01}
  - {by: cid, on: 2026-01-01}
"""
    parsed = read(both(MODEL, beside))
    assert said(parsed) == [
        ("model/missing-key", "threatmodel.reviews.yaml:3:5", "not_applicable/0#reason"),
        ("model/wrong-type", "threatmodel.reviews.yaml:5:10", "not_applicable/2#on"),
    ]
    snapshot = parsed.snapshot
    assert snapshot
    assert [(one.id, one.reason) for one in snapshot.model.not_applicable] == [
        ("0", "It only reads"),
        ("1", "It has no roles"),
    ]
    assert str(snapshot.locate(Ref("not_applicable", "1", "reason"))) == "threatmodel.reviews.yaml:6:44"
    assert [one.by for one in snapshot.model.reviews] == ["ann", "bob", "cid"]


@pytest.mark.parametrize(
    ("beside", "answers", "reviews"),
    [
        (BESIDE.replace("reviews: []", "reviews: {}"), 1, 0),
        (BESIDE.replace("reviews: []", "reviews: [{by: ann, on: 2026-01-01}]\nmoved: [{from: a}]"), 1, 1),
        ("threatgate: 1\nnot_applicable: {}\nreviews: [{by: ann, on: 2026-01-01}]\n", 0, 1),
        ("threatgate: 1\nreviews: [{by: ann, on: 2026-01-01}]\nnot-applicable: []\n", 0, 0),
        (BESIDE.replace("threatgate: 1", "threatgate: 2"), 0, 0),
    ],
    ids=["reviews", "a move", "answers", "an unknown key", "another version"],
)
def test_what_is_wrong_with_one_list_is_not_held_against_another(beside: str, answers: int, reviews: int) -> None:
    parsed = read(both(MODEL, beside))
    assert {f.location.path for f in parsed.findings} == {"threatmodel.reviews.yaml"}
    assert parsed.snapshot
    found = parsed.snapshot.model
    assert (len(found.not_applicable), len(found.reviews)) == (answers, reviews)


def test_the_reviews_of_the_gate_have_none() -> None:
    with pytest.raises(UsageError, match="is said beside that model") as refused:
        reviews_of(parse(Source(".threatgate.reviews.yaml", BESIDE)))
    assert str(refused.value.at) == ".threatgate.reviews.yaml:2:1"
