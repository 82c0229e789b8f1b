"""The ``properties`` of CycloneDX: facts of others, and those that our writer put there, named ``threatgate:FIELD``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple, TypeVar

from checker.core.model import THREAT_STATUS, Acceptance, AiModel
from checker.core.system import Properties, as_properties
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.risks import sound
from checker.inputs.values import bounded, frozen, is_day
from checker.knowledge.attributes import CLOSED
from checker.knowledge.cyclonedx import OWN, OWN_FIELDS

Steps = tuple[str | int, ...]
E = TypeVar("E", bound=Any)

_WORDS = {**CLOSED, ("data", "personal"): ("true", "sensitive"), ("threat", "status"): THREAT_STATUS}
"""Fields that have words of their own."""

_RECORDS: dict[str, Any] = {"model": AiModel, "accepted": Acceptance}
_FLAGS = {"true": True, "false": False}
_LONGEST = 20_000
"""Characters of a property that is data."""


KEYS = ("bom-ref", "refId")
"""Keys under which a thing has its name: a later revision of the 2.0 draft has the other."""


def key_of(node: Node) -> str:
    """The one of :data:`KEYS` that a thing has; the first where it has none."""
    return "refId" if isinstance(node.value, dict) and "refId" in node.value else "bom-ref"


def ref_of(node: Node) -> str:
    """The name of a thing, by which others mean it; empty where it has none."""
    key = key_of(node)
    return bounded(node.text(key), partial(node.place, key))


def refs_in(data: Any) -> set[str]:
    """Every name in a document, whatever has it."""
    found: set[str] = set()
    waiting = [data]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            found.update(ref for key in KEYS if isinstance(ref := here.get(key), str))
        waiting += here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
    return found


class Said(NamedTuple):
    """What the properties of one thing say: facts by name, fields of ours, and where each of these fields stands."""

    facts: dict[str, str]
    own: dict[str, Any]
    places: dict[str, Steps]
    key: str = "bom-ref"
    """Under which key the thing has its name."""

    def at(self, **fields: str | Steps) -> dict[str, str | Steps]:
        """Where fields stand: under keys, but for those that properties say."""
        return {"id": self.key, **fields, **self.places}


def said(gathering: Gathering, node: Node, kind: str) -> Said:
    """The properties of an element of ours. A field that is none, or a word that no field has, is a finding."""
    facts: dict[str, set[str]] = {}
    own: dict[str, list[tuple[Node, str, str]]] = {}
    places: dict[str, Steps] = {}
    for one in node.mappings("properties"):
        name, value = one.text("name"), one.text("value")
        if not name.startswith(OWN):
            facts.setdefault(name, set()).add(value)
            continue
        field, _, inner = name.removeprefix(OWN).partition(".")
        if field in OWN_FIELDS.get(kind, ()):
            own.setdefault(field, []).append((one.get("value"), inner, value))
            places.setdefault(field, (*one.path[len(node.path) :], "value"))
        else:
            what = f"{quote(name)} is no field that a {kind} may have here"
            gathering.wrong("wrong-value", what, one.subject, one.place("name"), "", name)
    fields = {field: _decoded(gathering, kind, field, found) for field, found in own.items()}
    known = {field: value for field, value in fields.items() if value is not None}
    listed = {name: ", ".join(sorted(values)) for name, values in facts.items() if name}
    return Said(listed, known, places, key_of(node))


def stated(element: E, own: dict[str, Any]) -> E:
    """An element with what its own properties say: of lists both, of pairs and records those that are said here, of
    anything else what is said here. Its id is known already."""
    fields: dict[str, Any] = {}
    for field, value in own.items():
        before = getattr(element, field)
        if field == "id":
            continue
        if field == "accepted" and not any(value.values()):
            fields[field] = None  # said to be accepted, and not by whom
        elif field in _RECORDS:
            fields[field] = (before or _RECORDS[field]())._replace(**value)
        elif isinstance(value, dict):
            fields[field] = tuple(sorted({**dict(before), **value}.items()))
        elif isinstance(value, tuple):
            fields[field] = tuple(sorted({*before, *value}))
        else:
            fields[field] = value
    changed: E = element._replace(**fields)
    return changed


def properties(*facts: dict[str, str]) -> Properties:
    """Facts as an element has them, without those that say nothing. What several say under one name is all kept."""
    found: dict[str, set[str]] = {}
    for some in facts:
        for name, value in some.items():
            found.setdefault(name, set()).add(value)
    return as_properties({name: joined(values - {""}) for name, values in found.items()})


def joined(words: Iterable[str]) -> str:
    """A set of words as one text."""
    return ", ".join(sorted(set(words)))


def _decoded(gathering: Gathering, kind: str, field: str, found: list[tuple[Node, str, str]]) -> Any:
    shape = OWN_FIELDS[kind][field]
    node, _, first = found[0]
    allowed = _WORDS.get((kind, field))
    if allowed and first not in allowed:
        near = gathering.guess(first, allowed)
        hint = f"did you mean {quote(near)}?" if near else f"it may be {', '.join(map(quote, allowed))}"
        gathering.wrong("wrong-value", f"{quote(first)} is no {field} of a {kind}", node.subject, node.place(), hint)
        return None
    if (kind, field) == ("control", "due"):
        return day(gathering, node, first)
    if field == "accepted":
        found = [one for one in found if one[1] != "until" or day(gathering, one[0], one[2])]
    if shape == "list":
        return tuple(sorted({value for _, _, value in found if value}))
    if shape == "flag":
        return first == "true"
    if shape == "data":
        return _data(gathering, node, field, first)
    if shape == "text":
        return first
    return _composed(shape, field, found)


def day(gathering: Gathering, node: Node, value: str) -> str | None:
    """A day as it stands; a finding and None for anything else, which no check could compare with today."""
    if is_day(value):
        return value
    hint = "a day is written as 2027-01-31"
    gathering.wrong("wrong-value", f"{quote(value)} is no day", node.subject, node.place(), hint, value)
    return None


def _composed(shape: str, field: str, found: list[tuple[Node, str, str]]) -> Any:
    """What has names after the dot."""
    inside: dict[str, list[str]] = {}
    for _, inner, value in found:
        if inner:
            inside.setdefault(inner, []).append(value)
    if shape == "flags":
        return {name: _FLAGS[values[0]] for name, values in inside.items() if values[0] in _FLAGS}
    if shape == "lists":
        return {name: tuple(sorted(set(values))) for name, values in inside.items()}
    if shape == "texts":
        return {name: values[0] for name, values in inside.items()}
    empty = _RECORDS[field]._field_defaults
    known = ((name, values) for name, values in inside.items() if name in empty)
    return {name: values[0] if empty[name] == "" else tuple(sorted(set(values))) for name, values in known}


def _data(gathering: Gathering, node: Node, field: str, value: str) -> Any:
    try:
        found = json.loads(value) if len(value) <= _LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        gathering.wrong("wrong-value", "this is no JSON of a mapping", node.subject, node.place())
        return None
    return {key: frozen(value) for key, value in (sound(found) if field == "risk" else found).items()}
