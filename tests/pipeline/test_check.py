"""One check from a request to a report: what it asks for, what it holds, and that nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.errors import UsageError
from checker.core.report import Report
from checker.documents.worktree import WorkTree
from checker.outputs.tally import count
from checker.outputs.words import next_step
from checker.pipeline.check import Request, check
from checker.pipeline.sides import Sides, against, find_place
from tests.repositories import Repo
from tests.trees import checked, reviewed

MODEL = "threatgate: 1\nsystem: {id: shop}\ncomponents:\n  web: {type: web-app}\n"
TODAY = "2026-11-23"


def write(folder: Path, **files: str) -> Sides:
    """Files by name, ``__`` for ``/`` and ``_`` for ``.``."""
    for name, text in files.items():
        place = folder / name.replace("__", "/").replace("_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return Sides(WorkTree(folder))


def rules(report: Report) -> list[str]:
    return [result.finding.rule for result in report.results]


def test_a_report_holds_everything_that_an_output_may_say(tmp_path: Path) -> None:
    report = check(write(tmp_path, threatmodel_yaml=MODEL, _threatgate_yaml="threatgate: 1\n"), Request(TODAY))
    assert (report.head, report.base, report.as_of, report.fail_on) == ("work tree", None, TODAY, "medium")
    assert set(report.sources) == {"threatmodel.yaml", ".threatgate.yaml"}
    (model,) = report.models
    assert (model.path, model.format, model.id, model.counts["component"], model.changes) == (
        *("threatmodel.yaml", "native", "shop", 1),
        None,
    )
    assert set(rules(report)) <= set(report.rules)
    assert report.not_checked == ("Changes: no base was given, so nothing was compared (--base REV).",)


def test_whoever_waits_is_told_what_is_read(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    sides = write(tmp_path, threatmodel_yaml=MODEL, a__threatmodel_yaml=MODEL)
    check(sides, Request(TODAY), lambda share, path: told.append((share, path)))
    first, second = "a/threatmodel.yaml", "threatmodel.yaml"
    assert told == [(0.0, first), (0.3, first), (0.5, second), (0.8, second)]


def test_what_reviews_say_is_no_review_that_is_missing(tmp_path: Path) -> None:
    text = MODEL.replace("shop}", "shop, owner: team-web, criticality: critical}")
    reviews = "threatgate: 1\nreviews:\n  - {by: dana, on: 2026-11-20, note: All of it}\n"
    config = "threatgate: 1\npacks: [model, review]\nrules: {review/without-role: critical}\n"
    sides = write(tmp_path, threatmodel_yaml=text, _threatgate_yaml=config, threatmodel_reviews_yaml=reviews)
    report = check(sides, Request(TODAY))
    found = {r.finding.rule: r for r in report.results}
    assert sorted(found) == [
        "review/of-nothing",
        "review/unreviewed-component",
        "review/unreviewed-system",
        "review/without-role",
    ]
    said = found["review/without-role"]
    assert str(said.finding.location) == "threatmodel.reviews.yaml:3:5"
    assert (next_step(said), next_step(found["review/unreviewed-system"])[:22]) == ("", "threatgate review shop")
    assert count(report).unreviewed == 2


def test_every_severity_comes_from_the_rule_or_the_config(tmp_path: Path) -> None:
    levels = "threatgate: 1\nrules: {review/unreviewed-component: low, boundary/unplaced-component: off}\n"
    report = check(write(tmp_path, threatmodel_yaml=MODEL, _threatgate_yaml=levels), Request(TODAY))
    assert [(r.finding.rule, r.finding.severity) for r in report.results] == [("review/unreviewed-component", "low")]
    assert report.exit_code == 0
    assert check(write(tmp_path), Request(TODAY, fail_on="low")).exit_code == 1


def test_a_rule_that_is_off_says_nothing_but_loses_no_failure(tmp_path: Path) -> None:
    config = "threatgate: 1\nrules: {model/syntax: off}\n"
    report = check(write(tmp_path, threatmodel_yaml="threatgate: [", _threatgate_yaml=config), Request(TODAY))
    assert (report.results, report.conclusion) == ((), "error")
    assert report.failures[0].message.startswith("threatmodel.yaml could not be read")


def test_an_unreadable_model_is_said_to_be_unchecked(tmp_path: Path) -> None:
    report = check(write(tmp_path, threatmodel_yaml="threatgate: ["), Request(TODAY))
    assert report.not_checked[-1] == "Rules and reviews of threatmodel.yaml: the model could not be read."
    assert (report.models, report.exit_code) == ((), 1)


def test_no_model_is_an_error_and_a_model_without_elements_is_none(tmp_path: Path) -> None:
    assert check(write(tmp_path), Request(TODAY)).conclusion == "error"
    assert (
        check(write(tmp_path, threatmodel_yaml="threatgate: 1\nsystem: {id: a}\n"), Request(TODAY)).conclusion == "pass"
    )


def test_a_wrong_request_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        check(write(tmp_path, threatmodel_yaml="threatgate: ["), Request(TODAY, policies=(str(tmp_path / "nope"),)))


def test_an_unchanged_model_is_read_once_and_all_it_has_is_older_debt(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, "README.md": "a"})
    repo.write({"README.md": "b"})
    report = check(against(find_place(repo.root, ()), "HEAD", {}), Request(TODAY))
    assert {(r.state, r.why) for r in report.results} == {("known", "not touched by this change")}
    assert report.models[0].changes == ()


def test_a_changed_reviews_file_makes_the_model_a_changed_one(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, "threatmodel.reviews.yaml": "threatgate: 1\nreviews: []\n"})
    repo.write({"threatmodel.reviews.yaml": "threatgate: 1\nreviews: [{}]\n"})
    report = check(against(find_place(repo.root, ()), "HEAD", {}), Request(TODAY))
    assert {r.finding.location.path for r in report.results if r.state == "new"} == {"threatmodel.reviews.yaml"}


def test_a_changed_part_makes_the_model_a_changed_one(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL + "include: [a.yaml]\n", "a.yaml": "boundaries: {in: {trust: internal}}\n"})
    repo.write({"a.yaml": "boundaries: {in: {trust: partner}}\n"})
    report = check(against(find_place(repo.root, ()), "HEAD", {}), Request(TODAY))
    assert [change.ref.id for change in report.models[0].changes or ()] == ["in"]
    assert set(report.sources) == {"threatmodel.yaml", "a.yaml"}


def test_two_checks_of_the_same_are_equal(tmp_path: Path) -> None:
    sides = write(tmp_path, threatmodel_yaml=MODEL, b__threatmodel_yaml=MODEL.replace("shop", "b"))
    assert check(sides, Request(TODAY)) == check(Sides(WorkTree(tmp_path)), Request(TODAY))


def test_what_was_found_before_a_rename_is_known_after_it() -> None:
    model = (
        b"threatgate: 1\nsystem: {id: shop}\nboundaries: {in: {trust: internal}}\n"
        b"components: {web: {type: web-app, boundary: in}, db: {type: database, boundary: in, stores: [d]}}\n"
        b"data: {d: {classification: confidential}}\n"
        b"flows: {f: {from: web, to: db, data: [d], protocol: https}}\n"
    )
    base = reviewed({}, {"threatmodel.yaml": model})
    renamed = model.replace(b"db:", b"store:").replace(b"to: db", b"to: store")
    after = checked(base, {**base, "threatmodel.yaml": renamed.replace(b"store: {", b"store: {was: db, ")})
    assert after.exit_code == 0
    assert [change.kind for change in after.models[0].changes or ()] == ["renamed"]
    known = {(one.finding.rule, str(one.finding.subject)) for one in after.results}
    assert ("boundary/unencrypted-store", "component/store#encryption") in known
    assert ("review/incomplete", "component/store") in known
    other = checked(
        base, {**base, "threatmodel.yaml": renamed.replace(b"store: {", b"store: {was: db, encryption: none, ")}
    )
    assert other.exit_code == 1
