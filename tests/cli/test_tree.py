"""``tree``: attack trees as text, JSON and pictures; trees of ADTool; and the numbers of the example about loans."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any
from xml.parsers import expat

import pytest

from tests.command import inside, report
from tests.repositories import Repo

LOANS = "examples/attack-trees/loans.threatmodel.yaml"
HOSTILE = '</text><script>alert(1)</script>\\u202e\\u001b[31m\\u0007\\n::set-env::x %%{init}%% ]]> \\" click n0 href'
MODEL = """\
threatgate: 1
system: {id: shop}
controls: {lock: {title: Lock, status: implemented}}
attack_trees:
  theft: {goal: Take the till, or: [{leaf: a}, {leaf: b, controls: [lock]}]}
  arson: {goal: Burn it down, and: [{leaf: c}, {leaf: d}]}
"""


@pytest.fixture
def loans(root: Path, tmp_path: Path) -> Path:
    (tmp_path / "threatmodel.yaml").write_text((root / LOANS).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def trees(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = inside(folder, "tree", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


# the example


def test_the_attacks_of_the_example(loans: Path) -> None:
    (tree,) = trees(loans)
    assert [(a["steps"], a["cost"], a["probability"], a["stopped_by"]) for a in tree["attacks"]] == [
        (["reach-feedback", "wrong-labels"], 2500, 0.12, []),
        (["learn-api", "search-input", "apply"], 1850, 0.342, ["rate-limit"]),
        (["base-model"], 4000, 0.1, ["signing"]),
        (["package"], 1000, 0.15, ["signing"]),
    ]
    assert [len(attack["before"]) for attack in tree["attacks"]] == [0, 3, 0, 0]


def test_the_figures_of_the_example(loans: Path) -> None:
    (tree,) = trees(loans)
    assert tree["all"]["best"]["cost"] == {"value": 1000, "attack": 4}
    assert tree["all"]["probability"] == 0.342
    assert round(tree["all"]["independent_probability"], 3) == 0.557
    assert tree["single_steps"] == ["base-model", "package"]
    assert (tree["open"]["attacks"], tree["open"]["best"]["cost"]) == (1, {"value": 2500, "attack": 1})
    assert tree["all"]["attacks"] - tree["open"]["attacks"] == 3
    assert tree["controls_for_all"] == {
        "choices": [["rate-limit", "signing"]],
        "complete": True,
        "attacks_without_controls": [1],
    }


def test_the_example_for_people(loans: Path) -> None:
    lines = inside(loans, "tree", "threatmodel.yaml", "bad-loans").out.splitlines()
    assert lines[:2] == ["bad-loans: Loans are approved that should be refused", "  --> threatmodel.yaml:53:3"]
    assert "│  ├─ learn-api  Learn how the API answers  [cost 300, probability 0.9]  <stopped by rate-limit>" in lines
    assert "4 minimal attacks: 3 stopped by a control in place, 1 open" in lines
    assert [" ".join(line.split()) for line in lines if line.startswith(("least cost", "probability of"))] == [
        "least cost 1000 (attack 4) 2500 (attack 1)",
        "probability of the goal (max) 0.342 0.12",
    ]
    assert "single steps that reach the goal: base-model, package" in lines


def test_a_control_of_the_example_that_is_retired_is_a_finding(repo: Repo, loans: Path) -> None:
    text = (loans / "threatmodel.yaml").read_text(encoding="utf-8")
    repo.commit({"threatmodel.yaml": text})
    changed = text.replace("few answers a day, level: infrastructure, status: implemented", "few, status: retired")
    repo.write({"threatmodel.yaml": changed})
    code, said = report(repo.root, "--base", "HEAD", by=inside)
    told = {r["rule"]: r for r in said["results"] if r["rule"].startswith("tree/")}
    assert (code, sorted(told)) == (1, ["tree/cheaper-path", "tree/likelier-path"])
    cheaper = told["tree/cheaper-path"]
    assert (cheaper["severity"], cheaper["location"]["line"], cheaper["state"]) == ("high", 77, "new")
    assert "1850 instead of 2500, by 'Learn how the API answers', then" in cheaper["message"]


# choosing


def test_without_a_file_every_tree_of_every_model(tmp_path: Path) -> None:
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "b.threatmodel.yaml").write_text(MODEL.replace("id: shop", "id: b"), encoding="utf-8")
    assert [(t["model"], t["id"]) for t in trees(tmp_path)] == [
        ("b.threatmodel.yaml", "arson"),
        ("b.threatmodel.yaml", "theft"),
        ("threatmodel.yaml", "arson"),
        ("threatmodel.yaml", "theft"),
    ]
    assert [t["id"] for t in trees(tmp_path, "threatmodel.yaml", "theft")] == ["theft"]
    assert trees(tmp_path, "theft", "threatmodel.yaml") == trees(tmp_path, "threatmodel.yaml", "theft")
    assert [(t["model"], t["id"]) for t in trees(tmp_path, "theft")] == [
        ("b.threatmodel.yaml", "theft"),
        ("threatmodel.yaml", "theft"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("threatmodel.yaml", "thefd"), 2, "there is no attack tree 'thefd'\n  = next: did you mean 'theft'?"),
        (("--svg",), 2, "a picture shows one attack tree\n  = next: name it: threatgate tree FILE TREE; there is"),
        (("--svg", "--json"), 2, "ask for one of them"),
        (("none.yaml",), 2, "nothing to check at none.yaml"),
        (("x" * 5000,), 2, "there is no attack tree 'xxx"),
        (("import", "none.xml"), 2, "no such file: none.xml"),
    ],
)
def test_wrong_calls(tmp_path: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    (tmp_path / "threatmodel.yaml").write_text(MODEL, encoding="utf-8")
    done = inside(tmp_path, "tree", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_a_model_that_cannot_be_read_is_no_empty_answer(tmp_path: Path) -> None:
    (tmp_path / "threatmodel.yaml").write_text(MODEL.replace("goal: Burn", "gaol: Burn"), encoding="utf-8")
    done = inside(tmp_path, "tree")
    assert (done.code, done.out) == (3, "")
    assert "--> threatmodel.yaml:6:" in done.err


def test_a_model_without_trees_says_so(tmp_path: Path) -> None:
    (tmp_path / "threatmodel.yaml").write_text("threatgate: 1\nsystem: {id: shop}\n", encoding="utf-8")
    assert inside(tmp_path, "tree")[:2] == (0, "no attack trees\n")
    assert trees(tmp_path) == []


def test_where_there_is_no_model_it_says_so(tmp_path: Path) -> None:
    done = inside(tmp_path, "tree")
    assert (done.code, "no threat model found here" in done.err) == (3, True)


# pictures


def test_mermaid_draws_every_step_and_numbers_a_sequence(loans: Path) -> None:
    lines = inside(loans, "tree", "--mermaid").out.splitlines()
    assert lines[:3] == [
        "flowchart TD",
        '  n0{{"OR Loans are approved that should be refused"}}:::goal',
        '  n1{{"AND Poison the retraining"}}',
    ]
    assert '  n5["Learn how the API answers #40;cost 300, probability 0.9#41;"]:::stopped' in lines
    assert [line for line in lines if "|" in line] == ["  n4 -->|1| n5", "  n4 -->|2| n6", "  n4 -->|3| n7"]


def test_a_leaf_in_two_places_is_one_node(tmp_path: Path) -> None:
    text = MODEL.replace("and: [{leaf: c}, {leaf: d}]", "or: [{and: [{leaf: c}, {leaf: d}]}, {leaf: c}]")
    (tmp_path / "threatmodel.yaml").write_text(text, encoding="utf-8")
    lines = inside(tmp_path, "tree", "threatmodel.yaml", "arson", "--mermaid").out.splitlines()
    assert lines[3:8] == [
        "  n0 --> n1",
        '  n2["c"]:::open',
        "  n1 --> n2",
        '  n3["d"]:::open',
        "  n1 --> n3",
    ]
    assert lines[8] == "  n0 --> n2"


def elements(svg: str) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    """The elements of a picture, and its texts; raises for what is no XML."""
    found: list[tuple[str, dict[str, str]]] = []
    texts: list[str] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    parser.CharacterDataHandler = lambda text: texts.append(text.strip()) if text.strip() else None
    parser.Parse(svg, True)
    return found, texts


def test_svg_is_a_picture_with_a_box_for_every_step(loans: Path) -> None:
    found, texts = elements(inside(loans, "tree", "--svg").out)
    boxes = [attributes for name, attributes in found if name == "rect"][1:]
    assert len(boxes) == 11
    assert len({(box["x"], box["y"]) for box in boxes}) == 11
    assert sum("stroke-dasharray" in box for box in boxes) == 3
    assert {name for name, _ in found} == {"svg", "title", "rect", "path", "text", "g"}
    assert "Learn how the API answers" in texts


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    text = MODEL.partition("attack_trees:")[0] + (
        f'attack_trees:\n  t:\n    goal: "{HOSTILE}"\n    or:\n      - name: "{HOSTILE}"\n'
        f'        and: [{{leaf: a, name: "{HOSTILE}"}}]\n'
    )
    (tmp_path / "threatmodel.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_hostile_words_stay_words_in_svg(hostile: Path) -> None:
    found, _ = elements(inside(hostile, "tree", "--svg").out)
    assert {name for name, _ in found} == {"svg", "title", "rect", "path", "text", "g"}
    allowed = {"xmlns", "width", "height", "viewBox", "role", "font-family", "font-size", "fill", "x", "y", "rx", "d"}
    assert {name for _, attributes in found for name in attributes} - allowed == {"stroke", "stroke-width"}


def test_hostile_words_stay_words_in_mermaid(hostile: Path) -> None:
    lines = inside(hostile, "tree", "--mermaid").out.splitlines()
    assert len(lines) == 9
    labels = [line.split('"')[1] for line in lines if '"' in line]
    assert [line.count('"') for line in lines if '"' in line] == [2, 2, 2]
    assert all(set(label) <= set("#;.,_/- ") | {c for c in label if c.isascii() and c.isalnum()} for label in labels)


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--svg",), ("--mermaid",)])
def test_hostile_words_move_and_hide_nothing(hostile: Path, arguments: tuple[str, ...]) -> None:
    out = inside(hostile, "tree", *arguments, env={"GITHUB_ACTIONS": ""}).out
    if arguments == ("--json",):
        assert json.loads(out)[0]["goal"].startswith("</text>")
    else:
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]


# import


def test_a_tree_of_adtool_is_printed_as_it_can_be_read(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_text((root / "tests/methods/bank.xml").read_text(encoding="utf-8"), encoding="utf-8")
    done = inside(tmp_path, "tree", "import", "bank.xml", "--id", "bank")
    assert done.code == 0
    assert done.err.count("threatgate: warning: ") == 7
    (tmp_path / "threatmodel.yaml").write_text(f"threatgate: 1\nsystem: {{id: x}}\n{done.out}", encoding="utf-8")
    (tree,) = trees(tmp_path)
    assert (tree["id"], tree["goal"]) == ("bank", "Take money from an account")
    assert [(a["steps"], a["controls"]) for a in tree["attacks"]] == [
        (["learn-the-pin", "get-the-card"], ["cover-the-keys"]),
        (["learn-the-pin", "log-in"], ["ask-for-a-second-factor", "cover-the-keys"]),
    ]


def test_a_tree_that_the_native_format_cannot_hold_is_refused(tmp_path: Path) -> None:
    deep = "<node><label>A</label>" * 31 + "</node>" * 31
    (tmp_path / "deep.xml").write_text(f"<adtree>{deep}</adtree>", encoding="utf-8")
    done = inside(tmp_path, "tree", "import", "deep.xml")
    assert (done.code, done.out) == (3, "")
    assert "is deeper than 30 steps" in done.err


def test_an_id_that_is_none_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_text((root / "tests/methods/bank.xml").read_text(encoding="utf-8"), encoding="utf-8")
    done = inside(tmp_path, "tree", "import", "bank.xml", "--id", "A B")
    assert (done.code, done.out) == (3, "")
    assert "cannot be written in the native format" in done.err


# the policy


@pytest.mark.parametrize(
    ("packs", "told"),
    [
        ("[boundary]", []),
        ("[tree]", [("tree/outside-every-tree", "threatmodel.yaml:5:3", "medium")]),
    ],
)
def test_that_every_high_risk_is_in_a_tree_is_asked_where_the_pack_is_named(
    repo: Repo, packs: str, told: list[tuple[str, str, str]]
) -> None:
    threats = """\
threats:
  robbed: {title: The till is taken, on: [shop], risk: {severity: high}}
  burnt: {title: The shop burns, on: [shop], risk: {severity: critical}}
"""
    model = MODEL.replace("{leaf: d}", "{leaf: d, threats: [burnt]}").replace(
        "attack_trees:", f"{threats}attack_trees:"
    )
    repo.commit({"threatmodel.yaml": model, ".threatgate.yaml": f"threatgate: 1\npacks: {packs}\n"})
    _, said = report(repo.root, by=inside)
    assert [
        (one["rule"], "{path}:{line}:{column}".format(**one["location"]), one["severity"])
        for one in said["results"]
        if one["rule"] == "tree/outside-every-tree"
    ] == told


# the page


def test_the_how_to_says_what_the_gate_says(root: Path, repo: Repo) -> None:
    page = (root / "docs/how-to/attack-trees.md").read_text(encoding="utf-8")
    blocks = {
        language: [dedent(text) for text in re.findall(rf"^   ```{language}\n(.*?)^   ```$", page, re.M | re.S)]
        for language in ("yaml", "text")
    }
    model = f"threatgate: 1\nsystem: {{id: shop}}\n{blocks['yaml'][0]}"
    repo.commit({"threatmodel.yaml": model})
    repo.write({"threatmodel.yaml": model.replace("status: implemented", "status: retired")})
    _, said = report(repo.root, "--base", "HEAD", by=inside)
    (finding,) = (r for r in said["results"] if r["rule"].startswith("tree/"))
    assert f"{finding['severity']}[{finding['rule']}] {finding['message']}\n" == blocks["text"][0]
