"""A digest moves exactly when a field moves that a reviewer's decision depends on."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core import digest as digests_module
from checker.core.digest import IRRELEVANT, RELEVANT, digest, digests, facts_of, is_relevant
from checker.core.location import Ref
from checker.core.model import (
    REVIEWABLE,
    Acceptance,
    AiModel,
    AttackTree,
    Boundary,
    Component,
    Control,
    Data,
    Deployment,
    Feature,
    Flow,
    Model,
    NotApplicable,
    Objective,
    Threat,
)
from checker.core.other_ids import references, renamed
from checker.core.system import FairnessObjective, Measured, PriorArt, SignOff, SourceArtifact, System
from tests.builders import (
    ai_model,
    boundary,
    component,
    control,
    data,
    edited,
    flow,
    graph,
    model,
    not_applicable,
    system,
    threat,
    with_element,
    without,
)

MODEL = model(
    system(criticality="important", conditions={"people_affected": True}, taxonomies={"atlas": "5.6.0"}),
    boundary("internet", "untrusted"),
    boundary("cloud"),
    boundary("ml", "restricted", parent="cloud"),
    data("chat", "confidential", personal="true"),
    component("user", "person", boundary="internet"),
    component("bot", "agent", boundary="ml", stores=["chat"], authority=["read"], paths=["src/**"], model=ai_model()),
    flow("ask", "user", "bot", data=["chat"], protocol="https", authentication="oauth2", encryption="tls"),
    threat("poison", ["bot", "ask", "ml", "chat"], refs=["stride:T"], status="mitigated", controls=["filter"]),
    control("filter", use="input-filter"),
    not_applicable(["bot", "ask"], ["stride:R"], "logged elsewhere"),
)

OTHER: dict[str, Any] = {
    "criticality": "critical",
    "ai": True,
    "bidirectional": True,
    "conditions": (("people_affected", False),),
    "taxonomies": (("atlas", "5.7.0"),),
    "methods": (("stride", ("per-element",)),),
    "properties": (("usage", "devops"),),
    "pasta": (("5", SignOff("2026-11-20", by="ruth")),),
    "source_artifacts": (SourceArtifact("naf4", "P3", "p3.xml"),),
    "prior_art": (PriorArt("Another shop"),),
    "boundary": "cloud",
    "parent": "internet",
    "trust": "partner",
    "stores": (),
    "processes": ("chat",),
    "data": (),
    "authority": ("read", "write"),
    "paths": (),
    "tags": ("new",),
    "source": "bot",
    "target": "user",
    "on": ("bot",),
    "refs": ("stride:S",),
    "controls": (),
    "accepted": Acceptance("dana@example.com", "2027-03-31"),
    "risk": (("dread", (("damage", 7),)),),
    "cause": (("entity", "human"),),
    "evidence": ("tests/test_filter.py",),
    "status": "accepted",
    "fairness_objectives": (FairnessObjective("fpr_parity", 0.1),),
    "fairness_results": (Measured("fpr_parity", 0.2),),
}
"""Another value for each field; any other text is ``other``."""

GOLDEN = {
    "system/shop": "1:25fd3c9e0279cba8396a4e917ebbaffa",
    "component/bot": "1:1fbf95917e4f15d11855ac06c8745e44",
    "component/user": "1:24ac8ae1c9fd6c6b3d1b098e08907770",
    "flow/ask": "1:3bfdbb9e467d594a2fd6a822dcbd9255",
    "boundary/cloud": "1:2341b12dfccd6fc6c1f7fb16a9a582f1",
    "boundary/internet": "1:bf54dd4079f9b30775c58699ce36cbb1",
    "boundary/ml": "1:ebfd19b45815e9a62415815dfb787337",
    "data/chat": "1:aabb40dda1790c867c43cd1bb45cbc9f",
}

TYPES = {
    "system": System,
    "component": Component,
    "flow": Flow,
    "boundary": Boundary,
    "data": Data,
    "threat": Threat,
    "control": Control,
    "not_applicable": NotApplicable,
    "attack_tree": AttackTree,
    "objective": Objective,
    "feature": Feature,
    "deployment": Deployment,
}
SUBJECT = {
    "system": "shop",
    "component": "bot",
    "flow": "ask",
    "boundary": "ml",
    "data": "chat",
    "threat": "poison",
    "control": "filter",
    "not_applicable": "0",
    "deployment": "rack",
}
HOSTED = edited(MODEL._replace(deployments={"rack": Deployment("rack")}), "component", "bot", runs_on="rack")
"""The model with a component that runs somewhere: where that lies is a fact of the component."""

RELEVANT_FIELDS = [(kind, field) for kind, fields in RELEVANT.items() for field in fields]
IRRELEVANT_FIELDS = [(kind, field) for kind, fields in IRRELEVANT.items() if kind in SUBJECT for field in fields]


def all_digests(of: Any) -> dict[Ref, str]:
    return digests(of, graph(of))


def with_other_value(kind: str, field: str) -> Any:
    name, _, part = field.partition(".")
    if part:
        return edited(MODEL, kind, SUBJECT[kind], model=ai_model()._replace(**{part: "other"}))
    value = "retired" if (kind, field) == ("control", "status") else OTHER.get(name, "other")
    return edited(before(kind), kind, SUBJECT[kind], **{name: value})


def before(kind: str) -> Model:
    return HOSTED if kind == "deployment" else MODEL


@pytest.mark.parametrize(("kind", "type_"), TYPES.items())
def test_every_field_is_in_exactly_one_of_the_two_tables(kind: str, type_: Any) -> None:
    listed = (*RELEVANT.get(kind, ()), *IRRELEVANT.get(kind, ()))
    nested = {f"model.{part}" for part in AiModel._fields} if kind == "component" else set()
    assert len(listed) == len(set(listed))
    assert {*listed} == {*type_._fields, *nested} - {"id", "was", *({"model"} if nested else ())}


@pytest.mark.parametrize(("kind", "field"), RELEVANT_FIELDS)
def test_a_relevant_field_moves_a_digest(kind: str, field: str) -> None:
    assert all_digests(with_other_value(kind, field)) != all_digests(before(kind))
    assert is_relevant(kind, field)


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind, field in RELEVANT_FIELDS if kind in REVIEWABLE])
def test_a_relevant_field_of_a_reviewable_element_moves_its_own_digest(kind: str, field: str) -> None:
    ref = Ref(kind, SUBJECT[kind])
    assert all_digests(with_other_value(kind, field))[ref] != all_digests(MODEL)[ref]


@pytest.mark.parametrize(("kind", "field"), IRRELEVANT_FIELDS)
def test_an_irrelevant_field_moves_nothing(kind: str, field: str) -> None:
    changed = with_other_value(kind, field)
    assert changed != before(kind)
    assert all_digests(changed) == all_digests(before(kind))
    assert not is_relevant(kind, field)


@pytest.mark.parametrize(
    ("kind", "id", "moved"),
    [
        ("threat", "poison", {"component/bot", "flow/ask", "boundary/ml", "data/chat"}),
        ("control", "filter", {"component/bot", "flow/ask", "boundary/ml", "data/chat"}),
        ("not_applicable", "0", {"component/bot", "flow/ask"}),
        ("data", "chat", {"component/bot", "flow/ask", "data/chat"}),
        ("component", "user", {"component/user", "flow/ask", "component/bot", "boundary/internet"}),
        ("boundary", "cloud", {"boundary/cloud", "component/bot", "flow/ask"}),
    ],
)
def test_a_removed_element_moves_the_digests_of_what_refers_to_it(kind: str, id: str, moved: set[str]) -> None:
    before, after = all_digests(MODEL), all_digests(without(MODEL, kind, id))
    assert {str(ref) for ref in before if before[ref] != after.get(ref)} == moved


def test_a_digest_is_versioned_bencode_under_sha256() -> None:
    facts = facts_of(model(data("chat", "confidential")), graph(model(data("chat", "confidential"))), "data", "chat")
    assert facts == {"classification": "confidential", "integrity": "", "personal": "", "properties": (), "threats": ()}
    canonical = b"d14:classification12:confidential9:integrity0:8:personal0:10:propertiesle7:threatslee"
    assert digest(facts) == "1:" + hashlib.sha256(canonical).hexdigest()[:32]


def test_digests_stay_what_they_are_while_the_version_does() -> None:
    """Reviews in people's repositories hold these values: whoever changes one changes VERSION as well."""
    assert {str(ref): value for ref, value in all_digests(MODEL).items()} == GOLDEN


def test_lengths_count_bytes_and_booleans_are_integers() -> None:
    encoded = digests_module._Bencode()
    assert encoded["é"] == b"2:\xc3\xa9"
    assert encoded[(True, False, ("a",))] == b"li1ei0el1:aee"


def test_facts_come_sorted_so_that_the_definition_can_be_read_off() -> None:
    for ref in all_digests(MODEL):
        assert list(facts_of(MODEL, graph(MODEL), ref.kind, ref.id)) == sorted(
            facts_of(MODEL, graph(MODEL), ref.kind, ref.id)
        )


def test_the_digests_of_a_model_are_those_of_its_elements() -> None:
    found = all_digests(MODEL)
    assert found == {ref: digest(facts_of(MODEL, graph(MODEL), ref.kind, ref.id)) for ref in found}
    assert [ref.kind for ref in found][:2] == ["system", "component"]


def test_an_ai_model_that_states_nothing_relevant_is_none() -> None:
    bare = edited(MODEL, "component", "user", model=AiModel(card="docs/card.md"))
    assert all_digests(bare) == all_digests(MODEL)


@pytest.mark.parametrize(("one", "other"), [(7, 7.0), ((("a", 1), ("b", 2)), (("b", 2), ("a", 1)))])
def test_equal_risks_have_one_digest(one: Any, other: Any) -> None:
    first, second = (edited(MODEL, "threat", "poison", risk=(("score", risk),)) for risk in (one, other))
    assert all_digests(first) == all_digests(second)


def test_risks_that_differ_far_behind_the_point_differ() -> None:
    first, second = (edited(MODEL, "threat", "poison", risk=(("score", risk),)) for risk in (1234567.5, 1234567.25))
    assert all_digests(first) != all_digests(second)


def test_the_ids_and_the_order_of_threats_do_not_count() -> None:
    two = with_element(MODEL, threat("a", "bot", refs=["stride:S"]), threat("b", "bot", refs=["stride:D"]))
    swapped = with_element(MODEL, threat("b", "bot", refs=["stride:S"]), threat("a", "bot", refs=["stride:D"]))
    assert all_digests(swapped) == all_digests(two) != all_digests(MODEL)


def values() -> st.SearchStrategy[Any]:
    return st.recursive(st.text(max_size=4) | st.booleans(), lambda inner: st.lists(inner, max_size=4).map(tuple))


@given(values(), values())
def test_two_values_share_a_canonical_form_only_if_they_are_equal(one: Any, other: Any) -> None:
    encoded = digests_module._Bencode()
    assert (encoded[one] == encoded[other]) == (one == other)


@pytest.mark.parametrize(
    ("kind", "id", "names", "fact", "value"),
    [
        ("flow", "ask", {Ref("component", "bot"): "old"}, "to", "old"),
        ("flow", "ask", {Ref("component", "user"): "old"}, "from", "old"),
        ("flow", "ask", {Ref("data", "chat"): "old"}, "data", (("old", "confidential"),)),
        ("flow", "ask", {Ref("boundary", "ml"): "old"}, "crossings", ("internet", "cloud", "old")),
        ("component", "bot", {Ref("boundary", "ml"): "old"}, "boundaries", ("old", "cloud")),
        ("component", "bot", {Ref("data", "chat"): "old"}, "stores", (("old", "confidential"),)),
        ("boundary", "ml", {Ref("component", "bot"): "old"}, "members", ("old",)),
        ("boundary", "ml", {Ref("boundary", "cloud"): "old"}, "parent", "old"),
    ],
)
def test_renamed_facts_differ_only_where_they_refer_to_the_renamed(
    kind: str, id: str, names: dict[Ref, str], fact: str, value: Any
) -> None:
    facts = facts_of(MODEL, graph(MODEL), kind, id)
    assert renamed(facts, names) == {**facts, fact: value}
    assert facts[fact] != value


def test_a_threat_and_a_system_of_the_same_name_are_not_referred_to() -> None:
    facts = facts_of(MODEL, graph(MODEL), "component", "bot")
    assert renamed(facts, {Ref("threat", "chat"): "old", Ref("system", "ml"): "old"}) == facts


def test_a_renamed_control_is_renamed_inside_the_threats() -> None:
    facts = facts_of(MODEL, graph(MODEL), "data", "chat")
    assert renamed(facts, {Ref("control", "filter"): "old"})["threats"] == (
        (("stride:T",), "mitigated", (("old", "implemented", "input-filter"),), (), ()),
    )


def test_references_finds_every_word() -> None:
    assert {"ml", "cloud", "chat", "filter", "stride:T"} <= references(
        facts_of(MODEL, graph(MODEL), "component", "bot")
    )
