"""The example pull requests of the pages on formats in XML are run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import Done, inside
from tests.repositories import new_repo

TODAY = ("--as-of", "2026-11-23")


def blocks(page: str, language: str) -> list[str]:
    """The fenced code of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("page", "file"), [("ms-tmt", "shop.tm7"), ("archimate", "shop.xml")])
def test_the_example_pull_request(page: str, file: str, root: Path, tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "repo")
    text = (root / f"docs/reference/formats/{page}.md").read_text(encoding="utf-8")
    (model,), (change,), (diff, check), (review,) = (blocks(text, one) for one in ("xml", "diff", "text", "yaml"))
    minus, plus = (line[1:] for line in change.splitlines())
    assert model.count(minus) == 1

    def run(*arguments: str) -> Done:
        return inside(repo.root, *arguments)

    def reviewed(*what: str) -> str:
        assert run("review", *what, "--by", "ann@example.com", "--model", file, *TODAY).code == 0
        return (repo.root / f"{file}.reviews.yaml").read_text(encoding="utf-8")

    repo.write({file: model})
    before = reviewed("--all")
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", "Model")
    assert run("check", file, "--base", "main", *TODAY).code == 0

    repo.write({file: model.replace(minus, plus)})
    assert diff.strip() in run("diff", "--path", file).out
    failed = run("check", file, "--base", "main", *TODAY)
    assert failed.code == 1
    assert check.strip() in failed.out
    assert reviewed("--changed", "--base", "main") == before + review
    settled = run("check", file, "--base", "main", *TODAY)
    assert settled.code == 0, settled.out
