"""Histories that several situations start from."""

from __future__ import annotations

import pytest

from tests.bases.asking import add, propose
from tests.repositories import Repo, clean_environment, repo

__all__ = ["clean_environment", "repo"]


@pytest.fixture
def behind(repo: Repo) -> Repo:
    """topic (p1) parted from main at m1, and main has gone on (m3, m4). Checked out is topic."""
    add(repo, "m1")
    repo.branch("topic")
    add(repo, "p1")
    repo.switch("main")
    add(repo, "m3")
    add(repo, "m4")
    propose(repo)
    return repo


@pytest.fixture
def caught_up(repo: Repo) -> Repo:
    """topic (p1, p2) has merged main (m3) between its commits, and main has gone on (m4)."""
    add(repo, "m1")
    repo.branch("topic")
    add(repo, "p1")
    repo.switch("main")
    add(repo, "m3")
    repo.switch("topic")
    repo.merge("main")
    add(repo, "p2")
    repo.switch("main")
    add(repo, "m4")
    propose(repo)
    return repo


@pytest.fixture
def criss_cross(repo: Repo) -> Repo:
    """main and topic have merged each other: p1 and m2 are both merge bases. The merge in topic undoes m2."""
    add(repo, "m1")
    repo.branch("topic")
    add(repo, "p1")
    repo.switch("main")
    add(repo, "m2")
    repo.merge("topic")
    repo.switch("topic")
    repo.git("merge", "--quiet", "--strategy=ours", "--message", "merge", "main~1")
    return repo
