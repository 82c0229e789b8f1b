"""``python -m examples.render``: what the tool makes of each worked example: a diagram, a report, its attack trees.

Also examples/JUDGED.md: how much each pack says of the examples, and what people who looked at it decided. Needs git
and an installed threatgate; everything runs on copies.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.noise import LOUD, Noise, every_rule, loud, measure
from checker.core.source import Snapshot, Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.inputs import parse as parse_model
from examples import demo
from examples.demo import TOOL

HERE = Path(__file__).resolve().parent

ENVIRONMENT = {**demo.ENVIRONMENT, "COLUMNS": "100"}
"""Prose is as wide on every terminal."""

TODAY = "2026-11-26"
"""Reviews, acceptances and waivers of the examples are dated: the day on which they are judged."""

TABLES = {
    "ai": ("coverage", "coverage"),
    "breadth": ("questions", "questions", "--all"),
    "card": ("cards", "card", "show", "--as-of", TODAY),
    "method": ("methods", "methods", "--as-of", TODAY),
    "risk": ("risk", "risk", "--as-of", TODAY),
}
"""Pack -> the file without its ending, and the command that shows what the pack is about."""

NAMES = tuple(sorted(path.parent.name for path in HERE.glob("*/.threatgate.yaml")))


def main() -> int:
    """Write everything anew."""
    for path, text in rendered().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


def rendered() -> dict[Path, str]:
    """Every file that is made, with its text."""
    found = {HERE / "JUDGED.md": judged()}
    for name in NAMES:
        found |= {HERE / name / "rendered" / file: text for file, text in of_example(name).items()}
    return found


def of_example(name: str) -> dict[str, str]:
    """The files made of one example. Raises CalledProcessError where the tool refuses it."""
    with tempfile.TemporaryDirectory(prefix="threatgate-example-") as folder:
        place = Path(folder) / name
        copy(name, place)

        def threatgate(*arguments: str) -> str:
            done = subprocess.run([TOOL, *arguments], cwd=place, env=ENVIRONMENT, capture_output=True, check=True)
            return done.stdout.decode("utf-8")

        files = {
            "diagram.md": f"```mermaid\n{threatgate('draw')}```\n",
            "report.md": threatgate("check", "--as-of", TODAY, "--format", "markdown"),
        }
        for pack in _packs(name):
            if pack in TABLES:
                file, *arguments = TABLES[pack]
                files[f"{file}.txt"] = threatgate(*arguments)
        for tree in snapshot(name).model.attack_trees:
            files[f"{tree}.svg"] = threatgate("tree", "threatmodel.yaml", tree, "--svg")
        return files


def copy(name: str, place: Path) -> None:
    """The example as a git repository of its own, with one commit."""
    shutil.copytree(HERE / name, place, ignore=shutil.ignore_patterns("rendered"))
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "Reviewed"),
    ):
        subprocess.run(["git", *arguments], cwd=place, env=ENVIRONMENT, check=True, capture_output=True)


def _packs(name: str) -> list[str]:
    config = parse(Source(name, (HERE / name / ".threatgate.yaml").read_text(encoding="utf-8"))).data
    return list(config["packs"])


def snapshot(name: str) -> Snapshot:
    """The model of an example. Raises ValueError for one that cannot be read."""

    def document(file: str) -> Document:
        return parse(Source(file, (HERE / name / file).read_text(encoding="utf-8")))

    found = parse_model(document("threatmodel.yaml"), document, lambda other: False).snapshot
    if found is None:
        raise ValueError(f"the model of {name} cannot be read")
    return found


def judged() -> str:
    """The page on what all packs say."""
    rules = every_rule()
    counted = [measure(name, snapshot(name), rules) for name in NAMES]
    texts = parse(Source("judged.yaml", (HERE / "judged.yaml").read_text(encoding="utf-8"))).data
    return "\n".join([*_table(counted, {one.rule.id: one.rule.pack for one in rules}), *_words(counted, texts), ""])


def _table(counted: Sequence[Noise], pack_of: Mapping[str, str]) -> Iterator[str]:
    packs = sorted(
        {pack for pack in pack_of.values() if any(pack_of[id] == pack for one in counted for id in one.found)}
    )
    yield "# What all packs say of the examples"
    yield ""
    yield "Made by `make render`. Every rule file of every shipped pack, asked of each model alone: findings before"
    yield "waivers, without reviews and without a base. A number in bold is a pack that the example has in use."
    yield ""
    yield f"| example | components | {' | '.join(packs)} |"
    yield f"| --- | --: | {' | '.join('--:' for _ in packs)} |"
    for one in counted:
        chosen, by_pack = _packs(one.name), Counter[str]()
        for id, number in one.found.items():
            by_pack[pack_of[id]] += number
        cells = (f"**{by_pack[pack]}**" if pack in chosen else str(by_pack[pack]) for pack in packs)
        yield f"| [{one.name}]({one.name}/README.md) | {one.components} | {' | '.join(cells)} |"
    yield ""


def _words(counted: Sequence[Noise], texts: Mapping[str, str]) -> Iterator[str]:
    components = sum(one.components for one in counted)
    totals = sum((one.found for one in counted), Counter[str]())
    yield "## Judged"
    yield ""
    yield f"Every rule with more than {LOUD} findings per component over all examples, and rules that were changed."
    yield "Those of the pack `threagile` are judged in [noise.md](../benchmarks/noise.md). In brackets: findings now."
    yield ""
    for id in [*to_judge(counted), *(id for id in texts if id not in to_judge(counted))]:
        yield f"- `{id}` ({totals[id]}, {totals[id] / components:.2f} a component): {' '.join(texts[id].split())}"


def to_judge(counted: Sequence[Noise]) -> list[str]:
    """The loud rules, the loudest first."""
    return [id for id in loud(counted) if not id.startswith("threagile/")]


if __name__ == "__main__":
    sys.exit(main())
