"""The collected TM-BOM files: counts against the manifest, every finding but notes, and none of other formats taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from benchmarks.corpus.reading import Collected, collection, outcome, read
from checker.core.model import Model
from checker.documents.decode import decode
from checker.documents.parse import parse
from checker.inputs import tm_bom
from checker.outputs.models.tm_bom import write
from tests.own_models import NATIVE

pytestmark = pytest.mark.corpus

FOLDER = "files/tm-bom"
HUSKY, TEST = "OWASP__threat-dragon__huskyai.tmbom.json", "OWASP__threat-dragon__tmbom-test-model.json"

FINDINGS = {
    HUSKY: [
        ("dangling-reference", 37, "there is no trust zone 'public'"),
        ("dangling-reference", 43, "there is no trust zone 'public'"),
        ("dangling-reference", 277, "there is no data store 'uploaded-images-redis'"),
        ("wrong-value", 301, "'third-party-tools' is the name of another thing: no actor but a data store"),
        ("wrong-value", 310, "'third-party-tools' is the name of another thing: no actor but a data store"),
        ("wrong-value", 364, "'ml-models' is the name of another thing: no component but a data store"),
        ("wrong-value", 482, "'bastion' is the name of another thing: no data store but a component"),
        ("wrong-value", 490, "'third-party-tools' is the name of another thing: no actor but a data store"),
    ],
    TEST: [
        ("dangling-reference", 400, "there is no actor 'no-source'"),
        ("dangling-reference", 401, "there is no data store 'no-destination'"),
    ],
}
"""File -> what is wrong with it. The manifest knows the zones and the ends of flows that are missing."""

KNOWN = {HUSKY: 2, TEST: 2}
"""How many of these the manifest lists as known defects."""


def _mine(corpus: Path) -> list[Collected]:
    return [one for one in collection(corpus) if Path(one.file).name in FINDINGS]


def test_all_is_read_and_counted_as_the_manifest_counts(corpus: Path) -> None:
    files = _mine(corpus)
    for one in files:
        snapshot, counts = outcome(corpus, one).snapshot, one.counts
        assert snapshot, one.file
        model = snapshot.model
        assert len(model.components) == counts["components"] + counts["actors"] + counts["data_stores"]
        assert len(model.flows) == counts["flows"]
        assert len(model.boundaries) == counts["boundaries"]
        assert len(model.data) == counts["data_assets"]
        assert len(model.threats) == counts["threats"]
        assert len(model.controls) == counts["controls"]
    print(f"\n{len(files)} files read")
    assert len(files) == 2


@pytest.mark.parametrize("file", FINDINGS)
def test_what_is_wrong_is_said_and_nothing_else(corpus: Path, file: str) -> None:
    path = corpus / FOLDER / file
    findings = [f for f in read(path, path.parent).findings if f.rule != "model/not-mapped"]
    assert sorted((f.rule.removeprefix("model/"), f.location.line, f.message) for f in findings) == FINDINGS[file]
    manifest = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))["entries"]
    (entry,) = [one for one in manifest if one["file"] == f"{FOLDER}/{file}"]
    assert len(entry["known_defects"]) == KNOWN[file]


def test_elements_are_those_that_somebody_counted_by_hand(corpus: Path) -> None:
    """Threat Dragon's own file for its migration, which has each word of the format once."""
    path = corpus / "oracles/cross-format/threat-dragon-migration/tmbom-test-model.json"
    snapshot = read(path, path.parent).snapshot
    assert snapshot
    model = snapshot.model
    assert _types(model) == {
        "process": 6,
        "person": 4,
        "external-entity": 1,
        "external-service": 1,
        "database": 5,
        "object-store": 1,
    }
    assert sum(flow.encryption == "encrypted" for flow in model.flows.values()) == 2
    assert sum(dict(flow.properties).get("has_sensitive_data") == "true" for flow in model.flows.values()) == 4
    assert {flow.id: flow.authorization for flow in model.flows.values() if flow.authorization} == {}
    assert [data.classification for data in model.data.values()] == [
        *("confidential", "restricted", "confidential", "confidential", "restricted"),
        *("confidential", "restricted", "restricted", "internal"),
    ]
    assert [threat.status for threat in model.threats.values()] == ["identified"] * 5
    assert [dict(threat.risk)["severity"] for threat in model.threats.values()] == [
        *("low", "medium", "high", "high", "critical")
    ]
    boundaries = {id: len(zone.properties) for id, zone in model.boundaries.items()}
    assert boundaries == {"trust-zone0": 14, "trust-zone1": 17, "trust-zone2": 10, "trust-zone3": 0}


def _types(model: Model) -> dict[str, int]:
    found: dict[str, int] = {}
    for component in model.components.values():
        found[component.type] = found.get(component.type, 0) + 1
    return found


def test_no_file_of_another_format_is_taken(corpus: Path) -> None:
    taken = set[str]()
    files = [path for path in corpus.rglob("*") if path.suffix in (".json", ".yaml", ".yml") and path.is_file()]
    for path in files:
        data: Any = _document(path)
        if data and tm_bom.recognises(data):
            taken.add(path.relative_to(corpus).as_posix())
    print(f"\n{len(files)} files looked at")
    assert taken == {
        f"{FOLDER}/{HUSKY}",
        f"{FOLDER}/{TEST}",
        "oracles/cross-format/threat-dragon-migration/tmbom-test-model.json",
    }


def _document(path: Path) -> Any:
    from checker.core.errors import InputError

    try:
        return parse(decode(path.name, path.read_bytes()))
    except InputError:
        return None


def test_what_is_written_is_valid_to_the_schema(corpus: Path) -> None:
    schema = json.loads((corpus / "oracles/schemas/threat-dragon/threat-model.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    models = [*_models(corpus)]
    for name, model in models:
        errors = validator.iter_errors(json.loads(write(model).text))
        assert not [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors], name
    print(f"\n{len(models)} models written")
    assert len(models) > len(NATIVE)


def _models(corpus: Path) -> Iterator[tuple[str, Model]]:
    """Every native model of this repository, and whatever is read of the collection."""
    for path in NATIVE:
        snapshot = read(path, path.parent).snapshot
        assert snapshot, path
        yield str(path), snapshot.model
    for one in collection(corpus):
        if snapshot := outcome(corpus, one).snapshot:
            yield one.file, snapshot.model
