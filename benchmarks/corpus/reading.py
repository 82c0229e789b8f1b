"""The collected files, what the readers make of each, and what the independent counter says of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sized
from pathlib import Path
from typing import Any, NamedTuple

from checker import inputs
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.model import Model
from checker.core.source import Parsed, Snapshot
from checker.documents.decode import decode
from checker.documents.document import Document
from checker.documents.parse import parse

ROOT = Path(__file__).resolve().parent.parent.parent

KINDS = ("components", "flows", "boundaries", "data_assets")
"""What the counter counts in files of every format, and means what we mean. (Threats it counts in another way each.)"""

_ASIDE = ("model-card", "system-card")
"""Formats of the collection that are no threat models; cards are read by other commands."""


class Collected(NamedTuple):
    """One file of the collection: its format and what was counted in it by others."""

    file: str
    format: str
    counts: Mapping[str, Any]


class Outcome(NamedTuple):
    """What became of a file. Without a snapshot ``reason`` is the first finding but notes, or why it is no text."""

    of: Collected
    snapshot: Snapshot | None
    reason: Finding | InputError | None

    @property
    def place(self) -> str:
        """Where the reason is, as line and column."""
        at = self.reason.location if isinstance(self.reason, Finding) else self.reason.at if self.reason else None
        return f"{at.line}:{at.column}" if at else ""

    @property
    def rule(self) -> str:
        """What kind of reason it is: a rule, or ``unreadable`` where the text is none or over a limit."""
        return self.reason.rule if isinstance(self.reason, Finding) else "unreadable" if self.reason else ""

    @property
    def differing(self) -> dict[str, tuple[int, int]]:
        """What is counted otherwise: kind -> (here, by the counter)."""
        if self.snapshot is None:
            return {}
        here = counted(self.snapshot.model)
        theirs = {kind: self.of.counts[kind] for kind in KINDS if isinstance(self.of.counts.get(kind), int)}
        return {kind: (here[kind], number) for kind, number in theirs.items() if here[kind] != number}


def corpus() -> Path:
    """The folder of collected models: THREATGATE_CORPUS, else beside the checkout."""
    return Path(os.environ.get("THREATGATE_CORPUS") or ROOT.parent / "shared" / "corpus")


def counted(model: Model) -> dict[str, int]:
    """How many elements of each of :data:`KINDS` there are."""
    sections: tuple[Sized, ...] = (model.components, model.flows, model.boundaries, model.data)
    return dict(zip(KINDS, map(len, sections), strict=True))


def collection(corpus: Path) -> Iterator[Collected]:
    """The files that are threat models, by the manifest, in its order; of histories and oracles none."""
    manifest = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    for entry in manifest["entries"]:
        if entry["kind"] in ("file", "multi-file") and entry["format"] not in _ASIDE:
            yield Collected(entry["file"], entry["format"], entry.get("counts") or {})


def outcome(corpus: Path, one: Collected) -> Outcome:
    """What the readers make of a file, with what lies beside it."""
    try:
        parsed = read(corpus / one.file, root_of(corpus, one.file))
    except InputError as error:
        return Outcome(one, None, error)
    reason = next((f for f in parsed.findings if f.rule != "model/not-mapped"), None)
    return Outcome(one, parsed.snapshot, None if parsed.snapshot else reason)


def read(path: Path, root: Path) -> Parsed:
    """What the readers make of a file below ``root``, which stands for its repository. Raises InputError."""

    def document(wanted: str) -> Document:
        file = root / wanted
        if not file.is_file():
            raise InputError(f"there is no file {wanted}")
        return parse(decode(wanted, file.read_bytes()))

    name = path.relative_to(root).as_posix()
    return inputs.parse(document(name), document, lambda wanted: False)


def root_of(corpus: Path, file: str) -> Path:
    """The folder that stands for the repository of a file: that of a set of files, else the one that it lies in."""
    parts = Path(file).parts
    if "multi" in parts:
        return corpus.joinpath(*parts[: parts.index("multi") + 2])
    return (corpus / file).parent
