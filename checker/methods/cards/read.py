"""A text to a card: its format is known by what it holds, JSON by its first sign and its keys, YAML by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.document import Document, Path
from checker.documents.limits import Limits
from checker.documents.markdown import Part, front_matter, parts
from checker.documents.parse import parse
from checker.methods.cards.card import Card, Facts, Stated, words

LIMITS = Limits(bytes=4_000_000, depth=40, nodes=200_000, anchors=100, aliases=1_000, expanded=20_000, problems=20)
"""For the data of one card: the front matter of the largest public ones, with all their results, is a tenth of it."""

_VERSION = re.compile(
    r"[^\w\n]{0,10}(?:(?:model|system|card)[ _-])?versions?\b[^\w\n]{0,10}v?([0-9][\w.+-]{0,60})", re.I
)
_LINES = 2_000
"""How many lines of a card are looked at for its version."""


def read_card(source: Source, component: str = "") -> Card:
    """The card in a text. ``component`` is the name of the model that a bill of materials may list among others.

    Raises InputError for a text that is no card of a known format, is over a limit or has no data where it must.
    """
    text = source.text.lstrip()
    if len(text) > LIMITS.bytes:
        raise InputError(f"{LIMITS.over('bytes')[0]} that is a card", Location(source.path), LIMITS.over("bytes")[1])
    if text.startswith("<?xml"):
        raise InputError("XML is not read as a card", Location(source.path), "give the bill of materials as JSON")
    written_in = language(source)
    if written_in == "json":
        from checker.documents.json import read
        from checker.methods.cards.structured import from_json

        return from_json(_mapping(read(source, LIMITS)), component)
    if written_in == "yaml":
        from checker.methods.cards.structured import from_yaml

        return from_yaml(_mapping(parse(source, LIMITS)))
    return _markdown(source)


def language(source: Source) -> str:
    """What the text of a card is written in: ``json``, ``yaml``, or ``markdown`` for anything else."""
    text, name = source.text.lstrip(), source.path.lower()
    if (text.startswith("{") and not text.startswith("{{")) or name.endswith(".json"):
        return "json"
    return "yaml" if name.endswith((".yaml", ".yml")) else "markdown"


def _mapping(document: Document) -> Document:
    if not isinstance(document.data, dict):
        syntax = next((one for one in document.problems if one.code == "syntax"), None)
        at = syntax.location if syntax else document.locate(())
        raise InputError(syntax.message if syntax else "it is a list or a word, so it is no card", at)
    return document


def _markdown(source: Source) -> Card:
    lines = front_matter(source.text)
    found = parts(source, lines)
    text = "\n".join(line for part in found for line in (part.title, part.text))
    version = _version(found)
    if not lines:
        return Card(source.path, "markdown", found, text, Facts(version))
    front = parse(source._replace(text="\n".join(source.text.split("\n")[: lines - 1])), LIMITS)
    if front.data is not None and not isinstance(front.data, dict):
        raise InputError("the front matter is a list or a word, not a mapping", front.locate(()))
    facts = _front(front)
    facts = facts if facts.version else facts._replace(version=version)
    return Card(source.path, "hugging-face", found, f"{text}\n{words(front.data)}", facts, front.problems)


def _front(front: Document) -> Facts:
    """What the front matter of the Hugging Face hub states. It has no key for a version, yet many write one."""
    version = (one for key in ("version", "model_version") for one in stated(front, (key,)))
    licence = next(stated(front, ("license",)), None)
    named = all(next(stated(front, (key,)), None) for key in ("license_name", "license_link"))
    return Facts(
        next(version, None),
        tuple(stated(front, ("base_model",))),
        tuple(stated(front, ("datasets",))),
        licence,
        bool(licence and licence.text.casefold() == "other" and not named),
    )


def stated(document: Document, path: Path) -> Iterator[Stated]:
    """The words at a path, which may be one or a list of them; nothing where the path leads nowhere."""
    value: Any = document.data
    for step in path:
        inside = isinstance(value, dict) if isinstance(step, str) else isinstance(value, list) and step < len(value)
        if not inside or (isinstance(step, str) and step not in value):
            return
        value = value[step]
    if isinstance(value, list):
        for at, item in enumerate(value):
            if isinstance(item, str | int | float) and str(item).strip():
                yield Stated(str(item).strip(), document.locate((*path, at)))
    elif isinstance(value, str | int | float) and str(value).strip():
        yield Stated(str(value).strip(), document.locate(path))


def _version(found: tuple[Part, ...]) -> Stated | None:
    """The first line that says ``Version: 1.2``, in prose, a list or a row of a table. The place is its heading."""
    seen = 0
    for part in found:
        for line in part.text.split("\n"):
            seen += 1
            if seen > _LINES:
                return None
            if match := _VERSION.match(line[:200]):
                return Stated(match[1].rstrip("."), part.location)
    return None
