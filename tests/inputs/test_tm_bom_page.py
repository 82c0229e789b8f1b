"""The page about TM-BOM is true: its pull request is made, and ends as the page says."""

from __future__ import annotations

import re
from pathlib import Path

from checker.inputs.tm_bom.structure import SECTIONS
from checker.knowledge import tm_bom
from tests.command import inside
from tests.repositories import new_repo

PAGE = (Path(__file__).parent.parent.parent / "docs/reference/formats/tm-bom.md").read_text(encoding="utf-8")
DAY = "2026-11-26"


def blocks(language: str) -> list[str]:
    """The fenced code of one language on the page, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def changed(model: str) -> str:
    """The model after the change on the page: pairs of a line that goes and one that comes."""
    (change,) = blocks("diff")
    lines = change.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert (old[0], new[0]) == ("-", "+")
        assert model.count(f"{old[1:]}\n") == 1
        model = model.replace(f"{old[1:]}\n", f"{new[1:]}\n")
    return model


def test_the_pull_request_ends_as_the_page_says(tmp_path: Path) -> None:
    (model,), (difference, findings), (reviews,) = blocks("json"), blocks("text"), blocks("yaml")
    config = 'threatgate: 1\nmodels: {include: ["models/*.json"]}\n'
    repo = new_repo(tmp_path)
    repo.commit({"models/lockers.json": model, ".threatgate.yaml": config})
    file = repo.root / "models/lockers.json"
    sidecar = repo.root / "models/lockers.reviews.yaml"

    assert inside(repo.root, "review", "open", "doors", "--by", "dana@example.com", "--as-of", DAY).code == 0
    assert sidecar.read_text(encoding="utf-8") == reviews
    sidecar.unlink()

    file.write_text(changed(model), encoding="utf-8")
    said = inside(repo.root, "diff", "HEAD")
    assert said.out.startswith(difference)
    said = inside(repo.root, "check", "--base", "HEAD", "--as-of", DAY)
    assert said.code == 1
    for finding in findings.split("\n\n"):
        assert finding.strip("\n") in said.out

    file.write_text(model, encoding="utf-8")
    sidecar.write_text(reviews, encoding="utf-8")
    said = inside(repo.root, "check", "--as-of", DAY)
    assert "flow/open\n" not in said.out
    assert "component/doors\n" not in said.out


def test_every_word_that_means_something_here_is_on_the_page() -> None:
    words = {
        *(*tm_bom.CRITICALITY, *tm_bom.CLASSIFICATION, *tm_bom.ACTORS, *tm_bom.CONTROL_STATUS),
        *(word for word in tm_bom.STORES if word != "vector"),
    }
    assert not [word for word in words if not re.search(rf"\b{word}\b", PAGE)]
    assert not [kind for kind in SECTIONS if kind.replace("-", " ") not in PAGE]
