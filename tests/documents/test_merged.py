"""The files that a merge would leave, before anybody makes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from checker.core.errors import InputError
from checker.documents.git import Repository
from checker.documents.merged import MergedTree
from tests.repositories import Repo

BASE = {"same": "1", "head": "1", "target": "1", "both": "1", "gone-head": "1", "gone-target": "1", "edited": "1"}


@pytest.fixture
def merged(repo: Repo) -> Iterator[MergedTree]:
    base = repo.commit(BASE)
    repo.branch("topic")
    repo.commit({"head": "h", "both": "h", "edited": "h", "gone-head": None, "new-head": "h", "new-both": "h"})
    (repo.root / "same").unlink()
    (repo.root / "link").symlink_to("head")
    repo.commit({"same": "1"})
    repo.git("add", "link")
    repo.commit()
    repo.branch("main", base)
    repo.commit({"target": "t", "both": "t", "edited": None, "gone-target": None, "new-target": "t", "new-both": "t"})
    with Repository(repo.root) as repository:
        yield MergedTree(repository.tree("topic"), repository.tree(base), repository.tree("main"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("same", "1"),
        ("head", "h"),
        ("target", "t"),
        ("both", "h"),
        ("edited", "h"),
        ("new-head", "h"),
        ("new-target", "t"),
        ("new-both", "h"),
    ],
)
def test_what_the_head_did_not_change_is_the_targets(merged: MergedTree, path: str, text: str) -> None:
    assert merged.exists(path)
    assert merged.read(path).text == text


@pytest.mark.parametrize("path", ["gone-head", "gone-target", "nowhere"])
def test_what_either_side_removed_is_gone(merged: MergedTree, path: str) -> None:
    assert not merged.exists(path)
    assert path not in merged.files()
    with pytest.raises(InputError):
        merged.read(path)


def test_every_file_of_both_sides_is_listed(merged: MergedTree) -> None:
    assert merged.files() == ("both", "edited", "head", "new-both", "new-head", "new-target", "same", "target")
    assert merged.links() == ("link",)


def test_a_link_in_place_of_a_file_is_a_change_of_the_head(merged: MergedTree) -> None:
    assert merged.exists("link")
    with pytest.raises(InputError, match="symbolic link"):
        merged.read("link")
