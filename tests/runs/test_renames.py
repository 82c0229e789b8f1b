"""A rename: what must stand in the model for the next run to know of it."""

from __future__ import annotations

import pytest

from tests.command import TODAY, findings, report, threatgate
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
