"""The pages that lead from nothing to a rule of one's own: every file and command on them, as they stand there.

A block of YAML starts with a comment that names its file; ``(more)`` behind it: the rest goes to the end of it. With
``(instead of status)`` it is what the status of each of these threats becomes, with ``(instead of TODO)`` a text for
each. A block of shell is run. A block of text stands after one, and has lines of what its last command said.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.command import Done, threatgate
from tests.repositories import Repo

BLOCK = re.compile(r"^( *)```(yaml|sh|text)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
Walk = Callable[[str], dict[str, list[Done]]]


@pytest.fixture
def walk(root: Path, repo: Repo) -> Walk:
    """Follow a page of ``docs`` in an empty repository: each command -> how its runs ended, in order."""

    def follow(page: str) -> dict[str, list[Done]]:
        runs: dict[str, list[Done]] = {}
        last = Done(0, "", "")
        for indent, kind, block in BLOCK.findall((root / "docs" / page).read_text(encoding="utf-8")):
            text = "".join(line.removeprefix(indent) for line in block.splitlines(keepends=True))
            if kind == "yaml":
                write(repo.root, text)
            elif kind == "text":
                assert [line for line in text.splitlines() if line not in last.out.splitlines()] == [], last
            else:
                for line in text.splitlines():
                    tool, *arguments = shlex.split(line)
                    if tool == "git":
                        repo.git(*arguments)
                        continue
                    assert tool == "threatgate"
                    last = threatgate(repo.root, *arguments)
                    runs.setdefault(" ".join(arguments), []).append(last)
        return runs

    return follow


def write(folder: Path, block: str) -> None:
    first, _, text = block.partition("\n")
    named = re.fullmatch(r"# (\S+)(?: \((more|instead of status|instead of TODO)\))?", first)
    assert named, first
    name, how = named.groups()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if how else ""
    changes = {
        "more": lambda: before + text,
        "instead of status": lambda: decided(before, YAML(typ="safe").load(text)),
        "instead of TODO": lambda: filled(before, YAML(typ="safe").load(text)),
    }
    path.write_text(changes[how]() if how else block, encoding="utf-8")


def decided(text: str, decisions: dict[str, dict[str, Any]]) -> str:
    """The threats with these lines where ``status: identified`` was. Each has to be there."""
    for id, said in decisions.items():
        lines = "".join(f"    {key}: {json.dumps(value, default=str)}\n" for key, value in said.items())
        pattern = rf"(^  {re.escape(id)}:\n(?:    .*\n)*?)    status: identified\n"
        text, found = re.subn(pattern, lambda one, lines=lines: one[1] + lines, text, flags=re.MULTILINE)
        assert found == 1, id
    return text


def filled(text: str, texts: list[str]) -> str:
    """Each TODO with a text for it, and none left over."""
    assert text.count("TODO") == len(texts)
    for one in texts:
        text = text.replace("TODO", one, 1)
    return text


def test_the_first_rule_is_written_tested_and_used(walk: Walk, repo: Repo) -> None:
    runs = walk("how-to/write-a-rule.md")
    assert {command: [done.code for done in ran] for command, ran in runs.items()} == {
        "rules new ours/payment-without-mtls --each flow": [0],
        "rules lint": [0],
        "test": [0, 0],
        "test --min-score 100": [0],
        "check": [1],
        "explain ours/payment-without-mtls": [0],
        "rules docs --out docs/rules": [0],
    }
    (found,) = runs["check"]
    assert "ours/payment-without-mtls" in found.out
    assert "threatmodel.yaml:15:17" in found.out
    assert (repo.root / "docs/rules/ours/payment-without-mtls.md").is_file()


def test_a_first_model_gets_its_threats(walk: Walk, repo: Repo) -> None:
    runs = walk("how-to/suggest.md")
    assert {command: [done.code for done in ran] for command, ran in runs.items()} == {
        "suggest assistant": [0],
        "suggest assistant --write --dry-run": [0],
        "suggest assistant --write": [0, 0],
        "coverage": [0],
    }
    text = (repo.root / "threatmodel.yaml").read_text(encoding="utf-8")
    assert text.count("status: identified") == 15
    assert "  orders: {classification: confidential, personal: true}   # with addresses\n" in text
    assert threatgate(repo.root, "suggest", "assistant").out.splitlines()[-2:] == [
        "Everything that must be considered is answered.",
        "17 questions should be considered as well: --all shows them.",
    ]


def test_an_incident_becomes_a_rule(walk: Walk, repo: Repo) -> None:
    runs = walk("tutorials/from-incident-to-rule.md")
    before, after = runs["check"]
    assert (before.code, after.code) == (1, 1)
    assert "supply/unverified-code" in before.out
    assert "threatmodel.yaml:19:3" in before.out
    assert "supply/unverified-code" not in after.out
    assert [done.code for done in runs["rules lint"]] == [0]


def test_an_agent_is_modelled_reviewed_and_kept_from_a_new_tool_in_an_hour(walk: Walk, repo: Repo) -> None:
    runs = walk("tutorials/an-agent-in-an-hour.md")
    codes = {command: [done.code for done in ran] for command, ran in runs.items()}
    assert {command: code for command, code in codes.items() if code != [0]} == {
        "check": [1, 1, 0],
        "check --staged": [1, 0],
    }
    said = runs["check --staged"][0].out
    assert "high[review/unreviewed-component] component 'password-tool'" in said
    assert "high[coverage/new-element-unanswered]" in said
    text = (repo.root / "threats.yaml").read_text(encoding="utf-8")
    assert "status: identified" not in text
    assert (
        "does not settle"
        not in runs["review --changed --by dana@example.com --role security --note resets are confirmed and traced"][
            0
        ].out
    )


def test_an_ai_system_is_looked_at_broadly(walk: Walk) -> None:
    runs = walk("how-to/questionnaires.md")
    assert {command: [done.code for done in ran] for command, ran in runs.items()} == {"questions": [0], "check": [1]}
    (checked,) = runs["check"]
    for told in (
        "medium[breadth/plot4ai-risk-without-threat] 'No' to data-08 (Data Traceability) signals a risk",
        "answers.yaml:6:23",
        "note[breadth/plot4ai-card-unanswered] 65 of 69 cards of PLOT4ai are not answered",
        "medium[breadth/mit-subdomain-unanswered] 23 of 24 subdomains of the MIT AI Risk Repository",
        "note[breadth/mit-cause-missing] 1 threat cites the MIT AI Risk Repository without a whole cause: 'young'",
    ):
        assert told in checked.out, told


def test_a_model_moves_to_the_native_format(walk: Walk) -> None:
    runs = walk("how-to/migrate.md")
    assert {command: [done.code for done in ran] for command, ran in runs.items()} == {
        "review --all --by dana@example.com": [0],
        "convert threagile.yaml --out threatmodel.yaml": [0],
        "diff main": [0],
        "check --base main": [0],
    }
    (checked,) = runs["check --base main"]
    assert checked.out.startswith("pass: nothing new at or above medium in 1 model")
