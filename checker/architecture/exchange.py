"""ArchiMate Model Exchange files, as of version 3 (The Open Group; XSD 3.1, July 2019)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from checker.architecture.collected import Collected, inside, line, place, properties, prose, renamed, typed, words
from checker.architecture.value import Architecture, Relation, Thing
from checker.core.errors import InputError
from checker.documents.words import quote
from checker.documents.xml import Element

NAMESPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
OLD_NAMESPACE = "http://www.opengroup.org/xsd/archimate"
"""That of version 2, with which the newer one begins."""


def architecture(root: Element, namespace: str) -> Architecture:
    """What the root element of an exchange file holds. Raises InputError for another version."""
    if namespace.rstrip("/") != NAMESPACE.rstrip("/"):
        what = f"an ArchiMate exchange file of another version than 3 ({quote(namespace)})"
        raise InputError(what, root.location, "export it again as ArchiMate 3 (Archi: File, Export, Open Exchange XML)")
    names = {
        one.attributes.get("identifier", ""): words(one, "name") or one.attributes.get("name", "")
        for group in inside(root, "propertyDefinitions")
        for one in inside(group, "propertyDefinition")
    }
    found = Collected()
    for group in inside(root, "elements"):
        for element in inside(group, "element"):
            found.thing(_thing(element, names))
    for group in inside(root, "relationships"):
        for element in inside(group, "relationship"):
            found.relation(_relation(element, names))
    for views in inside(root, "views"):
        for group in inside(views, "diagrams"):
            for view in inside(group, "view"):
                found.view()
                _nesting(view, found)
    return found.whole(words(root, "name"))


def _thing(element: Element, names: Mapping[str, str]) -> Thing:
    id = element.attributes.get("identifier", "")
    said = _properties(element, names)
    at = partial(place, element, partial(_said, names))
    return Thing(id, typed(element), words(element, "name"), element.location, prose(element), said, at)


def _relation(element: Element, names: Mapping[str, str]) -> Relation:
    get = element.attributes.get
    type = renamed(typed(element).removesuffix("Relationship"))
    return Relation(
        id=get("identifier", ""),
        type=type,
        source=get("source", ""),
        target=get("target", ""),
        name=words(element, "name"),
        location=element.location,
        documentation=prose(element),
        properties=_properties(element, names),
        access=get("accessType", "Access") if type == "Access" else "",
        directed=get("isDirected", "") in ("true", "1"),
        at=partial(place, element, partial(_said, names)),
    )


def _properties(element: Element, names: Mapping[str, str]) -> Mapping[str, str]:
    """The properties by the name of their definition."""
    return properties(
        (names.get(one.attributes.get("propertyDefinitionRef", ""), ""), line(_value(one)))
        for group in inside(element, "properties")
        for one in inside(group, "property")
    )


def _said(names: Mapping[str, str], element: Element) -> Mapping[str, Element]:
    """What an element says by name: its properties, its name and what is written about it."""
    said = {tag: found for tag in ("name", "documentation") if (found := element.first(tag))}
    for group in inside(element, "properties"):
        for one in inside(group, "property"):
            name = names.get(one.attributes.get("propertyDefinitionRef", ""), "").strip()
            said.setdefault(name, one.first("value") or one)
    return said


def _value(one: Element) -> str:
    return next((value.text for value in inside(one, "value")), "")


def _nesting(view: Element, found: Collected) -> None:
    """Which elements a view draws inside which others. A box that is no element is passed through."""
    waiting = [(view, "")]
    while waiting:
        box, outer = waiting.pop()
        for node in inside(box, "node"):
            inner = node.attributes.get("elementRef", "")
            if inner and outer:
                found.nested(inner, outer)
            waiting.append((node, inner or outer))
