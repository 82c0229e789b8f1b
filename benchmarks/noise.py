"""``python -m benchmarks.noise``: how much the shipped packs say about real models; writes benchmarks/noise.md.

The collected models are no part of this repository: THREATGATE_CORPUS names their folder. Each is checked alone,
without a base and without reviews, by every rule of every shipped pack that is a rule file with a body. What is found
by code (about the text of a model, its reviews, the gate) and rules about changes say nothing here. Nearly all that is
public is of Threagile, whose format knows no trust; so the native models of this repository are asked as well.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple

from checker import inputs
from checker.core.errors import CheckError
from checker.core.graph import build_graph
from checker.core.model import Boundary, Component, Flow, Model
from checker.core.rule import Rule
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source
from checker.core.system import System
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, evaluate
from checker.policy.shelf import shipped

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("noise.md")
JUDGED = Path(__file__).with_name("noise-judged.yaml")
OWN = (
    "threatmodel.yaml",
    *(f"examples/{name}/threatmodel.yaml" for name in "agents genai-workload knowledge-rag kubernetes".split()),
    *(f"examples/{name}/threatmodel.yaml" for name in "loan-triage oauth ros2-robot".split()),
    "examples/support-assistant/main/threatmodel.yaml",
    "examples/support-assistant/pull-request/threatmodel.yaml",
    "tests/models/clinic.yaml",
    "tests/models/shop.yaml",
)
"""The native models of this repository that stand for a whole system."""

TODAY = "2026-11-26"
"""The day of the check: rules about dates say the same in every run."""

LOUD = 0.05
"""A rule that says more than this per component, over all models, has to be judged."""

_SUFFIXES = (".yaml", ".yml", ".json", ".otm", ".hcl", ".tm7", ".xml", ".archimate")
_ASIDE = ("expected-", "oracle.json", "risks.json", "stats.json", "technical-assets.json")
"""Files beside the models that are none."""


class Noise(NamedTuple):
    """What the rules found in one model: findings by rule."""

    name: str
    components: int
    found: Counter[str]

    def rate(self, rules: frozenset[str]) -> float:
        """Findings of these rules per component."""
        return sum(number for id, number in self.found.items() if id in rules) / self.components


class Counted(NamedTuple):
    """What was found, in three sets of models."""

    collected: Sequence[Noise]
    sketches: Sequence[Noise]
    """Of the collected models, what :func:`sketch` leaves."""
    own: Sequence[Noise]
    """:data:`OWN`."""


class Read(NamedTuple):
    """The models of a corpus, and the files that gave none, by reason."""

    models: tuple[tuple[str, Snapshot], ...]
    refused: tuple[str, ...]
    """Of a format that is known here, and not readable."""
    unknown: int
    """Of a format that is not known here."""
    same: int
    """With the text of a file that was read before."""
    empty: int
    """Models without a component."""


def main() -> int:
    """Measure, and write the page. The exit code is 1 where a loud rule is not judged."""
    corpus = os.environ.get("THREATGATE_CORPUS", "")
    if not Path(corpus).is_dir() or not corpus:
        print("no collected models: set THREATGATE_CORPUS to their folder", file=sys.stderr)
        return 2
    read, rules = read_corpus(Path(corpus)), every_rule()
    counted = Counted(
        [measure(name, snapshot, rules) for name, snapshot in read.models],
        [measure(name, sketch(snapshot), rules) for name, snapshot in read.models],
        [measure(name, snapshot, rules) for name, snapshot in own_models()],
    )
    judged = parse(Source(JUDGED.name, JUDGED.read_text(encoding="utf-8"))).data
    text = page(read, counted, {one.rule.id: one.rule for one in rules}, judged)
    RESULTS.write_text(text, encoding="utf-8", newline="\n")
    print(text.partition("\n## ")[0])
    missing = [id for id in loud(counted.collected) if id not in judged]
    for id in missing:
        print(f"not judged in {JUDGED.name}: {id}", file=sys.stderr)
    return 1 if missing else 0


def every_rule() -> tuple[CompiledRule, ...]:
    """The rules with a body of every shipped pack."""
    return Catalogue(_nothing, lambda: ()).compiled(Settings(packs=tuple(sorted(shipped()))))


def read_corpus(corpus: Path) -> Read:
    """Every model below ``files`` and ``oracles``, and the newest of each folder of ``histories``, each text once."""
    models: list[tuple[str, Snapshot]] = []
    refused: list[str] = []
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for path in _files(corpus):
        name, text = path.relative_to(corpus).as_posix(), path.read_bytes()
        if (digest := sha256(text).hexdigest()) in seen:
            counts["same"] += 1
            continue
        seen.add(digest)
        what = _read(path)
        if isinstance(what, Snapshot) and what.model.components:
            models.append((name, what))
        elif isinstance(what, Snapshot):
            counts["empty"] += 1
        elif what:
            refused.append(name)
        else:
            counts["unknown"] += 1
    return Read(tuple(models), tuple(refused), counts["unknown"], counts["same"], counts["empty"])


def own_models() -> Iterator[tuple[str, Snapshot]]:
    """The models of :data:`OWN`. Raises ValueError for one that is not readable."""
    for name in OWN:
        what = _read(ROOT / name)
        if not isinstance(what, Snapshot):
            raise ValueError(f"{name} is no model that can be read")
        yield name, what


def measure(name: str, snapshot: Snapshot, rules: Sequence[CompiledRule]) -> Noise:
    """The findings of the rules in one model, counted."""
    findings = evaluate(rules, snapshot, build_graph(snapshot.model), now=TODAY)
    return Noise(name, len(snapshot.model.components), Counter(finding.rule for finding in findings))


def sketch(snapshot: Snapshot) -> Snapshot:
    """The model as somebody would begin it in the native format: components in boundaries, flows, and nothing more."""
    full = snapshot.model
    model = Model(
        System(full.id),
        {id: Component(id, type=one.type, boundary=one.boundary) for id, one in full.components.items()},
        {id: Flow(id, source=one.source, target=one.target) for id, one in full.flows.items()},
        {id: Boundary(id, trust="internal", parent=one.parent) for id, one in full.boundaries.items()},
    )
    return snapshot._replace(model=model)


def loud(noise: Sequence[Noise]) -> list[str]:
    """The rules that say more than :data:`LOUD` per component over all models, the loudest first."""
    components = sum(one.components for one in noise)
    return [id for id, number in _totals(noise).most_common() if number / components > LOUD]


def page(
    read: Read,
    counted: Counted,
    rules: Mapping[str, Rule],
    judged: Mapping[str, str],
) -> str:
    """The whole page. ``judged`` is what people said of the loud rules, by rule."""
    chosen = frozenset(id for id, rule in rules.items() if rule.pack in Settings().packs)
    packs = sorted({rule.pack for rule in rules.values()})
    of = {pack: frozenset(id for id, rule in rules.items() if rule.pack == pack) for pack in packs}
    return "\n".join(
        [
            *_head(read, counted, chosen),
            *_by_model("By model", counted.collected, {"**default**": chosen, **of}),
            *_by_model("Native models of this repository", counted.own, {"**default**": chosen, **of}),
            *_by_rule(counted, rules),
            *_judged(counted.collected, judged),
            "",
        ]
    )


def _files(corpus: Path) -> Iterator[Path]:
    for top in ("files", "oracles"):
        for path in sorted((corpus / top).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file() and not path.name.startswith(_ASIDE):
                yield path
    for folder in sorted(path for path in (corpus / "histories").glob("*") if path.is_dir()):
        versions = [path for path in folder.glob("[0-9]*-*") if path.suffix in _SUFFIXES]
        yield from sorted(versions)[-1:]


def _read(path: Path) -> Snapshot | bool:
    """The model of a file; else whether its format is known here."""

    def beside(name: str) -> Document:
        file = path.parent / name
        if not file.is_file():
            raise CheckError(f"there is no file {name}")
        return parse(Source(name, file.read_text(encoding="utf-8")))

    try:
        document = beside(path.name)
        known = document.data is None or any(
            form.recognises(document) for form in map(inputs.format_of, inputs.FORMATS)
        )
        return inputs.parse(document, beside, lambda name: False).snapshot or known
    except (CheckError, UnicodeDecodeError):
        return True


def _nothing(path: str) -> Document:
    raise CheckError(f"there is no file {path}")


def _totals(noise: Sequence[Noise]) -> Counter[str]:
    return sum((one.found for one in noise), Counter[str]())


def _head(read: Read, counted: Counted, chosen: frozenset[str]) -> Iterator[str]:
    noise = counted.collected
    kinds = Counter(snapshot.format for _, snapshot in read.models)
    formats = ", ".join(f"{number} of the format {name}" for name, number in sorted(kinds.items()))
    yield f"""# How much the packs say

Made by `make noise` from collected models of public repositories, which are no part of this one. Each is checked alone,
without a base and without reviews, by every rule file of the shipped packs; what is found by code (the text of the
model, reviews, the gate) is not counted, and rules about changes say nothing here. Numbers are findings per component.

- **{len(noise)} models read** ({formats}), with {sum(one.components for one in noise)} components.
- {len(read.refused)} files were refused although their format is known: parts of a model, broken texts.
- Left out: {read.unknown} files that are no model or of a format not known here, {read.same} with the text of another,
  {read.empty} models without a component.
- **Default selection**, `packs: [{", ".join(Settings().packs)}]`: {_summary(noise, chosen)}.
- **The same as sketches**, {_summary(counted.sketches, chosen)}: what somebody gets who begins a native
  model with components in internal boundaries and flows, and says nothing of data, protocols or threats yet.
- **Native models of this repository**, which say much: {_summary(counted.own, chosen)}.

A note fails no check. Packs besides the default are chosen, and some are meant to be long: `threagile` says what the
tool says, `stride` and `sdl` ask for an answer to each threat of a table where a model is of no format that derives
threats itself.
"""


def _summary(noise: Sequence[Noise], rules: frozenset[str]) -> str:
    rates = [one.rate(rules) for one in noise]
    return f"mean over models **{mean(rates):.2f}**, median {median(rates):.2f}, worst {max(rates):.2f}"


def _by_model(title: str, noise: Sequence[Noise], columns: Mapping[str, frozenset[str]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield f"| model | components | {' | '.join(columns)} |"
    yield f"| --- | --: | {' | '.join('--:' for _ in columns)} |"
    for what, fold in (("mean", mean), ("median", median), ("worst", max)):
        cells = (f"**{fold([one.rate(rules) for one in noise]):.2f}**" for rules in columns.values())
        yield f"| **{what}** | {fold([one.components for one in noise]):.0f} | {' | '.join(cells)} |"
    for one in sorted(noise, key=lambda one: (-one.rate(columns["**default**"]), one.name)):
        cells = (f"{one.rate(rules):.2f}" for rules in columns.values())
        yield f"| {one.name} | {one.components} | {' | '.join(cells)} |"
    yield ""


def _by_rule(counted: Counted, rules: Mapping[str, Rule]) -> Iterator[str]:
    noise = counted.collected
    components, totals, own = sum(one.components for one in noise), _totals(noise), _totals(counted.own)
    yield "## By rule"
    yield ""
    yield "| rule | level | findings | models | per component | in native ones |"
    yield "| --- | --- | --: | --: | --: | --: |"
    for id, rule in sorted(rules.items(), key=lambda item: (-totals[item[0]], item[0])):
        models, number = sum(id in one.found for one in noise), totals[id]
        what = " (changes)" if rule.change else ""
        yield f"| `{id}`{what} | {rule.severity} | {number} | {models} | {number / components:.2f} | {own[id]} |"
    yield ""


def _judged(noise: Sequence[Noise], judged: Mapping[str, str]) -> Iterator[str]:
    components, totals = sum(one.components for one in noise), _totals(noise)
    yield "## The loudest rules, judged one by one"
    yield ""
    yield f"Every rule with more than {LOUD} findings per component over all models, and some that were."
    yield ""
    for id in [*loud(noise), *(id for id in judged if id not in loud(noise))]:
        yield f"- `{id}` ({totals[id] / components:.2f}): {' '.join(judged.get(id, 'not judged yet').split())}"


if __name__ == "__main__":
    sys.exit(main())
