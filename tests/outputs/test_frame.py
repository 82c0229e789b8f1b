"""The caret stands under the region whatever the line holds."""

from __future__ import annotations

from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.location import Location
from checker.outputs.frame import display_width, frame, lines_of, source_line


def region(line: str, token: str) -> Location:
    column = line.index(token) + 1
    return Location("x", 1, column, 1, column + len(token))


@pytest.mark.parametrize(
    ("line", "token", "shown", "marks"),
    [
        ("a: none", "none", "a: none", "   ^^^^"),
        ("\ta: none", "none", "    a: none", "       ^^^^"),
        ("ab\tnone", "none", "ab  none", "    ^^^^"),
        ("日本: none", "none", "日本: none", "      ^^^^"),
        ("x: 日本", "日本", "x: 日本", "   ^^^^"),
        ("e\u0301: none", "none", "e\u0301: none", "   ^^^^"),
        ("\u202ex: none", "none", "\\u202ex: none", "         ^^^^"),
        ("\x1b[0m none", "none", "\\x1b[0m none", "        ^^^^"),
        ("😀 none", "none", "😀 none", "   ^^^^"),
    ],
)
def test_caret_is_under_the_token(line: str, token: str, shown: str, marks: str) -> None:
    assert frame(line, region(line, token), 100) == (shown, marks)


def test_empty_region_gets_one_caret() -> None:
    assert frame("abc", Location("x", 1, 2, 1, 2), 80) == ("abc", " ^")


def test_region_at_the_end_of_the_line_gets_one_caret() -> None:
    assert frame("abc", Location("x", 1, 4, 1, 4), 80) == ("abc", "   ^")


def test_region_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert frame("abc def", Location("x", 1, 5, 3, 2), 80) == ("abc def", "    ^^^")


def test_long_line_is_cut_on_both_sides_of_the_region() -> None:
    line = "x" * 200 + "TOKEN" + "y" * 200
    shown, marks = frame(line, region(line, "TOKEN"), 60)
    assert shown.startswith("…x")
    assert shown.endswith("y…")
    assert (len(shown), shown.index("TOKEN"), len(marks.rstrip())) == (60, marks.index("^"), marks.index("^") + 5)


def test_one_line_of_megabytes_is_no_burden() -> None:
    line = "{" + "a" * 5_000_000 + "TOKEN" + "b" * 5_000_000
    shown, marks = frame(line, region(line, "TOKEN"), 100)
    assert shown[marks.index("^") :].startswith("TOKEN")


@given(st.text(max_size=80), st.integers(1, 100), st.integers(0, 100), st.integers(20, 120))
def test_frame_fits_whatever_the_line_and_the_region(line: str, column: int, length: int, width: int) -> None:
    shown, marks = frame(line, Location("x", 1, column, 1, column + length), width)
    spacing = [char for char in shown if category(char) not in ("Mn", "Me")]
    assert sum(2 if east_asian_width(char) in "WF" else 1 for char in spacing) <= width
    assert 1 <= len(marks) <= width
    assert set(marks) <= {" ", "^"}


def test_lines_end_as_git_counts_them() -> None:
    lines = lines_of({"x": "a\r\nb\u2028c\x85d\re\nf"})
    assert lines("x") == ("a", "b\u2028c\x85d\re", "f")
    assert source_line(lines, Location("x", 3, 1)) == "f"
    assert source_line(lines, Location("x", 4, 1)) is None
    assert source_line(lines, Location("other", 1, 1)) is None


def test_width_counts_wide_and_combining_characters() -> None:
    assert display_width("日本") == 4
    assert display_width("e\u0301") == 1
