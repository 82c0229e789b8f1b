"""The page about exit codes against the command: every sentence of it, run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.command import inside
from tests.repositories import Files, Repo

MODEL = "threatgate: 1\nsystem: {id: shop}\ncomponents:\n  web: {type: web-app}\n"
CONFIG, BASELINE = ".threatgate.yaml", ".threatgate-baseline.yaml"
EMPTY = {"threatmodel.yaml": "threatgate: 1\nsystem: {id: shop}\n"}
UNUSED = f"threatgate: 1\nfindings:\n  - '{'a' * 32} review/stale shop component/web'\n"

OURS: Files = {
    "policies/ours/pack.yaml": "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n",
    "policies/ours/r.yaml": "id: ours/r\ntitle: T\nseverity: low\nwhy: w\nfix: {text: f}\n"
    "each: flow\nwhen: {crosses: true}\n",
}
RUNS: dict[str, tuple[int, str, Files]] = {
    "The gate could decide": (0, "check", EMPTY),
    "Findings at or above the threshold": (1, "check", {}),
    "`baseline check`, lines that match nothing": (1, "baseline check", {**EMPTY, BASELINE: UNUSED}),
    "The call": (2, "check --nope", {}),
    "the config": (2, "check", {CONFIG: "threatgate: 2\n"}),
    "a policy": (2, "check --policy .", {}),
    "the baseline file is wrong": (2, "check", {BASELINE: "threatgate: 1\nfindings: [x]\n"}),
    "The gate could not decide": (3, "check --base nope", {}),
    "`--fail-on`": (0, "check --fail-on critical", {}),
    "`fail_on` in the config": (0, "check", {CONFIG: "threatgate: 1\nfail_on: critical\n"}),
    "else `medium`": (1, "check", {}),
    "`never` turns 1 into 0": (0, "check --fail-on never", {}),
    "and nothing else": (3, "check --fail-on never --base nope", {}),
    "Syntax errors": (1, "check", {"threatmodel.yaml": "threatgate: [\n"}),
    "unknown keys": (1, "check", {"threatmodel.yaml": EMPTY["threatmodel.yaml"] + "x: 1\n"}),
    "dangling references": (1, "check", {"threatmodel.yaml": MODEL.replace("web-app", "web-app, boundary: x")}),
    "a base that is unknown": (3, "check --base nope", {}),
    "a file that is not UTF-8": (3, "check", {"threatmodel.yaml": b"\xff\xfe"}),
    "above a limit": (3, "check", {"threatmodel.yaml": "[" * 100}),
    "no model at all": (3, "check", {"threatmodel.yaml": None}),
    "3 wins over 1": (3, "check", {"b/threatmodel.yaml": b"\xff\xfe"}),
    "a path that names no file": (2, "check nope.yaml", {}),
    "an output file that cannot be written": (2, "check --format json=no/a.json", {}),
    "an empty `--base`": (2, "check --base=", {}),
    "`diff`": (0, "diff", {}),
    "`review`": (0, "review", {}),
    "`rules`": (0, "rules", {}),
    "`explain`": (0, "explain review/stale", {}),
    "`init`": (0, "init", {"threatmodel.yaml": None}),
    "`schema`": (0, "schema", {}),
    "[something differs]": (1, "test", OURS),
    "something could be better": (1, "rules lint", OURS),
    "where something is wrong": (2, "rules lint", {**OURS, "policies/ours/x.yaml": "id: ours/x\n"}),
}
"""Words of the page -> the code that they promise, a command line, and the files that it meets."""


def page(root: Path) -> str:
    return " ".join((root / "docs/reference/exit-codes.md").read_text("utf-8").split())


@pytest.mark.parametrize("words", RUNS)
def test_the_page_says_it_and_the_command_does_it(words: str, repo: Repo, root: Path) -> None:
    code, line, files = RUNS[words]
    assert words in page(root)
    repo.commit({"threatmodel.yaml": MODEL})
    repo.write(files)
    assert inside(repo.root, *line.split()).code == code


def test_the_page_lists_the_codes_that_there_are(root: Path) -> None:
    assert re.findall(r"\| (\d+) \|", page(root)) == ["0", "1", "2", "3"]
    assert "leaves with 130" in page(root)


@pytest.mark.parametrize("name", ["human", "json", "sarif", "sarif-github", "github", "markdown"])
def test_no_format_changes_a_code(name: str, repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL})
    for line, code in (("check", 1), ("check --fail-on never", 0), ("check nope", 2), ("check --base nope", 3)):
        assert inside(repo.root, *line.split(), "--format", name).code == code


def test_the_findings_are_printed_although_something_else_could_not_be_decided(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, "b/threatmodel.yaml": b"\xff\xfe"})
    done = inside(repo.root, "check")
    assert (done.code, "high[review/unreviewed-component]" in done.out) == (3, True)
