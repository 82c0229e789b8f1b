"""What the tests of collected models share: what the manifest says of them, how they are read, counted and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checker import inputs
from checker.core.change import Change
from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.model import Model
from checker.core.source import Parsed, Source
from checker.diff import compare
from checker.documents.decode import decode
from checker.documents.document import Document
from checker.documents.parse import parse


def entries(corpus: Path, format: str, *endings: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of a format that somebody counted, versions of histories included, and what the manifest says."""
    manifest = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    for entry in manifest["entries"]:
        counted = "counts" in entry and entry["kind"] != "ground-truth-diff"
        if counted and entry["format"] == format and entry["file"].endswith(endings or ("",)):
            yield entry["file"], entry


def read_as(path: Path, name: str = "") -> Parsed:
    """What the readers make of a file with what lies beside it; under another name where the model is called by it."""
    name = name or path.name

    def document(wanted: str) -> Document:
        file = path if wanted == name else path.parent / wanted
        if not file.is_file():
            raise InputError(f"there is no file {wanted}")
        return parse(decode(wanted, file.read_bytes()))

    return inputs.parse(document(name), document, lambda wanted: False)


def model_as(path: Path, name: str = "") -> Model:
    """The model of a file that has one."""
    snapshot = read_as(path, name).snapshot
    assert snapshot, path
    return snapshot.model


def read_back(text: str, name: str) -> Parsed:
    """What the readers make of a text that was written, and refers to no other."""

    def nothing(wanted: str) -> Document:
        raise InputError(f"there is no file {wanted}")

    return inputs.parse(parse(Source(name, text)), nothing, lambda wanted: False)


def versions(corpus: Path, history: str, ending: str) -> list[tuple[str, Model]]:
    """The versions of a history that are models, by number. They are one model, whatever each file is called."""
    found = []
    for path in sorted((corpus / "histories" / history).glob(f"[0-9]*.{ending}")):
        if snapshot := read_as(path, f"model.{ending}").snapshot:
            found.append((path.name[:3], snapshot.model))
    return found


def described(corpus: Path, history: str, old: str, new: str) -> dict[str, Any]:
    """What a person saw between two versions; empty where nobody looked."""
    path = corpus / "histories" / history / f"expected-{old}-{new}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def pairs_described(corpus: Path, history: str) -> int:
    """Of how many pairs of versions somebody said what changed."""
    return len(list((corpus / "histories" / history).glob("expected-*.json")))


def counts(model: Model) -> dict[str, int]:
    """How many elements there are of each kind that the manifest counts, under its names."""
    return {
        "components": len(model.components),
        "flows": len(model.flows),
        "boundaries": len(model.boundaries),
        "data_assets": len(model.data),
        "threats": len(model.threats),
    }


def changes(before: Model, after: Model) -> tuple[Change, ...]:
    """What changed from one version of a model to the other."""
    return compare(before, after, build_graph(before), build_graph(after))
