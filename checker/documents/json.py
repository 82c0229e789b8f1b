"""JSON (RFC 8259) to data, with the scanner of the standard library; places are scanned for when something asks.

Strict: no NaN or Infinity, no comments, no trailing comma, no half of a surrogate pair, nothing after the value. A text
that is not plainly all right is read again by :mod:`checker.documents.json_faults`, which says what is wrong with it.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Callable, Iterator
from functools import partial
from json import decoder
from math import inf
from typing import Any

from checker.core.source import Source
from checker.documents.document import Document, Lines, Marks
from checker.documents.limits import LIMITS, LONGEST_NUMBER, Limits
from checker.documents.words import has_half

_scanstring: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_Match = Callable[[str, int], re.Match[str]]
_SPACE: _Match = re.compile(r"[ \t\n\r]*").match  # type: ignore[assignment]  # matches anywhere
_COLON: _Match = re.compile(r"[ \t\n\r]*:[ \t\n\r]*").match  # type: ignore[assignment]
_COMMA: _Match = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*").match  # type: ignore[assignment]
_HALF = re.compile(r"\\u[dD][89a-fA-F]").search


def read(source: Source, limits: Limits = LIMITS) -> Document:
    """The document of a JSON text. Raises InputError where it passes a limit."""
    text = source.text
    try:
        data = _data(text, limits)
    except (ValueError, RecursionError):
        from checker.documents.json_faults import read as read_with_faults  # most texts have none

        return read_with_faults(source, limits)
    start = _SPACE(text, 0).end()
    end = start + 1 if isinstance(data, list | dict) else len(text.rstrip(" \t\n\r"))
    marks = Marks(array("I"), {}, (start, end), partial(_entries, text))
    return Document(source, data, (), marks, Lines(source.path, text))


def _data(text: str, limits: Limits) -> Any:
    """The data of a text with nothing odd in it. Raises ValueError, RecursionError."""
    if len(text) > limits.nodes < sum(map(text.count, ",:[{")) + 1:
        raise ValueError("there may be too many keys and values")
    data = _DECODER.decode(text)
    if _is_deeper(data, limits.depth):
        raise ValueError("too deep")
    if not text.isascii() and has_half(text):
        raise ValueError("half of a character")
    if _HALF(text) and has_half(json.dumps(data, ensure_ascii=False)):
        raise ValueError("half of a character, escaped")
    return data


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a key is there twice")
    return mapping


def _number(make: Callable[[str], float], word: str) -> float:
    if len(word) > LONGEST_NUMBER or (number := make(word)) in (inf, -inf):
        raise ValueError("too big")
    return number


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_mapping,
    parse_int=partial(_number, int),
    parse_float=partial(_number, float),
    parse_constant=_refuse,
)


def _is_deeper(data: Any, depth: int) -> bool:
    """Whether more lists and mappings are inside each other."""
    level = [data] if isinstance(data, list | dict) else []
    while level and depth:
        depth -= 1
        level = [
            value
            for outer in level
            for value in (outer.values() if outer.__class__ is dict else outer)
            if value.__class__ is dict or value.__class__ is list
        ]
    return bool(level)


def _entries(text: str, at: int) -> Iterator[int]:
    """The pairs of the entries of the list or mapping that starts at an index, as :class:`Marks` has them.

    Its text is scanned once more, token by token in the same order: what an entry says plays no part. To ask for the
    places of everything costs as many scans as the text is deep.
    """
    in_mapping = text[at] == "{"
    closer = "}" if in_mapping else "]"
    at = _SPACE(text, at + 1).end()
    while text[at] != closer:
        if in_mapping:
            end = _scanstring(text, at + 1, True)[1]
            yield at
            yield end
            at = _COLON(text, end).end()
        end = _scan(text, at)[1]
        yield at
        yield at + 1 if text[at] in "[{" else end
        at = _COMMA(text, end).end()
