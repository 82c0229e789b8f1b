"""Findings about ways in a whole run: older debt, waived, in the baseline, beside what is folded; rule rewritten."""

from __future__ import annotations

import json

from checker.core.report import Report, Result
from checker.core.way import way_text
from checker.documents.worktree import WorkTree
from checker.pipeline.check import Request, check
from checker.pipeline.sides import Sides, against, find_place
from checker.triage.baseline import write_baseline
from tests.command import inside
from tests.repositories import Repo

TODAY = "2026-11-23"
RULE_ID = "ours/open-way"
RULE = """\
id: ours/open-way
title: An outsider reaches the store
severity: high
why: Because.
fix: {text: Do it.}
path: {from: {trust: untrusted}, to: {kind: data-store}, must_cross: {authenticated: true}}
"""
PACK = {
    ".threatgate.yaml": "threatgate: 1\npacks: [./policies/ours]\n",
    "policies/ours/pack.yaml": 'id: ours\ntitle: Ours\nversion: "1"\nlicence: CC0-1.0\n',
    "policies/ours/open-way.yaml": RULE,
}
WAIVER = """\
threatgate: 1
waivers:
  - {id: W-1, rule: ours/open-way, on: db, owner: team, reason: {category: compensating-control, text: One rack},
     approved_by: dana@example.com, created: "2026-11-01", expires: "2027-01-31"}
"""


def model(*more: str, worker: str = "cloud") -> str:
    """A shop whose customer reaches its store; with further flows, written ``from>to``."""
    flows = {
        "ask": {"from": "customer", "to": "api"},
        "put": {"from": "api", "to": "worker"},
        "store": {"from": "worker", "to": "db"},
    }
    flows |= {f"more{n}": dict(zip(("from", "to"), one.split(">"), strict=True)) for n, one in enumerate(more)}
    components = {
        "customer": {"type": "person", "boundary": "net"},
        "api": {"type": "service", "boundary": "cloud"},
        "worker": {"type": "worker", "boundary": worker},
        "db": {"type": "database", "boundary": "cloud"},
    }
    boundaries = {"net": {"trust": "untrusted"}, "cloud": {"trust": "internal"}, "lab": {"trust": "internal"}}
    whole = {"threatgate": 1, "system": {"id": "shop"}, "boundaries": boundaries}
    return json.dumps({**whole, "components": components, "flows": flows}, indent=1)


def compared(repo: Repo) -> Report:
    return check(against(find_place(repo.root, ()), "HEAD", {}), Request(TODAY))


def of_rule(report: Report) -> list[Result]:
    return [result for result in report.results if result.finding.rule == RULE_ID]


def test_a_way_that_the_change_does_not_touch_is_older_debt(repo: Repo) -> None:
    repo.commit({**PACK, "threatmodel.yaml": model()})
    repo.write({"threatmodel.yaml": model("db>api")})
    (result,) = of_rule(compared(repo))
    assert (result.state, way_text(result.finding.way)) == (
        "known",
        "customer -ask-> api -put-> worker -store-> db",
    )


def test_a_new_shorter_way_to_an_end_that_was_reached_before_counts(repo: Repo) -> None:
    """The end itself reads as before: what is new is how it is reached."""
    repo.commit({**PACK, "threatmodel.yaml": model()})
    repo.write({"threatmodel.yaml": model("customer>worker")})
    (result,) = of_rule(compared(repo))
    assert (result.state, way_text(result.finding.way)) == ("new", "customer -more0-> worker -store-> db")


def test_a_waiver_excuses_the_end(repo: Repo) -> None:
    repo.commit({**PACK, "threatmodel.yaml": model(), ".threatgate-waivers.yaml": WAIVER})
    (result,) = of_rule(check(Sides(WorkTree(repo.root)), Request(TODAY)))
    assert (result.state, result.why) == ("waived", "waiver W-1 until 2027-01-31")


def test_the_baseline_knows_the_end_by_any_way(repo: Repo) -> None:
    repo.commit({**PACK, "threatmodel.yaml": model()})
    before = check(Sides(WorkTree(repo.root)), Request(TODAY))
    baseline = write_baseline(result.finding for result in of_rule(before))
    repo.commit({".threatgate-baseline.yaml": baseline, "threatmodel.yaml": model("customer>worker")})
    (result,) = of_rule(check(Sides(WorkTree(repo.root)), Request(TODAY)))
    assert (result.state, result.in_baseline) == ("known", True)
    assert len(result.finding.path) == 5


def test_a_way_is_told_beside_what_follows_from_the_change(repo: Repo) -> None:
    repo.commit({**PACK, "threatmodel.yaml": model()})
    inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY)
    repo.git("add", "--all")
    repo.commit(message="record the review")
    repo.write({"threatmodel.yaml": model(worker="lab")})
    new = [result.finding for result in compared(repo).results if result.state == "new"]
    assert [str(finding.subject) for finding in new if finding.rule == RULE_ID] == ["component/db"]
    told = [finding.message for finding in new if finding.subject.id == "worker"]
    assert told == [
        "component 'worker': boundary changed since 'dana@example.com' reviewed it on 2026-11-23; "
        "boundary 'cloud' and boundary 'lab' follow from it"
    ]


def test_rewriting_a_rule_about_ways_is_a_change_of_the_gate(repo: Repo) -> None:
    repo.commit({**PACK, "threatmodel.yaml": model()})
    repo.write({"policies/ours/open-way.yaml": RULE.replace("data-store", "process")})
    (result,) = [r for r in compared(repo).results if r.finding.rule == "gate/rule-rewritten"]
    assert str(result.finding.location) == "policies/ours/open-way.yaml:6:1"
