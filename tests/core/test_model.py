"""The model: sections, kinds, and what equality means."""

from __future__ import annotations

import pytest

from checker.core.model import KINDS, REVIEWABLE, Deployment, Feature, Model, Objective
from tests.builders import (
    attack_tree,
    boundary,
    component,
    control,
    data,
    flow,
    model,
    not_applicable,
    review,
    system,
    threat,
)

FULL = model(
    system("shop"),
    boundary("dmz"),
    component("web", boundary="dmz"),
    component("db"),
    flow("read", "web", "db"),
    data("orders"),
    threat("theft", "db"),
    control("mfa"),
    not_applicable("web", ["stride:R"]),
    review(covers={"web": "1:00"}),
    attack_tree("tree"),
    Objective("lend"),
    Feature("borrow"),
    Deployment("cellar"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_section_by_id(kind: str) -> None:
    assert FULL.elements(kind)
    assert all(element.id == id for id, element in FULL.elements(kind).items())


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        FULL.elements("dog")


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("web", "component"),
        ("read", "flow"),
        ("dmz", "boundary"),
        ("orders", "data"),
        ("shop", "system"),
        ("theft", ""),
        ("", ""),
    ],
)
def test_the_kind_of_an_id_is_that_of_the_reviewable_element(id: str, kind: str) -> None:
    assert FULL.kind_of(id) == kind
    assert not kind or kind in REVIEWABLE


def test_the_id_of_a_model_is_that_of_its_system() -> None:
    assert FULL.id == "shop"


def test_a_model_without_anything_has_every_section() -> None:
    assert all(Model(system()).elements(kind) == {} for kind in KINDS if kind != "system")


def test_the_builders_order_does_not_count() -> None:
    assert model(component("b", stores=["y", "x"]), component("a")) == model(
        component("a"), component("b", stores=["x", "y"])
    )
