"""What each operator means, on what is stated and on what is not."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.model import Model
from checker.policy.view import Field
from checker.policy.views import VIEWS
from tests.builders import boundary, component, control, data, flow, model, review, threat
from tests.policy.asking import ids

SHOP = model(
    boundary("internet", "untrusted", kind="internet"),
    boundary("cloud", "internal"),
    boundary("core", "restricted", parent="cloud"),
    boundary("lab", ""),
    data("page", "public"),
    data("order", "confidential", personal="true"),
    data("note", ""),
    component("customer", "person", boundary="internet"),
    component("site", "website", boundary="cloud", owner="team-web", tags=["pci", "web"], processes=["order", "page"]),
    component("orders", "database", boundary="core", stores=["order"], encryption="AT-REST", tenancy="multi"),
    component("drafts", "house-store", boundary="lab", stores=["note"], encryption="house-cipher"),
    component("loner", "worker"),
    flow("visit", "customer", "site", data=["page"], protocol="https", authentication="none"),
    flow("buy", "customer", "site", data=["page", "order"], protocol="https", authentication="oauth2"),
    flow("save", "site", "orders", data=["order"], protocol="sql", encryption="TLS1.3", authentication="mtls"),
    flow("ship", "site", "customer", protocol="http"),
    flow("keep", "loner", "drafts", data=["note"], protocol="house-rpc", authentication="house-sso"),
    threat("leak", ["buy", "orders"], status="mitigated", controls=["checks"], refs=["stride:I"]),
    threat("guess", ["buy"], status="identified"),
    control("checks", "planned"),
    review(covers={"site": "1:" + "0" * 32}),
)


@pytest.mark.parametrize(
    ("each", "matcher", "expected"),
    [
        ("component", {"owner": "team-web"}, {"site"}),
        ("component", {"owner": {"missing": True}}, {"customer", "orders", "drafts", "loner"}),
        ("component", {"owner": {"present": True}}, {"site"}),
        ("component", {"owner": {"missing": False}}, {"site"}),
        ("component", {"owner": {"not": "team-api"}}, {"site"}),
        ("component", {"owner": {"like": "team-*"}}, {"site"}),
        ("component", {"owner": {"like": "Team-*"}}, set()),
        ("component", {"type": "web-app"}, {"site"}),
        ("component", {"type": {"in": ["db", "worker"]}}, {"orders", "loner"}),
        ("component", {"type": {"not": ["worker", "person"]}}, {"site", "orders"}),
        ("component", {"type": {"like": "house-*"}}, {"drafts"}),
        ("component", {"kind": "data-store"}, {"orders"}),
        ("component", {"encrypted": True}, {"orders"}),
        ("component", {"encrypted": {"missing": True}}, {"customer", "site", "drafts", "loner"}),
        ("component", {"boundary": {"missing": True}}, {"loner"}),
        ("component", {"boundary": {"trust": "restricted", "parent": {"present": True}}}, {"orders"}),
        ("component", {"boundary.id": "cloud"}, {"site"}),
        ("component", {"trust": {"at_least": "internal"}}, {"site", "orders"}),
        ("component", {"trust": {"at_most": "partner"}}, {"customer"}),
        ("component", {"trust": {"at_least": "partner", "at_most": "internal"}}, {"site"}),
        ("component", {"tags": {"contains": "pci"}}, {"site"}),
        ("component", {"tags": {"any": {"like": "p*"}}}, {"site"}),
        ("component", {"tags": {"none": "pci"}}, {"customer", "orders", "drafts", "loner"}),
        ("component", {"tags": {"count": 2}}, {"site"}),
        ("component", {"tags": {"count": {"at_most": 1}}}, {"customer", "orders", "drafts", "loner"}),
        ("component", {"handles": {"count": {"at_least": 2}}}, {"site", "customer"}),
        ("component", {"personal": True}, {"customer", "site", "orders"}),
        ("component", {"classification": {"at_least": "confidential"}}, {"customer", "site", "orders"}),
        ("component", {"exposure": {"at_least": "indirect"}}, {"customer", "site", "orders"}),
        ("component", {"internet_facing": True, "kind": "process"}, {"site"}),
        ("component", {"flows_in": {"any": {"from_trust": "untrusted"}}}, {"site"}),
        ("component", {"flows_in": {"all": {"authenticated": True}}}, {"orders"}),
        ("component", {"flows_in": {"none": {"authenticated": True}}}, {"loner"}),
        ("component", {"holds.classification": {"at_most": "confidential"}}, {"orders"}),
        ("component", {"holds.classification": {"at_most": "public"}}, set()),
        ("component", {"controls": {"any": {"status": "planned"}}}, {"orders"}),
        ("component", {"reviews": {"present": True}}, {"site"}),
        ("flow", {"crosses": True}, {"visit", "buy", "save", "ship", "keep"}),
        ("flow", {"crosses": {"not": True}}, set()),
        ("flow", {"crossings": {"any": {"id": "core"}}}, {"save"}),
        ("flow", {"direction": "inward"}, {"visit", "buy", "save"}),
        ("flow", {"direction": {"missing": True}}, {"keep"}),
        ("flow", {"data": {"missing": True}}, {"ship"}),
        ("flow", {"carries": {"any": {"personal": True}}}, {"buy", "save"}),
        ("flow", {"carries": {"none": {"personal": True}}}, {"visit", "keep"}),
        ("flow", {"carries": {"all": {"personal": True}}}, {"save"}),
        ("flow", {"carries.classification": {"at_least": "confidential"}}, {"buy", "save"}),
        ("flow", {"carries.classification": {"at_most": "internal"}}, {"visit"}),
        ("flow", {"cleartext": True}, {"ship"}),
        ("flow", {"protected": True}, {"visit", "buy", "save"}),
        ("flow", {"protected": {"missing": True}}, {"keep"}),
        ("flow", {"encryption": "tls"}, {"save"}),
        ("flow", {"authentication": {"not": "none"}}, {"buy", "save"}),
        ("flow", {"authentication": {"missing": True}}, {"ship"}),
        ("flow", {"authentication_strength": {"at_least": "usual"}}, {"buy", "save"}),
        ("flow", {"mutual": True}, {"save"}),
        ("flow", {"threats": {"count": {"at_least": 2}}}, {"buy"}),
        ("flow", {"threats": {"all": {"status": "mitigated"}}}, set()),
        ("flow", {"any_of": [{"cleartext": True}, {"authentication": "none"}]}, {"ship", "visit"}),
        ("flow", {"all_of": [{"cleartext": False}, {"authentication": "none"}]}, {"visit"}),
        ("flow", {"not": {"authentication": "none"}}, {"buy", "save"}),
        ("flow", {"not": {"authentication": "none", "protocol": "https"}}, {"buy", "save", "ship"}),
        ("flow", {"not": {"any_of": [{"authentication": "none"}, {"protocol": "sql"}]}}, {"buy"}),
        ("flow", {"from": {"type": "person"}, "to.owner": {"present": True}}, {"visit", "buy"}),
        ("boundary", {"trust": "internal"}, {"cloud"}),
        ("boundary", {"components": {"missing": True}, "crossed_by": {"missing": True}}, set()),
        ("data", {"stored_by": {"any": {"encrypted": True}}}, {"order"}),
        ("data", {"carried_by.to_trust": {"at_least": "restricted"}}, {"order"}),
        ("threat", {"controls": {"any": {"status": {"in": ["implemented", "verified"]}}}}, set()),
        ("threat", {"refs": {"contains": "stride:I"}, "flows": {"present": True}}, {"leak"}),
        ("control", {"threats": {"any": {"id": "leak"}}}, {"checks"}),
        ("review", {"by": {"like": "*@example.com"}, "covers": {"contains": "site"}}, {"0"}),
        ("model", {"components": {"count": {"at_least": 5}}}, {"shop"}),
    ],
)
def test_matcher_holds_for_exactly(each: str, matcher: dict[str, Any], expected: set[str]) -> None:
    assert ids(each, matcher, SHOP) == expected


def conditions(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Conditions that a field can be asked, plain and with every operator of its type."""
    stated = st.sampled_from([{"missing": True}, {"present": True}])
    if field.type == "flag":
        return st.one_of(st.booleans(), st.booleans().map(lambda value: {"not": value}), stated)
    if field.type == "number":
        limit = st.integers(0, 10)
        compared = st.sampled_from(["at_least", "at_most", "more_than", "less_than", "not"])
        return st.one_of(limit, stated, st.tuples(compared, limit).map(lambda pair: dict([pair])))
    if field.type in ("word", "text"):
        words = st.sampled_from(field.allowed or ("team-web", "site", "x"))
        several = st.lists(words, min_size=1, max_size=3)
        found = [words, several.map(lambda w: {"in": w}), several.map(lambda w: {"not": w}), stated]
        if field.ordered:
            found += [words.map(lambda w: {"at_least": w}), words.map(lambda w: {"at_most": w})]
        return st.one_of(*found, st.just({"like": "t*"}))
    if field.type == "list":
        known = field.allowed or ("pci", "web")
        item = st.sampled_from([{"like": "p*"}, known[0], {"not": known[1]}])
        some = st.sampled_from(["any", "all", "none"])
        return st.one_of(stated, st.just({"contains": known[0]}), st.tuples(some, item).map(lambda pair: dict([pair])))
    if depth == 0:
        return stated
    inner = matchers(field.of, depth - 1)
    if field.type == "one":
        return st.one_of(stated, inner)
    quantified = st.tuples(st.sampled_from(["any", "all", "none"]), inner)
    number, limit = st.integers(0, 3), st.sampled_from(["at_least", "at_most"])
    count = number.map(lambda n: {"count": {"at_least": n}})
    counted = st.tuples(inner, limit, number).map(lambda one: {"count": {"of": one[0], one[1]: one[2]}})
    return st.one_of(stated, count, counted, quantified.map(lambda pair: dict([pair])))


@cache
def matchers(view: str, depth: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    fields = st.sampled_from(list(VIEWS[view].fields.values()))
    plain = fields.flatmap(lambda field: conditions(field, depth).map(lambda condition: {field.name: condition}))
    if depth == 0:
        return plain
    part = matchers(view, depth - 1)
    several = st.lists(part, min_size=1, max_size=2)
    groups = [
        several.map(lambda parts: {"any_of": parts}),
        several.map(lambda parts: {"all_of": parts}),
        part.map(lambda inner: {"not": inner}),
    ]
    return st.one_of(plain, plain, plain, *groups)


KINDS = {"component": SHOP.components, "flow": SHOP.flows, "boundary": SHOP.boundaries, "threat": SHOP.threats}


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda each: st.tuples(st.just(each), matchers(each))))
def test_nothing_passes_both_a_matcher_and_its_opposite(asked: tuple[str, dict[str, Any]]) -> None:
    each, matcher = asked
    holds, opposite = ids(each, matcher, SHOP), ids(each, {"not": matcher}, SHOP)
    assert not holds & opposite
    assert holds == ids(each, {"not": {"not": matcher}}, SHOP)


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda each: st.tuples(st.just(each), matchers(each), matchers(each))))
def test_groups_mean_what_sets_mean(asked: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    each, first, second = asked
    one, two = ids(each, first, SHOP), ids(each, second, SHOP)
    assert ids(each, {"any_of": [first, second]}, SHOP) == one | two
    assert ids(each, {"all_of": [first, second]}, SHOP) == one & two
    both_not = ids(each, {"not": {"any_of": [first, second]}}, SHOP)
    assert both_not == ids(each, {"not": first}, SHOP) & ids(each, {"not": second}, SHOP)


def test_every_element_of_an_empty_model_is_asked_without_error() -> None:
    empty: Model = model()
    assert ids("model", {"components": {"missing": True}, "ai": False}, empty) == {"shop"}


COUNTED = model(
    boundary("in", "internal"),
    boundary("out", "untrusted"),
    component("hub"),
    *(component(f"in-{number}", boundary="in") for number in range(2)),
    *(component(f"out-{number}", boundary="out") for number in range(1)),
    *(component(f"lost-{number}") for number in range(2)),
    *(flow(f"to-{id}", "hub", id) for id in ("in-0", "in-1", "out-0", "lost-0", "lost-1")),
)


@pytest.mark.parametrize(
    ("least", "most", "holds", "opposite"),
    [
        (2, None, True, False),  # two are known to be inside, two more may be
        (3, None, False, False),
        (4, None, False, False),
        (5, None, False, True),
        (None, 4, True, False),
        (None, 3, False, False),
        (None, 2, False, False),
        (None, 1, False, True),
        (2, 4, True, False),
        (0, 1, False, True),
    ],
)
def test_a_count_holds_where_it_is_right_whatever_is_not_known(
    least: int | None, most: int | None, holds: bool, opposite: bool
) -> None:
    limits = {key: n for key, n in (("at_least", least), ("at_most", most)) if n is not None}
    matcher = {"id": "hub", "flows_out": {"count": {"of": {"to_trust": "internal"}, **limits}}}
    assert bool(ids("component", matcher, COUNTED)) is holds
    assert bool(ids("component", {"id": "hub", "not": {"flows_out": matcher["flows_out"]}}, COUNTED)) is opposite


def test_a_count_of_texts_and_of_what_is_not_stated() -> None:
    shop = model(
        component("web", tags=["pci-1", "pci-2", "x"]),
        component("db", tags=["pci-1"]),
        flow("ask", "web", "db", data=["a-1", "a-2"]),
        flow("tell", "db", "web"),
    )
    assert ids("component", {"tags": {"count": {"of": {"like": "pci-*"}, "at_least": 2}}}, shop) == {"web"}
    assert ids("component", {"tags": {"count": {"of": "pci-1", "at_most": 1}}}, shop) == {"db", "web"}
    assert ids("flow", {"data": {"count": {"of": {"like": "a-*"}, "at_least": 2}}}, shop) == {"ask"}
    assert ids("flow", {"data": {"count": {"of": {"like": "a-*"}, "at_most": 2}}}, shop) == {"ask"}


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda each: st.tuples(st.just(each), matchers(each))))
def test_counting_one_or_more_is_any_and_none_is_none(asked: tuple[str, dict[str, Any]]) -> None:
    each, matcher = asked
    many = {"component": "components", "flow": "flows", "boundary": "boundaries", "threat": "threats"}[each]
    counted = {"count": {"of": matcher, "at_least": 1}}
    assert ids("model", {many: counted}, SHOP) == ids("model", {many: {"any": matcher}}, SHOP)
    counted = {"count": {"of": matcher, "at_most": 0}}
    assert ids("model", {many: counted}, SHOP) == ids("model", {many: {"none": matcher}}, SHOP)
