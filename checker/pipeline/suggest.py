"""``suggest``: what to consider at the elements of models, and the texts of models that have it as threats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from checker.core.errors import CheckError, InputError, UsageError
from checker.core.location import Location, Ref
from checker.core.model import Model, Threat
from checker.core.source import Snapshot, Source
from checker.documents.parse import parse
from checker.documents.rewrite import rewrite
from checker.documents.tree import Tree
from checker.documents.words import nearest, quote
from checker.documents.worktree import WorkTree
from checker.inputs.native.sets import cited
from checker.inputs.threat_writer import with_threats
from checker.methods.coverage.asks import subjects
from checker.methods.coverage.cover import cover
from checker.methods.suggestions.conditions import Unknown, unknowns
from checker.methods.suggestions.questions import Suggestion, suggestions
from checker.methods.suggestions.threats import threats_for
from checker.pipeline.gate import read_settings
from checker.pipeline.models import Version, model_paths, pick, read_model
from checker.pipeline.sides import find_place


class Element(NamedTuple):
    """One element and the questions there. ``type`` is that of a component, ``flow`` or ``ai-system``."""

    subject: Ref
    type: str
    location: Location
    suggestions: tuple[Suggestion, ...]


class Suggested(NamedTuple):
    """What to consider in one model. ``unpinned`` are the libraries whose edition it does not state, with ours."""

    snapshot: Snapshot
    elements: tuple[Element, ...]
    unknown: tuple[Unknown, ...]

    @property
    def pins(self) -> dict[str, str]:
        return dict(self.snapshot.model.system.taxonomies)


class Addition(NamedTuple):
    """A file of a model with more threats than it has: ``text`` is to stand where ``source`` was read."""

    source: Source
    text: str
    threats: tuple[Threat, ...]


class Found(NamedTuple):
    """The models of a place, and the tree that they were read from."""

    tree: WorkTree
    models: tuple[Suggested, ...]


def suggested(cwd: Path, models: tuple[str, ...] = (), ids: tuple[str, ...] = ()) -> Found:
    """What to consider at the elements of these ids, or at all, in these models or all of the repository.

    Raises CheckError for a model that cannot be read, UsageError for an id that nothing can be asked about.
    """
    place = find_place(cwd, models)
    tree = WorkTree(place.root)
    settings = read_settings(tree)
    paths = pick(place.paths, tree, settings) if models else model_paths(tree.files(), settings)
    if not paths:
        raise CheckError("no threat model found here", hint="write a first one with: threatgate init")
    snapshots = [_readable(read_model(tree, path)) for path in paths]
    chosen = _chosen(snapshots, ids)
    found = (_suggested(one, chosen.get(one[0].path)) for one in snapshots if not ids or one[0].path in chosen)
    return Found(tree, tuple(found))
