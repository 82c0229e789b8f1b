"""The reference page of the native format names every key, value and word that there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from checker.documents.limits import LIMITS
from checker.inputs.native.parts import MAX_DEPTH, MAX_FILES
from checker.knowledge import vocabulary as words
from tests.inputs.reading import read

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs/reference/model-format.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "schemas/model.schema.json").read_text(encoding="utf-8"))
NAMED = set(re.findall(r"`([^`\n]+)`", PAGE))


@pytest.mark.parametrize("name", words.VOCABULARIES)
def test_every_known_word_is_on_the_page(name: str) -> None:
    assert set(words.ids(name)) - NAMED == set()


def test_every_alias_of_a_component_type_is_on_the_page() -> None:
    assert set(words.vocabulary("component_types")) - NAMED == set()


def test_every_key_and_value_is_on_the_page() -> None:
    def named(schema: object) -> set[str]:
        if isinstance(schema, list):
            return set().union(*map(named, schema))
        if not isinstance(schema, dict):
            return set()
        by_name = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
        own = {*schema.get("properties", ()), *(value for value in schema.get("enum", ()) if isinstance(value, str))}
        rest = (inner for key, inner in schema.items() if key not in ("properties", "$defs"))
        return own.union(*map(named, (*by_name, *rest)))

    texts = " ".join(NAMED)
    in_tables = {"stride", "linddun", "pasta", "vast", "dread", *SCHEMA["properties"]["taxonomies"]["properties"]}
    missing = {
        word for word in named(SCHEMA) - in_tables if not re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", texts)
    }
    assert missing == set()


def test_the_example_on_the_page_is_a_model_without_findings() -> None:
    example = re.search(r"```yaml\n(# yaml-language-server.*?)```", PAGE, re.DOTALL)
    assert example
    parsed = read(example[1])
    assert parsed.findings == ()
    assert parsed.snapshot


def test_the_limits_on_the_page_are_those_of_the_reader() -> None:
    assert f"{LIMITS.bytes // 1_000_000} MB, {LIMITS.depth} levels" in PAGE
    assert f"{LIMITS.nodes // 1_000_000} million keys" in PAGE
    assert f"at most {MAX_DEPTH} levels and {MAX_FILES} files" in PAGE
