"""``--staged``: what a commit or a push is about to record, run from git's own hooks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.bases.asking import add, file, right, situation, text, undecided
from tests.command import TODAY, TOOL, findings
from tests.repositories import Repo

STAGED = "the last commit (HEAD), against what is staged"


@pytest.fixture
def hooked(repo: Repo, tmp_path: Path) -> Repo:
    """A repository whose pre-commit hook is the check; its report goes to a file."""
    add(repo, "m1", "m2")
    repo.hook("pre-commit", f"'{TOOL}' check --staged --as-of {TODAY} --format json > '{tmp_path}/report' 2>&1")
    return repo


def said(tmp_path: Path) -> Mapping[str, Any]:
    return json.loads((tmp_path / "report").read_text())  # type: ignore[no-any-return]


def seen(tmp_path: Path) -> tuple[int, list[tuple[str, str]]]:
    """The exit code of the last check by a hook, and its findings: rule and place."""
    last = said(tmp_path)
    assert last["base"]["why"] == STAGED
    return last["exit_code"], [(rule, place) for rule, place, _ in findings(last)]


def new(mark: str) -> tuple[str, str]:
    return "review/unreviewed-component", f"{file(mark)}:4:3"


def gone(mark: str) -> tuple[str, str]:
    return "model/removed", f"{file(mark)}:1:1"


def test_the_hook_refuses_the_commit(hooked: Repo) -> None:
    """Were it not run at all, the rows below would show nothing."""
    before = hooked.head
    hooked.stage({file("p1"): text("p1")})
    hooked.git("commit", "--message", "x", fails=True)
    assert hooked.head == before


@situation("commit hook: what is added")
def test_a_commit_is_judged_by_what_it_adds(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({file("p1"): text("p1")})
    hooked.write({file("p2"): text("p2")})
    hooked.git("commit", "--message", "x", fails=True)
    assert seen(tmp_path) == (1, [new("p1")])


@situation("commit hook: commit -a, whose index is another")
def test_commit_all_is_judged_by_what_it_commits(hooked: Repo, tmp_path: Path) -> None:
    hooked.write({file("m1"): text("m1", "database"), file("m2"): None})
    hooked.git("commit", "--all", "--message", "x", fails=True)
    assert seen(tmp_path) == (1, [new("m1"), gone("m2")])


@situation("commit hook: commit PATH, which leaves the rest of the index out")
def test_commit_of_a_path_is_judged_by_that_path(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({file("p1"): text("p1")})
    hooked.write({file("m1"): text("m1", "database")})
    hooked.git("commit", "--message", "x", "--", file("m1"), fails=True)
    assert seen(tmp_path) == (1, [new("m1")])


@situation("commit hook: partial staging")
def test_what_is_staged_counts_and_not_what_is_on_disk(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({file("m1"): text("m1", "database")})
    hooked.write({file("m1"): text("m1"), file("m2"): text("m2", "database")})
    hooked.git("commit", "--message", "x", fails=True)
    assert seen(tmp_path) == (1, [new("m1")])


@situation("commit hook: commit --amend", says="true change: what amending adds")
def test_amending_is_judged_by_what_it_adds(hooked: Repo, tmp_path: Path) -> None:
    add(hooked, "p1")
    hooked.stage({file("p2"): text("p2")})
    hooked.git("commit", "--amend", "--no-edit", fails=True)
    assert seen(tmp_path) == (1, [new("p2")])


@situation("commit hook: a commit that only deletes")
def test_a_commit_that_only_deletes_is_judged(hooked: Repo, tmp_path: Path) -> None:
    hooked.git("rm", "--quiet", file("m1"))
    hooked.git("commit", "--message", "x", fails=True)
    assert seen(tmp_path) == (1, [gone("m1")])


@situation("commit hook: in a linked work tree, commit -a")
def test_a_linked_work_tree_has_an_index_of_its_own(hooked: Repo, tmp_path: Path) -> None:
    linked = hooked.worktree(tmp_path / "linked", "other")
    hooked.stage({file("p1"): text("p1")})
    linked.write({file("m1"): text("m1", "database")})
    linked.git("commit", "--all", "--message", "x", fails=True)
    assert seen(tmp_path) == (1, [new("m1")])


@situation("commit hook: from a folder inside")
def test_a_hook_runs_at_the_top(hooked: Repo, tmp_path: Path) -> None:
    hooked.stage({f"deep/{file('p1')}": text("p1")})
    Repo(hooked.root / "deep").git("commit", "--message", "x", fails=True)
    assert seen(tmp_path) == (1, [("review/unreviewed-component", f"deep/{file('p1')}:4:3")])


@situation("commit hook: the first commit of all", says="true change: all is new")
def test_the_first_commit_is_all_new(repo: Repo) -> None:
    repo.stage({file("p1"): text("p1")})
    right(repo, "+p1", "--staged", base="", why="there is no commit yet, so everything is new")


@situation("commit hook: nothing staged")
def test_an_index_like_the_last_commit_brings_nothing(behind: Repo) -> None:
    behind.write({file("m1"): None})
    right(behind, "", "--staged", base=behind.head, why=STAGED)


def conflict(repo: Repo) -> None:
    """Merge main into topic; both have changed m1."""
    for name, kind in (("main", "database"), ("topic", "web-app")):
        repo.switch(name)
        repo.commit({file("m1"): text("m1", kind)})
    repo.git("merge", "main", fails=True)


@situation("commit hook: an unresolved merge conflict", says="exit 3: resolve it, then `git add` it")
def test_a_conflict_is_no_model(behind: Repo) -> None:
    conflict(behind)
    from tests.command import inside, report

    code, found = report(behind.root, "--staged", by=inside)
    assert code == 3
    assert [(one["location"]["path"], one["message"], one["hint"]) for one in found["failures"]] == [
        (file("m1"), "it has an unresolved merge conflict", "resolve it, then `git add` it")
    ]


@situation("commit hook: a merge conflict, resolved to something new")
def test_a_resolved_conflict_is_judged_by_its_resolution(behind: Repo) -> None:
    conflict(behind)
    behind.stage({file("m1"): text("m1", "cache")})
    right(behind, "~m1 +m3 +m4", "--staged", base=behind.head, why=STAGED)


@situation("push hook: pre-commit's FROM and TO")
def test_a_push_is_compared_from_where_it_parted(behind: Repo) -> None:
    env = {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "topic"}
    base, why = behind.git("rev-parse", "main~2"), "the merge base of main and topic, as pre-commit asks"
    behind.switch("main")
    behind.stage({file("x1"): text("x1")})
    right(behind, "+p1", "--staged", base=base, why=why, commits=1, env=env)


@situation("push hook: a FROM that is not here", says="exit 3: check the name, or fetch it first")
def test_a_push_from_an_unknown_commit_is_no_pass(behind: Repo) -> None:
    env = {"PRE_COMMIT_FROM_REF": "0" * 40, "PRE_COMMIT_TO_REF": "topic"}
    hint = "check the name (and that an abbreviated id is long enough), or fetch it first"
    undecided(behind, f"this repository has no commit '{'0' * 40}'", hint, "--staged", env=env)


@pytest.mark.parametrize("name", ["PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"])
@situation("push hook: only one of FROM and TO", says="exit 3: set both, or neither")
def test_half_of_a_push_is_not_taken_for_a_commit(behind: Repo, name: str) -> None:
    says = "of PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF only one is set"
    undecided(behind, says, "set both, or neither", "--staged", env={name: "main"})
