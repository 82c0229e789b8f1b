"""The doors of the gate as others use them: the action by act, the hook by pre-commit and prek."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.act import ACT, Run, act
from tests.doors.hooks import Runner, alone, snapshot
from tests.doors.shop import Event, reviewed
from tests.repositories import Repo, clean_environment, new_repo, repo

__all__ = ["clean_environment", "repo"]

PARTS = ("action.yml", "action", "checker", "policies", "schemas", "pyproject.toml", "requirements.lock")
"""What the action needs of its own checkout."""
GATE = "acme/threatgate@" + "c0ffee00" * 5
"""What the workflow of the documentation calls the action."""
UPLOAD = """\
name: stand-in for the upload to code scanning
description: Says what it would upload.
inputs:
  sarif_file: {description: The log., required: true}
  category: {description: The category., required: true}
runs:
  using: composite
  steps:
    - shell: bash
      env: {FILE: "${{ inputs.sarif_file }}", CATEGORY: "${{ inputs.category }}"}
      run: printf 'uploads %s as %s\\n' "$(wc -c <"$FILE")" "$CATEGORY"
"""

Act = Callable[..., Run]


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A reviewed model on main."""
    return reviewed(repo)


@pytest.fixture(scope="session")
def needs_act() -> None:
    if os.name == "nt" or not ACT.is_file():
        pytest.skip("act is not here, or cannot run bash steps on this system")


@pytest.fixture(scope="session")
def checkout(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What of this repository the action needs, and nothing else."""
    folder = tmp_path_factory.mktemp("action")
    for name in PARTS:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def installed(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The action with the first of its two steps replaced by the Python that runs the tests, which has it all.

    The installation takes many seconds; test_install.py runs it. What a user gets has no such shortcut.
    """
    folder = tmp_path_factory.mktemp("installed") / "action"
    shutil.copytree(checkout, folder)
    manifest = folder / "action.yml"
    step = 'run: bash "${GITHUB_ACTION_PATH}/action/install.sh"'
    text = manifest.read_text(encoding="utf-8")
    assert text.count(step) == 1
    shortcut = f"run: printf 'python=%s\\n' '{sys.executable}' >>\"$GITHUB_OUTPUT\""
    manifest.write_text(text.replace(step, shortcut), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def workflow(root: Path) -> str:
    """The workflow of the documentation, with names in place of OWNER and COMMIT."""
    page = (root / "docs/how-to/github-action.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert block.count("OWNER/threatgate@COMMIT") == 1
    return str(block).replace("OWNER/threatgate@COMMIT", GATE)


@pytest.fixture(scope="session")
def actions(workflow: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Stand-ins for the actions that the workflow uses besides the gate."""
    (upload,) = re.findall(r"uses: github/codeql-action/upload-sarif(@[0-9a-f]{40}) # v\d", workflow)
    folder = tmp_path_factory.mktemp("codeql-action")
    (folder / "upload-sarif").mkdir()
    (folder / "upload-sarif/action.yml").write_text(UPLOAD, encoding="utf-8")
    return {f"github/codeql-action{upload}": folder}


@pytest.fixture
def run(
    needs_act: None, workflow: str, actions: dict[str, Path], installed: Path, tmp_path_factory: pytest.TempPathFactory
) -> Act:
    """``run(repo, "pull_request", event, base="main")``: the workflow of the documentation; keywords are inputs.

    ``on`` is an event in place of ``pull_request``, ``after`` the text of further steps.
    """

    def run(
        repo: Repo, name: str, event: Event, *, action: Path = installed, on: str = "", after: str = "", **inputs: str
    ) -> Run:
        text = given(workflow, {key.replace("_", "-"): value for key, value in inputs.items()}) + after
        text = text.replace("  pull_request:\n", f"  {on}:\n") if on else text
        return act(repo, name, event, text, {**actions, GATE: action}, tmp_path_factory.mktemp("act"))

    return run


def given(workflow: str, inputs: dict[str, str]) -> str:
    """The workflow with inputs for the gate in place of those that the page gives."""
    if not inputs:
        return workflow
    before, with_, rest = re.split(r"(^        with:\n          base: .*\n)", workflow, flags=re.MULTILINE)
    assert with_
    return before + "        with:\n" + "".join(f"          {k}: {json.dumps(v)}\n" for k, v in inputs.items()) + rest


@pytest.fixture(scope="session", params=["pre-commit", "prek"])
def installed_runner(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Both runners, each with the hook installed, once for all processes that run tests."""
    if os.name == "nt":
        pytest.skip("the hook is tested where git runs shell scripts without a guest")
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    source = shared / "hook-source"
    with alone(shared / "hook.lock"):
        commit = Repo(source).head if (source / ".git").is_dir() else snapshot(root, source).head
        runner = Runner(request.param, source, commit, shared / f"home-of-{request.param}")
        if not runner.home.is_dir():
            scratch = runner.set_up(new_repo(shared / f"scratch-of-{request.param}"))
            done = runner.run(scratch, "install-hooks")
            assert done.code == 0, done.out + done.err
    return runner


@pytest.fixture
def runner(installed_runner: Runner, clean_environment: None) -> Runner:
    """A runner, in a clean environment."""
    return installed_runner
