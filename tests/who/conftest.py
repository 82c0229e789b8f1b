"""Real repositories for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import Repo, clean_environment, repo
from tests.who.shop import Shop, open_shop

__all__ = ["clean_environment", "repo"]


@pytest.fixture
def shop(repo: Repo) -> Shop:
    """A reviewed shop with two people of security, one of platform and one without a role; the branch is made."""
    return open_shop(repo)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder for clones."""
    return tmp_path / "clone"
