"""What every test may use: where the repository is, and the collected models when they are at hand."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ("tests.guarantees",)

ROOT = Path(__file__).resolve().parent.parent


# Commands that tests start would compile the whole package anew, which an install compiles once: half of their time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_finish() -> None:
    """Thousands of collected tests live to the end: no collection of garbage need look at them again and again."""
    gc.collect()
    gc.freeze()


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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write expected outputs anew instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """``golden(path, text)``: the text is what the file holds; with ``--golden`` the file is written instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no expected output {path.name}: write it with make golden, and look at it"
        assert text == path.read_text(encoding="utf-8")

    return compare
