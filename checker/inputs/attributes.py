"""The free attributes of an element: those that are fields of ours by their name, all others properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple, TypeVar

from checker.core.location import Location
from checker.core.model import Acceptance, AiModel, Component, Data, Flow
from checker.core.system import as_properties
from checker.documents.words import quote, some
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.values import FALSE, TRUE, frozen, is_day, text, texts
from checker.knowledge.attributes import (
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

_DECISION = ("owner", "rationale", "ticket")

_Element = TypeVar("_Element", Component, Flow, Data)


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

    def model(self) -> AiModel | None:
        """The machine-learning model of a component: the fields of ours that are in the mapping."""
        said = self.fields.get("model")
        if not said:
            return None
        texts = {key: text(said.get(key)) for key in AiModel._fields if key != "datasets"}
        sets = said.get("datasets")
        return AiModel(**texts, datasets=tuple(sorted(map(text, sets))) if isinstance(sets, list) else ())

    def out_of_scope(self) -> str:
        """The reason. Tools write a flag, and a reason for it beside."""
        said = self.text("out_of_scope")
        if said.lower() in ("", *FALSE):
            return ""
        reasons = {key.lower(): value for key, value in self.properties.items()}
        return reasons.get("reason for out of scope", "no reason given") if said.lower() in TRUE else said

    def personal(self) -> str:
        """As the model has it: empty for no."""
        said = self.text("personal")
        return "" if said == "false" else said

    def decision(self) -> dict[str, Any]:
        """Who decided what about a threat, and why: the fields of it that say something."""
        found: dict[str, Any] = {field: said for field in _DECISION if (said := self.text(field))}
        if accepted := dict(self.pairs("accepted")):
            found["accepted"] = Acceptance(text(accepted.get("by")), text(accepted.get("until")))
        return found

    def complete(self, element: _Element, kind: str) -> _Element:
        """An element with what it leaves open, and the properties. What it says itself counts before."""
        own: dict[str, Any] = {"model": self.model, "out_of_scope": self.out_of_scope, "personal": self.personal}
        said: dict[str, Any] = {}
        properties = dict(self.properties)
        for field in self.fields:
            shape = FIELDS[kind][field]
            read = own.get(field) or partial({TEXTS: self.texts, FLAGS: self.pairs}.get(shape, self.text), field)
            if not getattr(element, field):
                said[field] = read()
            elif shape != MAPPING:
                properties[field] = text(self.fields[field])
        facts: dict[str, str] = dict(getattr(element, "properties"))  # noqa: B009 mypy cannot tell its type here
        return element._replace(**said, properties=as_properties(properties | facts))

    def at(self, node: Node, **fields: str | Steps) -> At:
        """Where the fields of an element are, in attributes or besides (see :meth:`Node.at`)."""
        beside = node.at(**fields)

        def find(field: str) -> Location:
            head = field if field.startswith("properties.") else field.partition(".")[0]
            return node.place(*self.places[head]) if head in self.places else beside(field)

        return find


def attributes(gathering: Gathering, node: Node, kind: str, sections: Iterable[str], name: str = "") -> Attributes:
    """The attributes of an element, which are the mappings under the keys ``sections``.

    One called Name that repeats its name is passed over: tools copy it there.
    """
    fields: dict[str, Any] = {}
    properties: dict[str, str] = {}
    places: dict[str, Steps] = {}
    unstated: tuple[str, ...] = ()
    for section in sections:
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


@cache
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
