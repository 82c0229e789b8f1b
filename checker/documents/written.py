"""Plain data as YAML for people, which reads back as just this data: by our reader, and by others of YAML 1.2.

A mapping or list stands on one line where it fits there, else each of its entries has a line. Texts of several lines
are block texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

WIDTH = 118

_PLAIN = re.compile(
    r"[A-Za-z](?:[A-Za-z0-9_/.*@'-]|:(?=[A-Za-z0-9]))*(?: (?:[A-Za-z0-9_/.()*@'-]|:(?=[A-Za-z0-9]))+)*"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}"
)
"""Texts that need no quotes in any place; there are others."""
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
"""Words that some YAML reader takes for something else than text."""
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def yaml_lines(data: Any, indent: int = 0) -> Iterator[str]:
    """The lines of a mapping or a list that is not empty, none of it on the line before."""
    margin = " " * indent
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _entry(f"{margin}{_key(key)}:", value, indent)
    else:
        for value in data:
            yield from _item(margin, value, indent)


def scalar(value: Any) -> str:
    """One value: a text in quotes where it needs them, a number, true, false or null."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if not isinstance(value, str):
        return repr(value)
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return '"' + "".join(map(_escaped, value)).replace("##[", "#\\x23[") + '"'


def flow(data: Any) -> str:
    """Any data on one line."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{_key(key)}: {flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(flow, data)) + "]"
    return scalar(data)


def _key(key: str) -> str:
    """A key. ``on`` has no quotes: the format has it in many places, and only readers of YAML 1.1 take it for true."""
    return key if key == "on" else scalar(key)


def _entry(lead: str, value: Any, indent: int) -> Iterator[str]:
    if not isinstance(value, dict | list):
        yield from _text(lead, value, indent) if _is_block(value) else (f"{lead} {scalar(value)}",)
        return
    if not value or (_is_small(value) and len(lead) + 1 + len(flow(value)) <= WIDTH):
        yield f"{lead} {flow(value)}"
    elif isinstance(value, list) and not any(isinstance(one, dict | list) for one in value):
        yield from _wrapped(lead, value, indent)
    else:
        yield lead
        yield from yaml_lines(value, indent + 2)


def _item(margin: str, value: Any, indent: int) -> Iterator[str]:
    if not isinstance(value, dict | list) or not value or (_is_small(value) and len(flow(value)) + indent <= WIDTH - 2):
        yield f"{margin}- {flow(value)}"
        return
    for number, line in enumerate(yaml_lines(value, indent + 2)):
        yield line if number else f"{margin}- {line[indent + 2 :]}"


def _wrapped(lead: str, values: list[Any], indent: int) -> Iterator[str]:
    """A list of single values over several lines."""
    line, margin = f"{lead} [", " " * (indent + 2)
    for number, value in enumerate(values):
        piece = scalar(value) + ("]" if number == len(values) - 1 else ",")
        if len(line) + len(piece) + 1 > WIDTH and line.strip():
            yield line
            line = margin + piece
        else:
            line += piece if line.endswith("[") else f" {piece}"
    yield line


def _text(lead: str, text: str, indent: int) -> Iterator[str]:
    yield f"{lead} |-"
    yield from (f"{' ' * (indent + 2)}{line}" if line else "" for line in text.split("\n"))


def _is_block(value: Any) -> bool:
    """Whether a text has several lines that a block keeps, and none that a CI system would take for a command."""
    if not isinstance(value, str) or "\n" not in value or "##[" in value or "::" in value:
        return False
    lines = value.split("\n")
    plain = all(line.isprintable() and line == line.rstrip() for line in lines)
    return plain and bool(lines[-1]) and bool(lines[0]) and not any(line[:1].isspace() for line in lines)


def _is_small(data: Any) -> bool:
    """Whether nothing in it wants lines of its own."""
    inner = list(data.values()) if isinstance(data, dict) else data
    return not any(_is_block(one) or (isinstance(one, dict | list) and not _is_small(one)) for one in inner)


def _escaped(c: str) -> str:
    if c in _SHORT:
        return _SHORT[c]
    if c.isprintable() and c != "\ufeff":
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
