"""The README shows what the tool says, and the demo that it names runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.command import environment


def test_the_demo_ends_well_and_prints_every_line_that_the_readme_shows(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, root / "examples" / "demo.py"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = iter(done.stdout.splitlines())
    for line in _shown((root / "README.md").read_text(encoding="utf-8")):
        assert line in said, f"the demo does not print this, or not in this order: {line}"


def _shown(readme: str) -> list[str]:
    block = readme.partition("```text\n")[2].partition("```")[0]
    return [line for line in block.splitlines() if line != "…"]
