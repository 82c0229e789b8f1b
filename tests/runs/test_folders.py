"""Asking for a folder asks for every model in it, those that a change takes away too."""

from __future__ import annotations

import pytest

from tests.command import TODAY, findings, report, threatgate
from tests.repositories import Repo
from tests.runs.test_pull_requests import MODEL


@pytest.fixture
def two(repo: Repo) -> Repo:
    """Two reviewed models in one folder, and a third one elsewhere."""
    texts = {f"{name}.threatmodel.yaml": MODEL.replace("id: shop", f"id: {id}") for name, id in NAMES.items()}
    repo.commit(texts)
    for path in texts:
        done = threatgate(repo.root, "review", "--all", "--by", "dana", "--as-of", TODAY, "--model", path)
        assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit(message="record the review")
    return repo


NAMES = {"models/a": "a", "models/b": "b", "other/c": "c"}


def test_a_model_that_the_change_takes_out_of_the_folder_is_no_pass(two: Repo) -> None:
    two.git("rm", "--quiet", "models/b.threatmodel.yaml", "other/c.threatmodel.yaml")
    code, said = report(two.root, "models", "--base", "HEAD")
    assert (code, findings(said)) == (
        1,
        [("model/removed", "models/b.threatmodel.yaml:1:1", "model/models/b.threatmodel.yaml")],
    )


def test_a_link_in_the_folder_cannot_be_decided_and_one_elsewhere_was_not_asked_for(two: Repo) -> None:
    for path in ("models/b.threatmodel.yaml", "other/c.threatmodel.yaml"):
        (two.root / path).unlink()
        (two.root / path).symlink_to("a.threatmodel.yaml")
    code, said = report(two.root, "models")
    assert (code, [failure["location"]["path"] for failure in said["failures"]]) == (3, ["models/b.threatmodel.yaml"])


def test_a_model_that_moves_within_the_folder_is_the_same(two: Repo) -> None:
    (two.root / "models/deep").mkdir()
    for path in ("b.threatmodel.yaml", "b.threatmodel.reviews.yaml"):
        two.git("mv", f"models/{path}", f"models/deep/{path}")
    assert report(two.root, "models", "--base", "HEAD")[0] == 0


def test_the_diff_of_a_folder_shows_what_left_it(two: Repo) -> None:
    two.git("rm", "--quiet", "models/b.threatmodel.yaml", "other/c.threatmodel.yaml")
    done = threatgate(two.root, "diff", "--path", "models")
    assert done.code == 0
    assert "models/b.threatmodel.yaml" in done.out
    assert "other/c" not in done.out
