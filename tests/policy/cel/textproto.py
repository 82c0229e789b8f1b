"""Reads the text form of protocol buffers: enough of it for the conformance cases of CEL.

A message becomes a dict from a field's name to the list of all its values; scalars stay str, bool, int or float, and
the name of an enum value stays a name.
"""

from __future__ import annotations

import re
from typing import Any

_TOKEN = re.compile(
    r"""\s*(?:\#[^\n]*\s*)*(?:
    (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<number>-?(?:0[xX][0-9a-fA-F]+|[0-9]+\.?[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?)f?)
    |(?P<name>-?[A-Za-z_][A-Za-z0-9_.]*|\[[A-Za-z0-9_./]+\])
    |(?P<sign>[{}:\[\],;<>])
    |(?P<end>\Z))""",
    re.VERBOSE,
)
_ESCAPE = re.compile(rb"\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_PLAIN = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}

Message = dict[str, list[Any]]


def read(text: str) -> Message:
    """The message that a file holds. Raises ValueError with the character where it is not one."""
    tokens, at = [], 0
    while True:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise ValueError(f"no token at character {at}: {text[at : at + 20]!r}")
        if found.lastgroup == "end":
            break
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    message, rest = _message(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"{tokens[rest]} after the end of the message")
    return message


def _message(tokens: list[tuple[str, str]], at: int) -> tuple[Message, int]:
    message: Message = {}
    while at < len(tokens) and tokens[at][1] not in ("}", ">"):
        if tokens[at][1] in (",", ";"):
            at += 1
            continue
        kind, name = tokens[at]
        if kind != "name":
            raise ValueError(f"{name!r} where a field belongs")
        at += 1
        if tokens[at][1] == ":":
            at += 1
        if tokens[at] == ("sign", "["):
            values, at = _list(tokens, at + 1)
        else:
            value, at = _value(tokens, at)
            values = [value]
        message.setdefault(name, []).extend(values)
    return message, at


def _list(tokens: list[tuple[str, str]], at: int) -> tuple[list[Any], int]:
    values = []
    while tokens[at][1] != "]":
        if tokens[at][1] == ",":
            at += 1
            continue
        value, at = _value(tokens, at)
        values.append(value)
    return values, at + 1


def _value(tokens: list[tuple[str, str]], at: int) -> tuple[Any, int]:
    kind, word = tokens[at]
    if word in ("{", "<") and kind == "sign":
        message, at = _message(tokens, at + 1)
        return message, at + 1
    if kind == "text":
        pieces = []
        while at < len(tokens) and tokens[at][0] == "text":
            pieces.append(_unescaped(tokens[at][1][1:-1]))
            at += 1
        whole = b"".join(pieces)
        return whole.decode("utf-8", "surrogateescape"), at
    if kind == "number":
        return _number(word), at + 1
    known = {"true": True, "false": False, "inf": float("inf"), "-inf": float("-inf"), "nan": float("nan")}
    return known.get(word.lower().replace("infinity", "inf"), word), at + 1


def _number(word: str) -> int | float:
    if word.lower().lstrip("-").startswith("0x"):
        return int(word, 16)
    return int(word) if word.lstrip("-").isdigit() else float(word.rstrip("f"))


def _unescaped(text: str) -> bytes:
    def character(found: re.Match[bytes]) -> bytes:
        hexadecimal, octal, short, long, plain = found.groups()
        if plain:
            return _PLAIN.get(plain, plain)
        if short or long:
            return chr(int(short or long, 16)).encode()
        return bytes([int(hexadecimal, 16) if hexadecimal else int(octal, 8)])

    return _ESCAPE.sub(character, text.encode())
