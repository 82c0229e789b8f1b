"""What the head is compared with, on real repositories; in doubt there is an error and never an empty comparison."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from checker.core.errors import CheckError, GitError, UsageError
from checker.core.report import Base
from checker.documents import ci
from checker.documents.base import Comparison, compare_ci, compare_hook, compare_with, resolve_base
from checker.documents.changed import changed_paths
from checker.documents.git import Repository
from checker.documents.history import count, merge_base
from tests.repositories import Repo, new_repo


def compare(repo: Repo, revision: str, exact: bool = False) -> tuple[Comparison, set[str]]:
    with Repository(repo.root) as repository:
        found = compare_with(repository, revision, exact)
        return found, set(changed_paths(repository, found.base_tree, found.head_tree))


def in_ci(repo: Repo, environ: Mapping[str, str]) -> tuple[Base, set[str]]:
    with Repository(repo.root) as repository:
        found = compare_ci(repository, environ)
        assert found.base_tree.revision == found.base.revision
        assert found.head_tree.revision == repo.head
        return found.base, set(changed_paths(repository, found.base_tree, found.head_tree))


def ci_error(repo: Repo, environ: Mapping[str, str]) -> CheckError:
    with Repository(repo.root) as repository, pytest.raises(GitError) as raised:
        compare_ci(repository, environ)
    assert raised.value.exit_code == 3
    assert raised.value.hint
    return raised.value


def github(tmp_path: Path, name: str, event: object) -> dict[str, str]:
    """The environment of a GitHub workflow."""
    file = tmp_path / "event.json"
    file.write_text(event if isinstance(event, str) else json.dumps(event))
    return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file)}


def pull_request(head: str, base: str, branch: str = "main") -> dict[str, object]:
    return {"pull_request": {"head": {"sha": head}, "base": {"sha": base, "ref": branch}}}


def checkout(repo: Repo, to: Path, ref: str, depth: int) -> Repo:
    """One ref of a repository as actions/checkout gets it; depth 0 is everything, every branch included."""
    clone = new_repo(to)
    clone.git("remote", "add", "origin", repo.root.as_uri())
    refs = ["+refs/heads/*:refs/remotes/origin/*"] if depth == 0 else []
    deep = [f"--depth={depth}"] if depth else []
    clone.git("fetch", "--quiet", "--no-tags", *deep, "origin", f"+{ref}:refs/remotes/pull", *refs)
    clone.switch("refs/remotes/pull")
    return clone


@pytest.fixture
def behind(repo: Repo) -> Repo:
    """A branch (one change: p1) that main has left behind; its merge with main is at refs/pull/1/merge."""
    repo.commit({"m1": "", "m2": ""})
    repo.branch("topic")
    repo.commit({"p1": ""})
    repo.switch("main")
    repo.commit({"m3": ""})
    repo.commit({"m4": ""})
    return with_merge(repo)


@pytest.fixture
def caught_up(repo: Repo) -> Repo:
    """A branch (two changes: p1, p2) that has merged main between them; main has gone on by m4."""
    repo.commit({"m1": "", "m2": ""})
    repo.branch("topic")
    repo.commit({"p1": ""})
    repo.switch("main")
    repo.commit({"m3": ""})
    repo.switch("topic")
    repo.merge("main")
    repo.commit({"p2": ""})
    repo.switch("main")
    repo.commit({"m4": ""})
    return with_merge(repo)


def with_merge(repo: Repo) -> Repo:
    repo.switch(repo.git("rev-parse", "main"))
    repo.merge("topic")
    repo.git("update-ref", "refs/pull/1/merge", "HEAD")
    repo.git("update-ref", "refs/pull/1/head", "topic")
    repo.switch("topic")
    return repo


# A revision


def test_a_branch_behind_main_shows_only_its_own_change(behind: Repo) -> None:
    found, changed = compare(behind, "main")
    assert changed == {"p1"}
    assert found.base == Base(behind.git("rev-parse", "main~2"), "the merge base of main and HEAD", 1)
    assert found.head_tree.label == "work tree"


def test_a_branch_that_merged_main_shows_only_its_own_changes(caught_up: Repo) -> None:
    found, changed = compare(caught_up, "main")
    assert changed == {"p1", "p2"}
    assert found.base.commits == 3


def test_exact_compares_with_the_revision_itself(behind: Repo) -> None:
    found, changed = compare(behind, "main", exact=True)
    assert changed == {"p1", "m3", "m4"}
    assert found.base == Base(behind.git("rev-parse", "main"), "main, as asked for", 1)


def test_what_is_not_committed_yet_belongs_to_the_head(behind: Repo) -> None:
    behind.write({"new": "", "p1": "changed", "m1": None})
    assert compare(behind, "main")[1] == {"p1", "new", "m1"}


def test_a_detached_head_is_compared_like_any_other(behind: Repo) -> None:
    behind.switch(behind.head)
    assert compare(behind, "main")[1] == {"p1"}


def test_a_linked_work_tree_is_compared_with_its_own_head(behind: Repo, tmp_path: Path) -> None:
    linked = behind.worktree(tmp_path / "linked", "other")
    linked.commit({"q": ""})
    assert compare(linked, "main")[1] == {"p1", "q"}
    assert compare(linked, "topic")[1] == {"q"}
    assert compare(behind, "main")[1] == {"p1"}


def test_the_head_itself_as_base_leaves_what_is_not_committed(behind: Repo) -> None:
    behind.write({"new": ""})
    found, changed = compare(behind, "HEAD")
    assert changed == {"new"}
    assert found.base.commits == 0


def test_an_unknown_base_is_an_error(behind: Repo) -> None:
    with pytest.raises(GitError, match="no commit 'origin/main'"):
        compare(behind, "origin/main")


def test_a_base_before_the_first_commit_is_an_error(repo: Repo) -> None:
    with pytest.raises(GitError, match="there is no commit yet"):
        compare(repo, "HEAD")


def test_unrelated_histories_are_an_error_unless_the_base_is_exact(repo: Repo) -> None:
    repo.commit({"a": ""})
    repo.git("checkout", "--quiet", "--orphan", "other")
    repo.commit({"b": ""})
    with pytest.raises(GitError, match="have no commit in common") as raised:
        compare(repo, "main")
    assert raised.value.hint == "to compare with a commit all the same, name it: --base REV --exact"
    assert compare(repo, "main", exact=True)[1] == {"b"}


def test_several_merge_bases_are_an_error_unless_the_base_is_exact(repo: Repo) -> None:
    repo.commit({"a": ""})
    repo.branch("topic")
    one = repo.commit({"p": ""})
    repo.switch("main")
    two = repo.commit({"m": ""})
    repo.merge("topic")
    repo.switch("topic")
    repo.merge(two)
    with pytest.raises(GitError, match="have several merge bases") as raised:
        compare(repo, "main")
    assert all(id[:10] in raised.value.message for id in (one, two))
    assert f"--base {min(one, two)[:10]} --exact" in raised.value.hint
    assert compare(repo, two, exact=True)[1] == {"p"}


def test_a_spec_is_auto_or_a_revision(behind: Repo) -> None:
    with Repository(behind.root) as repository:
        assert resolve_base(repository, "main", {}).base.why == "the merge base of main and HEAD"
        assert resolve_base(repository, "main", {}, exact=True).base.why == "main, as asked for"
        with pytest.raises(UsageError):
            resolve_base(repository, "auto", {})


# Shallow clones


def old_side_branches(repo: Repo) -> str:
    """main and topic parted at m2, and both merged a branch as old as m0 since: m0 is near, m2 is far. Returns m2."""
    m0 = repo.commit({"m0": ""})
    repo.branch("side-a")
    repo.commit({"a": ""})
    repo.branch("side-b", m0)
    repo.commit({"b": ""})
    repo.switch("main")
    repo.commit({"m1": ""})
    m2 = repo.commit({"m2": ""})
    repo.branch("topic")
    for number in range(3):
        repo.commit({f"p{number}": ""})
    repo.merge("side-b")
    repo.switch("main")
    for number in range(3, 6):
        repo.commit({f"m{number}": ""})
    repo.merge("side-a")
    return m2


def test_a_shallow_clone_never_answers_with_an_older_merge_base(repo: Repo, tmp_path: Path) -> None:
    truth = old_side_branches(repo)
    wrong = 0
    for depth in range(1, 8):
        clone = repo.clone(tmp_path / str(depth), f"--depth={depth}", "--no-single-branch")
        ends = [clone.git("rev-parse", f"origin/{name}") for name in ("main", "topic")]
        wrong += clone.git("merge-base", *ends, fails=True) not in ("", truth)
        with Repository(clone.root) as repository:
            if depth == 7:
                assert merge_base(repository, *ends) == truth
            else:
                with pytest.raises(GitError, match="this clone is shallow") as raised:
                    merge_base(repository, *ends)
                assert raised.value.hint == "fetch the whole history: `git fetch --unshallow`"
    assert wrong >= 2, "git itself answers wrongly here, or this test shows nothing"


def test_a_shallow_clone_that_holds_the_merge_base_for_certain_is_good_enough(repo: Repo, tmp_path: Path) -> None:
    for number in range(5):
        repo.commit({f"m{number}": ""})
    repo.branch("topic")
    repo.commit({"p1": ""})
    repo.switch("main")
    repo.commit({"m5": ""})
    repo.switch("topic")
    clone = repo.clone(tmp_path / "clone", "--depth=3", "--no-single-branch")
    assert clone.git("rev-parse", "--is-shallow-repository") == "true"
    found, changed = compare(clone, "origin/main")
    assert (found.base.revision, changed) == (repo.git("rev-parse", "main~1"), {"p1"})


def test_a_full_clone_made_shallow_by_a_fetch_is_noticed(behind: Repo, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone")
    assert compare(clone, "origin/main")[1] == {"p1"}
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main")
    with pytest.raises(GitError, match="this clone is shallow"):
        compare(clone, "origin/main")


def test_an_answer_from_any_shallow_clone_is_the_true_one(repo: Repo, tmp_path: Path) -> None:
    chance, answers, refusals = random.Random(7), 0, 0
    for number in range(40):
        source = new_repo(tmp_path / f"source{number}")
        history = b""
        for commit in range(1, 15):
            parents = chance.sample(range(1, commit), min(commit - 1, chance.choice((1, 1, 2))))
            kinds = ("from", "merge")
            lines = "".join(f"{kind} :{parent}\n" for kind, parent in zip(kinds, parents, strict=False))
            date = f"{1_700_000_000 + chance.randrange(1000)} +0000"
            history += (
                f"commit refs/heads/b{commit}\nmark :{commit}\ncommitter D <d@e> {date}\ndata 0\n{lines}\n".encode()
            )
        source.git("fast-import", "--quiet", "--force", input=history)
        source.git("symbolic-ref", "HEAD", "refs/heads/b14")
        names, depth = chance.sample(range(8, 15), 2), chance.randrange(2, 6)
        ids = [source.git("rev-parse", f"b{name}") for name in names]
        truth = source.git("merge-base", "--all", *ids, fails=True).split()
        clone = new_repo(tmp_path / f"clone{number}")
        clone.git("fetch", "--quiet", f"--depth={depth}", source.root.as_uri(), *(f"b{name}:b{name}" for name in names))
        with Repository(clone.root) as repository:
            try:
                assert [merge_base(repository, *ids)] == truth
                answers += 1
            except GitError:
                refusals += 1
    assert answers >= 5 and refusals >= 5, (answers, refusals)


def test_a_shallow_clone_cannot_count(behind: Repo, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone", "--depth=1")
    with Repository(clone.root) as repository:
        assert count(repository, clone.head, clone.head) is None


# GitHub


def test_a_pull_request_is_compared_with_what_its_merge_starts_from(behind: Repo, tmp_path: Path) -> None:
    environ = github(tmp_path, "pull_request", pull_request(behind.head, behind.git("rev-parse", "main~2")))
    for depth in (2, 3, 0):
        clone = checkout(behind, tmp_path / str(depth), "refs/pull/1/merge", depth)
        base, changed = in_ci(clone, {**environ, "GITHUB_SHA": clone.head})
        assert changed == {"p1"}
        assert base.revision == behind.git("rev-parse", "main")
        assert base.why == "what HEAD merges the change into (GitHub, pull_request)"
        assert base.commits == (2 if depth == 0 else None)


def test_a_pull_request_that_merged_main_is_not_confused(caught_up: Repo, tmp_path: Path) -> None:
    clone = checkout(caught_up, tmp_path / "clone", "refs/pull/1/merge", 2)
    environ = github(tmp_path, "pull_request", pull_request(caught_up.head, caught_up.git("rev-parse", "main")))
    assert in_ci(clone, environ)[1] == {"p1", "p2"}


def test_a_pull_request_at_depth_one_says_how_to_get_the_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 1)
    main = behind.git("rev-parse", "main")
    environ = github(tmp_path, "pull_request", pull_request(behind.head, main))
    error = ci_error(clone, environ)
    command = f"git fetch --no-tags --depth=1 origin {main}"
    assert error.message == f"the base commit {main} is not in this shallow clone"
    assert error.hint == f"give actions/checkout `with: {{fetch-depth: 2}}`, or run `{command}`"
    behind.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone.git(*command.split()[1:])
    assert in_ci(clone, environ)[1] == {"p1"}, "the command of the hint has to work"


def test_a_pull_requests_own_head_is_compared_with_its_merge_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 0)
    environ = github(tmp_path, "pull_request", pull_request(behind.head, "1" * 40))
    base, changed = in_ci(clone, environ)
    assert changed == {"p1"}
    assert base.why == "the merge base of refs/remotes/origin/main and HEAD (GitHub, pull_request)"


def test_a_pull_requests_own_head_in_a_shallow_clone_is_an_error(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 1)
    error = ci_error(
        clone, github(tmp_path, "pull_request", pull_request(behind.head, behind.git("rev-parse", "main")))
    )
    assert "fetch-depth: 0" in error.hint
    clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    error = ci_error(
        clone, github(tmp_path, "pull_request", pull_request(behind.head, behind.git("rev-parse", "main")))
    )
    assert "this clone is shallow" in error.message
    assert "fetch-depth: 0" in error.hint


def test_a_pull_request_event_on_the_base_branch_is_not_an_empty_comparison(behind: Repo, tmp_path: Path) -> None:
    """What pull_request_target checks out unless told otherwise: the change is not even there."""
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 0)
    environ = github(tmp_path, "pull_request_target", pull_request(behind.head, behind.git("rev-parse", "main")))
    assert "is neither the commit of the pull request" in ci_error(clone, environ).message


def test_a_merge_of_something_else_is_not_taken_for_the_pull_requests(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 0)
    environ = github(tmp_path, "pull_request", pull_request("a" * 40, behind.git("rev-parse", "main")))
    assert "is neither the commit of the pull request (aaaaaaaaaa)" in ci_error(clone, environ).message


def test_a_merge_queue_names_its_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 2)
    main = behind.git("rev-parse", "main")
    base, changed = in_ci(clone, github(tmp_path, "merge_group", {"merge_group": {"base_sha": main}}))
    assert (base.revision, base.why, changed) == (main, "the commit that GitHub, merge_group names", {"p1"})


def push(before: str, ref: str = "refs/heads/topic") -> dict[str, object]:
    return {"before": before, "ref": ref, "repository": {"default_branch": "main"}}


def test_a_push_is_compared_with_what_was_there_before(behind: Repo, tmp_path: Path) -> None:
    behind.switch("main")
    before = behind.head
    behind.commit({"m5": ""})
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 2)
    assert in_ci(clone, github(tmp_path, "push", push(before, "refs/heads/main")))[1] == {"m5"}


def test_a_forced_push_that_lost_the_commit_before_is_an_error(behind: Repo, tmp_path: Path) -> None:
    behind.switch("main")
    before = behind.head
    behind.git("reset", "--quiet", "--hard", "HEAD~1")
    behind.commit({"p9": ""})
    behind.git("update-ref", "-d", "refs/pull/1/merge")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 0)
    error = ci_error(clone, github(tmp_path, "push", push(before, "refs/heads/main")))
    assert error.message == f"{before} is not in this clone, so there is nothing to compare with (GitHub, push)"
    assert f"git fetch --no-tags --depth=1 origin {before}" in error.hint
    assert "--base REV" in error.hint


def test_a_pushed_new_branch_is_compared_with_the_default_branch(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic", 0)
    base, changed = in_ci(clone, github(tmp_path, "push", push("0" * 40)))
    assert changed == {"p1"}
    assert base.why == "the merge base of refs/remotes/origin/main and HEAD (GitHub, push of a branch)"


def test_a_pushed_new_branch_without_the_default_branch_says_what_to_fetch(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic", 1)
    error = ci_error(clone, github(tmp_path, "push", push("0" * 40)))
    assert error.hint == "fetch the branch: `git fetch origin +refs/heads/main:refs/remotes/origin/main`"


def test_the_first_push_of_the_default_branch_has_an_empty_base(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a": ""})
    base, changed = in_ci(repo, github(tmp_path, "push", push("0" * 40, "refs/heads/main")))
    assert base == Base("", "the default branch was pushed for the first time, so everything is new")
    assert changed == {"a"}


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", "release"])
def test_an_event_without_a_base_is_an_error(repo: Repo, tmp_path: Path, name: str) -> None:
    repo.commit({"a": ""})
    error = ci_error(repo, github(tmp_path, name, {"repository": {"default_branch": "main"}}))
    assert error.message == f"GitHub's event {name!r} has no base to compare with"
    assert error.hint == "run without --base for this event, or name one: --base REV"


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("\ud800", "is not JSON"),
        ("[]", "says no before"),
        ("null", "says no before"),
        ('{"before": 7}', "says no before"),
        ('{"before": "--output=x"}', "says no ref"),
        ('{"pull_request": {}}', "says no pull_request.base.ref"),
        ('{"pull_request": {"base": {"ref": "main", "sha": ""}}}', "says no pull_request.base.sha"),
        ('{"merge_group": {"base_sha": ["x"]}}', "says no merge_group.base_sha"),
        ('{"merge_group": {"base_sha": "--output=x"}}', "cannot be a revision"),
    ],
)
def test_a_bad_event_file_is_an_error(repo: Repo, tmp_path: Path, event: str, message: str) -> None:
    repo.commit({"a": ""})
    environ = github(tmp_path, "push", "{}")
    Path(environ["GITHUB_EVENT_PATH"]).write_bytes(event.encode("utf-8", "surrogatepass"))
    with Repository(repo.root) as repository, pytest.raises(GitError, match=message):
        compare_ci(repository, environ)


def test_an_event_file_that_is_missing_is_an_error(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a": ""})
    environ = github(tmp_path, "push", "{}")
    Path(environ["GITHUB_EVENT_PATH"]).unlink()
    assert ci_error(repo, environ).message == "GitHub's event file cannot be read: No such file or directory"
    assert "cannot be read" in ci_error(repo, {"GITHUB_ACTIONS": "true"}).message


def test_a_huge_event_file_is_not_read(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"a": ""})
    monkeypatch.setattr(ci, "_EVENT_BYTES", 1000)
    environ = github(tmp_path, "push", {"before": "x" * 1000})
    assert ci_error(repo, environ).message == "GitHub's event file has more than 1,000 bytes"


# Other CI systems


def test_a_gitlab_merge_request_names_its_base(behind: Repo, tmp_path: Path) -> None:
    base_id = behind.git("merge-base", "main", "topic")
    environ = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base_id}
    environ["CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] = "main"
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 0)
    base, changed = in_ci(clone, environ)
    assert (base.revision, changed) == (base_id, {"p1"})
    assert base.why == "the commit that GitLab, merge request names"
    shallow = checkout(behind, tmp_path / "shallow", "refs/pull/1/head", 1)
    assert ci_error(shallow, environ).hint.startswith("fetch the branch: `git fetch origin +refs/heads/main:")


def test_a_gitlab_merged_result_is_compared_with_what_it_starts_from(behind: Repo, tmp_path: Path) -> None:
    environ = {
        "GITLAB_CI": "true",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": behind.git("merge-base", "main", "topic"),
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": behind.head,
    }
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 0)
    assert in_ci(clone, {**environ, "CI_COMMIT_SHA": clone.head})[1] == {"p1"}


def test_a_gitlab_push_is_compared_with_what_was_there_before(behind: Repo) -> None:
    behind.switch("main")
    environ = {"GITLAB_CI": "true", "CI_COMMIT_BEFORE_SHA": behind.git("rev-parse", "HEAD~1")}
    environ |= {"CI_COMMIT_REF_NAME": "main", "CI_DEFAULT_BRANCH": "main"}
    assert in_ci(behind, environ)[1] == {"m4"}


@pytest.mark.parametrize("ref", ["refs/pull/1/head", "refs/pull/1/merge"])
@pytest.mark.parametrize("source", [False, True])
def test_an_azure_pull_request_goes_into_its_target_branch(
    behind: Repo, tmp_path: Path, ref: str, source: bool
) -> None:
    environ = {"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}
    if source:
        environ["SYSTEM_PULLREQUEST_SOURCECOMMITID"] = behind.head
    clone = checkout(behind, tmp_path / "clone", ref, 0)
    assert in_ci(clone, environ)[1] == {"p1"}
    shallow = checkout(behind, tmp_path / "shallow", "refs/pull/1/head", 1)
    assert "refs/remotes/origin/main" in ci_error(shallow, environ).message


def test_a_bitbucket_pull_request_goes_into_its_destination_branch(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 0)
    assert in_ci(clone, {"BITBUCKET_PR_DESTINATION_BRANCH": "main"})[1] == {"p1"}


def test_a_branch_name_that_is_an_option_is_refused(behind: Repo, tmp_path: Path) -> None:
    for branch in ("main\n", "main --output=x", "a:b", ""):
        with Repository(behind.root) as repository, pytest.raises(CheckError):
            compare_ci(repository, {"BITBUCKET_PR_DESTINATION_BRANCH": branch})


def test_outside_ci_auto_says_what_it_looked_for(behind: Repo) -> None:
    with Repository(behind.root) as repository, pytest.raises(UsageError) as raised:
        compare_ci(repository, {"CI": "true"})
    assert raised.value.exit_code == 2
    for name in ("GITHUB_ACTIONS", "GITLAB_CI", "SYSTEM_PULLREQUEST_TARGETBRANCH", "BITBUCKET_PR_DESTINATION_BRANCH"):
        assert name in raised.value.message
    assert raised.value.hint == "name the base: --base REV, for example --base origin/main"


# Hooks


def test_a_hook_compares_head_with_the_index(behind: Repo) -> None:
    behind.stage({"staged": ""})
    behind.write({"untracked": ""})
    with Repository(behind.root) as repository:
        found = compare_hook(repository, {})
        assert changed_paths(repository, found.base_tree, found.head_tree) == {"staged"}
    assert found.base == Base(behind.head, "the last commit (HEAD), against what is staged")


def test_the_first_commit_is_compared_with_nothing(repo: Repo) -> None:
    repo.stage({"a": ""})
    with Repository(repo.root) as repository:
        found = compare_hook(repository, {})
        assert changed_paths(repository, found.base_tree, found.head_tree) == {"a"}
    assert found.base == Base("", "there is no commit yet, so everything is new")


def test_a_push_hook_compares_commits_whatever_is_checked_out(behind: Repo) -> None:
    environ = {"PRE_COMMIT_FROM_REF": "main", "PRE_COMMIT_TO_REF": "topic"}
    behind.switch("main")
    behind.stage({"staged": ""})
    with Repository(behind.root) as repository:
        found = compare_hook(repository, environ)
        assert changed_paths(repository, found.base_tree, found.head_tree) == {"p1"}
    assert found.head_tree.revision == behind.git("rev-parse", "topic")
    assert found.base.why == "the merge base of main and topic, as pre-commit asks"
    assert found.base.commits == 1


def test_a_push_hook_with_an_unknown_ref_is_an_error(behind: Repo) -> None:
    environ = {"PRE_COMMIT_FROM_REF": "0" * 40, "PRE_COMMIT_TO_REF": "topic"}
    with Repository(behind.root) as repository, pytest.raises(GitError, match="no commit"):
        compare_hook(repository, environ)


def test_the_index_that_git_names_is_the_one_that_is_read(behind: Repo, tmp_path: Path) -> None:
    other = tmp_path / "index"
    behind.git("read-tree", "HEAD", env={"GIT_INDEX_FILE": str(other)})
    behind.write({"only-there": ""})
    behind.git("add", "only-there", env={"GIT_INDEX_FILE": str(other)})
    with Repository(behind.root) as repository:
        assert compare_hook(repository, {"GIT_INDEX_FILE": str(other)}).head_tree.exists("only-there")
        assert not compare_hook(repository, {}).head_tree.exists("only-there")
    with Repository(behind.root, index_file=str(other)) as repository:
        assert repository.index().exists("only-there")
