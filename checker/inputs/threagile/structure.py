"""How the elements of a Threagile model hang together: links below assets, assets and boundaries inside boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.documents.document import Document
from checker.inputs.threagile.parts import Entry, Place, children, entries, slug, text

MAX_AROUND = 1000
"""How many boundaries around one are looked at: more would take time by the square of their number."""


class Link(NamedTuple):
    """A communication link: an entry below its asset. ``id`` is ours, ``native`` the one Threagile makes."""

    source: str
    entry: Entry

    @property
    def id(self) -> str:
        return f"{self.source}.{slug(self.entry.title)}"

    @property
    def native(self) -> str:
        return f"{self.source}>{slug(self.entry.title)}"


class Named(NamedTuple):
    """A boundary that lists something as inside, and where."""

    boundary: str
    place: Place


class Membership(NamedTuple):
    """What the boundaries list as inside: id -> each boundary that lists it, that which counts first.

    That is the innermost; of several that do not lie in each other the first by id, so that the order of a file means
    nothing.
    """

    assets: Mapping[str, tuple[Named, ...]]
    boundaries: Mapping[str, tuple[Named, ...]]
    """Only one entry where the boundaries that list one lie in each other: the outer ones say nothing new."""


def links(documents: tuple[Document, ...]) -> Iterator[Link]:
    """Every communication link, in the order of the files."""
    for asset in entries(documents, "technical_assets"):
        place = Place(asset.place.document, (*asset.place.path, "communication_links"))
        for entry in children(place, asset.body.get("communication_links")):
            yield Link(asset.id, entry)


def memberships(documents: tuple[Document, ...]) -> Membership:
    """Who is in which boundary."""
    assets: dict[str, dict[str, Named]] = {}
    boundaries: dict[str, dict[str, Named]] = {}
    for boundary in entries(documents, "trust_boundaries"):
        for key, inside in (("technical_assets_inside", assets), ("trust_boundaries_nested", boundaries)):
            items = boundary.body.get(key)
            for index, item in enumerate(items if isinstance(items, list) else ()):
                place = Place(boundary.place.document, (*boundary.place.path, key, index))
                inside.setdefault(text(item), {}).setdefault(boundary.id, Named(boundary.id, place))
    return Membership(
        {id: _inward(named, boundaries) for id, named in assets.items()},
        {id: _only(_inward(named, boundaries), boundaries) for id, named in boundaries.items()},
    )


Listed = Mapping[str, Mapping[str, Named]]


def _inward(named: Mapping[str, Named], nested: Listed) -> tuple[Named, ...]:
    """Boundaries with those first that have none of the others inside."""
    if len(named) == 1:
        return tuple(named.values())
    outer = {above for id in named for above in _around(id, nested)}
    return tuple(named[id] for id in sorted(named, key=lambda id: (id in outer, id)))


def _only(named: tuple[Named, ...], nested: Listed) -> tuple[Named, ...]:
    """The first alone, if all others lie around it."""
    around = _around(named[0].boundary, nested) if len(named) > 1 else set()
    return named[:1] if all(other.boundary in around for other in named[1:]) else named


def _around(id: str, nested: Listed) -> set[str]:
    """The boundaries around one, however far out; no more of them than any real model has."""
    found: set[str] = set()
    waiting = [*nested.get(id, ())]
    while waiting and len(found) < MAX_AROUND:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(nested.get(here, ()))
    return found - {id}
