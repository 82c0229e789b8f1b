"""What a plain YAML scalar means.

YAML 1.2.2, section 10.3 (core schema), with one rule on top: a plain scalar is a number only if that number prints
back as the same text. So ``012``, ``0x1F``, ``+1``, ``1e3``, ``1.10``, ``.inf`` and digits without end stay text:
an id, a version or a hash is never altered by being read.
"""

from __future__ import annotations

import re

from checker.documents.words import quote

Scalar = str | int | float | bool | None

WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_INT = re.compile(r"0|-?[1-9][0-9]{0,17}").fullmatch
"""Up to 18 digits: within the 64 bits that every reader of JSON holds exactly."""

_FLOAT = re.compile(r"-?[0-9]+\.[0-9]+(?:e[-+][0-9]+)?|-?[0-9]+e[-+][0-9]+").fullmatch
"""The shapes that printing a float can give."""

_STARTS = frozenset("-0123456789")


def plain(text: str) -> Scalar:
    """The value of a plain scalar."""
    if text in WORDS:
        return WORDS[text]
    if text[0] not in _STARTS:
        return text
    if _INT(text):
        return int(text)
    if len(text) < 32 and _FLOAT(text) and repr(float(text)) == text:
        return float(text)
    return text


CORE = "tag:yaml.org,2002:"

_TAGGED: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "float": (float, int),
    "bool": bool,
    "null": type(None),
}


def tagged(text: str, tag: str) -> Scalar:
    """The value of a scalar with a tag of the core schema. Raises ValueError with the reason for any other tag."""
    if tag == "!":
        return text
    name = tag.removeprefix(CORE)
    if tag == name or name not in (*_TAGGED, "str"):
        raise ValueError(_refusal(tag))
    if name == "str":
        return text
    value = plain(text)
    if not isinstance(value, _TAGGED[name]) or (isinstance(value, bool) and name != "bool"):
        raise ValueError(f"this is not a value of the type {_written(tag)}")
    return float(value) if name == "float" and isinstance(value, int) else value


def container_tag(tag: str, name: str) -> str:
    """Why a list (``seq``) or mapping (``map``) may not have a tag, or ``""``."""
    if tag in ("!", CORE + name):
        return ""
    return _refusal(tag)


def _refusal(tag: str) -> str:
    return f"the tag {_written(tag)} is not allowed: leave it out"


def _written(tag: str) -> str:
    return quote("!!" + tag.removeprefix(CORE) if tag.startswith(CORE) else tag)
