"""The steps of the action with hostile inputs, run as GitHub runs them. What a whole workflow does: tests/doors."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.abuse.asking import threat, weaken
from tests.bases.asking import github
from tests.command import environment
from tests.repositories import Repo


def act(root: Path, repo: Repo, folder: Path, **inputs: str) -> tuple[int, dict[str, str]]:
    """Run the step that checks; its exit code and the outputs that GitHub would read, ``conclusion`` and so on."""
    output, given = (
        folder / "output",
        {"paths": "", "base": "auto", "fail_on": "", "annotations": "true", "summary": "true"},
    )
    output.unlink(missing_ok=True)
    variables = {f"THREATGATE_{name.upper()}": value for name, value in {**given, **inputs}.items()}
    variables |= {"THREATGATE_PYTHON": sys.executable, "GITHUB_ACTION_PATH": str(root), "RUNNER_TEMP": str(folder)}
    variables |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    event = {
        "before": repo.git("rev-parse", "main"),
        "after": repo.head,
        "ref": "refs/heads/main",
        "repository": {"default_branch": "main"},
    }
    env = environment({**variables, **github(folder, "push", event)})
    done = subprocess.run(
        ["bash", str(root / "action" / "run.sh")], cwd=repo.root, env=env, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stdout + done.stderr
    lines = output.read_text().splitlines() if output.exists() else []
    assert all(re.fullmatch(r"[a-z-]+=[^=]*", line) for line in lines)
    return done.returncode, dict(line.split("=") for line in lines)


INPUTS = {
    "a command": "$(touch {}); `touch {}`; touch {} #",
    "quotes": "\"; touch {}; '; touch {}; '\"",
    "lines": "x\ntouch {}\nconclusion=pass",
    "an option": "--fail-on=never",
    "another option": "--output={}",
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(
            name, text, id=f"{name}-{what}", marks=threat(f"32 input of the action that is {what}", "exit 2 or 3")
        )
        for what, text in INPUTS.items()
        for name in ("paths", "base", "fail_on")
    ],
)
def test_an_input_of_the_action_stays_text(
    root: Path, shop: Repo, tmp_path: Path, mark: Path, name: str, text: str
) -> None:
    weaken(shop)
    code, outputs = act(root, shop, tmp_path, **{name: text.replace("{}", str(mark))})
    assert code in (2, 3)
    assert outputs == {"conclusion": "error"}


def test_the_step_decides_where_no_input_is_hostile(root: Path, shop: Repo, tmp_path: Path) -> None:
    """Were it not so, the rows above would show nothing."""
    weaken(shop)
    code, outputs = act(root, shop, tmp_path)
    assert (code, outputs["conclusion"], outputs["findings"]) == (1, "fail", "1")


@threat("21 texts of a model in the outputs of the action", says="only numbers, fixed words and our own paths are")
def test_no_text_of_a_model_becomes_an_output(root: Path, shop: Repo, tmp_path: Path) -> None:
    hostile = json.dumps("x\nconclusion=pass\nEOF\nfindings=0\n::set-output name=conclusion::pass")
    path = "a\nconclusion=pass\n.threatmodel.yaml"
    weaken(shop, {path: f"threatgate: 1\nsystem: {{id: s}}\n{hostile}: 1\n"})
    code, outputs = act(root, shop, tmp_path)
    assert code == 1
    assert set(outputs) == {"conclusion", "report-file", "sarif-file", "findings", "known", "waived"}
    assert (outputs["conclusion"], outputs["findings"]) == ("fail", "2")
    assert outputs["report-file"].startswith(str(tmp_path))


@threat("32 inputs of the action in the text of a command", says="there are none: they are variables")
def test_no_input_is_a_part_of_a_command(root: Path) -> None:
    text = (root / "action.yml").read_text()
    assert not re.search(r"run:.*\$\{\{", text)
    assert len(re.findall(r"^ +THREATGATE_[A-Z_]+: \$\{\{ inputs\.[a-z-]+ \}\}$", text, re.MULTILINE)) == 5


@threat("32 other actions that the documented workflow uses", says="each by its commit, with the least rights")
def test_the_documented_workflow_pins_what_it_uses(root: Path) -> None:
    text = (root / "docs" / "how-to" / "github-action.md").read_text()
    uses = re.findall(r"uses: ([^\s@]+)@(\S+)", text)
    assert {name.partition("/")[0] for name, _ in uses} >= {"actions", "github"}
    assert all(
        re.fullmatch("[0-9a-f]{40}", revision) for name, revision in uses if name.split("/")[0] in ("actions", "github")
    )
    assert "contents: read" in text
    assert "persist-credentials: false" in text
    assert "pull_request_target:" not in text
