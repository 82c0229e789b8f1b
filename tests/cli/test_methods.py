"""``methods``: what it shows of a model, in words and as JSON, and how it answers a wrong call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import findings, inside, report
from tests.repositories import Repo

SHOP = """\
threatgate: 1
system: {id: shop}
boundaries: {net: {trust: untrusted}, cloud: {trust: internal}}
components:
  user: {type: person, boundary: net}
  web: {type: web-app, boundary: cloud}
flows: {ask: {from: user, to: web, protocol: https}}
threats: {posing: {title: Somebody poses, on: [user], refs: [stride:S]}}
"""
HOSTILE = '"\\u202e\\u001b[31m\\u0007 ::set-env name=x::y"'


def shop(folder: Path, claim: str = "", text: str = SHOP) -> Path:
    (folder / "threatmodel.yaml").write_text(text + claim, encoding="utf-8")
    return folder


def methods(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = inside(folder, "methods", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(done.out)
    return found


def part(model: dict[str, Any], method: str, id: str) -> dict[str, Any]:
    (found,) = (p for m in model["methods"] if m["method"] == method for p in m["parts"] if p["id"] == id)
    return dict(found)


def test_a_model_that_claims_nothing_is_told_what_it_could_claim(tmp_path: Path) -> None:
    done = inside(shop(tmp_path), "methods")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[:2] == [
        "shop (threatmodel.yaml)",
        "  claims no method under 'methods'; what it could say, and how much of that is there:",
    ]
    (row,) = (line for line in lines if "per-element" in line)
    assert row.split() == "stride per-element 3 of 11 letters 8 missing each letter at each element".split()
    (row,) = (line for line in lines if line.startswith("linddun") and " go " in line)
    assert "nothing to ask" in row


def test_what_is_claimed_is_shown_with_what_is_missing(tmp_path: Path) -> None:
    done = inside(shop(tmp_path, "methods: {stride: per-element, pasta: [3], strides: x, linddun: old}\n"), "methods")
    assert done.code == 0
    assert "  nothing is known of strides, which is claimed\n" in done.out
    assert "  nothing is known of linddun: old, which is claimed\n" in done.out
    assert "per-interaction" not in done.out
    assert "missing of stride per-element:\n  component/user  R            --> threatmodel.yaml:5:3\n" in done.out
    assert "missing of pasta 3:\n  flow/ask  no data  --> threatmodel.yaml:7:9\n" in done.out


def test_a_named_method_shows_what_answers(tmp_path: Path) -> None:
    done = inside(shop(tmp_path), "methods", "stride", "threatmodel.yaml")
    assert "answered of stride per-element:\n  component/user  S     by threat 'posing'\n" in done.out
    assert "  flow/ask        T, I  by a protected flow\n" in done.out
    assert "(2 more switched off by what flows state)" in done.out


def test_a_file_may_stand_without_a_method(tmp_path: Path) -> None:
    assert inside(shop(tmp_path), "methods", "threatmodel.yaml").out == inside(tmp_path, "methods").out
    both = inside(tmp_path, "methods", "stride", "threatmodel.yaml")
    assert both.out == inside(tmp_path, "methods", "threatmodel.yaml", "stride").out != ""


def test_json_has_everything(tmp_path: Path) -> None:
    (model,) = methods(shop(tmp_path, "methods: {stride: per-element, vast: both}\n"))
    assert (model["model"], model["system"], model["unknown_claims"]) == (
        *("threatmodel.yaml", "shop"),
        [{"method": "vast", "part": "both"}],
    )
    assert [one["method"] for one in model["methods"]] == ["stride", "linddun", "pasta", "vast", "four-questions"]
    found = part(model, "stride", "per-element")
    assert (found["claimed"], found["complete"], found["done"], found["of"], found["counted"]) == (
        *(True, False),
        *(3, 11, "letter"),
    )
    assert found["missing"][0] == {
        "element": "component/user",
        "what": "R",
        "count": 1,
        "location": {"path": "threatmodel.yaml", "line": 5, "column": 3},
    }
    assert {"element": "component/user", "what": "S", "by": "threat 'posing'"} in found["answered"]
    assert methods(tmp_path, "vast")[0]["methods"][0]["claimed"] is True


def test_the_day_counts_for_the_four_questions(tmp_path: Path) -> None:
    text = SHOP.replace("refs: [stride:S]", "status: accepted, accepted: {by: ruth, until: 2026-11-30}")
    shop(tmp_path, text=text)
    complete = [
        part(methods(tmp_path, "four-questions", "--as-of", day)[0], "four-questions", "3")["complete"]
        for day in ("2026-11-30", "2026-12-01")
    ]
    assert complete == [True, False]


def test_every_model_is_shown(tmp_path: Path) -> None:
    shop(tmp_path)
    (tmp_path / "b.threatmodel.yaml").write_text(SHOP.replace("id: shop", "id: b"), encoding="utf-8")
    out = inside(tmp_path, "methods").out
    heads = [line for line in out.splitlines() if line.endswith(".yaml)")]
    assert heads == ["b (b.threatmodel.yaml)", "shop (threatmodel.yaml)"]


def test_a_model_whose_tool_derives_threats(tmp_path: Path) -> None:
    (tmp_path / "threagile.yaml").write_text("threagile_version: 1.0.0\ntitle: shop\n", encoding="utf-8")
    done = inside(tmp_path, "methods", "threagile.yaml")
    assert done.out == (
        "threagile (threagile.yaml)\n"
        "  threats are derived by the format's own tool: there is nothing to measure in the model\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("strid",), "there is no method 'strid', nor a file of that name"),
        (("strid",), "did you mean 'stride'?"),
        (("x" * 5000,), "there is no method 'xxx"),
        (("xyz",), "one of: stride, linddun, pasta, vast, four-questions; or the path of a model"),
        (("stride", "nowhere.yaml"), "nothing to check at nowhere.yaml"),
        (("--as-of", "soon"), "'soon' is not a date"),
    ],
)
def test_a_wrong_call_is_told_what_to_do(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = inside(shop(tmp_path), "methods", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_model_that_cannot_be_read_is_no_answer(tmp_path: Path) -> None:
    done = inside(shop(tmp_path, "colour: red\n"), "methods")
    assert (done.code, done.out) == (3, "")
    assert "the model cannot be read: " in done.err
    assert "threatmodel.yaml:9:1" in done.err


def test_words_of_a_model_cannot_move_the_terminal(tmp_path: Path) -> None:
    text = f"pasta: {{1: {{not_applicable: {HOSTILE}, by: {HOSTILE}, on: 2026-10-30}}}}\n"
    text += f"methods: {{pasta: [1], vast: [application], x: {HOSTILE}, stride: {HOSTILE}}}\n"
    text += f"features: {{f: {{title: t, building_blocks: [{{name: {HOSTILE}}}]}}}}\n"
    for arguments in ((), ("pasta",), ("vast",)):
        out = inside(shop(tmp_path, text), "methods", *arguments).out
        assert not {"\x1b", "\x07", "\u202e"}.intersection(out)
        assert not [line for line in out.splitlines() if line.startswith("::")]
    assert "\x1b" not in inside(tmp_path, "methods", "--json").out


def test_the_pack_says_the_same_to_the_gate(repo: Repo) -> None:
    shop(repo.root, "methods: {stride: per-element, vast: operational}\n")
    (repo.root / ".threatgate.yaml").write_text("threatgate: 1\npacks: [method]\n", encoding="utf-8")
    done = inside(repo.root, "check", "--format", "json")
    found = {
        (one["rule"], one["severity"]) for one in json.loads(done.out)["results"] if one["rule"].startswith("method/")
    }
    assert found == {("method/incomplete", "medium"), ("method/missing-operational-view", "medium")}
    (repo.root / ".threatgate.yaml").write_text(
        "threatgate: 1\npacks: [method]\nrules:\n  method/pasta-release: {level: high, params: {stages: ['8']}}\n",
        encoding="utf-8",
    )
    done = inside(repo.root, "check")
    assert done.code == 2
    assert "'8' is not among the values that it may have" in done.err


def test_a_project_demands_stages_of_pasta_of_a_model_that_claims_none(repo: Repo) -> None:
    gates = "method/pasta-merge: {level: high, params: {stages: ['1', '2']}}"
    repo.commit({".threatgate.yaml": f"threatgate: 1\npacks: [method]\nrules:\n  {gates}\n"}, message="Demand")
    repo.branch("change")
    repo.commit({"threatmodel.yaml": SHOP})
    code, found = report(repo.root, "--base", "main", by=inside)
    assert code == 1
    assert [one for one in findings(found) if one[0].startswith("method/")] == [
        ("method/pasta-merge", "threatmodel.yaml:1:1", "system/shop#methods.pasta"),
        ("method/pasta-merge", "threatmodel.yaml:1:1", "system/shop#methods.pasta"),
    ]
