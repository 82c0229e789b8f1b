"""The models that a repository has already, in any format, for a first config: by name, else by what is in a file.

A file that is no model by its name is opened only where one of a few words is in it, and is told by its content as
a check would. What cannot be read is passed over: a check of it says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.core.errors import CheckError
from checker.core.settings import Settings
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.tree import Tree
from checker.inputs import format_name
from checker.methods.breadth.answers import has_ai
from checker.pipeline.models import model_paths, read_model

_ENDINGS = (".json", ".yaml", ".yml", ".hcl", ".xml", ".tm7", ".otm")
_WORDS = ("threat", "otmversion", "technical_assets", "archimate", "trustzone", "trust_zone", '"diagrams"')
"""One of these is in every model, in small letters."""

_CHARACTERS = 50_000_000
"""How much text is looked into, largest files last to be reached."""

_OWN = ("threatgate", "system")


class Existing(NamedTuple):
    """One model. Without ``counts`` (kind of element -> how many) it cannot be read as it is."""

    path: str
    format: str
    named: bool
    """Whether it is found by its name, so that no config has to name it."""
    counts: Mapping[str, int] = {}
    ai: bool = False


class Found(NamedTuple):
    """``unseen`` is how many files were not looked into, since there was too much text."""

    models: tuple[Existing, ...]
    unseen: int = 0


def existing(tree: Tree) -> Found:
    """Every model among the files of a tree, sorted by path."""
    files = tree.files()
    by_name = frozenset(model_paths(files, Settings()))
    texts = {path: text for path in files if path.lower().endswith(_ENDINGS) and (text := _text(tree, path))}
    found, left, unseen = [], _CHARACTERS, 0
    for path, text in sorted(texts.items(), key=lambda pair: (pair[0] not in by_name, len(pair[1]), pair[0])):
        left -= len(text)
        if left < 0:
            unseen += 1
        elif format := _format(tree, path, named=path in by_name):
            found.append(_existing(tree, path, format, named=path in by_name))
    return Found(tuple(sorted(found)), unseen)


def _text(tree: Tree, path: str) -> str:
    """The text of a file that may be a model."""
    try:
        text = tree.read(path).text
    except CheckError:
        return ""
    low = text.lower()
    return text if any(word in low for word in _WORDS) else ""


def _format(tree: Tree, path: str, *, named: bool) -> str:
    """What format a file is of; ``""`` for what is no model. Of our own files only those count that have a system."""
    try:
        document = parse(tree.read(path))
    except CheckError:
        return ""
    format = format_name(document)
    return "" if format == "native" and not named and not _is_own(document) else format


def _is_own(document: Document) -> bool:
    return all(key in document.data for key in _OWN) and isinstance(document.data["system"], dict)


def _existing(tree: Tree, path: str, format: str, *, named: bool) -> Existing:
    try:
        snapshot = read_model(tree, path).snapshot
    except CheckError:
        snapshot = None
    if snapshot is None:
        return Existing(path, format, named)
    kinds = ("component", "flow", "boundary", "data", "threat")
    counts = {kind: len(snapshot.model.elements(kind)) for kind in kinds}
    return Existing(path, format, named, counts, has_ai(snapshot.model))


def included(models: tuple[Existing, ...]) -> Iterator[str]:
    """The globs for a config to name the models that are not found by name."""
    yield from (one.path.replace("*", "?") for one in models if not one.named)
