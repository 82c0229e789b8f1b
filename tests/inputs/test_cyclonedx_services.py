"""CycloneDX 1.x: services as a data flow diagram, and the experiment with components of the type threat-model."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from checker.core.graph import build_graph
from checker.core.location import Ref
from checker.core.model import Boundary, Component, Data, Flow, Model
from checker.core.system import System
from tests.inputs.reading import model, only, read, said
from tests.inputs.test_cyclonedx import _shuffled

FOLDER = Path(__file__).parent / "cyclonedx"
BAKERY = (FOLDER / "bakery.json").read_text(encoding="utf-8")
GARDEN = (FOLDER / "garden.json").read_text(encoding="utf-8")
NAME = "shop/bom.json"
BANK = "https://bank.example/in"

SERVICES = Model(
    System("shop.bom", "Till", "Sells bread."),
    components={
        "Receipts": Component(
            "Receipts",
            "Receipts",
            type="service",
            boundary="shop",
            processes=("Receipts:public",),
            properties=(("inside", "orders"),),
        ),
        BANK: Component(BANK, BANK, type="external-entity"),
        "orders": Component(
            "orders",
            "Orders",
            "Takes orders.",
            tags=("sales",),
            type="service",
            boundary="shop",
            owner="Bakery",
            processes=("bills", "names", "orders:public"),
            properties=(
                ("acme:oven", "3"),
                ("authenticated", "true"),
                ("endpoints", "https://orders.example.org/v2"),
                ("x-trust-boundary", "true"),
            ),
        ),
        "stock": Component(
            "stock",
            "Stock",
            type="service",
            boundary="bakehouse",
            processes=("names",),
            properties=(
                ("authenticated", "false"),
                ("endpoints", "http://stock.example.org/v1, https://stock.example.org/v1"),
            ),
        ),
        "till": Component("till", "Till", "Sells bread.", type="process"),
    },
    flows={
        f"orders.{BANK}": Flow(f"orders.{BANK}", source="orders", target=BANK, data=("bills",)),
        "orders.stock": Flow("orders.stock", source="orders", target="stock", protocol="http", authentication="none"),
        "stock.orders": Flow(
            "stock.orders",
            source="stock",
            target="orders",
            data=("names", "orders:public"),
            protocol="https",
            authentication="authenticated",
            bidirectional=True,
            properties=(("x-trust-boundary", "true"),),
        ),
        "till.orders": Flow(
            "till.orders",
            source="till",
            target="orders",
            data=("names",),
            protocol="https",
            authentication="authenticated",
            properties=(("x-trust-boundary", "true"),),
        ),
    },
    boundaries={"bakehouse": Boundary("bakehouse", "bakehouse"), "shop": Boundary("shop", "shop")},
    data={
        "Receipts:public": Data("Receipts:public", "public", classification="public"),
        "bills": Data("bills", "bills", classification="confidential"),
        "names": Data(
            "names", "names", classification="internal", personal="true", properties=(("classification", "PII"),)
        ),
        "orders:public": Data("orders:public", "public", classification="public"),
    },
    unsayable=("boundary.trust", "component.encryption", "flow.encryption"),
)


def test_services_are_a_data_flow_diagram() -> None:
    parsed = read(BAKERY, NAME)
    assert parsed.snapshot
    for kind in ("component", "flow", "boundary", "data"):
        assert parsed.snapshot.model.elements(kind) == SERVICES.elements(kind), kind
    assert parsed.snapshot.model == SERVICES
    assert said(parsed) == [("model/not-mapped", f"{NAME}:17:91", "model")]
    crossed = build_graph(SERVICES).crossings
    assert crossed["orders.stock"] == ("shop", "bakehouse")


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_services_is_no_change(seed: int) -> None:
    assert model(json.dumps(_shuffled(json.loads(BAKERY), Random(seed))), NAME) == SERVICES


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        (Ref("component", "orders", "boundary"), "14:46"),
        (Ref("component", "orders", "owner"), "13:28"),
        (Ref("boundary", "bakehouse"), "23:5"),
        (Ref("data", "bills", "classification"), "18:48"),
        (Ref("flow", "stock.orders", "data"), "19:9"),
        (Ref("flow", "orders.stock", "target"), "33:36"),
        (Ref("system", "shop.bom", "name"), "7:69"),
    ],
)
def test_services_are_found_where_the_text_says_them(ref: Ref, place: str) -> None:
    snapshot = read(BAKERY, NAME).snapshot
    assert snapshot
    assert str(snapshot.locate(ref)) == f"{NAME}:{place}"


def _bom(*services: dict[str, Any], **more: Any) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "services": services, **more}, indent=1)


def test_a_service_without_a_name_and_data_without_a_direction_are_said() -> None:
    text = _bom(
        {"description": "?"}, {"name": "a", "data": [{"classification": "public"}, {"flow": "up", "name": "x"}]}
    )
    parsed = read(text, NAME)
    assert [(f.rule, str(f.location), str(f.subject)) for f in parsed.findings] == [
        ("model/missing-key", f"{NAME}:5:3", "model"),
        ("model/missing-key", f"{NAME}:11:5", "component/a#processes"),
        ("model/wrong-value", f"{NAME}:15:14", "component/a#processes"),
    ]
    assert parsed.snapshot
    assert [*parsed.snapshot.model.data] == ["a:public", "x"]


def test_two_services_of_one_name_are_told_apart_or_said() -> None:
    finding = only(read(_bom({"name": "a"}, {"name": "a"}), NAME))
    assert (finding.rule, str(finding.location)) == ("model/duplicate-id", f"{NAME}:8:3")
    assert [*model(_bom({"name": "a"}, {"name": "a", "group": "b"}), NAME).components] == ["a", "b/a"]


def test_a_zone_with_the_name_of_a_service_is_another_thing() -> None:
    found = model(_bom({"name": "a", "trustZone": "a"}), NAME)
    assert (found.components["a"].boundary, [*found.boundaries]) == ("boundary:a", ["boundary:a"])


def test_software_that_no_service_talks_to_is_not_in_the_model() -> None:
    libraries = [{"bom-ref": f"lib{n}", "type": "library", "name": f"lib{n}"} for n in range(3)]
    dependencies = [{"ref": "lib0", "dependsOn": ["lib1"]}, {"ref": "lib2", "dependsOn": ["a"]}]
    found = model(_bom({"bom-ref": "a", "name": "A"}, components=libraries, dependencies=dependencies), NAME)
    assert [*found.components] == ["a", "lib2"]
    assert [*found.flows] == ["lib2.a"]


def test_services_of_the_next_version_are_read_where_it_has_no_threat_model() -> None:
    data = {"flow": "outbound", "name": "n", "classification": {"level": "restricted"}, "destination": ["b"]}
    text = json.dumps(
        {"specFormat": "CycloneDX", "specVersion": "2.0", "services": [{"name": "a", "data": [data]}, {"name": "b"}]}
    )
    found = model(text, NAME)
    assert [*found.flows] == ["a.b"]
    assert found.data["n"].classification == "restricted"


def test_both_ends_may_say_that_data_goes_both_ways() -> None:
    both = {"flow": "bi-directional", "classification": "public"}
    services = [
        {"name": "a", "data": [{**both, "name": "x", "destination": ["b"]}]},
        {"name": "b", "data": [{**both, "name": "y", "destination": ["a"]}]},
    ]
    for order in (services, services[::-1]):
        found = model(_bom(*order), NAME).flows
        assert found == {"a.b": Flow("a.b", source="a", target="b", data=("x", "y"), bidirectional=True)}


EXPERIMENT = Model(
    System("shop.bom", "Garden", "Waters itself."),
    components={
        "gardener": Component(
            "gardener", "Gardener", tags=("human",), type="external-entity", out_of_scope="no reason given"
        ),
        "log": Component(
            "log",
            "Log",
            type="database",
            boundary="hedge",
            stores=("plan",),
            properties=(("datastore:isSql", "true"),),
        ),
        "pump": Component(
            "pump",
            "Pump",
            "Moves water.",
            type="service",
            boundary="fence",
            technology="RTOS",
            processes=("plan",),
            properties=(("isHardened", "true"),),
        ),
    },
    flows={
        "water": Flow(
            "water",
            "Water now",
            source="gardener",
            target="pump",
            data=("data:how-much-in-litres", "plan"),
            protocol="http",
            bidirectional=True,
            properties=(("dataflow:port:destination", "80"),),
        )
    },
    boundaries={"fence": Boundary("fence", "Fence", properties=(("risk:trustRating", "20"),))},
    data={
        "data:how-much-in-litres": Data("data:how-much-in-litres", "How much, in litres"),
        "plan": Data("plan", "Plan", properties=(("risk:integrity", "80"),)),
    },
)


def test_components_of_the_type_threat_model_are_one() -> None:
    parsed = read(GARDEN, NAME)
    assert parsed.snapshot
    assert parsed.snapshot.model == EXPERIMENT
    assert said(parsed) == [("model/dangling-reference", f"{NAME}:42:55", "component/log#boundary")]
    assert str(parsed.snapshot.locate(Ref("flow", "water", "protocol"))) == f"{NAME}:60:62"


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_experiment_is_no_change(seed: int) -> None:
    assert model(json.dumps(_shuffled(json.loads(GARDEN), Random(seed))), NAME) == EXPERIMENT


def test_a_moved_shape_is_no_change() -> None:
    assert model(GARDEN.replace('"600"', '"10"'), NAME) == EXPERIMENT


def test_an_element_without_a_name_and_other_things_are_said() -> None:
    inside = [{"type": "threat-model"}, {"bom-ref": "c", "properties": [{"name": "cdx:model:type", "value": "code"}]}]
    components = [{"type": "threat-model", "bom-ref": "d", "components": inside}, {"type": "library", "name": "l"}]
    parsed = read(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}), NAME)
    assert [(f.rule, f.message) for f in parsed.findings] == [
        ("model/missing-key", "this element has no 'bom-ref'"),
        ("model/not-mapped", "components of other types are not used by any check"),
        ("model/not-mapped", "places of code and repositories are not used by any check"),
    ]
