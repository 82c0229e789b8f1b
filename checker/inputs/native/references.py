"""What the parts of a native model say of each other: ids used twice, names that lead nowhere, circles of boundaries.

Tolerates data of any shape: what the schema complains about is passed over here. ``Finding.model`` is left empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.model import LISTS, SECTIONS, TOGETHER
from checker.documents.document import Document, Path
from checker.documents.words import quote
from checker.inputs.circles import circle_found, circles
from checker.inputs.native.steps import steps
from checker.inputs.problems import closest

_ANY = (*TOGETHER, "system")
_REFERENCES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "component": (
        *(("boundary", ("boundary",)), ("stores", ("data",)), ("processes", ("data",))),
        ("model.datasets", ("component",)),
        ("runs_on", ("deployment",)),
    ),
    "flow": (("from", ("component",)), ("to", ("component",)), ("data", ("data",))),
    "boundary": (("parent", ("boundary",)),),
    "threat": (("on", _ANY), ("controls", ("control",))),
    "not_applicable": (("on", _ANY),),
    "feature": (("actor", ("component",)), ("steps", ("flow",))),
    "deployment": (("boundary", ("boundary",)),),
    "attack_tree": (("on", _ANY), ("threats", ("threat",)), ("controls", ("control",))),
}
"""Kind -> its fields that name elements, and the kinds that they may name; of a tree also those of its steps."""

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,127}")
_SUGGESTIONS = 20
"""How many names of one model are compared with all others for a suggestion; comparing costs milliseconds each."""

_SHOWN = 8
"""How many boundaries of a circle a message names."""


class Element(NamedTuple):
    """One element as written."""

    body: dict[str, Any]
    document: Document


Elements = dict[str, dict[str, Element]]
"""Kind -> id -> the element. Of two with one id the first is there."""


class Collected(NamedTuple):
    elements: Elements
    duplicates: tuple[Finding, ...]


def collect(documents: tuple[Document, ...], system: str) -> Collected:
    """Every element by kind and id, and a finding for each id that is taken already."""
    elements: Elements = {kind: {} for kind in SECTIONS}
    taken: dict[str, tuple[str, Document]] = {system: ("system", documents[0])} if system else {}
    duplicates: list[Finding] = []
    for kind in (*TOGETHER, *(kind for kind in SECTIONS if kind not in TOGETHER)):
        found = elements[kind]
        owners = taken if kind in TOGETHER else {}
        for document in documents:
            for id, body in _section(document, SECTIONS[kind]).items():
                if not isinstance(body, dict):
                    continue
                if id in owners:
                    duplicates.append(_duplicate(kind, id, document, *owners[id]))
                else:
                    owners[id] = (kind, document)
                    found[id] = Element(body, document)
    return Collected(elements, tuple(duplicates))


def dangling(documents: tuple[Document, ...], elements: Elements, system: str) -> Iterator[Finding]:
    """A finding for each name that leads nowhere, at that very name."""
    known = {kind: names.keys() for kind, names in elements.items()} | {"system": {system: None}.keys()}
    suggestions = iter(range(_SUGGESTIONS))
    for kind, fields in _REFERENCES.items():
        for field, kinds in fields:
            names = known[kinds[0]] if len(kinds) == 1 else frozenset[str]().union(*(known[k] for k in kinds))
            wanted = "element" if len(kinds) > 1 else kinds[0]
            for document, path, name in _misses(documents, kind, field, names):
                other = next((k for k in known if name in known[k]), "")
                hint = f"{quote(name)} is a {other}; '{field}' takes the id of a {wanted}" if other else ""
                if not other and next(suggestions, -1) >= 0:
                    near = closest(name, names)
                    hint = f"did you mean {quote(near)}?" if near else ""
                yield Finding(
                    rule="model/dangling-reference",
                    severity="",
                    message=f"there is no {wanted} {quote(name)}",
                    subject=Ref(
                        kind,
                        str(path[1]),
                        ".".join(map(str, (*path[2 : path.index(field.partition(".")[0], 2)], field))),
                    ),
                    location=document.locate(path),
                    discriminator=name,
                    hint=hint,
                )


def cycles(boundaries: Mapping[str, Element]) -> Iterator[Finding]:
    """A finding for each circle of parents, at the parent of its first boundary in order of id."""

    def at(ref: Ref) -> Location:
        return boundaries[ref.id].document.locate(("boundaries", ref.id, "parent"))

    said = {id: one.body.get("parent") for id, one in boundaries.items()}
    for circle in circles({id: parent for id, parent in said.items() if isinstance(parent, str)}):
        yield circle_found([Ref("boundary", id, "parent") for id in circle], at)


def _section(document: Document, name: str) -> dict[str, Any]:
    section = document.data.get(name) if isinstance(document.data, dict) else None
    return section if isinstance(section, dict) else {}


def _bodies(document: Document, kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    if kind in LISTS:
        entries = document.data.get(LISTS[kind]) if isinstance(document.data, dict) else None
        for index, body in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(body, dict):
                yield (LISTS[kind], index), body
    else:
        for id, body in _section(document, SECTIONS[kind]).items():
            if isinstance(body, dict):
                yield (SECTIONS[kind], id), body
                if kind == "attack_tree":
                    yield from steps(document, id, body)


def _misses(
    documents: tuple[Document, ...], kind: str, field: str, names: Set[str]
) -> Iterator[tuple[Document, Path, str]]:
    """Where a field names what is not among ``names``. What is no id at all is the schema's to say."""
    *outer, name = field.split(".")
    for document in documents:
        for path, body in _bodies(document, kind):
            for step in outer:
                body = inner if isinstance(inner := body.get(step), dict) else {}  # noqa: PLW2901 the same element
            value = body.get(name)
            if value.__class__ is str:
                if value not in names and _ID.fullmatch(value):
                    yield document, (*path, *outer, name), value
            elif value.__class__ is list:
                for index, item in enumerate(value):
                    if item.__class__ is str and item not in names and _ID.fullmatch(item):
                        yield document, (*path, *outer, name, index), item


def _duplicate(kind: str, id: str, document: Document, owner: str, first: Document) -> Finding:
    path: Path = ("system", "id") if owner == "system" else (SECTIONS[owner], id)
    before = first.locate(path, key=owner != "system")
    what = f"a {kind}" if owner == kind else f"this {kind} and a {owner}"
    return Finding(
        rule="model/duplicate-id",
        severity="",
        message=f"the id {quote(id)} is taken: {what} at {before} has it too",
        subject=Ref(kind, id),
        location=document.locate((SECTIONS[kind], id), key=True),
        related=(Related(before, f"the first {quote(id)}, which counts"),),
        discriminator=owner,
        hint="give one of them another id (with 'was:' if it had this one before)",
    )
