"""Text from models made harmless."""

from __future__ import annotations

import shlex
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.outputs.escape import link_free, shell, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text", "plain text"),
        ("Bücher, 日本, 😀", "Bücher, 日本, 😀"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202etxt", "\\u202etxt"),
        ("\u2066a\u2069", "\\u2066a\\u2069"),
        ("a\u200bb", "a\\u200bb"),
        ("\ufeffa", "\\ufeffa"),
        ("\U000e0041", "\\ue0041"),
        ("\ud800", "\\ud800"),
        ("::error::x", "\\x3a:error::x"),
        ("  ::error::x", "  \\x3a:error::x"),
        ("arn::aws", "arn::aws"),
        ("##[group]x", "#\\x23[group]x"),
    ],
)
def test_hidden_text_becomes_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text())
def test_visible_text_has_no_control_format_or_surrogate_character(text: str) -> None:
    categories = {unicodedata.category(char) for char in visible(text)}
    # Format characters that do not reorder or hide (Arabic number signs and the like) may stay.
    assert not {"Cc", "Cs", "Zl", "Zp"} & categories
    assert not {char for char in visible(text) if unicodedata.bidirectional(char) in BIDI}


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")))
def test_shell_word_is_read_back_as_one_word(text: str) -> None:
    assert shlex.split(shell(text)) == [text]


def test_plain_word_is_not_quoted() -> None:
    assert shell("chat-api.v2/x_y") == "chat-api.v2/x_y"


@given(st.text(alphabet="[]()ab1 \\"))
def test_no_message_holds_a_link_of_its_own(text: str) -> None:
    assert "](" not in link_free(text)
