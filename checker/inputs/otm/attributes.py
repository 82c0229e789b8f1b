"""The free attributes of an element: those that are fields of ours by their name, all others properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.location import Location
from checker.documents.words import quote, some
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.values import FALSE, TRUE, is_day, text, texts
from checker.knowledge.otm import (
    CLOSED,
    DAY,
    FIELDS,
    FLAG,
    FLAGS,
    LITERAL,
    MAPPING,
    TEXTS,
    UNSTATED,
    VOCABULARIES,
    field_of,
)
from checker.knowledge.vocabulary import canonical, ids

Steps = tuple[str | int, ...]

_SECTIONS = ("attributes", "properties")
"""Early versions of StartLeft wrote the latter."""


class Attributes(NamedTuple):
    """``fields`` are ours, by name, those that say something; ``places`` the steps to each from the element."""

    fields: Mapping[str, Any]
    properties: Mapping[str, str]
    unstated: frozenset[str]
    places: Mapping[str, Steps]

    def text(self, field: str) -> str:
        """A field that is a text, or empty."""
        return str(self.fields.get(field, ""))

    def texts(self, field: str) -> tuple[str, ...]:
        """A field that is a list, sorted."""
        return tuple(sorted(self.fields.get(field, ())))

    def pairs(self, field: str) -> tuple[tuple[str, Any], ...]:
        """A field that is a mapping, as sorted pairs."""
        return tuple(sorted(frozen(self.fields.get(field, {}))))

    def at(self, node: Node, **fields: str | Steps) -> At:
        """Where the fields of an element are, in attributes or besides (see :meth:`Node.at`)."""
        beside = node.at(**fields)

        def find(field: str) -> Location:
            head = field if field.startswith("properties.") else field.partition(".")[0]
            return node.place(*self.places[head]) if head in self.places else beside(field)

        return find


def attributes(gathering: Gathering, node: Node, kind: str, name: str = "") -> Attributes:
    """The attributes of an element. One called Name that repeats its name is passed over: tools copy it there."""
    fields: dict[str, Any] = {}
    properties: dict[str, str] = {}
    places: dict[str, Steps] = {}
    unstated: tuple[str, ...] = ()
    for section in _SECTIONS:
        for key, value in node.mapping(section).value.items():
            field = field_of(key)
            steps: Steps = (section, key)
            if key == UNSTATED:
                unstated = texts(value)
            elif (
                field in FIELDS[kind]
                and field not in places
                and _fits(value, FIELDS[kind][field])
                and _ends(value, field)
            ):
                word = _value(gathering, node, kind, field, value, steps)
                if word is None:
                    properties[key] = text(value)
                    places[f"properties.{key}"] = steps
                else:
                    fields[field], places[field] = word, steps
            elif not (key.lower() == "name" and text(value) == name):
                for inner, said, more in _scalars(gathering, node, key, value, steps):
                    properties[inner], places[f"properties.{inner}"] = said, more
    return Attributes(fields, properties, frozenset(unstated), places)


def frozen(value: Any) -> Any:
    """Data as a model holds it: sorted pairs for a mapping, tuples for lists."""
    if isinstance(value, dict):
        return tuple(sorted((key, frozen(item)) for key, item in value.items()))
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def _fits(value: Any, shape: str) -> bool:
    if shape == TEXTS:
        return isinstance(value, str) or (
            isinstance(value, list) and not any(isinstance(v, list | dict) for v in value)
        )
    if shape in (FLAGS, MAPPING):
        return isinstance(value, dict) and (shape == MAPPING or all(isinstance(v, bool) for v in value.values()))
    if shape == DAY:
        return is_day(text(value))
    if shape == FLAG:
        return isinstance(value, bool) or text(value).lower() in (*TRUE, *FALSE)
    return not isinstance(value, list | dict)


def _ends(value: Any, field: str) -> bool:
    """Whether an acceptance that has an end has it on a day: else it is none."""
    until = value.get("until") if field == "accepted" else None
    return until in (None, "") or is_day(text(until))


def _value(gathering: Gathering, node: Node, kind: str, field: str, value: Any, steps: Steps) -> Any:
    """The value of a field; None where it is none of the words that the field takes."""
    shape = FIELDS[kind][field]
    if shape == TEXTS:
        return texts(value)
    if shape == FLAG:
        return value is True or text(value).lower() in TRUE
    if shape in (FLAGS, MAPPING):
        return value
    word = canonical(text(value), VOCABULARIES[kind, field]) if (kind, field) in VOCABULARIES else text(value)
    known = _words(kind, field)
    if not known or not word or word.lower() in known:
        return word.lower() if known else word
    message = f"{quote(word)} is no {field} known here: it is kept as a property"
    subject, hint = node.subject._replace(field=field), f"known are {some(known, 12)}"
    gathering.wrong("unknown-word", message, subject, node.place(*steps), hint, field)
    return None


def _words(kind: str, field: str) -> tuple[str, ...]:
    """The only words that a field takes; none where any word will do."""
    return ids("component_types") if field == "type" else CLOSED.get((kind, field), ())


def _scalars(gathering: Gathering, node: Node, key: str, value: Any, steps: Steps) -> Iterator[tuple[str, str, Steps]]:
    """The texts of a free attribute: itself, a list in one text, or those of a mapping one by one."""
    key = key.removeprefix(LITERAL)
    items = value.items() if isinstance(value, dict) else ((None, value),)
    for inner, item in items:
        deep = item if isinstance(item, list) else item.values() if isinstance(item, dict) else ()
        if (isinstance(item, dict) and item) or any(isinstance(one, list | dict) for one in deep):
            gathering.not_mapped("attributes inside of attributes", node.place(*steps))
            continue
        said = ", ".join(sorted(texts(item))) if isinstance(item, list) else text(item)
        if said:
            yield (key, said, steps) if inner is None else (f"{key}.{inner}", said, (*steps, inner))
