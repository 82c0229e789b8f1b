"""The shipped rules on collected models: they are asked without error and say the same each time."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from checker import inputs
from checker.core.errors import CheckError
from checker.core.graph import build_graph
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source
from checker.diff import compare
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.policy.catalogue import Catalogue
from checker.policy.evaluate import CompiledRule, evaluate

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def rules() -> tuple[CompiledRule, ...]:
    return Catalogue(parse_nothing, lambda: ()).compiled(Settings())


def parse_nothing(path: str) -> Document:
    raise CheckError(f"no {path}")


def read(path: Path) -> Snapshot | None:
    def beside(name: str) -> Document:
        return parse(Source(name, (path.parent / name).read_text(encoding="utf-8")))

    try:
        return inputs.parse(beside(path.name), beside, lambda name: False).snapshot
    except (CheckError, OSError, UnicodeDecodeError):
        return None


def test_single_models(corpus: Path, rules: tuple[CompiledRule, ...]) -> None:
    files = sorted((corpus / "files" / "threagile").glob("*.y*ml"))
    snapshots = [snapshot for snapshot in map(read, files) if snapshot]
    found: Counter[str] = Counter()
    for snapshot in snapshots:
        findings = list(evaluate(rules, snapshot, build_graph(snapshot.model)))
        assert findings == list(evaluate(rules, snapshot, build_graph(snapshot.model)))
        assert len({finding.fingerprint for finding in findings}) == len(findings)
        found.update(finding.rule for finding in findings)
    print(f"read {len(snapshots)} of {len(files)} files: {dict(found.most_common())}")
    assert len(snapshots) > 20


def test_histories(corpus: Path, rules: tuple[CompiledRule, ...]) -> None:
    found: Counter[str] = Counter()
    pairs = 0
    for history in sorted(path for path in (corpus / "histories").iterdir() if path.is_dir()):
        versions = [snapshot for snapshot in map(read, sorted(history.glob("[0-9]*-*.y*ml"))) if snapshot]
        for base, head in pairwise(versions):
            before, after = build_graph(base.model), build_graph(head.model)
            changes = compare(base.model, head.model, before, after)
            findings = evaluate(rules, head, after, changes, (base.model, before))
            changed = {rule.rule.id for rule in rules if rule.rule.change}
            found.update(finding.rule for finding in findings if finding.rule in changed)
            pairs += 1
    print(f"compared {pairs} pairs of versions: {dict(found.most_common())}")
    assert pairs > 20
