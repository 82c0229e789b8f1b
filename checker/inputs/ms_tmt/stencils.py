"""What stands in a ``.tm7`` file: diagrams with stencils, and what a person set at each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.core.location import Location
from checker.documents.xml import Element

NO_ONE = "00000000-0000-0000-0000-000000000000"
"""What the tool writes for an end of a line that is at nothing."""

NAME, OUT_OF_SCOPE, REASON, ORDER = "Name", "Out Of Scope", "Reason For Out Of Scope", "Dataflow Order"
"""The attributes that the tool itself has; all others come from a template."""


class Attribute(NamedTuple):
    """What is stated under one name. ``name`` is what the tool shows, ``key`` what its template calls it."""

    name: str
    key: str
    value: str
    element: Element


class Stencil(NamedTuple):
    """One shape or line. ``shape`` is the tool's name for it; ``attributes`` are by shown name; ``type`` is the name of
    its stencil in the template, and ``""`` for a plain one."""

    id: str
    shape: str
    name: str
    type: str
    attributes: Mapping[str, Attribute]
    element: Element

    def text(self, tag: str) -> str:
        return self.element.text_of(tag)

    def place(self, tag: str) -> Location:
        """Where the text of an element inside is; the stencil where there is none."""
        found = self.element.first(tag)
        return found.text_location if found else self.element.location

    @property
    def out_of_scope(self) -> str:
        """The reason; empty means in scope."""
        stated = self.attributes.get(OUT_OF_SCOPE)
        reason = self.attributes.get(REASON)
        if stated is None or stated.value != "true":
            return ""
        return reason.value if reason else "no reason given"


def line(text: str) -> str:
    """A text on one line, blanks once: tools that format XML break names."""
    return " ".join(text.split())


def types(root: Element) -> dict[str, str]:
    """Id -> name of the stencils of the template that the file carries; generic ones have none."""
    found: dict[str, str] = {}
    for base in root.all("KnowledgeBase"):
        for group in base.all("StandardElements"):
            for one in group.children:
                found.setdefault(one.text_of("Id"), line(one.text_of("Name")))
    return found


def diagrams(root: Element, known: Mapping[str, Element]) -> list[Element]:
    """The diagrams, in their order. ``known`` is that of :func:`objects`."""
    return [_found(one, known) for list_ in root.all("DrawingSurfaceList") for one in list_.children]


def stencils(diagram: Element, names: Mapping[str, str], known: Mapping[str, Element]) -> Iterator[Stencil]:
    """The shapes and lines of a diagram, in their order. ``names`` is that of :func:`types`."""
    for group in (*diagram.all("Borders"), *diagram.all("Lines")):
        for pair in group.children:
            if value := pair.first("Value"):
                yield _stencil(_found(value, known), pair.text_of("Key"), names)


def _stencil(element: Element, key: str, names: Mapping[str, str]) -> Stencil:
    type, generic = element.text_of("TypeId"), element.text_of("GenericTypeId")
    attributes = {one.name: one for one in reversed(list(_attributes(element.all("Properties"))))}
    plain = not type or type == generic
    return Stencil(
        id=element.text_of("Guid") or key,
        shape=element.attribute("type").rpartition(":")[2],
        name=attributes[NAME].value if NAME in attributes else "",
        type="" if plain else names.get(type) or _heading(element) or type,
        attributes=attributes,
        element=element,
    )


def _heading(element: Element) -> str:
    """The first heading over the attributes of a stencil: its name in the template that it was drawn with."""
    for group in element.all("Properties"):
        for one in group.children:
            if one.attribute("type").endswith("HeaderDisplayAttribute"):
                return line(one.text_of("DisplayName"))
    return ""


def _attributes(groups: Iterable[Element]) -> Iterator[Attribute]:
    """What is stated. The first word of a list to choose from is what the tool has chosen before anybody did, and a
    box without a tick is what it begins with: neither states anything. What a template fixes is stated."""
    for group in groups:
        for one in group.children:
            name, element = line(one.text_of("DisplayName")), _stated(one)
            if name and element and (value := line(element.text)):
                kind = one.attribute("type").rpartition(":")[2]
                if kind != "BooleanDisplayAttribute" or (value := value.lower()) == "true":
                    yield Attribute(name, one.text_of("Name"), value, element)


def _stated(one: Element) -> Element | None:
    """What says the value of an attribute: of a list the word that is chosen."""
    value = one.first("Value")
    if value is None or not value.children:
        return value
    fixed = one.attribute("type").endswith("StaticListDisplayAttribute")
    index = one.text_of("SelectedIndex")
    at = int(index) if index.isdecimal() and len(index) < 6 else 0
    return value.children[at] if at < len(value.children) and (at or fixed) else None


def objects(root: Element) -> dict[str, Element]:
    """What is written once and may be referred to, by its number in the file."""
    found: dict[str, Element] = {}
    for list_ in root.all("DrawingSurfaceList"):
        for diagram in list_.children:
            found[diagram.attribute("Id")] = diagram
            for group in (*diagram.all("Borders"), *diagram.all("Lines")):
                for pair in group.children:
                    if value := pair.first("Value"):
                        found[value.attribute("Id")] = value
    found.pop("", None)
    return found


def _found(element: Element, known: Mapping[str, Element]) -> Element:
    """The element, or the one that it refers to by number."""
    return known.get(element.attribute("Ref"), element)
