"""Values for tests in one line: ``model(boundary("dmz"), component("web", boundary="dmz"))``.

Lists may be given in any order and as any iterable: they become the sorted tuples that readers make.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from checker.core.attack_tree import Gate, Leaf
from checker.core.graph import Graph, build_graph
from checker.core.location import Location, Ref
from checker.core.model import (
    Acceptance,
    AiModel,
    AttackTree,
    Boundary,
    Component,
    Control,
    Data,
    Deployment,
    Feature,
    Flow,
    Model,
    NotApplicable,
    Objective,
    Review,
    Threat,
)
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source
from checker.core.system import System

T = TypeVar("T")


def system(id: str = "shop", **fields: Any) -> System:
    return System(id, **_frozen(fields))


def component(id: str, type: str = "service", **fields: Any) -> Component:
    return Component(id, type=type, **_frozen(fields))


def flow(id: str, source: str, target: str, **fields: Any) -> Flow:
    return Flow(id, source=source, target=target, **_frozen(fields))


def boundary(id: str, trust: str = "internal", **fields: Any) -> Boundary:
    return Boundary(id, trust=trust, **_frozen(fields))


def data(id: str, classification: str = "internal", **fields: Any) -> Data:
    return Data(id, classification=classification, **_frozen(fields))


def threat(id: str, on: str | Iterable[str], **fields: Any) -> Threat:
    """A threat on one or more elements; ``accepted=("dana@example.com", "2027-03-31")`` makes the acceptance."""
    if isinstance(fields.get("accepted"), tuple):
        fields["accepted"] = Acceptance(*fields["accepted"])
    return Threat(id, on=_ids(on), **_frozen(fields))


def control(id: str, status: str = "implemented", **fields: Any) -> Control:
    return Control(id, status=status, **_frozen(fields))


def ai_model(source: str = "external", **fields: Any) -> AiModel:
    return AiModel(source, **fields)


def not_applicable(
    on: str | Iterable[str], refs: str | Iterable[str], reason: str = "", id: str = "0"
) -> NotApplicable:
    return NotApplicable(id, _ids(on), _ids(refs), reason)


def review(by: str = "dana@example.com", on: str = "2026-11-20", id: str = "0", **fields: Any) -> Review:
    """A review; ``covers`` and ``removed`` are mappings of element id to digest."""
    return Review(id, by=by, on=on, **_frozen(fields))


def leaf(id: str, **fields: Any) -> Leaf:
    return Leaf(id, **_frozen(fields))


def gate(kind: str, *children: Leaf | Gate | str, **fields: Any) -> Gate:
    """A gate over steps; a text is a leaf of that id."""
    return Gate(kind, tuple(leaf(c) if isinstance(c, str) else c for c in children), **_frozen(fields))


def attack_tree(id: str, root: Gate | None = None, **fields: Any) -> AttackTree:
    """A tree, of one leaf ``try`` without a root."""
    return AttackTree(id, root=root or gate("or", "try"), **_frozen(fields))


_SECTIONS: dict[type, str] = {
    Component: "components",
    Flow: "flows",
    Boundary: "boundaries",
    Data: "data",
    Threat: "threats",
    Control: "controls",
    AttackTree: "attack_trees",
    Objective: "objectives",
    Feature: "features",
    Deployment: "deployments",
}


def model(*elements: Any, **fields: Any) -> Model:
    """A model of these elements, each put into its section; the system is ``shop`` unless one is given."""
    parts: dict[str, Any] = {"system": system()}
    for element in elements:
        if isinstance(element, System):
            parts["system"] = element
        elif isinstance(element, NotApplicable):
            parts["not_applicable"] = (*parts.get("not_applicable", ()), element)
        elif isinstance(element, Review):
            parts["reviews"] = (*parts.get("reviews", ()), element)
        else:
            parts.setdefault(_SECTIONS[type(element)], {})[element.id] = element
    sorted_parts = {name: _by_id(part) if isinstance(part, dict) else part for name, part in parts.items()}
    return Model(**{**sorted_parts, **fields})


def graph(of: Model) -> Graph:
    return build_graph(of)


def edited(of: Model, kind: str, id: str, /, **fields: Any) -> Model:
    """The same model with fields of one element replaced; ``edited(m, "component", "web", type="agent")``."""
    if kind == "system":
        return of._replace(system=of.system._replace(**_frozen(fields)))
    if kind == "not_applicable":
        entries = (n._replace(**_frozen(fields)) if n.id == id else n for n in of.not_applicable)
        return of._replace(not_applicable=tuple(entries))
    section = of.elements(kind)
    return with_section(of, kind, {**section, id: section[id]._replace(**_frozen(fields))})


def without(of: Model, kind: str, id: str) -> Model:
    """The same model with one element left out; references to it stay as they are."""
    if kind == "not_applicable":
        return of._replace(not_applicable=tuple(n for n in of.not_applicable if n.id != id))
    return with_section(of, kind, {name: element for name, element in of.elements(kind).items() if name != id})


def with_element(of: Model, *elements: Any) -> Model:
    """The same model with these elements added or put in place of their namesakes."""
    for element in elements:
        if isinstance(element, NotApplicable):
            of = of._replace(not_applicable=(*of.not_applicable, element))
        elif isinstance(element, Review):
            of = of._replace(reviews=(*of.reviews, element))
        elif isinstance(element, System):
            of = of._replace(system=element)
        else:
            name = _SECTIONS[type(element)]
            changed: dict[str, Any] = {name: _by_id({**getattr(of, name), element.id: element})}
            of = of._replace(**changed)
    return of


def with_section(of: Model, kind: str, elements: dict[str, Any]) -> Model:
    """The same model with one section replaced."""
    changed: dict[str, Any] = {{"data": "data", "boundary": "boundaries"}.get(kind, f"{kind}s"): _by_id(elements)}
    return of._replace(**changed)


def snapshot(of: Model, path: str = "threatmodel.yaml", revision: str = "") -> Snapshot:
    """A snapshot whose text is made from the model, one line an element: ``component web type=service boundary=dmz``.

    ``locate`` answers a field's value, else the element's id, else the section's line (``# components``), else 1:1.
    """
    lines: list[str] = []
    places: dict[Ref, Location] = {}

    def put(kind: str, id: str, fields: Mapping[str, Any]) -> None:
        line = len(lines) + 1
        text = f"{kind} {id}"
        places[Ref(kind, id)] = _place(path, line, len(kind) + 2, id)
        for name, value in fields.items():
            if value and name != "id":
                shown = repr(value) if not isinstance(value, str) else value
                text += f" {name}="
                places[Ref(kind, id, name)] = _place(path, line, len(text) + 1, shown)
                text += shown
        lines.append(text)

    for kind in ("system", "boundary", "data", "component", "flow", "threat", "control", "not_applicable", "review"):
        places[Ref(kind)] = _place(path, len(lines) + 1, 1, f"# {kind}")
        lines.append(f"# {kind}")
        for id, element in of.elements(kind).items():
            put(kind, id, element._asdict())
    source = Source(path, "\n".join(lines) + "\n", revision)

    def locate(ref: Ref) -> Location:
        top = ref._replace(field=ref.field.partition(".")[0])
        for candidate in (ref, top, ref.element, Ref(ref.kind)):
            if candidate in places:
                return places[candidate]
        return Location(path)

    return Snapshot(of, path, "test", (source,), locate)


def settings(**fields: Any) -> Settings:
    return Settings(**fields)


def _place(path: str, line: int, column: int, token: str) -> Location:
    return Location(path, line, column, line, column + len(token))


def _by_id(elements: dict[str, T]) -> dict[str, T]:
    return dict(sorted(elements.items()))


def _ids(ids: str | Iterable[str]) -> tuple[str, ...]:
    return (ids,) if isinstance(ids, str) else tuple(sorted(ids))


def _frozen(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: _freeze(value) for name, value in fields.items()}


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((name, _freeze(inner)) for name, inner in value.items()))
    if isinstance(value, list | set):
        return tuple(sorted(value))
    return value
