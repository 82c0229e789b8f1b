"""Where a repository lies on disk, and the environment that every git process gets. Starts no process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import GitError

_POINTER_BYTES = 8192
"""More than any path may have: the ``.git`` file of a linked work tree holds one path."""

_CONFIG = {
    "safe.bareRepository": "explicit",
    "core.fsmonitor": "false",
    "core.hooksPath": "/dev/null",
    "diff.external": "",
    "protocol.allow": "never",
    "advice.graftFileDeprecated": "false",
}
"""Settings that a hostile ``.git/config``, or a bare repository committed into a folder, could use to run a command;
and one whose advice, about the variable by which no graft is believed, would hide what git has to say."""


class Checkout(NamedTuple):
    """A work tree with its git directory: absolute paths. ``common`` differs from ``git_dir`` in a linked work tree."""

    root: Path
    git_dir: Path
    common: Path


def find_root(start: Path) -> Path | None:
    """The nearest folder, from ``start`` upward, that holds a ``.git`` folder or file; None where there is none.

    For the current directory only: never start from the folder of a model, which may lie in somebody's submodule.
    """
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)


def open_checkout(root: Path) -> Checkout:
    """The checkout whose root is exactly ``root``. Raises GitError where ``root/.git`` is missing or leads nowhere."""
    try:
        return _open(root.absolute())
    except OSError as error:
        raise GitError(f"the git directory cannot be read: {error.strerror}") from None


def _open(root: Path) -> Checkout:
    dot_git = root / ".git"
    git_dir = dot_git if dot_git.is_dir() else _pointed_at(root, dot_git)
    if not (git_dir / "HEAD").is_file():
        raise GitError(".git is not a git directory: it has no HEAD", hint="run inside a complete clone")
    common = git_dir / "commondir"
    return Checkout(root, git_dir, (git_dir / _line(common)).resolve() if common.is_file() else git_dir)


def environment(checkout: Checkout, index_file: str = "") -> dict[str, str]:
    """The variables that name the repository and take every command of a stranger out of play.

    They go over the inherited environment. Each variable by which git could be led to another repository, index,
    history or config is set, not removed: a hook inherits several of them, and GitPython cannot unset any.
    ``index_file`` is the ``GIT_INDEX_FILE`` of a hook, relative to the root or absolute.
    """
    root, git_dir, common = checkout
    return {
        "GIT_DIR": str(git_dir),
        "GIT_COMMON_DIR": str(common),
        "GIT_WORK_TREE": str(root),
        "GIT_INDEX_FILE": str(root / index_file) if index_file else str(git_dir / "index"),
        "GIT_OBJECT_DIRECTORY": str(common / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_SHALLOW_FILE": str(common / "shallow"),
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NAMESPACE": "",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EXTERNAL_DIFF": "",
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_CONFIG_PARAMETERS": "",
        **config_variables(_CONFIG),
    }


def config_variables(extra: dict[str, str]) -> dict[str, str]:
    """git's variables for settings that win over every config file; always holds the hardening ones."""
    settings = {**_CONFIG, **extra}
    variables = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        variables[f"GIT_CONFIG_KEY_{number}"] = key
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return variables


def said(words: bytes) -> str:
    """What git died of, else the first line that it wrote; printable, and without the credentials of any URL in it."""
    import re

    lines = words.decode("utf-8", "replace").strip().split("\n")
    line = next((line for line in lines if line.startswith("fatal: ")), lines[0]).removeprefix("fatal: ")
    return re.sub(r"://[^/@\s]*@", "://", "".join(c if c.isprintable() else "?" for c in line))[:300]


def _pointed_at(root: Path, dot_git: Path) -> Path:
    """The git directory that a linked work tree or a submodule names in its ``.git`` file."""
    if not dot_git.is_file():
        raise GitError("this folder is not the root of a git repository", hint="run at the top of a clone")
    line = _line(dot_git)
    if not line.startswith("gitdir: "):
        raise GitError("the file .git does not name a git directory", hint="run inside a complete clone")
    git_dir = root / line.removeprefix("gitdir: ")
    if not git_dir.is_dir():
        raise GitError("the git directory that the file .git names is not there", hint="git worktree repair")
    return git_dir.resolve()


def _line(file: Path) -> str:
    """The one line of a file of git's, without its line end."""
    with file.open("rb") as stream:
        return os.fsdecode(stream.read(_POINTER_BYTES)).rstrip("\r\n")
