"""What is wrong with single values: keys and words that Threagile does not know, what is missing, what is of no use.

``Finding.model`` is left empty. A finding ``model/wrong-type`` where a mapping is needed leaves no model (``unsound``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.documents.document import Document, Path
from checker.documents.words import listing, quote
from checker.inputs.problems import closest
from checker.inputs.threagile.elements import technologies, word
from checker.inputs.threagile.parts import Entry, Place, declared, entries, first
from checker.inputs.threagile.structure import Outline
from checker.inputs.threagile.words import (
    ASSET,
    BOUNDARY,
    CATEGORY,
    DATA,
    LINK,
    RISK,
    RUNTIME,
    TOP,
    TRACKING,
    Key,
    Keys,
)
from checker.inputs.values import FALSE, TRUE, text

MAPPINGS = ("technical_assets", "data_assets", "trust_boundaries", "shared_runtimes", "risk_tracking")
"""The sections that are mappings of mappings."""

_ID = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
"""What Threagile allows in an id."""

SUGGESTIONS = 100
"""How many wrong words of one model are compared with the known ones; comparing costs up to a millisecond each."""

Body = Mapping[str, Any]
Budget = Iterator[int]

_OWN = ("x-", ".", "_")
"""Starts of top-level keys that authors use for anchors of their own; Threagile passes over them, and so do we."""


def subjects(outline: Outline) -> Iterator[tuple[Ref, Entry, Keys]]:
    """Every entry with the element that it is about and the keys that it may have."""
    yield from ((Ref("component", asset.id), asset, ASSET) for asset in outline.assets)
    yield from ((Ref("data", entry.id), entry, DATA) for entry in outline.data)
    yield from ((Ref("boundary", boundary.id), boundary, BOUNDARY) for boundary in outline.boundaries)
    yield from ((Ref("flow", link.id), link.entry, LINK) for link in outline.links)
    yield from ((Ref("model", "", f"shared_runtimes.{entry.id}"), entry, RUNTIME) for entry in outline.runtimes)
    yield from ((Ref("model", "", f"risk_categories.{entry.id}"), entry, CATEGORY) for entry in outline.categories)
    yield from ((Ref("threat", risk.id), risk.entry, RISK) for risk in outline.risks)
    yield from ((Ref("threat", entry.id), entry, TRACKING) for entry in outline.tracking)


def suggestion(word: str, known: Iterable[str], budget: Budget) -> str:
    """The known word that was probably meant, or ``""``; also where the budget is used up."""
    return closest(word, known) if next(budget, -1) >= 0 else ""


def unsound(documents: tuple[Document, ...]) -> Iterator[Finding]:
    """A finding for each place that needs a mapping and holds something else."""
    for document in documents:
        if not isinstance(document.data, dict):
            message = "a Threagile model, or a part of one, is a mapping of sections"
            yield Finding("model/wrong-type", "", message, Ref("model"), document.locate(()))
            continue
        for section in MAPPINGS:
            yield from _mappings(Place(document, (section,)), document.data.get(section), section)
    for entry in entries(documents, "technical_assets", declared):
        place = Place(entry.place.document, (*entry.place.path, "communication_links"))
        name = f"communication_links of {quote(entry.title)}"
        yield from _mappings(place, entry.body.get("communication_links"), name)


def values(outline: Outline) -> Iterator[Finding]:
    """A finding for each key and value that is wrong, in every entry and at the top of each file."""
    budget = iter(range(SUGGESTIONS))
    for subject, entry, keys in subjects(outline):
        yield from _entry(subject, entry.place, entry.body, keys, budget)
    for document in outline.documents:
        yield from _unknown_keys(Ref("model"), Place(document), document.data, TOP, budget)
        yield from _wrong_values(Ref("model"), Place(document), document.data, TOP, budget)
    for key, spec in TOP.items():
        if spec.required and first(outline.documents, key)[0] is None:
            yield _missing(Ref("model"), Place(outline.documents[0]), key)


def _mappings(place: Place, value: Any, name: str) -> Iterator[Finding]:
    if value is None:
        return
    if not isinstance(value, dict):
        yield _wrong_type(Ref("model"), place, "a mapping by title", name)
        return
    for title, body in value.items():
        if body is not None and not isinstance(body, dict):
            inner = Place(place.document, (*place.path, title))
            yield _wrong_type(Ref("model"), inner, "a mapping", f"{name}: {quote(title)}")


def _entry(subject: Ref, place: Place, body: Body, keys: Keys, budget: Budget) -> Iterator[Finding]:
    yield from _unknown_keys(subject, place, body, keys, budget)
    yield from _wrong_values(subject, place, body, keys, budget)
    for key, spec in keys.items():
        if spec.required and not text(body.get(key)) and not isinstance(body.get(key), dict | list):
            yield _missing(subject, place, key)
    id = text(body.get("id")) if "id" in keys else ""
    if keys is ASSET and not technologies(body):
        yield _missing(subject, place, "technology")
    if not _ID.issuperset(id):
        message = f"the id {quote(id)} holds more than letters, digits and hyphens"
        yield Finding("model/wrong-value", "", message, _field(subject, "id"), place.at("id"))


def _unknown_keys(subject: Ref, place: Place, body: Body, keys: Keys, budget: Budget) -> Iterator[Finding]:
    for key, value in body.items():
        if key in keys or (keys is TOP and key.startswith(_OWN)):
            continue
        near = suggestion(key, [known for known in keys if known[0] == key[:1].lower()], budget)
        hint = (
            f"did you mean {quote(near)}?"
            if near
            else "Threagile passes over it: remove it, or put it where it belongs"
        )
        if subject.kind == "model" and keys is TOP and ("@" in key or (isinstance(value, dict) and "status" in value)):
            hint = "it looks like an entry of risk_tracking: indent it below that key"
        message = f"{quote(key)} is not a key that Threagile knows here"
        at = place.at(key, key=True)
        yield Finding("model/unknown-key", "", message, subject, at, discriminator=key, hint=hint)


def _wrong_values(subject: Ref, place: Place, body: Body, keys: Keys, budget: Budget) -> Iterator[Finding]:
    for key, value in body.items():
        spec = keys.get(key)
        if spec is None or value is None or (value.__class__ is str and (spec.shape == "text" or value in spec.words)):
            continue
        expected = _expected(spec, value)
        if expected:
            yield _wrong_type(_field(subject, key), Place(place.document, (*place.path, key)), expected, key)
        elif spec.shape in ("word", "words"):
            listed = isinstance(value, list)
            for index, item in enumerate(value if listed else (value,)):
                if word(item) and word(item) not in spec.words:
                    path = (key, index) if listed else (key,)
                    yield _wrong_word(_field(subject, key), place, path, word(item), spec, budget)


def _expected(spec: Key, value: Any) -> str:
    """What should be there, in words, if the value is of another type; else ``""``."""
    scalar = isinstance(value, str | int | float)
    if spec.shape in ("text", "word"):
        return "" if scalar else "one text"
    if spec.shape == "number":
        return "" if scalar and text(value).replace(".", "", 1).removeprefix("-").isdecimal() else "a number"
    if spec.shape == "flag":
        known = isinstance(value, bool) or (isinstance(value, str) and value.lower() in TRUE[:-1] + FALSE[:-1])
        return "" if known else "true or false"
    if spec.shape in ("list", "words"):
        return (
            ""
            if isinstance(value, list) and all(isinstance(i, str | int | float) for i in value)
            else "a list of texts"
        )
    return "" if spec.shape == "any" or isinstance(value, dict) else "a mapping"


def _wrong_word(subject: Ref, place: Place, path: Path, written: str, spec: Key, budget: Budget) -> Finding:
    near = suggestion(written.lower(), spec.words, budget)
    hint = f"did you mean {quote(near)}?" if near else f"one of: {listing(spec.words)}"
    message = f"{path[0]}: {quote(written)} is not a word that Threagile knows here"
    at = place.at(*path)
    return Finding("model/wrong-value", "", message, subject, at, discriminator=written, hint=hint)


def _wrong_type(subject: Ref, place: Place, expected: str, name: str) -> Finding:
    return Finding("model/wrong-type", "", f"{name} should be {expected}", subject, place.at(), discriminator=name)


def _missing(subject: Ref, place: Place, key: str) -> Finding:
    at = place.at(key, key=True) if subject.kind != "model" or subject.field else place.at()
    message = f"{quote(key)} is missing"
    hint = "its schema asks for it" if key == "title" else "Threagile refuses a model without it"
    return Finding("model/missing-key", "", message, subject, at, discriminator=key, hint=hint)


def _field(subject: Ref, key: str) -> Ref:
    return subject._replace(field=f"{subject.field}.{key}" if subject.field else key)
