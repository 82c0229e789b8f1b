"""What a plain scalar means: YAML 1.2 core, and nothing is altered by being read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.documents.scalars import plain, tagged


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null(text: str) -> None:
    assert plain(text) is None


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("TRUE", True), ("false", False)])
def test_truth(text: str, value: bool) -> None:
    assert plain(text) is value


@pytest.mark.parametrize("text", ["no", "NO", "yes", "on", "Off", "y", "n", "tRUE", "nULL"])
def test_words_that_only_yaml_1_1_reads_as_truth_stay_text(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("12", 12), ("-3", -3), ("9" * 18, 10**18 - 1)])
def test_whole_numbers(text: str, value: int) -> None:
    assert plain(text) == value
    assert type(plain(text)) is int


@pytest.mark.parametrize(("text", "value"), [("1.5", 1.5), ("-0.25", -0.25), ("7.0", 7.0), ("1e+16", 1e16)])
def test_numbers_with_a_fraction(text: str, value: float) -> None:
    assert plain(text) == value
    assert type(plain(text)) is float


@pytest.mark.parametrize(
    "text",
    [
        *("012", "00", "-0", "+1", "0x1F", "0o14", "0b11", "1_000", "1:30", "12:30:45", "2025-01-02", "2026-13-45"),
        *("1e3", "12e4567", "1.10", "1.", ".5", ".inf", "-.INF", ".nan", "1.2.3", "1.5 ", "1e", "1-2"),
        *("9" * 19, "9" * 5000, "1" + "0" * 400, "٣", "-", "--", "="),
    ],
)
def test_what_a_number_would_not_print_back_stays_text(text: str) -> None:
    assert plain(text) == text


@given(st.text(alphabet="0123456789+-.eExob_:", max_size=40))
def test_a_number_prints_back_the_text_it_was_read_from(text: str) -> None:
    value = plain(text)
    if text:
        assert str(value) == text
    if isinstance(value, float):
        assert math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "tag", "value"),
    [
        ("12", "str", "12"),
        ("no", "str", "no"),
        ("12", "int", 12),
        ("1", "float", 1.0),
        ("true", "bool", True),
        ("", "null", None),
    ],
)
def test_core_tags_are_honoured(text: str, tag: str, value: object) -> None:
    found = tagged(text, f"tag:yaml.org,2002:{tag}")
    assert found == value
    assert type(found) is type(value)


def test_the_tag_that_says_nothing_makes_a_text() -> None:
    assert tagged("12", "!") == "12"


@pytest.mark.parametrize(("text", "tag"), [("x", "int"), ("true", "int"), ("1", "bool"), ("1", "null"), ("0x1", "int")])
def test_a_core_tag_must_fit_its_value(text: str, tag: str) -> None:
    with pytest.raises(ValueError, match=f"not a value of the type '!!{tag}'"):
        tagged(text, f"tag:yaml.org,2002:{tag}")


@pytest.mark.parametrize(
    "tag", ["!foo", "tag:yaml.org,2002:python/object/apply:os.system", "tag:yaml.org,2002:binary", "int"]
)
def test_any_other_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="is not allowed"):
        tagged("x", tag)
