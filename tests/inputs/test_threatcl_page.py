"""The example pull request on the page of threatcl happens as the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

AS_OF = "2026-11-23"


def test_the_example_pull_request_happens_as_the_page_says(root: Path, tmp_path: Path) -> None:
    page = (root / "docs/reference/formats/threatcl.md").read_text(encoding="utf-8")
    model, change = _blocks(page, "hcl")
    difference, finding = _blocks(page, "text")
    config, review = _blocks(page, "yaml")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("GIT", "THREATGATE_"))}
    environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PYTHONUTF8": "1"}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, encoding="utf-8", check=False)

    def gate(*args: str) -> subprocess.CompletedProcess[str]:
        return run(sys.executable, "-c", "from checker.cli import main; main()", *args, "--as-of", AS_OF)

    file = tmp_path / "shop.tm.hcl"
    file.write_text(model, encoding="utf-8")
    (tmp_path / ".threatgate.yaml").write_text(config, encoding="utf-8")
    run("git", "init", "--quiet", "--initial-branch", "main")
    assert gate("review", "--all", "--by", "dana@example.com", "--note", "First look").returncode == 0
    assert gate("check").returncode == 0
    run("git", "add", "--all")
    run("git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "m")

    file.write_text(model.replace('    flow "keep" {', f'{change}\n    flow "keep" {{'), encoding="utf-8")
    assert difference in run(sys.executable, "-c", "from checker.cli import main; main()", "diff", "main").stdout
    checked = gate("check", "--base", "main")
    assert checked.returncode == 1
    assert finding in checked.stdout
    assert "fail: 3 findings at or above medium (3 high)" in checked.stdout

    reviewed = gate("review", "--changed", "--by", "dana@example.com", "--note", "We never see a card")
    assert reviewed.returncode == 0, reviewed.stderr
    assert (tmp_path / "shop.tm.hcl.reviews.yaml").read_text(encoding="utf-8").endswith(review)
    passed = gate("check", "--base", "main")
    assert passed.returncode == 0, passed.stdout


def _blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
