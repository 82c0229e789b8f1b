"""What a schema does not allow, in words; the same by both engines."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.core.source import Source
from checker.documents.document import Problem
from checker.documents.parse import parse
from checker.documents.schema import Engine, python_engine, rust_engine, validate

FILES: dict[str, Any] = {
    "thing": {
        "type": "object",
        "required": ["system"],
        "additionalProperties": False,
        "properties": {
            "system": {"$ref": "part.schema.json#/$defs/system"},
            "components": {
                "type": "object",
                "propertyNames": {"$ref": "part.schema.json#/$defs/id"},
                "additionalProperties": {"$ref": "#/$defs/component"},
            },
            "colours": {"propertyNames": {"enum": ["red", "green"]}},
            "waivers": {"type": "array", "items": {"$ref": "#/$defs/waiver"}},
            "old": False,
            "a/b~c%": {"type": "string"},
            "pair": {"dependentRequired": {"key": ["lock", "door"]}},
            "when": {"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"maximum": 5}},
            "sizes": {"$ref": "#/$defs/sizes"},
        },
        "$defs": {
            "component": {
                "type": "object",
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {
                    "kind": {
                        "enum": ["service", "database", "queue", "cache", "worker", "agent", "tool", "model", "file"]
                    },
                    "owner": {"type": "string", "maxLength": 20},
                    "tags": {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True},
                    "exposed": {"type": "boolean"},
                    "version": {"type": ["string", "null"]},
                    "paths": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
                    "store": {
                        "oneOf": [
                            {
                                "type": "object",
                                "required": ["type", "table"],
                                "properties": {"type": {"const": "sql"}, "table": {"type": "string"}},
                            },
                            {
                                "type": "object",
                                "required": ["type", "bucket"],
                                "properties": {"type": {"const": "s3"}, "bucket": {"type": "string"}},
                            },
                        ]
                    },
                    "level": {"anyOf": [{"enum": ["low", "high"]}, {"const": "none"}, {"type": "integer"}]},
                    "any": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^[a-z]+$"}]},
                },
            },
            "waiver": {
                "type": "object",
                "properties": {
                    "id": {"$ref": "part.schema.json#/$defs/id"},
                    "days": {"type": "integer", "minimum": 1, "maximum": 365},
                    "ratio": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
                },
            },
            "sizes": {
                "properties": {
                    "list": {"type": "array", "minItems": 1, "maxItems": 2},
                    "pair": {"type": "array", "minItems": 2},
                    "map": {"type": "object", "minProperties": 1, "maxProperties": 2},
                    "even": {"multipleOf": 2},
                    "word": {"type": "string", "minLength": 1, "maxLength": 3},
                    "not": {"not": {"enum": ["x"]}},
                    "has": {"contains": {"const": 1}},
                    "form": {"type": "string", "pattern": "^[0-9]+$"},
                }
            },
        },
    },
    "part": {
        "$defs": {
            "id": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9-]*$",
                "x-pattern-says": "lower-case letters, digits and hyphens",
            },
            "system": {
                "type": "object",
                "required": ["id"],
                "additionalProperties": False,
                "properties": {"id": {"$ref": "#/$defs/id"}, "name": {"type": "string"}, "level": {"const": 1}},
            },
        }
    },
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two schemas that refer to each other, as files."""
    place = tmp_path_factory.mktemp("schemas")
    for name, schema in FILES.items():
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"https://threatgate.dev/schemas/{name}.schema.json",
        }
        (place / f"{name}.schema.json").write_text(json.dumps(head | schema))
    return place


@pytest.fixture
def problems(folder: Path) -> Callable[[str], tuple[Problem, ...]]:
    """The problems of a text, which must be the same by both engines."""

    def both(text: str) -> tuple[Problem, ...]:
        document = parse(Source("m.yaml", text))
        fast = validate(document, "thing", rust_engine, folder)
        assert fast == validate(document, "thing", python_engine, folder)
        return fast

    return both


S = "system: {id: x}\n"

BAD = parse(Source("bad.yaml", Path(__file__).with_name("schema_problems.yaml").read_text("utf-8")))


@pytest.mark.parametrize("row", BAD.data, ids=[row["words"][:60] for row in BAD.data])
def test_one_problem_with_its_words_at_its_place(
    row: dict[str, str], problems: Callable[[str], tuple[Problem, ...]]
) -> None:
    (problem,) = problems(row["text"])
    at = problem.location
    found = (problem.code, f"{at.line}:{at.column}-{at.end_column}", problem.message)
    assert found == (row["code"], row["place"], row["words"])


def test_what_a_schema_allows_is_no_problem(problems: Callable[[str], tuple[Problem, ...]]) -> None:
    assert (
        problems(S + "waivers:\n- {id: w-1, days: 30}\ncomponents: {a: {kind: queue, store: {type: s3, bucket: b}}}\n")
        == ()
    )


def test_a_key_that_is_missing_and_the_one_that_was_mistyped_are_linked(
    problems: Callable[[str], tuple[Problem, ...]],
) -> None:
    missing, unknown = problems(S + "components:\n  api:\n    owner: me\n    knd: service\n")
    assert missing.message == "'kind' is missing in component 'api'; is it 'knd' on line 5?"
    assert (str(missing.location), missing.path) == ("m.yaml:3:3", ("components", "api", "kind"))
    assert [(str(r.location), r.message) for r in missing.related] == [
        ("m.yaml:5:5", "'knd' may be meant to be 'kind'")
    ]
    assert unknown.message == "unknown key 'knd' in component 'api'; did you mean 'kind'?"
    assert (str(unknown.location), unknown.path) == ("m.yaml:5:5", ("components", "api", "knd"))


def test_everything_wrong_is_said_at_once_and_by_place(problems: Callable[[str], tuple[Problem, ...]]) -> None:
    found = problems("z: 1\ncomponents:\n  b: {kind: x, tags: [1, 2]}\n  A: {}\nsystem: {id: X, nam: y}\n")
    assert [(p.code, str(p.location)) for p in found] == [
        ("unknown-key", "m.yaml:1:1"),
        ("wrong-value", "m.yaml:3:13"),
        ("wrong-type", "m.yaml:3:23"),
        ("wrong-type", "m.yaml:3:26"),
        ("missing-key", "m.yaml:4:3"),
        ("wrong-value", "m.yaml:4:3"),
        ("wrong-value", "m.yaml:5:14"),
        ("unknown-key", "m.yaml:5:17"),
    ]


def test_a_wrong_value_that_was_merged_is_at_its_merge_key(problems: Callable[[str], tuple[Problem, ...]]) -> None:
    (one, two) = problems(S + "components:\n  a: &a {kind: nope}\n  b:\n    <<: *a\n    owner: x\n")
    assert [str(p.location) for p in (one, two)] == ["m.yaml:3:16", "m.yaml:5:9"]


def test_a_text_with_a_syntax_problem_has_no_other() -> None:
    assert validate(parse(Source("m.yaml", "a: [")), "model") == ()


@pytest.mark.parametrize("engine", [rust_engine, python_engine])
def test_a_key_of_digits_is_a_key(engine: Engine) -> None:
    document = parse(Source("m.yaml", "threatgate: 1\nsystem: {id: x}\ncomponents: {5: {}, 012: {type: 3}}\n"))
    assert [(p.message, str(p.location)) for p in validate(document, "model", engine)] == [
        ("'type' is missing in component '5'", "m.yaml:3:14"),
        ("type of component '012' must be text, not the number 3: put it in quotes", "m.yaml:3:33"),
    ]


def test_a_text_with_duplicate_keys_is_still_checked(problems: Callable[[str], tuple[Problem, ...]]) -> None:
    assert [p.code for p in problems("system: {id: X, id: y}")] == ["wrong-value"]


_NAMES = st.sampled_from(
    [
        "id",
        "name",
        "kind",
        "knd",
        "owner",
        "tags",
        "store",
        "type",
        "table",
        "paths",
        "level",
        "any",
        "days",
        "ratio",
        "Bad",
        "red",
        "7",
        "012",
    ]
)
_VALUES = st.recursive(
    st.sampled_from([None, True, 0, 1, 400, 1.5, "", "x", "sql", "queue", "Foo Bar", "yes", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)
_SIZES = list(FILES["thing"]["$defs"]["sizes"]["properties"])
_DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "system": _VALUES,
        "components": st.dictionaries(_NAMES, _VALUES, max_size=3) | _VALUES,
        "waivers": _VALUES,
        "colours": _VALUES,
        "pair": st.dictionaries(st.sampled_from(["key", "lock"]), _VALUES),
        "when": _VALUES,
        "sizes": st.dictionaries(
            st.sampled_from(list(FILES["thing"]["$defs"]["sizes"]["properties"])), _VALUES, max_size=4
        ),
        "old": _VALUES,
        "x": _VALUES,
    },
)


@given(data=_DOCUMENTS)
@settings(deadline=None, max_examples=200)
def test_both_engines_say_the_same_of_any_document(folder: Path, data: Any) -> None:
    document = parse(Source("m.json", json.dumps(data)))
    fast = validate(document, "thing", rust_engine, folder)
    assert fast == validate(document, "thing", python_engine, folder)
    for problem in fast:
        assert problem.location.line == problem.location.end_line


@pytest.mark.parametrize("name", ["model", "reviews", "waivers", "baseline", "config", "rule", "pack"])
@given(data=_VALUES | st.dictionaries(st.sampled_from(["threatgate", "system", "components", "rules", "id"]), _VALUES))
@settings(deadline=None, max_examples=25)
def test_both_engines_say_the_same_by_the_shipped_schemas(name: str, data: Any) -> None:
    document = parse(Source("m.json", json.dumps(data)))
    assert validate(document, name, rust_engine) == validate(document, name, python_engine)


def test_a_reference_outside_the_folder_fails_and_is_never_fetched(tmp_path: Path) -> None:
    schema = {"$id": "https://threatgate.dev/schemas/far.schema.json", "$ref": "http://127.0.0.1:9/x.schema.json"}
    (tmp_path / "far.schema.json").write_text(json.dumps(schema))
    document = parse(Source("m.yaml", "a: 1"))
    for engine in (rust_engine, python_engine):
        with pytest.raises(Exception, match=r"(?s)x\.schema\.json"):
            validate(document, "far", engine, tmp_path)


def test_without_jsonschema_rs_the_other_engine_is_chosen() -> None:
    program = (
        "import sys; sys.modules['jsonschema_rs'] = None\n"
        "from checker.core.source import Source\n"
        "from checker.documents.parse import parse\n"
        "from checker.documents.schema import validate\n"
        "print(*[p.message for p in validate(parse(Source('m.yaml', 'sistem: 1')), 'model')], sep='\\n')\n"
        "assert 'jsonschema' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("unknown key 'sistem' at the top of the file")


def test_a_check_imports_neither_the_other_engine_nor_pyyaml_for_json() -> None:
    program = (
        "import sys\n"
        "from checker.core.source import Source\n"
        "from checker.documents.parse import parse\n"
        "from checker.documents.schema import validate\n"
        "validate(parse(Source('m.json', '{}')), 'model')\n"
        "print(*sorted({'jsonschema', 'yaml', 'difflib', 'subprocess', 'attr'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
