"""The part of the map around a change."""

from __future__ import annotations

from checker.core.change import Change, FieldChange
from checker.core.location import Ref
from checker.core.model import Component, Flow, Model
from checker.core.neighbourhood import Edge, Node, neighbourhood
from checker.core.system import System

TYPE = (FieldChange("type", "worker", "service"),)


def model(*pairs: tuple[str, str]) -> Model:
    """Components by id, joined by flows named ``source-target``."""
    ids = sorted({end for pair in pairs for end in pair})
    flows = {f"{a}-{b}": Flow(f"{a}-{b}", source=a, target=b) for a, b in pairs}
    return Model(System("s"), {id: Component(id, type="service", boundary="in") for id in ids}, flows)


def test_changed_component_comes_with_what_one_flow_joins_to_it() -> None:
    head = model(("a", "b"), ("b", "c"), ("c", "d"))
    part = neighbourhood(head, head, (Change("modified", Ref("component", "b"), TYPE),))
    assert [(node.id, node.mark) for node in part.nodes] == [("a", ""), ("b", "changed"), ("c", "")]
    assert part.edges == (Edge("a-b", "a", "b", ""), Edge("b-c", "b", "c", ""))
    assert part.left_out == 0


def test_removed_flow_and_component_are_drawn_from_the_base() -> None:
    base, head = model(("a", "b"), ("b", "c")), model(("a", "b"))
    changes = (Change("removed", Ref("component", "c")), Change("removed", Ref("flow", "b-c")))
    part = neighbourhood(base, head, changes)
    assert part.nodes == (Node("b", "service", "in", ""), Node("c", "service", "in", "removed"))
    assert part.edges == (Edge("b-c", "b", "c", "removed"),)


def test_what_only_follows_is_not_drawn() -> None:
    head = model(("a", "b"))
    change = Change("modified", Ref("flow", "a-b"), (FieldChange("crossings", (), ("in",), derived=True),))
    assert neighbourhood(head, head, (change,)).nodes == ()


def test_changed_components_come_first_where_not_all_fit() -> None:
    head = model(*(("hub", f"n{number:02}") for number in range(60)))
    part = neighbourhood(head, head, (Change("added", Ref("component", "hub")),), limit=10)
    assert len(part.nodes) == 10
    assert ("hub", "added") in [(node.id, node.mark) for node in part.nodes]
    assert part.left_out == 51
    assert {edge.source for edge in part.edges} == {"hub"}


def test_flow_to_nowhere_is_left_out() -> None:
    head = model(("a", "b"))
    lost = head._replace(flows={**head.flows, "x": Flow("x", source="a", target="gone")})
    part = neighbourhood(lost, lost, (Change("modified", Ref("component", "a"), TYPE),))
    assert [edge.id for edge in part.edges] == ["a-b"]
