"""What a schema engine found, in a person's words: from the keyword that failed, its schema and the data there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from checker.core.finding import Related
from checker.documents.document import Document, Path, Problem
from checker.documents.limits import LIMITS
from checker.documents.naming import at, but_not, inside, name, shown, written
from checker.documents.violation import Violation, matches
from checker.documents.wording import MUST, NUMERIC, TYPES, repair, says
from checker.documents.words import listing, nearest, quote


def problems(violations: Iterable[Violation], document: Document) -> tuple[Problem, ...]:
    """The problems, each once, by place; and no more than the limit allows."""
    each = (problem for violation in violations for problem in _explained(violation, document))
    found = dict.fromkeys(islice(each, LIMITS.problems))
    listed = sorted(found, key=lambda problem: (problem.location, problem.code, problem.message))
    if next(each, None):
        message = f"these are the first {len(listed):,} problems: the rest is listed when they are solved"
        listed.append(listed[-1]._replace(message=message, related=()))
    return tuple(listed)


def _explained(violation: Violation, document: Document) -> Iterator[Problem]:
    """The problems of one violation: never none."""
    explain = _key if violation.of_key else _EXPLAIN.get(violation.keyword, _other)
    explained = explain(violation, document)
    first = next(explained, None)
    if first is None:
        yield from _other(violation, document)
        return
    yield first
    yield from explained


def _key(violation: Violation, document: Document) -> Iterator[Problem]:
    """A key that propertyNames does not allow."""
    *path, key = violation.path
    if violation.keyword == "enum":
        yield _unknown(str(key), tuple(path), violation.schema["enum"], document)
        return
    where = inside(document.data, tuple(path))
    if violation.keyword == "pattern":
        must = f"must be {says(violation.schema)}"
    else:
        must = MUST.get(violation.keyword, lambda _: "is not allowed")(violation.schema.get(violation.keyword))
    message = f"the key {quote(str(key))} {where} {must}"
    yield Problem("wrong-value", message, document.locate(violation.path, key=True), violation.path)


def _additional_properties(violation: Violation, document: Document) -> Iterator[Problem]:
    mapping = at(document.data, violation.path)
    known = list(violation.schema.get("properties", ()))
    patterns = list(violation.schema.get("patternProperties", ()))
    for key in mapping:
        if key not in known and not any(matches(pattern, key) for pattern in patterns):
            yield _unknown(key, violation.path, known, document)


def _unknown(key: str, path: Path, known: list[str], document: Document) -> Problem:
    mapping = at(document.data, path)
    free = [name for name in known if name not in mapping]
    message = f"unknown key {quote(key)} {inside(document.data, path)}"
    if meant := nearest(key, free):
        message += f"; did you mean {quote(meant)}?"
    elif free:
        message += f"; it could have {listing(free)}"
    return Problem("unknown-key", message, document.locate((*path, key), key=True), (*path, key))


def _required(violation: Violation, document: Document) -> Iterator[Problem]:
    yield from _missing(violation.schema["required"], violation, document)


def _dependent_required(violation: Violation, document: Document) -> Iterator[Problem]:
    mapping = at(document.data, violation.path)
    for key, wanted in violation.schema["dependentRequired"].items():
        if key in mapping:
            yield from _missing(wanted, violation, document, f"; it goes with {quote(key)}")


def _missing(wanted: Iterable[str], violation: Violation, document: Document, why: str = "") -> Iterator[Problem]:
    """The keys that are not there. Where an unknown key is close to one, that is what the person has to change."""
    path = violation.path
    mapping = at(document.data, path)
    known = violation.schema.get("properties", ())
    unknown = [key for key in islice(mapping, LIMITS.problems) if key not in known] if known else []
    where = inside(document.data, path)
    for key in wanted:
        if key in mapping:
            continue
        message = f"{quote(key)} is missing {where}{why}"
        related: tuple[Related, ...] = ()
        if meant := nearest(key, unknown):
            place = document.locate((*path, meant), key=True)
            message += f"; is it {quote(meant)} on line {place.line}?"
            related = (Related(place, f"{quote(meant)} may be meant to be {quote(key)}"),)
        yield Problem("missing-key", message, document.locate((*path, key)), (*path, key), related)


def _type(violation: Violation, document: Document) -> Iterator[Problem]:
    wanted = violation.schema["type"]
    yield _wrong_type([wanted] if isinstance(wanted, str) else wanted, violation.path, document)


def _wrong_type(types: Iterable[str], path: Path, document: Document) -> Problem:
    value = at(document.data, path)
    wanted = list(dict.fromkeys(types))
    message = f"{name(document.data, path)} must be {listing([TYPES[name] for name in wanted])}{but_not(value)}"
    message += repair(value, wanted)
    return Problem("wrong-type", message, document.locate(path), path)


def _enum(violation: Violation, document: Document) -> Iterator[Problem]:
    keyword = violation.keyword
    allowed = violation.schema["enum"] if keyword == "enum" else [violation.schema["const"]]
    yield _not_one_of(allowed, violation.path, document)


def _not_one_of(allowed: Iterable[Any], path: Path, document: Document) -> Problem:
    value = at(document.data, path)
    words = list(dict.fromkeys(written(item) for item in allowed))
    message = f"{name(document.data, path)} must be {listing(words)}{but_not(value)}"
    if isinstance(value, str):
        if value in words:
            message += ": write it without quotes"
        elif meant := nearest(value, words):
            message += f"; did you mean {quote(meant)}?"
    code = "wrong-type" if isinstance(value, list | dict) else "wrong-value"
    return Problem(code, message, document.locate(path), path)


def _pattern(violation: Violation, document: Document) -> Iterator[Problem]:
    path = violation.path
    message = f"{name(document.data, path)} must be {says(violation.schema)}{but_not(at(document.data, path))}"
    yield Problem("wrong-value", message, document.locate(path), path)


def _bound(violation: Violation, document: Document) -> Iterator[Problem]:
    path = violation.path
    message = f"{name(document.data, path)} {MUST[violation.keyword](violation.schema[violation.keyword])}"
    if violation.keyword in NUMERIC:
        message += but_not(at(document.data, path))
    yield Problem("wrong-value", message, document.locate(path), path)


def _unique_items(violation: Violation, document: Document) -> Iterator[Problem]:
    """Each item that came before. True and 1 are different values in JSON; 1 and 1.0 are the same."""
    path = violation.path
    seen: dict[str, int] = {}
    for index, item in enumerate(at(document.data, path)):
        first = seen.setdefault(_canonical(item), index)
        if first != index:
            before = document.locate((*path, first))
            message = f"{name(document.data, path)} has {shown(item)} twice: remove one of them"
            related = (Related(before, "it is first written here"),)
            yield Problem("wrong-value", message, document.locate((*path, index)), (*path, index), related)


def _alternatives(violation: Violation, document: Document) -> Iterator[Problem]:
    """What the alternative that comes closest misses: right type, then right fixed words, then fewest faults."""
    path = violation.path
    if not violation.branches:
        yield from _other(violation, document)
        return
    closest = min(violation.branches, key=lambda branch: _distance(branch, path))
    kinds = [fault for branch in violation.branches for fault in branch if fault.path == path]
    if all(any(fault.path == path and fault.keyword == "type" for fault in b) for b in violation.branches):
        yield _wrong_type(_types(kinds), path, document)
    elif all(
        any(fault.path == path and fault.keyword in ("type", "enum", "const") for fault in b)
        for b in violation.branches
    ):
        yield _not_one_of(_words(kinds), path, document)
    else:
        for fault in closest:
            yield from _explained(fault, document)


def _distance(branch: tuple[Violation, ...], path: Path) -> tuple[int, int, int]:
    wrong_type = any(fault.path == path and fault.keyword in ("type", "enum", "const") for fault in branch)
    wrong_word = sum(fault.keyword in ("enum", "const") for fault in branch)
    return wrong_type, wrong_word, len(branch)


def _types(faults: Iterable[Violation]) -> Iterator[str]:
    for fault in faults:
        if fault.keyword == "type":
            wanted = fault.schema["type"]
            yield from [wanted] if isinstance(wanted, str) else wanted


def _words(faults: Iterable[Violation]) -> Iterator[Any]:
    for fault in faults:
        if fault.keyword in ("enum", "const"):
            yield from fault.schema["enum"] if fault.keyword == "enum" else [fault.schema["const"]]


def _other(violation: Violation, document: Document) -> Iterator[Problem]:
    """``not``, and any keyword without words of its own."""
    path = violation.path
    if violation.schema == {"not": {}} and path and isinstance(path[-1], str):
        message = f"the key {quote(path[-1])} is not allowed {inside(document.data, path[:-1])}"
        yield Problem("unknown-key", message, document.locate(path, key=True), path)
        return
    yield Problem("wrong-value", f"{name(document.data, path)} is not allowed here", document.locate(path), path)


def _canonical(item: Any) -> str:
    if isinstance(item, float) and item.is_integer():
        item = int(item)
    return json.dumps(item, sort_keys=True)


_EXPLAIN: dict[str, Callable[[Violation, Document], Iterator[Problem]]] = {
    "additionalProperties": _additional_properties,
    "required": _required,
    "dependentRequired": _dependent_required,
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    "uniqueItems": _unique_items,
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    **dict.fromkeys(MUST, _bound),
}
