"""Rules about what follows from a model, and the late views that they name."""

from __future__ import annotations

import pytest

from checker.core.errors import UsageError
from checker.core.graph import build_graph
from checker.policy.budget import Budget, BudgetError
from checker.policy.evaluate import ask
from checker.policy.facts import Facts
from tests.builders import component, data, flow, model, snapshot
from tests.policy.asking import found, rule, subjects

FORWARDED = model(
    data("card", classification="confidential"),
    component("user", type="person"),
    component("proxy", type="load-balancer"),
    component("api", processes=["card"]),
    component("shop", type="web-app", processes=["card"]),
    flow("go", "user", "proxy", data=["card"], protocol="https"),
    flow("to-api", "proxy", "api"),
    flow("to-shop", "proxy", "shop"),
)
FORWARDS = 'each: threagile_access\nwhen: {forwarded: true}\nmessage: "{self.caller.id} to {self.target.id}"\n'


def test_two_findings_on_one_flow_keep_their_own_identities() -> None:
    first, second = found(FORWARDS, FORWARDED)
    assert str(first.subject) == str(second.subject) == "flow/go"
    assert {first.message, second.message} == {"user to api", "user to shop"}
    assert {first.discriminator, second.discriminator} == {"to-api", "to-shop"}
    assert first.fingerprint != second.fingerprint


def test_finding_about_a_shared_runtime_is_about_the_system() -> None:
    runs = (("shared_runtimes", "farm"),)
    whole = model(
        component("web", type="mobile-app", properties=runs), component("db", type="database", properties=runs)
    )
    (one,) = found('each: threagile_runtime\nwhen: {mixed: true}\nmessage: "{self.id}: {self.assets}"\n', whole)
    assert (str(one.subject), one.discriminator, one.message) == ("system/shop", "farm", "farm: db, web")


def test_what_follows_from_a_model_has_no_base() -> None:
    with pytest.raises(UsageError, match="a threagile_access is no element of a model") as error:
        rule("each: threagile_access\nchange: [added]\n")
    assert str(error.value.at) == "policies/ours/rule.yaml:7:1"


@pytest.mark.parametrize(
    ("matcher", "message", "hint"),
    [
        ("{technologies: {contains: valt}}", "'threagile.technologies' never has 'valt'", "vault"),
        ("{technologies: {any: {in: [waf, idss]}}}", "'threagile.technologies' is never 'idss'", "ids"),
        ("{own.topp: true}", "a threagile_rating has no field 'topp'", "top"),
        ("{attractiveness: high}", "'threagile.attractiveness' is a number", ""),
    ],
)
def test_names_and_words_of_late_views_are_checked_too(matcher: str, message: str, hint: str) -> None:
    name, _, rest = matcher[1:].partition(":")
    with pytest.raises(UsageError) as error:
        rule(f"each: component\nwhen: {{threagile.{name}:{rest}\n")
    assert message in error.value.message
    assert hint in (error.value.hint or "")


@pytest.mark.parametrize("asked", ["'valt' in {}", "{}.exists(t, t == 'valt')", "{} == ['valt']"])
def test_words_inside_lists_are_checked_in_expressions_too(asked: str) -> None:
    with pytest.raises(UsageError, match="'technologies' is never 'valt'"):
        rule(f'each: component\nwhen: "{asked.format("self.threagile.technologies")}"\n')
    right = asked.replace("valt", "vault").format("self.threagile.technologies")
    whole = model(component("keys", type="secrets-vault"), component("api"))
    assert subjects(f'each: component\nwhen: "{right}"\n', whole) == ["component/keys"]


def test_late_views_go_with_others_in_one_matcher() -> None:
    matcher = (
        "each: component\nwhen: {type: web-app, threagile: {own.sensitive: true, links_in: {any: {web: false}}}}\n"
    )
    assert subjects(matcher, FORWARDED) == ["component/shop"]


def test_what_follows_costs_steps_one_by_one() -> None:
    callers = [component(f"c{n}") for n in range(30)]
    links = [flow(f"in{n}", f"c{n}", "proxy") for n in range(30)] + [
        flow(f"out{n}", "proxy", f"c{n}") for n in range(30)
    ]
    crowd = model(component("proxy", type="load-balancer"), *callers, *links)
    asked = rule(FORWARDS)
    enough = Facts(crowd, build_graph(crowd), budget=Budget(1_000))
    assert len(list(ask([asked], enough, snapshot(crowd)))) == 900
    with pytest.raises(BudgetError, match="ours/rule could not be decided"):
        list(ask([asked], Facts(crowd, build_graph(crowd), budget=Budget(900)), snapshot(crowd)))


def test_example_names_what_is_missing_at_the_system_where_nothing_is_rated() -> None:
    body = "each: threagile_example\nwhen: {topic: vault}\nassert: {assets: {any: {technologies: {contains: vault}}}}\n"
    assert subjects(body, model(component("api"))) == ["system/shop"]
    assert subjects(body, model(component("api"), component("keys", type="secrets-vault"))) == []
