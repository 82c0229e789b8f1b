"""What the metadata of a threat statement or a mitigation say: pairs of a key and a value, a text or a list of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.documents.document import Path
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.references import category
from checker.inputs.threat_composer.words import SEVERITY
from checker.inputs.values import text

_OWN = ("custom:owner", "custom:ticket", "custom:response", "custom:until")
"""What the format has no place for and a review asks for; ``custom:`` is for the keys of whoever uses it."""


class Noted(NamedTuple):
    """What the metadata of a threat or mitigation say. ``own`` are the values of :data:`_OWN`; ``places`` are steps
    from the element to the value, by key."""

    refs: tuple[str, ...]
    severity: str
    comments: str
    own: Mapping[str, str]
    tags: tuple[str, ...]
    places: Mapping[str, Path]


def noted(gathering: Gathering, node: Node, what: str) -> Noted:
    """What is noted about a ``threat`` or a ``mitigation``. Keys that nothing is known of are told once."""
    refs: tuple[str, ...] = ()
    severity, comments = "", ""
    own, tags, places = dict[str, str](), [], dict[str, Path]()
    for item in node.mappings("metadata"):
        key, value = item.text("key"), item.get("value")
        places[key] = (*item.path[len(node.path) :], "value")
        if key in _OWN and (what == "threat" or key == "custom:owner"):
            own[key] = item.text("value")
        elif key.startswith("custom:"):
            tags.append(f"{key}={', '.join(item.texts('value'))}")
        elif key == "Comments":
            comments = item.text("value")
        elif key == "STRIDE" and what == "threat":
            refs = tuple(sorted(set(_categories(gathering, value))))
        elif key == "Priority" and what == "threat":
            severity = _severity(gathering, item)
        elif key:
            gathering.holds("metadata").setdefault(key, value.place)
    return Noted(refs, severity, comments, own, tuple(tags), places)


def _categories(gathering: Gathering, value: Node) -> Iterator[str]:
    for one in value if isinstance(value.value, list) else [value]:
        ref = category(text(one.value))
        if ref.startswith("stride:"):
            yield ref
        elif one.value is not None:
            subject = value.subject._replace(field="refs")
            message = f"{quote(text(one.value))} is no category of STRIDE"
            gathering.wrong("wrong-value", message, subject, one.place(), "it takes S, T, R, I, D or E")


def _severity(gathering: Gathering, item: Node) -> str:
    word = item.text("value")
    if word and word not in SEVERITY:
        subject, at = item.subject._replace(field="risk"), item.place("value")
        gathering.wrong("wrong-value", f"{quote(word)} is no priority", subject, at, "it takes High, Medium or Low")
    return SEVERITY.get(word, "")
