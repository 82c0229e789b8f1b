"""Every ATLAS id in rules, examples, documentation and data exists in an edition that ships, and is not retired."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.knowledge.lookup import library

ID = re.compile(r"AML\.(?:TA|T|M|CS)[0-9]{4}(?:\.[0-9]{3})?")
WRONG_ON_PURPOSE = {"AML.T9999": "unknown-reference", "AML.T0045": "retired-reference"}
"""Ids in the examples of the rules that are about such ids, and on the pages of those."""
NEWER = {"control.json", "rows.json"}
"""Data that names entries of the edition of 2026 beside those of the usual one."""


def there(edition: str) -> set[str]:
    found = library("atlas", edition)
    assert found
    return {id for id, entry in found.entries.items() if not entry.retired}


def named(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".md", ".py", ".svg", ".txt", ".yaml") and not path.name.startswith("atlas-"):
            yield from ((path, id) for id in ID.findall(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(("folder", "least"), [("policies", 45), ("examples", 60), ("docs", 60), ("checker", 200)])
def test_every_atlas_id_is_in_an_edition_that_ships(folder: str, least: int, root: Path) -> None:
    usual, newer = there("5.6.0"), there("2026.09")
    found = [*named(root / folder)]
    assert len({id for _, id in found}) >= least
    wrong = {
        (path.relative_to(root).as_posix(), id)
        for path, id in found
        if id not in usual and not (path.name in NEWER and id in newer) and WRONG_ON_PURPOSE.get(id) != path.stem
    }
    assert wrong == set()
