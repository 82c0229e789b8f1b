"""The JSON outputs: valid by their schema, complete, and the same text as the model had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from checker.core.report import Report
from checker.outputs import DIFF_OUTPUTS, OUTPUTS, Style
from checker.outputs.compact import compact
from tests.outputs.reports import CHANGES, FAILED, HOSTILE, SHAPES, SHARED


@pytest.fixture(scope="module")
def schema(root: Path) -> Any:
    return json.loads((root / "schemas/report.schema.json").read_text(encoding="utf-8"))


def check(report: Report) -> Any:
    return json.loads("".join(OUTPUTS["json"].render(report, Style())))


def diff(report: Report) -> Any:
    return json.loads("".join(DIFF_OUTPUTS["json"].render(report, Style())))


def test_schema_is_one(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("shape", SHAPES)
def test_report_is_valid_by_the_schema(shape: str, schema: Any) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema)
    for report in (check(SHAPES[shape]), diff(SHAPES[shape])):
        assert [(list(e.instance_path), e.message[:200]) for e in validator.iter_errors(report)] == []


def test_other_schema_engine_agrees(schema: Any) -> None:
    jsonschema.Draft202012Validator(schema).validate(check(SHARED))
    jsonschema.Draft202012Validator(schema).validate(diff(SHARED))


def test_schema_describes_every_field_of_a_report(schema: Any) -> None:
    assert set(check(SHARED)) | set(diff(SHARED)) == set(schema["properties"])
    fields = {"result": check(SHARED)["results"][0], "model": check(SHARED)["models"][0] | diff(SHARED)["models"][0]}
    fields |= {"change": check(SHARED)["models"][0]["changes"][0], "failure": check(FAILED)["failures"][0]}
    fields |= {"rule": next(iter(check(SHARED)["rules"].values())), "base": check(SHARED)["base"]}
    assert diff(FAILED)["failures"] == check(FAILED)["failures"]
    for name, value in fields.items():
        assert set(value) == set(schema["$defs"][name]["properties"]), name


def test_report_says_the_verdict_and_the_counts() -> None:
    report = check(SHARED)
    assert (report["format_version"], report["conclusion"], report["exit_code"]) == (1, "fail", 1)
    assert list(report["counts"]["new"].items()) == [("critical", 1), ("high", 2), ("low", 1), ("note", 1)]
    assert {name: report["counts"][name] for name in ("failing", "known", "waived")} == {
        "failing": 3,
        "known": 1,
        "waived": 1,
    }


def test_failures_say_what_kind_they_are() -> None:
    assert [(f["kind"], f["exit_code"], f["location"] is None) for f in check(FAILED)["failures"]] == [
        ("git", 3, True),
        ("input", 3, False),
    ]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_a_model_reads_back_as_it_was(name: str) -> None:
    assert json.loads(compact(name)) == name
    (position,) = (number for number, other in enumerate(HOSTILE) if other == name)
    assert check(SHAPES[f"hostile-{position:02}"])["results"][0]["message"] == name


def test_each_result_stands_on_a_line_of_its_own() -> None:
    lines = "".join(OUTPUTS["json"].render(SHARED, Style())).split("\n")
    assert sum(line.startswith(('{"rule"', ',{"rule"')) for line in lines) == len(SHARED.results)


def test_diff_has_every_change_with_its_model_and_place() -> None:
    changes = diff(SHARED)["changes"]
    assert [(c["model"], c["kind"], c["element"]["id"]) for c in changes] == [
        ("shop", change.kind, change.ref.id) for change in CHANGES
    ]
    assert changes[1]["fields"][0] == {
        "field": "authority",
        "before": ["read-orders"],
        "after": ["read-orders", "refund"],
        "weakens": True,
        "derived": False,
    }
    assert changes[1]["location"]["line"] == 8


def test_steps_of_a_way_have_their_elements() -> None:
    (way,) = check(SHAPES["path"])["results"]
    assert [step["element"]["id"] for step in way["path"]] == ["customer", "ask", "assistant", "look-up", "orders"]
    (other,) = check(SHAPES["path-of-other-steps"])["results"]
    assert [step["element"] for step in other["path"]] == [None] * 5
