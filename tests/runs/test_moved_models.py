"""A model at another path is the same model: what the base knew stays known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import TODAY, findings, report, threatgate
from tests.repositories import Repo

THREAGILE = """\
threagile_version: 1.0.0
title: Shop
technical_assets:
  Web:
    {id: web, type: process, technology: web-server, internet: true, communication_links:
      {Query: {target: db, protocol: jdbc, authentication: none, authorization: none, data_assets_sent: [orders]}}}
  Store: {id: db, type: datastore, technology: database, data_assets_stored: [orders]}
data_assets:
  Orders: {id: orders, quantity: many, confidentiality: confidential, integrity: critical, availability: operational}
trust_boundaries:
  Front: {id: front, type: network-cloud-provider, technical_assets_inside: [web]}
  Back: {id: back, type: network-cloud-provider, technical_assets_inside: [db]}
"""


@pytest.fixture
def moved(repo: Repo) -> Repo:
    repo.commit({"threagile.yaml": THREAGILE})
    assert threatgate(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    (repo.root / "shop").mkdir()
    for name in ("threagile.yaml", "threagile.reviews.yaml"):
        repo.git("mv", name, f"shop/{name}")
    return repo


def test_a_threagile_model_at_another_path_is_neither_gone_nor_new(moved: Repo) -> None:
    _, said = report(moved.root, "--base", "HEAD")
    rules = {rule for rule, _, _ in findings(said)}
    assert "model/removed" not in rules
    assert not rules & {"review/unreviewed-component", "review/unreviewed-flow", "boundary/cleartext-flow"}
    assert "boundary/cleartext-flow" in {rule for rule, _, _ in findings(said, "known")}
    assert [change["kind"] for change in said["models"][0]["changes"]] == []


def test_a_change_in_a_model_that_moves_is_a_change(moved: Repo) -> None:
    path = Path("shop/threagile.yaml")
    moved.write({str(path): THREAGILE.replace("id: db, type: datastore", "id: db, type: process")})
    _, said = report(moved.root, "--base", "HEAD")
    assert ("review/stale", "component/db") in {(rule, subject) for rule, _, subject in findings(said)}
