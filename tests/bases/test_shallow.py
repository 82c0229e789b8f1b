"""Clones that lack history: the true base or none, and never the older one that git calls a merge base there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bases.asking import add, checkout, github, pull_request, right, situation, undecided
from tests.repositories import Repo

DEEPEN = "fetch the whole history: `git fetch --unshallow`"
WHY = "the merge base of origin/main and HEAD"


def names(repo: Repo, *revisions: str) -> str:
    return " and ".join(repo.git("rev-parse", revision)[:10] for revision in revisions)


@pytest.fixture
def old_side(repo: Repo) -> Repo:
    """main and topic parted at m2, and both have merged a branch as old as m0 since: m0 looks near, m2 is far."""
    m0 = add(repo, "m0")
    repo.branch("side-a")
    add(repo, "a1")
    repo.branch("side-b", m0)
    add(repo, "b1")
    repo.switch("main")
    add(repo, "m1")
    add(repo, "m2")
    repo.branch("topic")
    for mark in ("p1", "p2", "p3"):
        add(repo, mark)
    repo.merge("side-b")
    repo.switch("main")
    for mark in ("m3", "m4", "m5"):
        add(repo, mark)
    repo.merge("side-a")
    repo.switch("topic")
    return repo


@pytest.mark.parametrize("depth", range(1, 7))
@situation("shallow at depths 1 to 6, an old side branch merged on both sides", says="exit 3: fetch the whole history")
def test_an_older_merge_base_is_never_used(old_side: Repo, tmp_path: Path, depth: int) -> None:
    clone = old_side.clone(tmp_path / "clone", f"--depth={depth}", "--no-single-branch")
    says = f"this clone is shallow, so that the merge base of {names(clone, 'origin/main', 'HEAD')} is not certain"
    undecided(clone, says, DEEPEN, "--base", "origin/main")


def test_git_itself_answers_with_an_older_merge_base(old_side: Repo, tmp_path: Path) -> None:
    """What the rows above are about: were it not so, they would show nothing."""
    truth, wrong = old_side.git("merge-base", "main", "topic"), 0
    for depth in range(1, 7):
        clone = old_side.clone(tmp_path / str(depth), f"--depth={depth}", "--no-single-branch")
        wrong += clone.git("merge-base", "origin/main", "HEAD", fails=True) not in ("", truth)
    assert wrong >= 2


@situation("the same at depth 7, which holds the merge base for certain")
def test_deep_enough_is_as_good_as_whole(old_side: Repo, tmp_path: Path) -> None:
    clone = old_side.clone(tmp_path / "clone", "--depth=7", "--no-single-branch")
    base = old_side.git("merge-base", "main", "topic")
    right(clone, "+p1 +p2 +p3 +b1", "--base", "origin/main", base=base, why=WHY, commits=None if _cut(clone) else 5)


def _cut(repo: Repo) -> bool:
    return repo.git("rev-parse", "--is-shallow-repository") == "true"


@situation("shallow, with all that is needed")
def test_a_shallow_clone_with_the_history_that_counts_is_enough(behind: Repo, tmp_path: Path) -> None:
    behind.switch("main")
    for mark in ("m5", "m6"):
        add(behind, mark)
    behind.branch("later")
    add(behind, "p2")
    behind.switch("main")
    add(behind, "m7")
    behind.switch("later")
    clone = behind.clone(tmp_path / "clone", "--depth=3", "--no-single-branch")
    assert _cut(clone)
    right(clone, "+p2", "--base", "origin/main", base=behind.git("rev-parse", "main~1"), why=WHY)


@situation("shallow clone of one branch alone", says="exit 3: check the name, or fetch it first")
def test_a_clone_of_one_branch_does_not_know_the_other(behind: Repo, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone", "--depth=1")
    hint = "check the name (and that an abbreviated id is long enough), or fetch it first"
    undecided(clone, "this repository has no commit 'origin/main'", hint, "--base", "origin/main")


@situation("full clone made shallow by a fetch", says="exit 3: fetch the whole history")
def test_a_fetch_that_cuts_history_off_is_noticed(behind: Repo, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone")
    right(clone, "+p1", "--base", "origin/main", base=behind.git("rev-parse", "main~2"), why=WHY, commits=1)
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main")
    says = f"this clone is shallow, so that the merge base of {names(clone, 'origin/main', 'HEAD')} is not certain"
    undecided(clone, says, DEEPEN, "--base", "origin/main")
    clone.git("fetch", "--quiet", "--unshallow")
    right(clone, "+p1", "--base", "origin/main", base=behind.git("rev-parse", "main~2"), why=WHY, commits=1)


@situation("shallow, the base named with --exact")
def test_an_exact_base_needs_no_history(behind: Repo, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    base, why = behind.git("rev-parse", "main"), "origin/main, as asked for"
    right(clone, "+p1 -m3 -m4", "--base", "origin/main", "--exact", base=base, why=why)


@pytest.mark.parametrize("depth", [2, 3, 4])
@situation("GitHub: the pull request's own head, shallow", says="exit 3: fetch-depth: 0")
def test_a_head_without_history_is_told_the_depth(behind: Repo, tmp_path: Path, depth: int) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", depth)
    clone.git("fetch", "--quiet", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    env = github(tmp_path, "pull_request", pull_request(behind))
    says = f"this clone is shallow, so that the merge base of {names(clone, 'origin/main', 'HEAD')} is not certain"
    undecided(clone, says, "fetch the whole history: give actions/checkout `with: {fetch-depth: 0}`", env=env)
