"""How fast each input format is read, beside the bare parser of the same text in the same process.

The text is the biggest collected model of the format that is read (THREATGATE_CORPUS), else the own example. What is
measured is all that a check does before the rules: the text to a document with places, that to a model, and its graph.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

import yaml

from benchmarks.corpus.reading import collection, corpus, outcome
from benchmarks.measure import ratios, spread
from benchmarks.row import Bench, Row
from checker import inputs
from checker.core.errors import InputError
from checker.core.graph import build_graph
from checker.core.source import Snapshot, Source
from checker.documents.document import Document
from checker.documents.parse import parse

ROOT = Path(__file__).resolve().parent.parent
LEAST = 0.2
"""CPU seconds that a round takes at least: short texts are read over and over."""


class Sample(NamedTuple):
    """A text of a format, and where it is from."""

    format: str
    name: str
    text: str


def readers(bench: Bench) -> Iterator[Row]:
    """Bytes a second of each reader, and its time beside that of the bare parser."""
    for sample in samples():
        bench.step(sample.format)
        floor, what = _floor(sample)
        source, size = Source(sample.name, sample.text), len(sample.text.encode())
        read, parsed = partial(read_whole, source), partial(floor, sample.text)
        times = max(1, round(LEAST / seconds(read, 1)))
        ours, bare = [], []
        for _ in range(bench.rounds):
            ours.append(seconds(read, times))
            bare.append(seconds(parsed, times))
        speed = spread(size / one / 1e6 for one in ours)
        floors = spread(size / one / 1e6 for one in bare)
        measured = f"{speed.text()} MB/s, {what} {floors.text(1)} MB/s; ratio {ratios(ours, bare).text(1)}"
        yield Row("", f"reader {sample.format}, {size:,} bytes", measured)


def samples() -> Iterator[Sample]:
    """One text for each registered format."""
    biggest: dict[str, Sample] = {}
    folder = corpus()
    found = collection(folder) if (folder / "MANIFEST.json").is_file() else ()
    for one in found:
        snapshot = outcome(folder, one).snapshot
        if snapshot and len(snapshot.sources) == 1:
            _keep(biggest, snapshot)
    for format in inputs.FORMATS:
        for path in sorted((ROOT / "tests/inputs" / format.replace("-", "_")).rglob("*")):
            if format not in biggest and path.is_file():
                _keep(biggest, _snapshot(path))
    for path in (ROOT / "tests/models").glob("*.yaml"):
        _keep(biggest, _snapshot(path))
    return (biggest[format] for format in inputs.FORMATS if format in biggest)


def _keep(biggest: dict[str, Sample], snapshot: Snapshot | None) -> None:
    if snapshot is None:
        return
    sample = Sample(snapshot.format, Path(snapshot.path).name, snapshot.sources[0].text)
    if sample.format not in biggest or len(sample.text) > len(biggest[sample.format].text):
        biggest[sample.format] = sample


def _snapshot(path: Path) -> Snapshot | None:
    try:
        return inputs.parse(
            parse(Source(path.name, path.read_text(encoding="utf-8"))), _nothing, lambda path: False
        ).snapshot
    except (InputError, UnicodeDecodeError):
        return None


def _floor(sample: Sample) -> tuple[Callable[[str], object], str]:
    """The bare parser of a text, and its name."""
    start = sample.text.lstrip()[:1]
    if sample.name.endswith(".hcl"):
        return import_module("hcl2").parses_to_tree, "python-hcl2"
    if start == "<":
        return lambda text: expat.ParserCreate("utf-8").Parse(text.encode(), True), "expat"
    if sample.name.endswith(".json") or start in "{[":
        return json.loads, "json.loads"
    return lambda text: yaml.load(text, yaml.CSafeLoader), "yaml.CSafeLoader"


def read_whole(source: Source) -> None:
    snapshot = inputs.parse(parse(source), _nothing, lambda path: False).snapshot
    if snapshot is None:
        raise AssertionError("only texts that are read are measured")
    build_graph(snapshot.model)


def seconds(work: Callable[[], object], times: int) -> float:
    """CPU seconds of one of some runs, without garbage collection as in the command."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    for _ in range(times):
        work()
    took = time.process_time() - began
    gc.enable()
    return took / times


def _nothing(path: str) -> Document:
    raise InputError(f"there is no file {path}")
