"""Somebody loosens a rule by what it is given: a param in the config, its default, or the table of its severity."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.bypass.test_gate import MODEL, told
from tests.command import TODAY, inside, report
from tests.repositories import Files, Repo

CONFIG = """\
threatgate: 1
packs: [./rules]
rules:
  rules/few-threats: {level: high, params: {least: 3, on: [web-app, service]}}
  rules/old-owner: {params: {owner: team}}
"""
THREATS = """\
id: rules/few-threats
title: A component has few threats
severity: high
why: Nobody looked.
fix: {text: Look.}
params:
  least: {type: integer, default: 1, minimum: 1}
  on: {type: array, default: [web-app], items: {type: string}}
each: component
when: {type: {in: {param: on}}}
assert: {threats: {count: {at_least: {param: least}}}}
"""
OWNER = """\
id: rules/owner
aliases: [rules/old-owner]
title: A component of a team that is gone
severity: {likelihood: [{when: {internet_facing: true}, is: frequent}, likely], impact: high}
why: Nobody answers.
fix: {text: Ask.}
params:
  owner: {type: string, default: nobody}
each: component
when: {owner: {param: owner}}
"""
BASE: Files = {
    "threatmodel.yaml": MODEL,
    ".threatgate.yaml": CONFIG,
    "rules/pack.yaml": 'id: rules\ntitle: Ours\nversion: "1.2.0"\nlicence: MIT\n',
    "rules/few-threats.yaml": THREATS,
    "rules/owner.yaml": OWNER,
}
C, OWN = ".threatgate.yaml", "rules/owner.yaml"
LEAST, ON, GONE = "rules.rules/few-threats.least", "rules.rules/few-threats.on", "rules.rules/owner.owner"


class Case(NamedTuple):
    """One change to one file, and what the gate must say of it: rule, ``line:column``, field, a part of the message."""

    what: str
    path: str
    old: str
    new: str
    says: tuple[tuple[str, str, str, str], ...]


def edit(what: str, path: str, old: str, new: str, *says: tuple[str, str, str, str]) -> Case:
    return Case(what, path, old, new, says)


LOWERED = "this change lowers 'rules/few-threats' from high to low"
CASES = [
    edit("set a param to a lower number", C, "least: 3", "least: 2",
         ("params-loosened", "4:52", LEAST, "sets the param 'least' of 'rules/few-threats' to 2; it was 3")),
    edit("set a param to a higher number", C, "least: 3", "least: 4",
         ("params-loosened", "4:52", LEAST, "to 4; it was 3, and nothing says that the rule finds as much")),
    edit("set a param that is a list", C, ", service]", ", queue]",
         ("params-loosened", "4:59", ON, "to ['web-app', 'queue']; it was ['web-app', 'service']")),
    edit("take the value of one param back", C, "least: 3, ", "",
         ("params-loosened", "4:36", LEAST, "to 1; it was 3")),
    edit("take the values of all params back", C, ", params: {least: 3, on: [web-app, service]}", "",
         ("params-loosened", "4:3", LEAST, "to 1; it was 3"), ("params-loosened", "4:3", ON, "to ['web-app']; it was")),
    edit("set a param by an older name of the rule", C, "owner: team", "owner: other",
         ("params-loosened", "5:37", GONE, "sets the param 'owner' of 'rules/owner' to 'other'; it was 'team'")),
    edit("lower the level beside params", C, "level: high", "level: low",
         ("level-lowered", "4:30", "rules.rules/few-threats", LOWERED)),
    edit("switch a rule with params off", C, "level: high", "level: off",
         ("rule-disabled", "4:30", "rules.rules/few-threats", "switches 'rules/few-threats' off")),
    edit("set the default of a param that the config does not set", OWN, "default: nobody", "default: team",
         ("rule-rewritten", "7:1", "", "this change rewrites what 'rules/owner' finds")),
    edit("take the case of a severity away that is the worst", OWN,
         "[{when: {internet_facing: true}, is: frequent}, likely]", "likely",
         ("rule-rewritten", "4:1", "", ""),
         ("level-lowered", "4:11", "severity", "lowers 'rules/owner' from high (medium at least) to medium")),
]  # fmt: skip


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository with these rules and a reviewed model, and a branch to change it on."""
    repo.commit({"threatmodel.yaml": MODEL})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(BASE)
    repo.branch("topic")
    return repo


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.what,
            marks=pytest.mark.guarantee(
                "bypass",
                case.what,
                where="the gate",
                says=", ".join(dict.fromkeys(f"`gate/{rule}`" for rule, *_ in case.says)),
            ),
        )
        for case in CASES
    ],
)
def test_a_loosening_fails(case: Case, shop: Repo) -> None:
    text = str(BASE[case.path])
    assert text.count(case.old) == 1
    shop.commit({case.path: text.replace(case.old, case.new)})
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, told(said)) == (
        1,
        [
            (rule, f"{case.path}:{place}", f"gate/{case.path}" + (f"#{field}" if field else ""))
            for rule, place, field, _ in case.says
        ],
    )
    of_the_gate = [result for result in said["results"] if result["rule"].startswith("gate/")]
    assert {result["severity"] for result in of_the_gate} == {"high"}
    for result, (*_, words) in zip(of_the_gate, case.says, strict=True):
        assert words in result["message"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("least: 3, on: [web-app, service]", "on: [web-app, service], least: 3", [], id="another order"),
        pytest.param("level: high", "level: critical", ["config-changed"], id="a higher level"),
        pytest.param("rules/old-owner", "rules/owner", ["config-changed"], id="the present name"),
    ],
)
def test_what_reads_differently_loosens_nothing(old: str, new: str, says: list[str], shop: Repo) -> None:
    shop.commit({C: CONFIG.replace(old, new)})
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, [rule for rule, _, _ in told(said)]) == (0, says)


def test_writing_the_default_out_loosens_nothing(shop: Repo) -> None:
    shop.switch("main")
    shop.commit({C: CONFIG.replace("least: 3, ", "")})
    shop.branch("topic-2")
    shop.commit({C: CONFIG.replace("least: 3, ", "least: 1, ")})
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, [rule for rule, _, _ in told(said)]) == (0, ["config-changed"])


def test_the_values_of_the_base_count_until_they_are_merged(shop: Repo) -> None:
    shop.commit({C: CONFIG.replace("least: 3", "least: 1")})
    _, said = report(shop.root, "--base", "main", by=inside)
    [result] = [result for result in said["results"] if result["rule"] == "rules/few-threats"]
    assert result["state"] == "known"


def test_a_review_of_the_change_settles_it(shop: Repo) -> None:
    shop.commit({C: CONFIG.replace("least: 3", "least: 1")})
    who = ("--by", "dana@example.com", "--as-of", TODAY)
    assert inside(shop.root, "review", "--changed", "--base", "main", *who).code == 0
    assert report(shop.root, "--base", "main", by=inside)[0] == 0
