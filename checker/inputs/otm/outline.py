"""The elements of a text by kind, each with its own id and the one that it has here, and what lies in what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checker.core.finding import Related
from checker.core.location import Ref
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node
from checker.inputs.otm.parents import Around, Key, around
from checker.inputs.referring import Referring
from checker.inputs.values import slug

SECTIONS = {
    "component": ("components", "component"),
    "flow": ("dataflows", "dataflow"),
    "boundary": ("trustZones", "trust zone"),
    "data": ("assets", "asset"),
    "threat": ("threats", "threat"),
    "control": ("mitigations", "mitigation"),
}
"""Kind -> section of the format, and the format's word for one."""

ATTRIBUTES = ("attributes", "properties")
"""Where free attributes are. Early versions of StartLeft wrote the latter."""

_REQUIRED = {
    "component": ("name", "type", "parent"),
    "flow": ("name", "source", "destination"),
    "boundary": ("name",),
    "data": ("name",),
    "threat": ("name",),
    "control": ("name",),
}
_KINDS = {"trustZone": "boundary", "component": "component"}


class Entry(NamedTuple):
    """One element: ``own`` is its id in the text; what is wrong inside of it is about its id here."""

    node: Node
    own: str
    id: str


class Outline(NamedTuple):
    """The whole text."""

    gathering: Gathering
    refer: Referring
    entries: dict[str, list[Entry]]
    around: Around


def outline(gathering: Gathering, whole: Node) -> Outline:
    """Find the elements. One without an id has that of its name; without both it is left out."""
    found = {kind: list(_found(gathering, whole, kind)) for kind in SECTIONS}
    names = Names(gathering.id, {kind: [own for _, own in items] for kind, items in found.items()})
    entries = {
        kind: [Entry(node.is_about(Ref(kind, names.of(kind, own))), own, names.of(kind, own)) for node, own in items]
        for kind, items in found.items()
    }
    _missing(gathering, entries)
    refer = Referring(gathering, names, {kind: what for kind, (_, what) in SECTIONS.items()})
    made = Outline(gathering, refer, entries, around(_parents(refer, entries)))
    _circles(made)
    return made


def _found(gathering: Gathering, whole: Node, kind: str) -> Iterator[tuple[Node, str]]:
    section, what = SECTIONS[kind]
    for found in whole.mappings(section, what):
        node = found.is_about(Ref(kind, found.text("id") or slug(found.text("name"))))
        if not node.text("id"):
            gathering.wrong("missing-key", f"a {what} without 'id'", node.subject, node.place())
        if node.subject.id:
            yield node, node.subject.id


def _missing(gathering: Gathering, entries: dict[str, list[Entry]]) -> None:
    for kind, keys in _REQUIRED.items():
        for entry in entries[kind]:
            for key in keys:
                if not entry.node.has(key):
                    what = f"the {SECTIONS[kind][1]} {quote(entry.own)}"
                    subject = entry.node.subject._replace(field=key)
                    gathering.wrong("missing-key", f"{what} has no {quote(key)}", subject, entry.node.place(), "", key)


def _parents(refer: Referring, entries: dict[str, list[Entry]]) -> dict[Key, Key]:
    """The parent of each element that has one, in ids of ours. A zone that stands for none is none."""
    outside = {entry.own for entry in entries["boundary"] if stands_for_none(entry.node)}
    parents: dict[Key, Key] = {}
    for kind in ("boundary", "component"):
        for entry in entries[kind]:
            parent = entry.node.mapping("parent", "parent")
            named = [(key, own) for key in _KINDS if (own := parent.text(key))]
            if len(named) > 1:
                message = "the parent is a trust zone and a component as well: the trust zone counts"
                refer.gathering.wrong("wrong-value", message, parent.subject, parent.place())
            for key, own in named[:1]:
                above = (_KINDS[key], refer.one(_KINDS[key], parent.get(key)))
                if not (key == "trustZone" and own in outside):
                    parents.setdefault((kind, entry.id), above)
    return parents


def stands_for_none(zone: Node) -> bool:
    """Whether a zone is there only because the format wants every component to have a parent."""
    attributes = zone.plain("attributes")
    unstated = attributes.get("unstated") if isinstance(attributes, dict) else None
    return isinstance(unstated, list) and "trustZone" in unstated


def _circles(outline: Outline) -> None:
    nodes = {(kind, entry.id): entry.node for kind in ("boundary", "component") for entry in outline.entries[kind]}
    for circle in outline.around.circles:
        way = " in ".join(quote(id) for _, id in (*circle[:_SHOWN], circle[0]))
        places = [nodes[key].place("parent") for key in circle[:_SHOWN]]
        related = tuple(
            Related(at, f"the parent of {quote(id)}") for (_, id), at in zip(circle[1:], places[1:], strict=False)
        )
        subject = Ref(*circle[0], "parent")
        message = f"elements lie inside each other in a circle: {way}"
        outline.gathering.wrong("boundary-cycle", message, subject, places[0], "", "", related)


_SHOWN = 6
