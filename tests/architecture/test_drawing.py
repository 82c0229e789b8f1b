"""What threat modelling sees in an architecture, and the first model of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.architecture.draft import draft, left_out
from checker.architecture.drawing import draw
from checker.architecture.picture import Picture
from checker.architecture.reader import read
from checker.architecture.value import Architecture
from checker.core.errors import InputError
from checker.core.model import Model
from checker.core.source import Source
from checker.core.system import SourceArtifact
from checker.knowledge.archimate import elements, relationships
from checker.knowledge.vocabulary import ids

FILES = Path(__file__).parent / "files"
HEAD = (
    '<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m"><name>M</name>'
)


def architecture(name: str) -> Architecture:
    return read(Source(name, (FILES / name).read_text(encoding="utf-8")))


def of(things: str, relations: str = "") -> Architecture:
    """An architecture in short: ``a:Node b:Device``, and ``a-Flow-b``; a name is the identifier."""
    found = "".join(
        f'<element identifier="{id}" xsi:type="{type}"><name>{id}</name></element>'
        for id, type in (one.split(":") for one in things.split())
    )
    related = "".join(
        f'<relationship identifier="r{number}" source="{source}" target="{target}" xsi:type="{type}"/>'
        for number, (source, type, target) in enumerate(one.split("-") for one in relations.split())
    )
    return read(Source("a.xml", f"{HEAD}<elements>{found}</elements><relationships>{related}</relationships></model>"))


def model(architecture: Architecture) -> Model:
    return draft(architecture, draw(architecture), SourceArtifact("archimate", path="a.xml"))


def arrows(picture: Picture) -> list[tuple[str, str]]:
    return [(arrow.source, arrow.target) for arrow in picture.arrows]


def test_the_first_model_of_an_exchange_file() -> None:
    found = model(architecture("shop.xml"))
    assert {c.id: (c.type, c.boundary, c.stores, c.processes) for c in found.components.values()} == {
        "bank": ("external-entity", "", (), ()),
        "buyer": ("person", "", (), ()),
        "order-desk": ("service", "host-1", (), ("orders",)),
        "orders-database": ("database", "host-1", ("orders",), ()),
        "spare-host": ("virtual-machine", "the-internet", (), ()),
        "web": ("web-app", "rented-cloud", (), ("price-list",)),
    }
    assert {f.id: (f.source, f.target, f.data) for f in found.flows.values()} == {
        "buyer-to-web": ("buyer", "web", ("price-list",)),
        "order-desk-to-orders-database": ("order-desk", "orders-database", ("orders",)),
        "order-desk-to-spare-host": ("order-desk", "spare-host", ()),
        "orders-database-to-order-desk": ("orders-database", "order-desk", ("orders",)),
        "pay-to-bank": ("order-desk", "bank", ()),
        "pay-to-web": ("order-desk", "web", ()),
        "web-to-order-desk": ("web", "order-desk", ("orders",)),
    }
    assert {b.id: (b.trust, b.kind, b.parent) for b in found.boundaries.values()} == {
        "host-1": ("", "host", "rented-cloud"),
        "rented-cloud": ("internal", "", ""),
        "the-internet": ("untrusted", "internet", ""),
    }
    assert {d.id: d.classification for d in found.data.values()} == {
        "orders": "restricted",
        "price-list": "confidential",
    }
    assert (found.id, found.system.name, found.system.ai) == ("flower-shop", "Flower shop", False)


def test_the_first_model_of_an_ai_system() -> None:
    found = model(architecture("assistant.archimate"))
    assert {c.id: (c.type, c.boundary, c.stores) for c in found.components.values()} == {
        "assistant": ("agent", "platform", ()),
        "chat-service": ("service", "", ()),
        "gardener": ("person", "", ()),
        "leaf-recogniser": ("model", "platform", ()),
        "plant-notes-store": ("data-store", "", ("plant-notes",)),
        "plant-vector-store": ("vector-store", "platform", ("plant-notes",)),
    }
    assert found.system.ai
    assert found.components["assistant"].description == "Answers what to plant."
    assert found.flows["chat-service-to-assistant"].data == ("questions",)


def test_what_is_left_out_is_listed_with_the_reason() -> None:
    found = left_out(draw(architecture("shop.xml")).omitted)
    assert [f"left out: {one.what}, from line {one.location.line} on: {one.why}" for one in found] == [
        "left out: Goal 'More flowers', from line 37 on: why things are as they are, not what there is",
        "left out: FutureThing 'What is this', from line 39 on: this type is not known",
        "left out: Triggering, from line 61 on: what starts what is no data",
    ]


def test_a_request_goes_to_what_serves() -> None:
    things = "a:ApplicationComponent b:ApplicationComponent"
    assert arrows(draw(of(things, "a-Serving-b"))) == [("b", "a")]
    assert arrows(draw(of(things, "a-Flow-b"))) == [("a", "b")]


def test_a_stated_flow_stands_for_who_serves_whom() -> None:
    things = "a:ApplicationComponent b:ApplicationComponent"
    assert arrows(draw(of(things, "a-Serving-b b-Flow-a b-Flow-a"))) == [("b", "a"), ("b", "a")]
    assert arrows(draw(of(things, "a-Serving-b a-Serving-b"))) == [("b", "a")]


def test_what_a_component_does_is_one_with_it() -> None:
    things = "a:ApplicationComponent f:ApplicationFunction s:ApplicationService b:ApplicationComponent"
    picture = draw(of(things, "a-Assignment-f f-Realization-s s-Serving-b"))
    assert (arrows(picture), [*picture.boxes]) == ([("b", "a")], ["a", "b"])


def test_what_two_components_do_stands_for_itself() -> None:
    things = "a:ApplicationComponent f:ApplicationFunction b:ApplicationComponent c:ApplicationComponent"
    picture = draw(of(things, "a-Assignment-f b-Assignment-f c-Flow-f"))
    assert (arrows(picture), [*picture.boxes]) == ([("c", "f")], ["a", "f", "b", "c"])


def test_circles_of_parts_end() -> None:
    things = "a:ApplicationFunction b:ApplicationFunction c:ApplicationComponent d:ApplicationComponent"
    picture = draw(of(things, "a-Composition-b b-Composition-a c-Composition-d d-Composition-c c-Flow-a"))
    assert [*picture.boxes] == ["a", "b", "c", "d"]
    assert {zone.parent for zone in picture.zones.values()} <= {"", "c", "d"}
    assert model(of(things, "c-Composition-d d-Composition-c c-Flow-d")).boundaries == {}


def test_a_host_that_is_talked_to_is_a_component_in_its_own_boundary() -> None:
    found = model(
        of("h:Node a:Artifact s:ApplicationComponent c:ApplicationComponent", "h-Assignment-a a-Realization-s c-Flow-h")
    )
    assert {c.id: c.boundary for c in found.components.values()} == {"c": "", "h": "h-zone", "s": "h-zone"}
    assert {b.id: b.kind for b in found.boundaries.values()} == {"h-zone": "host"}


def test_junctions_lead_on_and_a_circle_of_them_ends() -> None:
    things = "a:ApplicationComponent j:OrJunction k:AndJunction b:ApplicationComponent c:ApplicationComponent"
    picture = draw(of(things, "a-Flow-j j-Flow-k k-Flow-j k-Flow-b j-Flow-c"))
    assert arrows(picture) == [("a", "b"), ("a", "c")]


def test_junctions_that_multiply_are_refused() -> None:
    many = 150
    things = " ".join(f"a{n}:ApplicationComponent b{n}:ApplicationComponent" for n in range(many)) + " j:AndJunction"
    relations = " ".join(f"a{n}-Flow-j j-Flow-b{n}" for n in range(many))
    with pytest.raises(InputError, match="more than 20,000 flows, the limit for one file"):
        draw(of(things, relations))


def test_a_long_row_of_junctions_is_refused() -> None:
    things = "a:ApplicationComponent b:ApplicationComponent " + " ".join(f"j{n}:AndJunction" for n in range(60))
    relations = "a-Flow-j0 j59-Flow-b " + " ".join(f"j{n}-Flow-j{n + 1}" for n in range(59))
    with pytest.raises(InputError, match="more junctions behind each other than are followed") as raised:
        draw(of(things, relations))
    assert str(raised.value.at) == "a.xml:1:" + str(raised.value.at).rpartition(":")[2]


def test_zones_around_zones_are_kept_and_circles_are_cut() -> None:
    found = model(
        of(
            "g:Grouping h:Grouping n:Node s:SystemSoftware a:ApplicationComponent",
            "g-Composition-h h-Composition-n n-Composition-s s-Assignment-a",
        )
    )
    assert {b.id: b.parent for b in found.boundaries.values()} == {"g": "", "h": "g", "n": "h"}
    assert {c.id: c.boundary for c in found.components.values()} == {"a": "n", "s": "n"}
    round_ = model(
        of("g:Grouping h:Grouping a:ApplicationComponent", "g-Composition-h h-Composition-g g-Aggregation-a")
    )
    assert {b.id: b.parent for b in round_.boundaries.values()} == {"g": "", "h": ""}
    assert round_.components["a"].boundary == "g"


def test_data_is_a_store_where_two_reach_for_it() -> None:
    things = "a:ApplicationComponent b:ApplicationComponent d:DataObject"
    assert [*draw(of(things, "a-Access-d")).boxes] == ["a", "b"]
    assert [*draw(of(things, "a-Access-d b-Access-d")).boxes] == ["a", "b", "d"]


def test_people_and_processes_are_only_taken_over_where_something_flows() -> None:
    things = "p:BusinessActor q:BusinessActor a:ApplicationComponent"
    assert [*draw(of(things, "a-Serving-p")).boxes] == ["p", "a"]


def test_ids_that_many_would_have_have_the_identifier_behind_them() -> None:
    found = model(of("m:ApplicationComponent"))
    assert (found.id, [*found.components]) == ("m", ["m-m"])


def test_every_mapping_is_of_a_known_type() -> None:
    assert {one.type for one in elements().values() if one.type} <= set(ids("component_types"))
    assert {one.zone for one in elements().values() if one.zone} <= set(ids("boundary_kinds"))
    assert {one.role for one in elements().values()} == {
        "component", "boundary", "data", "artifact", "interface", "junction", "none"
    }  # fmt: skip
    assert {type for one in elements().values() for type in one.one_with} <= relationships().keys()
    assert all(one.why for one in elements().values() if one.role == "none")
    assert (len(elements()), len(relationships())) == (61, 11)
