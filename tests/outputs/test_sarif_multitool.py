"""Microsoft's SARIF Multitool finds no error and no warning in any log. Installed by: npm ci --prefix tests/tools"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from checker.outputs import OUTPUTS, Style
from tests.outputs.reports import SHAPES

TOOLS = Path(__file__).parent.parent / "tools"
RULES = {"sarif": "Sarif", "sarif-github": "Sarif;Ghas"}


@pytest.fixture(scope="module")
def multitool() -> Path:
    """The program itself: the wrapper of the npm package hands `Sarif;Ghas` to a shell, and a shell splits at `;`."""
    (program,) = (*TOOLS.glob("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"), None)[:1]
    if program is None:
        pytest.skip("NOT CHECKED by the SARIF Multitool: it is not installed (npm ci --prefix tests/tools; Linux only)")
    program.chmod(0o755)  # npm leaves it without, as install scripts are off
    return program


@pytest.mark.slow
@pytest.mark.parametrize("name", RULES)
def test_multitool_finds_nothing(name: str, multitool: Path, tmp_path: Path) -> None:
    for shape, report in SHAPES.items():
        log = "".join(OUTPUTS[name].render(report, Style()))
        (tmp_path / f"{shape}.sarif").write_text(log, encoding="utf-8", newline="\n")
    out = tmp_path / "out.json"
    options = ["--rule-kind", RULES[name], "-c", str(TOOLS / "multitool.xml"), "--level", "Error;Warning"]
    command = [
        str(multitool),
        "validate",
        f"{tmp_path}/*.sarif",
        *options,
        "-o",
        str(out),
        "--log",
        "ForceOverwrite",
        "-q",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    found = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0]
    problems = [problem for problem in found.get("results", []) if not _expected(problem)]
    assert problems == []
    assert f"{len(SHAPES)} files scanned" in done.stdout


def _expected(problem: dict[str, Any]) -> bool:
    """Its limit of 1,000 results is older than GitHub's documented 5,000."""
    return problem["ruleId"] == "GH1004" and problem["message"]["arguments"] == ["runs[0].results", "5000", "1000"]
