"""Every format that is read or written has its page, all of one shape, and the pull request on each is true."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages import PAGES, follow

Golden = Callable[[Path, str], None]


def page_names() -> list[str]:
    return sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "README")


@pytest.mark.parametrize("page", page_names())
def test_the_pull_request_ends_as_the_page_says(page: str, tmp_path: Path, golden: Golden) -> None:
    path = PAGES / f"{page}.md"
    followed = follow(path.read_text(encoding="utf-8"), tmp_path)
    golden(path, followed.text)
    said = [(command, done.code) for command, done in followed.runs]
    checks = [code for command, code in said if command == "check --base main"]
    assert (checks[0], checks[-1]) == (1, 0), said
    assert any(command.startswith("review ") for command, _ in said), said
    assert said[-1] == ("check --base main", 0)
    assert {code for command, code in said if not command.startswith("check")} == {0}, followed.runs
