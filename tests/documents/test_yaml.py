"""YAML to data: what it means, and what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.yaml import c_events, pure_events, read

BOTH = pytest.mark.parametrize("events", [c_events, pure_events], ids=["libyaml", "pure"])


def load(text: str, events: Any = None) -> Document:
    return read(Source("m.yaml", text), events=events)


def data(text: str) -> Any:
    document = load(text)
    assert document.problems == ()
    return document.data


def complaints(text: str, events: Any = None) -> list[tuple[str, str]]:
    """(line:column-end column, message) of each problem, all of them of the syntax."""
    document = load(text, events)
    assert {problem.code for problem in document.problems} == {"syntax"}
    assert document.data is None
    return [(_place(problem.location), problem.message) for problem in document.problems]


def _place(at: Location) -> str:
    assert (at.path, at.end_line) == ("m.yaml", at.line)
    return f"{at.line}:{at.column}-{at.end_column}"


# what it means


@BOTH
def test_lists_mappings_and_scalars(events: Any) -> None:
    text = "a:\n  - 1\n  - x y\n  - {k: [true, ~]}\nb: 'no'\nc: |\n  two\n  lines\nd: >-\n  one\n  line\n"
    expected = {"a": [1, "x y", {"k": [True, None]}], "b": "no", "c": "two\nlines\n", "d": "one line"}
    assert load(text, events).data == expected


def test_keys_are_the_text_as_written() -> None:
    assert data("1: a\ntrue: b\n~: c\n1.10: d\non: e\n2026-01-02: f\n'': g\n") == {
        "1": "a",
        "true": "b",
        "~": "c",
        "1.10": "d",
        "on": "e",
        "2026-01-02": "f",
        "": "g",
    }


def test_a_quoted_scalar_is_text_whatever_it_looks_like() -> None:
    assert data("""["1", 'true', "", '~', "<<"]""") == ["1", "true", "", "~", "<<"]


def test_crlf_and_a_byte_order_mark_change_nothing() -> None:
    document = parse(Source("m.yaml", "\ufeffa: 1\r\nb:\r\n  - x\r\n"))
    assert document.data == {"a": 1, "b": ["x"]}
    assert str(document.locate(("a",), key=True)) == "m.yaml:1:1"


def test_an_alias_shares_its_data() -> None:
    found = data("a: &x {k: [1]}\nb: *x\nc: &s word\nd: *s\n*s : key\n")
    assert found == {"a": {"k": [1]}, "b": {"k": [1]}, "c": "word", "d": "word", "word": "key"}
    assert found["a"] is found["b"]


def test_a_later_anchor_of_the_same_name_wins() -> None:
    assert data("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == {"a": 1, "b": 1, "c": 2, "d": 2}
    assert data("a: &x [&x 1]\nb: *x\n") == {"a": [1], "b": 1}


def test_a_comment_a_directive_and_document_marks_are_no_data() -> None:
    assert data("%YAML 1.2\n---\n# c\na: 1\n...\n# end\n") == {"a": 1}


def test_core_tags_on_containers_are_honoured() -> None:
    assert data("!!map {a: !!seq [!!str 1]}") == {"a": ["1"]}


# merge keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b: &b {x: 1, y: 2}\nc: {<<: *b}", {"x": 1, "y": 2}),
        ("b: &b {x: 1, y: 2}\nc: {<<: *b, x: 3}", {"x": 3, "y": 2}),
        ("b: &b {x: 1, y: 2}\nc: {x: 3, <<: *b}", {"x": 3, "y": 2}),
        ("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}", {"x": 1, "y": 2}),
        ("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b}", {"x": 1, "y": 2}),
        ("c: {<<: {x: 1}}", {"x": 1}),
        ("c: {<<: []}", {}),
        ("c: {'<<': 1}", {"<<": 1}),
    ],
)
def test_merge_keys(text: str, expected: dict[str, Any]) -> None:
    assert data(text)["c"] == expected


def test_a_merge_leaves_what_it_merges_as_it_was() -> None:
    assert data("b: &b {x: 1}\nc: {<<: *b, y: 2}")["b"] == {"x": 1}


@pytest.mark.parametrize("text", ["a: {<<: 1}", "a: {<<: [1]}", "a: {<<: x}", "a: {<<: }"])
def test_only_mappings_can_be_merged(text: str) -> None:
    assert complaints(text) == [("1:5-7", "'<<' takes a mapping or a list of mappings, as aliases (*name)")]


def test_a_second_merge_key_is_a_duplicate() -> None:
    document = load("a: &a {x: 1}\nb: {<<: *a, <<: *a}\n")
    assert [(p.code, str(p.location)) for p in document.problems] == [("duplicate-key", "m.yaml:2:13")]
    assert document.data["b"] == {"x": 1}


# duplicate keys


def test_every_duplicate_key_is_reported_with_both_places_and_the_first_value_stands() -> None:
    document = load("a: 1\nb:\n  c: 1\n  c: {d: [x]}\n  'c': 3\na: 2\nl:\n  - {e: 1, e: 2}\n")
    assert [(p.path, str(p.location), [str(r.location) for r in p.related]) for p in document.problems] == [
        (("b", "c"), "m.yaml:4:3", ["m.yaml:3:3"]),
        (("b", "c"), "m.yaml:5:3", ["m.yaml:3:3"]),
        (("a",), "m.yaml:6:1", ["m.yaml:1:1"]),
        (("l", 0, "e"), "m.yaml:8:12", ["m.yaml:8:6"]),
    ]
    assert {p.code for p in document.problems} == {"duplicate-key"}
    assert document.problems[0].message == "the key 'c' is already on line 3: rename or remove one of them"
    assert document.data == {"a": 1, "b": {"c": 1}, "l": [{"e": 1}]}
    assert str(document.locate(("l", 0, "e"))) == "m.yaml:8:9"


def test_keys_that_only_quotes_tell_apart_are_duplicates() -> None:
    assert [p.code for p in load("1: a\n'1': b\n").problems] == ["duplicate-key"]


def test_a_key_beside_one_that_is_merged_is_no_duplicate() -> None:
    assert load("a: &a {x: 1}\nb: {<<: *a, x: 2}\n").problems == ()


# what is wrong


@BOTH
@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: !foo x", "1:4-10", "the tag '!foo' is not allowed"),
        (
            "a: !!python/object/apply:os.system [x]",
            "1:4-37",
            "the tag '!!python/object/apply:os.system' is not allowed",
        ),
        ("a: !!set {x}", "1:4-11", "the tag '!!set' is not allowed"),
        ("a: !!seq {x: 1}", "1:4-11", "the tag '!!seq' is not allowed"),
        ("a: !!int x", "1:4-11", "not a value of the type '!!int'"),
        ("!x a: 1", "1:1-5", "the tag '!x' is not allowed"),
        ("a: 1\n---\nb: 1", "2:1-4", "a second document starts here"),
        ("a: &a [*a]", "1:8-10", "the alias '*a' stands inside what it stands for"),
        ("a: &a {<<: *a}", "1:12-14", "stands inside what it stands for"),
        ("a: *b", "1:4-6", "no anchor '&b' comes before this alias"),
        ("? [a]\n: 1", "1:3-4", "a list or a mapping cannot be a key"),
        ("? {a: 1}\n: 1", "1:3-4", "a list or a mapping cannot be a key"),
        ("a: &x 1\n*x : 2", "2:1-3", "only an alias of a text can be a key"),
        ("?\n: x", "1:1-2", "a key is missing"),
        ("a: b: c", "1:5-6", "a ':' cannot stand here"),
        ("x\ny: 1", "2:2-3", "a ':' cannot stand here"),
        ("a:\n  b: 1\n c: 2", "3:2-3", "does not fit the ones above: check its indentation"),
        ("a: b\n- c", "2:1-2", "does not fit the ones above"),
        ("- a\nb: 1", "2:1-2", "a list item that starts with '- ' was expected here"),
        ("a: - b", "1:4-5", "a list item cannot start here"),
        ("a: [1, 2\nb: 3", "2:2-3", "a ',' or a ']' is missing"),
        ("a: {x: 1\nb: 3", "2:2-3", "a ',' or a '}' is missing"),
        ("a: 'x\nb: 1\n", "1:4-5", "the quote that starts here never ends"),
        ('a: "\\q"', "1:5-6", "an unknown escape"),
        ("a: @x", "1:4-5", "this character cannot start a value: put the value in quotes"),
        ("\ta: 1", "1:1-2", "a tab cannot be used for indentation"),
        ("a:\n\t- b", "2:1-2", "a tab cannot be used for indentation"),
        ("a: \x07", "1:4-5", r"the character '\x07' is not allowed"),
        ("ä: 1\nb: ä\x07", "2:5-6", r"the character '\x07' is not allowed"),
        ('a: "\\ud800"', "1:4-12", "an unknown escape"),
        ("a: '\ud800'", "1:5-6", r"the character '\ud800' is not allowed"),
        ("a: *", "1:5-5", "a name is missing after '&' or '*'"),
        ("a: 1\n...\nb: 2", "3:1-2", "the text goes on after its end"),
    ],
)
def test_one_problem_at_its_place(text: str, place: str, says: str, events: Any) -> None:
    (found,) = complaints(text, events)
    assert says in found[1]
    if text not in ('a: "\\q"', 'a: "\\ud800"', "a: *"):  # the two parsers point at neighbouring characters
        assert found[0] == place


def test_what_an_open_bracket_belongs_to_is_a_second_place() -> None:
    (problem,) = load("a: [1, 2\nb: 3").problems
    assert [(str(r.location), r.message) for r in problem.related] == [("m.yaml:1:4", "it belongs to what starts here")]


def test_tags_and_unknown_aliases_are_all_reported_at_once() -> None:
    assert [place for place, _ in complaints("a: !x 1\nb: *y\nc: [!z {}]\n")] == ["1:4-8", "2:4-6", "3:5-9"]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff"])
def test_an_empty_text_says_what_to_do(text: str) -> None:
    (found,) = complaints(text.lstrip("\ufeff"))
    says = "the file is empty: write what belongs here ('threatgate init' starts a model), or remove it"
    assert found == ("1:1-1", says)


def test_an_empty_config_file_is_not_told_to_start_a_model() -> None:
    (problem,) = parse(Source("x/.threatgate.yaml", "")).problems
    assert problem.message == "the file is empty: start it with 'threatgate: 1', or remove it"


def test_a_null_that_is_written_is_data() -> None:
    assert load("null").problems == ()
    assert load("null").data is None


def test_line_breaks_that_git_does_not_count_do_not_move_places() -> None:
    text = 'a: "x\u0085y\u2028z"\nb: !t 1\n'
    assert complaints(text) == [("2:4-8", "the tag '!t' is not allowed: leave it out")]


# against other readers

_TEXT = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF), max_size=12)
_WORDS = st.sampled_from(
    ["a", "on", "no", "1", "012", "1e3", "<<", "~", "", "null", "x: y", "- z", "#", "'", '"', "*a"]
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: "e" not in repr(number)),
    _TEXT,
    _WORDS,
)
_DATA = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT | _WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(_DATA.filter(lambda value: value is not None))
@settings(deadline=None, max_examples=150)
def test_json_is_read_as_json(value: Any) -> None:
    for indent in (None, 1):
        assert data(json.dumps(value, indent=indent)) == value


@given(_DATA.filter(lambda value: value is not None), st.sampled_from([None, True, False]))
@settings(deadline=None, max_examples=150)
def test_what_pyyaml_writes_is_read_back(value: Any, flow: bool | None) -> None:
    written = pyyaml.safe_dump(value, default_flow_style=flow, width=20, sort_keys=False)
    assert data(written) == value


@given(st.text(alphabet="ab01 \n\t:-?[]{},&*!|>'\"%@#<~.\\é\r\u2028", max_size=60))
@settings(deadline=None, max_examples=400)
def test_any_text_ends_in_data_or_located_problems_by_both_parsers(text: str) -> None:
    fast, slow = load(text, c_events), load(text, pure_events)
    for document in (fast, slow):
        for problem in document.problems:
            assert 1 <= problem.location.line <= text.count("\n") + 1
            assert 1 <= problem.location.column <= problem.location.end_column
            assert problem.message
    if not fast.problems and not slow.problems:
        assert fast.data == slow.data


@given(st.text(alphabet="[]{}-,: \n&*a<'\"", min_size=1, max_size=8), st.integers(100, 3000))
@settings(deadline=None, max_examples=60)
def test_a_repeated_text_ends(text: str, times: int) -> None:
    try:
        load(text * times)
    except InputError as error:
        assert error.at is not None
