"""``rules``, ``explain`` and ``schema``: what is checked, why, and how the files look."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import inside, report
from tests.repositories import Repo

BUILT_IN = ("baseline", "gate", "model", "review", "tree", "waiver")
PACK = {
    "p/pack.yaml": "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n",
    "p/no-owner.yaml": "id: ours/no-owner\ntitle: No owner\nseverity: low\nwhy: w\nfix: {text: f}\n"
    "aliases: [ours/old]\neach: component\nassert: {owner: {present: true}}\nexamples: {fail: [{}], pass: [{}]}\n",
}


def listed(folder: Path, *arguments: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(inside(folder, "rules", "--json", *arguments).out)
    return rows


def test_every_rule_in_use_is_listed_once_in_order(tmp_path: Path, root: Path) -> None:
    rows = listed(tmp_path)
    ids = [row["id"] for row in rows]
    files = [path for path in (root / "policies").glob("*/*.yaml") if path.name != "pack.yaml"]
    used = {
        f"{path.parent.name}/{path.stem}"
        for path in files
        if path.parent.name == "boundary" or (path.parent.name in BUILT_IN and "built_in: true" in path.read_text())
    }
    assert ids == sorted(used)
    assert {tuple(row) for row in rows} == {("id", "severity", "title")}


def test_the_list_for_people_says_the_same(tmp_path: Path) -> None:
    lines = inside(tmp_path, "rules").out.splitlines()
    assert [line.split(maxsplit=2) for line in lines] == [list(row.values()) for row in listed(tmp_path)]


def test_one_pack_can_be_listed(tmp_path: Path) -> None:
    assert {row["id"].partition("/")[0] for row in listed(tmp_path, "--pack", "gate")} == {"gate"}
    done = inside(tmp_path, "rules", "--pack", "gates")
    assert (done.code, "there are: baseline, boundary, gate, model, review, tree, waiver" in done.err) == (2, True)


def test_levels_and_packs_of_the_config_show(repo: Repo) -> None:
    config = "threatgate: 1\npacks: [./p]\nrules: {ours/old: off, model/syntax: critical}\n"
    repo.write({**PACK, ".threatgate.yaml": config})
    levels = {row["id"]: row["severity"] for row in listed(repo.root)}
    assert (levels["ours/no-owner"], levels["model/syntax"]) == ("off", "critical")
    assert not [id for id in levels if id.startswith("boundary/")]
    assert "severity: off (by the config; low by default)" in inside(repo.root, "explain", "ours/no-owner").out


GRADED = (
    "id: ours/graded\ntitle: Graded\nwhy: w\nfix: {text: f}\neach: component\nwhen: {owner: {in: {param: teams}}}\n"
    "severity: {likelihood: [{when: {internet_facing: true}, is: frequent}, likely], impact: medium}\nparams:\n"
    "  teams: {type: array, default: [a, b], description: Whose components.}\n"
    "  least: {type: integer, default: 1, minimum: 1, maximum: 9}\n"
    "assert: {threats: {count: {at_least: {param: least}}}}\n"
)


def test_a_severity_by_table_and_params_are_explained(repo: Repo) -> None:
    table = "likelihood (frequent when {internet_facing: true}, else likely) by impact (medium)"
    config = "threatgate: 1\npacks: [./p]\nrules: {ours/graded: {params: {teams: [c]}}}\n"
    repo.write({**PACK, "p/graded.yaml": GRADED, ".threatgate.yaml": config})
    assert {row["id"]: row["severity"] for row in listed(repo.root)}["ours/graded"] == "medium"
    page = inside(repo.root, "explain", "ours/graded").out
    assert f"severity: medium at most, {table}    confidence: high" in page
    assert '  teams: ["c"] (by the config; ["a", "b"] by default) (array)\n    Whose components.\n' in page
    assert "  least: 1 (integer, minimum 1, maximum 9)\n" in page
    repo.write({".threatgate.yaml": config.replace("{params", "{level: low, params")})
    assert (
        f"severity: low (by the config; medium at most, {table} by default)"
        in inside(repo.root, "explain", "ours/graded").out
    )


def test_a_rating_is_in_the_reports(repo: Repo) -> None:
    repo.write({**PACK, "p/graded.yaml": GRADED, ".threatgate.yaml": "threatgate: 1\npacks: [./p]\n"})
    model = "threatgate: 1\nsystem: {id: shop}\ncomponents: {web: {type: service, owner: a}}\n"
    repo.write({"threatmodel.yaml": model})
    said = report(repo.root, by=inside)[1]
    [result] = [result for result in said["results"] if result["rule"] == "ours/graded"]
    assert (result["severity"], result["rating"]) == ("medium", "elevated")
    assert said["rules"]["ours/graded"]["severity_by"].startswith("likelihood (frequent when")
    sarif = json.loads(inside(repo.root, "check", "--format", "sarif").out)["runs"][0]
    [result] = [result for result in sarif["results"] if result["ruleId"] == "ours/graded"]
    assert result["properties"]["rating"] == "elevated"
    [rule] = [rule for rule in sarif["tool"]["driver"]["rules"] if rule["id"] == "ours/graded"]
    assert "Severity: likelihood (frequent when {internet_facing: true}, else likely) by impact" in rule["help"]["text"]


def test_the_rules_with_a_body_of_a_built_in_pack_are_listed_once_it_is_named(repo: Repo) -> None:
    assert "model/unowned-system" not in {row["id"] for row in listed(repo.root)}
    repo.write({".threatgate.yaml": "threatgate: 1\npacks: [model]\n"})
    ids = {row["id"] for row in listed(repo.root)}
    assert {"model/unowned-system", "model/syntax", "review/stale"} < ids
    assert "review/without-note" not in ids


def test_a_folder_of_rules_can_be_named(tmp_path: Path) -> None:
    for name, text in PACK.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert "ours/no-owner" in {row["id"] for row in listed(tmp_path, "--policy", "p")}
    assert inside(tmp_path, "explain", "ours/no-owner", "--policy", "p").code == 0
    assert inside(tmp_path, "explain", "ours/no-owner").code == 2


def test_a_rule_is_explained_with_everything_it_says(tmp_path: Path) -> None:
    page = inside(tmp_path, "explain", "boundary/cleartext-flow").out
    first, severity = (line for line in page.splitlines()[:3] if line)
    assert first == "boundary/cleartext-flow: Confidential data crosses a trust boundary without current encryption"
    assert severity == "severity: high    confidence: high    since: 0.1"
    parts = ("Why\n", "Fix (effort: small)\n", "References\n  stride:I\n", "Failing example\n", "Passing example\n")
    assert [part for part in parts if part not in page] == []
    assert page.endswith("  rules:\n    boundary/cleartext-flow: high\n")


def test_rules_of_every_pack_in_use_can_be_explained(tmp_path: Path) -> None:
    for row in listed(tmp_path)[::3]:
        done = inside(tmp_path, "explain", row["id"])
        assert (done.code, done.out.startswith(f"{row['id']}: {row['title']}\n")) == (0, True), done


def test_an_older_id_of_a_rule_leads_to_it(repo: Repo) -> None:
    repo.write({**PACK, ".threatgate.yaml": "threatgate: 1\npacks: [./p]\nrules: {ours/no-owner: high}\n"})
    page = inside(repo.root, "explain", "ours/old").out
    assert page.startswith("ours/no-owner: No owner\n")
    assert "severity: high (by the config; low by default)" in page


@pytest.mark.parametrize(
    ("rule", "next"),
    [
        ("boundary/cleartext-flw", "did you mean 'boundary/cleartext-flow'?"),
        ("cleartext-flow", "did you mean 'boundary/cleartext-flow'?"),
        ("review/stael", "did you mean 'review/stale'?"),
        ("x", "choose from: ai/agent-changes-code, ai/agent-for-all-tenants, "),
    ],
)
def test_an_unknown_rule_is_answered_with_the_nearest(rule: str, next: str, tmp_path: Path) -> None:
    done = inside(tmp_path, "explain", rule)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0] == f"threatgate: error: no rule is called '{rule}'"
    assert done.err.splitlines()[1].startswith(f"  = next: {next}")


@pytest.mark.parametrize(
    "name", ["model", "reviews", "waivers", "baseline", "config", "rule", "pack", "policy-test", "report"]
)
def test_a_schema_is_printed_as_it_ships(name: str, tmp_path: Path, root: Path) -> None:
    done = inside(tmp_path, "schema", name)
    assert done.out == (root / "schemas" / f"{name}.schema.json").read_text("utf-8")
    assert json.loads(done.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_of_models_is_printed_when_none_is_named(tmp_path: Path) -> None:
    assert inside(tmp_path, "schema") == inside(tmp_path, "schema", "model")


def test_what_a_rule_asks_is_shown_as_its_file_has_it(tmp_path: Path) -> None:
    page = inside(tmp_path, "explain", "boundary/newly-exposed").out
    assert (
        "Asks\n  each: component\n  change: [added, changed]\n  changed_fields: [internet_facing]\n  when:\n"
        "    internet_facing: true\n    kind:\n      in: [process, data-store]\n"
    ) in page
    assert "Asks" not in inside(tmp_path, "explain", "model/syntax").out, "it is found by code"
