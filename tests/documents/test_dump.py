"""Data as YAML for people: it reads back as it was, and has no quotes that our reader does not need."""

from __future__ import annotations

from checker.core.source import Source
from checker.documents.dump import as_yaml
from checker.documents.parse import parse

BARE = ("on", "off", "yes", "No", "y", "2026-01-01", "no fax", "team-web")
QUOTED = ("true", "False", "null", "~", "1", "01", "1.5", "0x1F", "1_000", ".inf", "", "a: b", "#x", "- a", " a", "@")
OTHERS = ("tRue", "<<", "=", "1:30", "1e3", "a\nb", "\N{LINE SEPARATOR}", "'", '"', "*a", "!x", "[", "{x", "?", "|")


def test_a_text_that_is_one_to_our_reader_stands_bare() -> None:
    assert as_yaml({word: [word] for word in BARE}) == "".join(f"{word}: [{word}]\n" for word in BARE)


def test_a_text_that_would_be_something_else_is_quoted() -> None:
    assert as_yaml([{"is": word} for word in QUOTED]) == "".join(f"- {{is: '{word}'}}\n" for word in QUOTED)


def test_whatever_is_written_reads_back_as_it_was() -> None:
    words = [*BARE, *QUOTED, *OTHERS]
    data = {"keys": dict.fromkeys(words, 1), "texts": words, "kinds": [True, False, 1, 1.5, {"a": {}, "b": []}]}
    document = parse(Source("x.yaml", as_yaml(data)))
    assert document.problems == ()
    assert document.data == data
