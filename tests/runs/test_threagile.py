"""A Threagile model on a real repository: checked, compared and reviewed like a native one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.command import TODAY, findings, following, inside, report
from tests.repositories import Repo

MODEL = """\
threagile_version: 1.0.0
title: Shop
date: 2026-01-01
business_criticality: important
data_assets:
  Orders:
    id: orders
    usage: business
    quantity: many
    confidentiality: confidential
    integrity: critical
    availability: operational
technical_assets:
  Web:
    id: web
    type: process
    usage: business
    size: application
    technology: web-application
    internet: false
    machine: container
    encryption: none
    confidentiality: confidential
    integrity: critical
    availability: operational
    data_assets_processed: [orders]
    communication_links:
      Query:
        target: db
        protocol: jdbc-encrypted
        authentication: credentials
        authorization: technical-user
        usage: business
        data_assets_sent: [orders]
  Db:
    id: db
    type: datastore
    usage: business
    size: component
    technology: database
    internet: false
    machine: virtual
    encryption: data-with-symmetric-shared-key
    confidentiality: confidential
    integrity: critical
    availability: operational
    data_assets_stored: [orders]
trust_boundaries:
  Inside:
    id: inside
    type: network-cloud-security-group
    technical_assets_inside: [db]
  Dmz:
    id: dmz
    type: network-cloud-security-group
    technical_assets_inside: [web]
"""
FLOW = "web.query"
BESIDE = "threagile.reviews.yaml"
TRACKED = """\
risk_tracking:
  untrusted-deserialization@web:
    status: accepted
    justification: Behind the gateway.
    date: 2026-01-02
    checked_by: dana
"""


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A reviewed model on main, and a branch to change it on."""
    repo.commit({"threagile.yaml": MODEL})
    assert inside(repo.root, "review", "--all", "--by", "dana", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    assert answer(repo)[0] == 0
    repo.branch("topic")
    return repo


def answer(repo: Repo, *arguments: str) -> tuple[int, dict[str, Any]]:
    return report(repo.root, *arguments, by=inside)


def judged(repo: Repo) -> list[tuple[str, str, str]]:
    """The new findings of the branch at or above the threshold."""
    code, said = answer(repo, "--base", "main")
    serious = [result for result in said["results"] if result["severity"] in ("medium", "high", "critical")]
    new = findings({"results": serious})
    assert code == (1 if new else 0)
    return new


def change(repo: Repo, *edits: tuple[str, str]) -> None:
    text = MODEL
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    repo.commit({"threagile.yaml": text})


def settle(repo: Repo) -> None:
    done = inside(repo.root, "review", "--changed", "--base", "main", "--by", "eve", "--as-of", TODAY)
    assert done.code == 0, done
    repo.git("add", "--all")
    repo.commit(message="record the review of the change")


def test_a_first_model_asks_for_a_review_of_every_element(repo: Repo) -> None:
    repo.commit({"threagile.yaml": MODEL})
    code, said = answer(repo)
    reviews = [(place, subject) for rule, place, subject in findings(said) if rule.startswith("review/unreviewed-")]
    assert code == 1
    assert reviews == [
        ("threagile.yaml:1:1", "system/threagile"),
        ("threagile.yaml:6:3", "data/orders"),
        ("threagile.yaml:14:3", "component/web"),
        ("threagile.yaml:28:7", f"flow/{FLOW}"),
        ("threagile.yaml:35:3", "component/db"),
        ("threagile.yaml:49:3", "boundary/inside"),
        ("threagile.yaml:53:3", "boundary/dmz"),
    ]
    assert said["models"][0]["format"] == "threagile"


def test_the_review_is_written_beside_the_model(shop: Repo) -> None:
    written = (shop.root / BESIDE).read_text("utf-8")
    assert f'      {FLOW}: "1:' in written
    assert (shop.root / "threagile.yaml").read_text("utf-8") == MODEL


def test_an_edit_without_meaning_gives_nothing(shop: Repo) -> None:
    change(shop, ("title: Shop", "title: Web shop"), ("date: 2026-01-01", "date: 2026-02-01\n# hello"))
    assert judged(shop) == []


def test_a_changed_link_must_be_reviewed(shop: Repo) -> None:
    change(shop, ("protocol: jdbc-encrypted", "protocol: jdbc"))
    rules = [(rule, subject) for rule, _, subject in judged(shop)]
    assert ("review/stale", f"flow/{FLOW}") in rules
    assert ("boundary/weakened-crossing", f"flow/{FLOW}#encryption") in rules
    settle(shop)
    assert "review/stale" not in {rule for rule, _, _ in judged(shop)}


def test_an_asset_moved_into_another_boundary_must_be_reviewed(shop: Repo) -> None:
    change(shop, ("technical_assets_inside: [db]", "technical_assets_inside: []"), ("[web]", "[web, db]"))
    stale = {subject for rule, _, subject in judged(shop) if rule == "review/stale"}
    assert stale == {"component/db"}
    assert following(answer(shop, "--base", "main")[1], "component/db") == [
        f"flow '{FLOW}'",
        "boundary 'inside'",
        "boundary 'dmz'",
    ]
    settle(shop)
    assert judged(shop) == []


def test_a_removed_link_must_be_reviewed(shop: Repo) -> None:
    start = MODEL.index("    communication_links:")
    change(shop, (MODEL[start : MODEL.index("  Db:")], ""))
    assert ("review/unreviewed-removal", f"flow/{FLOW}") in {(rule, subject) for rule, _, subject in judged(shop)}
    settle(shop)
    assert judged(shop) == []


def test_a_lowered_classification_must_be_reviewed_everywhere_it_counts(shop: Repo) -> None:
    old = "quantity: many\n    confidentiality: confidential"
    change(shop, (old, old.replace("confidential\n", "").replace(": confidential", ": internal")))
    stale = {subject for rule, _, subject in judged(shop) if rule == "review/stale"}
    assert stale == {"data/orders"}
    assert following(answer(shop, "--base", "main")[1], "data/orders") == [
        "component 'db'",
        "component 'web'",
        f"flow '{FLOW}'",
    ]


def test_an_accepted_risk_is_a_decision_to_review(shop: Repo) -> None:
    shop.commit({"threagile.yaml": MODEL + TRACKED})
    stale = [(rule, subject) for rule, _, subject in judged(shop)]
    assert ("review/stale", "component/web") in stale


def test_a_diff_tells_changes_in_the_words_of_models(shop: Repo) -> None:
    change(shop, ("protocol: jdbc-encrypted", "protocol: jdbc"), ("type: datastore", "type: process"))
    done = inside(shop.root, "diff", "main", "topic")
    assert done.code == 0
    assert f"~ {FLOW} modified (weakens)" in done.out
    assert "protocol: jdbc-encrypted → jdbc" in done.out


def test_waivers_and_baseline_work_by_the_same_names(shop: Repo) -> None:
    change(shop, ("protocol: jdbc-encrypted", "protocol: jdbc"))
    waiver = (
        f'threatgate: 1\nwaivers:\n  - {{id: w, rule: review/stale, on: "{FLOW}", owner: o, approved_by: a, '
        f"reason: {{category: planned-fix, text: t}}, created: {TODAY}, expires: 2027-01-01}}\n"
    )
    shop.write({".threatgate-waivers.yaml": waiver})
    _, said = answer(shop)
    assert [(rule, subject) for rule, _, subject in findings(said, "waived")] == [("review/stale", f"flow/{FLOW}")]
    assert inside(shop.root, "baseline", "write", "--as-of", TODAY).code == 0
    code, said = answer(shop)
    assert (code, [rule for rule, _, _ in findings(said)]) == (0, [])


def test_a_broken_model_is_a_finding_with_its_place(repo: Repo) -> None:
    repo.commit({"threagile.yaml": MODEL.replace("target: db", "target: dbb")})
    code, said = answer(repo)
    assert code == 1
    assert ("model/dangling-reference", "threagile.yaml:29:17") in {(rule, place) for rule, place, _ in findings(said)}


def test_parts_that_a_model_includes_are_read_and_watched(repo: Repo) -> None:
    cut = MODEL.index("trust_boundaries:")
    repo.commit({"threagile.yaml": "includes: [parts/zones.yaml]\n" + MODEL[:cut], "parts/zones.yaml": MODEL[cut:]})
    _, said = answer(repo)
    assert ("review/unreviewed-boundary", "parts/zones.yaml:2:3", "boundary/inside") in findings(said)
    repo.branch("topic")
    repo.commit({"parts/zones.yaml": MODEL[cut:].replace("[db]", "[]")})
    _, said = answer(repo, "--base", "main")
    assert "component/db" in {subject for _, _, subject in findings(said)}
    assert following(said, "component/db") == ["boundary 'inside'", f"flow '{FLOW}'"]
