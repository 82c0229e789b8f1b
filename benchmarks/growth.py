"""How the time of each reader grows with the text: own examples, their elements over and over with ids of their own."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measure import ratios
from benchmarks.readers import read_whole, seconds
from benchmarks.row import Bench, Row, at_most
from checker.core.source import Source
from checker.documents.parse import parse

ROOT = Path(__file__).resolve().parent.parent
INPUTS = ROOT / "tests/inputs"
EXAMPLES = {
    "native": ROOT / "tests/models/shop.yaml",
    "threagile": INPUTS / "threagile/rental.yaml",
    "otm": INPUTS / "otm/kiosk.otm.yaml",
    "open-threat-model": INPUTS / "open_threat_model/clinic.otm.yaml",
    "threat-dragon": INPUTS / "threat_dragon/clinic.json",
    "tm-bom": INPUTS / "tm_bom/clinic.json",
    "cyclonedx": INPUTS / "cyclonedx/parcels.json",
    "ms-tmt": INPUTS / "ms_tmt/shop.tm7",
    "archimate": INPUTS / "archimate/shop.xml",
    "threat-composer": INPUTS / "threat_composer/photos.tc.json",
    "pytm": INPUTS / "pytm/clinic.json",
    "threatcl": INPUTS / "threatcl/complete.hcl",
}
LEAST, TIMES = 100_000, 4
"""Characters of the short text at least, and how much longer the long one is."""
GOAL = 1.5
"""Times the seconds a character: n log n and noise pass, a loop over all for each does not."""
NATIVE = 2
"""Times the seconds a character of a native model: who keeps a model in a format of another tool notices no more."""

_IDS = ("id", "uuid", "bom-ref", "symbolic_name", "name")
_NAMED = ("components", "flows", "data", "boundaries", "data_assets", "technical_assets", "trust_boundaries")
"""Mappings by id, and by title."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_BLOCKS: Mapping[str, str] = {
    ".tm7": r"<a:(KeyValueOf(?:guidanyType|stringThreat\w+))\b.*?</a:\1>",
    ".xml": r"<(element|relationship) [^>]*/>|<(element|relationship) .*?</\2>",
    ".hcl": r"(?m)^  (?:threat|control|information_asset|third_party_dependency) .*?^  }\n",
}
_WORDS: Mapping[str, str] = {
    ".tm7": rf"{_UUID.pattern}|(?<=:Left>)\d+|(?<=(?:Source|Target|Handle)X>)\d+",
    ".xml": r'(?<=identifier=")[^"]*|(?<= source=")[^"]*|(?<= target=")[^"]*',
    ".hcl": r'(?<=^  )[^\n"]*"[^"\n]*(?=")',
}


def growth(bench: Bench) -> Iterator[Row]:
    """Seconds a character of a long text beside those of a short one, and these beside those of a native model."""
    native = _sized(EXAMPLES["native"])[0]
    for format, path in EXAMPLES.items():
        bench.step(format)
        short, long = _sized(path)
        each = ((long, 1), (short, TIMES), (native, TIMES))
        rounds = [[_a_character(source, times) for source, times in each] for _ in range(bench.rounds)]
        what = f"{format}: seconds a character of {len(long.text):,}, as times those of one of {len(short.text):,}"
        longer, shorter, natively = zip(*rounds, strict=True)
        yield at_most("growth of a reader", what, ratios(longer, shorter), GOAL)
        if format != "native":
            what = f"{format}: seconds a character of {len(short.text):,}, as times those of a native model"
            yield at_most("as fast as natively", what, ratios(shorter, natively), NATIVE)


def _sized(path: Path) -> tuple[Source, Source]:
    """A short and a long text."""
    once = next(n for n in range(1, 10_000) if len(grown(path, n)) >= LEAST)
    return Source(path.name, grown(path, once)), Source(path.name, grown(path, once * TIMES))


def grown(path: Path, times: int) -> str:
    """The text of an example with all of its elements so many times."""
    text = path.read_text(encoding="utf-8")
    if path.suffix in _BLOCKS:
        word = re.compile(_WORDS[path.suffix])
        return re.sub(_BLOCKS[path.suffix], lambda block: _blocks(block[0], word, times), text, flags=re.DOTALL)
    data = parse(Source(path.name, text)).data
    names = set(_names(data))
    many = _many(data, [partial(_renamed, names, number) for number in range(times)])
    dump: Callable[..., str] = yaml.dump
    return json.dumps(many, indent=1) if path.suffix == ".json" else dump(many, Dumper=yaml.CSafeDumper)


def _blocks(block: str, word: re.Pattern[str], times: int) -> str:
    return "".join(word.sub(partial(_renamed_word, number), block) for number in range(times))


def _renamed_word(number: int, found: re.Match[str]) -> str:
    return _name(found[0], number)


def _names(value: Any) -> Iterator[str]:
    """What elements are called by."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _IDS and isinstance(inner, str) and not inner.startswith("threatgate:"):
                yield inner
            elif key in _NAMED and isinstance(inner, dict):
                yield from inner
            yield from _names(inner)
    for inner in value if isinstance(value, list) else ():
        yield from _names(inner)


def _many(value: Any, makers: list[Callable[[Any], Any]]) -> Any:
    """A text with the outermost lists of mappings, and mappings by id, made longer."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            found[key] = [make(item) for make in makers for item in inner]
        elif key in _NAMED and isinstance(inner, dict):
            found[key] = {make(id): make(body) for make in makers for id, body in inner.items()}
        else:
            found[key] = _many(inner, makers)
    return found


def _renamed(names: set[str], number: int, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(names, number, inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(names, number, inner) for inner in value]
    return _name(value, number) if isinstance(value, str) and value in names else value


def _name(name: str, number: int) -> str:
    """A name for one copy, the first keeps its own; or a place in a drawing, where each copy has one of its own."""
    if not number:
        return name
    if name.isdecimal():
        return str(int(name) + 10_000 * number)
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name} {number}")) if _UUID.fullmatch(name) else f"{name}-{number}"


def _a_character(source: Source, times: int) -> float:
    return seconds(partial(read_whole, source), times) / len(source.text)
