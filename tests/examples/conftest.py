"""Real repositories for the tests of this room."""

from __future__ import annotations

from tests.repositories import clean_environment, repo

__all__ = ["clean_environment", "repo"]
