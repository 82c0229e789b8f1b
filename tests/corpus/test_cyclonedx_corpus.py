"""CycloneDX files of public repositories: each is read or refused at a place, and counts as somebody else counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus.reading import collection, outcome
from checker.core.finding import Finding
from checker.core.source import Parsed
from checker.outputs.models.cyclonedx import write
from tests.corpus.judging import read_as, read_back

pytestmark = pytest.mark.corpus

PREFIX = "CycloneDX__specification__"

REFUSED = {"cyclonedx-2.0-prototype.json": ("model/syntax", "44:11")}
"""No JSON, for any parser: a list is closed in a mapping."""

INVALID = {
    "invalid-blueprint-relationship-type-2.0.json": ("model/wrong-value", "28:11", "component/asset-a#properties"),
    "invalid-blueprint-authentication-2.0.json": (
        "model/wrong-value",
        "19:13",
        "component/asset-legacy#authentication",
    ),
    "invalid-risk-response-missing-strategy-2.0.json": ("model/missing-key", "13:11", "control/resp-x"),
    "invalid-risk-likelihood-legacy-level-2.0.json": (
        "model/wrong-value",
        "13:36",
        "threat/risk-y#inherentRisk.likelihood.level",
    ),
    "invalid-threatmodel-category-taxonomy-mismatch-2.0.json": (
        "model/wrong-value",
        "12:25",
        "threat/threat-bad-category#refs",
    ),
    "invalid-threatmodel-missing-bomref-2.0.json": ("model/missing-key", "6:7", "model"),
}
"""Files that the authors of the draft made wrong on purpose: what is wrong is found, where it is."""

COUNTED = {
    "valid-blueprint-architecture-2.0.json": (7, 3, 3, 0, 0),
    "valid-blueprint-data-flow-2.0.json": (6, 4, 3, 3, 0),
    "valid-blueprint-network-2.0.json": (6, 3, 4, 0, 0),
    "valid-blueprint-deployment-2.0.json": (6, 2, 2, 0, 0),
    "valid-blueprint-logical-2.0.json": (2, 0, 1, 1, 0),
    "valid-blueprint-visualization-2.0.json": (0, 0, 0, 0, 0),
    "valid-risk-ai-bias-2.0.json": (0, 0, 0, 0, 1),
    "valid-threatmodel-simple-2.0.json": (0, 0, 0, 0, 1),
}
"""Components, flows, boundaries, data and threats of the valid files of the draft. Our components are their assets,
actors and data stores, and one for a zone that a flow ends at (network); our boundaries are their zones; a data object
that only a flow names is data (data-flow); a risk without a threat is one (ai-bias)."""

EXPERIMENTS = {
    "OWASP__threat-dragon__tmbom-multi-example.cdx.json": (7, 7, 4, 6),
    "OWASP__threat-dragon__tmbom-otm-example.cdx.json": (3, 2, 2, 2),
    "OWASP__threat-dragon__tmbom-pytm-example.cdx.json": (4, 5, 2, 4),
}
"""The same of models as components, without threats: they have none."""


def _read(corpus: Path, name: str) -> Parsed:
    return read_as(corpus / "files/tm-bom" / name)


def _entries(corpus: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    manifest = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    for entry in manifest["entries"]:
        name = entry["file"].rpartition("/")[2]
        if entry["file"].startswith("files/tm-bom/") and (name.startswith(PREFIX) or ".cdx." in name):
            yield name, entry


def _at(finding: Finding) -> str:
    return f"{finding.location.line}:{finding.location.column}"


def test_every_file_is_read_or_refused_at_a_place(corpus: Path) -> None:
    read, refused = 0, 0
    for name, _ in _entries(corpus):
        parsed = _read(corpus, name)
        short = name.removeprefix(PREFIX)
        errors = [finding for finding in parsed.findings if finding.rule != "model/not-mapped"]
        if short in REFUSED:
            assert parsed.snapshot is None
            assert [(f.rule, _at(f)) for f in errors] == [REFUSED[short]]
            refused += 1
            continue
        assert parsed.snapshot, name
        assert parsed.snapshot.format == "cyclonedx"
        read += 1
        if short in INVALID:
            assert (errors[0].rule, _at(errors[0]), str(errors[0].subject)) == INVALID[short], name
        else:
            assert not errors, (name, errors)
    print(f"\n{read} files of CycloneDX read, {refused} refused")
    assert (read, refused) == (17, 1)


def test_elements_are_as_many_as_the_independent_counter_says(corpus: Path) -> None:
    compared = 0
    for name, entry in _entries(corpus):
        short, counts = name.removeprefix(PREFIX), entry["counts"]
        snapshot = _read(corpus, name).snapshot
        if short not in COUNTED or snapshot is None:
            continue
        model = snapshot.model
        found = tuple(len(model.elements(kind)) for kind in ("component", "flow", "boundary", "data", "threat"))
        assert found == COUNTED[short], name
        stores = len(model.components) - counts["components"] - counts["actors"] - _stand_ins(model.components)
        assert stores == counts["data_assets"] - len(model.data) + _inline(short), name
        assert (len(model.flows), len(model.boundaries)) == (counts["flows"], counts["zones"]), name
        assert sum("risk" not in id for id in model.threats) == counts["threats"], name
        compared += 1
    print(f"\n{compared} files of the draft counted")
    assert compared == len(COUNTED)


def _stand_ins(components: dict[str, Any]) -> int:
    return sum(id.startswith("boundary:") for id in components)


def _inline(name: str) -> int:
    """How many data objects only flows name."""
    return 3 if name == "valid-blueprint-data-flow-2.0.json" else 0


def test_elements_of_the_experiment_are_as_many_as_their_components(corpus: Path) -> None:
    for name, entry in _entries(corpus):
        if name not in EXPERIMENTS:
            continue
        snapshot = _read(corpus, name).snapshot
        assert snapshot
        model = snapshot.model
        found = tuple(len(model.elements(kind)) for kind in ("component", "flow", "boundary", "data"))
        assert found == EXPERIMENTS[name]
        told = sum(id.startswith("data:") for id in model.data)  # texts on flows, which are no components there
        places = 1 if "otm" in name else 0  # one component is a place of code
        assert sum(found) - told + places == entry["counts"]["sub_components_by_type"]["threat-model"], name


def test_one_file_lies_there_twice(corpus: Path) -> None:
    """The cross-format pair of the prototype is the same broken text."""
    twin = corpus / "oracles/cross-format/vault-prototype/cyclonedx-2.0-prototype.json"
    assert twin.read_bytes() == (corpus / "files/tm-bom" / f"{PREFIX}cyclonedx-2.0-prototype.json").read_bytes()


def test_models_of_other_formats_come_back_from_cyclonedx(corpus: Path) -> None:
    """Facts that only their own format knows included: they stay properties."""
    kinds = ("system", "component", "flow", "boundary", "data", "threat", "control", "attack_tree")
    compared = 0
    for one in collection(corpus):
        snapshot = outcome(corpus, one).snapshot
        if snapshot is None:
            continue
        text = write(snapshot.model).text
        again = read_back(text, "again.cdx.json").snapshot
        assert again, one.file
        assert all(again.model.elements(kind) == snapshot.model.elements(kind) for kind in kinds), one.file
        compared += 1
    print(f"\n{compared} collected models written as CycloneDX and read again")
    assert compared > 100
