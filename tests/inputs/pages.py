"""Follows the example pull request at the end of a format's page, so that what it shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

from tests.command import TODAY, threatgate
from tests.repositories import Repo

REVIEWED = ("--by", "mia@example.com", "--as-of", TODAY)


def blocks(page: Path, language: str) -> list[str]:
    """The fenced code of one language after the heading of the example, in order."""
    example = page.read_text(encoding="utf-8").partition("\n## A pull request\n")[2]
    return re.findall(rf"^```{language}\n(.*?)^```$", example, re.MULTILINE | re.DOTALL)


def follow(page: Path, folder: Path, name: str, note: str) -> None:
    """Write the model, review and commit it, make the change, and do what the page does.

    Raises AssertionError where anything is otherwise than on the page.
    """
    (model,), (change,), (review,) = blocks(page, "json"), blocks(page, "diff"), blocks(page, "yaml")
    git = Repo(folder).git
    git("init", "--quiet", "--initial-branch=main")
    (folder / name).write_text(model, encoding="utf-8")
    (folder / ".threatgate.yaml").write_text(f"threatgate: 1\nmodels: {{include: [{name}]}}\n", encoding="utf-8")
    assert threatgate(folder, "review", "--all", *REVIEWED).code == 0
    git("add", "--all")
    git("commit", "--quiet", "--message", "Model it")
    before = threatgate(folder, "check", "--as-of", TODAY)
    assert before.code == 0, before.out
    (folder / "change.diff").write_text(change, encoding="utf-8")
    git("apply", "--unidiff-zero", "change.diff")
    (folder / "change.diff").unlink()
    for shown in blocks(page, "console"):
        command, _, expected = shown.removeprefix("$ threatgate ").partition("\n")
        when = ("--as-of", TODAY) if command.startswith("check") else ()
        done = threatgate(folder, *command.split(), *when)
        assert expected in done.out, done.out
        assert done.code == (1 if when else 0)
    assert threatgate(folder, "review", "--changed", "--note", note, *REVIEWED).code == 0
    reviews = next(folder.glob("*.reviews.yaml"))
    assert review in reviews.read_text(encoding="utf-8"), reviews.read_text(encoding="utf-8")
    after = threatgate(folder, "check", "--base", "main", "--as-of", TODAY)
    assert after.code == 0, after.out
