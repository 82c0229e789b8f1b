"""Real repositories for the tests of this room."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator

import pytest

from tests.repositories import clean_environment, repo

__all__ = ["clean_environment", "repo"]


@pytest.fixture(autouse=True)
def git_processes_end() -> Iterator[None]:
    """A run leaves its git process to the end of its own, which here is the end of a test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
