"""Conditions: what the model shows, what is stated, which comes first; and that what is not said stays unknown."""

from __future__ import annotations

from typing import Any

import pytest

from checker.core.location import Ref
from checker.core.model import Model
from checker.knowledge.vocabulary import ids
from checker.methods.coverage.conditions import Ground
from checker.methods.coverage.shown import DERIVED
from tests.builders import ai_model, boundary, component, data, flow, graph, model, system

ZONES = (boundary("out", "untrusted"), boundary("edge", "partner"), boundary("in", "internal"), boundary("dark", ""))


def held(of: Model, name: str, id: str = "c", kind: str = "component") -> bool | None:
    return Ground(of, graph(of)).held(Ref(kind, id), name).value


def zoned(*elements: Any) -> Model:
    return model(*ZONES, *elements)


def fed(source: Any, target: Any, **fields: Any) -> Model:
    return zoned(source, target, flow("f", source.id, target.id, **fields))


C = component("c", "service", boundary="in")
IN = {"boundary": "in"}

CASES: list[tuple[str, Model, bool | None]] = [
    # crosses_boundary
    ("crosses_boundary", fed(component("x", boundary="out"), C), True),
    ("crosses_boundary", fed(component("x", boundary="in"), C), False),
    ("crosses_boundary", model(component("x"), component("c"), flow("f", "x", "c")), None),
    # personal_data
    ("personal_data", model(data("d", personal="true"), component("c", stores=["d"])), True),
    ("personal_data", model(data("d", personal="sensitive"), component("c", processes=["d"])), True),
    ("personal_data", model(data("d", personal=""), component("c", stores=["d"])), False),
    ("personal_data", model(component("c")), None),
    (
        "personal_data",
        model(data("d", personal="true"), component("x"), component("c"), flow("f", "c", "x", data=["d"])),
        True,
    ),
    (
        "personal_data",
        model(data("d", personal=""), component("x"), component("c", stores=["d"]), flow("f", "c", "x")),
        None,
    ),
    ("personal_data", model(data("d"), component("x"), component("c"), flow("f", "c", "x", data=["d"])), False),
    # external_source
    ("external_source", fed(component("x", boundary="edge"), C), True),
    ("external_source", fed(C, component("x", boundary="edge")), False),
    ("external_source", fed(component("x", boundary="in"), C), False),
    ("external_source", fed(component("x", boundary="dark"), C), None),
    ("external_source", fed(component("x", "labelling-service", boundary="in"), C), True),
    ("external_source", fed(component("x", "person", boundary="in"), C), False),
    # internet_exposed
    ("internet_exposed", fed(component("x", boundary="out"), C), True),
    ("internet_exposed", fed(component("x", boundary="edge"), C), False),
    ("internet_exposed", zoned(component("c", boundary="dark")), None),
    # families
    ("generative", model(component("c", "model", model=ai_model("", family="generative"))), True),
    ("predictive", model(component("c", "model", model=ai_model("", family="generative"))), False),
    ("predictive", model(component("c", "model", model=ai_model("", family="predictive"))), True),
    ("generative", model(component("c", "model", model=ai_model("", name="x"))), None),
    (
        "generative",
        fed(component("c", "inference-endpoint"), component("x", "model", model=ai_model("", family="generative"))),
        True,
    ),
    (
        "generative",  # of the one next to it, and not of another in the system
        zoned(
            *(component("c", "inference-endpoint"), component("x", "model", model=ai_model("", family="predictive"))),
            *(component("y", "model", model=ai_model("", family="generative")), flow("f", "c", "x")),
        ),
        False,
    ),
    (
        "generative",  # of the whole system
        model(component("c", "training-data"), component("y", "model", model=ai_model("", family="generative"))),
        True,
    ),
    (
        "generative",  # where one of the models says nothing
        model(
            *(component("c", "training-data"), component("x", "model")),
            component("y", "model", model=ai_model("", family="generative")),
        ),
        None,
    ),
    ("generative", model(component("c", "training-data")), None),
    # fine_tuned
    ("fine_tuned", model(component("c", "model", model=ai_model("", base_model="acme-large"))), True),
    ("fine_tuned", model(component("c", "model", model=ai_model("", name="x"))), None),
    (
        "fine_tuned",
        fed(component("c", "training-pipeline"), component("x", "model", model=ai_model("", base_model="acme"))),
        True,
    ),
    # agents
    ("agentic", model(component("c", "agent")), True),
    ("agentic", fed(component("a", "agent"), component("c", "model")), True),
    ("agentic", fed(component("a", "agent"), component("c", "database")), None),
    ("agentic", model(component("c", "model"), component("a", "agent")), None),
    ("agentic", model(component("c", "model"), component("t", "tool")), None),
    ("agentic", model(component("c", "model")), False),
    ("multi_agent", fed(component("a", "agent"), component("c", "agent")), True),
    ("multi_agent", model(component("a", "agent"), component("c", "agent")), None),
    ("multi_agent", model(component("c", "agent")), False),
    ("multi_agent", zoned(component("a", "agent"), component("b", "agent"), component("c", "tool")), None),
    ("has_memory", fed(component("c", "agent"), component("m", "agent-memory")), True),
    ("has_memory", model(component("c", "agent"), component("m", "agent-memory")), None),
    # authority
    ("can_modify_data", model(component("c", "tool", authority=["send-mail"])), True),
    ("can_modify_data", model(component("c", "tool", authority=["Delete records"])), True),
    ("can_modify_data", model(component("c", "tool", authority=["read-files"])), None),
    ("can_modify_data", model(component("c", "tool", authority=["sender-list"])), None),
    ("can_modify_data", fed(component("c", "agent"), component("t", "tool", authority=["refund"])), True),
    ("can_modify_data", fed(component("c", "service"), component("t", "tool", authority=["refund"])), None),
    ("executes_code", model(component("c", "tool", authority=["run_tests"])), True),
    ("executes_code", model(component("c", "tool", authority=["write"])), None),
    ("browses", model(component("c", "agent", authority=["browse-web"])), True),
    ("browses", model(component("c", "agent")), None),
    # types
    ("holds_secrets", model(component("c", "secrets-vault")), True),
    ("holds_secrets", fed(component("v", "secrets-vault"), component("c", "agent")), True),
    ("holds_secrets", fed(component("c", "agent"), component("v", "secrets-vault")), None),
    ("holds_audit_log", model(component("c", "log-store")), True),
    ("holds_audit_log", model(component("c", "database")), None),
    ("holds_audit_log", model(component("c", "cache")), False),
    ("third_party", model(component("c", "ai-service")), True),
    ("third_party", model(component("c", "model", model=ai_model("open-source"))), True),
    ("third_party", model(component("c", "model", model=ai_model("external"))), True),
    ("third_party", model(component("c", "model", model=ai_model("internal"))), False),
    ("third_party", model(component("c", "model", model=ai_model("", name="x"))), None),
    ("third_party", model(component("c", "tool")), None),
    ("published", model(component("c", "public-registry")), True),
    ("physical_input", model(component("c", "sensor")), True),
    ("physical_input", fed(component("s", "sensor"), component("c", "model")), True),
    ("physical_input", fed(component("c", "model"), component("s", "sensor")), None),
    ("shared_tenancy", model(component("c", tenancy="multi")), True),
    ("shared_tenancy", model(component("c", tenancy="single")), False),
    ("shared_tenancy", model(component("c")), None),
    ("local_host", model(component("c", "desktop-app")), True),
    ("local_host", model(component("c", "agent")), None),
    ("user_writable", fed(component("x", "person", boundary="out"), component("c", "vector-store", **IN)), True),
    ("user_writable", fed(component("x", "person", boundary="out"), component("c", "feedback-loop", **IN)), True),
    ("user_writable", fed(component("x", "person", boundary="out"), component("c", "service", **IN)), None),
    ("user_writable", fed(component("x", "person", boundary="edge"), component("c", "vector-store", **IN)), None),
]


@pytest.mark.parametrize(("name", "of", "value"), CASES)
def test_what_the_model_shows(name: str, of: Model, value: bool | None) -> None:
    assert held(of, name) is value


def test_every_derived_condition_is_tried_both_ways() -> None:
    tried = {(name, value) for name, _, value in CASES}
    assert {name for name, value in tried if value} == set(DERIVED)
    assert {name for name, value in tried if value is None} >= set(DERIVED) - {
        "published",
        "physical_input",
        "predictive",
    }
    assert set(DERIVED) < set(ids("conditions"))


@pytest.mark.parametrize("name", sorted(set(ids("conditions")) - set(DERIVED)))
def test_what_no_model_shows_is_stated_or_unknown(name: str) -> None:
    assert held(model(component("c", "agent")), name) is None
    assert held(model(system(conditions={name: False}), component("c", "agent")), name) is False
    assert held(model(component("c", "agent", conditions={name: True})), name) is True


def test_stated_of_the_component_comes_before_what_is_shown_and_that_before_the_system() -> None:
    shown = component("c", tenancy="multi")
    assert held(model(system(conditions={"shared_tenancy": False}), shown), "shared_tenancy") is True
    denied = component("c", tenancy="multi", conditions={"shared_tenancy": False})
    assert held(model(system(conditions={"shared_tenancy": True}), denied), "shared_tenancy") is False


def test_what_is_known_says_how() -> None:
    of = model(system(conditions={"dual_use": True}), component("c", "agent", conditions={"browses": True}))
    ground = Ground(of, graph(of))
    subject = Ref("component", "c")
    assert [ground.held(subject, name).how for name in ("browses", "agentic", "dual_use", "published")] == [
        *("stated", "shown", "system", "")
    ]
    assert ground.held(subject, "agentic").why == "it is an agent"


def test_of_a_flow() -> None:
    of = fed(component("x", boundary="out"), C, data=["d"])
    of = model(*of.boundaries.values(), *of.components.values(), *of.flows.values(), data("d", personal="true"))
    for name in ("crosses_boundary", "internet_exposed", "personal_data"):
        assert held(of, name, "f", "flow") is True
    inside = fed(component("x", boundary="in"), C)
    assert held(inside, "crosses_boundary", "f", "flow") is False
    assert held(inside, "internet_exposed", "f", "flow") is False
    assert held(inside, "personal_data", "f", "flow") is None
    assert held(inside, "generative", "f", "flow") is None
    dark = fed(component("x", boundary="dark"), C)
    assert held(dark, "internet_exposed", "f", "flow") is None
    assert held(model(component("x"), component("c"), flow("f", "x", "c")), "crosses_boundary", "f", "flow") is None


def test_of_the_system_what_holds_of_one_in_scope() -> None:
    yes, no = component("a", tenancy="multi"), component("b", tenancy="single")
    assert held(model(yes, no), "shared_tenancy", "shop", "system") is True
    assert held(model(no), "shared_tenancy", "shop", "system") is False
    assert held(model(no, component("d")), "shared_tenancy", "shop", "system") is None
    assert held(model(), "shared_tenancy", "shop", "system") is None
    assert held(model(yes._replace(out_of_scope="gone"), no), "shared_tenancy", "shop", "system") is False
    assert held(model(system(conditions={"shared_tenancy": False}), yes), "shared_tenancy", "shop", "system") is False
