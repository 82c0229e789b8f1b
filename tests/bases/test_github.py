"""``--base auto`` in a GitHub workflow: what each event and each kind of checkout is compared with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bases.asking import add, checkout, drop, edit, github, propose, pull_request, right, situation, undecided
from tests.command import findings, inside, report
from tests.repositories import Repo

WHOLE = "fetch the whole history: give actions/checkout `with: {fetch-depth: 0}`"
INTO = "what HEAD merges the change into (GitHub, pull_request)"
PARTED = "the merge base of refs/remotes/origin/main and HEAD (GitHub, pull_request)"
NEITHER = "check one of the two out, or name the base: --base REV"
NOTHING = "name the base: --base REV"


@pytest.mark.parametrize(("depth", "commits"), [(2, None), (3, None), (0, 2)], ids=["depth-2", "depth-3", "full"])
@situation("GitHub: merge ref at depth 2, 3 and full")
def test_the_merge_ref_is_compared_with_what_it_starts_from(
    behind: Repo, tmp_path: Path, depth: int, commits: int | None
) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", depth)
    env = github(tmp_path, "pull_request", pull_request(behind), clone.head)
    right(clone, "+p1", base=behind.git("rev-parse", "main"), why=INTO, commits=commits, env=env)


@situation("GitHub: merge ref at depth 1", says="exit 3: fetch-depth: 2, or the command that fetches the base")
def test_the_merge_ref_alone_is_told_the_depth(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 1)
    env, main = github(tmp_path, "pull_request", pull_request(behind), clone.head), behind.git("rev-parse", "main")
    command = f"git fetch --no-tags --depth=1 origin {main}"
    says = f"the base commit {main} is not in this shallow clone"
    undecided(clone, says, f"give actions/checkout `with: {{fetch-depth: 2}}`, or run `{command}`", env=env)
    behind.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone.git(*command.split()[1:])
    right(clone, "+p1", base=main, why=INTO, env=env)


@situation("GitHub: merge ref, main moved on since the event")
def test_the_merge_ref_counts_and_not_the_events_older_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 2)
    event = {
        "pull_request": {
            "head": {"sha": behind.head},
            "base": {"sha": behind.git("rev-parse", "main~2"), "ref": "main"},
        }
    }
    right(
        clone,
        "+p1",
        base=behind.git("rev-parse", "main"),
        why=INTO,
        env=github(tmp_path, "pull_request", event, clone.head),
    )


@situation("GitHub: merge ref of a branch that merged main")
def test_the_merge_ref_of_a_branch_that_merged_main(caught_up: Repo, tmp_path: Path) -> None:
    clone = checkout(caught_up, tmp_path / "clone", "refs/pull/1/merge", 2)
    env = github(tmp_path, "pull_request", pull_request(caught_up), clone.head)
    right(clone, "+p1 +p2", base=caught_up.git("rev-parse", "main"), why=INTO, env=env)


@situation("GitHub: merge ref after criss-cross merges")
def test_the_merge_ref_needs_no_merge_base(criss_cross: Repo, tmp_path: Path) -> None:
    propose(criss_cross)
    clone = checkout(criss_cross, tmp_path / "clone", "refs/pull/1/merge", 2)
    env = github(tmp_path, "pull_request", pull_request(criss_cross), clone.head)
    right(clone, "-m2", base=criss_cross.git("rev-parse", "main"), why=INTO, env=env)


@situation("GitHub: merge ref of a stacked pull request whose base moved on")
def test_a_stacked_pull_request_is_compared_with_its_base(behind: Repo, tmp_path: Path) -> None:
    behind.branch("upper")
    add(behind, "u1")
    behind.switch("topic")
    add(behind, "p2")
    propose(behind, "upper", "topic")
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 2)
    env = github(tmp_path, "pull_request", pull_request(behind, "upper", "topic"), clone.head)
    right(clone, "+u1", base=behind.git("rev-parse", "topic"), why=INTO, env=env)


@situation("GitHub: merge ref of a stacked pull request whose base was merged and deleted")
def test_a_stacked_pull_request_goes_on_into_main(behind: Repo, tmp_path: Path) -> None:
    behind.branch("upper")
    add(behind, "u1")
    behind.switch("main")
    behind.merge("topic")
    behind.git("branch", "-D", "topic")
    propose(behind, "upper")
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 2)
    env = github(tmp_path, "pull_request", pull_request(behind, "upper"), clone.head)
    right(clone, "+u1", base=behind.git("rev-parse", "main"), why=INTO, env=env)


@situation("GitHub: pull request that reverts what main has")
def test_a_pull_request_that_reverts_is_a_removal(behind: Repo, tmp_path: Path) -> None:
    behind.branch("undo", "main")
    drop(behind, "m3")
    propose(behind, "undo")
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 2)
    env = github(tmp_path, "pull_request", pull_request(behind, "undo"), clone.head)
    right(clone, "-m3", base=behind.git("rev-parse", "main"), why=INTO, env=env)


@situation("GitHub: the pull request's own head, full history")
def test_the_own_head_is_compared_with_its_merge_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head")
    env = github(tmp_path, "pull_request", pull_request(behind), behind.git("rev-parse", "refs/pull/1/merge"))
    right(clone, "+p1", base=behind.git("rev-parse", "main~2"), why=PARTED, commits=1, env=env)


@situation("GitHub: the pull request's own head at depth 1", says="exit 3: fetch-depth: 0")
def test_the_own_head_alone_is_told_the_depth(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/head", 1)
    main = behind.git("rev-parse", "main")
    says = f"refs/remotes/origin/main nor {main} is not in this clone, so there is nothing to compare with"
    env = github(tmp_path, "pull_request", pull_request(behind))
    undecided(clone, f"{says} (GitHub, pull_request)", WHOLE, env=env)


@situation("GitHub: the pull request's own head after criss-cross merges", says="exit 3: choose a base with --exact")
def test_the_own_head_after_criss_cross_merges_has_no_base(criss_cross: Repo, tmp_path: Path) -> None:
    propose(criss_cross)
    clone = checkout(criss_cross, tmp_path / "clone", "refs/pull/1/head")
    several = sorted(criss_cross.git("rev-parse", name)[:10] for name in ("main~1", "main^2"))
    ends = [criss_cross.git("rev-parse", name)[:10] for name in ("main", "topic")]
    says = f"{ends[0]} and {ends[1]} have several merge bases ({', '.join(several)}), so that none of them is the base"
    hint = f"choose the one to compare with: --base {several[0]} --exact"
    undecided(clone, says, hint, env=github(tmp_path, "pull_request", pull_request(criss_cross)))


@situation("GitHub: the pull request's own head is a merge of main made by its author")
def test_a_head_that_is_a_merge_itself_is_not_taken_for_githubs(behind: Repo, tmp_path: Path) -> None:
    behind.merge("main")
    edit(behind, "p1")
    behind.git("reset", "--quiet", "--soft", "HEAD~1")
    behind.git("commit", "--quiet", "--amend", "--message", "merge with more in it")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = github(tmp_path, "pull_request", pull_request(behind))
    right(clone, "+p1", base=behind.git("rev-parse", "main"), why=PARTED, commits=2, env=env)


def forged(behind: Repo) -> tuple[str, str]:
    """A merge of the change into a commit of its author, which has the change already: (source, merge)."""
    source = behind.head
    behind.branch("forged", "main")
    add(behind, "p1", "evil")
    drop(behind, "m3")
    behind.git("merge", "--quiet", "--no-ff", "--strategy=ours", "--message", "merge", source)
    return source, behind.head


@pytest.mark.parametrize("depth", [2, 0])
@situation(
    "GitHub: a branch that moved to a forged merge after the event", says="exit 3: check out the merge GitHub makes"
)
def test_a_merge_into_a_commit_of_the_author_is_not_believed(behind: Repo, tmp_path: Path, depth: int) -> None:
    source, merge = forged(behind)
    clone = checkout(behind, tmp_path / "clone", "refs/heads/forged", depth)
    clone.git("update-ref", "-d", "refs/remotes/origin/forged")
    event = {"pull_request": {"head": {"sha": source}, "base": {"sha": behind.git("rev-parse", "main"), "ref": "main"}}}
    env = github(tmp_path, "pull_request", event, behind.git("rev-parse", "refs/pull/1/merge"))
    onto = behind.git("rev-parse", "forged~1")[:10]
    says = f"HEAD ({merge[:10]}) merges the change into {onto}, and nothing shows that this is on the target"
    undecided(clone, says, f"check out the merge that GitHub makes, or {WHOLE}", env=env)


@situation("GitHub: merge ref under another event, proved by the history of the target")
def test_a_merge_into_the_target_is_known_by_its_history(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge")
    env = github(tmp_path, "pull_request_target", pull_request(behind), behind.git("rev-parse", "main"))
    why = "what HEAD merges the change into (GitHub, pull_request_target)"
    right(clone, "+p1", base=behind.git("rev-parse", "main"), why=why, commits=2, env=env)


@situation("GitHub: pull_request_target, which checks out main", says="exit 3: check out the pull request or its merge")
def test_a_checkout_without_the_change_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    source, main = behind.head[:10], clone.head
    env = github(tmp_path, "pull_request_target", pull_request(behind), main)
    says = f"HEAD ({main[:10]}) is neither the commit of the pull request ({source}) nor a merge of it"
    undecided(clone, says, NEITHER, env=env)


@situation("GitHub: pull request checked out at another commit", says="exit 3: check out the pull request or its merge")
def test_a_checkout_of_something_else_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    event = pull_request(behind)
    source = behind.head[:10]
    add(behind, "p2")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    says = f"HEAD ({clone.head[:10]}) is neither the commit of the pull request ({source}) nor a merge of it"
    undecided(clone, says, NEITHER, env=github(tmp_path, "pull_request", event))


@situation("GitHub: octopus merge of the pull request", says="exit 3: check out the pull request or its merge")
def test_an_octopus_of_the_change_is_not_githubs_merge(behind: Repo, tmp_path: Path) -> None:
    event, source = pull_request(behind), behind.head[:10]
    behind.branch("other", "main~2")
    add(behind, "o1")
    behind.branch("octopus", "main")
    behind.merge("topic", "other")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/octopus")
    says = f"HEAD ({clone.head[:10]}) is neither the commit of the pull request ({source}) nor a merge of it"
    undecided(clone, says, NEITHER, env=github(tmp_path, "pull_request", event))


@situation("GitHub: merge queue")
def test_a_merge_queue_names_its_base(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 2)
    main = behind.git("rev-parse", "main")
    env = github(tmp_path, "merge_group", {"merge_group": {"base_sha": main, "head_sha": clone.head}}, clone.head)
    right(clone, "+p1", base=main, why="the commit that GitHub, merge_group names", env=env)


@pytest.mark.parametrize(("base", "changed"), [("main", "+p1 +o1"), ("first", "+o1")], ids=["whole", "one"])
@situation("GitHub: merge queue of several pull requests, as one group and one by one")
def test_a_merge_queue_of_several(behind: Repo, tmp_path: Path, base: str, changed: str) -> None:
    behind.branch("other", "main~2")
    add(behind, "o1")
    behind.branch("first", "main")
    behind.merge("topic")
    behind.branch("second")
    behind.merge("other")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/second", 3)
    group = {"base_sha": behind.git("rev-parse", base), "head_sha": clone.head}
    env = github(tmp_path, "merge_group", {"merge_group": group}, clone.head)
    right(clone, changed, base=group["base_sha"], why="the commit that GitHub, merge_group names", env=env)


@situation("GitHub: merge queue at depth 1", says="exit 3: the command that fetches the base")
def test_a_merge_queue_without_its_base_is_told_the_command(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/pull/1/merge", 1)
    main = behind.git("rev-parse", "main")
    says = f"{main} is not in this clone, so there is nothing to compare with (GitHub, merge_group)"
    hint = f"fetch that commit: `git fetch --no-tags --depth=1 origin {main}`"
    env = github(tmp_path, "merge_group", {"merge_group": {"base_sha": main, "head_sha": clone.head}})
    undecided(clone, says, hint, env=env)


@situation("GitHub: merge queue with something else checked out", says="exit 3: check that one out")
def test_a_merge_queue_with_another_head_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    main, head = clone.head, behind.git("rev-parse", "refs/pull/1/merge")
    says = f"HEAD ({main[:10]}) is not the commit that this run is about ({head[:10]}: GitHub, merge_group)"
    env = github(tmp_path, "merge_group", {"merge_group": {"base_sha": main, "head_sha": head}})
    undecided(clone, says, "check that one out, or name the base: --base REV", env=env)


def push(before: str, after: str, ref: str = "refs/heads/topic") -> dict[str, object]:
    return {"before": before, "after": after, "ref": ref, "repository": {"default_branch": "main"}}


ZEROS = "0" * 40


BRANCH = "the merge base of refs/remotes/origin/main and HEAD (GitHub, push of a branch)"


@situation("GitHub: push to a branch", says="true change of the branch, not of its last push")
def test_a_push_to_a_branch_is_compared_with_main(behind: Repo, tmp_path: Path) -> None:
    before = behind.head
    add(behind, "p2")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = github(tmp_path, "push", push(before, clone.head), clone.head)
    right(clone, "+p1 +p2", base=behind.git("rev-parse", "main~2"), why=BRANCH, commits=2, env=env)


@situation("GitHub: push after one that brought a config of its own", says="the config of main judges")
def test_an_earlier_push_is_not_the_trusted_side_of_the_next(behind: Repo, tmp_path: Path) -> None:
    before = behind.commit({".threatgate.yaml": "threatgate: 1\nfail_on: never\n"})
    behind.commit({"notes.txt": "x"})
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    code, said = report(clone.root, "--base", "auto", by=inside, env=github(tmp_path, "push", push(before, clone.head)))
    assert code == 1
    assert [rule for rule, _, _ in findings(said)] == ["gate/threshold-raised", "review/unreviewed-component"]


@situation("GitHub: push to the default branch")
def test_a_push_of_main_is_compared_with_main_before(behind: Repo, tmp_path: Path) -> None:
    before = behind.git("rev-parse", "main")
    behind.switch("main")
    behind.merge("topic")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    env = github(tmp_path, "push", push(before, clone.head, "refs/heads/main"), clone.head)
    right(clone, "+p1", base=before, why="the commit that GitHub, push names", commits=2, env=env)


@situation("GitHub: first push of the default branch", says="true change: all is new")
def test_the_first_push_of_main_is_all_new(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main", 1)
    env = github(tmp_path, "push", push(ZEROS, clone.head, "refs/heads/main"))
    why = "the default branch was pushed for the first time, so everything is new"
    right(clone, "+m1 +m3 +m4", base="", why=why, env=env)


@situation("GitHub: push of a new branch")
def test_a_new_branch_is_compared_with_main(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = github(tmp_path, "push", push(ZEROS, clone.head))
    right(clone, "+p1", base=behind.git("rev-parse", "main~2"), why=BRANCH, commits=1, env=env)


@situation("GitHub: push of a new branch, shallow", says="exit 3: the command that fetches main")
def test_a_new_branch_without_main_is_told_the_command(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic", 1)
    says = "refs/remotes/origin/main is not in this clone, so there is nothing to compare with"
    hint = "fetch the branch: `git fetch origin +refs/heads/main:refs/remotes/origin/main`"
    env = github(tmp_path, "push", push(ZEROS, clone.head))
    undecided(clone, f"{says} (GitHub, push of a branch)", hint, env=env)


@situation("GitHub: forced push to main, the commit before still there")
def test_a_forced_push_is_compared_with_what_it_replaced(behind: Repo, tmp_path: Path) -> None:
    behind.switch("main")
    before = behind.head
    behind.git("reset", "--quiet", "--hard", "HEAD~1")
    add(behind, "p9")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    clone.git("fetch", "--quiet", "origin", "refs/pull/1/merge")
    env = github(tmp_path, "push", push(before, clone.head, "refs/heads/main"))
    right(clone, "-m4 +p9", base=before, why="the commit that GitHub, push names", commits=1, env=env)


@situation("GitHub: forced push to a branch, the commit before lost")
def test_a_forced_push_of_a_branch_needs_no_commit_before(behind: Repo, tmp_path: Path) -> None:
    before = behind.head
    behind.git("reset", "--quiet", "--hard", "HEAD~1")
    add(behind, "p9")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/topic")
    env = github(tmp_path, "push", push(before, clone.head))
    right(clone, "+p9", base=behind.git("rev-parse", "main~2"), why=BRANCH, commits=1, env=env)


@situation(
    "GitHub: forced push to main, the commit before lost", says="exit 3: fetch that commit, or name another base"
)
def test_a_forced_push_that_lost_the_commit_before_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    behind.switch("main")
    before = behind.head
    behind.git("update-ref", "-d", "refs/pull/1/merge")
    behind.git("reset", "--quiet", "--hard", "HEAD~1")
    add(behind, "p9")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    hint = f"fetch that commit: `git fetch --no-tags --depth=1 origin {before}`"
    undecided(
        clone,
        f"{before} is not in this clone, so there is nothing to compare with (GitHub, push)",
        f"{hint}; if a forced push has removed it for good, name another base: --base REV",
        env=github(tmp_path, "push", push(before, clone.head, "refs/heads/main")),
    )


@situation("GitHub: push to main that goes back to an older commit")
def test_a_push_backwards_is_a_removal(behind: Repo, tmp_path: Path) -> None:
    behind.switch("main")
    before = behind.head
    behind.git("reset", "--quiet", "--hard", "HEAD~1")
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    clone.git("fetch", "--quiet", "origin", "refs/pull/1/merge")
    env = github(tmp_path, "push", push(before, clone.head, "refs/heads/main"))
    right(clone, "-m4", base=before, why="the commit that GitHub, push names", commits=0, env=env)


@situation("GitHub: push that deletes a branch", says="exit 3: check that one out")
def test_a_push_that_deletes_a_branch_is_not_compared_with_main(behind: Repo, tmp_path: Path) -> None:
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    env = github(tmp_path, "push", {**push(behind.head, ZEROS), "deleted": True}, clone.head)
    says = f"HEAD ({clone.head[:10]}) is not the commit that this run is about (0000000000: GitHub, push of a branch)"
    undecided(clone, says, "check that one out, or name the base: --base REV", env=env)


@situation("GitHub: push with another branch checked out", says="exit 3: check that one out")
def test_a_push_with_another_head_is_no_pass(behind: Repo, tmp_path: Path) -> None:
    before, after = behind.git("rev-parse", "main~2"), behind.head
    clone = checkout(behind, tmp_path / "clone", "refs/heads/main")
    says = f"HEAD ({clone.head[:10]}) is not the commit that this run is about ({after[:10]}: GitHub, push of a branch)"
    env = github(tmp_path, "push", push(before, after))
    undecided(clone, says, "check that one out, or name the base: --base REV", env=env)


@pytest.mark.parametrize("kind", ["light", "annotated"])
@situation("GitHub: push of a tag, light and annotated")
def test_a_pushed_tag_is_compared_with_main(behind: Repo, tmp_path: Path, kind: str) -> None:
    behind.git("tag", *(["-a", "-m", "x"] if kind == "annotated" else []), "v1", "topic")
    clone = checkout(behind, tmp_path / "clone", "refs/tags/v1")
    env = github(tmp_path, "push", push(ZEROS, behind.git("rev-parse", "v1"), "refs/tags/v1"))
    right(clone, "+p1", base=behind.git("rev-parse", "main~2"), why=BRANCH, commits=1, env=env)


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", "release", "issue_comment", "workflow_run"])
@situation("GitHub: events without a base, such as schedule", says="exit 3: run without --base, or name one")
def test_an_event_without_a_base_is_no_pass(behind: Repo, tmp_path: Path, name: str) -> None:
    env = github(tmp_path, name, {"repository": {"default_branch": "main"}})
    hint = "run without --base for this event, or name one: --base REV"
    undecided(behind, f"GitHub's event {name!r} has no base to compare with", hint, env=env)


IN_A_WORKFLOW = "in a workflow GITHUB_EVENT_PATH names it; elsewhere name the base: --base REV"
SHA = "a" * 40


@pytest.mark.parametrize(
    ("event", "message", "hint"),
    [
        ("", "GitHub's event file is not JSON", IN_A_WORKFLOW),
        ("[" * 100_000, "GitHub's event file is not JSON", IN_A_WORKFLOW),
        ("[]", "GitHub's event file says no before", NOTHING),
        ("{}", "GitHub's event file says no before", NOTHING),
        (f'{{"before": "{SHA}"}}', "GitHub's event file says no ref", NOTHING),
        ('{"pull_request": {}}', "GitHub's event file says no pull_request.base.ref", NOTHING),
        ('{"merge_group": {"base_sha": 7}}', "GitHub's event file says no merge_group.base_sha", NOTHING),
        (" " * 30_000_001, "GitHub's event file has more than 30,000,000 bytes", IN_A_WORKFLOW),
        (None, "GitHub's event file cannot be read: No such file or directory", IN_A_WORKFLOW),
    ],
    ids=["empty", "deep", "list", "no-before", "no-ref", "no-base", "number", "huge", "missing"],
)
@situation("GitHub: event file missing, huge, no JSON, or without what it should say", says="exit 3: name the base")
def test_a_bad_event_file_is_no_pass(behind: Repo, tmp_path: Path, event: str | None, message: str, hint: str) -> None:
    env = github(tmp_path, "push", event or "")
    if event is None:
        Path(env["GITHUB_EVENT_PATH"]).unlink()
    undecided(behind, message, hint, env=env)


@pytest.mark.parametrize("text", ["--output=marker", "main\n", "a:b", "x" * 300])
@situation("GitHub: event with a text that is no revision", says="exit 3: use a branch, a tag or a commit id")
def test_a_text_that_is_no_revision_is_not_given_to_git(behind: Repo, tmp_path: Path, text: str) -> None:
    env = github(tmp_path, "merge_group", {"merge_group": {"base_sha": text, "head_sha": behind.head}})
    shown = json.dumps(text)[1:-1] if len(text) < 80 else f"{text[:77]}..."
    undecided(behind, f"'{shown}' cannot be a revision", "use a branch, a tag or a commit id", env=env)


@situation("GitHub: no commit at all", says="exit 3: make the first one")
def test_a_repository_without_a_commit_has_no_head(repo: Repo, tmp_path: Path) -> None:
    hint = "make the first one, or leave the base out: everything is new"
    env = github(tmp_path, "push", push(ZEROS, SHA, "refs/heads/main"))
    undecided(repo, "there is no commit yet to compare with", hint, env=env)
