"""Which config judges a branch that parted from main before main's config became what it is: main's, as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bases.asking import add, checkout, file, github, propose, pull_request, right, situation, text
from tests.bases.test_github import INTO, PARTED
from tests.bases.test_other_ci import NAMED, merge_request, with_main
from tests.command import findings, inside, report
from tests.repositories import Repo
from tests.runs.test_waivers import CLEARTEXT, MODEL, waiver, waivers
from tests.runs.test_waivers import FILE as WAIVERS

LOOSE = "threatgate: 1\nfail_on: never\n"
STRICT = "threatgate: 1\nfail_on: low\n"
MERGE_BASE = "the merge base of main and HEAD"
CONFIG = ".threatgate.yaml"


@pytest.fixture
def hardened(repo: Repo) -> Repo:
    """topic parted from main while main's config let everything pass; main's is strict now."""
    repo.commit({CONFIG: LOOSE, file("m1"): text("m1")})
    repo.branch("topic")
    add(repo, "p1")
    repo.switch("main")
    repo.commit({CONFIG: STRICT})
    repo.switch("topic")
    return repo


@situation("branch from before main's config became strict", says="true change, judged by main's config of today")
def test_an_old_branch_point_brings_no_old_config(hardened: Repo) -> None:
    right(hardened, "+p1", "--base", "main", base=hardened.git("rev-parse", "main~1"), why=MERGE_BASE, commits=1)


@situation("the same in every kind of pull request", says="true change, judged by main's config of today")
def test_an_old_branch_point_brings_no_old_config_in_ci(hardened: Repo, tmp_path: Path) -> None:
    propose(hardened)
    base = hardened.git("rev-parse", "main~1")
    merge = checkout(hardened, tmp_path / "merge", "refs/pull/1/merge", 2)
    env = github(tmp_path, "pull_request", pull_request(hardened), merge.head)
    right(merge, "+p1", base=hardened.git("rev-parse", "main"), why=INTO, env=env)
    head = checkout(hardened, tmp_path / "head", "refs/pull/1/head")
    right(head, "+p1", base=base, why=PARTED, commits=1, env=env)
    gitlab = with_main(checkout(hardened, tmp_path / "gitlab", "refs/pull/1/head", 2))
    right(gitlab, "+p1", base=base, why=NAMED, env=merge_request(gitlab, base))


@situation(
    "merge into an older commit of main, made by the author", says="true change, judged by main's config of today"
)
def test_a_merge_into_an_older_main_brings_no_old_config(hardened: Repo, tmp_path: Path) -> None:
    event, older = pull_request(hardened), hardened.git("rev-parse", "main~1")
    hardened.branch("forged", older)
    hardened.merge("topic")
    clone = checkout(hardened, tmp_path / "clone", "refs/heads/forged")
    env = github(tmp_path, "pull_request", event, hardened.git("rev-parse", "main"))
    right(clone, "+p1", base=older, why=INTO, commits=2, env=env)


@situation(
    "branch from before the gate that brings a config of its own", says="gate/threshold-raised, judged by main's"
)
def test_a_branch_from_before_the_gate_does_not_introduce_it_again(repo: Repo) -> None:
    repo.commit({"notes.txt": "x"})
    repo.branch("topic")
    repo.commit({CONFIG: LOOSE, file("p1"): text("p1")})
    repo.switch("main")
    repo.commit({CONFIG: STRICT, file("m1"): text("m1")})
    repo.switch("topic")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert code == 1
    assert [(rule, place) for rule, place, _ in findings(said)] == [
        ("gate/threshold-raised", f"{CONFIG}:2:10"),
        ("review/unreviewed-component", f"{file('p1')}:4:3"),
    ]


@situation("branch that changes the config, as main has since", says="gate/threshold-raised")
def test_a_config_that_both_have_changed_is_a_finding(hardened: Repo) -> None:
    hardened.commit({CONFIG: LOOSE + "# mine\n"})
    code, said = report(hardened.root, "--base", "main", by=inside)
    assert code == 1
    assert [rule for rule, _, _ in findings(said)] == ["gate/threshold-raised", "review/unreviewed-component"]


@situation("main's waiver is gone since the branch parted", says="it excuses nothing")
def test_a_waiver_that_main_has_taken_back_excuses_nothing(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, WAIVERS: waivers(waiver())})
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL.replace("authentication: hmac", "authentication: mtls")})
    assert CLEARTEXT in findings(report(repo.root, "--base", "main", by=inside)[1], "waived")
    repo.switch("main")
    repo.commit({WAIVERS: None})
    repo.switch("topic")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert code == 1
    assert CLEARTEXT in findings(said)
    assert not [rule for rule, _, _ in findings(said) if rule.startswith("gate/")], "the branch did nothing to the file"


@situation("main has changed its config, and the branch has not", says="true change, no finding about the config")
def test_a_branch_is_not_blamed_for_what_main_did_to_the_config(repo: Repo) -> None:
    repo.commit({CONFIG: STRICT, file("m1"): text("m1")})
    repo.branch("topic")
    add(repo, "p1")
    repo.switch("main")
    repo.commit({CONFIG: STRICT + "# more\n", ".threatgate-baseline.yaml": "threatgate: 1\nfindings: []\n"})
    repo.switch("topic")
    right(repo, "+p1", "--base", "main", base=repo.git("rev-parse", "main~1"), why=MERGE_BASE, commits=1)
