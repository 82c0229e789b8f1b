"""A model of another format, made to fit into the native one; what has no place there is listed, never dropped in
silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from checker.core.location import Ref
from checker.core.model import TOGETHER, Model
from checker.core.renaming import Names, moved
from checker.documents.words import quote, some
from checker.outputs.native.allowed import allowed
from checker.outputs.native.data import data_of
from checker.outputs.words import derived

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,127}")
_ODD = re.compile(r"[^a-z0-9.-]+")
_SHOWN = 8

_NAMED = (*TOGETHER, "threat", "control", "attack_tree", "objective", "feature", "deployment")
"""Kinds that are named by id."""


class Fitted(NamedTuple):
    """The data of a native file as the format can say it, and a line for each kind of thing that it cannot."""

    data: dict[str, Any]
    losses: tuple[str, ...]


def fit(model: Model) -> Fitted:
    """The model with native ids, each new one with what it was, and with what has to be stated."""
    names = _names(model)
    data, left_out = allowed(data_of(_stated(_joined(moved(model, names) if names else model))))
    return Fitted(data, (*_losses(model, names), *left_out))


def _losses(model: Model, names: Names) -> Iterator[str]:
    yield from derived(model)
    if names:
        first = ", ".join(f"{quote(ref.id)} is {quote(new)}" for ref, new in list(names.items())[:_SHOWN])
        yield f"{_number(len(names), 'id')} that could not stay: {first}"
    shared = Counter(id for kind in ("system", *TOGETHER) for id in model.elements(kind))
    if twice := [quote(id) for id, count in shared.items() if count > 1]:
        yield f"{_number(len(twice), 'id')} of more than one element, of which the first counts: {some(twice, _SHOWN)}"
    if loose := [quote(id) for id in _loose(model)]:
        yield f"{_number(len(loose), 'flow')} with a loose end, which have no place here: {some(loose, _SHOWN)}"
    for kind, field in (("component", "type"), ("data", "classification")):
        unsaid = [id for id, one in model.elements(kind).items() if not getattr(one, field)]
        if unsaid:
            yield f"{_number(len(unsaid), kind)} without {field}, which has to be stated: taken as {_UNSAID[kind]!r}"


_UNSAID = {"component": "process", "data": "confidential"}


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what if what == 'data' else _plural(what)}"


def _plural(what: str) -> str:
    return what.removesuffix("y") + "ies" if what.endswith("y") else f"{what}s"


def _loose(model: Model) -> list[str]:
    """The flows that begin or end nowhere."""
    return [flow.id for flow in model.flows.values() if not flow.source or not flow.target]


def _joined(model: Model) -> Model:
    """Without loose flows, and without what is said of them alone."""
    loose = set(_loose(model))
    if not loose:
        return model

    def others(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in ids if id not in loose)

    return model._replace(
        flows={id: flow for id, flow in model.flows.items() if id not in loose},
        threats={id: threat._replace(on=others(threat.on)) for id, threat in model.threats.items()},
        not_applicable=tuple(one._replace(on=on) for one in model.not_applicable if (on := others(one.on))),
        features={id: one._replace(steps=others(one.steps)) for id, one in model.features.items()},
    )


def _stated(model: Model) -> Model:
    """With a type and a classification everywhere."""
    components, data = model.components.items(), model.data.items()
    return model._replace(
        components={id: one._replace(type=one.type or _UNSAID["component"]) for id, one in components},
        data={id: one._replace(classification=one.classification or _UNSAID["data"]) for id, one in data},
        derives_threats=False,
        unsayable=(),
    )


def _names(model: Model) -> Names:
    """Element -> the id that it can have here. What is right already stays, and is not among them."""
    found: Names = {}
    together = _Taken(id for kind in ("system", *TOGETHER) for id in model.elements(kind))
    for kind in ("system", *_NAMED):
        ids = [*model.elements(kind)]
        taken = together if kind in ("system", *TOGETHER) else _Taken(ids)
        found.update({Ref(kind, id): taken.fresh(id, kind) for id in ids if not _ID.fullmatch(id)})
    return found


class _Taken:
    """The ids of one set: those that can stay, before any that is made."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = {id for id in ids if _ID.fullmatch(id)}
        self._numbers: dict[str, int] = {}

    def fresh(self, id: str, kind: str) -> str:
        """An id like that one which is a native one, and not taken until now."""
        wanted = _ODD.sub("-", id.lower()).strip("-.")[:100].strip("-.") or kind.replace("_", "-")
        name, number = wanted, self._numbers.get(wanted, 2)
        while name in self.ids:
            name, number = f"{wanted}-{number}", number + 1
        self._numbers[wanted] = number
        self.ids.add(name)
        return name
