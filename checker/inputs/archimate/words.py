"""Words of the properties that say something of security, and those that say nothing that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from checker.architecture.names import slug, stated_id, stated_kind
from checker.architecture.value import Relation, Thing
from checker.core.model import CLASSIFICATIONS, TRUST
from checker.documents.words import quote
from checker.knowledge.vocabulary import component_type

_CLOSED = {"boundary": ("trust", "tm.trust", TRUST), "data": ("classification", "tm.data_class", CLASSIFICATIONS)}
_KINDS = ("process", "store", "external", "boundary")


class Unknown(NamedTuple):
    """A word that says nothing: of which field and property, and what to do. ``code`` is that of the finding."""

    field: str
    property: str
    message: str
    hint: str
    code: str = "unknown-word"


def unknown(kind: str, part: Thing | Relation, guess: Callable[[str, str], str]) -> Iterator[Unknown]:
    """What is not known of what a thing or relationship says, that is an element of a kind. ``guess`` answers for a
    word and a vocabulary with the id that was probably meant."""
    said = part.properties
    if said.get("tm.id") and not stated_id(part):
        hint = "an id has lower-case letters, digits, dots and hyphens, 128 at most"
        yield Unknown("id", "tm.id", f"tm.id is {quote(said['tm.id'])}, which can be no id", hint, "wrong-value")
    if kind == "component":
        yield from _of_component(part, said, guess)
    elif kind in _CLOSED:
        field, property, words = _CLOSED[kind]
        word = said.get(property, "")
        if word and word.lower() not in words:
            yield _unknown(field, property, word, f"known: {', '.join(words)}")


def _of_component(
    part: Thing | Relation, said: Mapping[str, str], guess: Callable[[str, str], str]
) -> Iterator[Unknown]:
    for property in ("tm.type", "tm.ai_kind"):
        word = said.get(property, "")
        if word and not component_type(slug(word)):
            near = guess(slug(word), "component_types")
            yield _unknown("type", property, word, f"did you mean {quote(near)}?" if near else "")
    word = said.get("dfd.kind", "")
    if word and isinstance(part, Thing) and not stated_kind(part):
        yield _unknown("type", "dfd.kind", word, f"known: {', '.join(_KINDS)}")


def _unknown(field: str, property: str, word: str, hint: str) -> Unknown:
    return Unknown(field, property, f"{property} is {quote(word)}, a word that is not known", hint)
