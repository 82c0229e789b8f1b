"""What each keyword of a schema asks for, in words, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_NUMBER = re.compile(r"[-+]?[0-9]{1,12}(\.[0-9]{1,12})?").fullmatch
"""A text that looks like a number but is not read as one."""

_BARE = re.compile(r"[a-zA-Z][a-zA-Z0-9_.-]{0,39}").fullmatch
_SWITCHES = {
    **dict.fromkeys(("true", "yes", "on", "y"), "true"),
    **dict.fromkeys(("false", "no", "off", "n"), "false"),
}
"""Words that YAML 1.1 read as true and false, and 1.2 does not."""

TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}


def repair(value: Any, wanted: list[str]) -> str:
    """What to write instead, where that is plain."""
    if "string" in wanted and isinstance(value, bool | int | float):
        return ": put it in quotes"
    if not isinstance(value, str):
        return ""
    if "boolean" in wanted and (meant := _SWITCHES.get(value.casefold())):
        return f": write {meant}"
    if {"integer", "number"} & set(wanted) and _NUMBER(value):
        return f": write {float(value) if '.' in value else int(value)}"
    return f": write [{value}]" if "array" in wanted and _BARE(value) else ""


def says(schema: Mapping[str, Any]) -> str:
    """A pattern in words: the schema's own, if it has some."""
    return str(schema.get("x-pattern-says") or f"of the form {schema['pattern']}")


def _plural(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _at_least(number: int, word: str) -> str:
    return "must not be empty" if number == 1 else f"must have at least {_plural(number, word)}"


MUST: dict[str, Callable[[Any], str]] = {
    "minLength": lambda n: _at_least(n, "character"),
    "maxLength": lambda n: f"must have at most {_plural(n, 'character')}",
    "minItems": lambda n: _at_least(n, "item"),
    "maxItems": lambda n: f"must have at most {_plural(n, 'item')}",
    "minProperties": lambda n: _at_least(n, "key"),
    "maxProperties": lambda n: f"must have at most {_plural(n, 'key')}",
    "minimum": lambda n: f"must be at least {n}",
    "maximum": lambda n: f"must be at most {n}",
    "exclusiveMinimum": lambda n: f"must be more than {n}",
    "exclusiveMaximum": lambda n: f"must be less than {n}",
    "multipleOf": lambda n: f"must be a multiple of {n}",
}
NUMERIC = frozenset(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"))
