"""A mapping inside a document as one of its own: its data, and places that stay those of the whole text."""

from __future__ import annotations

import pytest

from checker.core.source import Source
from checker.documents.parse import parse

TEXT = """\
models:
  - note: x
    system:
      id: shop
    flows: {pay: {from: a, to: b}}
  - {flows: {}}
  - &same {system: {id: y}}
  - *same
  -
"""
ALSO = {"threatgate": 1, "system": {"id": "example"}}


@pytest.mark.parametrize("path", ["f.yaml", "f.json"])
def test_what_is_there_stays_what_is_left_out_is_added_and_some_is_not_wanted(path: str) -> None:
    text = TEXT if path == "f.yaml" else '{"models": [{"note": "x", "system": {"id": "shop"}, "flows": {}}]}'
    document = parse(Source(path, text))
    part = document.part(("models", 0), ALSO, ("note",))
    assert part.data.keys() == {"system", "flows", "threatgate"}
    assert (part.data["threatgate"], part.data["system"]) == (1, {"id": "shop"})
    assert document.data["models"][0]["note"] == "x"
    assert part.source == document.source
    for inside in (("system",), ("system", "id"), ("flows",)):
        for key in (False, True):
            assert part.locate(inside, key) == document.locate(("models", 0, *inside), key)


def test_places_inside_are_those_of_the_whole_text() -> None:
    document = parse(Source("f.yaml", TEXT))
    part = document.part(("models", 0), ALSO, ("note",))
    assert str(part.locate(("flows", "pay", "to"))) == "f.yaml:5:32"
    assert str(part.locate(("flows", "pay", "protocol"))) == "f.yaml:5:13"
    assert str(part.locate(())) == str(document.locate(("models", 0))) == "f.yaml:2:5"


def test_what_was_added_is_where_the_mapping_is() -> None:
    part = parse(Source("f.yaml", TEXT)).part(("models", 1), ALSO)
    assert part.data == {"flows": {}, **ALSO}
    places = [
        part.locate(path, key) for path in ((), ("threatgate",), ("system",), ("system", "id")) for key in (False, True)
    ]
    assert {str(place) for place in places} == {"f.yaml:6:5"}


def test_an_alias_is_read_too() -> None:
    part = parse(Source("f.yaml", TEXT)).part(("models", 3), ALSO)
    assert part.data == {"system": {"id": "y"}, "threatgate": 1}
    assert str(part.locate(("system", "id"))) == "f.yaml:7:25"


@pytest.mark.parametrize("path", [("models",), ("models", 4), ("models", 9), ("none",), ("models", 0, "note")])
def test_what_is_no_mapping_is_refused(path: tuple[str | int, ...]) -> None:
    with pytest.raises(LookupError):
        parse(Source("f.yaml", TEXT)).part(path, ALSO)
