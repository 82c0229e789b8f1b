"""``--base auto`` in GitLab, Azure Pipelines and Bitbucket, in two at once and in none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bases.asking import add, checkout, drop, github, propose, pull_request, right, situation, undecided
from tests.bases.test_github import forged
from tests.repositories import Repo

DEPTH = 'fetch the whole history: set `GIT_DEPTH: "0"` in the job\'s variables'
AZURE_DEPTH = "fetch the whole history: `- checkout: self` with `fetchDepth: 0`"
NAMED = "the commit that GitLab, merge request names"
RESULT = "what HEAD merges the change into (GitLab, merge request)"
ZEROS = "0" * 40
ANOTHER = "check that one out, or name the base: --base REV"
NEITHER = "check one of the two out, or name the base: --base REV"


def gitlab(clone: Repo, **more: str) -> dict[str, str]:
    """What GitLab sets in every pipeline."""
    return {"GITLAB_CI": "true", "CI_COMMIT_SHA": clone.head, "CI_DEFAULT_BRANCH": "main", **more}


def merge_request(clone: Repo, base: str, **more: str) -> dict[str, str]:
    """What it adds in one for a merge request."""
    merge = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
    return {**gitlab(clone), "CI_COMMIT_BEFORE_SHA": ZEROS, **merge, **more}


def results(source: Repo, clone: Repo, branch: str = "topic") -> dict[str, str]:
    """What it adds in one for merged results."""
    ids = {
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": source.git("rev-parse", branch),
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": source.git("rev-parse", "main"),
    }
    return merge_request(clone, source.git("merge-base", "main", branch), **ids)


@pytest.mark.parametrize("depth", [2, 0])
@situation("GitLab: merge request, branch behind main")
def test_a_merge_request_names_its_base(behind: Repo, tmp_path: Path, depth: int) -> None:
    clone = with_main(checkout(behind, tmp_path / "clone", "refs/pull/1/head", depth))
    base = behind.git("rev-parse", "main~2")
    right(clone, "+p1", base=base, why=NAMED, commits=None if depth else 1, env=merge_request(clone, base))


def with_main(clone: Repo) -> Repo:
    """A clone that knows where main is, though not necessarily where it comes from."""
    if clone.git("rev-parse", "--is-shallow-repository") == "true":
        clone.git("fetch", "--quiet", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    return clone


@situation("GitLab: merge request, clone without the target branch", says="exit 3: the command that fetches it")
def test_a_merge_request_without_its_target_is_told_the_command(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 2)
    base = behind.git("rev-parse", "main~2")
    says = "refs/remotes/origin/main is not in this clone, so there is nothing to compare with"
    command = "git fetch origin +refs/heads/main:refs/remotes/origin/main"
    hint, env = f"fetch the branch: `{command}`", merge_request(clone, base)
    undecided(clone, f"{says} (GitLab, merge request)", hint, env=env)
    clone.git(*command.split()[1:], "--quiet")
    right(clone, "+p1", base=base, why=NAMED, env=env)


@situation("GitLab: merge request, clone without the base", says='exit 3: GIT_DEPTH: "0"')
def test_a_merge_request_without_its_base_is_told_the_depth(behind: Repo, tmp_path: Path) -> None:
    clone = with_main(checkout(behind, tmp_path / "clone", "refs/pull/1/head", 1))
    ends = [behind.git("rev-parse", name)[:10] for name in ("main", "topic")]
    says = f"this clone is shallow, so that the merge base of {ends[0]} and {ends[1]} is not certain"
    undecided(clone, says, DEPTH, env=merge_request(clone, behind.git("rev-parse", "main~2")))


@situation("GitLab: merge request that merged main, full history")
def test_a_merge_request_that_merged_main(caught_up: Repo, tmp_path: Path) -> None:
    clone = checkout(caught_up, tmp_path / "clone", "refs/pull/1/head")
    base = caught_up.git("rev-parse", "main~1")
    why = "the merge base of refs/remotes/origin/main and HEAD (GitLab, merge request)"
    right(clone, "+p1 +p2", base=base, why=why, commits=3, env=merge_request(clone, base))


@situation("GitLab: merge request that merged main, shallow", says='exit 3: GIT_DEPTH: "0"')
def test_a_base_that_need_not_be_the_only_one_is_not_enough(caught_up: Repo, tmp_path: Path) -> None:
    clone = with_main(checkout(caught_up, tmp_path / "clone", "refs/pull/1/head", 2))
    ends = [caught_up.git("rev-parse", name)[:10] for name in ("main", "topic")]
    says = f"this clone is shallow, so that the merge base of {ends[0]} and {ends[1]} is not certain"
    undecided(clone, says, DEPTH, env=merge_request(clone, caught_up.git("rev-parse", "main~1")))


@pytest.mark.parametrize("which", ["main~1", "main^2"])
@situation("GitLab: merge request after criss-cross merges", says="exit 3: choose a base with --exact")
def test_one_of_several_merge_bases_is_not_believed(criss_cross: Repo, tmp_path: Path, which: str) -> None:
    propose(criss_cross)
    clone = checkout(criss_cross, tmp_path / "clone", "refs/pull/1/head")
    several = sorted(criss_cross.git("rev-parse", name)[:10] for name in ("main~1", "main^2"))
    ends = [criss_cross.git("rev-parse", name)[:10] for name in ("main", "topic")]
    says = f"{ends[0]} and {ends[1]} have several merge bases ({', '.join(several)}), so that none of them is the base"
    hint = f"choose the one to compare with: --base {several[0]} --exact"
    undecided(clone, says, hint, env=merge_request(clone, criss_cross.git("rev-parse", which)))


@pytest.mark.parametrize("depth", [2, 0])
@situation("GitLab: merged results")
def test_a_merged_result_is_compared_with_what_it_starts_from(behind: Repo, tmp_path: Path, depth: int) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", depth)
    base, commits = behind.git("rev-parse", "main"), None if depth else 2
    right(clone, "+p1", base=base, why=RESULT, commits=commits, env=results(behind, clone))


@situation("GitLab: merged results after criss-cross merges")
def test_a_merged_result_needs_no_merge_base(criss_cross: Repo, tmp_path: Path) -> None:
    propose(criss_cross)
    clone = checkout(criss_cross, tmp_path / "clone", "refs/pull/1/merge", 2)
    right(clone, "-m2", base=criss_cross.git("rev-parse", "main"), why=RESULT, env=results(criss_cross, clone))


@situation("GitLab: merged results, rebased instead of merged")
def test_a_result_that_is_rebased_is_compared_with_the_target(behind: Repo, tmp_path: Path) -> None:
    behind.branch("rebased", "main")
    behind.git("cherry-pick", "topic")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/rebased")
    main = behind.git("rev-parse", "main")
    why = f"the merge base of {main} and HEAD (GitLab, merge request)"
    right(clone, "+p1", base=main, why=why, commits=1, env=results(behind, clone))


@situation("GitLab: merge train, one merge request before this one")
def test_a_merge_train_is_compared_with_the_one_before(behind: Repo, tmp_path: Path) -> None:
    behind.branch("other", "main~2")
    add(behind, "o1")
    behind.branch("train", "main")
    first = behind.merge("other")
    behind.merge("topic")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/train")
    right(clone, "+p1", base=first, why=RESULT, commits=2, env=results(behind, clone))


@situation("GitLab: merge of the change into a commit of its author", says="exit 3: check that one out")
def test_a_forged_merged_result_is_not_believed(behind: Repo, tmp_path: Path) -> None:
    source, merge = forged(behind)
    clone = checkout(behind, tmp_path / "clone", "refs/heads/forged")
    made = behind.git("rev-parse", "refs/pull/1/merge")
    env = {**results(behind, clone), "CI_COMMIT_SHA": made, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": source}
    says = f"HEAD ({merge[:10]}) is not the commit that this run is about ({made[:10]}: GitLab, merge request)"
    undecided(clone, says, ANOTHER, env=env)


@situation("GitLab: push to the default branch")
def test_a_push_is_compared_with_what_was_there_before(behind: Repo, tmp_path: Path) -> None:
    before = behind.git("rev-parse", "main~1")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 2)
    env = gitlab(clone, CI_COMMIT_BEFORE_SHA=before, CI_COMMIT_REF_NAME="main")
    right(clone, "+m4", base=before, why="the commit that GitLab, push names", env=env)


@situation("GitLab: push to a branch", says="true change of the branch, not of its last push")
def test_a_push_to_a_branch_is_compared_with_main(behind: Repo, tmp_path: Path) -> None:
    before = behind.head
    add(behind, "p2")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = gitlab(clone, CI_COMMIT_BEFORE_SHA=before, CI_COMMIT_REF_NAME="topic")
    why = "the merge base of refs/remotes/origin/main and HEAD (GitLab, push of a branch)"
    right(clone, "+p1 +p2", base=behind.git("rev-parse", "main~2"), why=why, commits=2, env=env)


@situation("GitLab: push of a new branch")
def test_a_new_branch_is_compared_with_main(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = gitlab(clone, CI_COMMIT_BEFORE_SHA=ZEROS, CI_COMMIT_REF_NAME="topic")
    why = "the merge base of refs/remotes/origin/main and HEAD (GitLab, push of a branch)"
    right(clone, "+p1", base=behind.git("rev-parse", "main~2"), why=why, commits=1, env=env)


@situation("GitLab: first push of the default branch", says="true change: all is new")
def test_the_first_push_of_main_is_all_new(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 1)
    env = gitlab(clone, CI_COMMIT_BEFORE_SHA=ZEROS, CI_COMMIT_REF_NAME="main", CI_PIPELINE_SOURCE="push")
    why = "the default branch was pushed for the first time, so everything is new"
    right(clone, "+m1 +m3 +m4", base="", why=why, env=env)


@situation("GitLab: tag that is called like the default branch")
def test_a_tag_is_not_the_default_branch(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = gitlab(clone, CI_COMMIT_BEFORE_SHA=ZEROS, CI_COMMIT_REF_NAME="main", CI_COMMIT_TAG="main")
    why = "the merge base of refs/remotes/origin/main and HEAD (GitLab, push of a branch)"
    right(clone, "+p1", base=behind.git("rev-parse", "main~2"), why=why, commits=1, env=env)


@pytest.mark.parametrize("cause", ["schedule", "web", "api", "trigger"])
@situation("GitLab: scheduled or manual pipeline of the default branch", says="exit 3: run without --base, or name one")
def test_a_scheduled_pipeline_has_no_base(behind: Repo, tmp_path: Path, cause: str) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 1)
    env = gitlab(clone, CI_COMMIT_BEFORE_SHA=ZEROS, CI_COMMIT_REF_NAME="main", CI_PIPELINE_SOURCE=cause)
    says = f"GitLab's pipeline of {cause!r} on the default branch has no base to compare with"
    undecided(clone, says, "run without --base for this pipeline, or name one: --base REV", env=env)


AZURE = "what HEAD merges the change into (Azure Pipelines, pull request)"


def azure(source: Repo, made: str = "") -> dict[str, str]:
    return {
        "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
        "SYSTEM_PULLREQUEST_SOURCECOMMITID": source.git("rev-parse", "topic"),
        "BUILD_SOURCEVERSION": made or source.git("rev-parse", "refs/pull/1/merge"),
    }


@pytest.mark.parametrize("depth", [2, 0])
@situation("Azure: pull request, the merge checked out")
def test_azures_merge_is_compared_with_what_it_starts_from(behind: Repo, tmp_path: Path, depth: int) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", depth)
    commits = None if depth else 2
    right(clone, "+p1", base=behind.git("rev-parse", "main"), why=AZURE, commits=commits, env=azure(behind))


@situation("Azure: pull request, the merge checked out at depth 1", says="exit 3: fetchDepth: 0, or the command")
def test_azures_merge_alone_is_told_the_depth(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 1)
    main = behind.git("rev-parse", "main")
    hint = f"{AZURE_DEPTH}, or run `git fetch --no-tags --depth=1 origin {main}`"
    undecided(clone, f"the base commit {main} is not in this shallow clone", hint, env=azure(behind))


@situation("Azure: pull request, the source checked out")
def test_azures_source_is_compared_with_its_merge_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head")
    why = "the merge base of refs/remotes/origin/main and HEAD (Azure Pipelines, pull request)"
    right(clone, "+p1", base=behind.git("rev-parse", "main~2"), why=why, commits=1, env=azure(behind))


@situation("Azure: pull request, the target checked out", says="exit 3: check the pull request or its merge out")
def test_azure_with_the_target_checked_out_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    says = f"HEAD ({clone.head[:10]}) is neither the commit of the pull request ({behind.head[:10]}) nor a merge of it"
    undecided(clone, says, NEITHER, env=azure(behind))


@situation("Azure: merge of the change into a commit of its author", says="exit 3: check out the merge Azure makes")
def test_a_forged_merge_is_not_believed_in_azure(behind: Repo, tmp_path: Path) -> None:
    env = azure(behind)
    _, merge = forged(behind)
    clone = checkout(behind, tmp_path / "clone", "refs/heads/forged")
    onto = behind.git("rev-parse", "forged~1")[:10]
    says = f"HEAD ({merge[:10]}) merges the change into {onto}, and nothing shows that this is on the target"
    undecided(clone, says, f"check out the merge that Azure Pipelines makes, or {AZURE_DEPTH}", env=env)


def bitbucket(source: Repo, branch: str = "topic", target: str = "") -> dict[str, str]:
    environ = {"BITBUCKET_PR_DESTINATION_BRANCH": "main", "BITBUCKET_COMMIT": source.git("rev-parse", branch)}
    return {**environ, **({"BITBUCKET_PR_DESTINATION_COMMIT": target} if target else {})}


BITBUCKET = "the merge base of refs/remotes/origin/main and HEAD (Bitbucket, pull request)"


@situation("Bitbucket: pull request, the source checked out")
def test_bitbuckets_source_is_compared_with_its_merge_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head")
    base = behind.git("rev-parse", "main~2")
    right(clone, "+p1", base=base, why=BITBUCKET, commits=1, env=bitbucket(behind))


@situation("Bitbucket: pull request, main merged into it by the pipeline")
def test_bitbuckets_own_merge_is_compared_with_main(behind: Repo, tmp_path: Path) -> None:
    env = bitbucket(behind, target=behind.git("rev-parse", "main")[:12])
    behind.merge("main")
    clone = behind.clone(tmp_path / "clone", "--branch=topic", "--single-branch")
    why = f"the merge base of {env['BITBUCKET_PR_DESTINATION_COMMIT']} and HEAD (Bitbucket, pull request)"
    right(clone, "+p1", base=behind.git("rev-parse", "main"), why=why, commits=2, env=env)


@situation("Bitbucket: pull request whose branch is called like the target's short id", says="exit 3: write it in full")
def test_a_branch_called_like_the_target_is_not_the_target(behind: Repo, tmp_path: Path) -> None:
    target = behind.git("rev-parse", "main")[:12]
    env = bitbucket(behind, target=target)
    behind.branch(target)
    behind.merge("refs/heads/main")
    clone = behind.clone(tmp_path / "clone", f"--branch={target}", "--single-branch")
    says = f"'{target}' is a name here and the start of an object's id as well"
    undecided(clone, says, "write the name or the id in full", env=env)


@situation("Bitbucket: shallow clone of the source", says="exit 3: the command that fetches main")
def test_bitbuckets_clone_of_one_branch_is_told_the_command(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 1)
    says = "refs/remotes/origin/main is not in this clone, so there is nothing to compare with"
    hint = "fetch the branch: `git fetch origin +refs/heads/main:refs/remotes/origin/main`"
    undecided(clone, f"{says} (Bitbucket, pull request)", hint, env=bitbucket(behind))


@situation("Bitbucket: pull request, main checked out", says="exit 3: check the pull request or its merge out")
def test_bitbucket_with_main_checked_out_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    says = f"HEAD ({clone.head[:10]}) is neither the commit of the pull request ({behind.head[:10]}) nor a merge of it"
    undecided(clone, says, NEITHER, env=bitbucket(behind))


@situation("variables of two CI systems at once", says="exit 3: name the base, or unset the variables of one")
def test_two_systems_at_once_are_no_answer(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge")
    env = {**github(tmp_path, "pull_request", pull_request(behind), clone.head), **azure(behind)}
    says = "GITHUB_ACTIONS and SYSTEM_PULLREQUEST_TARGETBRANCH are set, and each CI system would compare with"
    hint = "name the base, --base REV, or unset the variables of all but one"
    undecided(clone, f"{says} something else", hint, env=env)


@situation("--base auto outside every known CI system", says="exit 2: name the base")
def test_outside_ci_auto_is_a_wrong_call(behind: Repo) -> None:
    names = "GITHUB_ACTIONS, GITLAB_CI, SYSTEM_PULLREQUEST_TARGETBRANCH, BITBUCKET_PR_DESTINATION_BRANCH"
    says = f"there is no CI system here that says what to compare with (looked for {names})"
    hint = "name the base: --base REV, for example --base origin/main"
    undecided(behind, says, hint, env={"CI": "true"}, code=2)


@situation("GitLab: merge request of a branch that removes models")
def test_a_merge_request_that_removes(behind: Repo, tmp_path: Path) -> None:
    drop(behind, "m1")
    clone = with_main(checkout(behind, tmp_path / "clone", "refs/heads/topic", 3))
    base = behind.git("rev-parse", "main~2")
    right(clone, "+p1 -m1", base=base, why=NAMED, commits=None, env=merge_request(clone, base))
