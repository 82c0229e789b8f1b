"""Three reviewed repositories for the tests of this room, each on main, to branch from."""

from __future__ import annotations

import pytest

from tests.bypass.ways import PATH, TEXT
from tests.command import TODAY, inside, report
from tests.repositories import Repo, clean_environment, new_repo, repo

__all__ = ["clean_environment", "repo"]


@pytest.fixture(scope="session")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Repo]:
    """A repository for each model, reviewed by Dana; the check of it passes."""
    return {name: _reviewed(new_repo(tmp_path_factory.mktemp(name) / "repo"), name) for name in TEXT}


def _reviewed(repo: Repo, name: str) -> Repo:
    repo.commit({PATH[name]: TEXT[name]})
    done = inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY)
    assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit(message="record the review")
    assert report(repo.root, by=inside)[0] == 0
    return repo
