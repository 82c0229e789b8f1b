"""Which models a revision holds, and how each becomes a snapshot with its graph."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from posixpath import basename
from typing import NamedTuple

from checker import inputs
from checker.core.errors import CheckError, UsageError
from checker.core.finding import Finding
from checker.core.graph import Graph, build_graph
from checker.core.settings import MODEL_NAMES, Settings
from checker.core.source import Snapshot, Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.tree import Tree


class Version(NamedTuple):
    """One model in one revision. Without a snapshot the findings say why it could not be read."""

    path: str
    snapshot: Snapshot | None
    graph: Graph | None
    findings: tuple[Finding, ...]
    sources: tuple[Source, ...] = ()


def model_paths(files: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """The model files among repository-relative paths, sorted: by name or ``include``, without ``exclude``."""
    return tuple(sorted(path for path in files if _is_model(path, settings)))


def read_model(tree: Tree, path: str) -> Version:
    """Read one model. Raises InputError where its text cannot be read at all."""
    sources = []

    def read(path: str) -> Document:
        sources.append(tree.read(path))
        return parse(sources[-1])

    parsed = inputs.parse(read(path), read, tree.exists)
    graph = build_graph(parsed.snapshot.model) if parsed.snapshot else None
    return Version(path, parsed.snapshot, graph, parsed.findings, tuple(sources))


def read_base(tree: Tree, head: Version, others: Iterable[str]) -> Version | None:
    """The same model in the base: at its path, else the file among ``others`` (gone from the head) with its id.

    Raises CheckError where the base version exists but cannot be compared with.
    """
    if tree.exists(head.path):
        return _comparable(read_model(tree, head.path), tree)
    for path in others:
        base = _comparable(read_model(tree, path), tree)
        if head.snapshot and base.snapshot and base.snapshot.model.id == head.snapshot.model.id:
            return base
    return None


def _comparable(base: Version, tree: Tree) -> Version:
    if base.snapshot is None:
        first = base.findings[0]
        raise CheckError(
            f"the model in the base ({tree.label}) cannot be compared with: {first.message}",
            first.location,
            "repair it on the base branch, or compare with an older revision: --base REV",
        )
    return base


def _is_model(path: str, settings: Settings) -> bool:
    if any(fnmatchcase(path, glob) for glob in settings.exclude):
        return False
    name = basename(path)
    native = name.endswith((".threatmodel.yaml", ".threatmodel.yml", ".threatmodel.json"))
    return native or name in MODEL_NAMES or any(fnmatchcase(path, glob) for glob in settings.include)


def pick(paths: Iterable[str], tree: Tree, settings: Settings) -> tuple[str, ...]:
    """The models that the user named: files as they are, and what a folder holds. Raises UsageError for neither."""
    chosen: set[str] = set()
    for path in paths:
        folder = "" if path == "." else f"{path}/"
        inside = [] if tree.exists(path) else model_paths((f for f in tree.files() if f.startswith(folder)), settings)
        if not inside and not tree.exists(path):
            hint = "name a model file, or a folder that holds one"
            raise UsageError(f"no such file in the {tree.label}, and no folder with a model in it: {path}", hint=hint)
        chosen.update(inside or [path])
    return tuple(sorted(chosen))
