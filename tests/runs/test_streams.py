"""Exit codes where nobody takes what a run writes: full disks, closed pipes, closed streams."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.command import TOOL, environment

FULL = Path("/dev/full")
MODEL = "threatgate: 1\nsystem: {id: shop, name: Shop}\ncomponents: {web: {type: service}}\n"
TOLD = f"{TOOL} check threatmodel.yaml"
"""Writes findings: 1 where somebody takes them."""
WRONG = f"{TOOL} check no-such-model.yaml"
"""A wrong call: 2, said on standard error."""


def code(folder: Path, command: str) -> int:
    (folder / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    return subprocess.run(["bash", "-c", command], cwd=folder, env=environment(), check=False).returncode


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a full disk at hand")
@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (f"{TOLD} > /dev/null", 1),
        (f"{TOLD} > /dev/full 2> /dev/null", 3),
        (f"{TOLD} > /dev/full 2> /dev/full", 3),
        (f"{WRONG} 2> /dev/full", 2),
        (f"{WRONG} 2>&1 | true; exit ${{PIPESTATUS[0]}}", 2),
        (f"{TOOL} rules > /dev/full 2> /dev/null", 3),
        (f"{TOLD} >&- 2>&-", 1),
    ],
)
def test_run_that_nobody_hears_leaves_with_its_own_code(tmp_path: Path, command: str, expected: int) -> None:
    assert code(tmp_path, command) == expected


def test_everything_written_reaches_a_file(tmp_path: Path) -> None:
    assert code(tmp_path, f"{TOLD} --format json > report.json") == 1
    assert (tmp_path / "report.json").read_text(encoding="utf-8").endswith("}\n")
