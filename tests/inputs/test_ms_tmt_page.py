"""The example of docs/reference/formats/ms-tmt.md is run as it stands on the page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import Done, inside
from tests.repositories import Repo, new_repo


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def run(repo: Repo, *arguments: str) -> Done:
    return inside(repo.root, *arguments, "--as-of", "2026-11-23")


def test_the_example_pull_request(root: Path, tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "repo")
    page = (root / "docs/reference/formats/ms-tmt.md").read_text(encoding="utf-8")
    (model,), (change,), (diff, check), (review,) = (blocks(page, one) for one in ("xml", "diff", "text", "yaml"))
    minus, plus = (line[1:] for line in change.splitlines())
    assert model.count(minus) == 1

    repo.write({"shop.tm7": model})
    assert run(repo, "review", "--all", "--by", "ann@example.com").code == 0
    reviewed = (repo.root / "shop.tm7.reviews.yaml").read_text(encoding="utf-8")
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message", "Model")
    passed = run(repo, "check", "--base", "main")
    assert passed.code == 0, passed.out

    repo.write({"shop.tm7": model.replace(minus, plus)})
    assert diff.strip() in inside(repo.root, "diff").out
    failed = run(repo, "check", "--base", "main")
    assert failed.code == 1
    assert check.strip() in failed.out
    assert run(repo, "review", "--changed", "--base", "main", "--by", "ann@example.com").code == 0
    after = (repo.root / "shop.tm7.reviews.yaml").read_text(encoding="utf-8")
    assert after == reviewed + review
    settled = run(repo, "check", "--base", "main")
    assert settled.code == 0, settled.out
