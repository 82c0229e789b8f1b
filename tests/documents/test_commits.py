"""The commits of a change, from their raw objects."""

from __future__ import annotations

import pytest

from checker.core.errors import GitError
from checker.core.identity import Identity
from checker.documents.commits import History, parse_commit
from checker.documents.git import Repository
from tests.repositories import Repo

TREE, PARENT = "a" * 40, "b" * 40
DANA = "Dana Doe <dana@example.com> 1700000000 +0000"
RAW = f"tree {TREE}\nparent {PARENT}\nauthor {DANA}\ncommitter {DANA}\n\nmessage\nauthor x <y> 1 +0000\n"


def test_a_commit_says_who_made_it_from_what() -> None:
    commit = parse_commit("c" * 40, RAW.replace("committer Dana", "committer Bob").encode())
    assert (commit.tree, commit.parents, commit.signature) == (TREE, (PARENT,), "")
    assert (commit.author, commit.committer.name) == (Identity("Dana Doe", "dana@example.com"), "Bob Doe")
    assert commit.makers == (commit.author, commit.committer)


def test_github_as_the_committer_made_nothing() -> None:
    raw = RAW.replace(f"committer {DANA}", "committer GitHub <noreply@github.com> 1 +0000")
    assert parse_commit("c" * 40, raw.encode()).makers == (Identity("Dana Doe", "dana@example.com"),)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("gpgsig -----BEGIN SSH SIGNATURE-----\n x", "ssh"),
        ("gpgsig -----BEGIN PGP SIGNATURE-----\n \n x", "openpgp"),
        ("gpgsig-sha256 -----BEGIN SSH SIGNATURE-----", "ssh"),
        ("gpgsig -----BEGIN SIGNED MESSAGE-----", "other"),
        ("gpgsig x", "other"),
        ("gpgsig -----BEGIN SSH SIGNATURE-----\ngpgsig -----BEGIN SSH SIGNATURE-----", "other"),
        ("mergetag object x\n gpgsig -----BEGIN SSH SIGNATURE-----", ""),
    ],
)
def test_the_kind_of_a_signature_is_that_of_its_first_line(header: str, kind: str) -> None:
    assert parse_commit("c" * 40, RAW.replace("\n\n", f"\n{header}\n\n", 1).encode()).signature == kind


@pytest.mark.parametrize(
    "author",
    [
        "Dana <dana@example.com> <bob@example.com> 1 +0000",
        "Dana <a>b> 1 +0000",
        "Dana dana@example.com 1 +0000",
        "Dana >dana@example.com< 1 +0000",
        "Dana <dana@example.com> 1 +0000\nauthor Bob <bob@example.com> 1 +0000",
        "<" * 1_000_000,
    ],
)
def test_an_author_that_could_be_read_in_several_ways_is_refused(author: str) -> None:
    with pytest.raises(GitError, match="commit cccccccccc does not say who made it in a form that is certain"):
        parse_commit("c" * 40, RAW.replace(f"author {DANA}", f"author {author}", 1).encode())


@pytest.mark.parametrize("missing", ["tree ", "author ", "committer "])
def test_a_commit_without_one_of_its_headers_is_refused(missing: str) -> None:
    with pytest.raises(GitError):
        parse_commit("c" * 40, RAW.replace(missing, "x ", 1).encode())


def test_a_span_is_what_the_head_has_and_the_base_has_not(repo: Repo) -> None:
    base = repo.commit({"a/b.txt": "1"})
    one = repo.commit({"a/b.txt": "2"})
    repo.branch("side", base)
    other = repo.commit({"c": "3"})
    repo.switch("main")
    merge = repo.merge("side")
    with Repository(repo.root) as repository:
        history = History(repository, base, {})
        span = history.span((merge,))
        assert [commit.id for commit in span.commits][-1] == merge
        assert {commit.id for commit in span.commits} == {one, other, merge}
        assert span.cut == frozenset()
        assert history.span((base,)).commits == ()
        assert {commit.id for commit in History(repository, "", {}).span((merge,)).commits} == {base, one, other, merge}


def test_files_of_a_commit_are_found_without_listing_it_and_what_was_asked_for_is_noted(repo: Repo) -> None:
    id = repo.commit({"a/b c/d.txt": "text", "a/x": "", "z": ""})
    with Repository(repo.root) as repository:
        history = History(repository, "", {})
        tree, asked = history.files(history.commit(id))
        assert tree.read("a/b c/d.txt").text == "text"
        assert [tree.exists(path) for path in ("a", "a/b c", "a/x", "a/y", "z/y", "nope/x")] == [
            *(False, False, True, False, False, False)
        ]
        assert set(asked) == {"a/b c/d.txt", "a", "a/b c", "a/x", "a/y", "z/y", "nope/x"}
        assert asked["a/x"] and asked["a/x"].id == repo.git("rev-parse", "HEAD:a/x")
        assert tree.files() == ("a/b c/d.txt", "a/x", "z")


def test_what_is_being_merged_is_a_part_of_the_head(repo: Repo) -> None:
    base = repo.commit({"a": "1"})
    repo.branch("side")
    side = repo.commit({"b": "1"})
    repo.switch("main")
    main = repo.commit({"c": "1"})
    repo.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    with Repository(repo.root) as repository:
        history = History(repository, base, {})
        assert history.tips(repository.work_tree()) == (main, side)
        assert history.tips(repository.index()) == (main, side)
        assert history.tips(repository.tree("side")) == (side,)


def test_before_the_first_commit_there_are_no_tips(repo: Repo) -> None:
    with Repository(repo.root) as repository:
        assert History(repository, "", {}).tips(repository.index()) == ()


def test_who_makes_what_is_not_committed_is_whom_git_would_name(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "erin@example.com")
    with Repository(repo.root) as repository:
        history = History(repository, "", {})
        assert history.present() == (Identity("Dana", "erin@example.com"), Identity("Dana", "dana@example.com"))
        monkeypatch.setenv("GIT_AUTHOR_NAME", "")
    with Repository(repo.root) as repository:
        history = History(repository, "", {})
        with pytest.raises(GitError, match="git does not know who makes the change that is not committed yet"):
            history.present()
