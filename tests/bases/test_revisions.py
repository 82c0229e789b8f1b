"""``--base REV``: a revision that a person names, against what is checked out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bases.asking import add, diff, drop, edit, file, right, situation, text, undecided
from tests.command import inside, report
from tests.repositories import Repo

MERGE_BASE = "the merge base of main and HEAD"
NOT_HERE = "check the name (and that an abbreviated id is long enough), or fetch it first"


@situation("branch behind main")
def test_a_branch_behind_main_shows_its_own_change(behind: Repo) -> None:
    right(behind, "+p1", "--base", "main", base=behind.git("rev-parse", "main~2"), why=MERGE_BASE, commits=1)
    assert diff(behind, "main", "topic") == (behind.git("rev-parse", "main~2"), ["+p1"])


@situation("main merged into the branch")
def test_a_branch_that_merged_main_shows_its_own_changes(caught_up: Repo) -> None:
    base = caught_up.git("rev-parse", "main~1")
    right(caught_up, "+p1 +p2", "--base", "main", base=base, why=MERGE_BASE, commits=3)


@situation("an older main merged into the branch")
def test_a_branch_that_merged_an_older_main_shows_its_own_changes(behind: Repo) -> None:
    older = behind.git("rev-parse", "main~1")
    behind.merge(older)
    right(behind, "+p1", "--base", "main", base=older, why=MERGE_BASE, commits=2)


@situation("main merged into the branch backwards: its changes undone in the merge")
def test_what_a_merge_undoes_is_a_change(behind: Repo) -> None:
    behind.git("merge", "--quiet", "--strategy=ours", "--message", "merge", "main")
    right(behind, "+p1 -m3 -m4", "--base", "main", base=behind.git("rev-parse", "main"), why=MERGE_BASE, commits=2)


@situation("a merge that brings in what neither side has")
def test_what_a_merge_adds_by_itself_is_a_change(behind: Repo) -> None:
    behind.git("merge", "--quiet", "--no-commit", "main")
    add(behind, "evil")
    right(behind, "+p1 +evil", "--base", "main", base=behind.git("rev-parse", "main"), why=MERGE_BASE, commits=2)


@situation("the tip of main itself, asked for with --exact")
def test_exact_compares_with_the_tip(behind: Repo) -> None:
    why = "main, as asked for"
    right(behind, "+p1 -m3 -m4", "--base", "main", "--exact", base=behind.git("rev-parse", "main"), why=why, commits=1)


@situation("criss-cross merges", says="exit 3: choose the one to compare with")
def test_of_several_merge_bases_none_is_the_base(criss_cross: Repo) -> None:
    names = [criss_cross.git("rev-parse", name)[:10] for name in ("main", "topic")]
    several = sorted(criss_cross.git("rev-parse", name)[:10] for name in ("main~1", "main^2"))
    undecided(
        criss_cross,
        f"{names[0]} and {names[1]} have several merge bases ({', '.join(several)}), so that none of them is the base",
        f"choose the one to compare with: --base {several[0]} --exact",
        "--base",
        "main",
    )


@situation("criss-cross merges, base chosen with --exact")
def test_after_criss_cross_merges_the_tip_shows_what_the_branch_undoes(criss_cross: Repo) -> None:
    base = criss_cross.git("rev-parse", "main")
    right(criss_cross, "-m2", "--base", "main", "--exact", base=base, why="main, as asked for", commits=1)


@situation("octopus merge as head")
def test_an_octopus_is_compared_like_any_commit(behind: Repo) -> None:
    behind.branch("other", "main~2")
    add(behind, "o1")
    behind.switch("topic")
    behind.merge("main", "other")
    right(behind, "+p1 +o1", "--base", "main", base=behind.git("rev-parse", "main"), why=MERGE_BASE, commits=3)


@situation("unrelated histories", says="exit 3: name the commit with --exact")
def test_unrelated_histories_have_no_base(behind: Repo) -> None:
    behind.git("checkout", "--quiet", "--orphan", "alone")
    add(behind, "x1")
    names = [behind.git("rev-parse", name)[:10] for name in ("main", "alone")]
    undecided(
        behind,
        f"{names[0]} and {names[1]} have no commit in common",
        "to compare with a commit all the same, name it: --base REV --exact",
        "--base",
        "main",
    )


@situation("an unrelated root merged into the branch")
def test_an_unrelated_root_does_not_move_the_base(behind: Repo) -> None:
    behind.git("checkout", "--quiet", "--orphan", "alone")
    behind.git("rm", "-r", "--quiet", "--force", ".")
    add(behind, "x1")
    behind.switch("topic")
    behind.git("merge", "--quiet", "--allow-unrelated-histories", "--message", "merge", "alone")
    right(behind, "+p1 +x1", "--base", "main", base=behind.git("rev-parse", "main~2"), why=MERGE_BASE, commits=3)


@situation("stacked branch")
def test_a_stacked_branch_shows_its_own_layer(behind: Repo) -> None:
    behind.branch("upper")
    add(behind, "u1")
    right(
        behind,
        "+u1",
        "--base",
        "topic",
        base=behind.git("rev-parse", "topic"),
        why="the merge base of topic and HEAD",
        commits=1,
    )


@situation("stacked branch whose base has moved on")
def test_a_stacked_branch_is_not_blamed_for_what_its_base_gained(behind: Repo) -> None:
    parted = behind.head
    behind.branch("upper")
    add(behind, "u1")
    behind.switch("topic")
    add(behind, "p2")
    behind.switch("upper")
    right(behind, "+u1", "--base", "topic", base=parted, why="the merge base of topic and HEAD", commits=1)


@situation("stacked branch whose base was rebased")
def test_a_stacked_branch_brings_what_its_rebased_base_no_longer_has(behind: Repo) -> None:
    behind.branch("upper")
    add(behind, "u1")
    behind.branch("topic", "main")
    add(behind, "p9")
    behind.switch("upper")
    base = behind.git("rev-parse", "main~2")
    right(behind, "+p1 +u1", "--base", "topic", base=base, why="the merge base of topic and HEAD", commits=2)


@situation("rebase that drops the change")
def test_a_rebase_that_drops_the_change_leaves_nothing(behind: Repo) -> None:
    behind.git("reset", "--quiet", "--hard", "main")
    behind.commit({"notes.txt": "x"})
    right(behind, "", "--base", "main", base=behind.git("rev-parse", "main"), why=MERGE_BASE, commits=1)


@situation("base ahead of the head")
def test_a_head_that_main_has_already_brings_nothing(behind: Repo) -> None:
    behind.switch("main~2")
    right(behind, "", "--base", "main", base=behind.head, why=MERGE_BASE, commits=0)


@situation("base equal to the head, with edits that are not committed")
def test_the_head_as_its_own_base_leaves_the_edits(behind: Repo) -> None:
    behind.write({file("new"): text("new"), file("m1"): None})
    right(behind, "+new -m1", "--base", "HEAD", base=behind.head, why="HEAD, as asked for", commits=0)


@situation("change and its undoing in one branch")
def test_what_a_branch_undoes_itself_is_no_change(behind: Repo) -> None:
    drop(behind, "p1")
    right(behind, "", "--base", "main", base=behind.git("rev-parse", "main~2"), why=MERGE_BASE, commits=2)


@situation("revert of a merge, reverted again")
def test_a_reverted_merge_that_is_brought_back_is_a_change(behind: Repo) -> None:
    behind.switch("main")
    merge = behind.merge("topic")
    behind.git("revert", "--mainline", "1", "--no-edit", merge)
    behind.branch("again")
    behind.git("revert", "--no-edit", "HEAD")
    right(behind, "+p1", "--base", "main", base=behind.git("rev-parse", "main"), why=MERGE_BASE, commits=1)


@situation("branch goes on after its merge was reverted on main")
def test_a_branch_whose_merge_was_reverted_shows_what_is_new(behind: Repo) -> None:
    behind.switch("main")
    merge = behind.merge("topic")
    behind.git("revert", "--mainline", "1", "--no-edit", merge)
    behind.switch("topic")
    parted = behind.head
    add(behind, "p2")
    right(behind, "+p2", "--base", "main", base=parted, why=MERGE_BASE, commits=1)


@situation("revert on the branch of what main has")
def test_a_revert_is_a_change(behind: Repo) -> None:
    behind.branch("undo", "main")
    behind.git("revert", "--no-edit", "HEAD~1")
    right(behind, "-m3", "--base", "main", base=behind.git("rev-parse", "main"), why=MERGE_BASE, commits=1)


@situation("branch of a squashed pull request goes on", says="true change: what main has not merged as such")
def test_after_a_squash_the_branch_is_compared_from_where_it_parted(behind: Repo) -> None:
    behind.switch("main")
    add(behind, "p1")
    behind.switch("topic")
    add(behind, "p2")
    right(behind, "+p1 +p2", "--base", "main", base=behind.git("rev-parse", "main~3"), why=MERGE_BASE, commits=2)


@situation("detached head")
def test_a_detached_head_is_a_head(behind: Repo) -> None:
    behind.switch(behind.head)
    right(behind, "+p1", "--base", "main", base=behind.git("rev-parse", "main~2"), why=MERGE_BASE, commits=1)


@situation("initial commit as base and as head")
def test_the_only_commit_brings_nothing_to_itself(repo: Repo) -> None:
    add(repo, "m1")
    right(repo, "", "--base", "main", base=repo.head, why="main, as asked for", commits=0)


@situation("unborn branch", says="exit 3: make the first commit, or leave the base out")
def test_an_unborn_branch_has_no_head(repo: Repo) -> None:
    repo.stage({file("m1"): text("m1")})
    says = "there is no commit yet to compare with"
    undecided(repo, says, "make the first one, or leave the base out: everything is new", "--base", "HEAD")
    undecided(repo, "this repository has no commit 'main'", NOT_HERE, "--base", "main")


@situation("unborn orphan branch beside main", says="exit 3: make the first commit, or leave the base out")
def test_an_orphan_branch_without_a_commit_has_no_head(behind: Repo) -> None:
    behind.git("checkout", "--quiet", "--orphan", "alone")
    says = "there is no commit yet to compare with"
    undecided(behind, says, "make the first one, or leave the base out: everything is new", "--base", "main")


@situation("linked work tree")
def test_a_linked_work_tree_has_a_head_of_its_own(behind: Repo, tmp_path: Path) -> None:
    linked = behind.worktree(tmp_path / "linked", "other")
    drop(linked, "m1")
    right(linked, "+p1 -m1", "--base", "main", base=linked.git("rev-parse", "main~2"), why=MERGE_BASE, commits=2)
    right(behind, "+p1", "--base", "main", base=behind.git("rev-parse", "main~2"), why=MERGE_BASE, commits=1)


@situation("branch that only main's remote has", says="exit 3: check the name, or fetch it first")
def test_a_branch_that_was_not_fetched_is_named(behind: Repo) -> None:
    undecided(behind, "this repository has no commit 'origin/main'", NOT_HERE, "--base", "origin/main")


@pytest.mark.parametrize("kind", ["light", "annotated"])
@situation("tag as base, light and annotated")
def test_a_tag_is_the_commit_that_it_names(behind: Repo, kind: str) -> None:
    base = behind.git("rev-parse", "main~2")
    behind.git("tag", *(["-a", "-m", "x"] if kind == "annotated" else []), "v1", base)
    right(behind, "+p1", "--base", "v1", base=base, why="the merge base of v1 and HEAD", commits=1)


@situation("tag of a tag, and the id of a tag, as base")
def test_a_tag_of_a_tag_is_peeled(behind: Repo) -> None:
    base = behind.git("rev-parse", "main~2")
    behind.git("tag", "-a", "-m", "x", "v1", base)
    behind.git("-c", "advice.nestedTag=false", "tag", "-a", "-m", "x", "v2", "v1")
    for name in ("v2", behind.git("rev-parse", "v2")):
        right(behind, "+p1", "--base", name, base=base, why=f"the merge base of {name} and HEAD", commits=1)


@situation("tag of a file as base", says="exit 3: check the name")
def test_a_tag_that_names_no_commit_is_no_base(behind: Repo) -> None:
    behind.git("tag", "blob", f"HEAD:{file('m1')}")
    undecided(behind, "this repository has no commit 'blob'", NOT_HERE, "--base", "blob")


@situation("branch and tag of one name", says="exit 3: write it in full")
def test_a_name_of_several_commits_is_no_base(behind: Repo) -> None:
    behind.git("tag", "main", "topic")
    undecided(
        behind,
        "'main' names refs/tags/main and refs/heads/main, which differ",
        "write it in full: refs/heads/main",
        "--base",
        "main",
    )
    base, why = behind.git("rev-parse", "refs/heads/main~2"), "the merge base of refs/heads/main and HEAD"
    right(behind, "+p1", "--base", "refs/heads/main", base=base, why=why, commits=1)


@situation("local branch that is called like one of the remote", says="exit 3: write it in full")
def test_a_local_branch_does_not_stand_in_for_the_remotes(behind: Repo, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone")
    clone.git("branch", "origin/main", "HEAD")
    says = "'origin/main' names refs/heads/origin/main and refs/remotes/origin/main, which differ"
    hint = "write it in full: refs/remotes/origin/main"
    undecided(clone, says, hint, "--base", "origin/main")
    undecided(clone, says, hint, "--base", "origin/main~1")


@situation("branch and tag of one name that agree")
def test_a_name_of_one_commit_twice_is_a_base(behind: Repo) -> None:
    behind.git("tag", "main", "main")
    base = behind.git("rev-parse", "refs/heads/main~2")
    right(behind, "+p1", "--base", "main", base=base, why=MERGE_BASE, commits=1)


@situation("branch called like the short id of another commit", says="exit 3: write the name or the id in full")
def test_a_branch_does_not_stand_in_for_an_id(behind: Repo) -> None:
    short = behind.git("rev-parse", "main")[:10]
    behind.git("branch", short, "topic")
    says = f"'{short}' is a name here and the start of an object's id as well"
    undecided(behind, says, "write the name or the id in full", "--base", short)


@situation("branch whose name could be an id and is none")
def test_a_branch_with_a_name_of_hexadecimal_digits_is_a_branch(behind: Repo) -> None:
    base = behind.git("rev-parse", "main~2")
    behind.git("branch", "decade", base)
    right(behind, "+p1", "--base", "decade", base=base, why="the merge base of decade and HEAD", commits=1)


@situation("short id as base")
def test_a_short_id_is_a_base(behind: Repo) -> None:
    base = behind.git("rev-parse", "main~2")
    right(behind, "+p1", "--base", base[:9], base=base, why=f"the merge base of {base[:9]} and HEAD", commits=1)


@situation("base by way of the reflog")
def test_the_reflog_names_what_was_there_before(behind: Repo) -> None:
    before = behind.head
    edit(behind, "p1")
    right(behind, "~p1", "--base", "HEAD@{1}", base=before, why="the merge base of HEAD@{1} and HEAD", commits=1)


@situation("sparse checkout that leaves no model out")
def test_a_sparse_checkout_with_the_models_is_compared(behind: Repo) -> None:
    behind.commit({"deep/notes.txt": "x"})
    behind.git("sparse-checkout", "set", "--cone", "other")
    assert not (behind.root / "deep").exists()
    right(behind, "+p1", "--base", "main", base=behind.git("rev-parse", "main~2"), why=MERGE_BASE, commits=2)


@situation("sparse checkout that leaves a model out", says="exit 3: add its folder, or name the models")
def test_a_model_that_a_sparse_checkout_leaves_out_is_neither_removed_nor_passed_over(behind: Repo) -> None:
    behind.commit({f"deep/{file('d1')}": text("d1")})
    behind.git("sparse-checkout", "set", "--cone", "other")
    for base in (("--base", "main"), ("--base", "HEAD"), ()):
        code, failures = _failures(behind, *base)
        path, message = f"deep/{file('d1')}", "a sparse checkout leaves this file out"
        hint = "`git sparse-checkout add` its folder, or name the models to check"
        assert (code, failures) == (3, [(path, message, hint)])


@situation("sparse checkout, a model left out, commits compared")
def test_commits_are_compared_whatever_is_checked_out(behind: Repo) -> None:
    behind.commit({f"deep/{file('d1')}": text("d1")})
    behind.git("sparse-checkout", "set", "--cone", "other")
    assert diff(behind, "main", "topic")[1] == ["+d1", "+p1"]


def _failures(repo: Repo, *arguments: str) -> tuple[int, list[tuple[str, str, str]]]:
    code, said = report(repo.root, *arguments, by=inside)
    return code, [(one["location"]["path"], one["message"], one["hint"]) for one in said["failures"]]


@situation("partial clone whose missing file is needed", says="exit 3: fetch it, or clone without --filter")
def test_a_partial_clone_fetches_nothing(behind: Repo, tmp_path: Path) -> None:
    edit(behind, "m1")
    behind.git("config", "uploadpack.allowFilter", "true")
    clone = behind.clone(tmp_path / "clone", "--filter=blob:none")
    code, ((path, message, hint),) = _failures(clone, "--base", "origin/main")
    assert (code, path, hint) == (3, file("m1"), "fetch it, or clone without `--filter`")
    assert "not in the clone" in message or "could not fetch" in message, "git itself tells it in two ways"


@situation("clone without the folders of older commits", says="exit 3: make sure that the clone is whole")
def test_a_clone_without_trees_is_not_listed(behind: Repo, tmp_path: Path) -> None:
    behind.git("config", "uploadpack.allowFilter", "true")
    clone = behind.clone(tmp_path / "clone", "--filter=tree:0")
    done = inside(clone.root, "check", "--base", "origin/main")
    assert (done.code, done.out) == (3, "")
    assert done.err.endswith(
        "  = next: make sure that the clone is whole: `git fsck`; one made with `--filter` lacks what it left out\n"
    )


@situation("partial clone that has all that is needed")
def test_a_partial_clone_with_what_is_needed_is_compared(behind: Repo, tmp_path: Path) -> None:
    behind.git("config", "uploadpack.allowFilter", "true")
    clone = behind.clone(tmp_path / "clone", "--filter=blob:none")
    base = behind.git("rev-parse", "main~2")
    why = "the merge base of origin/main and HEAD"
    right(clone, "+p1", "--base", "origin/main", base=base, why=why, commits=1)


@situation("a folder without a repository", says="exit 3: run inside a clone, or leave --base out")
def test_without_a_repository_there_is_no_base(tmp_path: Path) -> None:
    (tmp_path / file("m1")).write_text(text("m1"))
    undecided(
        Repo(tmp_path),
        "there is no git repository around this folder and the files, so there is nothing to compare with",
        "run inside a clone, on files of it, or leave --base out to check the files as they are",
        "--base",
        "main",
    )


@situation("an empty --base", says="exit 2: name a revision, or leave --base out")
def test_an_empty_base_is_a_wrong_call(behind: Repo) -> None:
    hint = "name a revision, or leave --base out to check without comparing"
    undecided(behind, "--base names nothing", hint, "--base", "", code=2)
