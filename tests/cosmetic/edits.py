"""Edits of a model that change no meaning, each made from a seed: of its data first, then of how that is written.

An edit is a set of ways and a seed. ``KINDS`` names the ways in words; any of them go together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from copy import deepcopy
from posixpath import dirname, join, normpath, relpath
from random import Random
from typing import Any, NamedTuple

from checker.core.source import Source
from checker.documents.parse import parse
from tests.cosmetic import native, threagile
from tests.cosmetic.writer import Writer, as_json

KINDS = {
    "order": "order of keys, and of lists that are sets",
    "layout": "comments, blanks, indentation and folding",
    "quotes": "quotes, escapes and block scalars",
    "anchors": "anchors, aliases and merge keys",
    "styles": "block and flow style, explicit keys, tags, document markers",
    "ends": "line ends, byte order mark, end of the file",
    "defaults": "defaults written out or left out, empty sections",
    "spelling": "other spellings of known words",
    "words": "names, titles, descriptions, owners, tags, rationales and notes",
    "reviews": "reviews beside the model or in it, order of what they cover",
    "split": "split into includes, and joined again",
    "move": "another folder and file name",
    "json": "JSON for YAML, and back",
}
"""Way -> what it is, in words."""

NATIVE_ONLY = ("move", "json")
"""A Threagile model has no id but its path, and is known by the names of YAML files."""

_FOLDERS = ("", "docs/", "a/b.c/", "threat model/")
_PARTS = ("parts/one.yaml", "two.yml", "parts/deep/three.json", "FOUR.yaml", "five parts.yaml")


class Subject(NamedTuple):
    """A model to edit, fully reviewed: its files as somebody wrote them, and what they say."""

    name: str
    path: str
    files: dict[str, bytes]
    data: dict[str, Any]
    reviews: list[dict[str, Any]]

    @property
    def native(self) -> bool:
        return "threatgate" in self.data


class Edited(NamedTuple):
    """The same model after an edit."""

    path: str
    files: dict[str, bytes]


def subject(name: str, path: str, files: dict[str, bytes]) -> Subject:
    """The subject that a main file and its reviews make."""
    data, beside = (parse(Source(name, files[name].decode("utf-8"))).data for name in (path, sidecar(path)))
    return Subject(name, path, files, data, beside["reviews"])


def sidecar(path: str) -> str:
    """The reviews file beside a model."""
    return f"{path.rpartition('.')[0]}.reviews.yaml"


def edit(of: Subject, ways: Collection[str], seed: int, done: Counter[str] | None = None) -> Edited:
    """The files of an edited model; ``done`` counts what was done to them."""
    random = Random(seed)
    done = Counter() if done is None else done
    form = native if of.native else threagile
    data, beside = deepcopy(of.data), deepcopy(of.reviews)
    if "words" in ways:
        form.reword(data, beside, random, done)
    if "spelling" in ways:
        form.respell(data, random, done)
    if "defaults" in ways:
        form.spell_out(data, random, done)
    if "reviews" in ways:
        beside = _moved_reviews(of.native, data, beside, random, done)
    path = _path(of, ways, random, done)
    documents = {path: data}
    if "split" in ways:
        documents = dict(_split(form, path, data, random, done))
    if beside or random.random() < 0.5:
        documents[sidecar(path)] = {"threatgate": 1, "reviews": beside}
    if "order" in ways:
        documents = {name: shuffled(one, (), random, done) for name, one in documents.items()}
    return Edited(path, {name: _written(name, one, ways, random, done) for name, one in documents.items()})


def _written(path: str, data: dict[str, Any], ways: Collection[str], random: Random, done: Counter[str]) -> bytes:
    if path.endswith(".json"):
        done["json: a file"] += 1
        return as_json(data, random)
    return Writer(random, ways, done, number_at=_is_number).document(data)


def _is_number(path: tuple[Any, ...]) -> bool:
    """Whether a whole number there may have a point: in the version of the format it would be odd."""
    return path[0] in ("threats", "attack_trees", "methods")


def _path(of: Subject, ways: Collection[str], random: Random, done: Counter[str]) -> str:
    folder, _, name = of.path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    if "json" in ways:
        ending = "json"
    if "move" in ways:
        folder = random.choice(_FOLDERS)
        stem = random.choice((stem, f"other.{stem}"))
        ending = random.choice(("yml", "yaml")) if ending != "json" else ending
        done["move: another path"] += join(folder, f"{stem}.{ending}") != of.path
    return join(folder, f"{stem}.{ending}")


def _moved_reviews(
    inside: bool, data: dict[str, Any], beside: list[dict[str, Any]], random: Random, done: Counter[str]
) -> list[dict[str, Any]]:
    """The reviews that stay beside the model. The model's come first, so that a cut keeps their order."""
    for review in (*(data.get("reviews") or ()), *beside):
        for key in ("covers", "removed"):
            if key in review:
                review[key] = shuffled(review[key], (), random, done)
                done["reviews: what one covers in another order"] += 1
    if not inside:
        return beside
    every = [*(data.get("reviews") or ()), *beside]
    cut = random.randint(0, len(every))
    done[f"reviews: {('none', 'some', 'all')[(cut > 0) + (cut == len(every))]} in the model"] += 1
    data["reviews"] = every[:cut]
    if not cut and random.random() < 0.5:
        del data["reviews"]
    return every[cut:]


def shuffled(value: Any, path: tuple[Any, ...], random: Random, done: Counter[str]) -> Any:
    """Mappings in another order, and lists that are sets: those of scalars, but for includes, intervals and trees."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        done["order: a mapping"] += keys != list(value)
        return {key: shuffled(value[key], (*path, key), random, done) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, (*path, index), random, done) for index, item in enumerate(value)]
        ordered = not path or path[-1] in ("include", "includes", "steps", "ci") or path[0] == "attack_trees"
        if not ordered and not any(isinstance(item, dict | list) for item in items):
            random.shuffle(items)
            done["order: a list that is a set"] += items != value
        return items
    return value


def _split(
    form: Any, path: str, data: dict[str, Any], random: Random, done: Counter[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The main file and its parts, some of which include others."""
    names = random.sample(_PARTS, random.randint(1, len(_PARTS)))
    if path.endswith(".json"):
        names = [name for name in names if name.endswith(".json")] or ["parts/deep/three.json"]
    places = [path, *(normpath(join(dirname(path), name)) for name in names)]
    documents: list[dict[str, Any]] = [{} for _ in places]
    above = [0, *(random.randint(0, n) for n in range(len(names)))]
    for section, value in data.items():
        home = random.randrange(len(places))
        if section == form.INCLUDE:
            continue
        if section in form.SECTIONS and isinstance(value, dict):
            for id, body in value.items():
                documents[random.choice((home, home, random.randrange(len(places))))].setdefault(section, {})[id] = body
        elif section in form.LISTS and isinstance(value, list):
            cuts = sorted(random.randint(0, len(value)) for _ in places[1:]) if section == "not_applicable" else []
            for n, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(value)], strict=True)):
                if start < end:
                    documents[n if cuts else home][section] = value[start:end]
        else:
            documents[0][section] = value
    for n in reversed(range(1, len(places))):
        if documents[n]:  # a file with nothing in it is a finding
            entry = relpath(places[n], dirname(places[above[n]]) or ".")
            documents[above[n]].setdefault(form.INCLUDE, []).append(random.choice(("", "./")) + entry)
            done["split: a part"] += 1
            done["split: a part in a part"] += above[n] > 0
    yield from ((place, document) for place, document in zip(places, documents, strict=True) if document)
