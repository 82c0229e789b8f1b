"""Entries are added to a section by one insertion: what stands there stays, and is read as before."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.entries import Entries
from checker.documents.insertion import inserted
from checker.documents.parse import parse

NEW: Entries = {"poisoned": {"title": "Data is poisoned (a)", "on": ["a"], "refs": ["stride:T", "mit:2.2"]}}
BLOCK = """\
poisoned:
  title: Data is poisoned (a)
  on: [a]
  refs: [stride:T, mit:2.2]
"""
FLOW = "poisoned: {title: Data is poisoned (a), on: [a], refs: [stride:T, mit:2.2]}"
JSON = '"poisoned": {"title": "Data is poisoned (a)", "on": ["a"], "refs": ["stride:T", "mit:2.2"]}'


def added(text: str, path: str = "m.yaml", entries: Entries = NEW) -> str:
    return inserted(parse(Source(path, text)), "threats", entries)


def block(indent: int) -> str:
    return "".join(" " * indent + line + "\n" for line in BLOCK.splitlines())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("s: 1\n", "", id="at the end"),
        pytest.param("s: 1\n# the last word\n\n", "", id="behind comments and empty lines"),
        pytest.param("s: 1\nb: |+\n  kept\n\n", "", id="behind a text that keeps its empty lines"),
        pytest.param("--- # here\ns: 1\n", "...\n", id="before the sign of the end"),
    ],
)
def test_a_section_that_is_missing_is_made_at_the_end(before: str, after: str) -> None:
    assert added(before + after) == f"{before}threats:\n{block(2)}{after}"


def test_a_last_line_without_a_break_gets_one() -> None:
    assert added("s: 1") == f"s: 1\nthreats:\n{block(2)}"


def test_a_new_section_stands_apart_where_the_others_do() -> None:
    assert added("s: 1\n\nt: 2\n") == f"s: 1\n\nt: 2\n\nthreats:\n{block(2)}"


def test_keys_at_the_root_may_be_further_in() -> None:
    text = added("  s: 1\n  t:\n    u: 2\n")
    assert text == f"  s: 1\n  t:\n    u: 2\n  threats:\n{block(4)}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("threats:\n", "s: 1\n", id="empty"),
        pytest.param("threats: # none yet\n  # one day\n", "\ns: 1\n", id="empty with comments"),
        pytest.param("threats:\n  x: {title: t}\n", "s: 1\n", id="in braces each"),
        pytest.param(
            "threats:\n  x:\n    title: t\n  # y: old\n", "\n# of s\ns: 1\n", id="before what belongs to the next"
        ),
        pytest.param('"threats":\n  x: {title: t}\n', "# top\ns: 1\n", id="key in quotes"),
        pytest.param("threats: &t\n  x: {title: t}\n", "s: 1\n", id="anchor"),
        pytest.param("a: &a\n  p: {title: q}\nthreats:\n  <<: *a\n  x: {title: t}\n", "s: 1\n", id="merged"),
        pytest.param("threats:\n  x: {title: t,\non: [b]}\n", "s: 1\n", id="a line that is not indented"),
        pytest.param(
            "threats:\n  x:\n    title: |\n      t\n      # a text\n", "s: 1\n", id="a sign of comments in a text"
        ),
        pytest.param("threats:\n  x:\n    title: |+\n      t\n\n", "s: 1\n", id="empty lines of a text"),
    ],
)
def test_a_section_grows_at_its_end(before: str, after: str) -> None:
    assert added(before + after) == before + block(2) + after


def test_the_layout_of_a_section_is_kept() -> None:
    before = "threats:\n    x:\n       title: t\n       on:\n         - q\n\n    y: {title: u}\n"
    after = (
        "\n    poisoned:\n       title: Data is poisoned (a)\n       on:\n         - a\n"
        "       refs:\n         - stride:T\n         - mit:2.2\n"
    )
    assert added(f"{before}\ns: 1\n") == f"{before}{after}\ns: 1\n"


def test_an_empty_section_is_laid_out_as_the_others_are() -> None:
    assert (
        added("threats:\ns:\n    t: 1\n")
        == "threats:\n"
        + ("    poisoned:\n        title: Data is poisoned (a)\n        on: [a]\n        refs: [stride:T, mit:2.2]\n")
        + "s:\n    t: 1\n"
    )


def test_an_empty_line_is_left_out_where_it_would_become_part_of_a_text() -> None:
    before = "threats:\n  x: {title: t}\n\n  y:\n    title: |+\n      t\n\n\n"
    assert added(before) == before + block(2)
    assert added("s: 1\n\nu: |+\n  t\n\n") == f"s: 1\n\nu: |+\n  t\n\nthreats:\n{block(2)}"


def test_line_breaks_stay_those_of_the_text() -> None:
    assert added("s: 1\r\nthreats:\r\n  x: {title: t}\r\nu: 2\r\n") == (
        "s: 1\r\nthreats:\r\n  x: {title: t}\r\n" + block(2).replace("\n", "\r\n") + "u: 2\r\n"
    )


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ("s: 1\nthreats: {", f"\n  {FLOW}\n  ", "}\n"),
        ("threats: {\n", f"  {FLOW}\n", "}\n"),
        ("s: 1\nthreats: {", f"\n  {FLOW},\n  ", "x: {title: t}}\n"),
        ("threats: { # all\n", f"    {FLOW},\n", "    x: {title: t},\n}\n"),
        ("threats: !!map {", f"\n  {FLOW},\n  ", "x: {title: t}}\ns: 1\n"),
        ("{s: 1, threats: {", f"{FLOW}, ", "x: {title: t}}}\n"),
        ("{s: 1, ", f"threats: {{{FLOW}}}, ", "t: 2}"),
        ("{\n  s: 1,\n  ", f"threats: {{\n    {FLOW}\n  }},\n  ", "t: 2\n}\n"),
    ],
)
def test_a_section_in_braces_grows_behind_the_first(before: str, piece: str, after: str) -> None:
    assert added(before + after) == before + piece + after


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        ('{"s": 1, "threats": {', JSON, "}}"),
        ('{"s": 1, ', f'"threats": {{{JSON}}}, ', '"t": 2}'),
        ('{\n  "s": 1,\n  "threats": {', f"\n    {JSON}\n  ", "}\n}\n"),
        ('{\n  "s": {},\n  "threats": {\n', f"    {JSON},\n", '    "x": {"title": "t"}\n  }\n}\n'),
        ('{\n\t"s": 1,\n\t', f'"threats": {{\n\t\t{JSON}\n\t}},\n\t', '"t": 2\n}\n'),
    ],
)
def test_json_grows_as_json(before: str, piece: str, after: str) -> None:
    text = added(before + after, "m.json")
    assert text == before + piece + after
    assert json.loads(text)["threats"]["poisoned"] == NEW["poisoned"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("s: 1\nthreats: ~\n", 2),
        ("s: 1\nthreats: null # none\n", 2),
        ("a: &a\n  p: {title: q}\nthreats: *a\n", 3),
        ("threats: &t\n  x: {title: t}\ns: *t\n", 1),
    ],
)
def test_what_cannot_stay_as_it_is_is_refused(text: str, line: int) -> None:
    with pytest.raises(InputError, match="nothing can be added to 'threats' here") as refused:
        added(text)
    assert refused.value.at and refused.value.at.line == line
    assert refused.value.hint == "write 'threats:' with its entries indented below it, and run this again"


def test_a_text_that_would_take_the_line_break_of_the_file_for_its_own_is_left_alone() -> None:
    with pytest.raises(InputError) as refused:
        added("s: >\n  the last word")
    assert refused.value.hint == "end the file with a line break, and run this again"
    assert added("s: >\n  the last word\n") == f"s: >\n  the last word\nthreats:\n{block(2)}"


def test_long_lists_are_wrapped_and_odd_texts_are_quoted() -> None:
    refs = [f"atlas:AML.T{number:04}" for number in range(12)]
    text = added("s: 1\n", entries={"x": {"title": "It's: # odd", "on": ["no"], "refs": refs, "to": ["yes: 1"]}})
    assert max(map(len, text.splitlines())) <= 110
    assert '    title: "It\'s: # odd"\n    on: ["no"]\n' in text
    assert parse(Source("m.yaml", text)).data["threats"]["x"]["refs"] == refs


# any layout

WORDS = st.sampled_from(["t", "two words", "no", "null", "it's", 'say "x"', "a: b", "a #b", "- x", "é", "", "[x", "12"])


@st.composite
def values(draw: st.DrawFn, indent: str) -> str:
    """A value as somebody may write it, with what stands between it and its colon."""
    word = draw(WORDS)
    quoted = json.dumps(word)
    inner = indent + draw(st.sampled_from([" ", "  ", "    "]))
    return draw(
        st.sampled_from(
            [
                f" {quoted}",
                f" {quoted}   # why",
                " plain words",
                " plain words\n" + inner + "on two lines",
                f" [{quoted}, y]",
                f" [{quoted},\n{inner}y, # last\n{inner}]",
                f" {{k: {quoted}}}",
                f"\n{indent}- {quoted}\n{indent}- y" if indent else f"\n{inner}- {quoted}",
                f"\n{inner}- {quoted}\n{inner}# between\n{inner}- y",
                f" |\n{inner}kept\n\n{inner}# as it is",
                f" |+\n{inner}kept\n",
                f" >-\n{inner}folded\n{inner}words",
                f" '{word.replace(chr(39), chr(39) * 2)}'",
                f" !!str {quoted}",
                "",
            ]
        )
    )


@st.composite
def bodies(draw: st.DrawFn, indent: str) -> str:
    """A mapping as the value of a key that stands ``indent`` in."""
    keys = draw(st.lists(st.sampled_from(["title", "on", "refs", "status"]), unique=True, min_size=1))
    if draw(st.booleans()):
        return " {" + ", ".join(f"{key}: {json.dumps(draw(WORDS))}" for key in keys) + "}"
    inner = indent + draw(st.sampled_from(["  ", "   ", "    "]))
    return "".join(f"\n{inner}{key}:{draw(values(inner))}" for key in keys)


GAPS = st.sampled_from(["", "", "\n", "\n# about the next\n", "# about the next\n", "  # further in\n", "\n\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A text with a section ``threats`` among others, or without one, laid out as nobody would in one file."""
    inner = draw(st.sampled_from(["  ", "    "]))
    ids = draw(st.lists(st.sampled_from(["x", "y", "z.1", "w-2"]), unique=True))
    entries = "".join(f"{draw(GAPS)}{inner}{id}:{draw(bodies(inner))}\n" for id in ids)
    section = draw(
        st.sampled_from(
            [
                "threats:\n" + entries,
                "threats:  # all of them\n" + entries,
                "'threats': &threats\n" + entries if entries else "threats:\n",
                "threats: {}\n",
                "threats: {x: {title: t}, y: {title: u}}\n",
                "threats: {\n  x: {title: t},\n  # more\n  y: {title: u}, # last\n}\n",
                "",
            ]
        )
    )
    others = [f"{name}:{draw(values(''))}\n" for name in draw(st.lists(st.sampled_from("abc"), unique=True))]
    parts = draw(st.permutations(["s: 1\n", section, *others]))
    start, end = draw(st.sampled_from(["", "# top\n", "---\n", "\n\n"])), draw(st.sampled_from(["", "# end", "\n\n"]))
    text = start + "".join(draw(GAPS) + part for part in parts) + end
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def read_by_another(text: str) -> Any:
    """The data of a text as ruamel.yaml reads it: YAML 1.2, and written for keeping texts as they are."""
    return YAML(typ="safe", pure=True).load(StringIO(text))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(text=texts())
def test_whatever_the_layout_the_text_grows_by_one_piece(text: str) -> None:
    document = parse(Source("m.yaml", text))
    assume(not document.problems)
    after = added(text)
    old, new = text.splitlines(), after.splitlines()
    kept = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    if "threats: {" not in text:  # a line with both braces is cut in two
        assert sum(block.size for block in kept) == len(old)
    start = next((n for n, (a, b) in enumerate(zip(text, after, strict=False)) if a != b), len(text))
    assert any(after[:at] + after[at + len(after) - len(text) :] == text for at in range(start + 1))
    expected = {**document.data, "threats": {**(document.data.get("threats") or {}), **NEW}}
    result = parse(Source("m.yaml", after))
    assert (result.data, result.problems) == (expected, ())
    assert read_by_another(after)["threats"]["poisoned"] == NEW["poisoned"]
    assert after.count("\r\n") == (after.count("\n") if "\r\n" in text else 0)
