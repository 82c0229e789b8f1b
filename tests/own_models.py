"""The models of this repository, of every format, for tests that ask something of each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from checker.core.model import Model
from checker.documents.worktree import WorkTree
from checker.inputs import FORMATS
from checker.pipeline.models import Version, read_model

ROOT = Path(__file__).parent.parent
INPUTS = ROOT / "tests" / "inputs"

NATIVE = sorted(
    path
    for folder in ("examples", "tests/models", "tests/inputs")
    for path in (ROOT / folder).rglob("*.yaml")
    if re.search(r"^threatgate: 1\n(.*\n)*system:", path.read_text(encoding="utf-8"), re.MULTILINE)
)
"""The main files of native models."""


def files_of(format: str) -> list[Path]:
    """The files of a format, sound and broken ones, without the parts of others."""
    if format == "native":
        return [INPUTS / "complete.yaml", *(ROOT / "tests" / "models" / f"{name}.yaml" for name in ("clinic", "shop"))]
    return sorted(path for path in (INPUTS / format.replace("-", "_")).glob("*.*") if path.is_file())


FILES = [path for format in FORMATS for path in files_of(format)]


@cache
def version(path: Path) -> Version:
    """What is read of a file, and of those that it includes."""
    return read_model(WorkTree(path.parent), path.name)


def model_of(path: Path) -> Model:
    """The model of a file that has one."""
    found = version(path).snapshot
    assert found, path
    return found.model


def name_of(path: Path) -> str:
    """How a test says which model it is about."""
    return path.relative_to(ROOT).as_posix()
