"""The deck of PLOT4ai (``deck.json``): a list of categories, each with its cards.

Cards have no ids. Ours is the category and the place in it, which holds for one commit; the site's is ``h`` and the
first 12 hexadecimal digits of SHA-256 over the first category of the card, ``_`` and its question, so that it shows
when a question has changed. The question itself is not kept: it is under CC BY-SA 4.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from checker.knowledge.foreign.part import Part
from checker.knowledge.foreign.shape import stated
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import library

_PROTECTS = {"c": "confidentiality", "i": "integrity", "a": "availability"}


def recognises(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and all(isinstance(one, dict) and "cards" in one for one in data)


def read(whole: Part) -> Library:
    """The library, without an edition: the deck has none. Raises InputError."""
    usual = library("plot4ai")
    if usual is None:
        raise AssertionError("PLOT4ai ships")
    groups = [whole.at(index) for index in range(len(whole.value))]
    slugs = {group.need("category").text(): _slug(group, usual) for group in groups}
    entries = [entry for group in groups for entry in _group(group, slugs)]
    source = "PLOT4ai/plot4ai-library, deck.json; Isabel Barberá"
    known = {entry.id: entry for entry in entries}
    return usual.holding(known)._replace(edition="", editions=(), date="", source=source)


def _slug(group: Part, usual: Library) -> str:
    """The id of a category: that which it has in the shipped deck, else the first word of its name."""
    name = group.need("category").text()
    known = {entry.name: entry.id for entry in usual.of_kind("category")}
    first = "".join(c for c in name.lower().split()[0] if c.isascii() and c.isalnum())
    return known.get(name) or first or group.need("category").fail("a name in letters is expected here")


def _group(group: Part, slugs: dict[str, str]) -> Iterator[Entry]:
    name = group.need("category").text()
    number = group.need("id").value
    if isinstance(number, bool) or not isinstance(number, int):
        group.need("id").fail("a number is expected here")
    yield Entry(slugs[name], name, "category", facts={"number": (str(number),)})
    for place, card in enumerate(group.items("cards"), 1):
        yield _card(card, place, slugs[name], slugs)


def _card(card: Part, place: int, category: str, slugs: dict[str, str]) -> Entry:
    categories = card.words("categories")
    question = card.need("question").value
    if not isinstance(question, str) or not categories:
        card.fail("a card has a question and at least one category")
    others = (f"plot4ai:{slugs[one]}" for one in categories if one in slugs and slugs[one] != category)
    facts = {
        "ai-types": card.words("aitypes"),
        "phases": card.words("phases"),
        "protects": tuple(_PROTECTS.get(word, word) for word in card.words("cia")),
        "risk-if": (card.word("threatif"),),
        "roles": card.words("roles"),
    }
    return Entry(
        f"{category}-{place:02}",
        card.need("label").text(),
        "card",
        parent=category,
        also_known=(f"h{sha256(f'{categories[0]}_{question}'.encode()).hexdigest()[:12]}",),
        relations=stated({"related": tuple(others)}),
        facts=stated(facts),
    )
