"""What follows from a model."""

from __future__ import annotations

import pytest

from checker.core.errors import InputError
from checker.core.graph import MAX_DEPTH, Graph
from tests.builders import boundary, component, data, flow, graph, model, not_applicable, threat

NEST = (
    boundary("internet", "untrusted"),
    boundary("cloud", "internal"),
    boundary("ml", "restricted", parent="cloud"),
    boundary("gpu", "", parent="ml"),
)


def nested(*elements: object) -> Graph:
    return graph(model(*NEST, *elements))


def test_a_chain_goes_from_the_innermost_boundary_out() -> None:
    joined = nested(component("bot", boundary="gpu"), component("loose"), component("lost", boundary="nowhere"))
    assert joined.chains["bot"] == ("gpu", "ml", "cloud")
    assert joined.chains["gpu"] == ("ml", "cloud")
    assert joined.chains["loose"] == joined.chains["lost"] == joined.chains["cloud"] == ()


def test_members_are_direct_and_sorted() -> None:
    joined = nested(component("z", boundary="cloud"), component("a", boundary="cloud"), component("in", boundary="ml"))
    assert joined.members == {"internet": (), "cloud": ("a", "ml", "z"), "ml": ("gpu", "in"), "gpu": ()}


def test_a_flow_crosses_what_it_leaves_inside_out_then_what_it_enters_outside_in() -> None:
    ends = (
        component("user", boundary="internet"),
        component("bot", boundary="gpu"),
        component("api", boundary="cloud"),
    )
    joined = nested(*ends, flow("ask", "user", "bot"), flow("answer", "bot", "user"), flow("call", "api", "bot"))
    assert joined.crossings["ask"] == ("internet", "cloud", "ml", "gpu")
    assert joined.crossings["answer"] == ("gpu", "ml", "cloud", "internet")
    assert joined.crossings["call"] == ("ml", "gpu")


@pytest.mark.parametrize("ends", [("api", "api2"), ("api", "nobody"), ("nobody", "api"), ("loose", "loose2")])
def test_a_flow_within_a_boundary_or_with_a_lost_end_crosses_nothing(ends: tuple[str, str]) -> None:
    places = {"api": "cloud", "api2": "cloud", "loose": "", "loose2": ""}
    parts = [component(id, boundary=place) for id, place in places.items()]
    assert nested(*parts, flow("call", *ends)).crossings == {"call": ()}


def test_a_component_in_no_boundary_is_outside_of_every_one() -> None:
    joined = nested(component("loose"), component("api", boundary="cloud"), flow("call", "loose", "api"))
    assert joined.crossings["call"] == ("cloud",)


def test_a_bidirectional_flow_is_in_and_out_at_both_ends() -> None:
    joined = nested(component("a"), component("b"), flow("talk", "a", "b", bidirectional=True), flow("send", "a", "b"))
    assert joined.flows_in == {"a": ("talk",), "b": ("send", "talk")}
    assert joined.flows_out == {"a": ("send", "talk"), "b": ("talk",)}


def test_exposure_is_direct_one_flow_away_and_indirect_beyond() -> None:
    parts = [component("user", boundary="internet"), *(component(id, boundary="cloud") for id in "abcd")]
    flows = [flow("1", "user", "a"), flow("2", "a", "b"), flow("3", "b", "c"), flow("4", "d", "c")]
    assert nested(*parts, *flows).exposure == {
        "user": "direct",
        "a": "direct",
        "b": "indirect",
        "c": "indirect",
        "d": "none",
    }


def test_a_flow_only_to_the_outside_does_not_expose_unless_it_goes_both_ways() -> None:
    parts = (component("user", boundary="internet"), component("a", boundary="cloud"))
    assert nested(*parts, flow("out", "a", "user")).exposure["a"] == "none"
    assert nested(*parts, flow("out", "a", "user", bidirectional=True)).exposure["a"] == "direct"


def test_trust_is_that_of_the_nearest_boundary_that_states_one() -> None:
    joined = nested(component("bot", boundary="gpu"), component("loose"))
    assert joined.trust == {
        "internet": "untrusted",
        "cloud": "internal",
        "ml": "restricted",
        "gpu": "restricted",
        "bot": "restricted",
        "loose": "",
    }


def test_a_component_handles_what_it_keeps_and_what_flows_through_it() -> None:
    parts = (data("low", "public"), data("mid", "internal"), data("top", "restricted"), component("c", stores=["mid"]))
    assert nested(*parts, component("d")).classification == {"c": "internal", "d": ""}
    joined = nested(*parts, component("d"), flow("f", "c", "d", data=["low", "top", "lost"]), flow("g", "d", "c"))
    assert joined.classification == {"c": "restricted", "d": "restricted", "f": "restricted", "g": ""}


def test_an_unknown_classification_is_below_every_known_one_and_ties_are_the_same_every_time() -> None:
    parts = (data("a", "zeta"), data("b", "alpha"), data("c", "public"))
    assert nested(*parts, component("x", stores=["a", "b"])).classification["x"] == "zeta"
    assert nested(*parts, component("x", stores=["a", "b", "c"])).classification["x"] == "public"


def test_threats_and_answers_are_found_by_element() -> None:
    answers = (not_applicable("web", ["stride:R"], id="0"), not_applicable(["web", "db"], ["stride:D"], id="1"))
    joined = graph(model(component("web"), threat("b", "web"), threat("a", ["web", "lost"]), *answers))
    assert joined.threats == {"web": ("a", "b"), "lost": ("a",)}
    assert joined.answers == {"web": (0, 1), "db": (1,)}


def test_a_cycle_of_parents_is_cut_where_it_closes() -> None:
    joined = graph(model(boundary("a", parent="b"), boundary("b", parent="a"), component("c", boundary="a")))
    assert joined.chains == {"c": ("a", "b"), "a": ("b",), "b": ("a",)}


def test_a_boundary_that_is_its_own_parent_has_none() -> None:
    assert graph(model(boundary("a", parent="a"))).chains == {"a": ()}


def nest(depth: int) -> list[object]:
    return [boundary(f"b{n}", parent=f"b{n - 1}" if n else "") for n in range(depth)]


def test_boundaries_may_be_nested_a_hundred_deep_and_no_deeper() -> None:
    assert len(graph(model(*nest(MAX_DEPTH))).chains[f"b{MAX_DEPTH - 1}"]) == MAX_DEPTH - 1
    with pytest.raises(InputError, match="'b100' is nested deeper than 100 boundaries"):
        graph(model(*nest(MAX_DEPTH + 1)))


def test_a_flow_crosses_the_boundaries_without_an_inside_that_it_states() -> None:
    stated = (("crosses", "cloud, wall, nowhere"),)
    parts = (component("api", boundary="cloud"), component("user"), boundary("wall", ""))
    joined = nested(
        *parts, flow("call", "user", "api", properties=stated), flow("lost", "user", "x", properties=stated)
    )
    assert joined.crossings == {"call": ("cloud", "wall"), "lost": ()}
