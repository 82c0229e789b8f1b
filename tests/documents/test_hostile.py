"""Texts made to cost: each ends soon, with an error that says where and what to do, or is read within its bounds."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from checker.core.errors import InputError
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.limits import LIMITS, Limits
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.documents.yaml import Events, c_events, pure_events, read

SECONDS = 5
"""Of processor time. Honest texts of the same size take a tenth of a second; what these defend against never ends."""

BOTH = pytest.mark.parametrize("events", [c_events, pure_events], ids=["libyaml", "pure"])


def laughs(levels: int, width: int) -> str:
    lines = ["a0: &a0 [" + ", ".join("x" * width) + "]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def merges(levels: int) -> str:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


def refused(text: str, limits: Limits = LIMITS, events: Callable[[str], Events] | None = None) -> tuple[str, str]:
    """The place and the message of the error, which must come in time and say what to do."""
    before = time.process_time()
    with pytest.raises(InputError) as caught:
        if events:
            read(Source("m.yaml", text), limits, events)
        else:
            parse(Source("m.json" if text[0] in "[{" and '"' in text else "m.yaml", text), limits)
    assert time.process_time() - before < SECONDS
    assert caught.value.exit_code == 3
    assert caught.value.hint
    return str(caught.value.at), caught.value.message


def accepted(text: str) -> Document:
    before = time.process_time()
    document = parse(Source("m.yaml", text))
    assert time.process_time() - before < SECONDS
    return document


@BOTH
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 50_000, "m.yaml:1:65"),
        ("{a: " * 50_000, "m.yaml:1:257"),
        ("- " * 50_000, "m.yaml:1:129"),
        ("a: [" * 1 + "[" * 100_000, "m.yaml:1:67"),
    ],
)
def test_nesting_is_bounded(text: str, place: str, events: Callable[[str], Events]) -> None:
    assert refused(text, events=events) == (
        place,
        "more than 64 levels of lists and mappings inside each other, the limit for one file",
    )


def test_json_nesting_is_bounded() -> None:
    assert refused('["a",' + "[" * 50_000)[0] == "m.json:1:69"
    assert refused('{"a":' * 50_000)[0] == "m.json:1:321"


def test_as_deep_as_the_limit_is_fine() -> None:
    assert accepted("[" * 64 + "]" * 64).problems == ()
    assert parse(Source("m.json", "[" * 64 + "]" * 64)).problems == ()


@BOTH
def test_billion_laughs_are_counted(events: Callable[[str], Events]) -> None:
    place, message = refused(laughs(9, 10), events=events)
    assert (
        message == "more than 500,000 values stand behind aliases (*name) and merge keys (<<), the limit for one file"
    )
    assert place == "m.yaml:6:20"


def test_laughs_within_the_bound_are_read() -> None:
    found = accepted(laughs(4, 9)).data
    assert len(found["a3"]) == 9
    assert found["a3"][8][8][8][8] == "x"


def test_a_merge_bomb_is_counted() -> None:
    place, message = refused(merges(40))
    assert "merge keys (<<)" in message
    assert place == "m.yaml:16:17"


def test_many_anchors_are_refused() -> None:
    text = "".join(f"k{n}: &a{n} x\n" for n in range(30_000)) + "".join(f"l{n}: *a{n}\n" for n in range(30_000))
    assert refused(text) == ("m.yaml:10001:9", "more than 10,000 anchors (&name), the limit for one file")


def test_many_aliases_are_refused() -> None:
    place, message = refused("a: &a x\nb: [" + "*a ," * 100_001 + "]\n")
    assert message.startswith("more than 100,000 aliases (*name)")
    assert place == "m.yaml:2:400005"


def test_a_recursive_alias_is_a_problem_and_not_a_cycle() -> None:
    document = accepted("a: &a\n  b: *a\n")
    assert document.data is None
    assert [str(p.location) for p in document.problems] == ["m.yaml:2:6"]


@BOTH
def test_nodes_are_counted_while_reading(events: Callable[[str], Events]) -> None:
    place, message = refused("a: [" + "x," * 5_000 + "]\n", Limits(nodes=1_000), events)
    assert (place, message) == ("m.yaml:1:1993", "more than 1,000 keys and values, the limit for one file")
    assert refused('["a",' + "1," * 5_000, Limits(nodes=1_000))[0] == "m.json:1:2002"


def test_bytes_are_counted_before_reading() -> None:
    assert refused("a: 1\n", Limits(bytes=4)) == ("m.yaml:1:1", "more than 4 bytes, the limit for one file")


def test_a_caller_may_raise_any_limit() -> None:
    deep = "[" * 400 + "]" * 400
    assert parse(Source("m.yaml", deep), LIMITS._replace(depth=500)).problems == ()
    assert parse(Source("m.json", deep * 1), LIMITS._replace(depth=500)).problems == ()


def test_a_great_many_duplicate_keys_stay_cheap_and_are_counted() -> None:
    document = accepted("a: 1\n" * 100_000)
    assert len(document.problems) == 1_001
    assert document.problems[-1].message == "and 98,999 more duplicate keys"
    assert (
        parse(Source("m.json", "{" + '"a":1,' * 20_000 + '"b":2}')).problems[-1].message
        == "and 18,999 more duplicate keys"
    )


def test_many_merge_keys_in_one_mapping_stay_cheap() -> None:
    document = accepted("a: &a {x: 1}\nb:\n" + "  <<: *a\n" * 50_000)
    assert document.data["b"] == {"x": 1}
    assert len(document.problems) == 1_001


def test_digits_without_end_are_text() -> None:
    assert accepted("a: " + "9" * 5_000).data == {"a": "9" * 5_000}


def test_a_merged_mapping_with_duplicates_keeps_its_places() -> None:
    document = accepted("a: &a {x: 1, x: 2}\nb: {<<: *a, y: 3, y: 4}\n")
    assert document.data == {"a": {"x": 1}, "b": {"y": 3, "x": 1}}
    assert str(document.locate(("b", "y"))) == "m.yaml:2:16"
    assert str(document.locate(("b", "x"))) == "m.yaml:2:9"


@pytest.mark.parametrize(
    "entry", ["  Bad {}: {{type: service}}", "  c{}: {{typ: service}}", "  c{}: {{type: [service]}}", "  c{}:"]
)
def test_many_schema_problems_stay_cheap(entry: str) -> None:
    text = "threatgate: 1\nsystem: {id: x}\ncomponents:\n" + "".join(entry.format(n) + "\n" for n in range(10_000))
    document = accepted(text)
    before = time.process_time()
    problems = validate(document, "model")
    assert time.process_time() - before < SECONDS
    assert len(problems) == 1_001
    assert problems[-1].message == "these are the first 1,000 problems: the rest is listed when they are solved"
