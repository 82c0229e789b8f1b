"""The layout of a text is no change of its model, in whatever format: one law for all of our files."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.model import Model
from checker.core.source import Source
from checker.documents.parse import parse
from tests.inputs.reading import model
from tests.own_models import FILES, name_of, version

READABLE = [path for path in FILES if version(path).snapshot]
DATA = [
    path
    for path in READABLE
    if path.suffix in (".json", ".yaml") and "model/duplicate-id" not in {one.rule for one in version(path).findings}
]
"""Those in which an order can be changed: of two elements of one id the first counts."""


def read(path: Path, text: str) -> Model:
    """The model of a file with another text, beside the same other files."""
    others = {
        one.relative_to(path.parent).as_posix(): one.read_text(encoding="utf-8")
        for one in path.parent.rglob("*")
        if one.is_file() and one.suffix in (".json", ".yaml", ".hcl")
    }
    return model({**others, path.name: text}, path.name)


def shuffled(value: Any, random: Random) -> Any:
    """The same data with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = random.sample([*value], len(value))
        return {key: shuffled(value[key], random) for key in keys}
    return [shuffled(item, random) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("path", DATA, ids=name_of)
def test_the_order_of_keys_and_white_space_is_none(path: Path, seed: int) -> None:
    text = path.read_text(encoding="utf-8")
    data = parse(Source(path.name, text)).data
    other = json.dumps(shuffled(data, Random(seed)), indent=seed)
    assert read(path, other) == read(path, text)


@pytest.mark.parametrize("path", READABLE, ids=name_of)
def test_line_ends_are_none(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read(path, text.replace("\n", "\r\n")) == read(path, text)


def test_there_are_files_of_each_kind() -> None:
    assert {path.suffix for path in READABLE} >= {".json", ".yaml", ".tm7", ".hcl", ".archimate", ".xml"}
    assert len(DATA) > 12
