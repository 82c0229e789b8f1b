"""What is measured, and the goal it is held against. Each case yields rows of the table."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.growth import growth
from benchmarks.measure import ENVIRON, Command, peak, ratios, run, run_in_turn, spread, walls
from benchmarks.models import write_hostile
from benchmarks.projects import AS_OF, GATE, many, of_peer, unreviewed, with_packs
from benchmarks.readers import readers
from benchmarks.row import Bench, Row, at_most
from benchmarks.rules.case import rules
from checker.methods import STAGES

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PASS = [sys.executable, "-c", "pass"]
CHECK = [GATE, "check", "threatmodel.yaml", "--as-of", AS_OF]
PEERS = [str(BIN / "check-jsonschema"), "--schemafile", str(ROOT / "schemas/model.schema.json")]


def start_up(bench: Bench) -> Iterator[Row]:
    """Goals 1 and 2: what every commit feels."""
    tiny = bench.project(5)
    runs = run_in_turn(
        {
            "pass": Command(PASS, tiny),
            "version": Command([GATE, "--version"], tiny),
            "check": Command(CHECK, tiny),
            "with base": Command([*CHECK, "--base", "base"], tiny),
            "staged": Command([GATE, "check", "--staged", "--as-of", AS_OF], tiny),
            "check-jsonschema": Command([*PEERS, "threatmodel.yaml"], tiny),
        },
        bench.rounds,
        bench.step,
    )
    wall = {name: walls(found) for name, found in runs.items()}
    yield at_most("1", "`--version` / `python -c pass`", ratios(wall["version"], wall["pass"]), 3)
    yield at_most("2", "check of 5 components / `python -c pass`", ratios(wall["check"], wall["pass"]), 7)
    against = wall["check-jsonschema"]
    yield at_most("2", "check of 5 / check-jsonschema, same file and schema", ratios(wall["check"], against), 0.25)
    yield at_most("2", "the same with a base", ratios(wall["with base"], against), 0.55)
    yield Row("", "hook (`check --staged`) of 5 / check-jsonschema", ratios(wall["staged"], against).text())
    for name in ("pass", "version", "check", "with base", "staged", "check-jsonschema"):
        yield Row("", f"seconds: {name}", spread(wall[name]).text(3))


def sizes(bench: Bench) -> Iterator[Row]:
    """Goals 3, 6 and 7: growth, beside check-jsonschema where it ends in a bearable time."""
    limits = {100: 0.12, 1_000: 0.06}
    for size in (size for size in bench.sizes if size in limits):
        project = bench.project(size)
        pair = {"check": Command(CHECK, project), "peer": Command([*PEERS, "threatmodel.yaml"], project)}
        runs = run_in_turn(pair, bench.rounds, bench.step)
        found = ratios(walls(runs["check"]), walls(runs["peer"]))
        yield at_most("3", f"check of {size:,} / check-jsonschema", found, limits[size])
    commands = {str(size): Command(CHECK, bench.project(size)) for size in bench.sizes if size >= 100}
    runs = run_in_turn(commands, bench.rounds, bench.step)
    for few, more, limit in ((1_000, 10_000, 11), (10_000, 50_000, 5.5)):
        if {few, more} <= set(bench.sizes):
            found = ratios(walls(runs[str(more)]), walls(runs[str(few)]))
            yield at_most("6", f"check of {more:,} / check of {few:,}", found, limit)
    for size in bench.sizes[1:]:
        bound = 25 + size * 15 / 1024
        yield Row("", f"seconds: check of {size:,}", spread(walls(runs[str(size)])).text())
        used = peak(runs[str(size)])
        yield Row("7", f"peak memory of check of {size:,}, MB", f"{used:.1f}", f"{bound:.1f}", used <= bound)


def peer(bench: Bench) -> Iterator[Row]:
    """Goal 4: beside the nearest tool of the same kind, on a model of the same size in its own, smaller format."""
    if bench.otm is None:
        yield Row("4", "beside `otm` of open-threat-model", "not measured: `otm` is not installed (make peers)")
        return
    project, size = bench.project(1_000), 1_000
    old, new = of_peer(bench.folder / "old.otm.yaml", size, size // 10), of_peer(bench.folder / "new.otm.yaml", size)
    otm = str(bench.otm)
    gated = [otm, "diff", str(old), str(new), "--with-analysis", "--fail-on", "critical"]
    runs = run_in_turn(
        {
            "check": Command(CHECK, project),
            "gate": Command([*CHECK, "--base", "base"], project),
            "validate": Command([otm, "validate", str(new)], project),
            "analyze": Command([otm, "analyze", "--quiet", str(new)], project),
            "diff": Command(gated, project, (0, 3)),
        },
        bench.rounds,
        bench.step,
    )
    wall = {name: walls(found) for name, found in runs.items()}
    yield at_most("4", "check of 1,000 / `otm validate`", ratios(wall["check"], wall["validate"]), 0.25)
    yield at_most("4", "check of 1,000 / `otm analyze`", ratios(wall["check"], wall["analyze"]), 0.12)
    yield at_most("4", "check with a base / `otm diff` with its gate", ratios(wall["gate"], wall["diff"]), 0.15)


def loading(bench: Bench) -> Iterator[Row]:
    """Goals 5 and 8: the YAML loader beside PyYAML's and its floor, and the schema step beside the loader."""
    for size in (size for size in bench.sizes if 100 < size <= 10_000):
        model = bench.project(size) / "threatmodel.yaml"
        found = steps(bench, ("ours", "c-loader", "events", "schema"), model)
        ours = found["ours"]
        yield at_most("5", f"loader / `yaml.load` with CSafeLoader, {size:,}", ratios(ours, found["c-loader"]), 0.35)
        yield at_most("5", f"loader / events alone, {size:,}", ratios(ours, found["events"]), 2)
        yield at_most("8", f"schema step / loader, {size:,}", ratios(found["schema"], ours), 0.05)


def sarif(bench: Bench) -> Iterator[Row]:
    """Goal 7: what writing many results costs."""
    folder = bench.folder / "unreviewed"
    unreviewed(folder, 1_250)
    runs = run_in_turn(
        {name: Command([*CHECK, "--format", name], folder, (1,)) for name in ("github", "sarif", "json")},
        bench.rounds,
        bench.step,
    )
    added = spread(one.peak - other.peak for one, other in zip(runs["sarif"], runs["github"], strict=True))
    yield Row("7", "SARIF of 5,000 results adds, MB", added.text(1), "5", added.median <= 5)
    for name in ("sarif", "json"):
        what = f"check with 5,000 findings as {name} / as annotations"
        yield Row("", what, ratios(walls(runs[name]), walls(runs["github"])).text())


def methods(bench: Bench) -> Iterator[Row]:
    """What rules found by code and the commands about threats cost beside a plain check, on 1,000 components."""
    project, every = bench.project(1_000), with_packs(bench.project(1_000), bench.folder / "every-stage", STAGES)
    runs = run_in_turn(
        {
            "check": Command(CHECK, project),
            "stages": Command(CHECK, every, (1,)),
            "coverage": Command([GATE, "coverage"], project),
            "suggest": Command([GATE, "suggest", "--json"], project),
        },
        bench.rounds,
        bench.step,
    )
    wall = {name: walls(found) for name, found in runs.items()}
    yield at_most("13", "check with the packs of every stage / check, 1,000", ratios(wall["stages"], wall["check"]), 4)
    yield at_most("13", "`coverage` / check, 1,000", ratios(wall["coverage"], wall["check"]), 2)
    yield at_most("13", "`suggest --json` / check, 1,000", ratios(wall["suggest"], wall["check"]), 6)


def pull_request(bench: Bench) -> Iterator[Row]:
    """Goal 9: 50 changed models of 2,000."""
    folder = bench.folder / "many"
    bench.step("making a repository of 2,000 models")
    many(folder, 2_000, 50)
    found = steps(bench, ("git-part", "plumbing"), folder)
    yield at_most("9", "git part / plain plumbing, imports apart", ratios(found["git-part"], found["plumbing"]), 2)
    commands = {
        "pass": Command(PASS, folder),
        "diff": Command([GATE, "diff", "base", "HEAD"], folder),
        "check": Command([GATE, "check", "--base", "base", "--as-of", AS_OF], folder, (1,)),
    }
    runs = run_in_turn(commands, bench.rounds, bench.step)
    for name in ("diff", "check"):
        yield Row("", f"seconds: {name} with a base, 50 of 2,000 models changed", spread(walls(runs[name])).text())


def hostile(bench: Bench) -> Iterator[Row]:
    """Goal 12: small texts that ask for much end in bounded time, with a place, and never in a crash."""
    honest = run(Command(CHECK, bench.project(1_000)))
    folder = bench.folder / "hostile"
    folder.mkdir()
    slowest, worst, bad = 0.0, "", []
    for path in write_hostile(folder):
        bench.step(path.name)
        result = run(Command([GATE, "check", path.name, "--as-of", AS_OF], folder, tuple(range(-64, 256))))
        slowest, worst = max((slowest, worst), (result.wall, path.name))
        said = subprocess.run([GATE, "check", path.name], cwd=folder, capture_output=True, text=True, check=False)
        text = said.stdout + said.stderr
        if result.code not in (1, 3) or not re.search(rf"{re.escape(path.name)}:\d+:\d+", text) or "Traceback" in text:
            bad.append(f"{path.name} (exit {result.code})")
    places = f"not so: {', '.join(bad)}" if bad else "all"
    yield Row("12", "hostile texts that end with exit 1 or 3 and a line and column", places, "all", not bad)
    times = slowest / honest.wall
    yield Row("12", f"the slowest ({worst}) / honest check of 1,000", f"{times:.2f}", "2", times <= 2)


def steps(bench: Bench, names: tuple[str, ...], target: Path) -> dict[str, list[float]]:
    """Seconds of single steps, each in a fresh process, in turn."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(bench.rounds + 1):
        bench.step(f"round {number} of {bench.rounds}")
        for name in names:
            command = [sys.executable, "-m", "benchmarks.load", name, str(target)]
            output = subprocess.run(command, cwd=ROOT, env=ENVIRON, capture_output=True, text=True, check=True).stdout
            if number:
                found[name].append(float(output))
    return found


CASES = {
    "start-up": start_up,
    "sizes": sizes,
    "peer": peer,
    "loading": loading,
    "readers": readers,
    "growth": growth,
    "sarif": sarif,
    "methods": methods,
    "pull-request": pull_request,
    "rules": rules,
    "hostile": hostile,
}
