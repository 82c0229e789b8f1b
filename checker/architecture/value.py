"""An architecture as one file tells it: what there is, how it is related, and where in the file it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.core.location import Location


class Thing(NamedTuple):
    """One element. ``type`` is ArchiMate's name without prefix, such as ``ApplicationComponent``."""

    id: str
    type: str
    name: str
    location: Location
    documentation: str = ""
    properties: Mapping[str, str] = {}


class Relation(NamedTuple):
    """One relationship. ``type`` is ArchiMate's name without suffix, such as ``Flow``; ``source`` and ``target`` are
    ids of elements, or of relationships (of an association only). ``access`` is ``Read``, ``Write``, ``ReadWrite`` or
    ``Access`` (not stated), and empty for other types."""

    id: str
    type: str
    source: str
    target: str
    name: str
    location: Location
    documentation: str = ""
    properties: Mapping[str, str] = {}
    access: str = ""
    directed: bool = False


class Architecture(NamedTuple):
    """All of one file, in its order. ``nested`` holds (inner, outer) for what a view draws inside something else."""

    name: str
    things: Mapping[str, Thing]
    relations: Mapping[str, Relation]
    nested: tuple[tuple[str, str], ...]
    views: int
