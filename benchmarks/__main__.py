"""``python -m benchmarks``: measure, print the table beside the goals, and write it to benchmarks/results.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import CASES, ROOT
from benchmarks.row import Bench, Row

RESULTS = Path(__file__).with_name("results.md")
INTRO = """\
# Measured speed

Made by `make bench`; what is measured and how is told in [README.md](README.md). Ratios of paired runs: median
(smallest-largest). {machine}, {rounds} rounds.

| goal | what | measured | at most | |
| --- | --- | --- | --- | --- |
"""


def main() -> int:
    """Measure the chosen cases. The exit code says nothing about goals: a busy machine is no defect."""
    options = _options()
    everything = not options.cases
    sizes = tuple(size for size in (5, 100, 1_000, 10_000, 50_000) if size <= options.up_to)
    otm = ROOT / ".tools/peers/bin/otm"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds, sizes, otm if otm.exists() else None, _step)
        for name in options.cases or CASES:
            for row in CASES[name](bench):
                _step("")
                print(_line(row), flush=True)
                rows.append(row)
    if everything:
        machine = (
            f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
        )
        text = INTRO.format(machine=machine, rounds=options.rounds) + "".join(f"{_line(row)}\n" for row in rows)
        RESULTS.write_text(text, encoding="utf-8", newline="\n")
    missed = sum(row.met is False for row in rows)
    print(f"{sum(row.met is True for row in rows)} goals met, {missed} missed")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", help=f"only these ({', '.join(CASES)}); nothing is written then")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each command [7]")
    parser.add_argument(
        "--up-to", type=int, default=10_000, help="largest model, in components [10000; there is 50000]"
    )
    options = parser.parse_args()
    for name in options.cases:
        if name not in CASES:
            parser.error(f"no case '{name}'; there are: {', '.join(CASES)}")
    return options


def _line(row: Row) -> str:
    verdict = {True: "met", False: "**missed**", None: ""}[row.met]
    return f"| {row.goal} | {row.what} | {row.measured} | {row.limit} | {verdict} |"


def _step(text: str) -> None:
    """Say on the terminal what is going on, on one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
