"""GitHub reads severities from the rule, so each severity of a rule stands under an id of its own there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checker.core.finding import LEVELS, SEVERITIES
from checker.core.report import Report, Result
from checker.outputs import OUTPUTS, Style
from tests.outputs.reports import OWNER, PATH, SHAPES, WAIVER, report

Json = dict[str, Any]
RULE = "boundary/path-to-store"
ALL = SHAPES["several-severities"]
IDS = {"critical": RULE} | {word: f"{RULE}/{word}" for word in ("high", "medium", "low", "note")}
"""Severity -> where it stands: the rule itself is critical."""


def run(report: Report, name: str = "sarif-github") -> Json:
    log: Json = json.loads("".join(OUTPUTS[name].render(report, Style())))
    found: Json = log["runs"][0]
    return found


def rules(report: Report, name: str = "sarif-github") -> dict[str, Json]:
    return {rule["id"]: rule for rule in run(report, name)["tool"]["driver"]["rules"]}


def found(*severities: str) -> tuple[Result, ...]:
    return tuple(Result(PATH._replace(severity=word, discriminator=word)) for word in severities)


@pytest.mark.parametrize("severity", SEVERITIES)
def test_each_severity_of_a_rule_stands_under_an_id_that_github_shows_it_by(severity: str) -> None:
    rule = rules(ALL)[IDS[severity]]
    assert rule["properties"].get("security-severity", "") == LEVELS[severity].security_severity
    assert rule["defaultConfiguration"]["level"] == LEVELS[severity].sarif
    (result,) = (one for one in run(ALL)["results"] if one["properties"]["severity"] == severity)
    assert result["ruleId"] == IDS[severity]
    assert run(ALL)["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == IDS[severity]


def test_what_says_the_severity_still_says_which_rule_it_is() -> None:
    rule = rules(ALL)[f"{RULE}/high"]
    assert rule["name"] == "BoundaryPathToStoreHigh"
    assert f"More: threatgate explain {RULE}\n" in rule["help"]["text"] + "\n"
    assert f"Rule: {RULE}; here is what it finds of severity high." in rule["help"]["text"]
    assert f"**Rule:** {RULE}; here is what it finds of severity high." in rule["help"]["markdown"]
    said = {one["ruleId"]: one["properties"].get("rule") for one in run(ALL)["results"]}
    assert said == {id: None if id == RULE else RULE for id in IDS.values()}


def test_fingerprints_are_those_of_the_finding() -> None:
    prints = {one["ruleId"]: one["partialFingerprints"]["threatgate/v1"] for one in run(ALL)["results"]}
    assert prints == {IDS[one.finding.severity]: one.finding.fingerprint for one in ALL.results}


def test_results_on_one_line_that_stand_under_two_ids_are_two_alerts_by_themselves() -> None:
    assert all([*one["partialFingerprints"]] == ["threatgate/v1"] for one in run(ALL)["results"])


@pytest.mark.parametrize("others", [(), ("critical",), ("low", "critical")])
def test_where_a_result_stands_does_not_depend_on_others(others: tuple[str, ...]) -> None:
    ids = [one["ruleId"] for one in run(report(results=found("high", *others)))["results"]]
    assert f"{RULE}/high" in ids


def test_severity_that_the_config_sets_is_the_rules_own() -> None:
    one = report(results=found("low"), levels={RULE: "low"})
    assert [result["ruleId"] for result in run(one)["results"]] == [RULE]
    assert rules(one)[RULE]["properties"]["security-severity"] == "3.0"
    assert f"{RULE}/low" not in rules(one)


def test_severity_that_the_config_sets_shows_where_nothing_is_found() -> None:
    one = report(levels={RULE: "low"})
    assert rules(one)[RULE]["properties"]["security-severity"] == "3.0"
    assert [*rules(one)] == [*rules(report())]


def test_what_is_accepted_makes_no_id() -> None:
    one = report(results=(Result(PATH._replace(severity="high"), "waived", WAIVER),))
    assert [*rules(one)] == [*rules(report())]


def test_the_whole_log_keeps_one_id_a_rule() -> None:
    assert {one["ruleId"] for one in run(ALL, "sarif")["results"]} == {RULE}
    assert [*rules(ALL, "sarif")] == [*rules(report(), "sarif")]
    assert rules(ALL, "sarif")[RULE]["properties"]["security-severity"] == "9.5"
    assert not any("rule" in one["properties"] for one in run(ALL, "sarif")["results"])


def test_a_rule_that_finds_one_severity_stands_as_before() -> None:
    assert [one["ruleId"] for one in run(report(results=(Result(OWNER),)))["results"]] == [OWNER.rule]
