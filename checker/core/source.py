"""A text before parsing, and a model as one text held it at one moment."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from checker.core.location import Location, Ref

if TYPE_CHECKING:
    from checker.core.finding import Finding
    from checker.core.model import Model


LIBRARIES = ".threatgate-knowledge/"
"""The folder of a repository that holds editions of threat libraries which do not ship."""


def sidecar_path(path: str) -> str:
    """The reviews file that belongs to a model file: ``shop.reviews.yaml`` for ``shop.yaml``.

    An ending that does not only say how the text is written stays, ``shop.tm7.reviews.yaml``: models of several tools
    may have one name.
    """
    folder, slash, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    return f"{folder}{slash}{stem if stem and ending.lower() in _WRITTEN else name}.reviews.yaml"


_WRITTEN = ("yaml", "yml", "json")
"""Endings that stand for the one or the other way to write the same data."""


class Source(NamedTuple):
    """A text that was read: a file, a git blob, the index and an editor buffer look the same.

    ``path`` is relative to the repository root with ``/``; ``text`` has no byte order mark; ``revision`` is ``""``
    for the work tree, ``index``, or a full commit id.
    """

    path: str
    text: str
    revision: str = ""


class Snapshot(NamedTuple):
    """One model as one or more texts held it at one moment.

    ``locate`` answers the field, else the element, else its nearest surviving parent, else the file: never fails.
    """

    model: "Model"
    path: str
    format: str
    sources: tuple[Source, ...]
    locate: Callable[[Ref], Location]


class Citation(NamedTuple):
    """A reference as a model writes it: ``name`` is what stands in brackets behind it, ``place`` says where it is."""

    subject: Ref
    reference: str
    name: str
    place: Callable[[], Location]


class Parsed(NamedTuple):
    """What an input format made of its sources. Without a snapshot the findings say why."""

    snapshot: Snapshot | None
    findings: "tuple[Finding, ...]"
    citations: Callable[[], Iterable[Citation]] | None = None
    """Where the model cites threat libraries; None where the format's own tool writes its references."""
