"""Commit with the real hook, installed by the real runners of hooks from a snapshot of this checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.command import Done
from tests.repositories import Repo, new_repo

PROGRAMS = Path(sys.executable).parent
PARTS = ("checker", "policies", "schemas", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
"""What the runners need of this repository to install the hook."""
MINUTES = 300


class Runner(NamedTuple):
    """A program that runs hooks, with the hook of ``source`` at ``commit`` installed under ``home``."""

    name: str
    source: Path
    commit: str
    home: Path

    @property
    def env(self) -> dict[str, str]:
        """Variables for git and for the runner. The runners look for ``uv`` and ``git`` on the PATH."""
        path = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
        return {"PRE_COMMIT_HOME": str(self.home), "PREK_HOME": str(self.home), "PATH": path, "NO_COLOR": "1"}

    def config(self) -> str:
        """The text of ``.pre-commit-config.yaml``."""
        return f"repos:\n  - repo: {self.source}\n    rev: {self.commit}\n    hooks: [{{id: threatgate}}]\n"

    def set_up(self, repo: Repo, *options: str) -> Repo:
        """Write the config, untracked and ignored, and install the hook into a repository."""
        (repo.root / ".pre-commit-config.yaml").write_text(self.config(), encoding="utf-8")
        exclude = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", "info/exclude"))
        exclude.write_text("/.pre-commit-config.yaml\n", encoding="utf-8")
        assert self.run(repo, "install", *options).code == 0
        return repo

    def run(self, repo: Repo, *arguments: str) -> Done:
        """``pre-commit ARGUMENTS`` or ``prek ARGUMENTS``."""
        return ended(repo, self.env, str(PROGRAMS / self.name), *arguments)

    def git(self, repo: Repo, *arguments: str) -> Done:
        """``git ARGUMENTS`` with the hook in place; what the hook said is among the errors."""
        return ended(repo, self.env, "git", *arguments)


def ended(repo: Repo, env: Mapping[str, str], *command: str) -> Done:
    done = subprocess.run(
        command,
        cwd=repo.root,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=MINUTES,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def snapshot(root: Path, to: Path) -> Repo:
    """A repository whose one commit holds what the hook is installed from, as it is on disk now."""
    repo = new_repo(to)
    for name in PARTS:
        if (root / name).is_dir():
            shutil.copytree(root / name, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / name, to / name)
    repo.git("add", "--all", "--force")
    repo.commit(message="snapshot")
    return repo


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let one process at a time do what follows; the tests may run in several."""
    import fcntl

    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
