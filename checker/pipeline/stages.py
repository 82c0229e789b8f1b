"""The stages outside the rule language: asked where the config names their pack."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from checker.core.change import Change
from checker.core.finding import Finding
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.tree import Tree
from checker.methods import STAGES
from checker.pipeline.models import Version

if TYPE_CHECKING:
    from checker.core.asked import Asked


class Side:
    """One version of a model in the tree that it was read from. ``sources`` are the further texts that were read;
    ``target`` is what the change is to go into, where that has gone on since the base."""

    def __init__(self, tree: Tree, version: Version, target: Tree | None = None) -> None:
        self.version = version
        self.target = target
        self._tree = tree
        self._read: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """What stages have read so far, sorted by path."""
        return tuple(self._read[path] for path in sorted(self._read))

    def read(self, path: str) -> Source:
        """A text of the tree, kept. Raises InputError."""
        if path not in self._read:
            self._read[path] = self._tree.read(path)
        return self._read[path]


def stage_findings(
    side: Side, before: Side | None, changes: tuple[Change, ...] | None, settings: Settings, as_of: str
) -> Iterator[Finding]:
    """What the stages of the packs in use find in one model."""
    chosen = [STAGES[pack] for pack in sorted(settings.packs) if pack in STAGES]
    if chosen:
        asked = _asked(side, before, changes, settings, as_of)
        for module in chosen:
            yield from import_module(module).findings(asked)


def _asked(
    side: Side, before: Side | None, changes: tuple[Change, ...] | None, settings: Settings, as_of: str
) -> Asked:
    from checker.core.asked import Asked

    if side.version.snapshot is None or side.version.graph is None:
        raise AssertionError("only a model that was read is asked about")
    was = before.version if before else None
    return Asked(
        snapshot=side.version.snapshot,
        graph=side.version.graph,
        before=(was.snapshot, was.graph) if was and was.snapshot and was.graph else None,
        changes=changes,
        as_of=as_of,
        settings=settings,
        read=side.read,
        read_before=before.read if before else None,
        read_trusted=side.target.read if side.target else None,
    )
