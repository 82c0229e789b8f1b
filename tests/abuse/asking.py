"""A hostile change, the real command on it, and what it said: where, and with which words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.command import TODAY, findings, inside
from tests.doors.shop import CHANGED
from tests.repositories import Files, Repo

STALE = ("review/stale", "threatmodel.yaml:12:106", "flow/order")
"""What the weakened model must be told, whatever else the change does."""


def threat(what: str, says: str) -> pytest.MarkDecorator:
    """A line of the page of guarantees; ``what`` starts with the number of the threat, of 32 that were thought of."""
    return pytest.mark.guarantee("abuse", what, says=says)


class Said(NamedTuple):
    """The exit code, the new findings (rule, place, subject), and the failures (message, place)."""

    code: int
    findings: list[tuple[str, str, str]]
    failures: list[tuple[str, str]]
    report: Mapping[str, Any]


def check(repo: Repo, *arguments: str, env: Mapping[str, str] | None = None, cwd: str = "") -> Said:
    """``threatgate check`` against main, or as ``arguments`` say."""
    arguments = arguments or ("--base", "main")
    done = inside(repo.root / cwd, "check", "--as-of", TODAY, "--format", "json", *arguments, env=env)
    if not done.out:  # nothing was opened, or the gate's own files are wrong: it is said on the other stream
        lines = [line for line in done.err.split("\n") if line and not line.startswith("::")]
        place = lines[1].removeprefix("  --> ") if len(lines) > 1 and lines[1].startswith("  --> ") else ""
        return Said(done.code, [], [(lines[0].removeprefix("threatgate: error: "), place)], {})
    report = json.loads(done.out)
    failures = [(one["message"], _place(one["location"])) for one in report["failures"]]
    return Said(done.code, findings(report), failures, report)


def _place(location: Mapping[str, Any] | None) -> str:
    return "{path}:{line}:{column}".format(**location) if location else ""


def propose(repo: Repo, files: Files) -> Said:
    """Commit a change on the branch and check it against main."""
    repo.commit(files)
    return check(repo)


def weaken(repo: Repo, files: Files | None = None) -> str:
    """Commit the change that must be found, with what is to hide it."""
    return repo.commit({"threatmodel.yaml": CHANGED, **(files or {})})


def everything(root: Path) -> dict[str, bytes]:
    """Every file below a folder, of git's too."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
