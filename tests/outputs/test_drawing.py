"""A whole model as a Mermaid diagram: every element in its place, and no word of the model outside of a label."""

from __future__ import annotations

from checker.core.graph import build_graph
from checker.core.model import Boundary, Component, Flow, Model
from checker.core.system import System
from checker.outputs.drawing import lines

MODEL = Model(
    System("shop"),
    {
        "buyer": Component("buyer", type="person", boundary="street"),
        "web": Component("web", name="Shop window", type="web-app", boundary="hall"),
        "orders": Component("orders", type="database", boundary="cellar", out_of_scope="Another team's"),
        "clock": Component("clock"),
    },
    {
        "buy": Flow("buy", source="buyer", target="web", protocol="https", content="untrusted"),
        "talk": Flow("talk", source="web", target="buyer", bidirectional=True, content="untrusted"),
        "save": Flow("save", name="Save it", source="web", target="orders"),
        "sync": Flow("sync", source="web", target="clock", bidirectional=True, protocol="ntp"),
        "gone": Flow("gone", source="web", target="nowhere"),
    },
    {
        "street": Boundary("street", trust="untrusted", kind="internet"),
        "house": Boundary("house", name="The house", trust="internal"),
        "hall": Boundary("hall", parent="house"),
        "cellar": Boundary("cellar", parent="house", trust="partner"),
    },
)


def drawn(model: Model) -> list[str]:
    return list(lines(model, build_graph(model)))


def test_each_element_stands_in_its_boundary_in_the_shape_of_its_kind() -> None:
    assert drawn(MODEL)[:-3] == [
        "flowchart LR",
        '  subgraph b0["street #40;untrusted, internet#41;"]',
        '    n0["buyer, person"]',
        "  end",
        "  class b0 untrusted",
        '  subgraph b1["The house #40;internal#41;"]',
        '    subgraph b2["cellar #40;partner#41;"]',
        '      n2[("orders, database")]:::outside',
        "    end",
        "    class b2 partner",
        '    subgraph b3["hall"]',
        '      n1("Shop window, web-app")',
        "    end",
        "  end",
        '  n3["clock"]',
        '  n0 ==>|"buy#58; https"| n1',
        '  n1 <==>|"talk"| n0',
        '  n1 -->|"Save it"| n2',
        '  n1 <-->|"sync#58; ntp"| n3',
    ]


def test_words_of_a_model_stay_in_their_label() -> None:
    hostile = '"]\nclick n0 "javascript:alert(1)" \u202e%%{init: {}}%%'
    model = Model(
        System("shop"),
        {"a": Component("a", name=hostile, type=hostile, boundary="b")},
        {"f": Flow("f", name=hostile, source="a", target="a", protocol=hostile)},
        {"b": Boundary("b", name=hostile, kind=hostile)},
    )
    found = drawn(model)
    assert len(found) == 1 + 3 + 1 + 3
    for line in found[1:5]:
        assert line.count('"') in (0, 2), line
        assert not {"\n", "\u202e", "%"} & set(line), line


def test_boundaries_in_a_circle_are_each_drawn_once() -> None:
    model = Model(
        System("shop"),
        {"a": Component("a", boundary="x")},
        {},
        {"x": Boundary("x", parent="y"), "y": Boundary("y", parent="x"), "z": Boundary("z")},
    )
    found = drawn(model)
    assert sum('"a"' in line for line in found) == 1
    assert sum("subgraph" in line for line in found) == 3
