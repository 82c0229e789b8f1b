"""The workflow of the documentation is also that of the README and this repository's own, and that one runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.doors.act import act
from tests.doors.conftest import GATE
from tests.doors.shop import RETITLED, pull_request, reviewed
from tests.repositories import Repo


def job(workflow: str) -> dict[str, Any]:
    """When a workflow runs, and what its one job may and does, as GitHub reads it."""
    read: dict[str, Any] = yaml.load(workflow, yaml.BaseLoader)
    (one,) = read["jobs"].values()
    return {"on": read["on"], **{key: one[key] for key in ("permissions", "runs-on", "steps")}}


def own(root: Path) -> str:
    return (root / ".github/workflows/threatgate.yml").read_text(encoding="utf-8")


def test_own_workflow_is_the_documented_one_with_the_action_of_this_checkout(root: Path, workflow: str) -> None:
    assert job(own(root).replace("uses: ./", f"uses: {GATE}")) == job(workflow)


def test_readme_shows_the_documented_workflow(root: Path, workflow: str) -> None:
    page = (root / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?runs-on.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert job(block.replace("OWNER/threatgate@COMMIT", GATE)) == job(workflow)


def test_own_workflow_runs(
    root: Path, repo: Repo, installed: Path, actions: dict[str, Path], needs_act: None, tmp_path: Path
) -> None:
    shutil.copytree(installed, repo.root, dirs_exist_ok=True)
    repo.git("add", "--all")
    request = pull_request(reviewed(repo), {"threatmodel.yaml": RETITLED})
    done = act(request.repo, "pull_request", request.event, own(root), actions, tmp_path / "act")
    assert done.code == 0, done.said()
    assert done.outputs("gate")["conclusion"] == "pass"
