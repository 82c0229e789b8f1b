"""The shipped JSON Schemas: well-formed, closed, self-contained, and of help to a person who writes a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checker.core import model as nouns
from checker.core.finding import SEVERITIES
from checker.core.source import Source
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.knowledge.vocabulary import ids

FOLDER = Path(__file__).resolve().parent.parent / "schemas"
NAMES = (
    "model",
    "reviews",
    "waivers",
    "baseline",
    "config",
    "rule",
    "pack",
    "policy-test",
    "library",
    "card-profile",
    "report",
)
WRITTEN_BY_PEOPLE = tuple(name for name in NAMES if name != "report")
SHARED = ("id", "element", "date", "digest", "review", "rule")
"""Definitions that several files hold, each for itself, so that every file can be read alone."""


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def subschemas(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its path; not what merely looks like one in enum or examples."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from subschemas(inner, f"{path}/{key}/{name}")
    for key in ("items", "additionalProperties", "propertyNames"):
        yield from subschemas(schema.get(key), f"{path}/{key}")
    for key in ("anyOf", "oneOf", "allOf"):
        for n, inner in enumerate(schema.get(key, ())):
            yield from subschemas(inner, f"{path}/{key}/{n}")


def problems(name: str, text: str) -> list[tuple[str, str, str]]:
    document = parse(Source("f.yaml", text))
    return [(p.code, str(p.location), p.message) for p in (*document.problems, *validate(document, name))]


def test_there_is_one_for_every_file() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {f"{name}.schema.json" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_of_draft_2020_12_under_its_own_address(name: str) -> None:
    schema = load(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://threatgate.dev/schemas/{name}.schema.json"


@pytest.mark.parametrize("name", NAMES)
def test_its_references_stay_inside(name: str) -> None:
    schema = load(name)
    for path, inner in subschemas(schema):
        if "$ref" in inner:
            assert inner["$ref"].startswith("#/$defs/"), path
            assert inner["$ref"].removeprefix("#/$defs/") in schema["$defs"], path


@pytest.mark.parametrize("name", WRITTEN_BY_PEOPLE)
def test_every_key_has_a_title_and_a_description(name: str) -> None:
    schema = load(name)
    for path, inner in subschemas(schema):
        for key, prop in inner.get("properties", {}).items():
            described = {**schema["$defs"][prop["$ref"].removeprefix("#/$defs/")], **prop} if "$ref" in prop else prop
            assert described.get("title"), f"{path} {key}"
            assert described.get("description", "").endswith((".", "./")), f"{path} {key}"


@pytest.mark.parametrize("name", WRITTEN_BY_PEOPLE)
def test_every_mapping_is_closed(name: str) -> None:
    open_on_purpose = {
        "/$defs/step",
        "/$defs/example",
        "/properties/when",
        "/properties/assert",
        "/$defs/matcher",
        "/$defs/model",
    }
    for path, inner in subschemas(load(name)):
        if "object" in inner.get("type", ()) and path not in open_on_purpose:
            assert inner.get("additionalProperties", True) is not True, path


@pytest.mark.parametrize("name", WRITTEN_BY_PEOPLE)
def test_every_text_is_bounded_and_every_pattern_said_in_words(name: str) -> None:
    for path, inner in subschemas(load(name)):
        if inner.get("type") == "string":
            assert "maxLength" in inner, path
        if "pattern" in inner:
            assert inner["pattern"].startswith("^") and inner["pattern"].endswith("$"), path
            assert inner["x-pattern-says"], path


@pytest.mark.parametrize("definition", SHARED)
def test_what_several_files_say_they_say_alike(definition: str) -> None:
    found = [load(name).get("$defs", {}).get(definition) for name in WRITTEN_BY_PEOPLE]
    assert len({json.dumps(one, sort_keys=True) for one in found if one}) == 1


def test_the_model_schema_offers_the_known_words() -> None:
    defs = load("model")["$defs"]
    offered = {
        "component_types": defs["component"]["properties"]["type"],
        "encryption_at_rest": defs["component"]["properties"]["encryption"],
        "protocols": defs["flow"]["properties"]["protocol"],
        "authentication": defs["flow"]["properties"]["authentication"],
        "encryption_in_transit": defs["flow"]["properties"]["encryption"],
        "boundary_kinds": defs["boundary"]["properties"]["kind"],
    }
    for name, prop in offered.items():
        assert prop["examples"] == list(ids(name)), name
    conditions = load("model")["properties"]["system"]["properties"]["conditions"]
    assert list(conditions["properties"]) == list(ids("conditions"))


def test_the_model_schema_allows_the_values_that_the_model_knows() -> None:
    schema = load("model")
    defs = schema["$defs"]
    assert defs["data"]["properties"]["classification"]["enum"] == list(nouns.CLASSIFICATIONS)
    assert defs["boundary"]["properties"]["trust"]["enum"] == list(nouns.TRUST)
    assert defs["threat"]["properties"]["status"]["enum"] == list(nouns.THREAT_STATUS)
    assert defs["control"]["properties"]["status"]["enum"] == list(nouns.CONTROL_STATUS)
    assert schema["properties"]["system"]["properties"]["criticality"]["enum"] == list(nouns.CRITICALITY)
    assert sorted(load("rule")["$defs"]["severity"]["enum"]) == sorted(SEVERITIES)


SAME = {"flow": {"source": "from", "target": "to"}}
KEPT_OUT = {"id"}


@pytest.mark.parametrize(
    ("definition", "noun"),
    [
        ("component", nouns.Component), ("flow", nouns.Flow), ("boundary", nouns.Boundary), ("data", nouns.Data),
        ("threat", nouns.Threat), ("control", nouns.Control), ("not_applicable", nouns.NotApplicable),
        ("review", nouns.Review),
    ],
)  # fmt: skip
def test_the_model_schema_has_the_fields_of_the_model(definition: str, noun: Any) -> None:
    names = {SAME.get(definition, {}).get(field, field) for field in noun._fields if field not in KEPT_OUT}
    assert set(load("model")["$defs"][definition]["properties"]) == names


D = "1:" + "0" * 32
GOOD = {
    "reviews": f'threatgate: 1\nreviews: [{{by: a, on: 2026-01-01, covers: {{a.b: "{D}", Some Thing: "{D}"}}}}]\n',
    "waivers": (
        "threatgate: 1\nwaivers:\n  - {id: W-1, rule: boundary/x, on: pay, owner: a, approved_by: b,"
        " created: 2026-01-01, expires: 2026-02-01, reason: {category: planned-fix, text: soon}}\n"
    ),
    "baseline": f"threatgate: 1\nfindings:\n  - {'0' * 32} boundary/x shop flow/pay#encryption\n",
    "config": (
        "threatgate: 1\nmodels: {include: ['**/tm.yaml'], exclude: [old/**]}\npacks: [boundary, ./policies/ours]\n"
        "rules: {boundary/x: off, boundary/y: critical}\nfail_on: never\nreview: {cadence: {critical: 90}}\n"
        "waivers: {max_days: 30}\n"
    ),
    "rule": (
        "id: boundary/x\ntitle: X\nseverity: high\nwhy: Y\nfix: {text: Z, effort: small}\nrefs: ['stride:I']\n"
        "each: flow\nwhen: {crosses: true}\nassert: {encryption: {in: [tls]}}\nmessage: '{self.id}'\n"
        "examples: {fail: [{}], pass: [{}]}\n"
    ),
    "card-profile": (
        "threatgate_card_profile: 1\nid: ours\ntitle: Ours\nsections: [{id: a, title: A, headings: [a, '*b*']}]\n"
    ),
    "pack": "id: ours\ntitle: Ours\nversion: '1.0'\nlicence: Apache-2.0\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_passes(name: str) -> None:
    assert problems(name, GOOD[name]) == []


@pytest.mark.parametrize("name", GOOD)
def test_an_unknown_key_is_said_at_the_key(name: str) -> None:
    (code, place, message), *rest = problems(name, GOOD[name] + "treatgate: 2\n")
    assert (code, place, rest) == ("unknown-key", f"f.yaml:{GOOD[name].count(chr(10)) + 1}:1", [])
    assert "'treatgate'" in message


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "says"),
    [
        ("reviews", f'"{D}"', "'2:abc'", "wrong-value", "a version, ':' and 32 hexadecimal digits"),
        ("reviews", "2026-01-01", "2026-13-01", "wrong-value", "a date as YYYY-MM-DD"),
        ("reviews", "2026-01-01", "yesterday", "wrong-value", "a date as YYYY-MM-DD"),
        ("waivers", "on: pay", "on: '*'", "wrong-value", "without '*'"),
        ("waivers", "on: pay", "on: 'pay*'", "wrong-value", "without '*'"),
        ("waivers", "planned-fix", "laziness", "wrong-value", "accepted-risk, false-positive"),
        ("waivers", "owner: a, ", "", "missing-key", "'owner' is missing"),
        ("baseline", "boundary/x shop", "shop", "wrong-value", "32 hexadecimal digits, the rule id"),
        ("config", "./policies/ours", "/policies/ours", "wrong-value", "starts with ./"),
        ("config", "boundary/y: critical", "boundary/y: crtical", "wrong-value", "did you mean 'critical'?"),
        ("config", "boundary/y:", "cleartext:", "wrong-value", "a pack, '/' and a name"),
        ("config", "max_days: 30", "max_days: 0", "wrong-value", "at least 1"),
        ("rule", "severity: high", "severity: hgh", "wrong-value", "did you mean 'high'?"),
        ("rule", "each: flow", "each: flows", "wrong-value", "did you mean 'flow'?"),
        ("pack", "'1.0'", "1.0", "wrong-type", "put it in quotes"),
    ],
)
def test_what_is_wrong_is_said_in_words(name: str, old: str, new: str, code: str, says: str) -> None:
    assert old in GOOD[name]
    found = problems(name, GOOD[name].replace(old, new))
    assert {found_code for found_code, _, _ in found} == {code}
    assert all(says in message for _, _, message in found)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("id", ["a", "0", "a.b-c", "a" * 128], ["", "A", "-a", ".a", "a_b", "a b", "a\n", "é"]),
        ("date", ["2026-11-20", "2026-02-31"], ["2026-1-1", "20261120", "2026-00-01", "2026-01-32", " 2026-01-01"]),
        (
            "citation",
            ["stride:T", "owasp-llm:LLM01:2026", "mit:2.2", "atlas:AML.T0051 (LLM Prompt Injection)", "a:b (c (d))"],
            ["LLM05", "stride:", ":T", "a b:c", "a: T", "a:b c", "a:b  (c)", "a:b ()", "a:b (c", "a:b (c) "],
        ),
        ("path", ["a", "a/**", "a b/*.py"], ["/etc", "a\\b", " a", "a ", ""]),
        ("digest", [D], ["1:" + "0" * 31, "1:" + "0" * 33, "1:" + "A" * 32, "0" * 32]),
    ],
)  # fmt: skip
def test_patterns(pattern: str, good: list[str], bad: list[str]) -> None:
    schema = load("model")["$defs"][pattern]
    regex = re.compile(schema["pattern"].removesuffix("$") + r"\Z")
    assert [text for text in good if not regex.match(text)] == []
    assert [text for text in bad if regex.match(text)] == []
