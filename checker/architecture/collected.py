"""Things and relations as they are found, each id once; what both kinds of file share."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

from checker.architecture.value import Architecture, Fault, Relation, Thing
from checker.core.location import Location
from checker.documents.words import cut, quote
from checker.documents.xml import Element

RENAMED = {
    "InfrastructureService": "TechnologyService",
    "InfrastructureFunction": "TechnologyFunction",
    "InfrastructureInterface": "TechnologyInterface",
    "CommunicationPath": "Path",
    "Network": "CommunicationNetwork",
    "AndJunction": "Junction",
    "OrJunction": "Junction",
    "UsedBy": "Serving",
    "Realisation": "Realization",
    "Specialisation": "Specialization",
}
"""Names of ArchiMate 2 and of one of the two kinds of file -> those used here."""


class Collected:
    """What was read so far."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._relations: dict[str, Relation] = {}
        self._nested: dict[tuple[str, str], None] = {}
        self._views = 0
        self._faults: list[Fault] = []

    def thing(self, one: Thing) -> None:
        if self._is_new(one):
            self._things[one.id] = one

    def relation(self, one: Relation) -> None:
        if self._is_new(one):
            self._relations[one.id] = one

    def view(self) -> None:
        self._views += 1

    def nested(self, inner: str, outer: str) -> None:
        if inner != outer:
            self._nested[inner, outer] = None

    def whole(self, name: str) -> Architecture:
        """Everything but relationships with an end that is not there."""
        known = {*self._things, *self._relations}
        relations = {id: one for id, one in self._relations.items() if self._leads_somewhere(one, known)}
        kept = tuple(pair for pair in self._nested if pair[0] in self._things and pair[1] in self._things)
        return Architecture(name, self._things, relations, kept, self._views, tuple(self._faults))

    def _leads_somewhere(self, one: Relation, known: Container[str]) -> bool:
        for field, end in (("source", one.source), ("target", one.target)):
            if end not in known:
                message = f"the relationship {quote(one.id)} has an end that is not in this file: {quote(end)}"
                at = one.at(field) if one.at else one.location
                fault = Fault("dangling-reference", message, at, "export the whole model again", one.id)
                self._faults.append(fault)
                return False
        return True

    def _is_new(self, one: Thing | Relation) -> bool:
        first = self._things.get(one.id) or self._relations.get(one.id)
        if not one.id:
            hint = "save the file again with the tool that made it"
            self._faults.append(Fault("missing-key", "this has no identifier", one.location, hint))
        elif first:
            message = f"the identifier {quote(one.id)} is taken already, at {first.location}"
            self._faults.append(Fault("duplicate-id", message, one.location, "", one.id))
        return bool(one.id) and not first


def place(element: Element, said: Callable[[Element], Mapping[str, Element]], what: str) -> Location:
    """Where a part of a thing or relationship is: an attribute, or one of what ``said`` finds inside by name."""
    if what == "type":
        what = next((name for name in element.attributes if name.endswith(":type")), what)
    if what in element.attributes:
        return element.attribute_location(what)
    found = said(element).get(what)
    if found is None:
        return element.location
    return found.attribute_location("value") if "value" in found.attributes else found.text_location


def local(tag: str) -> str:
    """A name without the prefix of its namespace."""
    return tag.rpartition(":")[2]


def inside(element: Element, tag: str) -> list[Element]:
    """The elements of one name directly inside, whatever prefix their namespace has."""
    return [child for child in element.children if local(child.tag) == tag]


def words(element: Element, tag: str) -> str:
    """The text of the first element of a name, on one line."""
    return next((line(child.text) for child in inside(element, tag)), "")


def prose(element: Element) -> str:
    """What ``documentation`` says, with its line ends, without blanks around lines."""
    text = next((child.text for child in inside(element, "documentation")), "")
    return "\n".join(row.strip() for row in text.splitlines()).strip()


def line(text: str) -> str:
    """A text on one line, blanks once."""
    return " ".join(text.split())


def typed(element: Element) -> str:
    """What ``xsi:type`` says, without prefix, under the name used here."""
    name = next((value for key, value in element.attributes.items() if local(key) == "type" and ":" in key), "")
    return renamed(cut(local(name)))


def renamed(type: str) -> str:
    """A type under the name used here."""
    return RENAMED.get(type, type)


def properties(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Named values; of two with one name the first counts."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name.strip(), value.strip())
    return found
