"""Rules about ways: what counts as one, which is shown, and what a finding says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.errors import UsageError
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import Flow, Model
from checker.core.way import way_text
from checker.policy.budget import Budget, BudgetError
from checker.policy.evaluate import ask
from checker.policy.facts import Facts
from checker.policy.reach import walks
from tests.builders import boundary, component, edited, flow, graph, model, snapshot, with_element
from tests.policy.asking import found, rule

SHOP = model(
    boundary("internet", "untrusted"),
    boundary("cloud", "internal"),
    component("customer", "person", boundary="internet"),
    component("api", boundary="cloud"),
    component("worker", boundary="cloud"),
    component("db", "database", boundary="cloud"),
    flow("ask", "customer", "api", authentication="none"),
    flow("query", "api", "db", authentication="none"),
    flow("put", "api", "worker", authentication="none"),
    flow("store", "worker", "db", authentication="none"),
)
FROM_TO = "path:\n  from: {trust: untrusted}\n  to: {kind: data-store}\n"


def ways(body: str, of: Model) -> list[str]:
    """The way of each finding."""
    return [way_text(finding.way) for finding in found(body, of)]


def test_shortest_way_is_found_once_for_each_end() -> None:
    (finding,) = found(FROM_TO + "message: '{from.id} to {to.id} in {hops}: {way} ({self.type})'\n", SHOP)
    assert finding.subject == Ref("component", "db")
    assert finding.message == "customer to db in 2: customer -ask-> api -query-> db (database)"
    assert finding.location == snapshot(SHOP).locate(Ref("component", "db"))
    assert (finding.rule, finding.severity, finding.model) == ("ours/rule", "high", "shop")


def test_each_step_of_the_way_has_its_place_and_element() -> None:
    (finding,) = found(FROM_TO, SHOP)
    steps = [
        (Ref("component", "customer"), "component 'customer': the way starts here"),
        (Ref("flow", "ask"), "flow 'ask'"),
        (Ref("component", "api"), "component 'api'"),
        (Ref("flow", "query"), "flow 'query'"),
        (Ref("component", "db"), "component 'db': the way ends here"),
    ]
    assert [(step.element, step.message) for step in finding.path] == steps
    assert [step.location for step in finding.path] == [snapshot(SHOP).locate(ref) for ref, _ in steps]


def test_no_start_or_no_end_is_no_finding() -> None:
    assert ways("path: {from: {id: nobody}, to: {kind: data-store}}\n", SHOP) == []
    assert ways("path: {from: {trust: untrusted}, to: {id: nobody}}\n", SHOP) == []


def test_flows_lead_one_way_unless_they_are_bidirectional() -> None:
    back = "path: {from: {kind: data-store}, to: {trust: untrusted}}\n"
    assert ways(back, SHOP) == []
    both = edited(edited(SHOP, "flow", "ask", bidirectional=True), "flow", "query", bidirectional=True)
    assert ways(back, both) == ["db -query-> api -ask-> customer"]


def test_cycles_end() -> None:
    circle = with_element(
        SHOP, flow("back", "worker", "api"), flow("self", "api", "api"), flow("home", "db", "customer")
    )
    assert ways(FROM_TO, circle) == ["customer -ask-> api -query-> db"]
    assert ways("path: {from: {id: customer}, to: {id: nobody}}\n", circle) == []


def test_no_way_leads_from_a_component_to_itself() -> None:
    circle = with_element(SHOP, flow("back", "api", "customer"))
    assert ways("path: {from: {id: customer}, to: {id: customer}}\n", circle) == []
    both = "path: {from: {id: {in: [customer, api]}}, to: {id: {in: [customer, api]}}}\n"
    assert ways(both, circle) == ["customer -ask-> api", "api -back-> customer"]


def test_start_that_is_an_end_is_reached_from_the_next_start() -> None:
    """``a`` is the nearest start of ``hub``, but the way to ``a`` comes from ``b``."""
    hub = model(
        *(component(id) for id in ("a", "b", "far", "hub")),
        flow("out", "a", "hub"),
        flow("home", "hub", "a"),
        flow("enter", "b", "far"),
        flow("on", "far", "hub"),
    )
    body = "path: {from: {id: {in: [a, b]}}, to: {id: a}}\n"
    assert ways(body, hub) == ["b -enter-> far -on-> hub -home-> a"]


def test_only_flows_known_to_match_via_are_walked() -> None:
    body = FROM_TO + "  via: {authentication: none}\n"
    assert ways(body, SHOP) == ["customer -ask-> api -query-> db"]
    assert ways(body, edited(SHOP, "flow", "query", authentication="mtls")) == [
        "customer -ask-> api -put-> worker -store-> db"
    ]
    assert ways(body, edited(SHOP, "flow", "ask", authentication="")) == []
    assert ways(body, edited(SHOP, "flow", "ask", authentication="house-sso")) == []


def test_components_known_to_match_avoid_are_not_passed_through() -> None:
    direct = with_element(SHOP, flow("look", "worker", "customer"))
    assert ways(FROM_TO + "  avoid: {id: api}\n", direct) == []
    owned = FROM_TO + "  avoid: {owner: {not: team-a}}\n"
    assert ways(owned, SHOP) == ["customer -ask-> api -query-> db"]
    assert ways(owned, edited(SHOP, "component", "api", owner="team-b")) == []


def test_what_a_way_must_not_do_goes_with_what_must_be_on_it() -> None:
    for demand in ("must_cross: {authenticated: true}", "must_visit: {type: gateway}"):
        assert ways(FROM_TO + f"  {demand}\n", SHOP) == ["customer -ask-> api -query-> db"]
        assert ways(FROM_TO + f"  {demand}\n  avoid: {{id: api}}\n", SHOP) == []
        assert ways(FROM_TO + f"  {demand}\n  via: {{protocol: https}}\n", SHOP) == []


def test_a_way_may_start_and_end_where_it_must_not_pass() -> None:
    assert ways(FROM_TO + "  avoid: {id: {in: [customer, db]}}\n", SHOP) == ["customer -ask-> api -query-> db"]


def test_way_on_which_no_flow_is_known_to_match_must_cross_is_found() -> None:
    body = FROM_TO + "  must_cross: {authenticated: true}\n"
    assert ways(body, SHOP) == ["customer -ask-> api -query-> db"]
    assert ways(body, edited(SHOP, "flow", "query", authentication="mtls")) == [
        "customer -ask-> api -put-> worker -store-> db"
    ]
    assert ways(body, edited(SHOP, "flow", "ask", authentication="mtls")) == []
    unknown = edited(SHOP, "flow", "ask", authentication="")
    assert ways(body, unknown) == ["customer -ask-> api -query-> db"]


def test_way_between_whose_ends_nothing_is_known_to_match_must_visit_is_found() -> None:
    body = FROM_TO + "  must_visit: {type: gateway}\n"
    assert ways(body, SHOP) == ["customer -ask-> api -query-> db"]
    assert ways(body, edited(SHOP, "component", "api", type="gateway")) == []
    assert ways(body, edited(SHOP, "component", "customer", type="gateway")) == ["customer -ask-> api -query-> db"]
    assert ways(body, edited(SHOP, "component", "api", type="doorman")) == ["customer -ask-> api -query-> db"]


def test_with_both_demands_a_way_that_misses_one_is_found_and_told() -> None:
    body = FROM_TO + "  must_cross: {authenticated: true}\n  must_visit: {type: gateway}\n"

    def said(of: Model) -> list[str]:
        return [finding.message.removeprefix("A rule of our own") for finding in found(body, of)]

    crossed, visited = (
        edited(SHOP, "flow", "ask", authentication="mtls"),
        edited(SHOP, "component", "api", type="gateway"),
    )
    assert said(SHOP) == [" (no flow on the way meets 'must_cross' and nothing in between meets 'must_visit')"]
    assert said(crossed) == [" (nothing in between meets 'must_visit')"]
    assert said(visited) == [" (no flow on the way meets 'must_cross')"]
    assert said(edited(crossed, "component", "api", type="gateway")) == []
    assert said(edited(crossed, "component", "customer", type="gateway")) == [
        " (nothing in between meets 'must_visit')"
    ]


def test_the_shorter_of_two_ways_that_miss_something_else_is_shown() -> None:
    body = FROM_TO + "  must_cross: {authenticated: true}\n  must_visit: {type: gateway}\n"
    half = edited(edited(SHOP, "flow", "query", authentication="mtls"), "component", "api", type="gateway")
    assert ways(body, half) == ["customer -ask-> api -put-> worker -store-> db"]
    assert ways(body, edited(half, "component", "api", type="service")) == ["customer -ask-> api -query-> db"]


def test_way_of_more_flows_than_max_hops_is_none() -> None:
    assert ways(FROM_TO + "  max_hops: 1\n", SHOP) == []
    assert ways(FROM_TO + "  max_hops: 2\n", SHOP) == ["customer -ask-> api -query-> db"]


def test_of_equally_short_ways_the_one_with_the_least_ids_is_shown() -> None:
    twice = with_element(
        SHOP, component("attacker", boundary="internet"), flow("zap", "attacker", "api"), flow("aim", "attacker", "api")
    )
    assert ways(FROM_TO, twice) == ["attacker -aim-> api -query-> db"]


def test_another_way_to_the_same_end_is_the_same_finding() -> None:
    (before,) = found(FROM_TO, SHOP)
    longer = edited(SHOP, "flow", "query", source="db", target="api")
    (after,) = found(FROM_TO, longer)
    assert before.way != after.way
    assert before.fingerprint == after.fingerprint


def test_out_of_scope_is_a_field_like_others() -> None:
    out = edited(SHOP, "component", "api", out_of_scope="run by others")
    assert ways(FROM_TO, out) == ["customer -ask-> api -query-> db"]
    assert ways(FROM_TO + "  avoid: {in_scope: false}\n", out) == []


def test_steps_are_counted() -> None:
    """Two conditions of four components, then the flows that leave ``customer`` and ``api``."""
    facts = Facts(SHOP, graph(SHOP), budget=Budget(2 * 4 + 2))
    reach = rule(FROM_TO).reach
    assert reach is not None
    with pytest.raises(BudgetError):
        list(walks(reach, facts))
    enough = Facts(SHOP, graph(SHOP), budget=Budget(2 * 4 + 3))
    assert len(list(walks(reach, enough))) == 1


def test_params_and_severities_by_table_go_with_ways() -> None:
    body = (
        FROM_TO
        + "  max_hops: {param: far}\n"
        + "params: {far: {type: integer, default: 2}}\n"
        + "message: '{to.id} in at most {params.far}'\n"
    )
    (finding,) = found(body, SHOP)
    assert finding.message == "db in at most 2"
    assert found(body.replace("default: 2", "default: 1"), SHOP) == []


def test_each_part_may_be_an_expression() -> None:
    body = (
        "path:\n"
        "  from: self.trust == 'untrusted'\n"
        "  to: self.kind == 'data-store'\n"
        "  via: self.authentication == 'none'\n"
        "  avoid: self.owner == params.team\n"
        "  must_cross: self.authenticated\n"
        "  must_visit: self.type == 'gateway'\n"
        "params: {team: {type: string, default: team-a}}\n"
    )
    assert ways(body, SHOP) == ["customer -ask-> api -query-> db"]
    assert ways(body, edited(SHOP, "component", "api", owner="team-a")) == []
    assert ways(body, edited(SHOP, "component", "api", owner="team-b")) == ["customer -ask-> api -query-> db"]
    assert ways(body, edited(SHOP, "flow", "query", authentication="")) == [
        "customer -ask-> api -put-> worker -store-> db"
    ]
    (finding,) = found(body, edited(SHOP, "component", "api", type="gateway"))
    assert finding.message == "A rule of our own (no flow on the way meets 'must_cross')"


def test_severity_is_that_of_the_end() -> None:
    table = "[{when: {type: database}, is: critical}, low]"
    everywhere = FROM_TO.replace("data-store", "{in: [data-store, process]}")
    graded = {finding.subject.id: finding.severity for finding in found(everywhere, SHOP, severity=table)}
    assert graded == {"db": "critical", "api": "low", "worker": "low"}


def test_rule_over_its_budget_is_told_by_name() -> None:
    facts = Facts(SHOP, graph(SHOP), budget=Budget(9))
    with pytest.raises(BudgetError, match="ours/rule could not be decided for the model 'shop'") as raised:
        list(ask([rule(FROM_TO)], facts, snapshot(SHOP)))
    assert str(raised.value.at) == "policies/ours/rule.yaml:1:1"


def test_long_way_is_cut_in_its_middle() -> None:
    steps = [Ref("component", "c0")]
    for number in range(1, 60):
        steps += [Ref("flow", f"f{number}"), Ref("component", f"c{number}")]
    text = way_text(steps)
    assert text.startswith("c0 -f1-> c1 -f2-> c2 -f3-> c3 -f4-> … -f56-> c56")
    assert text.endswith("-f59-> c59")
    assert len(way_text([Ref("component", "x" * 500), Ref("flow", "f"), Ref("component", "y")])) == 200


def test_hostile_ids_do_not_break_the_message() -> None:
    hostile = model(
        component("a\x1b[2J", boundary="b"),
        component("db\u202e", "database"),
        boundary("b", "untrusted"),
        flow("x\n::error::", "a\x1b[2J", "db\u202e"),
    )
    (finding,) = found(FROM_TO + "message: '{way}'\n", hostile)
    assert finding.message.isprintable()
    assert all(step.message.isprintable() for step in finding.path)


OK = "path:\n  from: {trust: untrusted}\n  to: {kind: data-store}\n"


@pytest.mark.parametrize(
    ("body", "place", "message", "hint"),
    [
        ("path: {from: {trust: untrusted}}\n", "6:1", "'to' is missing in path", ""),
        ("path: {from: {trust: untrusted}, to: {}}\n", "6:38", "", ""),
        ("path: {from: {trsut: untrusted}, to: {id: x}}\n", "6:15", "no field 'trsut'", "did you mean 'trust'?"),
        ("path: {from: {trust: untrustd}, to: {id: x}}\n", "6:22", "is never 'untrustd'", "'untrusted'"),
        (OK + "  via: {crosess: true}\n", "9:9", "a flow has no field 'crosess'", "did you mean 'crosses'?"),
        (OK + "  must_cross: {kind: process}\n", "9:16", "a flow has no field 'kind'", ""),
        (OK + "  must_visit: {crosses: true}\n", "9:16", "a component has no field 'crosses'", ""),
        (OK + "  avoid: {crosses: true}\n", "9:11", "a component has no field 'crosses'", ""),
        (OK + "  via: self.crosess\n", "9:13", "a flow has no field 'crosess'", "did you mean 'crosses'?"),
        (OK + "  avoid: old.owner == 'x'\n", "9:10", "old", ""),
        (OK + "  avoid: {old.owner: x}\n", "9:11", "only rules with 'change' have it", ""),
        (OK + "  via: {crosses: true, not: {crosses: true}}\n", "9:39", "can never hold", ""),
        (
            OK + "  max_hops: {param: far}\nparams: {far: {type: string, default: x}}\n",
            "10:39",
            "of 1 or more, not 'x'",
            "",
        ),
        (OK + "params: {far: {type: integer, default: 2}}\n", "9:10", "nothing in this rule names the param", ""),
        (OK + "  max_hops: 0\n", "9:13", "", ""),
        (OK + "  max_hops: many\n", "9:13", "", ""),
        (OK + "  must_pass: {id: x}\n", "9:3", "must_pass", ""),
        (OK + "each: flow\n", "9:1", "'path' stands alone: this rule has 'each' too", "ways between components"),
        (OK + "when: {id: x}\n", "9:1", "this rule has 'when' too", ""),
        (OK + "assert: {id: x}\n", "9:1", "this rule has 'assert' too", ""),
        (OK + "change: [added]\n", "9:1", "this rule has 'change' too", ""),
        (OK + "message: '{from}'\n", "9:10", "no placeholder is called 'from'", "{from.field}"),
        (OK + "message: '{from.ownr}'\n", "9:10", "no field 'ownr'", "did you mean 'owner'?"),
        (OK + "message: '{old.id}'\n", "9:10", "no placeholder is called 'old.id'", ""),
        (OK + "message: '{hop}'\n", "9:10", "no placeholder is called 'hop'", "{hops}"),
        ("each: flow\nassert: {crosses: true}\nmessage: '{way}'\n", "8:10", "no placeholder is called 'way'", ""),
        ("built_in: true\n" + OK, "7:1", "a built-in rule is found by code: it has no 'path'", ""),
    ],
)
def test_mistake_is_told_at_its_place(body: str, place: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        rule(body)
    error = raised.value
    assert message in error.message
    assert hint in error.hint
    assert str(error.at) == f"policies/ours/rule.yaml:{place}"


IDS = ("a", "b", "c", "d", "e")
MARKS = st.lists(st.sampled_from(("from", "to", "avoid", "visit")), unique=True)
LINKS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.lists(st.sampled_from(("via", "cross")), unique=True))


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A few components and flows, marked by tags with what the rule asks of them."""
    parts: list[Any] = [component(id, tags=draw(MARKS)) for id in IDS]
    for number, (source, target, tags) in enumerate(draw(st.lists(LINKS, max_size=9))):
        parts.append(flow(f"f{number}", source, target, tags=tags, bidirectional=draw(st.booleans())))
    return model(*parts)


def simple_ways(of: Model, hops: int) -> Iterator[tuple[list[str], list[Flow]]]:
    """Every way that enters no component twice, by trying all of them."""

    def further(components: list[str], flows: list[Flow]) -> Iterator[tuple[list[str], list[Flow]]]:
        if flows:
            yield components, flows
        for one in of.flows.values() if len(flows) < hops else ():
            for source, target in ((one.source, one.target), (one.target, one.source))[: 1 + one.bidirectional]:
                if source == components[-1] and target not in components:
                    yield from further([*components, target], [*flows, one])

    for id in of.components:
        yield from further([id], [])


def by_trying(of: Model, keys: frozenset[str], hops: int) -> dict[str, tuple[int, str, tuple[str, ...]]]:
    """End -> length, start and flows of the least way that breaks the rule."""

    def tagged(id: str, tag: str) -> bool:
        return tag in of.components[id].tags

    least: dict[str, tuple[int, str, tuple[str, ...]]] = {}
    for components, flows in simple_ways(of, hops):
        start, end, between = components[0], components[-1], components[1:-1]
        misses = ["must_cross" in keys and not any("cross" in one.tags for one in flows)]
        misses.append("must_visit" in keys and not any(tagged(id, "visit") for id in between))
        counts = tagged(start, "from") and tagged(end, "to")
        counts = counts and ("via" not in keys or all("via" in one.tags for one in flows))
        counts = counts and ("avoid" not in keys or not any(tagged(id, "avoid") for id in between))
        if counts and (any(misses) or not keys & {"must_cross", "must_visit"}):
            way = (len(flows), start, tuple(one.id for one in flows))
            least[end] = min(way, least.get(end, way))
    return least


KEYS = {"via": "via", "avoid": "avoid", "must_cross": "cross", "must_visit": "visit"}


@given(models(), st.frozensets(st.sampled_from(sorted(KEYS))), st.integers(1, 6))
def test_search_finds_what_trying_every_way_finds(of: Model, keys: frozenset[str], hops: int) -> None:
    """Where a rule has both demands, only the length is promised: each has its own least way."""
    asked = "".join(f"  {key}: {{tags: {{contains: {KEYS[key]}}}}}\n" for key in sorted(keys))
    body = "path:\n  from: {tags: {contains: from}}\n  to: {tags: {contains: to}}\n" + asked + f"  max_hops: {hops}\n"
    expected = by_trying(of, keys, hops)
    got = {finding.subject.id: least(finding) for finding in found(body, of)}
    if {"must_cross", "must_visit"} <= keys:
        assert {end: way[0] for end, way in got.items()} == {end: way[0] for end, way in expected.items()}
    else:
        assert got == expected


def least(finding: Finding) -> tuple[int, str, tuple[str, ...]]:
    flows = tuple(ref.id for ref in finding.way if ref.kind == "flow")
    return len(flows), finding.way[0].id, flows
