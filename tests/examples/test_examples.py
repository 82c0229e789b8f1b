"""The worked examples, each as its own repository: what the command says of it, and of a pull request on it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from checker.knowledge.resources import resources
from examples import render
from tests.command import findings, inside, report
from tests.examples.changes import CHANGES
from tests.repositories import Repo

DAY = ("--as-of", render.TODAY)
WAIVED = {
    "kubernetes": [("cicd/bypassed-pipeline", "flow/administer#authorization")],
    "ros2-robot": [
        ("boundary/cleartext-flow", "flow/see#encryption"),
        ("boundary/skipped-layer", "flow/press-stop#to"),
        ("boundary/unauthenticated-crossing", "flow/press-stop#authentication"),
    ],
}
"""What is meant, and told in the README of each."""

NOTED = {"loan-triage": [("risk/defence-on-one-level", "threat/form-attacked#controls")]}
"""Notes, which fail nothing."""

ASKED = {
    "agents": [("ai/gained-tool", "flow/order-sample"), ("review/unreviewed-flow", "flow/order-sample")],
    "genai-workload": [
        ("privacy/identifiable-outside", "flow/long-claims"),
        ("review/unreviewed-flow", "flow/long-claims"),
    ],
    "knowledge-rag": [("review/unreviewed-flow", "flow/latest"), ("boundary/skipped-layer", "flow/latest#to")],
    "kubernetes": [
        ("threat/control-not-in-force", "threat/manifest-widens-rights#controls"),
        ("control/undated-plan", "control/no-mounted-tokens#due"),
        ("control/unowned-plan", "control/no-mounted-tokens#owner"),
        ("control/downgraded", "control/no-mounted-tokens#status"),
        ("control/undated-plan", "control/narrow-roles#due"),
        ("control/unowned-plan", "control/narrow-roles#owner"),
        ("control/downgraded", "control/narrow-roles#status"),
        ("review/stale", "control/narrow-roles"),
        ("control/undated-plan", "control/policy-on-roles#due"),
        ("control/unowned-plan", "control/policy-on-roles#owner"),
        ("control/downgraded", "control/policy-on-roles#status"),
        ("tree/reachable-again", "attack_tree/rule-the-cluster"),
    ],
    "loan-triage": [
        ("card/system-card-stale", "system/loan-triage#card"),
        ("method/regressed", "system/loan-triage#methods.four-questions"),
        ("review/stale", "component/loan-model"),
        ("card/model-card-stale", "component/loan-model#model.card"),
        ("review/unreviewed-flow", "flow/quick-fix"),
    ],
    "oauth": [
        ("method/regressed", "system/oauth#methods.stride"),
        ("boundary/exposed-data-store", "component/photo-store#stores"),
        ("privacy/detectable-record", "flow/thumbnails"),
        ("privacy/newly-disclosed", "flow/thumbnails"),
        ("review/unreviewed-flow", "flow/thumbnails"),
        ("stride/corrupted-store", "flow/thumbnails#authorization"),
        ("stride/repudiated-write", "flow/thumbnails#from"),
        ("boundary/unauthenticated-crossing", "flow/thumbnails#authentication"),
    ],
    "ros2-robot": [
        ("review/stale", "flow/steer"),
        ("boundary/cleartext-flow", "flow/steer#encryption"),
        ("boundary/weakened-crossing", "flow/steer#encryption"),
    ],
}
"""What the pull request of :data:`CHANGES` is told."""


@pytest.fixture(params=render.NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def example(name: str, repo: Repo) -> Repo:
    shutil.copytree(render.HERE / name, repo.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("rendered"))
    repo.git("add", "--all")
    repo.commit(message="Reviewed")
    return repo


def told(found: dict[str, object], state: str = "new") -> list[tuple[str, str]]:
    return [(rule, what) for rule, _, what in findings(found, state)]


def test_seven_systems_and_more_are_worked() -> None:
    assert len(render.NAMES) >= 7
    assert {*render.NAMES} == {*CHANGES} == {*ASKED}
    listed = re.findall(r"^\| \[([a-z0-9-]+)\]\(\1/README\.md\)", (render.HERE / "README.md").read_text(), re.M)
    assert sorted(listed) == list(render.NAMES)


def test_an_example_passes_and_says_what_is_meant(name: str, example: Repo) -> None:
    code, found = report(example.root, *DAY, by=inside)
    assert (code, told(found)) == (0, NOTED.get(name, []))
    assert sorted(told(found, "waived")) == WAIVED.get(name, [])
    readme = (render.HERE / name / "README.md").read_text()
    assert [rule for rule, _ in WAIVED.get(name, []) if f"`{rule}`" not in readme] == []


def test_an_example_is_a_whole_system_with_every_threat_dealt_with(name: str) -> None:
    model = render.snapshot(name).model
    assert 10 <= len(model.components) <= 25
    assert 10 <= len(model.threats) <= 30
    assert len(model.boundaries) >= 5
    open_ones = [id for id, one in model.threats.items() if one.status in ("", "identified")]
    assert open_ones == []
    assert all(one.owner and one.refs for one in model.threats.values())
    assert all(one.protocol and one.authentication for one in model.flows.values())


def test_a_pull_request_on_an_example_is_told_exactly_this(name: str, example: Repo) -> None:
    text = (example.root / "threatmodel.yaml").read_text()
    example.branch("change")
    example.commit({"threatmodel.yaml": CHANGES[name](text)}, message=CHANGES[name].__doc__ or "")
    code, found = report(example.root, "--base", "main", *DAY, by=inside)
    assert (code, told(found)) == (1, ASKED[name])


def test_architecture_that_moves_is_told_although_no_line_of_the_model_changed(repo: Repo) -> None:
    shutil.copytree(render.HERE / "loan-triage", repo.root, dirs_exist_ok=True)
    repo.git("add", "--all")
    repo.commit(message="Reviewed")
    repo.branch("change")
    drawn = (repo.root / "architecture/loan-triage.xml").read_text()
    broker = '<element identifier="id-broker" xsi:type="ApplicationComponent"><name>Broker</name></element>'
    repo.commit({"architecture/loan-triage.xml": drawn.replace("  </elements>", f"    {broker}\n  </elements>")})
    code, found = report(repo.root, "--base", "main", *DAY, by=inside)
    assert code == 1
    assert [rule for rule, _ in told(found)] == [
        "architecture/artifact-element-unmapped",
        "architecture/artifact-drift",
    ]
    (unmapped,) = (one for one in found["results"] if one["rule"] == "architecture/artifact-element-unmapped")
    assert "Broker" in unmapped["message"]


def test_a_reworded_example_is_told_nothing(example: Repo) -> None:
    text = (example.root / "threatmodel.yaml").read_text()
    example.branch("change")
    example.commit({"threatmodel.yaml": f"# Another comment.\n{text}".replace("    title: ", "    title:   ")})
    code, found = report(example.root, "--base", "main", *DAY, by=inside)
    assert (code, told(found)) == (0, [])


def test_what_is_rendered_is_up_to_date() -> None:
    made = render.rendered()
    stale = [path.relative_to(render.HERE).as_posix() for path, text in made.items() if _read(path) != text]
    assert stale == [], "make render"
    there = {path for name in render.NAMES for path in (render.HERE / name / "rendered").iterdir()}
    assert there <= made.keys()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def test_every_loud_rule_is_judged() -> None:
    page = _read(render.HERE / "JUDGED.md")
    counted = [render.measure(one, render.snapshot(one), render.every_rule()) for one in render.NAMES]
    assert [id for id in render.to_judge(counted) if f"- `{id}` (" not in page] == []


def test_a_worked_example_names_the_public_one_that_it_follows() -> None:
    worked = {link.worked: link.url for link in resources().links if link.worked}
    assert {*worked} < {*render.NAMES}
    for name, url in worked.items():
        assert url in _read(render.HERE / name / "README.md"), name


def test_no_example_is_a_model_of_this_repository(root: Path) -> None:
    code, found = report(root, *DAY, by=inside)
    assert (code, [model["path"] for model in found["models"]]) == (0, ["threatmodel.yaml"])
