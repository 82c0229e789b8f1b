"""The example pull requests on the pages of the two formats called OTM, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_walkthroughs import Walk, walk
from tests.command import threatgate
from tests.repositories import Repo

__all__ = ["walk"]


@pytest.mark.parametrize(("page", "element"), [("otm", "archive"), ("open-threat-model", "store")])
def test_the_example_ends_in_a_pass(walk: Walk, repo: Repo, root: Path, page: str, element: str) -> None:
    name = f"reference/formats/{page}.md"
    runs = walk(name)
    before, after = runs["check --base HEAD"]
    assert (before.code, after.code) == (1, 0)
    assert runs[f"review {element} --by dana@example.org"][0].code == 0
    _, _, end = (root / "docs" / name).read_text(encoding="utf-8").partition("The review is in")
    (shown,) = re.findall(r"(?:^      .*\n)+", end, re.MULTILINE)
    review = "".join(line[4:] for line in shown.splitlines(keepends=True))
    written = (repo.root / "shop.otm.reviews.yaml").read_text(encoding="utf-8")
    assert re.sub("on: .*", "on: DAY", review) in re.sub("on: .*", "on: DAY", written)


def test_models_of_both_formats_are_found_by_their_names(repo: Repo, root: Path) -> None:
    for folder, file in (("otm", "kiosk.otm.yaml"), ("open_threat_model", "clinic.otm.yaml")):
        text = (root / "tests/inputs" / folder / file).read_text(encoding="utf-8")
        (repo.root / file).write_text(text, encoding="utf-8")
    repo.git("add", ".")
    found = threatgate(repo.root, "check", "--format", "json")
    assert found.code == 1
    assert '"kiosk.otm.yaml"' in found.out
    assert '"clinic.otm.yaml"' in found.out
