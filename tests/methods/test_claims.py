"""The rules of the pack ``method`` that are found by code: claims that are not so, and methods that fell behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from checker.core.asked import Asked
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.graph import build_graph
from checker.core.settings import Settings
from checker.core.source import Source
from checker.documents.parse import parse
from checker.methods.claims import NEEDED, findings
from tests.inputs.reading import HEAD, read
from tests.methods.test_stages import DONE

SHOP = """\
boundaries: {net: {trust: untrusted}, cloud: {trust: internal}}
components:
  user: {type: person, boundary: net}
  web: {type: web-app, boundary: cloud}
flows: {ask: {from: user, to: web, protocol: http}}
"""


def said(text: str, before: str | None = None, **settings: Any) -> list[Finding]:
    """What the pack says of a model, perhaps with what it was before."""
    sides = []
    for one in (text, before):
        snapshot = read(HEAD + one).snapshot if one is not None else None
        sides.append((snapshot, build_graph(snapshot.model)) if snapshot else None)
    head, base = sides
    assert head

    def nothing(path: str) -> Source:
        raise InputError(f"there is no {path}")

    return [*findings(Asked(*head, base, None, "2026-11-26", Settings(**settings), nothing))]


def ids(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.rule, str(one.subject), one.discriminator) for one in found]


def test_a_model_that_claims_nothing_is_not_asked() -> None:
    assert said(SHOP) == []


def test_a_claim_that_is_not_so_names_the_first_gaps_and_the_count() -> None:
    (finding,) = said(f"methods: {{stride: per-element}}\n{SHOP}")
    assert ids([finding]) == [("method/incomplete", "system/shop#methods.stride", "per-element")]
    assert finding.message == (
        "STRIDE per-element is claimed, and 11 of 11 letters are missing: "
        "component/user S R; component/web S T R I D E; flow/ask T I D"
    )
    assert str(finding.location) == "threatmodel.yaml:3:19"
    assert [(str(one.location), one.message) for one in finding.related[:1]] == [
        ("threatmodel.yaml:6:3", "missing: S R")
    ]
    assert finding.hint == "all of it: threatgate methods stride"


def test_no_more_than_a_few_gaps_are_named() -> None:
    more = "".join(f"  x{n}: {{type: service}}\n" for n in range(9))
    (finding,) = said("methods: {stride: per-element}\ncomponents:\n" + more)
    assert finding.message.endswith("component/x3 S T R I D E; and at 5 more")
    assert len(finding.related) == 4


def test_a_claim_that_is_so_is_silent() -> None:
    assert said(f"methods: {{pasta: [1, 2, 3, 4, 5, 6, 7], vast: [application, operational]}}\n{DONE}") == []


def test_a_view_of_vast_that_is_not_there_has_a_rule_of_its_own() -> None:
    assert said(f"methods: {{vast: [application, operational]}}\n{SHOP}") == []


@pytest.mark.parametrize(
    ("view", "old", "new", "missing"),
    [
        ("application", "steps: [buy], ", "", "feature/buy-a-book no steps; component/web in no feature"),
        ("operational", "on: [web, buy]", "on: [web]", "flow/buy crosses a boundary, and no threat is on it"),
        ("operational", "rack: {boundary: cloud}", "rack: {}", "deployment/rack no boundary"),
    ],
)
def test_a_view_of_vast_that_lacks_something_is_told(view: str, old: str, new: str, missing: str) -> None:
    (finding,) = said(f"methods: {{vast: [{view}]}}\n{DONE.replace(old, new)}")
    assert ids([finding]) == [("method/incomplete", "system/shop#methods.vast", view)]
    assert finding.message.endswith(f"missing: {missing}")


def test_each_claimed_stage_is_one_finding() -> None:
    found = said(f"methods: {{pasta: [1, 2, 3, 4, 5]}}\n{SHOP}")
    assert ids([one for one in found if one.rule == "method/incomplete"]) == [
        ("method/incomplete", "system/shop#methods.pasta", stage) for stage in "12345"
    ]
    assert found[0].message == "PASTA stage 1 is claimed, and 1 of 1 item is missing: system/shop no objective"
    assert ids([one for one in found if one.rule != "method/incomplete"]) == [
        ("method/pasta-release", "system/shop#methods.pasta", stage) for stage in "67"
    ]


def test_a_stage_that_is_signed_off_is_claimed() -> None:
    found = said(f"pasta: {{5: {{done: 2026-10-30, by: ruth}}}}\n{SHOP}", levels=())
    assert ids(found)[0] == ("method/incomplete", "system/shop#pasta.5", "5")
    assert str(found[0].location) == "threatmodel.yaml:3:9"


def test_what_a_merge_and_a_release_need_is_the_policys_to_say() -> None:
    text = f"methods: {{pasta: [1]}}\n{DONE.replace('technology: Go, ', '')}"
    assert ids(said(text)) == [("method/pasta-merge", "system/shop#methods.pasta", "2")]
    params = (("method/pasta-merge", (("stages", ("1",)),)), ("method/pasta-release", (("stages", ("2",)),)))
    assert ids(said(text, params=params)) == [("method/pasta-release", "system/shop#methods.pasta", "2")]
    assert said(f"{text}pasta: {{2: {{not_applicable: Small, by: ruth, on: 2026-10-30}}}}\n") == []


def test_stages_that_the_config_names_are_needed_of_a_model_that_claims_none() -> None:
    params = (("method/pasta-merge", (("stages", ("1", "2")),)),)
    text = DONE.replace("technology: Go, ", "")
    assert said(text) == [], "nothing is claimed, and nothing asked for"
    assert ids(said(text, params=params)) == [("method/pasta-merge", "system/shop#methods.pasta", "2")]
    assert said(DONE, params=params) == []
    assert said(f"{text}pasta: {{2: {{not_applicable: Small, by: ruth, on: 2026-10-30}}}}\n", params=params) == []


def test_the_stages_needed_are_those_of_the_rules(root: Path) -> None:
    for rule, stages in NEEDED.items():
        path = root / "policies" / f"{rule}.yaml"
        data = parse(Source(path.name, path.read_text(encoding="utf-8"))).data
        assert tuple(data["params"]["stages"]["default"]) == stages


# changes


def test_a_method_that_was_complete_and_is_no_more() -> None:
    was = f"methods: {{pasta: [1, 2, 3, 4, 5, 6, 7]}}\n{DONE}"
    (finding,) = said(was.replace("technology: Go, ", ""), was)
    assert ids([finding]) == [("method/regressed", "system/shop#methods.pasta", "2")]
    assert finding.message.endswith("component/web no technology; it was complete before")


def test_a_claim_that_is_dropped_with_it_is_no_way_out() -> None:
    was = f"methods: {{pasta: [1, 2, 3, 4, 5, 6, 7]}}\n{DONE}"
    now = was.replace("[1, 2, ", "[1, ").replace("technology: Go, ", "")
    assert ids(said(now, was))[0] == ("method/regressed", "system/shop#methods.pasta", "2")


def test_more_is_missing_than_before() -> None:
    was = f"methods: {{stride: per-element}}\n{SHOP}"
    now = was.replace("flows:", "  db: {type: database, boundary: cloud}\nflows:")
    (finding,) = said(now, was)
    assert (finding.rule, finding.message.rpartition("; ")[2]) == ("method/regressed", "11 were missing before")
    assert ids(said(was, was)) == ids(said(was)), "nothing changed: it is as incomplete as before"
    assert ids(said(was, now)) == ids(said(was)), "less is missing"


def test_a_new_claim_has_not_fallen_behind() -> None:
    now = f"methods: {{stride: per-element}}\n{SHOP}  tell: {{from: web, to: user}}\n".replace(
        "flows: {ask: {from: user, to: web, protocol: http}}\n", "flows:\n  ask: {from: user, to: web}\n"
    )
    assert [one.rule for one in said(now, SHOP)] == ["method/incomplete"]


# words


@pytest.mark.parametrize(
    ("claim", "message", "hint"),
    [
        ("stride: per-elements", "STRIDE has no part 'per-elements'", "did you mean 'per-element'?"),
        ("linddun: 7", "LINDDUN has no part '7'", "one of: pro, pro-tutorial, go, element"),
        ("strides: per-element", "nothing is known about the method 'strides'", "did you mean 'stride'?"),
        ("pasta: [9]", "PASTA has no part '9'", "one of: 1, 2, 3, 4, 5, 6, 7"),
    ],
)
def test_a_claim_that_nothing_is_known_about(claim: str, message: str, hint: str) -> None:
    found = [one for one in said(f"methods: {{{claim}}}\n{DONE}") if one.rule == "method/unknown-claim"]
    assert [(one.message, one.hint, one.location.line) for one in found] == [(message, hint, 3)]


@pytest.mark.parametrize("claim", ["dread: mean-0-10", "plot4ai: all", "attack-trees: x"])
def test_methods_that_are_measured_elsewhere_are_known(claim: str) -> None:
    assert said(f"methods: {{{claim}}}\n{SHOP}") == []


def test_a_position_that_no_question_has() -> None:
    text = f"{SHOP}threats:\n  t: {{title: t, on: [ask], refs: ['linddun:D'], position: destination}}\n"
    (finding,) = said(text)
    assert (finding.rule, str(finding.subject), str(finding.location)) == (
        *("method/unknown-position", "threat/t#position"),
        "threatmodel.yaml:9:59",
    )
    assert "D is not asked at the destination of a flow from an external entity" in finding.message


def test_models_whose_tool_derives_threats_are_not_asked() -> None:
    snapshot = read(f"{HEAD}methods: {{stride: per-element}}\n{SHOP}").snapshot
    assert snapshot
    derived = snapshot._replace(model=snapshot.model._replace(derives_threats=True))
    graph = build_graph(derived.model)
    asked = Asked(derived, graph, None, None, "2026-11-26", Settings(), lambda path: Source(path, ""))
    assert [*findings(asked)] == []
