"""Where things are: every key, value, item, alias and merge, on one line each."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.location import Location
from checker.core.source import Source
from checker.documents.document import Document, Path
from checker.documents.parse import parse
from checker.documents.yaml import c_events, pure_events, read

TEXT = """\
# a comment
system:
  id: shop   # with a comment
  "name": 'My shop'
components:
  api: {type: service, tags: [a, "b c"], owner: }
  db:
    type: database
    paths:
    - db/**
    -
    - - deep
      - {k: v}
    note: |
      two
      lines
    plain: one
      two
empty:
defaults: &d
  encryption: tls
  data: [x]
flows:
  one: {<<: *d, from: api}
  two:
    <<: *d
    to: db
  three: *d
"""

SHOWN: list[tuple[Path, str, str]] = [
    ((), "2:1 system", "2:1 system"),
    (("system",), "3:3 id", "2:1 system"),
    (("system", "id"), "3:7 shop", "3:3 id"),
    (("system", "name"), "4:11 'My shop'", '4:3 "name"'),
    (("components",), "6:3 api", "5:1 components"),
    (("components", "api"), "6:8 {", "6:3 api"),
    (("components", "api", "type"), "6:15 service", "6:9 type"),
    (("components", "api", "tags"), "6:30 [", "6:24 tags"),
    (("components", "api", "tags", 1), '6:34 "b c"', '6:34 "b c"'),
    (("components", "api", "owner"), "6:42 owner", "6:42 owner"),
    (("components", "db"), "8:5 type", "7:3 db"),
    (("components", "db", "paths"), "10:5 -", "9:5 paths"),
    (("components", "db", "paths", 0), "10:7 db/**", "10:7 db/**"),
    (("components", "db", "paths", 1), "11:5 -", "11:5 -"),
    (("components", "db", "paths", 2), "12:7 -", "12:7 -"),
    (("components", "db", "paths", 2, 0), "12:9 deep", "12:9 deep"),
    (("components", "db", "paths", 2, 1), "13:9 {", "13:9 {"),
    (("components", "db", "paths", 2, 1, "k"), "13:13 v", "13:10 k"),
    (("components", "db", "note"), "14:11 |", "14:5 note"),
    (("components", "db", "plain"), "17:12 one", "17:5 plain"),
    (("empty",), "19:1 empty", "19:1 empty"),
    (("defaults",), "20:11 &d", "20:1 defaults"),
    (("flows", "one", "from"), "24:23 api", "24:17 from"),
    (("flows", "one", "encryption"), "24:13 *d", "24:9 <<"),
    (("flows", "one", "data"), "24:13 *d", "24:9 <<"),
    (("flows", "one", "data", 0), "22:10 x", "22:10 x"),
    (("flows", "two"), "26:5 <<", "25:3 two"),
    (("flows", "two", "encryption"), "26:9 *d", "26:5 <<"),
    (("flows", "three"), "28:10 *d", "28:3 three"),
    (("flows", "three", "encryption"), "21:15 tls", "21:3 encryption"),
    # what does not exist is at the key of the nearest that does
    (("nothing",), "2:1 system", "2:1 system"),
    (("system", "owner"), "2:1 system", "2:1 system"),
    (("system", "id", "deeper"), "3:3 id", "3:3 id"),
    (("components", "api", "x", "y", 3), "6:3 api", "6:3 api"),
    (("components", "db", "paths", 9), "9:5 paths", "9:5 paths"),
    (("components", "db", "paths", -1), "9:5 paths", "9:5 paths"),
    (("components", "db", "paths", "x"), "9:5 paths", "9:5 paths"),
    (("components", "db", "paths", 2, 7), "12:7 -", "12:7 -"),
    (("components", 0), "5:1 components", "5:1 components"),
]


def shown(text: str, at: Location) -> str:
    """``line:column`` and the characters of a region, which must be within one line."""
    assert at.end_line == at.line
    return f"{at.line}:{at.column} {text.split(chr(10))[at.line - 1][at.column - 1 : at.end_column - 1]}"


@pytest.mark.parametrize(("path", "value", "key"), SHOWN, ids=[".".join(map(str, path)) for path, _, _ in SHOWN])
def test_places_in_yaml(path: Path, value: str, key: str) -> None:
    document = parse(Source("m.yaml", TEXT))
    assert document.problems == ()
    assert shown(TEXT, document.locate(path)) == value
    assert shown(TEXT, document.locate(path, key=True)) == key


def test_places_are_the_same_with_crlf() -> None:
    text = TEXT.replace("\n", "\r\n")
    document = parse(Source("m.yaml", text))
    assert [shown(text, document.locate(path)) for path, _, _ in SHOWN] == [value for _, value, _ in SHOWN]


def test_places_in_json() -> None:
    text = '{\n  "a": [1, {"b": null}],\n  "ä": "x"\n}'
    document = parse(Source("m.json", text))
    places = {path: document.locate(path) for path in [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "b"), ("ä",), ("c",)]}
    assert {path: shown(text, at) for path, at in places.items()} == {
        (): "1:1 {",
        ("a",): "2:8 [",
        ("a", 0): "2:9 1",
        ("a", 1): "2:12 {",
        ("a", 1, "b"): "2:18 null",
        ("ä",): '3:8 "x"',
        ("c",): "1:1 {",
    }
    assert shown(text, document.locate(("a", 1, "b"), key=True)) == '2:13 "b"'


def test_columns_count_characters_and_lines_only_line_feeds() -> None:
    text = 'a: "x\u0085\u2028\u2029y"\nb😀: {ü: z}\n'
    document = parse(Source("m.yaml", text))
    assert str(document.locate(("b😀", "ü"))) == "m.yaml:2:9"
    assert str(document.locate(("b😀", "ü"), key=True)) == "m.yaml:2:6"


@pytest.mark.parametrize("text", ["", "a: [", "a: !x 1"])
def test_a_text_without_data_has_one_place(text: str) -> None:
    document = parse(Source("m.yaml", text))
    assert str(document.locate(("a", 0), key=True)) == "m.yaml:1:1"


@pytest.mark.parametrize("text", ["x", "[]", "{}", "- a", "null", "'q'"])
def test_a_root_of_any_kind_has_its_place(text: str) -> None:
    assert str(parse(Source("m.yaml", f"# c\n{text}\n")).locate(())) == "m.yaml:2:1"


def test_looking_up_every_key_of_a_big_mapping_is_quick() -> None:
    document = parse(Source("m.yaml", "".join(f"k{n}: {n}\n" for n in range(20_000))))
    assert [document.locate((f"k{n}",)).line for n in range(20_000)] == list(range(1, 20_001))


# against PyYAML's own marks

_KEYS = st.text(alphabet="abc01 -:#é\u2028'\"", max_size=5)
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(alphabet="ab \n:-#'é\u0085", max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=25,
)


def _marked(node: Any, path: Path) -> list[tuple[Path, bool, Any]]:
    """(path, is key, node) of each scalar below a node."""
    found: list[tuple[Path, bool, Any]] = []
    if isinstance(node, pyyaml.MappingNode):
        for name, value in node.value:
            found.append(((*path, name.value), True, name))
            found.extend(_marked(value, (*path, name.value)))
    elif isinstance(node, pyyaml.SequenceNode):
        for index, item in enumerate(node.value):
            found.extend(_marked(item, (*path, index)))
    else:
        found.append((path, False, node))
    return found


@given(st.dictionaries(_KEYS, _DATA, min_size=1, max_size=5), st.sampled_from([None, True, False]))
@settings(deadline=None, max_examples=150)
def test_the_place_of_every_scalar_is_that_of_pyyaml(value: Any, flow: bool | None) -> None:
    text = pyyaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=20)
    document = parse(Source("m.yaml", text))
    assert document.problems == ()
    for path, is_key, node in _marked(pyyaml.compose(text, Loader=pyyaml.SafeLoader), ()):
        start, end = node.start_mark.index, node.end_mark.index
        if start == end:
            continue  # left out: shown at its key or dash
        at = document.locate(path, key=is_key)
        assert (at.line, at.column) == (text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        assert at.end_column - at.column == len(text[start:end].split("\n")[0])


@given(st.dictionaries(_KEYS, _DATA, min_size=1, max_size=5), st.sampled_from([None, True, False]))
@settings(deadline=None, max_examples=80)
def test_both_parsers_give_the_same_data_and_places(value: Any, flow: bool | None) -> None:
    source = Source("m.yaml", pyyaml.safe_dump(value, default_flow_style=flow, width=20))
    fast, slow = read(source, events=c_events), read(source, events=pure_events)
    assert fast.data == slow.data
    assert _everywhere(fast) == _everywhere(slow)


def _everywhere(document: Document) -> list[tuple[Path, Location, Location]]:
    def paths(value: Any, path: Path) -> list[Path]:
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path, *(inner for step, item in steps for inner in paths(item, (*path, step)))]

    return [(path, document.locate(path), document.locate(path, key=True)) for path in paths(document.data, ())]


@pytest.mark.corpus
def test_every_collected_yaml_text_has_the_places_of_pyyaml(corpus: Any) -> None:
    """Scalars only; texts that PyYAML or we refuse, and those with aliases or duplicate keys, are left out."""
    texts = [path for path in sorted(corpus.rglob("*.y*ml")) if path.is_file() and path.stat().st_size < 300_000]
    compared = 0
    for path in texts:
        text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
        document = parse(Source(path.name, text))
        if document.problems or "&" in text:
            continue
        compared += 1
        starts = [0, *(found.end() for found in re.finditer("\n", text))]
        for where, is_key, node in _marked(pyyaml.compose(text, Loader=pyyaml.CSafeLoader), ()):
            start = node.start_mark.index
            if start < node.end_mark.index:
                at = document.locate(where, key=is_key)
                assert at.line == bisect_right(starts, start), path
                assert at.column == start - starts[at.line - 1] + 1, path
    print(f"{compared} of {len(texts)} collected YAML texts compared")
    assert compared
