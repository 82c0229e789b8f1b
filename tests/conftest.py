"""What every test may use: where the repository is, and the collected models when they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of collected models (THREATGATE_CORPUS, else beside the checkout); skips, saying so, without it."""
    folder = Path(os.environ.get("THREATGATE_CORPUS") or ROOT.parent / "shared" / "corpus")
    if not folder.is_dir():
        pytest.skip(f"no collected models: {folder.name}/ is not there; set THREATGATE_CORPUS to read some")
    return folder
