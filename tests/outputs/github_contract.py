"""What GitHub code scanning asks of a SARIF log and no schema says, from its documentation of SARIF support."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def breaches(log: Json) -> Iterator[str]:
    """Every breach of the contract, in words."""
    for run in log["runs"]:
        rules = {rule["id"]: number for number, rule in enumerate(run["tool"]["driver"]["rules"])}
        if any(not invocation["executionSuccessful"] for invocation in run["invocations"]):
            yield "the server discards a run that says it failed"
        if "automationDetails" in run:
            yield "the category that the workflow chose would be ignored"
        if len(run["results"]) > 5000:
            yield "more than 5,000 results"
        for rule in run["tool"]["driver"]["rules"]:
            yield from (f"rule {rule['id']}: {text}" for text in _rule(rule))
        seen = set()
        for number, result in enumerate(run["results"]):
            yield from (f"result {number}: {text}" for text in _result(result, rules))
            place = result["locations"][0]["physicalLocation"]
            own = result["partialFingerprints"].get("primaryLocationLineHash")
            alert = (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"], own)
            if alert in seen:
                yield f"result {number}: one alert with an earlier one"
            seen.add(alert)


def _rule(rule: Json) -> Iterator[str]:
    for part in ("shortDescription", "fullDescription"):
        if not 0 < len(rule[part]["text"]) <= 1024:
            yield f"{part} is empty or too long"
    if not rule["help"]["text"] or not rule["help"]["markdown"]:
        yield "no help"
    if rule["name"] == rule["id"] or len(rule["name"]) > 255 or not re.fullmatch(r"[A-Z]\w*", rule["name"]):
        yield "the name is the id, too long or not in PascalCase"
    properties = rule["properties"]
    if len(properties["tags"]) > 10 or len(set(properties["tags"])) < len(properties["tags"]):
        yield "too many tags, or one twice"
    if properties["precision"] not in ("very-high", "high", "medium", "low"):
        yield "an unknown precision"
    if properties["problem.severity"] not in ("error", "warning", "recommendation"):
        yield "an unknown problem.severity"
    score = properties.get("security-severity", "1.0")
    if not (isinstance(score, str) and 0 < float(score) <= 10):
        yield "security-severity is not a number as a string"


def _result(result: Json, rules: dict[str, int]) -> Iterator[str]:
    if rules.get(result["ruleId"]) != result["ruleIndex"]:
        yield "ruleIndex is not the rule's"
    if result["level"] not in ("error", "warning", "note") or result.get("kind", "fail") != "fail":
        yield "not an open problem"
    if {"baselineState", "suppressions"} & set(result):
        yield "GitHub would not understand it"
    if len(result["locations"]) != 1:
        yield "not exactly one location"
    related = result.get("relatedLocations", [])
    if len(related) > 100:
        yield "more related locations than are kept"
    targets = {int(number) for number in re.findall(r"\]\((\d+)\)", result["message"]["text"])}
    if not targets <= {location["id"] for location in related}:
        yield "a link to no location"
    if not 0 < len(result["message"]["text"]) <= 1024:
        yield "no message, or too long"
    steps = [
        step["location"]
        for flow in result.get("codeFlows", [])
        for thread in flow["threadFlows"]
        for step in thread["locations"]
    ]
    for location in (*result["locations"], *related, *steps):
        yield from _location(location)


def _location(location: Json) -> Iterator[str]:
    place = location["physicalLocation"]
    uri, region = place["artifactLocation"]["uri"], place["region"]
    if not re.fullmatch(r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+(?:/(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+)*", uri):
        yield f"{uri} is not a percent-encoded path in the repository"
    if "uriBaseId" in place["artifactLocation"]:
        yield "a base that GitHub does not look at"
    if region["startLine"] != region["endLine"] or region["endColumn"] < region["startColumn"]:
        yield "the region is not within one line"
