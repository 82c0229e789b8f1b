"""Threat models as components of a bill of materials: an experiment of 2024 with CycloneDX 1.6.

Each element of a diagram is a component of the type ``threat-model`` inside of that which is the diagram, and
properties named ``cdx:model:…`` say what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Boundary, Component, Data, Flow
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.inputs.circles import say_circles
from checker.inputs.cyclonedx.own import joined, properties
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node, root
from checker.inputs.values import FALSE, TRUE, model_id, slug
from checker.knowledge.vocabulary import canonical, component_type

_MARK = "cdx:model:"
_TYPES = {
    "server": "service",
    "datastore": "data-store",
    "externalentity": "external-entity",
    "actor": "external-entity",
}
_IGNORED = {"document": ("$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "compositions")}
_DRAWN = ("shape", "diagram")
_SAID = (
    *("type", "inBoundary", "inScope", "platform", "processedBy", "storedBy", "tag", "dataflow:source"),
    *("dataflow:destination", "dataflow:protocol", "dataflow:data", "dataflow:isBidirectional"),
)
"""Properties that have a field here. Drawing aside, all others are facts under their own names."""


class _Part(NamedTuple):
    """One element as the text has it. ``says`` are its properties without the mark, each with every value."""

    id: str
    node: Node
    says: Mapping[str, tuple[str, ...]]
    at: Mapping[str, tuple[str | int, ...]]

    def one(self, name: str) -> str:
        return next(iter(self.says.get(name, ())), "")

    def truth(self, name: str) -> bool | None:
        word = self.one(name).lower()
        return word in TRUE if word in (*TRUE, *FALSE) else None


def read_experiment(document: Document, format: str) -> Parsed:
    """The model of a document with such components."""
    gathering = Gathering(document, format, model_id(document.source.path), _IGNORED)
    top = root(gathering, document, "document")
    parts = [*_parts(gathering, top)]
    by_kind: dict[str, list[_Part]] = {"boundary": [], "asset": [], "dataflow": [], "": []}
    for part in parts:
        type = part.one("type")
        if type in ("code", "repository"):
            gathering.not_mapped("places of code and repositories", part.node.place())
        else:
            by_kind[type if type in by_kind else ""].append(part)
    reading = _Reading(gathering, by_kind)
    reading.boundaries()
    reading.components()
    reading.flows()
    subject = top.mapping("metadata").mapping("component")
    names = [one.text("name") for one in top.mappings("components")]
    system = System(gathering.id, subject.text("name") or ", ".join(names), subject.text("description"))
    return gathering.parsed(system, top.at(name=("metadata", "component", "name")))


def _parts(gathering: Gathering, top: Node) -> Iterator[_Part]:
    """Every element of every diagram. A component that holds others is a diagram, whatever else it says."""
    for diagram in top.mappings("components"):
        if diagram.text("type") != "threat-model":
            gathering.not_mapped("components of other types", diagram.place())
            continue
        waiting = [*reversed(diagram.mappings("components", "element"))]
        while waiting:
            node = waiting.pop()
            waiting.extend(reversed(node.mappings("components", "element")))
            says: dict[str, tuple[str, ...]] = {}
            at: dict[str, tuple[str | int, ...]] = {}
            for one in node.mappings("properties"):
                name = one.text("name").removeprefix(_MARK)
                says[name] = (*says.get(name, ()), one.text("value"))
                at.setdefault(name, (*one.path[len(node.path) :], "value"))
            node.text("type")
            id = node.text("bom-ref") or slug(node.text("name"))
            if id:
                yield _Part(id, node, says, at)
            else:
                gathering.wrong("missing-key", "this element has no 'bom-ref'", Ref("model"), node.place())


class _Reading:
    def __init__(self, gathering: Gathering, parts: Mapping[str, list[_Part]]) -> None:
        self._gathering = gathering
        self._parts = parts
        self._ids = {kind: {part.id for part in found} for kind, found in parts.items()}

    def boundaries(self) -> None:
        """Keep boundaries and what lies in which."""
        places: dict[str, At] = {}
        for part in self._parts["boundary"]:
            boundary = Boundary(
                part.id,
                part.node.text("name"),
                part.node.text("description"),
                tags=tuple(sorted(part.says.get("tag", ()))),
                parent=self._inside(part, "boundary", "parent"),
                properties=_facts(part),
            )
            at = part.node.at(id="bom-ref", parent=part.at.get("inBoundary", ()))
            if self._gathering.add(boundary, at):
                places[part.id] = at
        say_circles(self._gathering, places)

    def components(self) -> None:
        """Keep components, and data with those that hold it."""
        holds: dict[str, dict[str, set[str]]] = {"processedBy": {}, "storedBy": {}}
        for part in self._parts["asset"]:
            name, description = part.node.text("name"), part.node.text("description")
            tags = tuple(sorted(part.says.get("tag", ())))
            self._gathering.add(
                Data(part.id, name, description, tags, properties=_facts(part)), part.node.at(id="bom-ref")
            )
            for key, found in holds.items():
                for holder in part.says.get(key, ()):
                    if self._known(part, "data", key, holder, "", "component"):
                        found.setdefault(holder, set()).add(part.id)
        for part in self._parts[""]:
            component = Component(
                part.id,
                part.node.text("name"),
                part.node.text("description"),
                tags=tuple(sorted(part.says.get("tag", ()))),
                type=_type(part),
                boundary=self._inside(part, "component", "boundary"),
                technology=part.one("platform"),
                stores=tuple(sorted(holds["storedBy"].get(part.id, ()))),
                processes=tuple(sorted(holds["processedBy"].get(part.id, ()))),
                out_of_scope="no reason given" if part.truth("inScope") is False else "",
                properties=_facts(part),
            )
            places = {"boundary": "inBoundary", "technology": "platform", "type": "type", "out_of_scope": "inScope"}
            at = part.node.at(id="bom-ref", **{field: part.at.get(name, ()) for field, name in places.items()})
            self._gathering.add(component, at)

    def flows(self) -> None:
        """Keep flows. Data that is no element of its own is made one, known by its text."""
        for part in self._parts["dataflow"]:
            ends = {"source": "dataflow:source", "target": "dataflow:destination"}
            for field, name in ends.items():
                self._known(part, "flow", name, part.one(name), field, "component")
            flow = Flow(
                part.id,
                part.node.text("name"),
                part.node.text("description"),
                tags=tuple(sorted(part.says.get("tag", ()))),
                source=part.one(ends["source"]),
                target=part.one(ends["target"]),
                data=tuple(sorted({self._datum(part, text) for text in part.says.get("dataflow:data", ())})),
                protocol=canonical(part.one("dataflow:protocol").lower(), "protocols"),
                bidirectional=part.truth("dataflow:isBidirectional") is True,
                properties=_facts(part),
            )
            ends |= {"protocol": "dataflow:protocol", "data": "dataflow:data"}
            at = part.node.at(id="bom-ref", **{field: part.at.get(name, ()) for field, name in ends.items()})
            self._gathering.add(flow, at)

    def _datum(self, part: _Part, text: str) -> str:
        if text in self._ids["asset"]:
            return text
        id = f"data:{slug(text)}"
        if not self._gathering.has("data", id):
            self._gathering.add(Data(id, text), part.node.at(name=part.at["dataflow:data"]))
        return id

    def _inside(self, part: _Part, kind: str, field: str) -> str:
        name = part.one("inBoundary")
        self._known(part, kind, "inBoundary", name, field, "boundary")
        return name

    def _known(self, part: _Part, kind: str, name: str, target: str, field: str, wanted: str) -> bool:
        """Whether there is what a name leads to; a finding where one is stated and there is not."""
        known = self._ids["" if wanted == "component" else wanted]
        if target and target not in known:
            self._gathering.dangling(wanted, target, Ref(kind, part.id, field), part.node.place(*part.at[name]), known)
        return target in known


def _facts(part: _Part) -> tuple[tuple[str, str], ...]:
    rest = {name: joined(v) for name, v in part.says.items() if name not in _SAID and name.split(":")[0] not in _DRAWN}
    return properties(rest)


def _type(part: _Part) -> str:
    word = part.one("type").lower()
    if word == "datastore" and part.truth("datastore:isSql"):
        return "database"
    known = component_type(_TYPES.get(word, word))
    return known.id if known else "process"
