"""``test``, and ``rules new|lint|views|docs``: packs of one's own, as their authors work on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.policy.trying.skeleton import EACH
from tests.command import Done, inside, report
from tests.repositories import Repo

PACK = "id: ours\ntitle: Ours\nversion: '1'\nlicence: MIT\n"
RULE = """\
id: ours/no-owner
title: Nobody owns it
severity: low
why: w
fix: {text: f}
refs: [stride:R]
each: component
when: {in_scope: true, kind: process}
assert: {owner: {present: true}}
message: "{self.id}: {self.owner}"
examples:
  fail:
    - expect: [component/api#owner]
      components: {api: {type: service}}
  pass:
    - components: {api: {type: service, owner: me}, her: {type: person}}
"""
TEST = """\
name: The shop
model:
  components:
    api: {type: service}
    web: {type: web-app, owner: me}
expect:
  - {rule: ours/no-owner, on: component/api#owner, severity: low, line: 4, column: 5, message: 'api: not stated'}
"""


def pack(folder: Path, **files: str) -> Path:
    """A pack in ``p``; a file is named with ``_`` for ``-`` and without ``.yaml``."""
    target = folder / "p"
    target.mkdir()
    for name, text in {"pack": PACK, "no_owner": RULE, **files}.items():
        (target / f"{name.replace('_', '-').replace('0', '.')}.yaml").write_text(text, encoding="utf-8")
    return folder


def lines(done: Done) -> list[str]:
    return done.out.splitlines()


def test_a_pack_whose_examples_hold_passes_and_shows_what_nobody_notices(tmp_path: Path) -> None:
    done = inside(pack(tmp_path), "test", "p")
    assert (done.code, done.err) == (0, "")
    assert lines(done) == [
        "p/no-owner.yaml:8:8: ours/no-owner: nobody notices: dropped in_scope: true",
        "pack  rules  examples  tests  wrong  never fired  changed rules  noticed   score",
        "ours      1         2      0      0            0              6        5  83.3 %",
    ]


def test_a_score_can_be_demanded(tmp_path: Path) -> None:
    pack(tmp_path)
    assert inside(tmp_path, "test", "p", "--min-score", "83").code == 0
    assert inside(tmp_path, "test", "p", "--min-score", "90").code == 1
    assert inside(tmp_path, "test", "p", "--min-score", "90", "--no-mutate").code == 2
    assert lines(inside(tmp_path, "test", "p", "--no-mutate"))[-1].split() == ["ours", *"1200000-"]


def test_an_example_that_differs_is_shown_at_its_place(tmp_path: Path) -> None:
    wrong = RULE.replace("component/api#owner", "component/api")
    done = inside(pack(tmp_path, no_owner=wrong), "test", "p", "--no-mutate")
    assert done.code == 1
    assert lines(done)[:3] == [
        "p/no-owner.yaml:13:7: ours/no-owner: fail example 1",
        "  p/no-owner.yaml:13:16: missing: ours/no-owner on component/api",
        "  p/no-owner.yaml:13:7: unexpected: ours/no-owner on component/api#owner "
        "(p/no-owner.yaml:14:20): api: not stated",
    ]


def test_an_example_that_should_pass_and_one_that_is_no_model_are_shown(tmp_path: Path) -> None:
    more = RULE + "    - components: {api: {type: service}}\n    - components: {api: {typ: service}}\n"
    done = inside(pack(tmp_path, no_owner=more), "test", "p", "--no-mutate")
    assert done.code == 1
    assert lines(done)[:4] == [
        "p/no-owner.yaml:17:7: ours/no-owner: pass example 2",
        "  p/no-owner.yaml:17:7: unexpected: ours/no-owner on component/api#owner "
        "(p/no-owner.yaml:17:20): api: not stated",
        "p/no-owner.yaml:18:7: ours/no-owner: pass example 3",
        "  p/no-owner.yaml:18:20: 'type' is missing in component 'api'; is it 'typ' on line 18?; "
        "unknown key 'typ' in component 'api'; did you mean 'type'?",
    ]


def test_a_rule_that_never_fires_fails_unless_that_is_allowed(tmp_path: Path) -> None:
    idle = RULE.partition("examples:")[0]
    done = inside(pack(tmp_path, no_owner=idle), "test", "p", "--no-mutate")
    assert (done.code, lines(done)[0]) == (1, "p/no-owner.yaml:1:5: ours/no-owner never fired in any example or test")
    assert inside(tmp_path, "test", "p", "--no-mutate", "--allow-unfired").code == 0


def test_a_test_file_holds_exactly_what_is_found(tmp_path: Path) -> None:
    done = inside(pack(tmp_path, shop0test=TEST), "test", "p", "--no-mutate")
    assert (done.code, lines(done)[-1].split()) == (0, ["ours", *"1210000-"])


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        (
            "severity: low",
            "severity: high",
            "p/shop.test.yaml:7:5: ours/no-owner on component/api#owner: severity is 'low', not 'high'",
        ),
        ("line: 4", "line: 5", "p/shop.test.yaml:7:5: ours/no-owner on component/api#owner: line is '4', not '5'"),
        (
            "column: 5",
            "column: 9",
            "p/shop.test.yaml:7:5: ours/no-owner on component/api#owner: column is '5', not '9'",
        ),
        (
            "message: 'api: not stated'",
            "message: x",
            "p/shop.test.yaml:7:5: ours/no-owner on component/api#owner: message is 'api: not stated', not 'x'",
        ),
        (
            ", owner: me",
            "",
            "p/shop.test.yaml:1:7: unexpected: ours/no-owner on component/web#owner "
            "(p/shop.test.yaml:5:5): web: not stated",
        ),
        ("api#owner", "web#owner", "p/shop.test.yaml:7:5: missing: ours/no-owner on component/web#owner"),
    ],
)
def test_what_differs_from_a_test_is_said(before: str, after: str, difference: str, tmp_path: Path) -> None:
    done = inside(pack(tmp_path, shop0test=TEST.replace(before, after)), "test", "p", "--no-mutate")
    assert done.code == 1
    assert lines(done)[0] == "p/shop.test.yaml:1:7: ours: The shop"
    assert f"  {difference}" in lines(done)


@pytest.mark.parametrize(
    ("before", "after", "message", "place"),
    [
        ("name: The shop", "nam: The shop", "this test cannot be used: ", "p/shop.test.yaml:1:1"),
        (
            "rule: ours/no-owner",
            "rule: ours/no-owned",
            "this test is not about a rule 'ours/no-owned'",
            "p/shop.test.yaml:7:12",
        ),
        (
            "type: service",
            "typ: service",
            "the model of this test cannot be used: 'type' is missing in component 'api'",
            "p/shop.test.yaml:4:5",
        ),
        ("model:\n", "rules: [ours/x]\nmodel:\n", "this test is not about a rule 'ours/x'", "p/shop.test.yaml:2:9"),
    ],
)
def test_a_test_file_that_is_wrong_is_no_difference(
    before: str, after: str, message: str, place: str, tmp_path: Path
) -> None:
    done = inside(pack(tmp_path, shop0test=TEST.replace(before, after)), "test", "p")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"threatgate: error: {message}")
    assert f"  --> {place}\n" in done.err


@pytest.mark.parametrize(
    "model",
    [
        "text: |\n    threatgate: 1\n    system: {id: x}\n    components: {api: {type: service}}",
        "file: models/shop.model.yaml",
    ],
)
def test_the_model_of_a_test_may_be_a_text_or_a_file(model: str, tmp_path: Path) -> None:
    test = f"name: n\nmodel:\n  {model}\nexpect: [{{rule: ours/no-owner, on: component/api#owner, line: 3}}]\n"
    pack(tmp_path, shop0test=test)
    (tmp_path / "p/models").mkdir()
    (tmp_path / "p/models/shop.model.yaml").write_text(
        "threatgate: 1\nsystem: {id: x}\ncomponents: {api: {type: service}}\n"
    )
    assert inside(tmp_path, "test", "p", "--no-mutate").code == 0
    (tmp_path / "p/shop.test.yaml").write_text(test.replace("line: 3", "line: 2"), encoding="utf-8")
    assert "line is '3', not '2'" in inside(tmp_path, "test", "p", "--no-mutate").out


@pytest.mark.parametrize("path", ["../secret.yaml", "/etc/hostname", "gone.yaml"])
def test_a_test_reads_no_file_outside_its_pack(path: str, tmp_path: Path) -> None:
    pack(tmp_path, shop0test=f"name: n\nmodel: {{file: {path}}}\nexpect: []\n")
    (tmp_path / "secret.yaml").write_text("threatgate: 1\nsystem: {id: x}\n")
    done = inside(tmp_path, "test", "p")
    assert (done.code, done.out) == (2, "")
    assert f"the file '{path}'" in done.err


def test_a_base_and_a_day_are_given_to_rules_that_ask_for_them(tmp_path: Path) -> None:
    rule = RULE.partition("each:")[0].replace("no-owner", "new-store") + (
        "each: component\nchange: [added]\nmessage: '{self.id}'\n"
    )
    test = """\
name: a store was added
rules: [ours/new-store]
base: {components: {api: {type: service}}}
model: {components: {api: {type: service}, db: {type: database}}}
expect: [{rule: ours/new-store, on: component/db}]
"""
    done = inside(pack(tmp_path, new_store=rule, store0test=test), "test", "p", "--no-mutate")
    assert done.code == 0, done


def test_as_json_everything_is_there(tmp_path: Path) -> None:
    done = inside(pack(tmp_path, shop0test=TEST), "test", "p", "--json")
    (data,) = json.loads(done.out)["packs"]
    assert (done.code, data["id"]) == (0, "ours")
    assert data["mutation"] == {"mutants": 6, "noticed": 5, "score": 83.3}
    (rule,) = data["rules"]
    assert (rule["id"], rule["fired"], [one["ok"] for one in rule["examples"]]) == ("ours/no-owner", True, [True, True])
    assert rule["mutation"]["survivors"] == [
        {"location": {"path": "p/no-owner.yaml", "line": 8, "column": 8}, "change": "dropped in_scope: true"}
    ]
    place = {"path": "p/shop.test.yaml", "line": 1, "column": 7}
    assert data["tests"] == [{"kind": "test", "name": "The shop", "location": place, "ok": True, "differences": []}]


def test_without_a_folder_the_packs_of_the_repository_are_meant(repo: Repo) -> None:
    assert "there is no pack of your own here" in inside(repo.root, "test").err
    repo.write({"policies/a/pack.yaml": PACK, "policies/a/no-owner.yaml": RULE})
    assert lines(inside(repo.root, "test"))[-1].split()[:3] == ["ours", "1", "2"]
    repo.write({"b/pack.yaml": PACK.replace("ours", "b"), "b/no-owner.yaml": RULE.replace("ours", "b")})
    repo.write({".threatgate.yaml": "threatgate: 1\npacks: [./b]\n"})
    (repo.root / "deep").mkdir()
    assert lines(inside(repo.root / "deep", "test"))[-1].split()[:3] == ["b", "1", "2"]


def test_shipped_packs_are_tested_by_name(tmp_path: Path) -> None:
    done = inside(tmp_path, "test", "--pack", "model", "--pack", "boundary", "--no-mutate")
    assert (done.code, [line.split()[0] for line in lines(done)]) == (0, ["pack", "model", "boundary"])
    assert "did you mean 'boundary'?" in inside(tmp_path, "test", "--pack", "boundry").err


@pytest.mark.parametrize("each", EACH)
def test_a_new_rule_loads_its_examples_hold_and_nothing_in_it_goes_unnoticed(each: str, tmp_path: Path) -> None:
    done = inside(tmp_path, "rules", "new", "ours/thing", "--each", each)
    assert lines(done)[:2] == ["wrote policies/ours/pack.yaml", "wrote policies/ours/thing.yaml"]
    assert inside(tmp_path, "test", "policies", "--min-score", "100").code == 0
    lint = inside(tmp_path, "rules", "lint", "policies")
    assert (lint.code, lines(lint)[-1]) == (1, "0 errors, 3 warnings in 1 rule"), "what is marked TODO"
    file = tmp_path / "policies/ours/thing.yaml"
    file.write_text(file.read_text().replace("TODO", "done"))
    assert inside(tmp_path, "rules", "lint", "policies").code == 0


def test_a_new_rule_overwrites_nothing(tmp_path: Path) -> None:
    assert inside(tmp_path, "rules", "new", "ours/thing", "--dir", "p").code == 0
    again = inside(tmp_path, "rules", "new", "ours/thing", "--dir", "p")
    assert (again.code, "there is a p/thing.yaml already" in again.err) == (2, True)
    assert lines(inside(tmp_path, "rules", "new", "ours/other", "--dir", "p"))[0] == "wrote p/other.yaml"


@pytest.mark.parametrize(
    ("id", "folder", "message"),
    [
        ("boundary/thing", "q", "a shipped pack is called 'boundary' already"),
        ("theirs/thing", "p", "the pack in p is called 'ours', not 'theirs'"),
    ],
)
def test_a_new_rule_goes_into_its_own_pack(id: str, folder: str, message: str, tmp_path: Path) -> None:
    done = inside(pack(tmp_path), "rules", "new", id, "--dir", folder)
    assert (done.code, message in done.err, (tmp_path / folder / "thing.yaml").exists()) == (2, True, False)


def rated(impact: str) -> str:
    return RULE.replace("severity: low", f"severity: {{likelihood: likely, impact: {impact}}}")


def test_a_rating_is_compared_where_it_is_stated(tmp_path: Path) -> None:
    of_example = "- {on: component/api#owner, severity: medium, rating: medium}"
    rule = rated("medium").replace("expect: [component/api#owner]", f"expect:\n        {of_example}")
    test = TEST.replace("severity: low", "severity: medium, rating: elevate")
    done = inside(pack(tmp_path, no_owner=rule, shop0test=test), "test", "p", "--no-mutate")
    assert (done.code, lines(done)[:4]) == (
        1,
        [
            "p/no-owner.yaml:13:7: ours/no-owner: fail example 1",
            "  p/no-owner.yaml:14:11: ours/no-owner on component/api#owner: rating is 'elevated', not 'medium'",
            "p/shop.test.yaml:1:7: ours: The shop",
            "  p/shop.test.yaml:7:5: ours/no-owner on component/api#owner: rating is 'elevated', not 'elevate'",
        ],
    )
    right = (rule.replace("rating: medium", "rating: elevated"), test.replace("elevate", "elevated"))
    for name, text in zip(("no-owner.yaml", "shop.test.yaml"), right, strict=True):
        (tmp_path / "p" / name).write_text(text)
    assert inside(tmp_path, "test", "p", "--no-mutate").code == 0


@pytest.mark.parametrize(
    ("expect", "place", "message"),
    [
        ("[{severity: low}]", "13:16", "'on' is missing"),
        ("[{on: component/api, rate: low}]", "13:36", "unknown key 'rate'"),
        ("[{on: component/api, severity: lo}]", "13:46", "did you mean 'low'?"),
        ("[3]", "13:16", "must be text or a mapping"),
        ("component/api", "13:15", "must be a list"),
    ],
)
def test_what_an_example_expects_has_its_form(expect: str, place: str, message: str, tmp_path: Path) -> None:
    done = inside(pack(tmp_path, no_owner=RULE.replace("[component/api#owner]", expect)), "test", "p")
    assert (done.code, f"p/no-owner.yaml:{place}" in done.err, message in done.err) == (2, True, True), done.err


def test_another_rating_of_the_same_severity_is_noticed(tmp_path: Path) -> None:
    rule = rated("[{when: {type: service}, is: medium}, low]")  # 2 x 2 and 2 x 1: elevated and medium, both our medium
    done = inside(pack(tmp_path, no_owner=rule), "test", "p")
    assert [line.partition("notices: ")[2] for line in lines(done) if "owner.yaml:3:" in line] == ["low -> medium"]


def test_a_param_that_a_rule_does_not_have_is_wrong_in_a_test(tmp_path: Path) -> None:
    test = TEST.replace("expect:", "params: {ours/no-owner: {days: 3}}\nexpect:")
    done = inside(pack(tmp_path, shop0test=test), "test", "p")
    assert (done.code, done.err.splitlines()[:2]) == (
        2,
        ["threatgate: error: The shop: the rule 'ours/no-owner' has no param 'days'", "  --> p/shop.test.yaml:1:7"],
    )


@pytest.mark.parametrize("id", ["thing", "Ours/thing", "ours/../x", "ours/", "/x", "a/b/c", "ours/x.yaml"])
def test_a_new_rule_has_an_id_of_a_pack_and_a_name(id: str, tmp_path: Path) -> None:
    done = inside(tmp_path, "rules", "new", id)
    assert (done.code, f"'{id}' is no id of a rule" in done.err, list(tmp_path.iterdir())) == (2, True, [])


def test_lint_says_everything_that_is_wrong_at_its_place(tmp_path: Path) -> None:
    rule = """\
id: ours/wrong
title: A.
severity: low
why: w
fix: {text: f}
aliases: [boundary/cleartext-flow, ours/no-owner]
each: flow
when: {crosse: true, to.kind: proces, in_scope: true}
assert: {protected: 3, encryption: {inn: [tls]}}
message: "{self.idd}"
"""
    test = TEST.replace("ours/no-owner", "ours/no-owned")
    done = inside(pack(tmp_path, wrong=rule, unread="id: [", shop0test=test), "rules", "lint", "p")
    assert done.code == 2
    assert [line for line in lines(done) if ": error: " in line] == [
        "p/unread.yaml:1:6: error: a value is missing",
        "p/wrong.yaml:6:11: error: 'boundary/cleartext-flow' is the name of another rule already",
        "p/wrong.yaml:6:36: error: 'ours/no-owner' is the name of another rule already",
        "p/wrong.yaml:8:8: error: a flow has no field 'crosse' (did you mean 'crosses'?)",
        "p/wrong.yaml:8:31: error: 'kind' is never 'proces' (did you mean 'process'?)",
        "p/wrong.yaml:9:21: error: 'protected' is true or false, not '3'",
        "p/wrong.yaml:9:37: error: no operator is called 'inn' (did you mean 'in'?)",
        "p/wrong.yaml:10:10: error: a flow has no field 'idd' (did you mean 'id'?)",
        "p/shop.test.yaml:7:12: error: this test is not about a rule 'ours/no-owned' (did you mean 'ours/no-owner'?)",
    ]
    assert [line.partition(": warning: ")[2] for line in lines(done) if ": warning: " in line] == [
        "there is no example that should fail (threatgate test runs them)",
        "there is no example that should pass (threatgate test runs them)",
        "it cites no threat library (such as refs: [stride:I, cwe:CWE-319])",
        "a title has no full stop",
    ]


def test_lint_looks_references_up(tmp_path: Path) -> None:
    refs = "refs: [stride:I, cwe:CWE-319, atlas:AML.T9999, owasp-llm:LLM05, atlas:AML.T0045, acme:1]"
    done = inside(pack(tmp_path, no_owner=RULE.replace("refs: [stride:R]", refs)), "rules", "lint", "p")
    assert [line.split(": warning: ")[1].partition(" (")[0] for line in lines(done)[:-1]] == [
        "'atlas:AML.T9999' leads to no entry",
        "'owasp-llm:LLM05' may mean several entries",
        "'atlas:AML.T0045' leads to a retired entry",
    ]


def test_lint_of_a_good_pack_says_nothing(tmp_path: Path) -> None:
    assert inside(pack(tmp_path), "rules", "lint", "p") == Done(0, "0 errors, 0 warnings in 1 rule\n", "")


def test_a_view_is_listed_with_types_and_meanings(tmp_path: Path) -> None:
    assert inside(tmp_path, "rules", "views", "acceptance").out == (
        "acceptance: Who accepted a threat\n"
        "  by         Who accepted it (text)\n"
        "  until      Until when, an ISO date (text)\n"
        "  days_left  Days from the day of the check until then (number)\n"
    )
    assert "no view is called 'flows'; did you mean 'flow'?" in inside(tmp_path, "rules", "views", "flows").err


def test_all_views_are_there_as_json(tmp_path: Path) -> None:
    data: list[dict[str, Any]] = json.loads(inside(tmp_path, "rules", "views", "--json").out)
    (flow,) = (view for view in data if view["name"] == "flow")
    (trust,) = (field for field in flow["fields"] if field["name"] == "to_trust")
    assert flow["each"] is True
    assert trust["words"] == ["untrusted", "partner", "internal", "restricted"]
    assert (trust["type"], trust["ordered"]) == ("word", True)


def test_pages_are_written_for_every_rule(tmp_path: Path) -> None:
    done = inside(pack(tmp_path), "rules", "docs", "p", "--out", "out")
    assert (done.code, done.out) == (0, "wrote 3 pages into out\n")
    index, of_pack, page = (
        (tmp_path / "out" / name).read_text() for name in ("README.md", "ours.md", "ours/no-owner.md")
    )
    assert "| [ours](ours.md) | 1 |" in index
    assert "| [`ours/no-owner`](ours/no-owner.md) | low | Nobody owns it |" in of_pack
    assert page.startswith(
        "# ours/no-owner\n\n"
        "<!-- Made by threatgate rules docs from the files of the rules, which are the place to change it. -->\n\n"
        "**Nobody owns it.**\n\nPack [ours](../ours.md) · [all rules](../README.md)\n"
    )


def test_pages_are_not_written_through_a_link(tmp_path: Path) -> None:
    pack(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/README.md").symlink_to(tmp_path / "p/pack.yaml")
    assert inside(tmp_path, "rules", "docs", "p", "--out", "out").code == 2
    assert (tmp_path / "p/pack.yaml").read_text() == PACK


def test_options_of_the_list_do_not_go_with_a_command(tmp_path: Path) -> None:
    assert inside(tmp_path, "rules", "--json", "views").code == 2


def test_a_rule_under_test_is_the_one_that_checks(repo: Repo) -> None:
    repo.write({"p/pack.yaml": PACK, "p/no-owner.yaml": RULE, ".threatgate.yaml": "threatgate: 1\npacks: [./p]\n"})
    repo.write({"threatmodel.yaml": "threatgate: 1\nsystem: {id: x}\ncomponents:\n  api: {type: service}\n"})
    assert inside(repo.root, "test").code == 0
    _, found = report(repo.root, by=inside)
    assert "ours/no-owner" in {result["rule"] for result in found["results"]}


def test_the_test_on_the_page_about_tests_is_met_by_the_rule_on_the_page_about_rules(
    root: Path, tmp_path: Path
) -> None:
    """The first block of each page after its mark."""
    reference = root / "docs/reference"
    rule = (reference / "policy-format.md").read_text("utf-8").partition("<!-- example: rule -->\n```yaml\n")[2]
    test = (reference / "policy-tests.md").read_text("utf-8").partition("<!-- example: test -->\n```yaml\n")[2]
    pack(tmp_path, cleartext_partner_flow=rule.partition("```")[0], ship0test=test.partition("```")[0])
    done = inside(tmp_path, "test", "p", "--no-mutate")
    assert done.code == 0, done


def test_a_rule_that_cannot_be_decided_is_no_pass(tmp_path: Path) -> None:
    rule = RULE.replace("assert: {owner: {present: true}}", 'assert: "1 / size(self.tags) > 0"')
    done = inside(pack(tmp_path, no_owner=rule), "test", "p")
    assert (done.code, done.out) == (3, "")
    assert "rule 'ours/no-owner' could not be decided for component 'api'" in done.err


def test_a_changed_rule_that_cannot_be_decided_is_noticed(tmp_path: Path) -> None:
    rule = RULE.replace("assert: {owner: {present: true}}", 'assert: "size(self.tags) == 0 || 4 / size(self.tags) > 2"')
    rule = rule.replace("#owner", "#tags").replace("api: {type: service}", "api: {type: service, tags: [a, b, c, d]}")
    done = inside(pack(tmp_path, no_owner=rule), "test", "p")
    assert done.code == 0, done
    assert "dropped size(self.tags) == 0" not in done.out


def test_a_rule_with_more_places_than_anybody_reads_is_not_half_tried(tmp_path: Path) -> None:
    words = ", ".join(f"w{number}" for number in range(1001))
    pack(tmp_path, no_owner=RULE.replace("kind: process", f"name: {{in: [{words}]}}"))
    done = inside(tmp_path, "test", "p", "--allow-unfired")
    assert (done.code, done.out) == (3, "")
    assert "to try the rule 'ours/no-owner' changed in each place takes more than 20,000,000 steps" in done.err
    assert "--> p/no-owner.yaml:1:5\n" in done.err
    assert inside(tmp_path, "test", "p", "--no-mutate").code == 1, "the examples are run"


def test_examples_and_tests_are_asked_on_a_day(tmp_path: Path) -> None:
    rule = (
        RULE.partition("each:")[0]
        + """\
each: threat
assert: "self.accepted.until > now"
message: "{self.id}"
examples:
  fail:
    - expect: [threat/old#accepted.until]
      now: 2026-03-02
      threats: {old: &old {title: T, on: [example], status: accepted, accepted: {by: me, until: 2026-03-01}}}
  pass:
    - now: 2026-02-28
      threats: {old: *old}
    - threats: {old: *old}
"""
    )
    test = "name: n\nnow: 2027-01-01\nmodel:\n  threats: {t: {title: T, on: [example]}}\nexpect: []\n"
    done = inside(pack(tmp_path, no_owner=rule, day0test=test), "test", "p", "--no-mutate")
    assert (done.code, lines(done)[:2]) == (
        1,
        [
            "p/day.test.yaml:1:7: ours: n",
            "  p/day.test.yaml:1:7: unexpected: ours/no-owner on threat/t#accepted.until "
            "(p/day.test.yaml:4:13): t (accepted.until is not stated)",
        ],
    )
