"""An architecture as one file tells it: what there is, how it is related, and where in the file it says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from checker.core.location import Location

At = Callable[[str], Location]
"""``name``, ``documentation``, ``type``, ``source``, ``target`` or the name of a property -> where it is said, else the
element."""


class Fault(NamedTuple):
    """Something wrong in a file that does not keep the rest from being read. ``code`` is that of a problem of a text
    (:mod:`checker.documents.document`); ``id`` is the identifier that it is about."""

    code: str
    message: str
    location: Location
    hint: str = ""
    id: str = ""


class Thing(NamedTuple):
    """One element. ``type`` is ArchiMate's name without prefix, such as ``ApplicationComponent``."""

    id: str
    type: str
    name: str
    location: Location
    documentation: str = ""
    properties: Mapping[str, str] = {}
    at: At | None = None


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
    at: At | None = None


class Architecture(NamedTuple):
    """All of one file, in its order. ``nested`` holds (inner, outer) for what a view draws inside something else."""

    name: str
    things: Mapping[str, Thing]
    relations: Mapping[str, Relation]
    nested: tuple[tuple[str, str], ...]
    views: int
    faults: tuple[Fault, ...] = ()
    """What is wrong and left out: a second thing of an identifier, a relationship that leads nowhere."""

    def ordered(self) -> Architecture:
        """The same in the order of identifiers: what decides by order decides alike, however a tool writes the file."""
        things, relations = dict(sorted(self.things.items())), dict(sorted(self.relations.items()))
        return self._replace(things=things, relations=relations, nested=tuple(sorted(self.nested)))
