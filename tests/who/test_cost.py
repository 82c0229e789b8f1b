"""What knowing the people costs: git processes, counted by a git that keeps a list."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.command import TODAY, threatgate
from tests.repositories import Repo
from tests.who.shop import BOB, DANA, LEE, Shop, as_git, attributes, open_shop


@pytest.fixture
def counting(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A list of what git is asked for, and the environment in which it is kept."""
    notes, folder = tmp_path / "asked", tmp_path / "programs"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\necho "$*" >>"{notes}"\nexec "{shutil.which("git")}" "$@"\n')
    (folder / "git").chmod(0o755)
    return notes, {"PATH": f"{folder}:{os.environ['PATH']}"}


def asked(shop: Shop, counting: tuple[Path, dict[str, str]], *base: str, who: str = "") -> list[str]:
    """The git commands of one check, by name, without GitPython's own question for the version."""
    notes, env = counting
    notes.write_text("")
    env = {**env, **(as_git(who) if who else {})}
    done = threatgate(shop.repo.root, "check", "--as-of", TODAY, *(base or ("--base", "main")), env=env)
    assert done.code in (0, 1), done.err
    lines = [line.partition(str(shop.repo.root) + " ")[2] for line in notes.read_text().splitlines()]
    return sorted(line.split()[0] for line in lines if line)


USUAL = ["cat-file", "config", "diff", "ls-files", "ls-tree", "merge-base", "rev-list"]


def test_a_change_without_a_review_costs_nothing(repo: Repo, counting: tuple[Path, dict[str, str]]) -> None:
    shop = open_shop(repo, people="")
    shop.change()
    assert asked(shop, counting) == USUAL


def test_a_change_with_a_review_costs_one_process(repo: Repo, counting: tuple[Path, dict[str, str]]) -> None:
    shop = open_shop(repo, people="")
    shop.change()
    shop.review(DANA)
    shop.review(LEE, "order")
    assert asked(shop, counting) == sorted([*USUAL, "rev-list"])


def test_a_review_that_is_staged_costs_nothing(repo: Repo, counting: tuple[Path, dict[str, str]]) -> None:
    shop = open_shop(repo, people="")
    repo.stage({"threatmodel.yaml": attributes()})
    shop.record(DANA)
    repo.git("add", "--all")
    assert asked(shop, counting, "--staged") == ["cat-file", "ls-files", "ls-tree"]


def test_the_number_of_commits_costs_no_process(repo: Repo, counting: tuple[Path, dict[str, str]]) -> None:
    shop = open_shop(repo, review="{four_eyes: true}")
    for trust in ("internal", "restricted") * 4:
        shop.change(attributes().replace("trust: internal", f"trust: {trust}"), by=BOB)
    shop.change(by=BOB)
    shop.review(DANA)
    assert asked(shop, counting) == sorted([*USUAL, "rev-list"])


def test_what_is_not_committed_costs_two_questions_for_its_author(
    repo: Repo, counting: tuple[Path, dict[str, str]]
) -> None:
    shop = open_shop(repo, review="{four_eyes: true}")
    repo.write({"threatmodel.yaml": attributes()})
    shop.record(DANA)
    assert asked(shop, counting, who=BOB).count("var") == 2
