"""The model of the page about Threat Dragon on a real repository: what else may become of it."""

from __future__ import annotations

import json

import pytest

from tests.command import TODAY, Done, findings, inside, report
from tests.pages import PAGES, model
from tests.repositories import Repo

PATH, MODEL = model((PAGES / "threat-dragon.md").read_text("utf-8"))
CONFIG = f"threatgate: 1\nmodels: {{include: [{PATH}]}}\n"
HOSTED = """      {"id": "hosted", "shape": "trust-boundary-box", "zIndex": -1,
       "position": {"x": 600, "y": 0}, "size": {"width": 300, "height": 200},
       "data": {"type": "tm.BoundaryBox", "name": "Hosted"}},
"""
BOOKING = '      {"id": "booking"'


def review(repo: Repo, *which: str) -> Done:
    done = inside(repo.root, "review", *which, "--as-of", TODAY)
    assert done.code == 0, done
    return done


@pytest.fixture
def clinic(repo: Repo) -> Repo:
    """A reviewed model on main."""
    repo.commit({".threatgate.yaml": CONFIG, PATH: MODEL})
    review(repo, "--all", "--by", "kim@example.com")
    repo.git("add", "--all")
    repo.commit(message="record the review")
    code, said = report(repo.root, by=inside)
    assert (code, findings(said)) == (0, [("boundary/no-trust", f"{PATH}:3:14", f"system/clinic#boundaries")])
    return repo


def test_what_is_only_moved_about_needs_no_review(clinic: Repo) -> None:
    clinic.commit({PATH: MODEL.replace('"x": 300, "y": 60', '"x": 290, "y": 70')})
    code, said = report(clinic.root, "--base", "HEAD~1", by=inside)
    assert (code, findings(said)) == (0, [])
    assert inside(clinic.root, "diff", "HEAD~1").out.startswith("no change in meaning")


def test_a_loose_flow_fails_and_its_attachment_has_to_be_reviewed(clinic: Repo) -> None:
    loose = MODEL.replace('"target": {"cell": "records"}', '"target": {"x": 200, "y": 90}')
    clinic.write({PATH: loose})
    code, said = report(clinic.root, "--base", "HEAD", by=inside)
    assert code == 1
    assert [(rule, subject) for rule, _, subject in findings(said)] == [
        ("model/missing-key", "flow/save#target"),
        ("review/stale", "flow/save"),
    ]


def test_suggest_sarif_and_conversion(clinic: Repo) -> None:
    assert "records (data-store, " in inside(clinic.root, "suggest", "records").out
    pulled = MODEL.replace('"x": 300, "y": 60', '"x": 660, "y": 60').replace(BOOKING, HOSTED + BOOKING)
    clinic.write({PATH: pulled})
    inside(clinic.root, "check", "--base", "HEAD", "--as-of", TODAY, "--format", "sarif=out.sarif")
    results = json.loads((clinic.root / "out.sarif").read_text("utf-8"))["runs"][0]["results"]
    places = {
        result["ruleId"]: result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results
    }
    assert places["review/unreviewed-boundary"] == 9
    native = inside(clinic.root, "convert", PATH, "--to", "native").out
    assert "records: {name: Records, type: data-store, boundary: hosted, encryption: at-rest}" in native
    again = json.loads(inside(clinic.root, "convert", PATH, "--to", "threat-dragon").out)
    assert [len(diagram["cells"]) for diagram in again["detail"]["diagrams"]] == [5]
