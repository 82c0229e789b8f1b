"""Files of Archi (``.archimate``), which keep elements, relationships and views in folders of one kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from checker.architecture.collected import Collected, inside, line, place, properties, prose, renamed, typed
from checker.architecture.value import Architecture, Relation, Thing
from checker.documents.xml import Element

NAMESPACE = "http://www.archimatetool.com/archimate"

_RELATION = "Relationship"
_ACCESS = {"": "Write", "0": "Write", "1": "Read", "2": "Access", "3": "ReadWrite"}
"""Archi's numbers for what an access does; left out is the first of them."""

_VIEW = "DiagramModel"
_NO_ELEMENTS = (_VIEW, "SketchModel", "CanvasModel")
"""Ends of types that are no part of the architecture."""


def architecture(root: Element) -> Architecture:
    """What the root element of a file of Archi holds."""
    found = Collected()
    profiles = {one.attributes.get("id", ""): one.attributes.get("name", "") for one in inside(root, "profile")}
    for element in _elements(root):
        type = typed(element)
        if type.endswith(_VIEW):
            found.view()
            _nesting(element, found)
        elif type.endswith(_RELATION):
            found.relation(_relation(element, renamed(type.removesuffix(_RELATION))))
        elif not type.endswith(_NO_ELEMENTS):
            found.thing(_thing(element, type, profiles))
    return found.whole(line(root.attributes.get("name", "")))


def _elements(root: Element) -> Iterator[Element]:
    """Those of all folders, in order."""
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        yield from inside(folder, "element")
        waiting.extend(reversed(inside(folder, "folder")))


def _thing(element: Element, type: str, profiles: Mapping[str, str]) -> Thing:
    get = element.attributes.get
    said = properties(
        (
            *((one.attributes.get("key", ""), one.attributes.get("value", "")) for one in inside(element, "property")),
            *(("specialization", profiles[id]) for id in get("profiles", "").split() if id in profiles),
        )
    )
    at = partial(place, element, _said)
    return Thing(get("id", ""), type, line(get("name", "")), element.location, prose(element), said, at)


def _relation(element: Element, type: str) -> Relation:
    get = element.attributes.get
    return Relation(
        id=get("id", ""),
        type=type,
        source=get("source", ""),
        target=get("target", ""),
        name=line(get("name", "")),
        location=element.location,
        documentation=prose(element),
        properties=properties(
            (one.attributes.get("key", ""), one.attributes.get("value", "")) for one in inside(element, "property")
        ),
        access=_ACCESS.get(get("accessType", ""), "Access") if type == "Access" else "",
        directed=get("directed", "") == "true",
        at=partial(place, element, _said),
    )


def _said(element: Element) -> Mapping[str, Element]:
    """What an element says by name but in attributes: its properties and what is written about it."""
    said = {"documentation": found} if (found := element.first("documentation")) else {}
    for one in inside(element, "property"):
        said.setdefault(one.attributes.get("key", "").strip(), one)
    return said


def _nesting(view: Element, found: Collected) -> None:
    """Which elements a view draws inside which others. A group that is no element is passed through."""
    waiting = [(view, "")]
    while waiting:
        box, outer = waiting.pop()
        for child in inside(box, "child"):
            inner = child.attributes.get("archimateElement", "")
            if inner and outer:
                found.nested(inner, outer)
            waiting.append((child, inner or outer))
