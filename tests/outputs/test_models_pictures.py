"""Models as pictures for other tools: elements in their places, words in quotes, and what is not drawn is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.core.graph import build_graph
from checker.core.model import Boundary, Component, Flow, Model
from checker.core.system import System
from checker.outputs.drawing import lines
from checker.outputs.models import dot, mermaid
from tests.outputs.test_drawing import MODEL


def test_dot() -> None:
    written = dot.write(MODEL)
    assert written.text.splitlines() == [
        'digraph "shop" {',
        "  graph [rankdir=LR, labelloc=t, labeljust=l, fontname=Helvetica];",
        "  node [shape=box, fontname=Helvetica];",
        "  edge [fontname=Helvetica, fontsize=10];",
        '  label="shop";',
        '  subgraph "cluster_street" {',
        '    label="street (untrusted, internet)";',
        "    style=dashed; color=firebrick;",
        '    "buyer" [label="buyer, person", shape=box];',
        "  }",
        '  subgraph "cluster_house" {',
        '    label="The house (internal)";',
        "    style=solid;",
        '    subgraph "cluster_cellar" {',
        '      label="cellar (partner)";',
        "      style=dashed; color=darkgoldenrod;",
        '      "orders" [label="orders, database", shape=cylinder, style=dashed];',
        "    }",
        '    subgraph "cluster_hall" {',
        '      label="hall";',
        "      style=solid;",
        '      "web" [label="Shop window, web-app", shape=ellipse];',
        "    }",
        "  }",
        '  "clock" [label="clock"];',
        '  "buyer" -> "web" [label="buy: https", style=bold];',
        '  "web" -> "buyer" [label="talk", dir=both, style=bold];',
        '  "web" -> "orders" [label="Save it"];',
        '  "web" -> "clock" [label="sync: ntp", dir=both];',
        "}",
    ]
    assert written.losses == ("component out_of_scope: 'orders'", "flow to or from nothing in the model: 'gone'")


def test_mermaid() -> None:
    written = mermaid.write(MODEL)
    assert written.text == "".join(f"{line}\n" for line in lines(MODEL, build_graph(MODEL)))
    assert written.losses == dot.write(MODEL).losses


def test_mermaid_tells_what_it_cuts() -> None:
    model = Model(System("shop", name="Shop"), {"web": Component("web", name="x" * 81)})
    assert mermaid.write(model).losses == (
        "system name: 'shop'",
        "the end of a label of more than 80 characters: 'web'",
    )
    assert dot.write(model).losses == ()
    assert "x" * 81 in dot.write(model).text


_QUOTED = r'"(?:[^"\\]|\\.)*"'
_WORD = "[A-Za-z]+"
_ATTRIBUTE = f"{_WORD}=(?:{_QUOTED}|[A-Za-z]+|[0-9]+)"
_STATEMENT = re.compile(
    rf" *(?:subgraph {_QUOTED} {{|}}|{_ATTRIBUTE};(?: {_ATTRIBUTE};)?|(?:graph|node|edge|{_QUOTED}(?: -> {_QUOTED})?)"
    rf" \[{_ATTRIBUTE}(?:, {_ATTRIBUTE})*\];)"
)


@given(st.lists(st.text(), min_size=2, max_size=3, unique=True))
def test_no_word_of_the_model_stands_outside_of_quotes(words: list[str]) -> None:
    one, other = words[:2]
    model = Model(
        System(one, name=other),
        {id: Component(id, name=words[-1], boundary=other) for id in words},
        {"f": Flow("f", name=one, source=one, target=other, protocol=other)},
        {other: Boundary(other, name=one, kind=one)},
    )
    first, *inner, last = dot.write(model).text.split("\n")[:-1]
    assert re.fullmatch(rf"digraph {_QUOTED} {{", first)
    assert last == "}"
    for line in inner:
        assert _STATEMENT.fullmatch(line), line
    nodes = {found[1] for line in inner if (found := re.match(rf" *({_QUOTED}) \[", line))}
    assert len(nodes) == len(words)


@pytest.mark.parametrize("id", ["a\\", 'a"', "a\n", "\\N", '"];}', "node", "graph", "::x", "##[x"])
def test_odd_ids(id: str) -> None:
    model = Model(System("s"), {id: Component(id)}, {"f": Flow("f", source=id, target=id)})
    for line in dot.write(model).text.splitlines()[1:-1]:
        assert _STATEMENT.fullmatch(line), line
    assert "\\N" not in dot.write(Model(System("s"), {"n": Component("n", name="\\N")})).text.replace("\\\\N", "")
