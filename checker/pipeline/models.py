"""Which models a revision holds, and how each becomes a snapshot with its graph."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import basename
from typing import NamedTuple

from checker import inputs
from checker.core.errors import CheckError, InputError, UsageError
from checker.core.finding import Finding
from checker.core.globs import matches
from checker.core.graph import Graph, TooDeep, build_graph
from checker.core.location import Location, Ref
from checker.core.model import Model
from checker.core.renaming import moved
from checker.core.settings import MODEL_ENDINGS, MODEL_FOLDERS, MODEL_NAMES, Settings
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

    @property
    def side(self) -> tuple[Model, Graph]:
        """What it says, for comparing. Only to be asked of a version that was read."""
        if self.snapshot is None or self.graph is None:
            raise AssertionError("only a model that was read is compared and reviewed")
        return self.snapshot.model, self.graph


def model_paths(files: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """The model files among repository-relative paths, sorted: by name or ``include``, without ``exclude``."""
    return tuple(sorted(path for path in files if _is_model(path, settings)))


def missing_models(base: Tree, head: Tree, settings: Settings) -> list[str]:
    """The model files of the base that are not among those of the head, sorted: from there a model may have moved."""
    return sorted(set(model_paths(base.files(), settings)).difference(head.files()))


def gone_models(before: Tree, after: Tree, models: Iterable[str]) -> list[str]:
    """Those of some paths at which there was a model and is none now, whatever else lies there on disk."""
    was, now = set(before.files()), set(after.files())
    return [path for path in models if path in was and path not in now]


def read_model(tree: Tree, path: str) -> Version:
    """Read one model. Raises InputError where its text cannot be read at all, or is over a limit."""
    sources = []

    def read(path: str) -> Document:
        sources.append(tree.read(path))
        return parse(sources[-1])

    parsed = inputs.parse(read(path), read, tree.exists)
    graph = _graph(parsed.snapshot) if parsed.snapshot else None
    return Version(path, parsed.snapshot, graph, parsed.findings, tuple(sources))


def _graph(snapshot: Snapshot) -> Graph:
    try:
        return build_graph(snapshot.model)
    except TooDeep as error:
        raise InputError(error.message, snapshot.locate(Ref("boundary", error.id)), error.hint) from None


def read_base(tree: Tree, head: Version, others: Iterable[str]) -> Version | None:
    """The same model in the base: at its path, else among ``others`` (files that are gone from the head) the one with
    its id; where the format has no id and takes the path for it, or is another, the one with most components in common.

    Raises CheckError where the base version exists but cannot be compared with.
    """
    if tree.exists(head.path):
        return _read_base(tree, head.path)
    if head.snapshot is None:
        return None
    shared: dict[int, Version] = {}
    for path in others:
        base = _read_base(tree, path)
        if base.snapshot and base.snapshot.model.id == head.snapshot.model.id:
            return base
        if base.snapshot and (number := _in_common(base.snapshot, head.snapshot)):
            shared.setdefault(number, base)
    return _under_id(shared[max(shared)], head.snapshot.model.id) if shared else None


def _in_common(base: Snapshot, head: Snapshot) -> int:
    """How many components two models share that may be one; 0 for fewer than half of either."""
    if base.format == head.format and head.format not in inputs.NAMED_BY_PATH:
        return 0
    from checker.diff.renames import in_common

    number = in_common(base.model, head.model, across=base.format != head.format)
    return number if 2 * number > max(len(base.model.components), len(head.model.components)) else 0


def _under_id(version: Version, id: str) -> Version:
    """A model that was moved, as if it had had the id of its new path all along; so its older debt is known as such."""
    if version.snapshot is None:
        return version
    old = version.snapshot.model
    if old.kind_of(id):  # that of an element: under one id nothing could tell the two apart
        return version
    model = moved(old, {Ref("system", old.id): id})
    return version._replace(
        snapshot=version.snapshot._replace(model=model),
        graph=build_graph(model),
        findings=tuple(finding._replace(model=id) for finding in version.findings),
    )


def _read_base(tree: Tree, path: str) -> Version:
    try:
        base = read_model(tree, path)
    except InputError as error:
        raise _incomparable(tree, error.message, error.at) from None
    if base.snapshot is None:
        raise _incomparable(tree, base.findings[0].message, base.findings[0].location)
    return base


def _incomparable(tree: Tree, why: str, at: Location | None) -> CheckError:
    hint = "repair it on the base branch, or compare with an older revision: --base REV"
    return CheckError(f"the model in the base ({tree.label}) cannot be compared with: {why}", at, hint)


def within(path: str, asked: tuple[str, ...]) -> bool:
    """Whether somebody who asks for these files and folders asks for ``path``; for everything where none is named."""
    return not asked or any(one in (".", path) or path.startswith(f"{one}/") for one in asked)


def not_files(tree: Tree, settings: Settings, asked: tuple[str, ...] = ()) -> list[CheckError]:
    """A failure for each thing with the name of a model that is none: to pass it over could hide the model."""
    what = f"has the name of a model and is a link, a submodule or a pipe in the {tree.label}"
    hint = "it was not read: commit the file itself, or exclude it in .threatgate.yaml under models"
    paths = (path for path in model_paths(tree.links(), settings) if within(path, asked))
    return [CheckError(f"{path} {what}", Location(path), hint) for path in paths]


def _is_model(path: str, settings: Settings) -> bool:
    if any(matches(glob, path) for glob in settings.exclude):
        return False
    name = basename(path)
    named = name in MODEL_NAMES or name.lower().endswith(MODEL_ENDINGS)
    return named or any(matches(glob, path) for glob in (*MODEL_FOLDERS, *settings.include))


def pick(paths: Iterable[str], tree: Tree, settings: Settings) -> tuple[str, ...]:
    """The models that the user named: files as they are, and what a folder holds. Raises UsageError for neither."""
    chosen: set[str] = set()
    for path in paths:
        folder = "" if path == "." else f"{path}/"
        inside = [] if tree.exists(path) else model_paths((f for f in tree.files() if f.startswith(folder)), settings)
        if not inside and not tree.exists(path):
            raise _nothing_at(path, tree)
        chosen.update(inside or [path])
    return tuple(sorted(chosen))


def _nothing_at(path: str, tree: Tree) -> UsageError:
    why, hint = "it is no model", "name a model file, or a folder that holds one"
    try:
        tree.read(path)
    except InputError as error:
        why, hint = error.message, error.hint or hint
    return UsageError(f"nothing to check at {path}: {why}", hint=hint)
