"""Which threats a reviewer must and should consider where: a judgement, as data in the files beside this module.

A row says it of one type of component, or of one kind of element that has no narrower row; flow rules say it of flows
by what they join, path rules of components by ways through the model. Concepts say which ids of several libraries mean
one threat. Read when asked. The review of the rows, and how each word is meant: docs/reference/coverage.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from checker.core.coverage import NEEDS as NEEDS
from checker.knowledge.vocabulary import component_type, ids

SEVERAL = {"training-data": ("training-data-labelled", "training-data-unlabelled")}
"""Component type -> the rows that it has all of: it does not say which of them it is."""


class Entry(NamedTuple):
    """One threat to consider. ``reference`` names it in a library; ``when`` is a condition or ``""`` for always."""

    reference: str
    need: str  # must | should
    reason: str = ""
    when: str = ""
    basis: str = "judgement"
    """``public``: a source in ``see`` ties the id to the same threat; ``judgement``: ours alone; ``project``: said by
    the config. That it belongs to a type of component is always our judgement."""
    see: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """References that mean the same in other editions of the library."""
    edition: str = ""
    """Only where the model pins this edition of the library."""
    ai_end: bool = False
    """Only for flows with an AI component at one of their ends."""


class Row(NamedTuple):
    """What to consider at one type: a component type, a kind (``process``, ``data-store``, ``external-entity``),
    ``data-flow``, ``boundary-crossing``, or ``ai-system`` (once a system)."""

    type: str
    title: str
    entries: tuple[Entry, ...]
    primary: tuple[str, ...] = ()
    """Ids of the control catalogue: ATLAS links one of their mitigations to a technique that is a must here."""
    supporting: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    """Questions of PLOT4ai that fit, as references."""


class Change(NamedTuple):
    """What the second look changed in a row. ``need`` and ``when`` are what was before; no need: it is new."""

    type: str
    entry: Entry
    need: str
    when: str
    why: str


class Concept(NamedTuple):
    """One threat under its ids in several libraries. Every list holds references."""

    id: str
    title: str
    narrow: tuple[str, ...]
    """Each means this threat: a citation of one answers the others."""
    broad: tuple[str, ...] = ()
    """Each means this threat among others: answered by a citation of a narrow one, and not the other way."""
    counts: tuple[str, ...] = ()
    """STRIDE letters and MIT subdomains for which a citation of a narrow one counts too."""
    akin: tuple[str, ...] = ()
    """Further reading: PLOT4ai, OWASP AI Exchange."""


class Way(NamedTuple):
    """One way in which a flow rule fits: types at the two ends (none: any), and what must be true."""

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    source_not: tuple[str, ...] = ()
    """Types that are meant at no source."""
    source_is: str = ""
    """A condition that has to hold at the source."""
    target_is: str = ""
    flow_is: str = ""
    inward: bool = False
    """The flow comes from a zone of lower trust, or from a party outside, over a boundary."""


class FlowRule(NamedTuple):
    """What to consider at a flow that goes one of these ways."""

    id: str
    reason: str
    ways: tuple[Way, ...]
    entries: tuple[Entry, ...]
    controls: tuple[str, ...] = ()


class PathRule(NamedTuple):
    """What to consider at a component because of ways through the whole model, which code of this id finds."""

    id: str
    title: str
    reason: str
    entries: tuple[Entry, ...]
    controls: tuple[str, ...] = ()


@cache
def rows() -> Mapping[str, Row]:
    """Every row by its type."""
    return {type: _row(type, body) for type, body in _read("rows")["rows"].items()}


def rows_before_review() -> Mapping[str, Row]:
    """The rows as they were before a second look at them, for those who compare."""
    bodies = _read("rows")["rows"]
    return {type: _row(type, {**body, "entries": [*_before(body["entries"])]}) for type, body in bodies.items()}


def reviewed() -> Iterator[Change]:
    """What the second look changed, row by row."""
    for type, body in _read("rows")["rows"].items():
        for one in body["entries"]:
            if "review" in one:
                was = one["before"]
                yield Change(type, entry(one), was.get("need", ""), was.get("when", ""), one["review"])


@cache
def concepts() -> tuple[Concept, ...]:
    """Every concept, in the order of its file."""
    return tuple(
        Concept(**{name: _plain(value) for name, value in body.items()}) for body in _read("concepts")["concepts"]
    )


@cache
def flow_rules() -> tuple[FlowRule, ...]:
    return tuple(
        FlowRule(body["id"], body["reason"], tuple(map(_way, body["ways"])), *_asks(body))
        for body in _read("flows")["flow_rules"]
    )


@cache
def path_rules() -> tuple[PathRule, ...]:
    return tuple(
        PathRule(body["id"], body["title"], body["reason"], *_asks(body)) for body in _read("flows")["path_rules"]
    )


@cache
def places() -> frozenset[str]:
    """Everything that a project may say something of: types and kinds, flow rules, path rules, and ``*``."""
    return frozenset((*_lists(), *ids("component_types"), "*"))


def need_at(place: str, reference: str) -> str:
    """What is asked of a reference at one of :func:`places` without a word of the project: ``ignore`` where nothing is.

    Of a component type without a row that of its kind; of ``*`` the strongest need anywhere.
    """
    lists, known = _lists(), component_type(place)
    at = SEVERAL.get(place) or ((place,) if place in lists or not known else (known.kind,))
    here = lists.values() if place == "*" else [lists[one] for one in at if one in lists]
    needs = {entry.need for entries in here for entry in entries if entry.reference == reference}
    return next((need for need in NEEDS if need in needs), "ignore")


def _lists() -> dict[str, tuple[Entry, ...]]:
    """The entries of every row and rule."""
    found = {type: row.entries for type, row in rows().items()}
    found.update((rule.id, rule.entries) for rule in flow_rules())
    found.update((rule.id, rule.entries) for rule in path_rules())
    return found


def not_attached() -> tuple[str, ...]:
    """Techniques of ATLAS that are on no row on purpose: steps on the attacker's side, parents, retired ones."""
    return tuple(_read("rows")["not_attached"]["refs"])


def _before(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in entries:
        was = one.get("before", one)
        if was:
            yield {**{name: value for name, value in one.items() if name not in ("need", "when")}, **was}


def entry(body: Mapping[str, Any], reason: str = "") -> Entry:
    """An entry as a file has it; ``reason`` is that of the rule around it."""
    said = {name: _plain(value) for name, value in body.items() if name in Entry._fields}
    return Entry(body["ref"], **{"reason": reason, **said})


def _row(type: str, body: Mapping[str, Any]) -> Row:
    said = {name: _plain(value) for name, value in body.items() if name not in ("title", "entries")}
    return Row(type, body["title"], tuple(map(entry, body["entries"])), **said)


def _asks(body: Mapping[str, Any]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    return tuple(entry(one, body["reason"]) for one in body["entries"]), tuple(body["controls"])


def _way(body: Mapping[str, Any]) -> Way:
    names = {"from": "source", "to": "target", "from_is": "source_is", "from_not": "source_not", "to_is": "target_is"}
    return Way(**{names.get(name, name): _plain(value) for name, value in body.items()})


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def _read(name: str) -> Mapping[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))
    return data
