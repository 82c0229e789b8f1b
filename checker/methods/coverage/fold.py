"""Items folded by concept: many ids, few questions. One threat that cites the named ids answers all of a theme.

An id opens a theme where none yet means it. The most telling libraries come first, so that what is asked is a technique
and not a letter; an id that means the threat of a theme by itself goes there, before one that means it among others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.knowledge.applicability import NEEDS, Concept
from checker.knowledge.lookup import entry, library
from checker.methods.coverage.answers import concepts_of, usual
from checker.methods.coverage.cover import Item

_TELLING = ("atlas", "owasp-agentic", "owasp-llm", "owasp-ml", "nist-aml", "cwe", "stride", "linddun", "mit")
"""Libraries, those first whose entries say most of what happens."""


class Theme(NamedTuple):
    """One question: what an answer to it is called, and the items that it answers."""

    concept: str
    """The id of a concept, or ``""`` for an item that no concept of the others covers."""
    title: str
    cite: tuple[str, ...]
    """References of the items that a threat has to cite so that all of them are answered."""
    items: tuple[Item, ...]
    """The one that opened it first: open ones, then those that are a must, before others."""

    @property
    def need(self) -> str:
        """``must`` if any item of it is one."""
        return "must" if any(item.need == "must" for item in self.items) else "should"


class _Open(NamedTuple):
    concept: Concept | None
    items: list[Item]


def fold(items: Iterable[Item]) -> tuple[Theme, ...]:
    """The items of one element as few themes, each item in one of them. The fewest possible are not promised."""
    themes: list[_Open] = []
    for item in sorted(items, key=_rank):
        reference = usual(item.reference)
        theme = _meaning(themes, reference)
        if theme is None:
            theme = _Open(next((one for one in concepts_of(reference) if reference in one.narrow), None), [])
            themes.append(theme)
        theme.items.append(item)
    return tuple(map(_theme, themes))


def _rank(item: Item) -> tuple[bool, int, int]:
    return bool(item.answer), NEEDS.index(item.need), _TELLING.index(item.framework)


def _meaning(themes: Iterable[_Open], reference: str) -> _Open | None:
    """The theme that a reference means: by itself, among others, or by its letter."""
    known = [(one, one.concept) for one in themes if one.concept]
    ways = (
        (one for one, concept in known if reference in concept.narrow),
        (one for one, concept in known if reference in concept.broad),
        (one for one, concept in known if reference in concept.counts),
    )
    return next((one for way in ways for one in way), None)


def _theme(found: _Open) -> Theme:
    concept, items = found
    if concept is None:
        return Theme("", title_of(items[0].reference), (items[0].reference,), tuple(items))
    cite = tuple(item.reference for item in items if usual(item.reference) in concept.narrow)
    return Theme(concept.id, concept.title, cite, tuple(items))


def title_of(reference: str) -> str:
    """What a reference is called by its library; the reference where that does not know it."""
    known = entry(reference)
    found = library(reference.partition(":")[0])
    return (found.full_name(known) if found else known.name) if known else reference
