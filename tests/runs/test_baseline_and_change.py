"""What a baseline does not excuse: the review gate on what a change touches."""

from __future__ import annotations

import json

import pytest

from tests.command import TODAY, findings, report, threatgate
from tests.repositories import Repo
from tests.runs.test_pull_requests import MODEL


@pytest.fixture
def legacy(repo: Repo) -> Repo:
    """A model that nobody has reviewed, and the baseline that says so."""
    repo.commit({"threatmodel.yaml": MODEL})
    assert threatgate(repo.root, "baseline", "write", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="write the baseline")
    return repo


def test_what_a_change_touches_needs_a_review_although_the_baseline_lists_it_as_unreviewed(legacy: Repo) -> None:
    legacy.write({"threatmodel.yaml": MODEL.replace("processes: [orders]", "authority: [issue-refunds]")})
    code, said = report(legacy.root, "--base", "HEAD")
    assert (code, findings(said)) == (
        1,
        [("review/unreviewed-component", "threatmodel.yaml:15:3", "component/api")],
    )
    assert ("review/unreviewed-component", "threatmodel.yaml:11:3", "component/web") in findings(said, "known")
    assert threatgate(legacy.root, "review", "--changed", "--base", "HEAD", "--by", "dana", "--as-of", TODAY).code == 0
    assert report(legacy.root, "--base", "HEAD")[0] == 0


def test_the_change_that_introduces_the_gate_may_bring_its_baseline(repo: Repo) -> None:
    repo.commit({"README.md": "hello"})
    repo.write({"threatmodel.yaml": MODEL})
    assert threatgate(repo.root, "baseline", "write", "--as-of", TODAY).code == 0
    assert report(repo.root, "--base", "HEAD")[0] == 0


def test_nothing_of_a_model_that_a_change_adds_is_older_debt(legacy: Repo) -> None:
    second = MODEL.replace("id: shop", "id: bank, ai: true")
    legacy.write({"bank.threatmodel.yaml": second})
    code, said = report(legacy.root, "--base", "HEAD")
    assert code == 1
    assert ("review/unreviewed-system", "bank.threatmodel.yaml:2:1", "system/bank") in findings(said)
    assert not [place for _, place, _ in findings(said, "known") if place.startswith("bank.")]
    signed = threatgate(legacy.root, "review", "--changed", "--base", "HEAD", "--by", "dana", "--as-of", TODAY)
    assert "bank  1:" in signed.out
    assert report(legacy.root, "--base", "HEAD")[0] == 0


def test_no_waiver_excuses_the_review_of_what_a_change_touches(repo: Repo) -> None:
    waiver = {
        "id": "w-1",
        "rule": "review/unreviewed-component",
        "on": "api",
        "owner": "team-shop",
        "reason": {"category": "planned-fix", "text": "to be reviewed in December"},
        "approved_by": "dana@example.com",
        "created": "2026-11-01",
        "expires": "2026-12-31",
    }
    waivers = json.dumps({"threatgate": 1, "waivers": [waiver]})
    repo.commit({"threatmodel.yaml": MODEL, ".threatgate-waivers.yaml": waivers})
    api = ("review/unreviewed-component", "threatmodel.yaml:15:3", "component/api")
    assert api in findings(report(repo.root)[1], "waived")
    repo.write({"threatmodel.yaml": MODEL.replace("processes: [orders]", "authority: [issue-refunds]")})
    assert findings(report(repo.root, "--base", "HEAD")[1]) == [api]
