"""A ``.tm7`` file to a snapshot and findings, in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from checker.core.location import Location, Ref
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.documents.words import quote
from checker.documents.xml import Element
from checker.inputs.gathering import At, Gathering
from checker.inputs.ms_tmt import UNSAYABLE, elements
from checker.inputs.ms_tmt.shapes import boxes, lines
from checker.inputs.ms_tmt.stencils import NO_ONE, Stencil, diagrams, line, objects, stencils, types
from checker.inputs.ms_tmt.threats import IGNORED, READ, Found, control, control_places, places, threat, threats
from checker.inputs.ms_tmt.words import PRIORITIES, SHAPES, STATUS
from checker.inputs.plane import Plane
from checker.inputs.values import model_id
from checker.knowledge.vocabulary import component_type

_KINDS = {
    **dict.fromkeys(SHAPES, "component"),
    "Connector": "flow",
    "BorderBoundary": "boundary",
    "LineBoundary": "boundary",
}
_ENDS = {"from": "SourceGuid", "to": "TargetGuid"}
_ABOUT = {"name": "ThreatModelName", "description": "HighLevelSystemDescription", "owner": "Owner"}
_KEPT = {"assumptions": "Assumptions", "external dependencies": "ExternalDependencies"}

_TRUST = "boundary.trust"
"""Sayable where the template of the file has an attribute for it, as a boundary that states it shows."""


def read_model(document: Document, format: str) -> Parsed:
    """The model of all diagrams; see :func:`checker.inputs.ms_tmt.parse`."""
    gathering = Gathering(document, format, model_id(document.source.path), {"threat": IGNORED})
    root: Element = document.data
    if not root.all("DrawingSurfaceList"):
        message = "there is no 'DrawingSurfaceList', so there is no diagram"
        gathering.wrong("missing-key", message, Ref("model"), root.location, "save the model again with the tool")
        return gathering.refused()
    return _Reading(gathering, root).parsed()


class _Reading:
    def __init__(self, gathering: Gathering, root: Element) -> None:
        self._gathering = gathering
        self._root = root
        self._plane = Plane(root.location)
        self._drawn: list[tuple[Stencil, Ref]] = []
        self._told: set[str] = set()

    def parsed(self) -> Parsed:
        known, names = objects(self._root), types(self._root)
        for diagram in diagrams(self._root, known):
            drawn = list(self._of_diagram(stencils(diagram, names, known)))
            self._add_diagram(drawn)
            self._drawn += drawn
        for stencil, ref in self._drawn:
            self._check_ends(stencil, ref)
        for found in threats(self._root):
            self._add_threat(found)
        self._tell_notes()
        at, system = self._system()
        stated = any(one.trust for one in self._gathering.elements("boundary").values())
        unsayable = tuple(field for field in UNSAYABLE if field != _TRUST or not stated)
        return self._gathering.parsed(system, at, unsayable=unsayable)

    def _of_diagram(self, drawn: Iterator[Stencil]) -> Iterator[tuple[Stencil, Ref]]:
        """The stencils that become elements, each with what it becomes. One without an id is left out."""
        for stencil in drawn:
            kind = _KINDS.get(stencil.shape)
            if kind is None:
                self._tell(f"stencils of the kind {quote(stencil.shape)}", stencil.element.location)
            elif stencil.id in ("", NO_ONE):
                message = f"the {kind} {quote(stencil.name)} has no 'Guid', so nothing can refer to it"
                self._gathering.wrong("missing-key", message, Ref("model"), stencil.place("Guid"), "", stencil.name)
            else:
                yield stencil, Ref(kind, stencil.id)

    def _add_diagram(self, drawn: list[tuple[Stencil, Ref]]) -> None:
        def of(*shapes: str) -> list[tuple[Stencil, Ref]]:
            return [one for one in drawn if one[0].shape in shapes]

        plane, gathering = self._plane, self._gathering
        areas, walls = boxes(gathering, of("BorderBoundary")), lines(gathering, of("LineBoundary"))
        around, parents = plane.around(areas, boxes(gathering, of(*SHAPES))), plane.nesting(areas)
        crossed = plane.crossed(lines(gathering, of("Connector")), walls) if walls else {}
        for stencil, (kind, id, _) in drawn:
            at, inside = elements.places(stencil), around.get(id, ())
            if kind == "component":
                several = plane.several(inside, parents)
                gathering.add(elements.component(stencil, next(iter(inside), ""), several), at)
            elif kind == "flow":
                gathering.add(elements.flow(stencil, crossed.get(id, ())), at)
            else:
                gathering.add(elements.boundary(stencil, parents.get(id, "")), at)

    def _check_ends(self, stencil: Stencil, ref: Ref) -> None:
        if ref.kind != "flow":
            return
        components = self._gathering.elements("component")
        for field, tag in _ENDS.items():
            id, subject, at = stencil.text(tag), ref._replace(field=field), stencil.place(tag)
            if id in ("", NO_ONE):
                what = f"the end {field!r} of the flow {quote(stencil.name or ref.id)} is at nothing"
                hint = "drag it onto a shape in the tool, until the shape is marked"
                self._gathering.wrong("missing-key", what, subject, at, hint, field)
            elif id not in components:
                self._gathering.dangling("shape", id, subject, at, components)

    def _add_threat(self, found: Found) -> None:
        gathering, ref = self._gathering, Ref("threat", found.id)
        known = {end: id for end, id in found.on.items() if self._is_there(id)}
        for end, id in found.on.items():
            if end not in known:
                at = places(found)("on")
                gathering.dangling("shape or line", id, ref._replace(field="on"), at, gathering.elements("flow"))
        self._check_words(found, ref)
        self._note("threat", found.said)
        names = {id: gathering.elements(kind)[id].name for id in found.ends.values() if (kind := self._kind(id))}
        on = tuple(sorted(set(known.values()))) or (gathering.id,)
        if gathering.add(threat(found, on, names), places(found)) and (done := control(found)):
            gathering.add(done, control_places(found))

    def _check_words(self, found: Found, ref: Ref) -> None:
        for field, name, words in (("status", "State", [*STATUS]), ("risk", "Priority", PRIORITIES)):
            word = found.state if name == "State" else found.text(name)
            if word and word not in words and word.lower() not in words:
                message = f"{name} is {quote(word)}, a word that is not known"
                hint = f"known: {', '.join(words)}"
                at = places(found)(field)
                self._gathering.wrong("unknown-word", message, ref._replace(field=field), at, hint, word)

    def _note(self, what: str, said: Mapping[str, Element]) -> None:
        """Note what is said by name, for what nobody looks at."""
        noted = self._gathering.holds(what)
        for name, element in said.items():
            if name not in noted and element.text:
                noted[name] = partial(getattr, element, "text_location")

    def _kind(self, id: str) -> str:
        kinds = ("component", "flow", "boundary")
        return next((kind for kind in kinds if self._gathering.has(kind, id)), "")

    def _is_there(self, id: str) -> bool:
        return bool(self._kind(id))

    def _system(self) -> tuple[At, System]:
        """What the dialogue on the model as a whole says."""
        said = {one.local: one for group in self._root.all("MetaInformation") for one in group.children if one.text}
        self._note("model", said)
        for name in (*_ABOUT.values(), *_KEPT.values()):
            self._gathering.reads("model", name)
        for name in READ:
            self._gathering.reads("threat", name)

        def at(field: str) -> Location:
            tag = {**_ABOUT, **{f"properties.{name}": tag for name, tag in _KEPT.items()}}.get(field, "")
            return said[tag].text_location if tag in said else self._root.location

        def text(tag: str) -> str:
            return line(said[tag].text) if tag in said else ""

        kept = [(name, text(tag)) for name, tag in _KEPT.items() if tag in said]
        types = {one.type for one in self._gathering.elements("component").values()}
        ai = any(known.group == "ai" for known in map(component_type, types) if known)
        name, description, owner = map(text, _ABOUT.values())
        about = System(self._gathering.id, name, description, owner=owner, ai=ai, properties=tuple(sorted(kept)))
        return at, about

    def _tell_notes(self) -> None:
        for group in self._root.all("Notes"):
            for note in group.children[:1]:
                self._tell("notes", note.location)

    def _tell(self, what: str, at: Location) -> None:
        if what not in self._told:
            self._told.add(what)
            self._gathering.not_mapped(what, at)
