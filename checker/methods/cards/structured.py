"""Cards that are data: JSON of the Model Card Toolkit, components of a CycloneDX bill of materials, plain YAML.

Which key answers which section is data as well (``checker/knowledge/card_formats.json``).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from checker.core.errors import InputError
from checker.documents.document import Document, Path
from checker.documents.markdown import MAX_HEADINGS, Part
from checker.documents.words import listing, quote
from checker.knowledge.card_profiles import formats
from checker.methods.cards.card import Card, Facts, Stated, words

_TITLE = 300
"""Characters of a key that are looked at."""

_LEVELS = 2
"""How deep the keys of YAML are taken for headings."""

_SEARCHED = 5_000
"""How many components of a bill of materials are looked at."""


def from_json(document: Document, component: str) -> Card:
    """The card of a JSON text that is a mapping. Raises InputError where it is none of a known format."""
    if document.data.get("bomFormat") == "CycloneDX":
        return _card(document, "cyclonedx", _component(document, component))
    if "model_details" in document.data:
        return _card(document, "model-card-toolkit", ())
    raise InputError(
        "this JSON is no card: it has neither 'model_details' (Model Card Toolkit) nor 'bomFormat' (CycloneDX)",
        document.locate(()),
    )


def from_yaml(document: Document) -> Card:
    """The card of a YAML text that is a mapping: its keys are the headings."""
    text = words(document.data)  # first, as it is bounded
    found = tuple(islice(_keys(document, document.data, (), 1), MAX_HEADINGS))
    version = next((one for part in found if _ends_in(part, "version") for one in _of(part)), None)
    return Card(document.source.path, "yaml", found, text, Facts(version), document.problems)


def _ends_in(part: Part, word: str) -> bool:
    """Whether a key ends in a word: ``Model_version``."""
    return part.title.casefold().replace("_", " ").split()[-1:] == [word]


def _of(part: Part) -> Iterator[Stated]:
    if part.text and "\n" not in part.text:
        yield Stated(part.text, part.location)


def _keys(document: Document, data: Any, path: Path, level: int) -> Iterator[Part]:
    for key, value in data.items() if isinstance(data, dict) else ():
        nested = isinstance(value, dict) and level < _LEVELS
        text = "" if nested else words(value).strip()
        yield Part(level, key[:_TITLE], text, document.locate((*path, key), key=True))
        if nested:
            yield from _keys(document, value, (*path, key), level + 1)


def _component(document: Document, name: str) -> Path:
    """Where the component with a model card is: the one of that name, else the only one. Raises InputError."""
    listed = document.data.get("components")
    main = document.data.get("metadata")
    at: list[Path] = [("components", n) for n in range(min(len(listed), _SEARCHED))] if isinstance(listed, list) else []
    if isinstance(main, dict) and "component" in main:
        at.insert(0, ("metadata", "component"))
    cards = [path for path in at if isinstance(found := _value(document.data, path), dict) and "modelCard" in found]
    named = [path for path in cards if name and str(_value(document.data, path).get("name", "")) == name]
    if len(named or cards) == 1:
        return (named or cards)[0]
    if not cards:
        raise InputError(
            "no component of this bill of materials has a 'modelCard'", document.locate(("components",), True)
        )
    names = [quote(str(_value(document.data, path).get("name", ""))) for path in cards]
    raise InputError(
        f"which model card of this bill of materials is meant? It has those of {listing(names)}",
        document.locate(cards[0]),
        "write its 'name' as 'model.name' in the threat model",
    )


def _card(document: Document, format: str, base: Path) -> Card:
    keys = formats()[format]
    facts = Facts(
        version=next(_stated(document, base, keys["version"]), None),
        base_models=tuple(_stated(document, base, keys["base_models"])),
        datasets=tuple(_stated(document, base, keys["datasets"])),
        licence=next(_stated(document, base, keys["licence"]), None),
    )
    found = tuple(_part(document, base, title, paths) for title, paths in keys["parts"])
    return Card(document.source.path, format, found, words(_value(document.data, base)), facts, document.problems)


def _part(document: Document, base: Path, title: str, paths: list[str]) -> Part:
    held = [path for written in paths for path in _paths(document.data, base, written)]
    text = "\n".join(filter(None, (words(_value(document.data, path)).strip() for path in held)))
    return Part(1 if held else 0, title, text, document.locate(held[0] if held else base, key=True))


def _stated(document: Document, base: Path, paths: list[str]) -> Iterator[Stated]:
    for written in paths:
        for path in _paths(document.data, base, written):
            value = _value(document.data, path)
            if isinstance(value, str | int | float) and str(value).strip():
                yield Stated(str(value).strip(), document.locate(path))


def _paths(data: Any, base: Path, written: str) -> list[Path]:
    """Where ``a.b[].c`` leads to: each item of a list of its own; nothing where a step is missing."""
    found = [base]
    for step in written.split("."):
        key = step.removesuffix("[]")
        found = [(*path, key) for path in found if isinstance(here := _value(data, path), dict) and key in here]
        if step.endswith("[]"):
            lists = [(path, _value(data, path)) for path in found]
            found = [(*path, n) for path, items in lists if isinstance(items, list) for n in range(len(items))]
    return found


def _value(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data
