"""What is said of any element of pytm: the attributes that have no field here, what is assumed, and enumerations."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from checker.core.location import Location
from checker.core.system import Properties
from checker.documents.document import Path
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.pytm.words import DEFAULTS, DEFAULTS_OF, ENUMERATIONS, UNSAID
from checker.inputs.values import text


def enumeration(value: Any) -> str:
    """A word of an enumeration, with or without its name before it: ``Classification.SECRET``, ``SECRET``."""
    word = text(value)
    head, dot, rest = word.partition(".")
    return rest if dot and head in ENUMERATIONS else word


def stated(node: Node, key: str) -> bool:
    """Whether an attribute is said to be true, or a control: those were attributes before pytm 1.3."""
    return "true" in (text(node.value.get(key)).lower(), control(node, key).lower())


def control(node: Node, key: str) -> str:
    """What is said under ``controls``, or beside it as before pytm 1.3."""
    inside = node.value.get("controls")
    return (text(inside.get(key)) if isinstance(inside, dict) else "") or text(node.value.get(key))


def steps(node: Node, key: str) -> Path:
    """Where an attribute or control is said, from the element on."""
    inside = node.value.get("controls")
    return ("controls", key) if key not in node.value and isinstance(inside, dict) and key in inside else (key,)


def placed(node: Node, **fields: str | Path) -> At:
    """Where the fields of an element are: under the key or the steps given for one, else under the field's own name.
    The element itself, and what is not written, is where its name is. Properties may be said under ``controls``."""

    def at(field: str) -> Location:
        head, _, rest = field.partition(".")
        way = _property(node, rest) if head == "properties" else fields.get(head, head)
        way = (way,) if isinstance(way, str) else way
        return node.place(*way) if way[0] in node.value else node.place("name")

    return at


def _property(node: Node, name: str) -> Path:
    return ("assumptions",) if name.startswith("assumption.") else steps(node, name)


def properties(node: Node, known: Container[str], of: str = "") -> Properties:
    """Attributes and controls that are not ``known``, each under its own name, but for those that say no more than the
    tool takes for granted; and what is assumed. ``of`` is the class of the element."""
    found: dict[str, str] = {}
    taken = {**DEFAULTS, **DEFAULTS_OF.get(of, {})}
    for part in (node, node.mapping("controls", "control")):
        for key, value in part.value.items():
            if isinstance(value, list | dict) or value is None:
                continue
            part.plain(key)
            word = enumeration(value)
            if key not in known and (word != taken[key] if key in taken else word not in UNSAID):
                found[key] = word
    if files := ", ".join(sorted(node.texts("sourceFiles"))):
        found["sourceFiles"] = files
    return tuple(sorted((found | assumptions(node)).items()))


def assumptions(node: Node) -> dict[str, str]:
    """What is assumed, by name: the ids of the threats that it excludes, or ``true``. A dump has the names alone."""
    found = {}
    for item in node.get("assumptions"):
        if isinstance(item.value, dict):
            found[f"assumption.{item.text('name')}"] = ", ".join(sorted(item.texts("exclude"))) or "true"
        elif name := text(item.value):
            found[f"assumption.{name}"] = "true"
        elif item.value is not None:
            item.mistyped("a text or a mapping")
    return found


def chosen(gathering: Gathering, node: Node, key: str, words: Mapping[str, str]) -> str:
    """What the word of an enumeration is here; a finding for one that it does not have."""
    word = enumeration(node.plain(key))
    if word not in words:
        hint = f"it takes one of {', '.join(filter(None, words))}"
        subject = node.subject._replace(field=key)
        gathering.wrong("wrong-value", f"{quote(word)} is no {key} of pytm", subject, node.place(key), hint)
    return words.get(word, "")
