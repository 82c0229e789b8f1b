"""The models that a reporting command is about, read from disk."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from checker.core.errors import CheckError, UsageError
from checker.core.settings import Settings
from checker.core.source import Snapshot
from checker.documents.words import listing
from checker.pipeline.gate import read_settings
from checker.pipeline.models import Version, model_paths, pick, read_model
from checker.pipeline.sides import Place, find_place, work_tree_alone
from checker.pipeline.stages import Side


class Here(NamedTuple):
    """The models of one place on disk, in order of their paths, and the config that is there."""

    place: Place
    settings: Settings
    sides: tuple[Side, ...]

    @property
    def versions(self) -> tuple[Version, ...]:
        """The models alone."""
        return tuple(side.version for side in self.sides)


def models_here(cwd: Path, file: str, command: str) -> Here:
    """The model in ``file``, or every model around ``cwd``; ``command`` is the one that asks, for the hint.

    Raises CheckError where there is none, UsageError or InputError for a file that is none or cannot be read. A model
    with findings may have no snapshot.
    """
    return models_in(cwd, (file,) if file else (), command)


def models_in(cwd: Path, files: tuple[str, ...], command: str) -> Here:
    """The same for several files."""
    place = find_place(cwd, files)
    head = work_tree_alone(place).head
    settings = read_settings(head)
    paths = pick(place.paths, head, settings) if files else model_paths(head.files(), settings)
    if not paths:
        hint = f"write a first one: threatgate init; or name the file: threatgate {command} FILE"
        raise CheckError("no threat model found here", hint=hint)
    return Here(place, settings, tuple(Side(head, read_model(head, path)) for path in paths))


def the_one(here: Here, what: str, command: str) -> Version:
    """The only model. Raises UsageError where there are more: ``what`` is said to be about one."""
    if len(here.sides) > 1:
        paths = listing([version.path for version in here.versions])
        raise UsageError(f"{what} one model", hint=f"name it: threatgate {command} FILE; there is {paths}")
    return here.versions[0]


def readable(version: Version) -> Snapshot:
    """What a model says. Raises CheckError, with the first thing that is wrong, where it could not be read."""
    if version.snapshot is None:
        first = version.findings[0]
        hint = f"see everything that is wrong with it: threatgate check {version.path}"
        raise CheckError(f"the model cannot be read: {first.message}", first.location, hint)
    return version.snapshot
