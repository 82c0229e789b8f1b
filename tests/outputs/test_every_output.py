"""What holds for every output and every report."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.core.report import Report
from checker.outputs import DIFF_OUTPUTS, OUTPUTS, Output, Style
from checker.outputs.escape import HIDDEN
from tests.outputs.reports import SHAPES, many

EVERY = [*(("check", name) for name in OUTPUTS), *(("diff", name) for name in DIFF_OUTPUTS)]
BOTH = {"check": OUTPUTS, "diff": DIFF_OUTPUTS}


def chunks(output: tuple[str, str], report: Report) -> Iterator[str]:
    command, name = output
    module: Output = BOTH[command][name]
    return module.render(report, Style())


@pytest.mark.parametrize("output", EVERY, ids=str)
def test_no_name_hides_text_or_commands_the_runner(output: tuple[str, str]) -> None:
    found = {shape: trouble for shape, report in SHAPES.items() if (trouble := _trouble(output, report))}
    assert found == {}


def _trouble(output: tuple[str, str], report: Report) -> str:
    """What is wrong with a text for any reader, or nothing. Our own annotations are the only commands."""
    text = "".join(chunks(output, report))
    text.encode()
    lines = text.split("\n")
    if hidden := re.search(f"[{HIDDEN}]", text.replace("\n", "")):
        return f"hidden character {hidden[0]!r}"
    if text and lines[-1]:
        return "no newline at the end"
    # A source frame shows the line as it is; the command line fences text for people.
    if "##[" in text and output[1] != "human":
        return "a command of the runner's second kind"
    commands = [line for line in lines if line.lstrip().startswith("::")]
    ours = ("::error ", "::warning ", "::notice ") if output == ("check", "github") else ()
    return next((line for line in commands if not line.startswith(ours)), "")


PROGRAM = """
import hashlib, sys
from checker.outputs import DIFF_OUTPUTS, OUTPUTS, Style
from tests.outputs.reports import SHAPES
for name, report in SHAPES.items():
    if name != "many":
        for output in (*OUTPUTS.values(), *DIFF_OUTPUTS.values()):
            sys.stdout.write("".join(output.render(report, Style())))
"""


def test_same_report_gives_the_same_bytes_whatever_the_hash_seed(root: Path) -> None:
    digests = set()
    for seed in ("1", "2"):
        environ = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(root)}
        result = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root, env=environ, capture_output=True, check=True)
        assert len(result.stdout) > 100_000
        digests.add(hashlib.sha256(result.stdout).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize("output", EVERY, ids=str)
def test_memory_does_not_grow_with_the_number_of_results(output: tuple[str, str]) -> None:
    small, large = many(400), many(3000)
    for _ in chunks(output, small):  # imports and caches
        pass
    assert _peak(output, large) - _peak(output, small) < 1_500_000


def _peak(output: tuple[str, str], report: Report) -> int:
    """Bytes held at once while rendering, chunks dropped as they come. The lines of the source are counted in."""
    tracemalloc.start()
    try:
        for _ in chunks(output, report):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
