"""The documentation is true: its examples are run as they stand on the page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

AS_OF = "2026-11-23"


class Said(NamedTuple):
    """How one run of the gate ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def gate(tmp_path: Path) -> Callable[..., Said]:
    """Run the gate in a fresh git repository."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "THREATGATE_"))
    }
    environ |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PYTHONUTF8": "1"}
    subprocess.run(["git", "init", "--quiet", "."], cwd=tmp_path, check=True, env=environ)

    def run(*args: str) -> Said:
        command = [sys.executable, "-c", "from checker.cli import main; main()", *args, "--as-of", AS_OF]
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
        return Said(done.returncode, done.stdout, done.stderr)

    return run


def blocks(page: Path, language: str) -> list[str]:
    """The fenced code of one language on a page, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def findings(said: Said) -> set[tuple[str, str]]:
    """(rule, subject) of the new findings of a JSON report."""
    report: dict[str, Any] = json.loads(said.out)
    return {(one["rule"], named(one["subject"])) for one in report["results"] if one["state"] == "new"}


def named(subject: dict[str, str]) -> str:
    field = f"#{subject['field']}" if subject["field"] else ""
    return f"{subject['kind']}/{subject['id']}{field}"


def commit(folder: Path) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
    subprocess.run(["git", *who, "commit", "--quiet", "--message", "m"], cwd=folder, check=True)


def test_tutorial_leads_from_findings_to_a_pass_and_to_a_stale_review(
    root: Path, tmp_path: Path, gate: Callable[..., Said]
) -> None:
    model, threats = blocks(root / "docs/tutorials/first-check.md", "yaml")
    file = tmp_path / "threatmodel.yaml"
    file.write_text(model, encoding="utf-8")
    first = gate("check", "--format", "json")
    assert first.code == 1, first.err
    assert {("boundary/cleartext-flow", "flow/order#encryption"), ("review/unreviewed-flow", "flow/order")} <= findings(
        first
    )

    mended = model.replace("protocol: http", "protocol: https").replace("encryption: none", "encryption: tls")
    mended = mended.replace("authentication: none", "authentication: oauth2")
    file.write_text(mended, encoding="utf-8")
    assert {rule.partition("/")[0] for rule, _ in findings(gate("check", "--format", "json"))} == {"review"}

    file.write_text(f"{mended}\n{threats}", encoding="utf-8")
    review = gate(
        "review", "--all", "--by", "you@example.com", "--role", "security", "--note", "first look, with the team"
    )
    assert review.code == 0, review.err
    passed = gate("check")
    assert passed.code == 0, passed.out

    commit(tmp_path)
    file.write_text(
        file.read_text(encoding="utf-8").replace("authentication: oauth2", "authentication: none"), encoding="utf-8"
    )
    assert ("review/stale", "flow/order") in findings(gate("check", "--base", "HEAD", "--format", "json"))


def test_config_of_the_reference_is_accepted_and_changes_nothing(
    root: Path, tmp_path: Path, gate: Callable[..., Said]
) -> None:
    (tmp_path / "threatmodel.yaml").write_text(
        blocks(root / "docs/tutorials/first-check.md", "yaml")[0], encoding="utf-8"
    )
    without = findings(gate("check", "--format", "json"))
    config, reviewers = blocks(root / "docs/reference/configuration.md", "yaml")
    (tmp_path / ".threatgate.yaml").write_text(config, encoding="utf-8")
    said = gate("check", "--format", "json")
    assert said.code == 1, said.err
    assert findings(said) == without
    (tmp_path / ".threatgate.yaml").write_text(reviewers, encoding="utf-8")
    assert findings(gate("check", "--format", "json")) == without, "nothing is reviewed, by whomever"


def test_waiver_of_the_how_to_is_well_formed(root: Path, tmp_path: Path, gate: Callable[..., Said]) -> None:
    model = blocks(root / "docs/tutorials/first-check.md", "yaml")[0].replace("order:", "legacy-export:")
    (tmp_path / "threatmodel.yaml").write_text(model, encoding="utf-8")
    (waivers,) = blocks(root / "docs/how-to/waive.md", "yaml")
    (tmp_path / ".threatgate-waivers.yaml").write_text(waivers, encoding="utf-8")
    found = findings(gate("check", "--format", "json"))
    assert found
    assert not {rule for rule, _ in found} & {
        "boundary/cleartext-flow",
        "waiver/invalid",
        "waiver/expired",
        "waiver/unused",
    }


def test_reviews_of_the_reference_cover_the_model_of_the_tutorial(
    root: Path, tmp_path: Path, gate: Callable[..., Said]
) -> None:
    (tmp_path / "threatmodel.yaml").write_text(_mended(root), encoding="utf-8")
    (reviews,) = blocks(root / "docs/reference/reviews.md", "yaml")
    (tmp_path / "threatmodel.reviews.yaml").write_text(reviews, encoding="utf-8")
    found = findings(gate("check", "--format", "json"))
    assert found
    assert not {subject for _, subject in found} & {"flow/order", "component/shop-api", "component/fax"}
    assert {rule.partition("-")[0] for rule, _ in found} == {"review/unreviewed"}


def test_waivers_and_baseline_of_the_reference_excuse_the_findings_that_they_name(
    root: Path, tmp_path: Path, gate: Callable[..., Said]
) -> None:
    model = blocks(root / "docs/tutorials/first-check.md", "yaml")[0]
    (tmp_path / "threatmodel.yaml").write_text(model, encoding="utf-8")
    waivers, baseline = blocks(root / "docs/reference/waivers-and-baseline.md", "yaml")
    (tmp_path / ".threatgate-waivers.yaml").write_text(waivers, encoding="utf-8")
    assert _states(gate("check", "--format", "json")) == {
        ("boundary/cleartext-flow", "waived"),
        ("boundary/unauthenticated-crossing", "new"),
    }
    (tmp_path / ".threatgate-waivers.yaml").unlink()
    (tmp_path / ".threatgate-baseline.yaml").write_text(baseline, encoding="utf-8")
    assert _states(gate("check", "--format", "json")) == {
        ("boundary/cleartext-flow", "known"),
        ("boundary/unauthenticated-crossing", "known"),
    }


def _mended(root: Path) -> str:
    """The model at the end of the tutorial's fourth step."""
    model, threats = blocks(root / "docs/tutorials/first-check.md", "yaml")
    for before, after in (("http\n", "https\n"), ("encryption: none", "encryption: tls"), (": none", ": oauth2")):
        model = model.replace(before, after)
    return f"{model}\n{threats}"


def _states(said: Said) -> set[tuple[str, str]]:
    """(rule, state) of all findings but those of missing reviews."""
    results = json.loads(said.out)["results"]
    return {(one["rule"], one["state"]) for one in results if not one["rule"].startswith("review/")}


def test_changelog_names_every_shipped_rule(root: Path) -> None:
    rules = {
        path for path in (root / "policies").glob("*/*.yaml") if path.name != "pack.yaml" and ".test." not in path.name
    }
    entries = (root / "CHANGELOG.md").read_text(encoding="utf-8").partition("### Rules\n")[2]
    named = set(re.findall(r"`([a-z0-9/-]+)`", entries))
    assert {path for path in rules if not {path.stem, f"{path.parent.name}/{path.stem}"} & named} == set()


def test_every_page_is_in_one_of_the_lists_of_pages(root: Path) -> None:
    docs = root / "docs"
    lists = [docs / "README.md", docs / "reference/README.md", docs / "adr/README.md"]
    lists += [docs / "reference/formats/README.md", docs / "reference/rules.md", *docs.glob("reference/rules/*.md")]
    listed = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in lists
        for target in re.findall(r"\]\(([^)\s:]+)\)", page.read_text(encoding="utf-8"))
    }
    assert {page for page in docs.rglob("*.md") if page.resolve() not in listed} == {docs / "README.md"}


def test_generated_pages_are_up_to_date_and_every_link_leads_somewhere(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
