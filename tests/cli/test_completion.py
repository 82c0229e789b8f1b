"""Completion: a script for each shell, and in a real bash the words that a person needs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from checker.cli.group import COMMANDS
from tests.command import TOOL, environment, threatgate


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_of_its_own(shell: str, tmp_path: Path) -> None:
    done = threatgate(tmp_path, "completion", shell)
    assert (done.code, done.err) == (0, "")
    assert f"_THREATGATE_COMPLETE={shell}_complete" in done.out
    if program := shutil.which(shell):
        checked = subprocess.run([program, "-n"], input=done.out.encode(), capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr


def completed(line: str, folder: Path) -> set[str]:
    """What bash offers after a line, with the script that we print sourced in it."""
    words = line.split(" ")
    script = f"""
        eval "$(threatgate completion bash)"
        COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
        COMP_CWORD={len(words) - 1}
        $(complete -p threatgate | sed 's/.*-F \\([^ ]*\\).*/\\1/') threatgate
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    env = environment({"PATH": f"{TOOL.parent}{os.pathsep}{os.environ['PATH']}"})
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=env, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("threatgate ch", {"check"}),
        ("threatgate ", set(COMMANDS)),
        ("threatgate check --fo", {"--format"}),
        ("threatgate check --fail-on h", {"high"}),
        ("threatgate schema wa", {"waivers"}),
        ("threatgate baseline ", {"check", "write"}),
        ("threatgate tree ", {"show", "import"}),
        ("threatgate rules ", {"new", "lint", "views", "docs"}),
        ("threatgate completion z", {"zsh"}),
    ],
)
def test_bash_completes(line: str, words: set[str], tmp_path: Path) -> None:
    assert completed(line, tmp_path) == words
