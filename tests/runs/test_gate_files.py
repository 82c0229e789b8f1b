"""Who judges: config, policies, waivers and baseline come from the base, and a change to them is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.command import findings, inside, report
from tests.repositories import Files, Repo

MODEL = "threatgate: 1\nsystem: {id: shop}\nboundaries:\n  in: {trust: internal}\ncomponents:\n"
WEB = "  web: {type: web-app, boundary: in, owner: team}\n"
API = "  api: {type: service, boundary: in, owner: team}\n"
CONFIG = ".threatgate.yaml"
CHANGED = ("gate/config-changed", f"{CONFIG}:1:1", f"gate/{CONFIG}")
NEW = ("review/unreviewed-component", "threatmodel.yaml:7:3", "component/api")
PACK = "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n"
RULE = """\
id: ours/no-technology
title: A component names no technology
severity: high
why: We want to know.
fix: {text: Name it.}
each: component
assert: {technology: {present: true}}
examples: {fail: [{}], pass: [{}]}
"""
OURS = {CONFIG: "threatgate: 1\npacks: [./p]\n", "p/pack.yaml": PACK, "p/no-technology.yaml": RULE}


@pytest.fixture
def shop(repo: Repo) -> Repo:
    repo.commit({"threatmodel.yaml": MODEL + WEB})
    return repo


def topic(repo: Repo, files: Files) -> None:
    repo.branch("topic")
    repo.commit({"threatmodel.yaml": MODEL + WEB + API, **files})


def answer(repo: Repo, *arguments: str) -> tuple[int, dict[str, Any]]:
    return report(repo.root, *(arguments or ("--base", "main")), by=inside)


LOOSER = {
    "rule-off": "threatgate: 1\nrules: {review/unreviewed-component: off, review/unreviewed-boundary: off}\n",
    "never-fails": "threatgate: 1\nfail_on: never\n",
    "model-left-out": "threatgate: 1\nmodels: {exclude: ['*']}\n",
    "no-packs": "threatgate: 1\npacks: []\n",
}
TOLD = {
    "rule-off": [
        ("gate/rule-disabled", f"{CONFIG}:2:38", f"gate/{CONFIG}#rules.review/unreviewed-component"),
        ("gate/rule-disabled", f"{CONFIG}:2:71", f"gate/{CONFIG}#rules.review/unreviewed-boundary"),
    ],
    "never-fails": [("gate/threshold-raised", f"{CONFIG}:2:10", f"gate/{CONFIG}#fail_on")],
    "model-left-out": [("gate/models-excluded", f"{CONFIG}:2:20", f"gate/{CONFIG}#exclude.*")],
    "no-packs": [("gate/pack-removed", f"{CONFIG}:2:1", f"gate/{CONFIG}#packs.boundary")],
}


@pytest.mark.parametrize("how", LOOSER)
def test_a_change_cannot_loosen_its_own_gate(how: str, shop: Repo) -> None:
    topic(shop, {CONFIG: LOOSER[how]})
    code, said = answer(shop)
    assert (code, findings(said)) == (1, [*TOLD[how], NEW])
    assert said["results"][0]["severity"] == "high"


def test_a_change_that_is_no_loosening_is_told_quietly(shop: Repo) -> None:
    topic(shop, {CONFIG: "threatgate: 1\nfail_on: low\n"})
    _, said = answer(shop)
    assert findings(said) == [CHANGED, NEW]
    assert said["results"][0]["severity"] == "low"


@pytest.mark.parametrize("config", LOOSER.values(), ids=LOOSER)
def test_the_same_config_counts_once_the_base_has_it(config: str, shop: Repo) -> None:
    shop.commit({CONFIG: config})
    topic(shop, {})
    code, said = answer(shop)
    assert CHANGED not in findings(said)
    assert code == {LOOSER["model-left-out"]: 3, LOOSER["no-packs"]: 1}.get(config, 0)


def test_a_config_that_the_change_adds_edits_or_removes_is_told_so(shop: Repo) -> None:
    topic(shop, {CONFIG: "threatgate: 1\n"})
    _, said = answer(shop)
    assert said["results"][0]["message"].startswith("this change adds .threatgate.yaml, which judges changes")
    shop.switch("main")
    shop.commit({CONFIG: "threatgate: 1\nfail_on: low\n"})
    topic(shop, {CONFIG: "threatgate: 1\nfail_on: note\n"})
    _, said = answer(shop)
    assert "this change changes .threatgate.yaml" in said["results"][0]["message"]
    assert said["fail_on"] == "low"
    shop.switch("main")
    shop.commit({CONFIG: "threatgate: 1\nfail_on: medium\n"})
    topic(shop, {CONFIG: None})
    _, said = answer(shop)
    assert "this change removes .threatgate.yaml" in said["results"][0]["message"]


def test_a_change_cannot_switch_off_a_rule_of_the_repository(shop: Repo) -> None:
    shop.commit(OURS)
    topic(shop, {"p/no-technology.yaml": None, CONFIG: "threatgate: 1\n"})
    code, said = answer(shop)
    assert (code, [told for told in findings(said) if told[0].startswith(("gate/", "ours/"))]) == (
        1,
        [
            ("gate/pack-removed", f"{CONFIG}:1:1", f"gate/{CONFIG}#packs.ours"),
            ("gate/config-changed", "p/no-technology.yaml:1:1", "gate/p/no-technology.yaml"),
            ("ours/no-technology", "threatmodel.yaml:7:3", "component/api#technology"),
        ],
    )


def test_a_rule_that_the_change_adds_is_told_and_counts_once_merged(shop: Repo) -> None:
    topic(shop, OURS)
    _, said = answer(shop)
    assert [rule for rule, _, _ in findings(said)].count("ours/no-technology") == 0
    assert ("gate/config-changed", "p/no-technology.yaml:1:1", "gate/p/no-technology.yaml") in findings(said)
    _, said = answer(shop, "--base", "HEAD")
    assert [rule for rule, _, _ in findings(said, "known")].count("ours/no-technology") == 2


BROKEN = {
    "config": ({CONFIG: "threatgate: 1\nfail_on: hihg\n"}, "did you mean 'high'?"),
    "config-bytes": ({CONFIG: b"\xff\xfe"}, "the file is UTF-16"),
    "rule": ({**OURS, "p/no-technology.yaml": RULE.replace("technology:", "tecnology:")}, "did you mean 'technology'?"),
    "pack": ({CONFIG: "threatgate: 1\npacks: [./p]\n"}, "the folder './p' is no policy pack"),
}


@pytest.mark.parametrize(("files", "message"), BROKEN.values(), ids=BROKEN)
def test_a_change_that_breaks_the_gate_for_those_after_it_is_told_so(files: Files, message: str, shop: Repo) -> None:
    topic(shop, files)
    done = inside(shop.root, "check", "--base", "main")
    assert (done.code, message in done.err, "in the base" in done.err) == (2, True, False), done


@pytest.mark.parametrize(("files", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_in_the_base_is_named_as_the_bases(files: Files, message: str, shop: Repo) -> None:
    base = shop.commit(files)
    topic(shop, {CONFIG: "threatgate: 1\n"})
    done = inside(shop.root, "check", "--base", "main")
    assert (done.code, message in done.err, f"in the base ({base[:10]})" in done.err) == (2, True, True), done


def test_the_change_that_introduces_the_gate_is_judged_by_its_own_files(repo: Repo) -> None:
    repo.commit({"README.md": "hello"})
    topic(repo, {CONFIG: "threatgate: 1\nfail_on: never\n"})
    code, said = answer(repo)
    assert (code, said["fail_on"]) == (0, "never")
    assert "gate/config-changed" not in {rule for rule, _, _ in findings(said)}


def test_a_base_with_only_waivers_already_has_a_gate(repo: Repo) -> None:
    repo.commit({".threatgate-waivers.yaml": "threatgate: 1\nwaivers: []\n"})
    topic(repo, {CONFIG: "threatgate: 1\nfail_on: never\n"})
    code, said = answer(repo)
    assert (code, said["fail_on"], *TOLD["never-fails"]) == (1, "medium", findings(said)[0])


def test_a_model_that_is_only_known_by_its_path_has_a_gate_as_well(repo: Repo) -> None:
    """Else the change to such a model could bring a config that lets it pass."""
    repo.commit({"docs/threats.yml": MODEL + WEB})
    repo.branch("topic")
    repo.commit({"docs/threats.yml": MODEL + WEB + API, CONFIG: "threatgate: 1\nfail_on: never\n"})
    code, said = answer(repo, "--base", "main", "docs/threats.yml")
    assert (code, said["fail_on"], *TOLD["never-fails"]) == (1, "medium", findings(said)[0])


def test_a_staged_config_does_not_judge_its_own_commit(shop: Repo) -> None:
    shop.stage({CONFIG: "threatgate: 1\nfail_on: never\n", "threatmodel.yaml": MODEL + WEB + API})
    code, said = answer(shop, "--staged")
    assert (code, findings(said)) == (1, [*TOLD["never-fails"], NEW])


def test_fail_on_on_the_command_line_beats_the_config_and_no_option_changes_a_code(shop: Repo) -> None:
    shop.commit({CONFIG: "threatgate: 1\nfail_on: never\n"})
    assert [answer(shop, "--fail-on", level)[0] for level in ("critical", "high", "note", "never")] == [0, 1, 1, 0]
    shop.write({"threatmodel.yaml": "threatgate: [\n"})
    assert [answer(shop, "--fail-on", level)[0] for level in ("high", "critical")] == [1, 3]
