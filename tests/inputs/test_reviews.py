"""The reviews file beside a model."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.location import Ref
from checker.core.source import sidecar_path
from checker.documents.document import Document
from tests.inputs.reading import HEAD, only, read, said

D = "1:" + "0" * 32
MODEL = HEAD + "components:\n  web: {type: service, was: site}\n  till: {type: service}\n"
INSIDE = f'reviews:\n  - {{by: ann, on: 2026-01-01, covers: {{web: "{D}"}}}}\n'
BESIDE = (
    f'threatgate: 1\nreviews:\n  - by: bob\n    on: 2026-02-02\n    covers:\n      till: "{D}"\n      shop: "{D}"\n'
)


def both(model: str, beside: str) -> dict[str, str]:
    return {"threatmodel.yaml": model, "threatmodel.reviews.yaml": beside}


@pytest.mark.parametrize(
    ("model", "reviews"),
    [
        ("threatmodel.yaml", "threatmodel.reviews.yaml"),
        ("app/shop.threatmodel.yml", "app/shop.threatmodel.reviews.yaml"),
        ("a.b/threatmodel.json", "a.b/threatmodel.reviews.yaml"),
        ("threagile.yaml", "threagile.reviews.yaml"),
        ("a.b/model", "a.b/model.reviews.yaml"),
        ("shop.tc.json", "shop.tc.reviews.yaml"),
        ("shop.otm.YML", "shop.otm.reviews.yaml"),
        ("a/shop.otm", "a/shop.otm.reviews.yaml"),
        ("a/shop.tm7", "a/shop.tm7.reviews.yaml"),
        ("shop.tm.hcl", "shop.tm.hcl.reviews.yaml"),
        (".yaml", ".yaml.reviews.yaml"),
    ],
)
def test_the_file_is_named_after_the_model(model: str, reviews: str) -> None:
    assert sidecar_path(model) == reviews


def test_its_reviews_come_after_those_inside_and_are_located_in_it() -> None:
    parsed = read(both(MODEL + INSIDE, BESIDE))
    assert parsed.findings == ()
    snapshot = parsed.snapshot
    assert snapshot
    assert [(r.id, r.by, r.covers) for r in snapshot.model.reviews] == [
        ("0", "ann", (("web", D),)),
        ("1", "bob", (("shop", D), ("till", D))),
    ]
    assert [source.path for source in snapshot.sources] == ["threatmodel.yaml", "threatmodel.reviews.yaml"]
    assert str(snapshot.locate(Ref("review", "0", "by"))) == "threatmodel.yaml:7:10"
    assert str(snapshot.locate(Ref("review", "1"))) == "threatmodel.reviews.yaml:3:5"
    assert str(snapshot.locate(Ref("review", "1", "on"))) == "threatmodel.reviews.yaml:4:9"
    assert str(snapshot.locate(Ref("review", "1", "covers.shop"))) == "threatmodel.reviews.yaml:7:7"
    assert str(snapshot.locate(Ref("review", "2"))) == "threatmodel.reviews.yaml:2:1"
    assert str(snapshot.locate(Ref("component", "till"))) == "threatmodel.yaml:5:3"


def test_an_empty_list_is_no_review() -> None:
    assert read(both(MODEL, "threatgate: 1\nreviews:\n")).findings == ()


@pytest.mark.parametrize(
    ("name", "place", "hint"),
    [("tiil", "threatmodel.reviews.yaml:6:7", "did you mean 'till'?"), ("zzzzz", "threatmodel.reviews.yaml:6:7", "")],
)
def test_a_review_of_nothing_is_said_at_the_name(name: str, place: str, hint: str) -> None:
    parsed = read(both(MODEL, BESIDE.replace("till", name)))
    finding = only(parsed)
    assert (finding.rule, str(finding.subject)) == ("review/unknown-element", f"review/0#covers.{name}")
    assert str(finding.location) == place
    assert finding.hint == hint
    assert "bob" in finding.message
    assert parsed.snapshot


def test_a_review_of_nothing_inside_the_model() -> None:
    finding = only(read(MODEL + INSIDE.replace("{web:", "{wep:")))
    assert (finding.rule, str(finding.location)) == ("review/unknown-element", "threatmodel.yaml:7:40")


def test_removed_and_renamed_elements_may_have_been_reviewed() -> None:
    beside = BESIDE.replace("      till:", f'      gone: "{D}"\n      site: "{D}"\n      till:')
    beside += f'  - {{by: bob, on: 2026-03-03, removed: {{gone: "{D}"}}}}\n'
    assert read(both(MODEL, beside)).findings == ()


def test_a_malformed_review_is_said_in_its_file_and_counts_for_nothing() -> None:
    beside = BESIDE + (
        f'  - {{by: cid, on: 2026-03-03, covers: {{web: "{D}"}}, colour: red}}\n'
        f'  - {{by: dan, on: 2026-02-30, covers: {{web: "{D}"}}}}\n'
        f'  - {{by: eve, on: 2026-03-04, covers: {{web: "{D}"}}}}\n'
    )
    parsed = read(both(MODEL, beside))
    assert said(parsed) == [
        ("model/unknown-key", "threatmodel.reviews.yaml:8:84", "review/1#colour"),
        ("model/wrong-value", "threatmodel.reviews.yaml:9:19", "review/2#on"),
    ]
    assert {f.model for f in parsed.findings} == {"shop"}
    snapshot = parsed.snapshot
    assert snapshot
    assert [(r.id, r.by) for r in snapshot.model.reviews] == [("0", "bob"), ("3", "eve")]
    assert str(snapshot.locate(Ref("review", "3", "by"))) == "threatmodel.reviews.yaml:10:10"


@pytest.mark.parametrize(
    ("beside", "rule", "place"),
    [
        ("threatgate: 1\nreviews: [\n", "model/syntax", "3:1"),
        ("threatgate: 1\n", "model/missing-key", "1:1"),
        ("- 1\n", "model/wrong-type", "1:1"),
        ("", "model/syntax", "1:1"),
    ],
)
def test_a_file_that_is_no_list_of_reviews_counts_for_nothing(beside: str, rule: str, place: str) -> None:
    parsed = read(both(MODEL, beside))
    assert [f.rule for f in parsed.findings] == [rule]
    assert parsed.findings[0].location.path == "threatmodel.reviews.yaml"
    assert parsed.snapshot
    assert parsed.snapshot.model.reviews == ()


def test_a_broken_model_and_broken_reviews_are_both_said() -> None:
    parsed = read(both(MODEL + "flows: {x: {}}\n", "threatgate: 1\n"))
    assert {f.location.path for f in parsed.findings} == {"threatmodel.yaml", "threatmodel.reviews.yaml"}
    assert parsed.snapshot is None


def test_reviews_that_cannot_be_read_stop_the_run() -> None:
    from checker import inputs
    from checker.core.source import Source
    from checker.documents.parse import parse

    def read(path: str) -> Document:
        raise InputError(f"{path} is a symbolic link")

    with pytest.raises(InputError, match=r"threatmodel\.reviews\.yaml"):
        inputs.parse(parse(Source("threatmodel.yaml", MODEL)), read, lambda path: True)
