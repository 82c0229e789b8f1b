"""Hand what one run of the gate said to GitHub: annotations, the job summary and the outputs of the action.

``publish.py FOLDER CODE``: the files that run.sh had the gate write, and its exit code. Leaves with the code of the
gate, or 3 where the files do not bear it out. The outputs come last, so that a crash here leaves none: no upload.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from checker.outputs.escape import clip, command_value, visible

COUNTS = {"findings": "failing", "known": "known", "waived": "waived"}
"""Output of the action -> count of the report."""
REASON = 4000
"""Code points; the runner cuts a message at 4,096 characters."""


def main(folder: Path, code: int) -> int:
    """Publish what is in the folder and return the exit code of the action."""
    counts = _counts(folder / "report.json") if code in (0, 1, 3) else None
    if counts is None or (code < 2 and code != bool(counts["findings"])):
        code = code if code in (2, 3) else 3
        _undecided(_reason(folder / "err"))
        _output({"conclusion": "error"})
        return code
    if _wanted("ANNOTATIONS"):
        sys.stdout.write((folder / "annotations").read_text("utf-8"))
    if _wanted("SUMMARY"):
        _append("GITHUB_STEP_SUMMARY", (folder / "summary.md").read_text("utf-8"))
    outputs = {"conclusion": {0: "pass", 1: "fail", 3: "error"}[code], "report-file": str(folder / "report.json")}
    if code < 2:
        outputs["sarif-file"] = str(folder / "threatgate.sarif")
    _output({**outputs, **{name: str(number) for name, number in counts.items()}})
    return code


def _counts(report: Path) -> dict[str, int] | None:
    """The counts of a report, by output; None where the run ended before it was written whole."""
    try:
        counts = json.loads(report.read_bytes())["counts"]
        return {name: int(counts[count]) for name, count in COUNTS.items()}
    except (OSError, ValueError, KeyError):
        return None


def _reason(errors: Path) -> str:
    """What the gate wrote to standard error, without the fences around it."""
    lines = errors.read_text("utf-8", "replace").splitlines()
    told = "\n".join(visible(line) for line in lines if line and not line.startswith("::"))
    return clip(told or "The gate ended without a word.", REASON)


def _undecided(reason: str) -> None:
    """Say that there is no result. The summary holds the reason as an indented block: no Markdown is obeyed in it.

    A workflow command counts only at the start of a line, and a run that broke off may have left one open.
    """
    if _wanted("ANNOTATIONS"):
        sys.stdout.write(f"\n::error title=threatgate could not decide::{command_value(reason)}\n")
    if _wanted("SUMMARY"):
        block = "".join(f"    {line}\n" for line in reason.split("\n"))
        _append("GITHUB_STEP_SUMMARY", f"# ⚠️ Could not decide\n\nThis is not a pass.\n\n{block}")


def _wanted(part: str) -> bool:
    return os.environ[f"THREATGATE_{part}"] == "true"


def _output(values: dict[str, str]) -> None:
    """Outputs of the step: numbers, fixed words, and paths below the runner's temporary folder; one line each."""
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))


def _append(variable: str, text: str) -> None:
    """Append to the file that a variable of the runner names, if there is one."""
    if name := os.environ.get(variable):
        with Path(name).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
