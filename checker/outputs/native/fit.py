"""A model of another format, made to fit into the native one; what has no place there is listed, never dropped in
silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from checker.core.model import Model
from checker.documents.words import quote
from checker.outputs.native.allowed import allowed
from checker.outputs.native.data import data_of

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,127}")
_ODD = re.compile(r"[^a-z0-9.-]+")
_SHOWN = 8

_TOGETHER = ("component", "flow", "boundary", "data")
"""Kinds that share one set of ids, with the system."""
_NAMED = (*_TOGETHER, "threat", "control")
"""Kinds that others refer to by id."""


class Fitted(NamedTuple):
    """The data of a native file as the format can say it, and a line for each kind of thing that it cannot."""

    data: dict[str, Any]
    losses: tuple[str, ...]


def fit(model: Model) -> Fitted:
    """The model with native ids, without facts that only another format has."""
    data, left_out = allowed(data_of(_plain(_renamed(model))))
    return Fitted(data, (*_losses(model), *left_out))


def _losses(model: Model) -> Iterator[str]:
    for kind in ("system", *_TOGETHER):
        found = {id: dict(one.properties) for id, one in model.elements(kind).items() if one.properties}
        if found:
            names = sorted({name for properties in found.values() for name in properties})
            where = "the system" if kind == "system" else _number(len(found), kind)
            yield f"{where}: facts that have no field here: {', '.join(names)}"
    if model.derives_threats:
        yield "threats that the tool of the format derives by itself: only those that the file lists are written"
    if _is_foreign(model) and model.reviews:
        yield f"{_number(len(model.reviews), 'review')}: made of facts that are not written here, so to be made again"
    renamed = {id: new for names in _names(model).values() for id, new in names.items() if id != new}
    if renamed:
        first = ", ".join(f"{quote(id)} is {quote(new)}" for id, new in list(renamed.items())[:_SHOWN])
        yield f"{_number(len(renamed), 'id')} that could not stay: {first}"
    for kind, field in (("component", "type"), ("data", "classification")):
        unsaid = [id for id, one in model.elements(kind).items() if not getattr(one, field)]
        if unsaid:
            yield f"{_number(len(unsaid), kind)} without {field}, which has to be stated: taken as {_UNSAID[kind]!r}"


_UNSAID = {"component": "process", "data": "confidential"}


def _is_foreign(model: Model) -> bool:
    return model.derives_threats or any(one.properties for kind in _TOGETHER for one in model.elements(kind).values())


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what if what == 'data' else _plural(what)}"


def _plural(what: str) -> str:
    return what.removesuffix("y") + "ies" if what.endswith("y") else f"{what}s"


def _plain(model: Model) -> Model:
    """Without properties, and with a type and a classification everywhere."""

    def bare(one: Any) -> Any:
        return one._replace(properties=())

    components = {id: bare(one)._replace(type=one.type or "process") for id, one in model.components.items()}
    data = {
        id: bare(one)._replace(classification=one.classification or "confidential") for id, one in model.data.items()
    }
    return model._replace(
        system=bare(model.system),
        components=components,
        flows={id: bare(one) for id, one in model.flows.items()},
        boundaries={id: bare(one) for id, one in model.boundaries.items()},
        data=data,
        reviews=() if _is_foreign(model) else model.reviews,
        derives_threats=False,
    )


def _names(model: Model) -> dict[str, dict[str, str]]:
    """Kind -> id -> the id that it can have here. What is right already stays."""
    found: dict[str, dict[str, str]] = {}
    together: set[str] = set()
    for kind in ("system", *_NAMED):
        ids = [*model.elements(kind)]
        taken = together if kind in ("system", *_TOGETHER) else set()
        kept = {id for id in ids if _ID.fullmatch(id)}
        taken |= kept
        found[kind] = {id: id if id in kept else _fresh(id, kind, taken) for id in ids}
    return found


def _fresh(id: str, kind: str, taken: set[str]) -> str:
    wanted = _ODD.sub("-", id.lower()).strip("-.")[:100].strip("-.") or kind
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name


def _renamed(model: Model) -> Model:
    names = _names(model)
    if all(id == new for one in names.values() for id, new in one.items()):
        return model
    anywhere = {id: new for kind in ("system", *_TOGETHER) for id, new in names[kind].items()}

    def of(kind: str) -> Callable[[str], str]:
        return lambda id: names[kind].get(id, id)

    def all_of(ids: Iterable[str], known: dict[str, str]) -> tuple[str, ...]:
        return tuple(sorted({known.get(id, id) for id in ids}))

    def each(kind: str, change: Callable[[Any], Any]) -> dict[str, Any]:
        changed = (
            change(one)._replace(id=names[kind][id], was=_old(one.was)) for id, one in model.elements(kind).items()
        )
        return {one.id: one for one in sorted(changed, key=lambda one: str(one.id))}

    data, boundary, component, control = names["data"], of("boundary"), of("component"), names["control"]
    return model._replace(
        system=model.system._replace(id=names["system"][model.id]),
        components=each(
            "component",
            lambda c: c._replace(
                boundary=boundary(c.boundary), stores=all_of(c.stores, data), processes=all_of(c.processes, data)
            ),
        ),
        flows=each(
            "flow",
            lambda f: f._replace(source=component(f.source), target=component(f.target), data=all_of(f.data, data)),
        ),
        boundaries=each("boundary", lambda b: b._replace(parent=boundary(b.parent))),
        data=each("data", lambda d: d),
        threats=each("threat", lambda t: t._replace(on=all_of(t.on, anywhere), controls=all_of(t.controls, control))),
        controls=each("control", lambda c: c),
        not_applicable=tuple(one._replace(on=all_of(one.on, anywhere)) for one in model.not_applicable),
    )


def _old(was: str) -> str:
    return was if _ID.fullmatch(was) else ""
