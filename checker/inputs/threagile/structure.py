"""How the elements of a Threagile model hang together: links below assets, assets and boundaries inside boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.documents.document import Document
from checker.inputs.threagile.parts import Entry, Place, children, declared, entries, top
from checker.inputs.values import slug, text

MAX_AROUND = 100
"""How many boundaries around one are looked at: more would take time by the square of their number."""


class Link(NamedTuple):
    """A communication link: an entry below its asset. ``id`` is ours, ``native`` the one Threagile makes."""

    source: str
    entry: Entry
    id: str
    native: str


class Risk(NamedTuple):
    """An identified risk of one of the model's own categories. ``native`` is its id in risk tracking."""

    category: Entry
    entry: Entry
    id: str
    native: str


RELEVANT = (
    "most_relevant_technical_asset",
    "most_relevant_communication_link",
    "most_relevant_trust_boundary",
    "most_relevant_shared_runtime",
    "most_relevant_data_asset",
)
"""The keys of an identified risk that make up the tool's id of it, in its order."""


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


class Outline(NamedTuple):
    """Every entry of a model, in the order of its files, and how they hang together."""

    documents: tuple[Document, ...]
    assets: tuple[Entry, ...]
    data: tuple[Entry, ...]
    boundaries: tuple[Entry, ...]
    runtimes: tuple[Entry, ...]
    links: tuple[Link, ...]
    categories: tuple[Entry, ...]
    risks: tuple[Risk, ...]
    tracking: tuple[Entry, ...]
    inside: Membership

    def section(self, name: str) -> tuple[Entry, ...]:
        """The entries of a top-level section."""
        sections = {
            "technical_assets": self.assets,
            "data_assets": self.data,
            "trust_boundaries": self.boundaries,
            "shared_runtimes": self.runtimes,
            "risk_tracking": self.tracking,
        }
        return sections[name]


def outline(documents: tuple[Document, ...]) -> Outline:
    """Go through the documents once. What has not the shape of an entry is passed over."""
    assets = tuple(entries(documents, "technical_assets", declared))
    boundaries = tuple(entries(documents, "trust_boundaries", declared))
    categories = tuple(_categories(documents))
    return Outline(
        documents=documents,
        assets=assets,
        data=tuple(entries(documents, "data_assets", declared)),
        boundaries=boundaries,
        runtimes=tuple(entries(documents, "shared_runtimes", declared)),
        links=tuple(_links(assets)),
        categories=categories,
        risks=tuple(_risks(categories)),
        tracking=tuple(entries(documents, "risk_tracking", lambda title, body: title.strip())),
        inside=_memberships(boundaries),
    )


def plain(title: str) -> str:
    """A title without the HTML tags that Threagile's examples have in them."""
    return " ".join(_MARKUP.sub("", title).split())


_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")


def _links(assets: tuple[Entry, ...]) -> Iterator[Link]:
    for asset in assets:
        value = asset.body.get("communication_links")
        place = Place(asset.place.document, (*asset.place.path, "communication_links"))
        for entry in children(place, value, lambda title, body: slug(title)):
            yield Link(asset.id, entry, f"{asset.id}.{entry.id}", f"{asset.id}>{entry.id}")


def _categories(documents: tuple[Document, ...]) -> Iterator[Entry]:
    """Risk categories: a mapping by title (0.9) or a list of mappings with a title (1.0), under either name."""
    for document in documents:
        for section in ("individual_risk_categories", "custom_risk_categories"):
            value = top(document, section)
            yield from children(Place(document, (section,)), value, declared)
            for index, body in enumerate(value if isinstance(value, list) else ()):
                if isinstance(body, dict):
                    title = text(body.get("title")) or text(body.get("id"))
                    yield Entry(title, body, Place(document, (section, index)), declared(title, body))


def _risks(categories: tuple[Entry, ...]) -> Iterator[Risk]:
    for category in categories:
        place = Place(category.place.document, (*category.place.path, "risks_identified"))
        for entry in children(place, category.body.get("risks_identified"), lambda title, body: slug(plain(title))):
            named = filter(None, (text(entry.body.get(key)) for key in RELEVANT))
            yield Risk(category, entry, f"{category.id}.{entry.id}", "@".join((category.id, *named)))


def _memberships(listing: tuple[Entry, ...]) -> Membership:
    assets: dict[str, dict[str, Named]] = {}
    boundaries: dict[str, dict[str, Named]] = {}
    for boundary in listing:
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
