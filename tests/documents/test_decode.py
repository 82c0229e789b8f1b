"""Bytes become a text, or an error that names the byte."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.location import Location
from checker.documents.decode import decode
from checker.documents.limits import Limits


def test_a_text_is_kept_as_it_is() -> None:
    source = decode("a/b.yaml", "ä: 1\r\n".encode(), "index")
    assert source == ("a/b.yaml", "ä: 1\r\n", "index")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode("m", b"\xef\xbb\xbfa: 1").text == "a: 1"


def test_no_bytes_are_an_empty_text() -> None:
    assert decode("m", b"").text == ""


@pytest.mark.parametrize(
    ("data", "line", "column", "byte"),
    [
        (b"\xff", 1, 1, "0xff"),
        ("a: ä\nbö: ".encode() + b"\x80 x", 2, 5, "0x80"),
        (b"a\r\n\xc3(", 2, 1, "0xc3"),
        (b"\xef\xbb\xbfab\xe9", 1, 3, "0xe9"),
        (b"x: \xed\xa0\x80", 1, 4, "0xed"),
    ],
)
def test_the_first_byte_that_is_not_utf8_is_named(data: bytes, line: int, column: int, byte: str) -> None:
    with pytest.raises(InputError, match=f"byte {byte} is not UTF-8") as caught:
        decode("m.yaml", data)
    assert caught.value.at == Location("m.yaml", line, column, line, column + 1)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_unicode_encodings_are_called_by_their_name(encoding: str) -> None:
    with pytest.raises(InputError, match=rf"the file is {encoding[:6].upper()}, not UTF-8"):
        decode("m.yaml", "threatgate: 1\n".encode(encoding))


def test_a_nul_character_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match="NUL") as caught:
        decode("m.yaml", "a: é\nbb\0".encode())
    assert str(caught.value.at) == "m.yaml:2:3"


def test_too_many_bytes_are_refused_with_both_numbers() -> None:
    assert decode("m", b"x" * 1000, limits=Limits(bytes=1000)).text == "x" * 1000
    with pytest.raises(InputError, match=r"1,001 bytes.*1,000") as caught:
        decode("m", b"x" * 1001, limits=Limits(bytes=1000))
    assert caught.value.hint


@pytest.mark.parametrize(("data", "kind"), [(b"PK\x03\x04rest", "zip"), (b"\x1f\x8b\x08", "gzip")])
def test_an_archive_is_called_one(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=f"the file is a {kind} archive, not UTF-8 text") as caught:
        decode("a.tm7", data)
    assert caught.value.hint == "unpack it, and keep what is inside"
