"""Somebody edits the gate instead of the model: what judges changes, who may decide, and what runs it.

Each case is a change to the gate alone, on a repository whose model is reviewed. Whoever gets it merged could bring the
model's change next, unseen; so this change must fail.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.command import TODAY, findings, inside, report
from tests.repositories import Files, Repo

MODEL = """\
threatgate: 1
system: {id: shop}
boundaries:
  in: {trust: internal}
components:
  web: {type: web-app, boundary: in, owner: team}
threats:
  leak: {title: Leak, on: [web], refs: ["stride:I"], owner: team}
"""
CONFIG = """\
threatgate: 1
models:
  include: [docs/*.tm.yaml]
packs: [boundary, ./rules]
rules:
  boundary/unowned-component: medium
fail_on: medium
review:
  cadence: {critical: 90, important: 180}
  four_eyes: true
  signed_commits: true
reviewers:
  people:
    dana@example.com: {roles: [security], also: ["github:dana"], keys: ["ssh-ed25519 AAAAC3 dana"]}
    kim@example.com: {roles: [privacy, security]}
  required:
    - {on: ["boundary/*", "gate/*"], by: [security], count: 2}
    - {on: ["data/*"], by: [privacy]}
waivers: {max_days: 90}
"""
PACK = 'id: rules\ntitle: Ours\nversion: "1.2.0"\nlicence: MIT\n'
RULE = """\
id: rules/no-technology
title: A component names no technology
severity: high
why: We want to know.
fix: {text: Name it.}
each: component
when: {type: web-app}
assert: {technology: {present: true}}
examples: {fail: [{}], pass: [{}]}
"""
WAIVER = """\
threatgate: 1
waivers:
  - id: w-1
    rule: boundary/unowned-component
    on: web
    model: shop
    owner: team
    reason: {category: planned-fix, text: soon}
    approved_by: dana@example.com
    created: 2026-11-01
    expires: 2026-12-01
"""
OWNERS = """\
# who must approve
*.md @everybody
threatmodel*.yaml @security
/.github/ @security @platform
.threatgate* @security
"""
WORKFLOW = """\
name: Threat model
on: [pull_request]
permissions: {}
jobs:
  gate:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd
      - uses: OWNER/threatgate@1111111111111111111111111111111111111111
    needs: [first]
  other:
    runs-on: ubuntu-24.04
    steps: [{run: make}]
  first:
    runs-on: ubuntu-24.04
"""
PRE_COMMIT = """\
repos:
  - repo: https://github.com/OWNER/threatgate
    rev: 1111111111111111111111111111111111111111
    hooks: [{id: threatgate}]
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: v5.0.0
    hooks: [{id: check-yaml}]
"""
GITLAB = """\
stages: [test]
.base: {image: python}
gate:
  extends: .base
  stage: test
  script: [threatgate check --base auto]
build:
  script: [make]
"""
BASE: Files = {
    "threatmodel.yaml": MODEL,
    ".threatgate.yaml": CONFIG,
    "rules/pack.yaml": PACK,
    "rules/no-technology.yaml": RULE,
    ".threatgate-waivers.yaml": WAIVER,
    ".threatgate-baseline.yaml": "threatgate: 1\nfindings: []\n",
    ".github/CODEOWNERS": OWNERS,
    ".github/workflows/gate.yml": WORKFLOW,
    ".gitlab-ci.yml": GITLAB,
    ".pre-commit-config.yaml": PRE_COMMIT,
    ".gitattributes": "*.png binary\n",
}


class Case(NamedTuple):
    """One change to one file of the gate, and what the gate must say of it: rule, line and column, field."""

    what: str
    path: str
    old: str
    new: str
    says: tuple[tuple[str, str, str], ...]


def edit(what: str, path: str, old: str, new: str, *says: tuple[str, str, str]) -> Case:
    return Case(what, path, old, new, says)


def another(created: str) -> str:
    """The waivers file up to its first waiver, with another before it."""
    terms = f"owner: t, approved_by: t, created: {created}, expires: 2026-12-01"
    waiver = f"{{id: w-2, rule: review/stale, on: web, {terms}, reason: {{category: false-positive, text: no}}}}"
    return f"threatgate: 1\nwaivers:\n  - {waiver}\n"


C, W, P = ".threatgate.yaml", ".threatgate-waivers.yaml", "rules/no-technology.yaml"
LEVEL = "  boundary/unowned-component: medium\n"
DANA = '{roles: [security], also: ["github:dana"], keys: ["ssh-ed25519 AAAAC3 dana"]}'
LINE = "0" * 32 + " boundary/unowned-component shop component/web"
CASES = [
    edit(
        "switch a rule off",
        C,
        LEVEL,
        "  boundary/unowned-component: off\n",
        ("rule-disabled", "6:31", "rules.boundary/unowned-component"),
    ),
    edit(
        "switch a rule of the review gate off",
        C,
        LEVEL,
        LEVEL + "  review/stale: off\n",
        ("rule-disabled", "7:17", "rules.review/stale"),
    ),
    edit(
        "switch the rule off that would tell",
        C,
        LEVEL,
        LEVEL + "  gate/rule-disabled: off\n",
        ("rule-disabled", "7:23", "rules.gate/rule-disabled"),
    ),
    edit(
        "lower the level of a rule",
        C,
        LEVEL,
        "  boundary/unowned-component: low\n",
        ("level-lowered", "6:31", "rules.boundary/unowned-component"),
    ),
    edit(
        "take a raised level back",
        C,
        LEVEL,
        "  boundary/no-trust: high\n",
        ("level-lowered", "5:1", "rules.boundary/unowned-component"),
    ),
    edit("raise the threshold", C, "fail_on: medium", "fail_on: critical", ("threshold-raised", "7:10", "fail_on")),
    edit("let nothing fail", C, "fail_on: medium", "fail_on: never", ("threshold-raised", "7:10", "fail_on")),
    edit(
        "take a shipped pack out of use",
        C,
        "packs: [boundary, ./rules]",
        "packs: [./rules]",
        ("pack-removed", "4:1", "packs.boundary"),
    ),
    edit(
        "take a pack of the repository out of use",
        C,
        "packs: [boundary, ./rules]",
        "packs: [boundary]",
        ("pack-removed", "4:1", "packs.rules"),
    ),
    edit(
        "put an older version of a pack in place",
        "rules/pack.yaml",
        "1.2.0",
        "1.1.9",
        ("pack-downgraded", "3:10", "version"),
    ),
    edit(
        "empty the condition of a rule",
        P,
        "when: {type: web-app}",
        "when: {type: database}",
        ("rule-rewritten", "7:1", ""),
    ),
    edit(
        "weaken what a rule asks for",
        P,
        "assert: {technology: {present: true}}",
        "assert: {id: {present: true}}",
        ("rule-rewritten", "8:1", ""),
    ),
    edit(
        "lower the severity in the rule's own file",
        P,
        "severity: high",
        "severity: note",
        ("level-lowered", "3:11", "severity"),
    ),
    edit(
        "exclude the model by its path",
        C,
        "  include: [docs/*.tm.yaml]\n",
        "  include: [docs/*.tm.yaml]\n  exclude: [threatmodel.yaml]\n",
        ("models-excluded", "4:13", "exclude.threatmodel.yaml"),
    ),
    edit(
        "exclude a folder for a model to be moved to",
        C,
        "  include: [docs/*.tm.yaml]\n",
        "  include: [docs/*.tm.yaml]\n  exclude: [old/**]\n",
        ("models-excluded", "4:13", "exclude.old/**"),
    ),
    edit(
        "no longer include models",
        C,
        "  include: [docs/*.tm.yaml]\n",
        "  include: []\n",
        ("models-excluded", "3:3", "include.docs/*.tm.yaml"),
    ),
    edit(
        "let reviews hold longer",
        C,
        "important: 180",
        "important: 3650",
        ("limit-loosened", "9:38", "cadence.important"),
    ),
    edit(
        "forget how long reviews hold",
        C,
        "  cadence: {critical: 90, important: 180}\n",
        "",
        ("limit-loosened", "8:1", "cadence.critical"),
        ("limit-loosened", "8:1", "cadence.important"),
    ),
    edit("let waivers last longer", C, "max_days: 90", "max_days: 3650", ("limit-loosened", "19:21", "max_days")),
    edit("add a waiver", W, "threatgate: 1\nwaivers:\n", another("2026-11-01"), ("waiver-added", "3:10", "w-2")),
    edit(
        "add a waiver that begins tomorrow",
        W,
        "threatgate: 1\nwaivers:\n",
        another("2026-11-24"),
        ("waiver-added", "3:10", "w-2"),
    ),
    edit("extend a waiver", W, "expires: 2026-12-01", "expires: 2027-01-15", ("waiver-extended", "3:9", "w-1")),
    edit(
        "bring a waiver forward",
        W,
        "created: 2026-11-01",
        "created: 2026-10-01",
        ("waiver-extended", "3:9", "w-1"),
    ),
    edit(
        "let a waiver excuse another rule",
        W,
        "rule: boundary/unowned-component",
        "rule: review/stale",
        ("waiver-broadened", "3:9", "w-1"),
    ),
    edit("let a waiver excuse another element", W, "on: web", "on: in", ("waiver-broadened", "3:9", "w-1")),
    edit("let a waiver count for every model", W, "    model: shop\n", "", ("waiver-broadened", "3:9", "w-1")),
    edit(
        "write a finding into the baseline",
        ".threatgate-baseline.yaml",
        "findings: []",
        f'findings: ["{LINE}"]',
        ("baseline-grown", "2:12", ""),
    ),
    edit(
        "name oneself a reviewer",
        C,
        "    kim@example.com:",
        "    eve@example.com: {}\n    kim@example.com:",
        ("reviewer-added", "15:5", "people.eve@example.com"),
    ),
    edit(
        "give a reviewer a further role",
        C,
        "{roles: [security],",
        "{roles: [security, privacy],",
        ("reviewer-added", "14:42", "people.dana@example.com.roles.1"),
    ),
    edit(
        "pass for a reviewer under another name",
        C,
        '"github:dana"]',
        '"github:dana", eve@example.com]',
        ("reviewer-added", "14:65", "people.dana@example.com.also.1"),
    ),
    edit(
        "give a reviewer a key of one's own",
        C,
        "keys: [",
        'keys: ["ssh-ed25519 AAAAC4 eve", ',
        ("reviewer-added", "14:73", "people.dana@example.com.keys.0"),
    ),
    edit(
        "let anybody review",
        C,
        CONFIG[CONFIG.index("  signed_commits") : CONFIG.index("waivers:")],
        "",
        ("review-policy-loosened", "1:1", "people"),
        ("review-policy-loosened", "1:1", "required.0"),
        ("review-policy-loosened", "1:1", "required.1"),
        ("review-policy-loosened", "8:1", "signed_commits"),
    ),
    edit(
        "drop who must review",
        C,
        '    - {on: ["data/*"], by: [privacy]}\n',
        "",
        ("review-policy-loosened", "16:3", "required.1"),
    ),
    edit(
        "ask for one reviewer and not two", C, "count: 2", "count: 1", ("review-policy-loosened", "17:7", "required.0")
    ),
    edit(
        "ask others to review",
        C,
        "by: [privacy]",
        "by: [privacy, dana@example.com]",
        ("review-policy-loosened", "18:7", "required.1"),
    ),
    edit(
        "ask for reviews of less",
        C,
        'on: ["boundary/*", "gate/*"]',
        'on: ["boundary/*"]',
        ("review-policy-loosened", "17:7", "required.0"),
    ),
    edit(
        "ask for reviews of additions only",
        C,
        "by: [privacy]",
        "by: [privacy], change: [added]",
        ("review-policy-loosened", "18:7", "required.1"),
    ),
    edit(
        "forget a name under which a reviewer makes changes",
        C,
        'also: ["github:dana"], ',
        "",
        ("review-policy-loosened", "14:5", "people.dana@example.com.also.0"),
    ),
    edit("drop four eyes", C, "four_eyes: true", "four_eyes: false", ("review-policy-loosened", "10:14", "four_eyes")),
    edit(
        "no longer ask for signed commits",
        C,
        "  signed_commits: true\n",
        "",
        ("review-policy-loosened", "8:1", "signed_commits"),
    ),
    edit(
        "take models from their code owners",
        ".github/CODEOWNERS",
        "threatmodel*.yaml @security\n",
        "",
        ("owners-loosened", "1:1", ""),
    ),
    edit(
        "become a code owner oneself",
        ".github/CODEOWNERS",
        ".threatgate* @security",
        ".threatgate* @security @eve",
        ("owners-loosened", "5:1", ""),
    ),
    edit(
        "overrule the owners of every folder",
        ".github/CODEOWNERS",
        ".threatgate* @security\n",
        ".threatgate* @security\n*/ @eve\n",
        ("owners-loosened", "6:1", ""),
    ),
    edit(
        "overrule the owners in a later line",
        ".github/CODEOWNERS",
        ".threatgate* @security\n",
        ".threatgate* @security\n* @eve\n",
        ("owners-loosened", "6:1", ""),
    ),
    edit(
        "let the gate fail without harm",
        ".github/workflows/gate.yml",
        "  gate:\n",
        "  gate:\n    continue-on-error: true\n",
        ("runner-changed", "6:24", ""),
    ),
    edit(
        "tell the gate to let everything pass",
        ".github/workflows/gate.yml",
        "111\n    needs",
        "111\n        with: {fail-on: never}\n    needs",
        ("runner-changed", "10:15", ""),
    ),
    edit(
        "skip a job without which the gate is skipped",
        ".github/workflows/gate.yml",
        "  first:\n",
        "  first:\n    if: false\n",
        ("runner-changed", "15:9", ""),
    ),
    edit(
        "pin another gate",
        ".github/workflows/gate.yml",
        "threatgate@1111",
        "threatgate@2222",
        ("runner-changed", "9:15", ""),
    ),
    edit(
        "run the gate for other events",
        ".github/workflows/gate.yml",
        "on: [pull_request]",
        "on: [workflow_dispatch]",
        ("runner-changed", "2:6", ""),
    ),
    edit(
        "take the gate out of a workflow",
        ".github/workflows/gate.yml",
        "      - uses: OWNER/threatgate@1111111111111111111111111111111111111111\n",
        "",
        ("runner-changed", "6:5", ""),
    ),
    edit(
        "take the gate out of GitLab's pipeline",
        ".gitlab-ci.yml",
        "--base auto]",
        "--base auto || true]",
        ("runner-changed", "6:12", ""),
    ),
    edit(
        "let what the gate's job extends fail without harm",
        ".gitlab-ci.yml",
        "{image: python}",
        "{image: python, allow_failure: true}",
        ("runner-changed", "2:39", ""),
    ),
    edit(
        "bring the commands of every job along in GitLab",
        ".gitlab-ci.yml",
        "stages: [test]",
        "before_script: [. ./setup.sh]\nstages: [test]",
        ("runner-changed", "1:16", ""),
    ),
    edit(
        "move the pin of the hook", ".pre-commit-config.yaml", "rev: 1111", "rev: 2222", ("runner-changed", "1:1", "")
    ),
    edit(
        "fold the model away in diffs",
        ".gitattributes",
        "*.png binary\n",
        "*.png binary\nthreatmodel*.yaml linguist-generated\n",
        ("hidden-from-review", "2:1", ""),
    ),
    edit(
        "show no diff of the gate's files",
        ".gitattributes",
        "*.png binary\n",
        "*.png binary\n/.threatgate*.yaml -diff\n",
        ("hidden-from-review", "2:1", ""),
    ),
    edit(
        "hide them by a macro",
        ".gitattributes",
        "*.png binary\n",
        "[attr]pic -diff\nthreatmodel.yaml pic\n",
        ("hidden-from-review", "2:1", ""),
    ),
    edit(
        "hide them by a pattern that only git reads",
        ".gitattributes",
        "*.png binary\n",
        "*.png binary\nthreatmodel.[y]aml -diff\n",
        ("hidden-from-review", "2:1", ""),
    ),
    edit(
        "hide them, and show them in a line that git passes over",
        ".gitattributes",
        "*.png binary\n",
        "*.png binary\nthreatmodel.yaml -diff\nthreatmodel.yaml diff n@ame\n",
        ("hidden-from-review", "2:1", ""),
    ),
    edit(
        "keep one's own side in every merge",
        ".gitattributes",
        "*.png binary\n",
        "*.yaml merge=ours\n",
        ("hidden-from-review", "1:1", ""),
    ),
]
DELETED = [
    (
        "delete the config",
        C,
        {"pack-removed", "level-lowered", "models-excluded", "limit-loosened", "review-policy-loosened"},
    ),
    ("delete a rule", P, {"rule-disabled"}),
    ("delete the code owners", ".github/CODEOWNERS", {"owners-loosened"}),
    ("delete the workflow of the gate", ".github/workflows/gate.yml", {"runner-changed"}),
]


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository with all of it and a reviewed model, and a branch to change it on."""
    repo.commit({"threatmodel.yaml": MODEL})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(BASE)
    repo.branch("topic")
    return repo


def told(said: dict[str, object]) -> list[tuple[str, str, str]]:
    """(rule without its pack, ``path:line:column``, subject) of the findings of the gate."""
    found = findings(said)
    return [(rule.removeprefix("gate/"), place, subject) for rule, place, subject in found if rule.startswith("gate/")]


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
                says=", ".join(dict.fromkeys(f"`gate/{rule}`" for rule, _, _ in case.says)),
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
            for rule, place, field in case.says
        ],
    )
    assert {result["severity"] for result in said["results"] if result["rule"].startswith("gate/")} == {"high"}


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        pytest.param(
            path,
            rules,
            id=what,
            marks=pytest.mark.guarantee(
                "bypass", what, where="the gate", says=", ".join(f"`gate/{rule}`" for rule in sorted(rules))
            ),
        )
        for what, path, rules in DELETED
    ],
)
def test_a_deletion_fails(path: str, rules: set[str], shop: Repo) -> None:
    shop.commit({path: None})
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, {rule for rule, _, _ in told(said)}) == (1, rules)
    (first, *_) = (result for result in said["results"] if result["rule"].startswith("gate/"))
    assert first["hint"].startswith("threatgate review --changed --base ")


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        pytest.param(
            path,
            text,
            says,
            id=what,
            marks=pytest.mark.guarantee("bypass", what, where="the gate", says=f"`gate/{says[0][0]}`"),
        )
        for what, path, text, says in (
            (
                "shadow the owners with a file that is no text",
                ".github/CODEOWNERS",
                b"* @eve # \xe9\n",
                [("owners-loosened", ".github/CODEOWNERS:1:1", "gate/.github/CODEOWNERS")],
            ),
            (
                "hide them in attributes that are no text",
                ".gitattributes",
                b"# \xe9\nthreatmodel.yaml -diff\n",
                [("hidden-from-review", ".gitattributes:1:1", "gate/.gitattributes")],
            ),
        )
    ],
)
def test_what_others_obey_and_the_gate_cannot_read_fails(
    path: str, text: bytes, says: list[tuple[str, str, str]], shop: Repo
) -> None:
    shop.switch("main")
    shop.commit({".github/CODEOWNERS": None, "CODEOWNERS": OWNERS})
    shop.branch("topic")
    shop.commit({path: text})
    code, said = report(shop.root, "--base", "main", by=inside)
    assert (code, told(said)) == (1, says)


@pytest.mark.parametrize(
    ("path", "text", "to", "says"),
    [
        pytest.param(
            path,
            text,
            to,
            says,
            id=what,
            marks=pytest.mark.guarantee("bypass", what, where="the gate", says=f"`gate/{says[0]}`"),
        )
        for what, path, text, to, says in (
            (
                "move the model away from its code owners",
                ".github/CODEOWNERS",
                "* @everybody\n/threatmodel*.yaml @security\n",
                "services/threatmodel",
                ("owners-loosened", ".github/CODEOWNERS:1:1", "gate/.github/CODEOWNERS"),
            ),
            (
                "move the model to where diffs are folded away",
                ".gitattributes",
                "vendor/** linguist-generated\n",
                "vendor/threatmodel",
                ("hidden-from-review", ".gitattributes:1:1", "gate/.gitattributes"),
            ),
        )
    ],
)
def test_a_move_out_of_sight_fails(path: str, text: str, to: str, says: tuple[str, str, str], repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, path: text})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    repo.branch("topic")
    (repo.root / to).parent.mkdir()
    for ending in (".yaml", ".reviews.yaml"):
        repo.git("mv", f"threatmodel{ending}", f"{to}{ending}")
    repo.commit(message="move")
    code, said = report(repo.root, "--base", "main", by=inside)
    assert (code, told(said)) == (1, [says])
    who = ("--by", "dana@example.com", "--as-of", TODAY)
    assert inside(repo.root, "review", "--changed", "--base", "main", *who).code == 0
    assert report(repo.root, "--base", "main", by=inside)[0] == 0


def test_a_move_within_sight_is_none(repo: Repo) -> None:
    repo.commit({"threatmodel.yaml": MODEL, ".github/CODEOWNERS": "*.yaml @security\n"})
    assert inside(repo.root, "review", "--all", "--by", "dana@example.com", "--as-of", TODAY).code == 0
    repo.git("add", "--all")
    repo.commit(message="record the review")
    repo.branch("topic")
    for ending in (".yaml", ".reviews.yaml"):
        repo.git("mv", f"threatmodel{ending}", f"shop.threatmodel{ending}")
    repo.commit(message="move")
    assert report(repo.root, "--base", "main", by=inside)[0] == 0
