"""What methods need of a model, through the gate: what asks for a review, of what, and in which words."""

from __future__ import annotations

import pytest

from tests.trees import checked, new, recorded, reviewed

SHOP = """\
threatgate: 1
system: {id: shop, owner: team}
boundaries: {lan: {trust: internal}, cloud: {trust: internal}}
components:
  web: {type: web-app, boundary: lan, owner: team, runs_on: rack}
  api: {type: service, boundary: lan, owner: team}
flows: {ask: {from: web, to: api, protocol: https, authentication: oidc, authorization: own}}
threats: {posing: {title: p, on: [web, api], refs: ["linddun:L"], position: source, owner: team}}
deployments: {rack: {boundary: lan}, hall: {boundary: lan}}
objectives: {sell: {text: Sell}}
features: {buy: {title: Buys, actor: web, steps: [ask]}}
pasta: {5: {done: 2026-10-30, by: ruth}}
"""


def files(text: str) -> dict[str, bytes]:
    return {"threatmodel.yaml": text.encode()}


@pytest.fixture(scope="module")
def shop() -> dict[str, bytes]:
    base = reviewed({}, files(SHOP))
    assert new(checked(base, base)) == []
    return base


@pytest.mark.parametrize(
    ("old", "text", "covered", "what"),
    [
        ("runs_on: rack", "runs_on: hall", {"web"}, "runs_on"),
        ("rack: {boundary: lan}", "rack: {boundary: cloud}", {"web"}, "runs_on"),
        ("position: source", "position: flow", {"web", "api"}, "the position of threat 'posing'"),
        ("position: source, ", "", {"web", "api"}, "the position of threat 'posing'"),
        ("done: 2026-10-30", "not_applicable: Small, on: 2026-10-30", {"shop"}, "pasta.5"),
        ("pasta: {5: {done: 2026-10-30, by: ruth}}\n", "", {"shop"}, "pasta.5"),
    ],
)
def test_what_is_a_fact_asks_for_a_review(
    shop: dict[str, bytes], old: str, text: str, covered: set[str], what: str
) -> None:
    head = {**shop, **files(SHOP.replace(old, text))}
    found = new(checked(shop, head))
    assert found and all(one.startswith("review/stale ") and what in one for one in found), found
    (review,) = recorded(shop, head)
    assert {id for id, _ in review.covers} == covered


@pytest.mark.parametrize(
    ("old", "text"),
    [
        ("text: Sell", "text: Sell more, owner: sales"),
        ("steps: [ask]", "steps: [ask, ask]"),
        ("hall: {boundary: lan}", "hall: {boundary: cloud}"),
        ("rack: {boundary: lan}", "rack: {boundary: lan, environment: production, name: Rack}"),
        ("features: {buy: {title: Buys, actor: web, steps: [ask]}}\n", ""),
    ],
)
def test_what_is_none_asks_for_nothing(shop: dict[str, bytes], old: str, text: str) -> None:
    head = {**shop, **files(SHOP.replace(old, text))}
    assert (new(checked(shop, head)), recorded(shop, head)) == ([], ())


def test_a_deployment_with_another_name_moves_nothing(shop: dict[str, bytes]) -> None:
    text = SHOP.replace("runs_on: rack", "runs_on: shelf").replace("rack: {", "shelf: {was: rack, ")
    head = {**shop, **files(text)}
    report = checked(shop, head)
    assert new(report) == []
    assert [(c.kind, str(c.ref)) for c in report.models[0].changes or ()] == [("renamed", "deployment/shelf")]
    bare = {**shop, **files(text.replace("was: rack, ", ""))}
    assert [one.partition(":")[0] for one in new(checked(shop, bare))] == ["review/stale component/web"]


@pytest.mark.parametrize(
    ("old", "text", "place"),
    [
        ("runs_on: rack", "runs_on: reck", "component/web#runs_on: there is no deployment 'reck' (threatmodel.yaml:5:"),
        ("actor: web", "actor: wob", "feature/buy#actor: there is no component 'wob' (threatmodel.yaml:11:38"),
        ("steps: [ask]", "steps: [ask, task]", "feature/buy#steps: there is no flow 'task' (threatmodel.yaml:11:56"),
        ("rack: {boundary: lan}", "rack: {boundary: lon}", "deployment/rack#boundary: there is no boundary 'lon'"),
        ("runs_on: rack", "runs_on: api", "component/web#runs_on: there is no deployment 'api'"),
    ],
)
def test_a_name_that_leads_nowhere_is_found_where_it_stands(
    shop: dict[str, bytes], old: str, text: str, place: str
) -> None:
    found = new(checked(shop, {**shop, **files(SHOP.replace(old, text))}))
    assert [one for one in found if one.startswith(f"model/dangling-reference {place}")], found


@pytest.mark.parametrize(
    ("old", "text", "said"),
    [
        ("5: {", "8: {", "model/wrong-value"),
        (", by: ruth", "", "'by' is missing"),
        ("done: 2026-10-30, ", "", "'done' is missing"),
        ("done: 2026-10-30", "done: 2026-02-30", "'2026-02-30' is no day of the calendar"),
        ("done: 2026-10-30", "not_applicable: Small", "'on' is missing"),
        ("done: 2026-10-30", "done: 2026-10-30, not_applicable: Small, on: 2026-10-30", "model/unknown-key"),
        ("position: source", "position: middle", "model/wrong-value"),
    ],
)
def test_what_is_no_sign_off_is_told(shop: dict[str, bytes], old: str, text: str, said: str) -> None:
    found = new(checked(shop, {**shop, **files(SHOP.replace(old, text))}))
    assert any(said in one for one in found), found
