"""A model of Threat Dragon on a real repository, and the pull request of its page as it stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.command import TODAY, Done, findings, inside, report
from tests.repositories import Repo

PATH = "ThreatDragonModels/Clinic/Clinic.json"
BESIDE = "ThreatDragonModels/Clinic/Clinic.reviews.yaml"
PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/formats/threat-dragon.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """The fenced code of one language on the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


CONFIG, REVIEW = blocks("yaml")
(MODEL,) = blocks("json")
(PATCH,) = blocks("diff")
DIFF, CHECK = blocks("text")


def patched(text: str) -> str:
    """The model with the change of the page."""
    for hunk in PATCH.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        old, new = ("".join(line[1:] for line in lines if line[0] in f" {sign}") for sign in "-+")
        anchor = old or "".join(line[1:] for line in lines if line[0] == " ")
        assert text.count(anchor) == 1, anchor
        text = text.replace(anchor, new)
    return text


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
    assert (code, findings(said)) == (0, [])
    return repo


def test_the_pull_request_of_the_page(clinic: Repo) -> None:
    clinic.write({PATH: patched(MODEL)})
    told = inside(clinic.root, "diff", "HEAD")
    assert told.out.startswith(DIFF), told.out
    failed = inside(clinic.root, "check", "--base", "HEAD", "--as-of", TODAY)
    assert failed.code == 1
    assert [line for line in failed.out.splitlines() if re.match(r"(high|medium|low)\[", line)] == CHECK.splitlines()
    review(clinic, "--changed", "--by", "dana@example.com")
    assert (clinic.root / BESIDE).read_text("utf-8").endswith(REVIEW)
    assert inside(clinic.root, "check", "--base", "HEAD", "--as-of", TODAY).code == 0


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
    clinic.write({PATH: patched(MODEL)})
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
