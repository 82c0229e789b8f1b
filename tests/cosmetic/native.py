"""What may be edited in a native model without changing what it means (docs/reference/digest.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from checker.knowledge.vocabulary import look_up, vocabulary
from tests.cosmetic.texts import line, prose

Body = dict[str, Any]
Make = Callable[[Random], Any]

INCLUDE = "include"
SECTIONS = ("boundaries", "data", "components", "flows", "threats", "controls", "attack_trees")
LISTS = ("not_applicable", "reviews")


def _tags(random: Random) -> list[str]:
    return list(dict.fromkeys(line(random, 40) for _ in range(random.randint(0, 3))))


_NAMED: dict[str, Make] = {"name": line, "description": prose, "tags": _tags}
_TITLED: dict[str, Make] = {"title": line, "description": prose, "tags": _tags}
FREE: dict[str, dict[str, Make]] = {
    "system": {**_NAMED, "owner": line, "card": line},
    "boundaries": _NAMED,
    "data": {**_NAMED, "retention": line},
    "components": {**_NAMED, "technology": line},
    "flows": _NAMED,
    "threats": {**_TITLED, "ticket": line},
    "controls": {**_TITLED, "owner": line},
}
"""Section -> fields that may come, go and change."""

HELD: dict[str, dict[str, Make]] = {
    "components": {"owner": line},
    "threats": {"owner": line, "rationale": prose},
    "not_applicable": {"reason": prose},
    "reviews": {"note": prose, "role": line},
}
"""Section -> fields that may change, and whose absence says something."""

OPEN = {
    "components": (("type", "component_types"), ("encryption", "encryption_at_rest")),
    "flows": (
        *(("protocol", "protocols"), ("authentication", "authentication")),
        ("encryption", "encryption_in_transit"),
    ),
    "boundaries": (("kind", "boundary_kinds"),),
}
_DEFAULTS: dict[str, Body] = {
    "system": {"ai": False, "tags": [], "name": "", "description": "", "owner": "", "conditions": {}},
    "boundaries": {"tags": [], "name": "", "description": ""},
    "data": {"personal": False, "tags": [], "name": "", "retention": ""},
    "components": {"stores": [], "processes": [], "authority": [], "paths": [], "tags": [], "technology": ""},
    "flows": {"bidirectional": False, "data": [], "tags": [], "authorization": "", "name": ""},
    "threats": {"status": "identified", "refs": [], "controls": [], "rationale": "", "risk": {}, "cause": {}},
    "controls": {"status": "planned", "evidence": [], "refs": [], "description": "", "owner": ""},
}
"""Section -> what a field says that is left out."""


def reword(data: Body, reviews: list[Body], random: Random, done: Counter[str]) -> None:
    """Other names, titles, descriptions, owners, tags, rationales and notes."""
    for section, body in (*_bodies(data), *(("reviews", review) for review in reviews)):
        for field, make in FREE.get(section, {}).items():
            if random.random() < 0.3:
                if field in body and field != "title" and random.random() < 0.3:
                    del body[field]
                else:
                    body[field] = make(random)
                done[f"words: {field} of {section}"] += 1
        for field, make in HELD.get(section, {}).items():
            if field in body and random.random() < 0.5:
                body[field] = make(random)
                done[f"words: {field} of {section}"] += 1
        if "out_of_scope" in body and random.random() < 0.5:
            body["out_of_scope"]["reason"] = prose(random)
            done["words: why out of scope"] += 1


def respell(data: Body, random: Random, done: Counter[str]) -> None:
    """Words of the vocabularies in another case, and under their other names; methods as one word or a list."""
    for section, body in _bodies(data):
        for field, name in OPEN.get(section, ()):
            known = look_up(body[field], name) if field in body else None
            if known and random.random() < 0.7:
                others = [word for word in vocabulary(name) if look_up(word, name) == known]
                word = random.choice(others)
                body[field] = random.choice((word, word.upper(), word.title()))
                done[f"spelling: {field} of {section}"] += 1
    methods = data.get("methods") or {}
    for name, said in methods.items():
        if not isinstance(said, list) and random.random() < 0.5:
            methods[name] = [said]
            done["spelling: a method as a list"] += 1
        elif isinstance(said, list):
            methods[name] = [str(item) if random.random() < 0.3 else item for item in said]
            done["spelling: a stage as a text"] += 1


def spell_out(data: Body, random: Random, done: Counter[str]) -> None:
    """Defaults where nothing stood, nothing where a default stood; sections with nothing in them."""
    for section, body in _bodies(data):
        for field, default in _DEFAULTS.get(section, {}).items():
            if field not in body and random.random() < 0.3:
                body[field] = default
                done[f"defaults: {field} of {section} written out"] += 1
            elif field in body and body[field] == default and random.random() < 0.5:
                del body[field]
                done["defaults: one left out"] += 1
    for section in (*SECTIONS, "taxonomies", "methods", *LISTS, INCLUDE):
        if section not in data and random.random() < 0.3:
            data[section] = random.choice((None, [] if section in (*LISTS, INCLUDE) else {}))
            done["defaults: an empty section"] += 1


def _bodies(data: Body) -> Iterator[tuple[str, Body]]:
    yield "system", data["system"]
    for section in SECTIONS:
        yield from ((section, body) for body in (data.get(section) or {}).values())
    for section in LISTS:
        yield from ((section, body) for body in data.get(section) or ())
