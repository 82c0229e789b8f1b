"""The two scripts of the action and what hands their results over, where something is missing or breaks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Done, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the steps of the action are bash scripts")

NAMES = ("python", "python3", "python3.11", "python3.12", "python3.13", "python3.14")


def install(root: Path, folder: Path, python: str) -> Done:
    """Run install.sh where every Python is this shell script."""
    programs = folder / "programs"
    programs.mkdir()
    for name in NAMES:
        (programs / name).write_text(f"#!/bin/sh\n{python}\n")
        (programs / name).chmod(0o755)
    variables = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(folder),
        "GITHUB_ACTION_PATH": str(root),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }
    return ended(["bash", str(root / "action/install.sh")], folder, variables)


def publish(root: Path, folder: Path, code: int, annotations: str = "true", summary: str = "true") -> Done:
    """Run publish.py on a folder."""
    variables = {
        "THREATGATE_ANNOTATIONS": annotations,
        "THREATGATE_SUMMARY": summary,
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "step.md"),
    }
    command = [sys.executable, "-I", "-X", "utf8", str(root / "action/publish.py"), str(folder), str(code)]
    return ended(command, folder, variables)


def ended(command: list[str], cwd: Path, variables: dict[str, str]) -> Done:
    done = subprocess.run(
        command, cwd=cwd, env=environment(variables), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def test_an_old_python_is_told_what_to_do(root: Path, tmp_path: Path) -> None:
    done = install(root, tmp_path, "exit 1")
    reason = "Python 3.11 or later is needed: add a step with actions/setup-python before this one."
    assert (done.code, done.out) == (3, f"\n::error title=threatgate could not decide::{reason}\n")
    assert (tmp_path / "summary.md").read_text("utf-8") == f"# ⚠️ Could not decide\n\n{reason}\n"
    assert not (tmp_path / "output").exists()


def test_a_python_without_venv_is_told_what_to_do(root: Path, tmp_path: Path) -> None:
    done = install(root, tmp_path, 'test "$2" = -c')
    assert done.code == 3
    assert "This Python cannot make virtual environments: add a step with actions/setup-python" in done.out


def test_an_installation_that_fails_is_no_pass(root: Path, tmp_path: Path) -> None:
    broken = 'mkdir -p "$4/bin" && ln -s "$(command -v false)" "$4/bin/python"'
    done = install(root, tmp_path, f'test "$2" = -c || {{ {broken}; }}')
    assert done.code == 3
    assert "The locked dependencies could not be installed" in done.out
    assert not (tmp_path / "output").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What run.sh leaves after one run with one finding."""
    counts = {"new": 1, "failing": 1, "known": 2, "waived": 3}
    (tmp_path / "report.json").write_text(json.dumps({"counts": counts}))
    (tmp_path / "annotations").write_text("::error::one\n")
    (tmp_path / "summary.md").write_text("# Fail\n")
    (tmp_path / "err").write_text("")
    return tmp_path


def test_outputs_of_a_failing_run(root: Path, folder: Path) -> None:
    assert publish(root, folder, 1) == Done(1, "::error::one\n", "")
    assert (folder / "output").read_text().splitlines() == [
        "conclusion=fail",
        f"report-file={folder}/report.json",
        f"sarif-file={folder}/threatgate.sarif",
        "findings=1",
        "known=2",
        "waived=3",
    ]
    assert (folder / "step.md").read_text() == "# Fail\n"


def test_an_undecided_run_has_numbers_but_no_log_to_upload(root: Path, folder: Path) -> None:
    assert publish(root, folder, 3).code == 3
    lines = (folder / "output").read_text().splitlines()
    assert lines[0] == "conclusion=error"
    assert not [line for line in lines if line.startswith("sarif-file")]


@pytest.mark.parametrize("report", ["", "{", '{"counts": {}}', None])
@pytest.mark.parametrize("code", [0, 1])
def test_a_verdict_without_a_whole_report_is_an_error(root: Path, folder: Path, report: str | None, code: int) -> None:
    if report is None:
        (folder / "report.json").unlink()
    else:
        (folder / "report.json").write_text(report)
    done = publish(root, folder, code)
    assert (done.code, (folder / "output").read_text()) == (3, "conclusion=error\n")
    assert done.out.startswith("\n::error title=threatgate could not decide::The gate ended without a word.")


def test_a_verdict_that_its_report_does_not_bear_out_is_an_error(root: Path, folder: Path) -> None:
    assert publish(root, folder, 0).code == 3
    assert (folder / "output").read_text() == "conclusion=error\n"


@pytest.mark.parametrize(("code", "left"), [(2, 2), (3, 3), (130, 3), (137, 3), (139, 3)])
def test_a_run_that_broke_off_is_an_error_and_says_what_the_gate_said(
    root: Path, folder: Path, code: int, left: int
) -> None:
    (folder / "report.json").unlink()
    (folder / "err").write_text("::stop-commands::c0ffee\nthreatgate: error: 100% <b>\n\n::c0ffee::\n")
    done = publish(root, folder, code)
    assert done.code == left
    assert done.out == "\n::error title=threatgate could not decide::threatgate: error: 100%25 <b>\n"
    assert (folder / "step.md").read_text("utf-8").endswith("This is not a pass.\n\n    threatgate: error: 100% <b>\n")


def test_a_crash_of_the_last_part_leaves_no_outputs(root: Path, folder: Path) -> None:
    (folder / "summary.md").unlink()
    assert publish(root, folder, 1).code == 1
    assert not (folder / "output").exists()
