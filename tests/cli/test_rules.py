"""``rules``, ``explain`` and ``schema``: what is checked, why, and how the files look."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import inside
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
    shipped = {
        f"{path.parent.name}/{path.stem}"
        for path in (root / "policies").glob("*/*.yaml")
        if path.name != "pack.yaml" and path.parent.name in (*BUILT_IN, "boundary")
    }
    assert ids == sorted(shipped)
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
    assert page.endswith("  rules:\n    boundary/cleartext-flow: low\n")


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
        ("x", "choose from: baseline/unused, boundary/"),
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
