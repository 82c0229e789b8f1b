"""``risk``: the register, for people and as data; the published numbers of ROS 2; and the pack with a real check."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.command import TODAY, findings, inside, report
from tests.repositories import Repo

NETWORK = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
MODEL = f"""\
threatgate: 1
system: {{id: shop, name: Shop}}
components: {{api: {{type: service}}}}
threats:
  summed:
    title: Fourteen of fifteen
    on: [api]
    owner: team-api
    risk:
      dread:
        variant: sum-1-3
        damage: 3
        reproducibility: 3
        exploitability: 3
        affected_users: 3
        discoverability: 2
        score: 13
        raters: {{b.kim: {{damage: 1}}}}
  vector:
    title: By its vector
    on: [api]
    status: mitigated
    controls: [limit]
    risk: {{cvss: {{vector: "{NETWORK}", score: 9}}}}
  partly: {{title: Not all factors, on: [api], risk: {{dread: {{damage: 7}}}}}}
  word:
    title: In words
    on: [api]
    status: accepted
    accepted: {{by: dana, until: 2026-11-22}}
    risk: {{severity: high, likelihood: low, impact: very-high}}
  silent: {{title: Nobody rated it, on: [api], status: avoided}}
controls: {{limit: {{title: A limit, level: infrastructure, status: implemented}}}}
"""
FACTORS = ("damage", "reproducibility", "exploitability", "affected_users", "discoverability")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    return tmp_path


def register(folder: Path, *arguments: str) -> dict[str, Any]:
    done = inside(folder, "risk", "--as-of", TODAY, "--json", *arguments)
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)
    (only,) = found
    return only


def test_the_register_for_people(shop: Path) -> None:
    done = inside(shop, "risk", "--as-of", TODAY)
    assert (done.code, done.err) == (0, "")
    assert [re.sub(r"(?<=\S)   +", "  ", line) for line in done.out.splitlines()] == [
        "shop (threatmodel.yaml): 5 threats",
        "  by band: critical 1, high 2, not rated 2",
        "  on the scale from 0 to 10: critical 2, high 1, not rated 2",
        "  open: high 2, not rated 1",
        "",
        "0-10  band  rated by  D R E A D  threat  status  owner  controls in place  title",
        "9.3  critical  CVSS 4.0 9.3  -  vector  mitigated  -  infrastructure 1/1  By its vector",
        "9.0  high (critical)  sum-1-3 14 of 15  3 3 3 3 2  summed  open: identified  team-api  -  Fourteen of fifteen",
        "-  high  severity high; likelihood low, impact very-high  -  word"
        "  open: accepted until 2026-11-22, which has passed  -  -  In words",
        "-  not rated  mean-0-10  7 ? ? ? ?  partly  open: identified  -  -  Not all factors",
        "-  not rated  -  -  silent  avoided  -  -  Nobody rated it",
        "",
        "note: vector: the CVSS score is stated as 9, and that of the vector is 9.3",
        "note: summed: the score is stated as 13, and the ratings give 14",
        "note: summed: damage lies far apart: 1 (b.kim) to 3 (agreed on)",
        "note: partly: no score without reproducibility, exploitability, affected_users, discoverability",
    ]


def test_the_register_as_data(shop: Path) -> None:
    found = register(shop)
    assert (found["model"], found["system"]) == ("threatmodel.yaml", "shop")
    assert found["bands"] == {"critical": 1, "high": 2, "not rated": 2}
    assert found["normalised_bands"] == {"critical": 2, "high": 1, "not rated": 2}
    assert found["open_bands"] == {"high": 2, "not rated": 1}
    by_id = {one["id"]: one for one in found["threats"]}
    assert [*by_id] == ["vector", "summed", "word", "partly", "silent"]
    assert by_id["summed"]["dread"] == {
        "variant": "sum-1-3",
        "variant_named": True,
        "factors": dict(zip(FACTORS, (3, 3, 3, 3, 2), strict=True)),
        "raters": {"b.kim": {"damage": 1}},
        "score": 14,
        "stated_score": 13,
        "stale": True,
        "normalised": 9,
        "band": "high",
        "normalised_band": "critical",
        "missing": [],
        "out_of_range": [],
        "spread": [{"factor": "damage", "least": 1, "most": 3, "lowest": "b.kim", "highest": ""}],
    }
    assert by_id["summed"]["location"] == {"path": "threatmodel.yaml", "line": 5, "column": 3}
    assert by_id["vector"]["cvss"] == {
        "vector": NETWORK,
        "version": "4.0",
        "score": 9.3,
        "base_score": 9.3,
        "stated_score": 9,
        "stale": True,
        "band": "critical",
        "problem": "",
    }
    assert by_id["vector"]["controls"] == [
        {"id": "limit", "status": "implemented", "level": "infrastructure", "in_place": True}
    ]
    word = by_id["word"]
    assert (word["severity"], word["matrix_band"], word["band"], word["score"]) == ("high", "medium", "high", None)
    assert (word["accepted"], word["open"]) == (
        {"by": "dana", "until": "2026-11-22"},
        "accepted until 2026-11-22, which has passed",
    )


def test_the_day_decides_whether_an_acceptance_holds(shop: Path) -> None:
    done = inside(shop, "risk", "--as-of", "2026-11-22")
    assert "accepted by dana until 2026-11-22" in done.out
    assert "  open: high 1, not rated 1\n" in done.out


def test_an_acceptance_without_a_day_has_not_passed(tmp_path: Path) -> None:
    text = """\
threagile_version: 1.0.0
title: Shop
technical_assets:
  Api: {id: api, type: process, technology: web-service-rest}
risk_tracking:
  missing-waf@api: {status: accepted, justification: A firewall in front, checked_by: dana}
  missing-vault@api: {status: accepted, justification: Next year}
"""
    (tmp_path / "threagile.yaml").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "risk", "threagile.yaml", "--as-of", TODAY)
    assert "  open: none\n" in done.out
    assert [" ".join(line.split()) for line in done.out.splitlines()[5:]] == [
        "- not rated - - missing-vault@api accepted - - Missing vault",
        "- not rated - - missing-waf@api accepted by dana dana - Missing waf",
    ]


def test_order_of_the_file_does_not_matter(shop: Path) -> None:
    before = inside(shop, "risk", "--as-of", TODAY).out
    head, _, rest = MODEL.partition("threats:\n")
    body, _, tail = rest.partition("controls: {limit")
    lines = body.split("\n  ")
    (shop / "threatmodel.yaml").write_text(f"{head}controls: {{limit{tail}threats:\n{body}", encoding="utf-8")
    assert lines
    assert inside(shop, "risk", "--as-of", TODAY).out == before


def test_wrong_calls_say_what_to_do(shop: Path, tmp_path: Path) -> None:
    done = inside(shop, "risk", "nothing.yaml")
    assert (done.code, "nothing.yaml" in done.err) == (2, True)
    assert inside(shop, "risk", "--as-of", "tomorrow").code == 2
    (shop / "threatmodel.yaml").write_text("threatgate: 1\nsystem: {id: shop}\nthreats: [\n", encoding="utf-8")
    done = inside(shop, "risk")
    assert done.code == 3
    assert "the model cannot be read" in done.err
    assert "threatgate check threatmodel.yaml" in done.err


def test_without_a_model_it_says_so(tmp_path: Path) -> None:
    done = inside(tmp_path, "risk")
    assert done.code == 3
    assert "no threat model found here" in done.err


def test_text_of_a_model_is_harmless(tmp_path: Path) -> None:
    text = (
        "threatgate: 1\nsystem: {id: shop}\ncomponents: {api: {type: service}}\nthreats:\n"
        '  t: {title: "::set-env::\\u202e\\u001b[31m", on: [api], owner: "\\u001b[0m",'
        ' risk: {dread: {damage: 1, raters: {"\\u202ekim": {damage: 9}}}, cvss: {vector: "CVSS:4.0/\\u001b[31m"}}}\n'
    )
    (tmp_path / "threatmodel.yaml").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "risk")
    assert done.code == 0
    assert not {"\u202e", "\u001b"} & set(done.out)
    assert "\\u202ekim" in done.out


# the published ratings of ROS 2


@pytest.fixture
def ros2(tmp_path: Path) -> tuple[Path, list[list[int]]]:
    """A model of the 43 published ratings, and the ratings."""
    text = Path(__file__).parent.parent.joinpath("methods/ros2.txt").read_text(encoding="utf-8")
    rows = [[int(part) for part in line.split()] for line in text.splitlines() if not line.startswith("#")]
    threats = "".join(
        f"  row-{number:02}: {{title: Row {number}, on: [robot], risk: {{dread: {{variant: sum-1-3, score: {score}, "
        + ", ".join(f"{factor}: {rating}" for factor, rating in zip(FACTORS, ratings, strict=True))
        + "}}}\n"
        for number, (*ratings, score) in enumerate(rows, 1)
    )
    head = "threatgate: 1\nsystem: {id: ros2}\nmethods: {dread: sum-1-3}\ncomponents: {robot: {type: service}}\n"
    (tmp_path / "threatmodel.yaml").write_text(f"{head}threats:\n{threats}", encoding="utf-8")
    (tmp_path / ".threatgate.yaml").write_text("threatgate: 1\npacks: [risk]\n", encoding="utf-8")
    return tmp_path, rows


def test_the_published_ratings_of_ros_2(ros2: tuple[Path, list[list[int]]]) -> None:
    folder, rows = ros2
    found = register(folder)
    assert len(rows) == len(found["threats"]) == 43
    assert found["bands"] == {"high": 24, "medium": 18, "low": 1}
    published = {f"row-{number:02}": score for number, (*_, score) in enumerate(rows, 1)}
    assert {one["id"]: one["dread"]["score"] for one in found["threats"]} == published
    assert not any(one["dread"]["stale"] for one in found["threats"])
    assert found["normalised_bands"] == {"critical": 14, "high": 10, "medium": 17, "low": 2}
    done = inside(folder, "risk")
    assert "  by band: high 24, medium 18, low 1\n" in done.out
    assert "note:" not in done.out


def test_what_the_pack_says_of_ros_2(ros2: tuple[Path, list[list[int]]]) -> None:
    folder, rows = ros2
    _, said = report(folder, by=inside)
    risks = [one for one in said["results"] if one["rule"].startswith("risk/")]
    assert Counter((one["rule"], one["severity"]) for one in risks) == {
        ("risk/residual", "critical"): sum(score > 13 for *_, score in rows),
        ("risk/residual", "high"): sum(score in (12, 13) for *_, score in rows),
        ("risk/undecided", "medium"): 18,
    }
    (worst,) = (one for one in risks if one["subject"]["id"] == "row-02")
    assert worst["message"].endswith("its risk: DREAD sum-1-3 15 of 15 (high), 10 of 10 (critical)")


def test_github_shows_each_band_of_ros_2(ros2: tuple[Path, list[list[int]]]) -> None:
    folder, _ = ros2
    run = json.loads(inside(folder, "check", "--as-of", TODAY, "--format", "sarif-github").out)["runs"][0]
    scores = {one["id"]: one["properties"].get("security-severity") for one in run["tool"]["driver"]["rules"]}
    assert (scores["risk/residual"], scores["risk/residual/high"]) == ("9.5", "8.0")
    counts = Counter(one["ruleId"] for one in run["results"] if one["ruleId"].startswith("risk/residual"))
    assert counts == {"risk/residual": 14, "risk/residual/high": 10}


def test_the_level_of_the_config_is_one_id(ros2: tuple[Path, list[list[int]]]) -> None:
    folder, _ = ros2
    config = "threatgate: 1\npacks: [risk]\nrules: {risk/residual: low}\n"
    (folder / ".threatgate.yaml").write_text(config, encoding="utf-8")
    run = json.loads(inside(folder, "check", "--as-of", TODAY, "--format", "sarif-github").out)["runs"][0]
    scores = {one["id"]: one["properties"].get("security-severity") for one in run["tool"]["driver"]["rules"]}
    assert scores["risk/residual"] == "3.0"
    assert [id for id in scores if id.startswith("risk/residual")] == ["risk/residual"]


# in a check with a base


def test_ratings_that_a_change_does_not_touch_are_known(repo: Repo) -> None:
    config = "threatgate: 1\npacks: [risk]\n"
    repo.commit({".threatgate.yaml": config, "threatmodel.yaml": MODEL})
    repo.commit({"threatmodel.yaml": MODEL.replace("damage: 7}", "damage: 7, score: 3}")})
    _, said = report(repo.root, "--base", "HEAD~1", by=inside)
    assert ("risk/dread-score-stale", "threatmodel.yaml:17:16", "threat/summed#risk.dread.score") in findings(
        said, "known"
    )
    fresh = [one for one in findings(said) if one[0].startswith("risk/")]
    assert fresh == [("risk/dread-factor-missing", "threatmodel.yaml:25:54", "threat/partly#risk.dread")]


def test_a_lowered_rating_asks_for_a_review_and_is_shown_as_weaker(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    repo.commit({"threatmodel.yaml": MODEL.replace("VC:H", "VC:L")})
    done = inside(repo.root, "diff", "HEAD~1", "HEAD", "--format", "json")
    (change,) = (one for one in json.loads(done.out)["changes"] if one["element"]["kind"] == "threat")
    assert [(one["field"], one["weakens"]) for one in change["fields"]] == [("risk.cvss", True)]


def test_json_is_safe_to_show_and_reads_back(tmp_path: Path) -> None:
    title = "turned \u202e round, ##[group]x"
    (tmp_path / "threatmodel.yaml").write_text(
        "threatgate: 1\nsystem: {id: s}\nboundaries: {b: {trust: internal}}\n"
        "components: {c: {type: web-app, boundary: b}}\n"
        f'threats: {{t: {{title: "{title}", on: [c], status: identified}}}}\n',
        encoding="utf-8",
    )
    out = inside(tmp_path, "risk", "--json").out
    assert "\u202e" not in out
    assert "##[" not in out
    assert json.loads(out)[0]["threats"][0]["title"] == title
