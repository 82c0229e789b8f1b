"""Our side: a repository with a reviewed model, a commit with the change, and what ``threatgate check`` says."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import ENVIRON
from benchmarks.peers.edits import Case
from benchmarks.peers.files import REVIEWS, Link, base, ours
from benchmarks.projects import AS_OF, GATE

CHECK = ("check", "--base", "base", "--as-of", AS_OF, "--fail-on", "note", "--format", "json")
REVIEW = ("review", "--all", "--by", "dana@example.com", "--role", "security", "--as-of", AS_OF)
WHO = {"GIT_AUTHOR_NAME": "Robin", "GIT_AUTHOR_EMAIL": "robin@example.com", "GIT_CONFIG_NOSYSTEM": "1"}
WHO |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in WHO.items()}
WHO |= {"GIT_CONFIG_GLOBAL": os.devnull}

Program = Callable[[Path, tuple[str, ...]], tuple[int, str]]
"""Runs the gate with arguments in a folder: its exit code and what it printed."""


class Verdict(NamedTuple):
    """What a gate said of a change. ``reasons`` are rules, or the sentence of a run that could not decide."""

    code: int
    reasons: tuple[str, ...]

    @property
    def caught(self) -> bool:
        """Whether the gate ended otherwise than for no change at all, which passes."""
        return self.code != 0


class Gate:
    """A repository in a folder, its base committed and reviewed on the branch ``base``. Cases are judged in turn."""

    def __init__(self, folder: Path, program: Program | None = None) -> None:
        self.folder = folder
        self._program = program or _process
        folder.mkdir(parents=True)
        self._git("init", "--quiet", "--initial-branch=base")
        write(folder, base())
        self._git("add", "--all")
        self._run(*REVIEW)
        self._commit()
        self._reviews = (folder / REVIEWS).read_text(encoding="utf-8")

    def judge(self, case: Case | None) -> Verdict:
        """What the gate says of the commit of a case; without one, of a commit that changes nothing."""
        self._git("checkout", "--quiet", "--force", "-B", "change", "base")
        self._git("clean", "--quiet", "-d", "--force")
        write(self.folder, ours(case, self._reviews) if case else {})
        self._commit()
        code, printed = self._run(*CHECK)
        return verdict(code, json.loads(printed))

    def _commit(self) -> None:
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", "change")

    def _run(self, *arguments: str) -> tuple[int, str]:
        return self._program(self.folder, arguments)

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.folder, env={**ENVIRON, **WHO}, check=True, capture_output=True)


def verdict(code: int, report: Mapping[str, Any]) -> Verdict:
    """The verdict of a JSON report: the rules of what is new, then why the gate could not decide."""
    rules = {result["rule"] for result in report["results"] if result["state"] == "new"}
    return Verdict(code, (*sorted(rules), *(failure["message"] for failure in report["failures"])))


def write(folder: Path, files: Mapping[str, str | Link | None]) -> None:
    """Write, link or delete files of a folder."""
    for path, content in files.items():
        place = folder / path
        if place.is_symlink() or content is None or isinstance(content, Link):
            place.unlink(missing_ok=True)
        if content is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            place.symlink_to(content.to)
        elif content is not None:
            place.write_bytes(content.encode())


def _process(folder: Path, arguments: tuple[str, ...]) -> tuple[int, str]:
    done = subprocess.run([GATE, *arguments], cwd=folder, env=ENVIRON, capture_output=True, check=False)
    return done.returncode, done.stdout.decode("utf-8")
