"""A reviewed model on main, a branch of somebody who wants it weakened, and traps that leave a mark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import TODAY, inside
from tests.doors.shop import MODEL
from tests.repositories import Repo, clean_environment, new_repo, repo

__all__ = ["clean_environment", "repo"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = new_repo(tmp_path_factory.mktemp("template") / "shop")
    repo.commit({"threatmodel.yaml": MODEL})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit({".threatgate.yaml": "threatgate: 1\n"}, "record the review")
    repo.branch("topic")
    return repo.root


@pytest.fixture
def shop(template: Path, tmp_path: Path, clean_environment: None) -> Repo:
    """A reviewed model that passes, on main; checked out is topic, at the same commit."""
    shutil.copytree(template, tmp_path / "shop")
    return Repo(tmp_path / "shop")


@pytest.fixture
def mark(tmp_path: Path) -> Iterator[Path]:
    """A file that nothing may make while the gate runs."""
    file = tmp_path / "mark"
    yield file
    assert not file.exists(), "something of the repository was run"


@pytest.fixture
def trap(tmp_path: Path, mark: Path) -> str:
    """A command that makes the mark, and passes its input on as a filter has to."""
    script = tmp_path / "trap"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\ncat\n")
    script.chmod(0o755)
    return str(script)
