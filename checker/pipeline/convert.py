"""``convert``: a first threat model out of an architecture file, or a model written in another format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import CheckError, InputError, UsageError
from checker.core.graph import build_graph
from checker.core.location import Location
from checker.core.model import Model
from checker.core.settings import Settings
from checker.core.source import Source
from checker.core.system import SourceArtifact
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.tree import Tree
from checker.documents.words import quote, some
from checker.documents.worktree import WorkTree
from checker.inputs import parse as parse_model
from checker.outputs.models import FORMATS, writer_of
from checker.pipeline.here import readable
from checker.pipeline.models import read_model
from checker.pipeline.sides import find_place
from checker.triage.coverage import REMOVABLE, former_names, read_ledger, states

NATIVE = "native"
TARGETS = (NATIVE, *FORMATS)
"""The formats that can be written."""

_SHOWN = 8


class Converted(NamedTuple):
    """A text, and what is not in it or has to be looked at."""

    text: str
    told: tuple[str, ...]


class _Made(NamedTuple):
    """A model, with what to say of it before and after, and what was left out on the way."""

    model: Model
    head: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def converted(cwd: Path, name: str, to: str) -> Converted:
    """The file ``name`` in the format ``to``, one of :data:`TARGETS`. Raises CheckError for what cannot be read."""
    place = find_place(cwd, (name,))
    tree, path = WorkTree(place.root), place.paths[0]
    if not tree.exists(path):
        raise UsageError(f"no such file: {name}")
    made = _from_architecture(tree, path) or _from_model(tree, path)
    if made.model.system.source_artifacts and place.root != find_place(cwd, ()).root:
        what = f"{path} lies outside of this repository: copy it there, and correct its path under source_artifacts"
        made = made._replace(told=(what, *made.told))
    return _native(made) if to == NATIVE else _written(made, to)


def _from_architecture(tree: Tree, path: str) -> _Made | None:
    """A first model, where the file is ArchiMate; None where it is not."""
    from checker.architecture.reader import ARCHIVED, is_architecture

    try:
        source = tree.read(path)
    except InputError as error:
        if path.endswith(".archimate"):
            raise InputError(error.message, error.at, ARCHIVED) from None
        raise
    return _drafted(source) if is_architecture(source) else None


def _drafted(source: Source) -> _Made:
    from checker.architecture.draft import UNSTATED, draft, left_out
    from checker.architecture.drawing import draw
    from checker.architecture.reader import read
    from checker.architecture.text import text_digest

    architecture = read(source).ordered()
    picture = draw(architecture)
    if not picture.boxes:
        hint = "see docs/how-to/architecture-files.md for what becomes a component"
        raise InputError(
            "nothing in it runs, stores or acts, so there is no threat model of it", Location(source.path), hint
        )
    model = draft(architecture, picture, SourceArtifact("archimate", path=source.path, digest=text_digest(source)))
    head = (
        f"A first threat model, made of {source.path}.",
        "Correct every line: types are told by names where the file has no property tm.type, boundaries without",
        "tm.trust say nothing of trust, and no flow says how it is protected.",
        f"Data of which the file does not say how confidential it is (tm.data_class) is taken as {UNSTATED}.",
    )
    lost = (f"left out: {one.what}, from line {one.location.line:,} on: {one.why}" for one in left_out(picture.omitted))
    return _Made(model, head, tuple(lost))


def _from_model(tree: Tree, path: str) -> _Made:
    return _Made(readable(read_model(tree, path)).model)


def _native(made: _Made) -> Converted:
    from checker.outputs.native import fit, native_text

    data, losses = fit(made.model)
    told = (*made.told, *(f"not written: {loss}" for loss in losses))
    written = _read_back(native_text(data, made.head, told))
    told = (*told, *_no_longer_reviewed(made.model, written))
    return Converted(native_text(data, made.head, told), told)


def _no_longer_reviewed(before: Model, after: Model) -> Iterator[str]:
    """A line about the elements whose review does not cover what is written of them."""
    if not before.reviews:
        return
    old, new = (_reviewed(model) for model in (before, after))
    names = {one.was: id for kind in REMOVABLE for id, one in after.elements(kind).items() if one.was}
    names[before.id] = after.id
    if lost := [id for id in old if names.get(id, id) not in new]:
        which = some([*map(quote, lost)], _SHOWN)
        yield f"reviewed, and to be reviewed again, since this file says more of them: {which}"


def _reviewed(model: Model) -> list[str]:
    """The ids of elements that are reviewed as they are, whenever that was."""
    ledger = read_ledger(model, Settings(), max(review.on for review in model.reviews))
    found = states((model, build_graph(model)), ledger, former_names(model))
    return [ref.id for ref, state in found.items() if state.word in ("reviewed", "expired")]


def _written(made: _Made, to: str) -> Converted:
    text, losses, assumed = writer_of(to).write(made.model)
    told = (*(f"not written: {loss}" for loss in losses), *(f"assumed: {one}" for one in assumed))
    return Converted(text, (*made.told, *told))


def _read_back(text: str) -> Model:
    """What is written is read back first: a model may be over a limit of the format."""
    document = parse(Source("threatmodel.yaml", text))

    def nothing(path: str) -> Document:
        raise InputError(f"there is no file {path}")

    parsed = parse_model(document, nothing, lambda path: False)
    if parsed.snapshot is None:
        first = parsed.findings[0]
        raise CheckError(f"this cannot be written in the native format: {first.message}")
    return parsed.snapshot.model
