"""LINDDUN: the tables of the method, and which privacy threats a model has answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.core.assessment import Part
from checker.core.graph import build_graph
from checker.methods.elements import Elements
from checker.methods.linddun import POSITIONS, assess, cells, misplaced
from tests.inputs.reading import HEAD, model, read, said

EXTERNAL, PROCESS, STORE = "external-entity", "process", "data-store"
VALID = ((PROCESS, PROCESS), (PROCESS, STORE), (PROCESS, EXTERNAL), (STORE, PROCESS), (EXTERNAL, PROCESS))
EVERYWHERE = ("L", "I", "Nr", "DD")


def parts(text: str) -> dict[str, Part]:
    of = model(HEAD + text)
    return {part.id: part for part in assess(Elements(of, build_graph(of)))}


# the tables


@pytest.mark.parametrize("ends", VALID)
def test_the_table_of_the_website(ends: tuple[str, str]) -> None:
    expected = {(position, type) for position in POSITIONS for type in EVERYWHERE}
    expected |= {("source", "D"), ("flow", "D"), ("source", "U"), ("destination", "U"), ("destination", "Nc")}
    expected |= {("source", "Nc")} if ends[0] != EXTERNAL else set()
    assert set(cells("pro", *ends)) == expected


@pytest.mark.parametrize("ends", VALID)
def test_the_table_of_the_tutorial_has_every_cell(ends: tuple[str, str]) -> None:
    types = (*EVERYWHERE, "D", "U", "Nc")
    assert set(cells("pro-tutorial", *ends)) == {(position, type) for position in POSITIONS for type in types}


@pytest.mark.parametrize("ends", [(STORE, STORE), (EXTERNAL, EXTERNAL), (EXTERNAL, STORE), (STORE, EXTERNAL)])
def test_an_interaction_without_a_process_is_none(ends: tuple[str, str]) -> None:
    assert cells("pro", *ends) == cells("pro-tutorial", *ends) == ()


def test_the_reference_says_the_same(corpus: Path) -> None:
    reference = corpus.parent / "reference" / "knowledge" / "linddun.json"
    if not reference.is_file():
        pytest.skip("the reference is not there")
    for row in json.loads(reference.read_text(encoding="utf-8"))["pro_interactions"]:
        ends = (row["source"].replace("_", "-"), row["target"].replace("_", "-"))
        asked = {(position, type) for type, positions in row["applies_at"].items() for position in positions}
        assert set(cells("pro", *ends)) == asked


# a model

SHOP = """\
data: {name: {classification: confidential, personal: true}, price: {classification: public}}
components:
  user: {type: person}
  web: {type: web-app, processes: [price]}
  db: {type: database}
  till: {type: service, stores: [name]}
flows:
  ask: {from: user, to: web, data: [name]}
  show: {from: web, to: db, data: [price]}
"""


def test_without_personal_data_nothing_is_asked() -> None:
    found = parts("components: {web: {type: web-app}}\n")
    assert {id: (part.done, part.of, part.complete) for id, part in found.items()} == dict.fromkeys(
        ("pro", "pro-tutorial", "go", "element"), (0, 0, True)
    )
    assert found["pro"].note == "no data says 'personal: true'"


def test_triples_without_any_threat() -> None:
    pro = parts(SHOP)["pro"]
    assert (pro.done, pro.of) == (0, 17)
    assert [(str(gap.at), gap.what, gap.items) for gap in pro.gaps] == [
        ("flow/ask", "L I Nr D DD U at the source, L I Nr D DD at the flow, L I Nr DD U Nc at the destination", 17)
    ]
    assert parts(SHOP)["pro-tutorial"].of == 21


def test_a_threat_answers_where_it_is() -> None:
    text = f"""{SHOP}threats:
  at-user: {{title: a, on: [user], refs: ["linddun:L.1.1"]}}
  on-way: {{title: b, on: [ask], refs: ["linddun:L", "linddun:U"]}}
  at-web: {{title: c, on: [ask], refs: ["linddun:DD4"], position: destination}}
not_applicable: [{{on: [ask], refs: ["linddun:D"], reason: Everybody knows}}]
"""
    pro = parts(text)["pro"]
    assert [(answer.what, answer.by) for answer in pro.answers] == [
        ("L at the source", "threat 'at-user'"),
        ("D at the source", "not_applicable/0"),
        ("L at the flow", "threat 'on-way'"),
        ("D at the flow", "not_applicable/0"),
        ("DD at the destination", "threat 'at-web'"),
    ]
    assert (pro.done, pro.of) == (5, 17)


def test_cards_are_drawn_where_a_threat_cites_them() -> None:
    go = parts(f"{SHOP}threats: {{t: {{title: t, on: [shop], refs: ['linddun:DD4', 'linddun:L']}}}}\n")["go"]
    assert (go.done, go.of) == (1, 33)
    assert [answer.what for answer in go.answers] == ["DD4"]
    assert "L1 Linked user requests" in [gap.what for gap in go.gaps]


def test_the_table_of_2011_asks_only_where_personal_data_is() -> None:
    element = parts(SHOP)["element"]
    assert {str(gap.at): gap.what for gap in element.gaps} == {
        "component/till": "L I Nr D DD Nc",
        "component/user": "L I U",
        "component/web": "L I Nr D DD Nc",
        "flow/ask": "L I Nr D DD Nc",
    }


# positions and letters


@pytest.mark.parametrize(
    ("threat", "why"),
    [
        ("on: [ask], refs: ['linddun:DD'], position: destination", ""),
        ("on: [ask], refs: ['linddun:DD', 'linddun:D'], position: destination", ""),
        ("on: [ask], refs: ['linddun:D.1'], position: destination", "D is not asked at the destination"),
        ("on: [ask], refs: ['linddun:Nc'], position: source", "Nc is not asked at the source"),
        ("on: [user], refs: ['linddun:DD'], position: source", "it is on no flow"),
        ("on: [ask], refs: ['stride:I'], position: source", "it cites no type of LINDDUN"),
        (
            "on: [dump], refs: ['linddun:L'], position: flow",
            "does not ask about a flow from a data store to an external",
        ),
    ],
)
def test_a_position_that_the_table_does_not_have(threat: str, why: str) -> None:
    text = f"{HEAD}{SHOP}  dump: {{from: db, to: user, data: [name]}}\nthreats: {{t: {{title: t, {threat}}}}}\n"
    of = model(text)
    found = misplaced(Elements(of, build_graph(of)), of.threats["t"])
    assert why in found
    assert bool(found) == bool(why)


def test_by_the_tutorial_every_position_is_one() -> None:
    text = f"{HEAD}methods: {{linddun: pro-tutorial}}\n{SHOP}"
    of = model(f"{text}threats: {{t: {{title: t, on: [ask], refs: ['linddun:D'], position: destination}}}}\n")
    assert misplaced(Elements(of, build_graph(of)), of.threats["t"]) == ""


def test_the_bare_letter_that_has_meant_two_types_is_refused() -> None:
    parsed = read(
        f"{HEAD}taxonomies: {{linddun: v241203}}\nthreats: {{t: {{title: t, on: [shop], refs: ['linddun:N']}}}}\n"
    )
    assert said(parsed) == [("model/ambiguous-reference", "threatmodel.yaml:4:44", "threat/t#refs")]
