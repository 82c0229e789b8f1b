"""What a TM-BOM text has under which names: its sections, where a name leads, what is said of an element elsewhere.

Names are one set for each section. Components, actors and data stores are all components here.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from checker.core.location import Location, Ref
from checker.core.system import Properties, as_properties
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node
from checker.inputs.values import slug
from checker.inputs.values import text as as_text

ENDS = ("component", "actor", "data-store")
"""What a flow goes from and to."""

SECTIONS = {
    "component": "components",
    "actor": "actors",
    "data-store": "data_stores",
    "data-flow": "data_flows",
    "trust-zone": "trust_zones",
    "data-set": "data_sets",
    "threat": "threats",
    "control": "controls",
    "risk": "risks",
    "threat-persona": "threat_personas",
}
KINDS = {
    **dict.fromkeys(ENDS, "component"),
    "data-flow": "flow",
    "trust-zone": "boundary",
    "data-set": "data",
    "threat": "threat",
    "control": "control",
}
"""What a thing of a section is here; nothing for the rest."""

TOGETHER = (*ENDS, "data-flow", "trust-zone", "data-set")

REQUIRED = {
    "component": (),
    "actor": ("type",),
    "data-store": ("type",),
    "data-flow": ("source", "destination", "has_sensitive_data", "encrypted"),
    "trust-zone": (),
    "data-set": ("placements", "data_sensitivity"),
    "threat": ("threat_persona", "event", "sources"),
    "control": ("threats", "status", "priority"),
    "risk": ("threats", "likelihood", "impact", "impact_description", "score", "level"),
    "threat-persona": ("is_person", "skill_level", "access_level", "malicious_intent", "applicability_to_org"),
}
"""The keys without which every version of the schema refuses a thing, besides its name, title and description. (Newer
ones want a trust zone as well, the copy of one in Threat Dragon does not.)"""

_SYMBOLIC = re.compile("[0-9a-z-]+")


class Thing(NamedTuple):
    """An item of a section. ``name`` is its symbolic name, ``id`` what it is called here."""

    kind: str
    name: str
    id: str
    node: Node


class Outline:
    """A text with its names resolved, and facts of elements that are said somewhere else in it."""

    def __init__(self, gathering: Gathering, top: Node) -> None:
        self.gathering = gathering
        self.top = top
        found = {kind: list(_named(gathering, top, kind)) for kind in SECTIONS}
        self.names = Names(gathering.id, {kind: [name for name, _ in items] for kind, items in found.items()}, TOGETHER)
        self.things = {kind: [self._thing(kind, *item) for item in items] for kind, items in found.items()}
        self._facts: dict[Ref, dict[str, str]] = {}
        self._places: dict[Ref, Location] = {}

    def ref(self, kind: str, name: str, field: str = "") -> Ref:
        """The element of a name in a section, whether it exists or not."""
        return Ref(KINDS[kind], self.names.of(kind, name), field)

    def refers(self, node: Node, key: str, kind: str, what: str = "") -> str:
        """The name under a key that leads to a thing of a section; a finding where it leads nowhere."""
        name = node.text(key)
        if name and not self.names.has(kind, name):
            self.dangling(what or kind.replace("-", " "), name, node.get(key).subject, node.place(key), (kind,))
        return name

    def dangling(self, what: str, name: str, subject: Ref, at: Location, kinds: Iterable[str]) -> None:
        """A finding about a name that none of some sections has."""
        known = (name for kind in kinds for name in self.names.all(kind))  # asked for the first few alone
        self.gathering.dangling(what, name, subject, at, known)

    def called(self, name: str) -> list[Ref]:
        """The elements that a name without a section may mean."""
        return [self.ref(kind, name) for kind in TOGETHER if self.names.has(kind, name)]

    def fact(self, of: Ref, name: str, value: str, at: Location) -> None:
        """Keep a property of an element that another part of the text states."""
        self._facts.setdefault(of, {}).setdefault(name, value)
        self.says(of._replace(field=f"properties.{name}"), at)

    def says(self, field: Ref, at: Location) -> None:
        """Keep where the text says a field of an element, where that is not at the element."""
        self._places.setdefault(field, at)

    def properties(self, of: Ref, own: dict[str, str]) -> Properties:
        """The properties of an element, its own and those said elsewhere; without the empty ones."""
        return as_properties({**self._facts.get(of, {}), **own})

    def at(self, of: Ref, inside: At) -> At:
        """Where the fields of an element are: where another part of the text says them, else at the element."""

        def find(field: str) -> Location:
            return self._places.get(of._replace(field=field)) or inside(field)

        return find

    def _thing(self, kind: str, name: str, node: Node) -> Thing:
        id = self.names.of(kind, name)
        subject = Ref(KINDS[kind], id) if kind in KINDS else node.get(name).subject
        thing = Thing(kind, name, id, node.is_about(subject))
        for key in ("title", "description", *REQUIRED[kind]):
            if node.value.get(key) is None:  # asking the node would count as looking at it
                message = f"{kind.replace('-', ' ')} {quote(name)} has no {key}"
                self.gathering.wrong("missing-key", message, subject, node.place(), f"the schema asks for {key}", key)
        return thing


def word(gathering: Gathering, node: Node, key: str, known: Iterable[str]) -> str:
    """The word under a key; a finding where it is none of the known ones."""
    written = node.text(key)
    if written:
        check(gathering, written, known, node.get(key).subject, node.place(key))
    return written


def words(gathering: Gathering, node: Node, key: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of the list under a key, sorted, each once; a finding for each that is none of the known ones."""
    found = set()
    for written, at in items(node, key):
        found.add(written)
        if known:
            check(gathering, written, known, node.get(key).subject, at)
    return tuple(sorted(found))


def items(node: Node, key: str) -> Iterator[tuple[str, Location]]:
    """The texts of the list under a key, and where each is."""
    for item in node.get(key):
        if isinstance(item.value, list | dict):
            item.mistyped("a text")
        elif written := as_text(item.value):
            yield written, item.place()


def check(gathering: Gathering, written: str, known: Iterable[str], subject: Ref, at: Location) -> None:
    """A finding where a word is none of the known ones."""
    known = tuple(known)
    if written not in known:
        message = f"{subject.field.rpartition('.')[2]} {quote(written)} is none of {', '.join(known)}"
        gathering.wrong("wrong-value", message, subject, at, "", written)


def whole(top: Node, what: Container[str] = ("scope",)) -> bool:
    """Whether each section is a list and the scope a mapping, as far as they are there; findings where not."""
    sound = True
    for key, wanted in (("scope", dict), *((section, list) for section in (*SECTIONS.values(), "trust_boundaries"))):
        node = top.get(key)
        if node.value is not None and not isinstance(node.value, wanted):
            node.mistyped("a mapping" if key in what else "a list")
            sound = False
    return sound


def _named(gathering: Gathering, top: Node, kind: str) -> Iterator[tuple[str, Node]]:
    """The items of a section that can be told apart. One without a symbolic name goes by its title."""
    what, seen = kind.replace("-", " "), set[str]()
    for node in top.mappings(SECTIONS[kind], what):
        name = node.text("symbolic_name")
        if not name:
            subject = Ref("model", "", SECTIONS[kind])
            title = node.text("title")
            message = f"a {what}{title and ' ' + quote(title)} has no symbolic_name"
            hint = "reviews and other parts of the text name it by that"
            gathering.wrong("missing-key", message, subject, node.place(), hint, title)
            name = slug(title)
        elif not _SYMBOLIC.fullmatch(name):
            message = f"the symbolic_name {quote(name)} has more than small letters, digits and hyphens"
            subject = Ref(KINDS.get(kind, "model"), name if kind in KINDS else "", "symbolic_name")
            gathering.wrong("wrong-value", message, subject, node.place("symbolic_name"), "", name)
        if name in seen and kind not in KINDS:
            message = f"the symbolic_name {quote(name)} is already that of another {what}"
            gathering.wrong(
                "duplicate-id", message, Ref("model", "", SECTIONS[kind]), node.place("symbolic_name"), "", name
            )
        seen.add(name)
        if name:
            yield name, node
