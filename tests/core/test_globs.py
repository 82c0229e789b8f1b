"""Patterns of paths."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.globs import matches


@pytest.mark.parametrize(
    ("glob", "fits", "not_"),
    [
        ("a/*.yaml", ["a/x.yaml", "a/.yaml"], ["a/b/x.yaml", "x.yaml", "a/x.yml"]),
        ("a/**", ["a/x", "a/b/x", "a"], ["b/x", "ab"]),
        ("**/x.yaml", ["x.yaml", "a/x.yaml", "a/b/x.yaml"], ["a/x.yaml/b", "ax.yaml"]),
        ("a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["a/b", "z", "a/zz"]),
        ("?.y", ["a.y"], ["ab.y", ".y", "/.y"]),
        ("a+(b)[c].y", ["a+(b)[c].y"], ["aab.y", "a+(b)c.y"]),
        ("*", ["a", ""], ["a/b"]),
        ("**", ["a", "a/b/c"], []),
        ("A", ["A"], ["a"]),
        ("*a*b", ["ab", "xaxb", "aab", "abab"], ["ba", "a", "abx"]),
    ],
)
def test_glob(glob: str, fits: list[str], not_: list[str]) -> None:
    assert [path for path in fits if not matches(glob, path)] == []
    assert [path for path in not_ if matches(glob, path)] == []


def _regex(glob: str) -> re.Pattern[str]:
    folders = (
        ".*" if name == "**" else re.escape(name).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
        for name in glob.split("/")
    )
    return re.compile("/".join(folders))


@given(st.text("ab*?", max_size=6), st.text("ab", max_size=6))
def test_one_name_is_matched_as_a_regular_expression_would(glob: str, name: str) -> None:
    if "**" not in glob:
        assert matches(glob, name) == bool(_regex(glob).fullmatch(name))


def test_no_pattern_is_slow() -> None:
    """A backtracking matcher would not end."""
    assert not matches("*a" * 200 + "b", "a" * 2000)
    assert not matches("/".join(["**", "a"] * 100) + "/b", "/".join(["a"] * 400))
