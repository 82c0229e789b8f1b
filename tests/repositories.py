"""Real git repositories in a few words: ``repo.commit({"a": "x"})``, ``repo.branch("topic")``, ``repo.merge("main")``.

Ids are the same on every machine: fixed author, and a clock that ticks one minute a commit. Nobody's own git settings
are read, neither by these methods nor, with `clean_environment`, by the code under test.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

_START = 1_700_000_000
"""The date of the first commit, in seconds since 1970."""

ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_AUTHOR_NAME": "Dana",
    "GIT_AUTHOR_EMAIL": "dana@example.com",
    "GIT_COMMITTER_NAME": "Dana",
    "GIT_COMMITTER_EMAIL": "dana@example.com",
}

Files = Mapping[str, "str | bytes | None"]
"""Path -> content; None deletes the file."""


class Repo:
    """A repository with a work tree at ``root``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ticks = 0

    def git(
        self, *arguments: str, env: Mapping[str, str] | None = None, input: bytes | None = None, fails: bool = False
    ) -> str:
        """What ``git ARGUMENTS`` prints, without the last line end; a failure raises, unless ``fails``."""
        date = f"{_START + 60 * self.ticks} +0000"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ("git", *arguments),
            cwd=self.root,
            env={**inherited, **ENVIRONMENT, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, **(env or {})},
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            capture_output=True,
            check=False,
        )
        if done.returncode and not fails:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return os.fsdecode(done.stdout).removesuffix("\n")

    def write(self, files: Files) -> None:
        """Write or delete files of the work tree."""
        for path, content in files.items():
            place = self.root / path
            if content is None:
                place.unlink()
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def stage(self, files: Files) -> None:
        """Write or delete files, and stage exactly these."""
        self.write(files)
        self.git("add", "--all", "--force", "--", *files)

    def commit(self, files: Files = {}, message: str = "change", by: str = "", committer: str = "") -> str:  # noqa: B006
        """Write, stage and commit files (and what was staged before); the id of the commit, which may be empty.

        ``by`` is the address of another author and committer than usual; ``committer`` of another committer alone.
        """
        if files:
            self.stage(files)
        self.ticks += 1
        env = {**identity("AUTHOR", by), **identity("COMMITTER", committer or by)}
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", message, env=env)
        return self.head

    @property
    def head(self) -> str:
        """The full id of HEAD."""
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, at: str = "HEAD") -> None:
        """Make a branch, or put it elsewhere, and check it out."""
        self.git("checkout", "--quiet", "-B", name, at)

    def switch(self, revision: str) -> None:
        """Check out a branch; any other revision detaches HEAD."""
        self.git("checkout", "--quiet", revision)

    def merge(self, *revisions: str) -> str:
        """Merge into the branch that is checked out, always by a merge commit; its id."""
        self.ticks += 1
        self.git("merge", "--quiet", "--no-ff", "--message", "merge", *revisions)
        return self.head

    def clone(self, to: Path, *options: str) -> Repo:
        """A clone as CI systems make it, over git's protocol, so that ``--depth=N`` works."""
        self.git("clone", "--quiet", *options, self.root.as_uri(), str(to))
        return Repo(to)

    def worktree(self, to: Path, branch: str) -> Repo:
        """A linked work tree on a new branch."""
        self.git("worktree", "add", "--quiet", "-b", branch, str(to))
        return Repo(to)

    def hook(self, name: str, script: str) -> None:
        """Install an executable hook; ``script`` is the body of a shell script."""
        place = Path(self.git("rev-parse", "--path-format=absolute", "--git-path", "hooks")) / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o755)


def identity(role: str, address: str) -> dict[str, str]:
    """git's variables for the ``AUTHOR`` or the ``COMMITTER``; none without an address."""
    name = address.partition("@")[0].capitalize()
    return {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": address} if address else {}


def new_repo(root: Path) -> Repo:
    """An empty repository on the branch main, in a folder that this makes."""
    root.mkdir(parents=True, exist_ok=True)
    repo = Repo(root)
    repo.git("init", "--quiet", "--initial-branch=main")
    return repo


@pytest.fixture
def clean_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody's git settings, no variables of a hook or of a CI system around the code under test."""
    for name in os.environ:
        if name.startswith(("GIT_", "GITHUB_", "CI_", "GITLAB_", "PRE_COMMIT", "SYSTEM_", "BITBUCKET_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return


@pytest.fixture
def repo(tmp_path: Path, clean_environment: None) -> Repo:
    """An empty repository on the branch main, in a clean environment."""
    return new_repo(tmp_path / "repo")
