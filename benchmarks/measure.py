"""Paired runs of commands: what they cost, as ratios of runs made one after the other.

On a shared machine absolute times swing by a factor of two within minutes; the ratio of two neighbouring runs does not.
So every comparison runs its commands in turn (A B A B), takes the ratio within each round, and reports the median of
the ratios with the smallest and the largest.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GITHUB_", "GIT_"))}
"""What every command runs in. With PYTHONDONTWRITEBYTECODE it would compile anew what an install compiles once."""


class Run(NamedTuple):
    """One run of a process: wall and processor seconds, peak memory in megabytes, exit code."""

    wall: float
    cpu: float
    peak: float
    code: int


class Command(NamedTuple):
    """What to run, and where. ``codes`` are the exit codes of a run that did its work."""

    args: Sequence[str]
    cwd: Path
    codes: tuple[int, ...] = (0,)


class Spread(NamedTuple):
    """Median, smallest and largest of some numbers."""

    median: float
    low: float
    high: float

    def text(self, digits: int = 2) -> str:
        return f"{self.median:.{digits}f} ({self.low:.{digits}f}-{self.high:.{digits}f})"


def spread(numbers: Iterable[float]) -> Spread:
    found = sorted(numbers)
    return Spread(statistics.median(found), found[0], found[-1])


def run(command: Command) -> Run:
    """Run a command to its end, its output dropped. Raises RuntimeError for an exit code that it should not have.

    Peak memory is the kernel's ru_maxrss of the process. It includes the moment before exec, so it is never less than
    what this harness itself takes: keep it small, and read values below 20 MB as "no more than that".
    """
    began = time.perf_counter()
    null = subprocess.DEVNULL
    with subprocess.Popen(command.args, cwd=command.cwd, env=ENVIRON, stdin=null, stdout=null, stderr=null) as process:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in command.codes:
        raise RuntimeError(f"exit code {code} instead of {command.codes}: {' '.join(command.args)}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, code)


def run_in_turn(
    commands: Mapping[str, Command], rounds: int, step: Callable[[str], None] = lambda text: None
) -> dict[str, list[Run]]:
    """Run all commands ``rounds`` times, in turn, after one round that does not count (caches, compiled modules)."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        step(f"round {number} of {rounds}")
        for name, command in commands.items():
            result = run(command)
            if number:
                runs[name].append(result)
    return runs


def ratios(runs: Sequence[float], others: Sequence[float]) -> Spread:
    """How many times ``others`` each of ``runs`` is, round by round."""
    return spread(one / other for one, other in zip(runs, others, strict=True))


def walls(runs: Iterable[Run]) -> list[float]:
    return [run.wall for run in runs]


def peak(runs: Iterable[Run]) -> float:
    """The median of the peaks, in megabytes."""
    return statistics.median(run.peak for run in runs)
