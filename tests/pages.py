"""The page of each format: its sections, and the pull request at its end, followed as it stands there.

After the heading *A pull request* come, as fenced code: the whole model; a ``diff``, which git applies; a ``console``
with ``$ threatgate …`` and all that it writes to standard output; a ``yaml`` with the lines that the last command added
to some file. The model is on the main branch with a review of everything; all that follows is in the work tree.
"""

from __future__ import annotations

import difflib
import re
import shlex
from pathlib import Path
from typing import NamedTuple

from tests.command import TODAY, Done, threatgate
from tests.repositories import Repo, new_repo

PAGES = Path(__file__).resolve().parent.parent / "docs/reference/formats"
EXAMPLE = "A pull request"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATCHED = re.compile(r"^\+\+\+ b/(.+)$", re.MULTILINE)
_OF_A_DAY = ("check", "review")


class Followed(NamedTuple):
    """What became of the pull request of a page."""

    text: str
    """The page, with what was really said and written in the place of what it shows."""
    runs: list[tuple[str, Done]]
    """Each command on the page, as written there, and how it ended."""


def sections(text: str) -> dict[str, str]:
    """The headings of the second level of a page, in order, each with the text below it."""
    parts = re.split(r"^## (.+)$", _BLOCK.sub("", text), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert len(found) == len(parts) // 2, f"a heading stands twice: {parts[1::2]}"
    return found


def model(text: str) -> tuple[str, str]:
    """The path and the text of the model in the example of a page."""
    example = text.partition(f"\n## {EXAMPLE}\n")[2]
    named = _PATCHED.search(example)
    assert named, "the change names no file: +++ b/FILE"
    block = _BLOCK.search(example)
    assert block
    return named[1], block[2]


def follow(text: str, folder: Path) -> Followed:
    """Do in an empty folder what a page does. Raises AssertionError where its model cannot be reviewed or changed."""
    path, whole = model(text)
    start, heading, example = text.partition(f"\n## {EXAMPLE}\n")
    repo = new_repo(folder)
    repo.write({".threatgate.yaml": f'threatgate: 1\nmodels: {{include: ["{path}"]}}\n', path: whole})
    _reviewed_on_main(repo)
    runs: list[tuple[str, Done]] = []
    before: dict[str, str] = {}

    def done(block: re.Match[str]) -> str:
        nonlocal before
        kind, body = block.groups()
        if kind == "diff":
            repo.git("apply", "--unidiff-zero", "-", input=body.encode())
        elif kind == "console":
            command = body.partition("\n")[0].removeprefix("$ threatgate ")
            before = _texts(folder)
            runs.append((command, _run(folder, command)))
            body = f"$ threatgate {command}\n{runs[-1][1].out}"
        elif runs and kind == "yaml":
            body = _added(before, _texts(folder))
        return f"```{kind}\n{body}```"

    return Followed(start + heading + _BLOCK.sub(done, example), runs)


def _reviewed_on_main(repo: Repo) -> None:
    reviewed = threatgate(repo.root, "review", "--all", "--by", "ann@example.com", "--as-of", TODAY)
    assert reviewed.code == 0, reviewed
    repo.git("add", "--all")
    repo.commit(message="Model it")
    checked = _run(repo.root, "check")
    assert checked.code == 0, checked.out


def _run(folder: Path, command: str) -> Done:
    day = ("--as-of", TODAY) if command.startswith(_OF_A_DAY) else ()
    return threatgate(folder, *shlex.split(command), *day, env={"COLUMNS": "100"})


def _texts(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {str(path): path.read_text(encoding="utf-8") for path in files}


def _added(before: dict[str, str], after: dict[str, str]) -> str:
    """The lines that are in some file and were not."""
    compared = (
        difflib.ndiff(before.get(path, "").splitlines(keepends=True), text.splitlines(keepends=True))
        for path, text in sorted(after.items())
    )
    return "".join(line[2:] for lines in compared for line in lines if line.startswith("+ "))
