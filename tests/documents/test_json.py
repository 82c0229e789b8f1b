"""JSON to data: strict, and what is wrong at its place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checker.core.source import Source
from checker.documents import json_faults
from checker.documents.document import Document, Path
from checker.documents.limits import LIMITS
from checker.documents.parse import parse


def load(text: str) -> Document:
    return parse(Source("m.json", text))


def test_every_kind_of_value() -> None:
    text = ' {"a": [1, -2.5, 1e3, true, false, null, "x\\n\\u00e9\\ud83d\\ude00"], "b": {}, "c": []} \n'
    document = load(text)
    assert document.problems == ()
    assert document.data == {"a": [1, -2.5, 1000.0, True, False, None, "x\né😀"], "b": {}, "c": []}


def test_the_ending_chooses_the_reader() -> None:
    assert parse(Source("a/M.JSON", "{a: 1}")).problems
    assert parse(Source("a/json.yaml", "{a: 1}")).data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ('{"a": NaN}', "1:7-10", "'NaN' is not a JSON value"),
        ("[Infinity]", "1:2-10", "'Infinity' is not a JSON value"),
        ("[-Infinity]", "1:2-11", "'-Infinity' is not a JSON value: a number"),
        ("[1,]", "1:3-4", "there is nothing between this ',' and the ']': remove it"),
        ('{"a": 1 , }', "1:9-10", "there is nothing between this ',' and the '}'"),
        ("[,1]", "1:2-3", "a value is missing here"),
        ("{a: 1}", "1:2-3", "a key in double quotes was expected here"),
        ("{'a': 1}", "1:2-3", "a key in double quotes was expected here"),
        ('{"a" 1}', "1:6-7", "a ':' is missing after the key"),
        ("[01]", "1:2-4", "a number has no leading zero or '+'"),
        ("[+1]", "1:2-4", "a number has no leading zero or '+'"),
        ("[.5]", "1:2-4", "a number has no leading zero or '+'"),
        ("[1.]", "1:2-4", "a number has no leading zero or '+'"),
        ("[-]", "1:2-3", "is not a JSON value"),
        ("[1 2]", "1:4-5", "a ',' or a ']' is missing"),
        ('{"a": 1\n "b": 2}', "2:2-3", "a ',' or a '}' is missing"),
        ('["a\nb"]', "1:2-4", "the quote is not closed on this line"),
        ('["a\tb"]', "1:2-4", "the quote is not closed on this line: write a line break as \\n, a tab as \\t"),
        ('["\\q"]', "1:3-4", "an unknown escape"),
        ('["\\u12"]', "1:4-5", "an unknown escape"),
        ('{"a', "1:2-3", "the quote that starts here never ends"),
        ('["\\ud800"]', "1:2-10", "one half of a character: write both halves"),
        ("[1e999]", "1:2-7", "this number is too big"),
        ("[" + "9" * 5000 + "]", "1:2-5002", "this number is too big"),
        ("[1]x", "1:4-5", "the text goes on after its end"),
        ("{}{}", "1:3-4", "the text goes on after its end"),
        ("[1", "1:3-3", "the text ends in the middle: a ',' or a ']' is missing"),
        ('{"a":[', "1:7-7", "the text ends in the middle"),
        ('{"a": 1,', "1:9-9", "the text ends in the middle"),
        ("// c\n{}", "1:1-3", "'//' is not a JSON value"),
        ("[tru]", "1:2-5", "'tru' is not a JSON value: put text in double quotes"),
        ("[a/b]", "1:2-5", "'a/b' is not a JSON value"),
        ("[\u00a01]", "1:2-4", "is not a JSON value"),
        (" \n ", "1:1-1", "the file is empty"),
        ("", "1:1-1", "the file is empty"),
    ],
)
def test_one_problem_at_its_place(text: str, place: str, says: str) -> None:
    document = load(text)
    assert document.data is None
    (problem,) = document.problems
    at = problem.location
    assert problem.code == "syntax"
    assert f"{at.line}:{at.column}-{at.end_column}" == place
    assert says in problem.message


def test_every_duplicate_key_is_reported_with_both_places_and_the_first_value_stands() -> None:
    document = load('{"a": 1, "a": {"b": [{}]},\n "c": [{"x": 1, "\\u0078": {"y": 1, "y": 2}}]}')
    assert [(p.code, p.path, str(p.location), str(p.related[0].location)) for p in document.problems] == [
        ("duplicate-key", ("a",), "m.json:1:10", "m.json:1:2"),
        ("duplicate-key", ("c", 0, "x"), "m.json:2:17", "m.json:2:9"),
        ("duplicate-key", ("c", 0, "x", "y"), "m.json:2:36", "m.json:2:28"),
    ]
    assert document.data == {"a": 1, "c": [{"x": 1}]}


_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_DATA, st.booleans(), st.sampled_from([None, 0, 3]))
def test_what_the_standard_library_writes_is_read_back(value: Any, ascii_only: bool, indent: int | None) -> None:
    document = load(json.dumps(value, ensure_ascii=ascii_only, indent=indent))
    assert document.problems == ()
    assert document.data == value
    assert repr(document.data) == repr(value)


def _paths(value: Any, path: Path = ()) -> Iterator[Path]:
    yield path
    for step in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _paths(value[step], (*path, step))


@given(_DATA, st.sampled_from([None, 0, 3]), st.randoms(use_true_random=False))
@example({"a": [{}, [], {"}": "]", ",": ":"}], 'b"\\': -0.0, "": "\U0001f600"}, None, Random(1))
def test_every_place_is_that_of_the_reader_that_looks_for_faults_whatever_is_asked_first(
    value: Any, indent: int | None, random: Random
) -> None:
    source = Source("m.json", json.dumps(value, indent=indent))
    document, other = parse(source), json_faults.read(source, LIMITS)
    paths = list(_paths(value))
    random.shuffle(paths)
    for path in paths:
        for key in (False, True):
            assert document.locate(path, key) == other.locate(path, key)
    assert (document.data, document.problems) == (other.data, other.problems)


@pytest.mark.parametrize(
    "text", ['"\\ud83d\\ude00"', '"\\\\ud83d"', "[" * 64 + "]" * 64, f'{{"a": {"9" * 400}}}', "-0"]
)
def test_what_only_looks_like_a_fault_is_none(text: str) -> None:
    assert repr(load(text).data) == repr(json.loads(text))


def _refuse(word: str) -> None:
    raise ValueError(word)


@given(st.text(alphabet='[]{},:"\\ \n\tabenulltrufsd0123456789.-+eE\u00e9', max_size=30))
@example("[1,2]")
@example('"\\u00e9"')
@example("-0")
def test_a_text_is_refused_exactly_where_the_standard_library_refuses_it(text: str) -> None:
    document = load(text)
    try:
        expected = json.loads(text, parse_constant=_refuse)
    except ValueError:
        assert [p.code for p in document.problems] == ["syntax"]
        return
    syntax = [p for p in document.problems if p.code == "syntax"]
    if not syntax and not document.problems:
        assert document.data == expected
    assert all("too big" in p.message or "half" in p.message for p in syntax)
