"""The facts of an element under other ids: what a rename changes in them, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from checker.core.digest import Facts, Value
from checker.core.location import Ref
from checker.core.model import TOGETHER
from checker.core.system import Properties

REFERRING = ("crosses", "data_assets_received", "data_assets_sent", "trust_boundaries")
"""Properties whose value is a list of ids, sorted and joined by a comma and a space. A rename reaches them too."""


def references(facts: Facts) -> set[str]:
    """Every id and word in the facts: what a rename could touch."""
    return set(_words(facts.values()))


def renamed(facts: Facts, names: Mapping[Ref, str]) -> Facts:
    """The facts as they would be with other ids for what they refer to (an element's own id is not among its facts)."""
    return {key: _renamed_fact(key, value, names) for key, value in facts.items()}


def other_id(id: str, names: Mapping[Ref, str]) -> str:
    """The name of the element that a bare id refers to, be it of whatever kind; the id itself where it has none.

    Names are looked up one by one: there may be many more of them than one element refers to.
    """
    refs = (Ref(kind, id) for kind in TOGETHER)
    return next((names[ref] for ref in refs if ref in names), id)


def _renamed_fact(key: str, value: Any, names: Mapping[Ref, str]) -> Value:
    unchanged: Value = value
    if key in ("from", "to", "parent"):
        return other_id(value, names)
    if key in ("boundaries", "crossings"):
        return tuple(other_id(id, names) for id in value)
    if key in ("members", "datasets"):
        return tuple(sorted(other_id(id, names) for id in value))
    if key == "runs_on":
        host, boundary = value
        return names.get(Ref("deployment", host), host), other_id(boundary, names)
    if key == "properties":
        return renamed_properties(value, partial(other_id, names=names))
    if key in ("stores", "processes", "data"):
        return tuple(sorted((other_id(id, names), *rest) for id, *rest in value))
    if key == "threats":
        answers = ((refs, status, _renamed_controls(by, names), *rest) for refs, status, by, *rest in value)
        return tuple(sorted(answers))
    return unchanged


def _renamed_controls(said: Any, names: Mapping[Ref, str]) -> Value:
    return tuple(sorted((names.get(Ref("control", id), id), *rest) for id, *rest in said))


def _words(values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _words(value)


def renamed_properties(properties: Properties, rename: Callable[[str], str]) -> Properties:
    """The properties with other ids where they refer to elements."""
    if not any(name in REFERRING for name, _ in properties):
        return properties
    return tuple(
        (name, ", ".join(sorted(map(rename, value.split(", ")))) if name in REFERRING else value)
        for name, value in properties
    )
