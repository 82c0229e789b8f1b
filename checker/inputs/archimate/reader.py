"""An architecture to a snapshot and findings, by the picture that threat modelling sees in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from checker.architecture.draft import Drawn, drawn, left_out
from checker.architecture.drawing import draw
from checker.architecture.names import stated_id
from checker.architecture.picture import Picture
from checker.architecture.reader import architecture
from checker.architecture.value import Relation, Thing
from checker.core.errors import InputError
from checker.core.finding import Related
from checker.core.location import Ref
from checker.core.source import Parsed
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.archimate import UNSAYABLE
from checker.inputs.archimate.places import of_arrow, of_part, of_property, of_root
from checker.inputs.archimate.words import unknown
from checker.inputs.gathering import At, Gathering
from checker.inputs.values import model_id
from checker.knowledge.archimate import properties


def read_model(document: Document, format: str) -> Parsed:
    """The model of a file; see :func:`checker.inputs.archimate.parse`."""
    nameless = model_id(document.source.path)
    try:
        found = architecture(document.data).ordered()
    except InputError as error:
        gathering = Gathering(document, format, nameless)
        at = error.at or document.locate(())
        gathering.wrong("wrong-value", error.message, Ref("model"), at, error.hint)
        return gathering.refused()
    picture = draw(found)
    made = drawn(found, picture, nameless)
    gathering = Gathering(document, format, made.model.id)
    for fault in found.faults:
        gathering.wrong(fault.code, fault.message, Ref("model"), fault.location, fault.hint, fault.id)
    stated: dict[str, Thing | Relation] = {}
    for shown in _shown(picture, made):
        _add(gathering, made, shown)
        _check_id(gathering, shown, stated)
    for one in left_out(picture.omitted):
        message = f"left out: {one.what}: {one.why}"
        gathering.wrong("not-mapped", message, Ref("model"), one.location, "", f"{one.type} {one.why}")
    _tell_properties(gathering, (*found.things.values(), *found.relations.values()))
    return gathering.parsed(made.model.system, partial(of_root, document.data), unsayable=UNSAYABLE)


class _Shown(NamedTuple):
    """An element of the model, what says it in the file, and where."""

    ref: Ref
    parts: tuple[Thing | Relation, ...]
    at: At


def _shown(picture: Picture, made: Drawn) -> Iterator[_Shown]:
    things = picture.things()
    for kind, ids in (("component", made.boxes), ("boundary", made.zones), ("data", made.data)):
        for identifier, id in ids.items():
            yield _Shown(Ref(kind, id), (things[identifier],), partial(of_part, things[identifier]))
    for arrow, id in zip(picture.arrows, made.arrows, strict=True):
        yield _Shown(Ref("flow", id), arrow.relations, partial(of_arrow, arrow))


def _add(gathering: Gathering, made: Drawn, shown: _Shown) -> None:
    ref = shown.ref
    gathering.add(made.model.elements(ref.kind)[ref.id], shown.at)
    for part in shown.parts:
        for one in unknown(ref.kind, part):
            at = of_property(part, one.property)
            gathering.wrong(one.code, one.message, ref._replace(field=one.field), at, one.hint, one.property)


def _check_id(gathering: Gathering, shown: _Shown, stated: dict[str, Thing | Relation]) -> None:
    """A finding where the first ``tm.id`` of an element is one that something before it states. ``stated`` is by id."""
    part = next(filter(stated_id, shown.parts), None)
    if part is None:
        return
    first = stated.setdefault(stated_id(part), part)
    if first.id != part.id:
        message = f"the tm.id {quote(stated_id(part))} is stated of another as well"
        related = (Related(of_property(first, "tm.id"), "here"),)
        at, hint = of_property(part, "tm.id"), "give one of them another"
        gathering.wrong("duplicate-id", message, shown.ref._replace(field="id"), at, hint, first.id, related)


def _tell_properties(gathering: Gathering, parts: Iterable[Thing | Relation]) -> None:
    """Note the properties that say nothing here."""
    noted, known = gathering.holds("thing"), {*properties(), "specialization"}
    for part in parts:
        for name, value in part.properties.items():
            if value and name not in known and name not in noted:
                noted[name] = partial(of_property, part, name)
