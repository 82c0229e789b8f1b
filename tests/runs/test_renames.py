"""A rename: what must stand in the model for the next run to know of it."""

from __future__ import annotations

import pytest

from tests.command import TODAY, findings, report, subject, threatgate
from tests.repositories import Repo
from tests.runs.test_pull_requests import MODEL

RENAMED = (
    MODEL.replace("  web:\n", "  site:\n").replace("to: web,", "to: site,").replace("from: web,", "from: site,")
).replace("on: [buyer, web,", "on: [buyer, site,")


@pytest.fixture
def reviewed(repo: Repo) -> Repo:
    repo.commit({"threatmodel.yaml": MODEL})
    assert threatgate(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    return repo


def test_a_rename_that_the_model_does_not_tell_is_one_finding_that_says_how(reviewed: Repo) -> None:
    reviewed.write({"threatmodel.yaml": RENAMED})
    code, said = report(reviewed.root, "--base", "HEAD")
    assert (code, [(rule, subject) for rule, _, subject in findings(said)]) == (
        0,
        [("review/unknown-element", "review/0#covers.web")],
    )
    (result,) = said["results"]
    assert result["location"]["path"] == "threatmodel.reviews.yaml"
    assert result["hint"] == "write 'was: web' in 'site', which it is now, or nothing will know of the rename"


def test_with_was_the_rename_is_known_in_the_change_and_ever_after(reviewed: Repo) -> None:
    reviewed.write({"threatmodel.yaml": RENAMED.replace("  site:\n", "  site:\n    was: web\n")})
    assert findings(report(reviewed.root, "--base", "HEAD")[1]) == []
    assert findings(report(reviewed.root)[1]) == []


def test_a_system_under_another_id_is_to_be_signed_again(reviewed: Repo) -> None:
    reviewed.write({"threatmodel.yaml": MODEL.replace("id: shop", "id: store")})
    code, said = report(reviewed.root, "--base", "HEAD")
    assert (code, [(r["rule"], r["hint"]) for r in said["results"]]) == (
        0,
        [("review/unknown-element", "it is 'store' now: sign it again under that name")],
    )


CHANGED = RENAMED.replace("    type: web-app\n", "    type: web-app\n    processes: [orders]\n")
OLD, NEW = ("review/unreviewed-removal", "component/web"), ("review/unreviewed-component", "component/site")


def answer(repo: Repo, text: str, path: str = "threatmodel.yaml") -> list[tuple[str, str]]:
    repo.write({path: text})
    return [(rule, subject) for rule, _, subject in findings(report(repo.root, "--base", "HEAD")[1])]


def test_a_rename_that_changes_the_meaning_too_is_stale(reviewed: Repo) -> None:
    told = answer(reviewed, CHANGED.replace("  site:\n", "  site:\n    was: web\n"))
    assert told == [("review/stale", "component/site")]


def test_without_was_nothing_is_guessed_and_what_to_write_is_told(reviewed: Repo) -> None:
    assert set(answer(reviewed, CHANGED)) >= {OLD, NEW}
    _, said = report(reviewed.root, "--base", "HEAD")
    hints = {(one["rule"], subject(one)): one["hint"] for one in said["results"]}
    line = "if 'site' is what 'web' was, write into it: was: web"
    assert hints[OLD].startswith(f"{line}; threatgate review --changed --base ")
    assert hints[NEW].startswith(f"{line}; threatgate review ")


def test_what_is_told_is_what_helps(reviewed: Repo) -> None:
    told = answer(reviewed, CHANGED.replace("  site:\n", "  site:\n    was: web\n"))
    assert OLD not in told and NEW not in told


@pytest.mark.parametrize(
    ("old", "new"),
    [("    type: web-app\n", "    type: service\n"), ("    boundary: dmz\n", "    boundary: inside\n")],
    ids=["another-type", "another-boundary"],
)
def test_what_is_not_alike_is_not_suggested(old: str, new: str, reviewed: Repo) -> None:
    reviewed.write({"threatmodel.yaml": CHANGED.replace(old, new)})
    _, said = report(reviewed.root, "--base", "HEAD")
    assert not [one["hint"] for one in said["results"] if "is what" in one["hint"]]


THREAGILE = """\
threagile_version: 1.0.0
title: Shop
technical_assets:
  Web:
    {id: web, type: process, technology: web-server, internet: true, communication_links:
      {Query: {target: db, protocol: jdbc-encrypted, authentication: credentials, data_assets_sent: [orders]}}}
  Store: {id: db, type: datastore, technology: database, data_assets_stored: [orders]}
data_assets:
  Orders: {id: orders, quantity: many, confidentiality: confidential, integrity: critical, availability: operational}
"""


@pytest.fixture
def threagile(repo: Repo) -> Repo:
    repo.commit({"threagile.yaml": THREAGILE})
    assert threatgate(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    return repo


def test_a_format_without_was_takes_the_moves_of_its_reviews_file(threagile: Repo) -> None:
    beside = "threagile.reviews.yaml"
    changed = THREAGILE.replace("id: db, type: datastore", "id: store, type: datastore, encryption: transparent")
    changed = changed.replace("target: db", "target: store")
    threagile.write({"threagile.yaml": changed})
    _, said = report(threagile.root, "--base", "HEAD")
    (hint,) = {one["hint"].partition("; ")[0] for one in said["results"] if "is what" in one["hint"]}
    line = "moved: [{from: db, to: store}]"
    assert hint == f"if 'store' is what 'db' was, write into {beside}: {line}"
    text = (threagile.root / beside).read_text("utf-8")
    threagile.write({beside: text.replace("reviews:\n", f"{line}\nreviews:\n", 1)})
    found = [told for told in findings(report(threagile.root, "--base", "HEAD")[1]) if told[0].startswith("review/")]
    assert [(rule, subject) for rule, _, subject in found] == [("review/stale", "component/store")]


@pytest.mark.parametrize(
    ("block", "place"),
    [("moved: [{from: a, to: nope}]", "threagile.reviews.yaml:3:23"), ("moved: [{from: a}]", "threagile.reviews.yaml:3:9")],
)
def test_a_move_to_nowhere_is_told(block: str, place: str, threagile: Repo) -> None:
    beside = "threagile.reviews.yaml"
    text = (threagile.root / beside).read_text("utf-8")
    threagile.write({beside: text.replace("reviews:\n", f"{block}\nreviews:\n", 1)})
    assert place in [at for _, at, _ in findings(report(threagile.root)[1])]


def test_a_move_cannot_claim_the_review_of_something_that_is_still_there(threagile: Repo) -> None:
    """The review of one asset, given to another one that takes its place."""
    beside = "threagile.reviews.yaml"
    swapped = THREAGILE.replace("id: web", "id: x").replace("id: db", "id: web").replace("target: db", "target: web")
    text = (threagile.root / beside).read_text("utf-8")
    threagile.write({"threagile.yaml": swapped, beside: text.replace("reviews:\n", "moved: [{from: web, to: x}]\nreviews:\n", 1)})
    subjects = {subject for rule, _, subject in findings(report(threagile.root, "--base", "HEAD")[1]) if rule.startswith("review/")}
    assert {"component/x", "component/web"} <= subjects


def test_a_review_can_still_be_added_after_moves(threagile: Repo) -> None:
    beside = "threagile.reviews.yaml"
    text = (threagile.root / beside).read_text("utf-8")
    threagile.write({beside: text.replace("reviews:\n", "moved: [{from: old, to: db}]\nreviews:\n", 1)})
    done = threatgate(threagile.root, "review", "db", "--by", "eve@example.com", "--as-of", TODAY)
    assert done.code == 0, done.err
    assert "moved: [{from: old, to: db}]\nreviews:\n" in (threagile.root / beside).read_text("utf-8")
