"""The peer's side: its programs on the model before and after, each with the options that make it strictest."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any, NamedTuple

from benchmarks.measure import ENVIRON
from benchmarks.peers.edits import HERE, Case
from benchmarks.peers.files import THEIRS, base_of_peer, named, theirs
from benchmarks.peers.gate import write

LENSES = ("plot4ai", "stride", "linddun", "pasta", "nist_data_centric", "octave_allegro", "cia_die")
STRICT = ("--fail-on", "low", "--fail-on-risk-increase")
RULES = "rules.yaml"
ANALYZE = ("--pack", "saas", "--rules", f"../{RULES}", "--quiet", "--json-out")
TRIP = re.compile(r"(?m)^  \[.*\]  (\S+)|^RISK increased .*  (\S+)$|^(MAX RISK increased)")


class Answer(NamedTuple):
    """What the peer said of a change.

    ``stage`` is the first command that failed, or empty; ``reasons`` is why: ids of threats, or a sentence. ``shown``
    is whether its comparison names any difference, in an output that fails nothing.
    """

    stage: str
    reasons: tuple[str, ...]
    shown: bool

    @property
    def by_gate(self) -> bool:
        """Whether its own gate failed, without rules and methods on top."""
        return self.stage in {"otm validate", "otm diff"}


class Peer:
    """The program, and a folder with the model as it was. A case has a folder of its own, so cases may run at once."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        write(folder / "baseline", base_of_peer())
        copyfile(HERE / RULES, folder / RULES)
        for lens in LENSES:
            self._otm(folder / "baseline", "analyze", THEIRS, "-m", lens, *ANALYZE, f"{lens}.json")

    @property
    def version(self) -> str:
        """What the program says of itself."""
        return self._otm(self._folder, "--version").stderr.split()[-1].removeprefix("v")

    @property
    def band(self) -> str:
        """How it rates the completeness of the model before the change."""
        self._otm(self._folder, "precheck", f"baseline/{THEIRS}", "--json-out", "precheck.json")
        return str(json.loads((self._folder / "precheck.json").read_text(encoding="utf-8"))["precheck"]["band"])

    def judge(self, case: Case | None) -> Answer:
        """What its stages say of a case; without one, of a model that did not change."""
        place = self._folder / (case.id if case else "unchanged")
        write(place, base_of_peer())
        write(place, theirs(case) if case else {})
        model = named(case, THEIRS) if case else THEIRS
        shown = self._shown(place, model)
        for stage, reasons in self._stages(place, model):
            if reasons:
                return Answer(stage, reasons, shown)
        return Answer("", (), shown)

    def _stages(self, place: Path, model: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        before = f"../baseline/{THEIRS}"
        yield "otm validate", self._reasons(place, "validate", model)
        yield "otm diff", self._reasons(place, "diff", before, model, *STRICT)
        for lens in LENSES:
            yield f"analyze -m {lens}", self._reasons(place, "analyze", model, "-m", lens, *ANALYZE, f"{lens}.json")
            pair = (f"../baseline/{lens}.json", f"{lens}.json")
            yield f"analyze -m {lens}", self._reasons(place, "diff-analysis", *pair, *STRICT)

    def _reasons(self, place: Path, *arguments: str) -> tuple[str, ...]:
        """Why a command failed; empty where it did not."""
        done = self._otm(place, *arguments)
        if done.returncode == 3:
            return tuple("".join(found) for found in TRIP.findall(done.stderr)) or ("no reason given",)
        if done.returncode:
            cause = re.search(r"(?m)^Likely cause: (.*)$", done.stdout + done.stderr)
            return (cause.group(1) if cause else f"exit {done.returncode}",)
        return ()

    def _shown(self, place: Path, model: str) -> bool:
        done = self._otm(place, "diff", f"../baseline/{THEIRS}", model, "--format", "json")
        return done.returncode == 0 and _differs(json.loads(done.stdout))

    def _otm(self, place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {**ENVIRON, "COLUMNS": "1000", "NO_COLOR": "1"}
        command = [str(self._program), *arguments]
        return subprocess.run(command, cwd=place, env=environ, capture_output=True, text=True, check=False)


def _differs(report: dict[str, Any]) -> bool:
    """Whether a comparison lists anything: fields of the document, or elements of a section."""
    parts = [part for part in report.values() if isinstance(part, (list, dict))]
    return any(any(part.values()) if isinstance(part, dict) else part for part in parts)
