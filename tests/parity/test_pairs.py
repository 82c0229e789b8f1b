"""The comparison itself: a pair that is right, pairs that are wrong in one place, and what is left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.parity.page import by_rule, page
from benchmarks.parity.pairs import Result, by_chance, compare, names, pairs, unexplained

MODEL = """\
threagile_version: 0.9.1
title: Example
business_criticality: important
x-asset: &asset
  {type: process, usage: business, size: service, technology: tool, machine: virtual, encryption: transparent,
   confidentiality: internal, integrity: operational, availability: operational, data_assets_processed: [note]}
x-link: &link {authentication: token, authorization: technical-user, usage: business, data_assets_sent: [note]}
data_assets:
  Note:
    {id: note, usage: business, quantity: few, confidentiality: public, integrity: archive, availability: archive}
technical_assets:
  Api:
    <<: *asset
    id: Api
    communication_links: {"Look up: users!": {<<: *link, target: staff, protocol: ldaps}}
  Staff: {<<: *asset, id: staff, technology: ldap-server}
  Keys: {<<: *asset, id: keys, technology: vault}
trust_boundaries:
  A: {id: a, type: network-on-prem, technical_assets_inside: [Api, staff]}
"""
LDAP = "ldap-injection@Api@staff@Api>look-up-users"


def risk(id: str, severity: str, likelihood: str, impact: str) -> dict[str, Any]:
    return {
        "category": id.partition("@")[0],
        "risk_status": "unchecked",
        "severity": severity,
        "exploitation_likelihood": likelihood,
        "exploitation_impact": impact,
        "synthetic_id": id,
    }


RIGHT = [
    risk(LDAP, "elevated", "likely", "medium"),
    risk("missing-hardening@keys", "medium", "likely", "low"),
    risk("unnecessary-technical-asset@keys", "low", "unlikely", "low"),
    {**risk("theft@Api", "high", "likely", "high"), "category": "theft"},
]


def result(
    folder: Path, risks: list[dict[str, Any]], assets: dict[str, Any] | None = None, model: str = MODEL
) -> Result:
    place = folder / "oracles" / "somebody"
    place.mkdir(parents=True)
    (place / "model.yaml").write_text(model, encoding="utf-8")
    (place / "risks.json").write_text(json.dumps(risks), encoding="utf-8")
    if assets is not None:
        (place / "technical-assets.json").write_text(json.dumps(assets), encoding="utf-8")
    (pair,) = pairs(folder)
    return compare(pair)


def test_a_pair_that_is_right_has_no_difference(tmp_path: Path) -> None:
    # Each works on the note: 29 + 19 points, Api sends it too (10), and a vault counts twice: 58, 48 and 96.
    same = result(tmp_path, RIGHT, {"Api": {"RAA": 10 / 48 * 100}, "staff": {"RAA": 1}, "keys": {"RAA": 100}})
    assert (list(unexplained(same)), same.assets, same.attractiveness) == ([], 3, {})
    assert (same.pair.branch, same.pair.own, same.equal.total()) == ("0.9", 1, 3)
    assert {line.rule: line[1:] for line in by_rule([same])}["ldap-injection"] == (1, 1, 1)
    assert "3 risks of built-in rules expected, 3 produced, 3 equal" in page([same])


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("synthetic_id", "ldap-injection@Api@staff@Api>look-up"),
        ("severity", "medium"),
        ("exploitation_likelihood", "unlikely"),
        ("exploitation_impact", "high"),
    ],
)
def test_a_difference_in_one_place_is_seen(tmp_path: Path, place: str, changed: str) -> None:
    found = list(unexplained(result(tmp_path, [{**RIGHT[0], place: changed}, *RIGHT[1:]])))
    assert [sign for sign, _ in found] == ["-", "+"]
    assert found[1][1].id == LDAP


def test_a_risk_that_is_there_once_too_often_or_not_at_all_is_seen(tmp_path: Path) -> None:
    twice, never = tmp_path / "twice", tmp_path / "never"
    assert [(sign, one.id) for sign, one in unexplained(result(twice, [RIGHT[0], *RIGHT]))] == [("-", LDAP)]
    assert [(sign, one.id) for sign, one in unexplained(result(never, RIGHT[1:]))] == [("+", LDAP)]


def test_another_attractiveness_is_seen(tmp_path: Path) -> None:
    wrong = result(tmp_path, RIGHT, {"Api": {"RAA": 20.8}, "gone": {"RAA": 1}})
    assert set(wrong.attractiveness) == {"Api", "gone"}


def test_what_the_branch_does_otherwise_is_counted_apart_and_nothing_else(tmp_path: Path) -> None:
    terse = [{key: value for key, value in one.items() if value not in ("low", "unlikely")} for one in RIGHT]
    extra = risk("cross-site-scripting@Api", "elevated", "likely", "medium")
    branch = result(tmp_path, [*terse[1:], extra])
    assert branch.pair.branch == "1.0-dev"
    assert [(sign, one.id) for sign, one in unexplained(branch)] == [("+", LDAP)]
    assert "1 more of rules that the 1.0 branch changed" in page([branch])


PUSHES = """\
technical_assets:
  Ci:
    <<: *asset
    id: ci
    technology: build-pipeline
    communication_links:
      One: {<<: *link, target: one, protocol: ssh, usage: devops}
      Two: {<<: *link, target: two, protocol: ssh, usage: devops}
  One: {<<: *asset, id: one, availability: critical}
  Two: {<<: *asset, id: two}
"""
PUSH = "push-instead-of-pull-deployment@ci"


@pytest.mark.parametrize(
    ("impacts", "differences", "chance"),
    [(("medium", "low"), 0, 0), (("medium", "medium"), 0, 1), (("low", "low"), 2, 0), (("high", "low"), 2, 0)],
)
def test_pushed_deployment_rated_by_another_target_is_chance(
    tmp_path: Path, impacts: tuple[str, str], differences: int, chance: int
) -> None:
    head = MODEL.partition("technical_assets:")[0]
    written = [risk(PUSH, "medium" if impact != "low" else "low", "unlikely", impact) for impact in impacts]
    found = result(tmp_path, written, model=head + PUSHES)
    about = [one for _, one in unexplained(found) if one.id == PUSH]
    assert (len(about), by_chance(found).total()) == (differences, chance)


def test_model_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    place = tmp_path / "oracles" / "broken"
    place.mkdir(parents=True)
    (place / "model.yaml").write_text("technical_assets: [", encoding="utf-8")
    (place / "risks.json").write_text(json.dumps(RIGHT), encoding="utf-8")
    (pair,) = pairs(tmp_path)
    broken = compare(pair)
    assert broken.unread and not broken.produced
    assert "1 pairs, 0 models read" in page([broken])


def test_pack_has_the_rules_of_the_tool() -> None:
    assert len(names()) == 42
