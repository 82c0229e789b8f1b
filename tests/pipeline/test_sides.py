"""What a run is about: its root, its paths, and the two trees that it compares."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.core.errors import GitError, UsageError
from checker.pipeline.sides import against, between, file_alone, find_place, work_tree_alone
from tests.repositories import Repo

MODEL = "threatgate: 1\nsystem: {id: shop}\n"


def test_the_root_is_that_of_the_repository_around_the_current_folder(repo: Repo) -> None:
    repo.write({"docs/a/b.md": ""})
    place = find_place(repo.root / "docs" / "a", ("../c.yaml", "b.md", str(repo.root / "d.yaml"), "."))
    assert place == (repo.root, True, ("docs/c.yaml", "docs/a/b.md", "d.yaml", "docs/a"))


def test_the_root_without_a_repository_is_the_current_folder(tmp_path: Path) -> None:
    assert find_place(tmp_path, ()) == (tmp_path, False, ())
    assert find_place(tmp_path, ("a/b.yaml",)) == (tmp_path, False, ("a/b.yaml",))


def test_files_outside_of_it_have_a_root_of_their_own(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "m.yaml").write_text(MODEL)
    assert find_place(repo.root, ("../out/m.yaml",)) == (tmp_path / "out", False, ("m.yaml",))
    assert find_place(repo.root, ("../out",)) == (tmp_path / "out", False, (".",))
    with pytest.raises(UsageError, match="lies outside of"):
        find_place(repo.root, ("../out/m.yaml", "threatmodel.yaml"))


def test_a_path_through_a_link_outside_is_known_by_where_it_leads(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(repo.root)
    assert find_place(repo.root, (str(tmp_path / "way" / "m.yaml"),)).paths == ("m.yaml",)


def test_a_link_inside_is_left_as_it_is_to_be_refused_when_it_is_read(repo: Repo) -> None:
    (repo.root / "m.yaml").symlink_to("/etc/passwd")
    assert find_place(repo.root, ("m.yaml",)) == (repo.root, True, ("m.yaml",))


def test_the_work_tree_alone_has_no_base(repo: Repo) -> None:
    sides = work_tree_alone(find_place(repo.root, ()))
    assert (sides.head.label, sides.base, sides.info, sides.changed) == ("work tree", None, None, None)


def test_against_a_revision_the_head_is_the_work_tree(repo: Repo) -> None:
    base = repo.commit({"threatmodel.yaml": MODEL, "a": "1"})
    repo.write({"a": "2", "b": "3"})
    sides = against(find_place(repo.root, ()), "main", {})
    assert sides.info and (sides.info.revision, sides.info.commits) == (base, 0)
    assert (sides.head.label, sides.changed) == ("work tree", frozenset({"a", "b"}))


def test_staged_compares_the_index_with_head(repo: Repo) -> None:
    repo.commit({"a": "1"})
    repo.stage({"a": "2"})
    repo.write({"a": "3", "b": ""})
    sides = against(find_place(repo.root, ()), "staged", {})
    assert (sides.head.label, sides.changed, sides.head.read("a").text) == ("index", frozenset({"a"}), "2")


def test_between_two_revisions_the_base_is_where_they_part(repo: Repo) -> None:
    start = repo.commit({"a": "1"})
    repo.branch("topic")
    repo.commit({"a": "2"})
    repo.switch("main")
    tip = repo.commit({"b": "1"})
    place = find_place(repo.root, ())
    assert between(place, "main", "topic", False, False).info == (start, "the merge base of main and topic", None)
    assert between(place, "main", "topic", False, True).info == (tip, "main, as asked for", None)


def test_nothing_is_compared_without_a_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="no git repository around"):
        against(find_place(tmp_path, ()), "main", {})
    with pytest.raises(GitError, match="no git repository around"):
        between(find_place(tmp_path, ()), "HEAD", "", False, False)


def test_one_file_is_a_tree_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.txt").write_text(MODEL)
    monkeypatch.chdir(tmp_path)
    tree, name = file_alone("m.txt")
    assert (name, tree.read(name).text) == ("m.txt", MODEL)
    with pytest.raises(UsageError, match=r"no such file: n\.txt"):
        file_alone("n.txt")
