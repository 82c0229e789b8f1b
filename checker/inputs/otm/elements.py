"""The elements of Open Threat Model as ours (docs/reference/formats/otm.md)."""

from __future__ import annotations

import re

from checker.core.model import Boundary, Component, Data, Flow
from checker.core.system import Properties, System, as_properties
from checker.documents.words import quote
from checker.inputs.attributes import Attributes, attributes
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.otm.outline import ATTRIBUTES, Entry, Outline, stands_for_none
from checker.inputs.values import text
from checker.knowledge.otm import type_of
from checker.knowledge.vocabulary import look_up

_LEAVES = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z][A-Za-z0-9+.-]*:|\\")
"""What a path out of the repository, an address and a path of Windows have."""


def system(gathering: Gathering, project: Node) -> tuple[System, At]:
    """The project."""
    more = attributes(gathering, project, "system", ATTRIBUTES)
    made = System(
        gathering.id,
        *_named(project, more),
        tags=tuple(sorted(project.texts("tags"))),
        owner=project.text("owner"),
        criticality=more.text("criticality"),
        ai=bool(more.fields.get("ai")),
        conditions=more.pairs("conditions"),
        card=more.text("card"),
        taxonomies=tuple((key, word) for key, value in more.pairs("taxonomies") if (word := text(value))),
        properties=_properties(more),
    )
    return made, more.at(project)


def boundaries(outline: Outline) -> None:
    """The trust zones. How much one is trusted is a number without words, and so a property."""
    for entry in outline.entries["boundary"]:
        node = entry.node
        if stands_for_none(node):
            continue
        more = attributes(outline.gathering, node, "boundary", ATTRIBUTES, node.text("name"))
        type = node.text("type")
        known = look_up(type, "boundary_kinds") if type else None
        rating = _number(node.mapping("risk", "trust zone's risk"), "trustRating", more)
        facts = {"type": "" if known else type, "trustRating": rating, "parent.component": _inside(node)}
        made = Boundary(
            entry.id,
            *_named(node, more),
            tags=more.texts("tags"),
            was=more.text("was"),
            trust=more.text("trust"),
            kind=more.text("kind") or (known.id if known else ""),
            parent=outline.around.boundary.get(("boundary", entry.id), ""),
            properties=_properties(more, **facts),
        )
        outline.gathering.add(made, _also(more.at(node, kind="type"), node, _RISK))


def data(outline: Outline) -> None:
    """The assets. Their risk is in numbers without words: properties, as that of a zone."""
    for entry in outline.entries["data"]:
        node = entry.node
        more = attributes(outline.gathering, node, "data", ATTRIBUTES, node.text("name"))
        risk = node.mapping("risk", "asset's risk")
        ratings = {key: _number(risk, key, more) for key in ("confidentiality", "integrity", "availability")}
        made = Data(
            entry.id,
            *_named(node, more),
            tags=more.texts("tags"),
            was=more.text("was"),
            classification=more.text("classification"),
            personal=more.personal(),
            integrity=more.text("integrity"),
            retention=more.text("retention"),
            properties=_properties(more, **ratings),
        )
        outline.gathering.add(made, _also(more.at(node), node, _RISK))


def components(outline: Outline) -> None:
    """The components, each in the first trust zone outwards."""
    unknown: dict[str, Node] = {}
    for entry in outline.entries["component"]:
        node = entry.node
        more = attributes(outline.gathering, node, "component", ATTRIBUTES, node.text("name"))
        written = "" if "type" in more.unstated else node.text("type")
        type = more.text("type") or type_of(written)
        if written and not type:
            unknown.setdefault(written, node)
        made = _component(outline, entry, more, type or ("process" if written else ""))
        facts = {"type": "" if written == type else written, "parent.component": _inside(node)}
        paths, odd = _files(node)
        made = made._replace(
            paths=tuple(sorted({*more.texts("paths"), *paths})),
            properties=_properties(more, **facts, **{"representations.file": ", ".join(odd)}),
        )
        at = more.at(node, boundary="parent", stores=_STORED, processes=_PROCESSED, paths="representations")
        outline.gathering.add(made, _also(at, node, _OF_COMPONENT))
    for word, node in unknown.items():
        message = f"the type {quote(word)} is none known here: taken as a process"
        hint = "say which type of ours it is under 'attributes', as 'type'"
        outline.gathering.wrong(
            "unknown-word", message, node.subject._replace(field="type"), node.place("type"), hint, word
        )


def _component(outline: Outline, entry: Entry, more: Attributes, type: str) -> Component:
    """A component, but for its paths and properties."""
    node = entry.node
    assets = node.mapping("assets", "component's assets")
    return Component(
        entry.id,
        *_named(node, more),
        tags=tuple(sorted(node.texts("tags"))),
        was=more.text("was"),
        type=type,
        boundary=outline.around.boundary.get(("component", entry.id), ""),
        owner=more.text("owner"),
        technology=more.text("technology"),
        tenancy=more.text("tenancy"),
        encryption=more.text("encryption"),
        stores=outline.refer.all("data", assets, "stored"),
        processes=outline.refer.all("data", assets, "processed"),
        authority=more.texts("authority"),
        model=more.model(),
        out_of_scope=more.out_of_scope(),
        conditions=more.pairs("conditions"),
    )


def flows(outline: Outline) -> None:
    """The dataflows."""
    for entry in outline.entries["flow"]:
        node = entry.node
        more = attributes(outline.gathering, node, "flow", ATTRIBUTES, node.text("name"))
        made = Flow(
            entry.id,
            *_named(node, more),
            tags=tuple(sorted(node.texts("tags"))),
            was=more.text("was"),
            source=_end(outline, node, "source"),
            target=_end(outline, node, "destination"),
            data=outline.refer.all("data", node, "assets"),
            protocol=more.text("protocol"),
            authentication=more.text("authentication"),
            authorization=more.text("authorization"),
            encryption=more.text("encryption"),
            bidirectional=bool(node.flag("bidirectional")),
            content=more.text("content"),
            properties=_properties(more),
        )
        outline.gathering.add(made, more.at(node, target="destination", data="assets"))


_STORED, _PROCESSED = ("assets", "stored"), ("assets", "processed")
_RISK = {
    f"properties.{key}": ("risk", key) for key in ("trustRating", "confidentiality", "integrity", "availability")
} | {"properties.parent.component": ("parent", "component"), "properties.type": ("type",)}
_OF_COMPONENT = {
    "properties.type": ("type",),
    "properties.parent.component": ("parent", "component"),
    "properties.representations.file": ("representations",),
}
"""Where the properties are that are no attributes."""


def _also(at: At, node: Node, places: dict[str, tuple[str, ...]]) -> At:
    return lambda field: node.place(*places[field]) if field in places else at(field)


def _named(node: Node, more: Attributes) -> tuple[str, str]:
    """Name and description."""
    return "" if "name" in more.unstated else node.text("name"), node.text("description")


def _properties(more: Attributes, **besides: str) -> Properties:
    return as_properties({**besides, **more.properties})


def _number(risk: Node, key: str, more: Attributes) -> str:
    """A rating as a text, unless it is there only because the format requires it."""
    number = risk.number(key)
    if number is None or key in more.unstated:
        return ""
    return text(int(number) if number.is_integer() else number)


def _inside(node: Node) -> str:
    """The component that an element is said to be in."""
    return node.mapping("parent", "parent").text("component")


def _end(outline: Outline, node: Node, key: str) -> str:
    node.text(key)
    return outline.refer.one("component", node.get(key))


def _files(node: Node) -> tuple[set[str], list[str]]:
    """The files that are said to hold the component's code: paths in the repository, and what is none, sorted."""
    shown = node.mappings("representations", "representation")
    files = {file for one in shown if (file := one.text("file"))}
    odd = sorted(file for file in files if _LEAVES.search(file))
    return {file.removeprefix("./") for file in files.difference(odd)}, odd
