"""PASTA, VAST and the four questions: what each part names as missing, and that it falls silent where all is there."""

from __future__ import annotations

import pytest

from checker.core.assessment import Part
from checker.core.digest import digests
from checker.core.graph import build_graph
from checker.methods import four_questions, pasta, vast
from checker.methods.elements import Elements
from tests.builders import review
from tests.inputs.reading import HEAD, model

DONE = """\
objectives: {sell: {text: Sell books, owner: sales, impact: high}}
boundaries: {net: {trust: untrusted}, cloud: {trust: internal}}
data: {order: {classification: confidential}}
components:
  user: {type: person, boundary: net}
  web: {type: web-app, boundary: cloud, owner: web, technology: Go, stores: [order], runs_on: rack}
flows: {buy: {from: user, to: web, data: [order], protocol: https}}
threats:
  theft:
    title: t
    on: [web, buy]
    refs: ["cwe:CWE-89"]
    status: mitigated
    controls: [filter]
    owner: web
    risk: {severity: high}
  posing:
    title: t
    on: [user]
    refs: ["stride:S"]
    status: accepted
    owner: web
    rationale: It is cheap
    accepted: {by: ruth, until: 2027-01-01}
    risk: {severity: low}
controls: {filter: {title: f, status: verified, evidence: [tests/x]}}
features: {buy-a-book: {title: Buys, actor: user, steps: [buy], building_blocks: [{name: cart, bom: sbom.json}]}}
deployments: {rack: {boundary: cloud}}
"""
"""A model with which every stage, view and question is done, but for reviews."""


def elements(text: str) -> Elements:
    of = model(HEAD + text)
    return Elements(of, build_graph(of))


def gaps(part: Part) -> list[tuple[str, str]]:
    return [(str(gap.at), gap.what) for gap in part.gaps]


def stage(text: str, number: int) -> Part:
    return pasta.assess(elements(text))[number - 1]


# PASTA


@pytest.mark.parametrize("number", range(1, 8))
def test_a_stage_is_done_where_all_is_there(number: int) -> None:
    part = stage(DONE, number)
    assert (gaps(part), part.done) == ([], part.of)
    assert part.of > 0


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (1, "no objective"),
        (2, "nothing is in scope"),
        (3, "nothing is in scope"),
        (4, "no threat"),
        (5, "no threat"),
        (6, "no threat"),
        (7, "no threat"),
    ],
)
def test_no_stage_is_done_in_an_empty_model(number: int, what: str) -> None:
    assert gaps(stage("", number)) == [("system/shop", what)]


@pytest.mark.parametrize(
    ("number", "old", "new", "expected"),
    [
        (1, "owner: sales, impact: high", "", [("objective/sell", "no owner, no impact")]),
        (2, "owner: web, technology: Go, ", "", [("component/web", "no owner, no technology")]),
        (2, ", protocol: https", "", [("flow/buy", "no protocol")]),
        (3, "user: {type: person, boundary: net}", "user: {type: person}", [("component/user", "no boundary")]),
        (
            3,
            "from: user, to: web, data: [order]",
            "from: web, to: web",
            [("component/user", "no flow"), ("flow/buy", "no data")],
        ),
        (4, "on: [user]", "on: [web]", [("component/user", "no threat")]),
        (4, 'refs: ["cwe:CWE-89"]', "refs: []", [("threat/theft", "no source in refs")]),
        (
            5,
            "cwe:CWE-89",
            "stride:T",
            [("threat/theft", "high, and no weakness in refs (cwe:, cve:, ghsa:, finding:)")],
        ),
        (
            6,
            "status: verified",
            "status: implemented",
            [("threat/theft", "high, and in no attack tree, and no verified control with evidence")],
        ),
        (7, "risk: {severity: low}", "", [("threat/posing", "no risk")]),
        (7, "status: mitigated\n", "status: identified\n", [("threat/theft", "no decision")]),
        (7, "controls: [filter]\n    owner: web\n", "controls: [filter]\n", [("threat/theft", "no owner")]),
    ],
)
def test_a_stage_names_what_is_missing(number: int, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert old in DONE
    assert gaps(stage(DONE.replace(old, new), number)) == expected


def test_silence_about_a_risk_is_no_low_risk() -> None:
    text = DONE.replace("    risk: {severity: high}\n", "").replace("cwe:CWE-89", "stride:T")
    text = text.replace("status: verified", "status: planned")
    for number in (5, 6):
        assert gaps(stage(text, number)) == [("threat/theft", "no risk is stated, so it may be high")]


def test_an_attack_tree_is_an_answer_too() -> None:
    trees = "attack_trees: {steal: {goal: g, or: [{leaf: a, threats: [theft]}]}}\n"
    assert gaps(stage(DONE.replace("status: verified", "status: implemented") + trees, 6)) == []


def test_a_threat_that_does_not_apply_is_not_asked() -> None:
    text = DONE.replace("status: mitigated", "status: not-applicable").replace("cwe:CWE-89", "stride:T")
    assert [stage(text, number).of for number in (5, 7)] == [0, 1]


def test_a_stage_that_is_said_not_to_apply_is_done_and_says_why() -> None:
    part = stage("pasta: {6: {not_applicable: Too small, by: ruth, on: 2026-10-30}}\n", 6)
    assert (part.complete, part.of, part.note) == (True, 0, "not applicable, says ruth (2026-10-30): Too small")
    part = stage("pasta: {6: {done: 2026-10-30, by: ruth}}\n", 6)
    assert (part.complete, part.note) == (False, "signed off by ruth on 2026-10-30")


# VAST


def views(text: str) -> dict[str, Part]:
    return {part.id: part for part in vast.assess(elements(text))}


def test_both_views_are_there() -> None:
    assert {id: (part.complete, part.done, part.of) for id, part in views(DONE).items()} == {
        "application": (True, 3, 3),
        "operational": (True, 3, 3),
    }


def test_views_that_are_missing() -> None:
    found = views("components: {web: {type: web-app}}\n")
    assert gaps(found["application"]) == [("system/shop", "no feature")]
    assert gaps(found["operational"]) == [
        ("system/shop", "no deployment"),
        ("component/web", "no deployment that it runs on"),
    ]


@pytest.mark.parametrize(
    ("view", "old", "new", "expected"),
    [
        (
            "application",
            "actor: user, steps: [buy], ",
            "",
            [("feature/buy-a-book", "no actor, no steps"), ("component/web", "in no feature")],
        ),
        (
            "application",
            "actor: user",
            "actor: web",
            [("feature/buy-a-book", "step 'buy' starts where no step before it has been")],
        ),
        (
            "application",
            ", bom: sbom.json",
            "",
            [("feature/buy-a-book#building_blocks.0.name", "no version of 'cart', nor a bill of materials")],
        ),
        (
            "operational",
            ", runs_on: rack",
            "",
            [("deployment/rack", "nothing runs on it"), ("component/web", "no deployment that it runs on")],
        ),
        ("operational", "rack: {boundary: cloud}", "rack: {}", [("deployment/rack", "no boundary")]),
        ("operational", "on: [web, buy]", "on: [web]", [("flow/buy", "crosses a boundary, and no threat is on it")]),
    ],
)
def test_a_view_names_what_is_missing(view: str, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert old in DONE
    assert gaps(views(DONE.replace(old, new))[view]) == expected


# the four questions


def questions(text: str, as_of: str = "2026-11-26") -> list[Part]:
    return list(four_questions.assess(elements(text), as_of))


def test_the_first_three_are_answered() -> None:
    assert [part.complete for part in questions(DONE)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("number", "old", "new", "expected"),
    [
        (1, "user: {type: person, boundary: net}", "user: {type: person}", [("component/user", "in no boundary")]),
        (1, "net: {trust: untrusted}", "net: {}", [("boundary/net", "no trust")]),
        (
            1,
            "order: {classification: confidential}",
            "order: {classification: public}, x: {classification: public}",
            [("data/x", "on no flow, and nothing stores it or works on it")],
        ),
        (1, ", data: [order]", "", [("flow/buy", "no data")]),
        (2, "on: [web, buy]", "on: [web]", [("flow/buy", "no threat, and no answer that none applies")]),
        (3, "status: mitigated", "status: identified", [("threat/theft", "not decided")]),
        (3, "status: verified", "status: planned", [("threat/theft", "mitigated by no control in place")]),
        (3, "until: 2027-01-01", "until: 2026-01-01", [("threat/posing", "accepted until 2026-01-01")]),
        (3, "status: mitigated", "status: avoided", [("threat/theft", "avoided, without a rationale")]),
    ],
)
def test_a_question_names_what_is_missing(number: int, old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert old in DONE
    assert gaps(questions(DONE.replace(old, new))[number - 1]) == expected


def test_what_a_format_has_no_word_for_is_not_asked() -> None:
    bare = DONE.replace(", data: [order]", "").replace("{trust: untrusted}", "{}").replace(", evidence: [tests/x]", "")
    of = model(HEAD + bare)._replace(unsayable=("boundary.trust", "control.evidence", "flow.data"))
    first, *_, last = four_questions.assess(Elements(of, build_graph(of)), "2026-11-26")
    assert (gaps(first), [gap.at.kind for gap in last.gaps if gap.what == "no evidence"]) == ([], [])
    parts = {part.id: part for part in pasta.assess(Elements(of, build_graph(of)))}
    assert not [gap for gap in parts["3"].gaps if gap.at.kind == "flow"]


def test_a_good_job_is_reviewed_as_it_is_and_has_its_evidence() -> None:
    of = model(HEAD + DONE.replace(", evidence: [tests/x]", ""))
    now = {ref.id: digest for ref, digest in digests(of, build_graph(of)).items()}
    reviewed = of._replace(reviews=(review(covers={**now, "user": "1:00"}, expires="2026-12-01"),))

    def good(as_of: str) -> Part:
        return four_questions.assess(Elements(reviewed, build_graph(reviewed)), as_of)[3]

    assert gaps(good("2026-12-01")) == [
        ("component/user", "no review of what it is now"),
        ("control/filter", "no evidence"),
    ]
    assert good("2026-12-02").missing == len(now) + 1, "the review has expired"
