"""What counts as considered on an element, which controls are in place, and how STRIDE is asked of a model."""

from __future__ import annotations

import pytest

from checker.core.model import Model
from tests.builders import component, control, flow, model, not_applicable, system, threat
from tests.policy.asking import found, ids

SHOP = model(
    component("api"),
    component("db", "database"),
    component("mute"),
    flow("keep", "api", "db"),
    threat(
        "swap", ["api", "shop"], refs=["stride:tampering", "linddun:DD.3.4"], controls=["seal", "plan", "old", "own"]
    ),
    not_applicable("keep", ["stride:D"], "It may wait"),
    control("seal", use="artefact-signing", status="verified"),
    control("plan", use="rate-limit", status="planned"),
    control("old", use="encryption", status="retired"),
    control("own", status="implemented"),
)


@pytest.mark.parametrize("ref", ["stride:T", "stride:tampering", "linddun:DD.3.4", "linddun:DD.3", "linddun:DD"])
def test_threat_considers_what_it_cites_and_what_that_is_a_part_of(ref: str) -> None:
    assert ids("component", {"considered": {"contains": ref}}, SHOP) == {"api"}
    assert ids("model", {"considered": {"contains": ref}}, SHOP) == {"shop"}


def test_recorded_answer_considers_too_and_only_where_it_stands() -> None:
    assert ids("flow", {"considered": {"contains": "stride:D"}}, SHOP) == {"keep"}
    assert ids("component", {"considered": {"contains": "stride:D"}}, SHOP) == set()
    assert ids("component", {"considered": {"count": 0}}, SHOP) == {"db", "mute"}


def test_answer_about_a_part_says_nothing_about_the_rest() -> None:
    shop = model(component("api"), not_applicable("api", ["linddun:dd.3.4", "stride:Spoofing"], "Nothing is kept"))
    for ref in ("linddun:DD.3.4", "stride:S"):
        assert ids("component", {"considered": {"contains": ref}}, shop) == {"api"}
    for ref in ("linddun:DD.3", "linddun:DD"):
        assert ids("component", {"considered": {"contains": ref}}, shop) == set()


def test_control_is_in_place_when_it_is_implemented_or_verified() -> None:
    assert ids("component", {"in_place": {"contains": "artefact-signing"}}, SHOP) == {"api"}
    assert ids("component", {"in_place": {"count": 1}}, SHOP) == {"api"}


@pytest.mark.parametrize(
    ("claimed", "derived", "per_element", "per_interaction"),
    [
        ((), False, False, True),
        (("per-element",), False, True, False),
        (("per-interaction",), False, False, True),
        (("per-element", "per-interaction"), False, True, True),
        (("per-letter",), False, False, True),
        ((), True, False, False),
        (("per-element", "per-interaction"), True, False, False),
    ],
)
def test_stride_is_asked_as_the_model_claims(
    claimed: tuple[str, ...], derived: bool, per_element: bool, per_interaction: bool
) -> None:
    methods = (("stride", claimed),) if claimed else ()
    shop: Model = model(system(methods=methods), derives_threats=derived)
    assert bool(ids("model", {"per_element": True}, shop)) is per_element
    assert bool(ids("model", {"per_interaction": True}, shop)) is per_interaction


def test_what_nobody_considered_is_not_told_as_a_field_that_is_not_stated() -> None:
    (finding,) = found("each: component\nwhen: {id: db}\nassert: {considered: {contains: 'stride:I'}}\n", SHOP)
    assert finding.message == "A rule of our own"


def test_methods_are_told_with_their_variants() -> None:
    shop = model(system(methods=(("linddun", ("pro",)), ("pasta", ("1", "2")))))
    for claimed in ("linddun", "linddun:pro", "pasta", "pasta:2"):
        assert ids("model", {"methods": {"contains": claimed}}, shop) == {"shop"}
    assert ids("model", {"methods": {"count": 5}}, shop) == {"shop"}
