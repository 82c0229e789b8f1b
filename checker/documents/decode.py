"""Bytes to a text. The work tree, git objects, the index and standard input all pass through here."""

from __future__ import annotations

import codecs

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.limits import LIMITS, Limits

_OTHER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

_ARCHIVES = ((b"PK\x03\x04", "zip"), (b"\x1f\x8b", "gzip"))


def decode(path: str, data: bytes, revision: str = "", limits: Limits = LIMITS) -> Source:
    """The text of a file, without a byte order mark.

    Raises InputError, with the place of the first bad byte, for more bytes than the limit, for an archive, for
    anything but UTF-8 and for a NUL character (which no YAML or JSON text may hold).
    """
    if len(data) > limits.bytes:
        raise InputError(
            f"the file has {len(data):,} bytes, more than the limit of {limits.bytes:,}",
            Location(path),
            "split it into several files, one for each system",
        )
    if kind := next((name for start, name in _ARCHIVES if data.startswith(start)), ""):
        raise InputError(
            f"the file is a {kind} archive, not UTF-8 text", Location(path), "unpack it, and keep what is inside"
        )
    data = data.removeprefix(codecs.BOM_UTF8)
    if other := _other_encoding(data):
        raise InputError(f"the file is {other}, not UTF-8", Location(path), "save it as UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = _place(path, data, error.start)
        raise InputError(f"byte 0x{data[error.start]:02x} is not UTF-8", at, "save the file as UTF-8") from None
    if "\0" in text:
        at = _place(path, data, data.index(b"\0"))
        raise InputError("the file holds a NUL character, so it is not a text", at, "remove it") from None
    return Source(path, text, revision)


def _other_encoding(data: bytes) -> str:
    """The name of a Unicode encoding that the first bytes give away, or ``""``. A text starts with ASCII."""
    for mark, name in _OTHER_MARKS:
        if data.startswith(mark):
            return name
    zeros = [not byte for byte in data[:4]]
    if zeros in ([True, True, True, False], [False, True, True, True]):
        return "UTF-32"
    return "UTF-16" if zeros in ([True, False, True, False], [False, True, False, True]) else ""


def _place(path: str, data: bytes, offset: int) -> Location:
    """The character at a byte offset; everything before it is valid UTF-8."""
    start = data.rfind(b"\n", 0, offset) + 1
    line, column = data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8")) + 1
    return Location(path, line, column, line, column + 1)
