"""Markdown: which lines are headings, where they are, and what bounds a text."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.markdown import MAX_CHARACTERS, MAX_HEADINGS, front_matter, parts, plain, without_comments


def headings(text: str, skip: int = 0) -> list[tuple[int, str, int]]:
    return [(part.level, part.title, part.location.line) for part in parts(Source("card.md", text), skip)]


def test_both_kinds_of_headings_count_and_fences_quotes_and_lists_do_not() -> None:
    fenced = "```\n# no\n```\n\n~~~sh\n# no\n~~~\n"
    text = f"One\n===\n\n{fenced}\n    # no\n\n> # no\n\n- # no\n\nTwo\n---\n\n### Three ###\n#no\n"
    assert headings(text) == [(0, "", 1), (1, "One", 1), (2, "Two", 18), (3, "Three", 21)]


def test_a_part_has_the_text_down_to_the_next_heading_without_comments() -> None:
    found = parts(Source("card.md", "before\n# A\none <!-- two\nthree --> four\n## B\nfive\n"))
    assert [(part.title, part.text) for part in found] == [("", "before"), ("A", "one  four"), ("B", "five")]


def test_lines_are_counted_as_in_git_whatever_ends_them() -> None:
    assert headings("a\r\n\r\n# B\r\ntext\rstill\r\n## C\r\n")[1:] == [(1, "B", 3), (2, "C", 5)]


def test_the_place_of_a_heading_is_its_line() -> None:
    part = parts(Source("card.md", "x\n\n## Uses\n"))[1]
    assert str(part.location) == "card.md:3:1"
    assert part.location.end_column == len("## Uses") + 1


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\na: 1\n---\n# B\n", 3),
        ("---\r\na: 1\r\n---\r\n", 3),
        ("# B\n---\n", 0),
        ("---\nnever closed\n", 0),
        ("", 0),
    ],
)
def test_front_matter_is_between_two_lines_at_the_start(text: str, lines: int) -> None:
    assert front_matter(text) == lines


def test_front_matter_is_skipped_and_lines_stay() -> None:
    assert headings("---\n# no\n---\n# B\n", 3) == [(0, "", 4), (1, "B", 4)]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("**Uses** of `it`", "Uses of it"),
        ("[Uses](http://x) ![i](y)", "Uses i"),
        ("a   b", "a b"),
        ("[" * 400, "[" * 300),
    ],
)
def test_a_title_is_without_markup(written: str, title: str) -> None:
    assert plain(written) == title


def test_an_open_comment_hides_the_rest() -> None:
    assert without_comments("a<!--b-->c<!--d") == "ac"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a" * (MAX_CHARACTERS + 1), "characters of Markdown"),
        ("# a\n" * (MAX_HEADINGS + 1), "headings, the limit"),
        ("a\n=\n" * (2 * MAX_HEADINGS + 1), "headings, the limit"),
    ],
)
def test_a_text_over_a_limit_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parts(Source("card.md", text))


@pytest.mark.parametrize("bit", ["[", "](", "![a](", "<!--", "> ", "- ", "`", "*a", "_", "1. ", "<a ", "&#", "|", "\\"])
def test_hostile_texts_are_read(bit: str) -> None:
    assert parts(Source("card.md", bit * (100_000 // len(bit))))
