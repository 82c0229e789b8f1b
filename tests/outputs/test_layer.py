"""The layer of the ATLAS Navigator: which techniques, in which colours, with which words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from checker.knowledge.lookup import library
from checker.outputs.layer import STATES, layer
from tests.command import inside
from tests.inputs.reading import HEAD, model

PLAIN = "threats: {t: {title: t, on: [shop], status: STATUS, refs: [atlas:AML.T0010]}}\n"


def made(text: str, edition: str = "") -> dict[str, Any]:
    held = library("atlas", edition)
    assert held is not None
    return layer(model(HEAD + text), held)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("identified", "open"),
        ("accepted", "carried"),
        ("transferred", "carried"),
        ("mitigated", "answered"),
        ("avoided", "answered"),
        ("not-applicable", "not applicable"),
    ],
)
def test_the_colour_is_that_of_the_decision(status: str, state: str) -> None:
    (technique,) = made(PLAIN.replace("STATUS", status))["techniques"]
    assert technique == {"techniqueID": "AML.T0010", "color": STATES[state], "comment": f"threat t ({status}): t"}


def test_what_is_open_counts_first_and_all_is_told() -> None:
    text = (
        "threats:\n"
        "  a: {title: A, on: [shop], status: mitigated, refs: [atlas:AML.T0051.001]}\n"
        "  b: {title: B, on: [shop], refs: [atlas:AML.T0051.001, atlas:AML.TA0005, atlas:AML.M0015, stride:T]}\n"
        "not_applicable: [{on: [shop], refs: [atlas:AML.T0051.001, atlas:AML.T0012], reason: no accounts}]\n"
        "attack_trees: {x: {goal: G, refs: [atlas:AML.T0012], or: [{leaf: l, refs: [atlas:AML.T0020]}]}}\n"
    )
    found = made(text)
    assert found["techniques"] == [
        {
            "techniqueID": "AML.T0012",
            "color": STATES["in a tree"],
            "comment": "not applicable: no accounts; attack tree x: G",
        },
        {"techniqueID": "AML.T0020", "color": STATES["in a tree"], "comment": "attack tree x: G"},
        {"techniqueID": "AML.T0051", "showSubtechniques": True},
        {
            "techniqueID": "AML.T0051.001",
            "color": STATES["open"],
            "comment": "threat a (mitigated): A; threat b (identified): B; not applicable: no accounts",
        },
    ]
    assert [item["color"] for item in found["legendItems"]] == [STATES["open"], STATES["in a tree"]]


def test_the_layer_says_its_format_and_the_edition_of_atlas() -> None:
    found = made(PLAIN.replace("STATUS", "accepted"))
    assert (found["versions"], found["domain"]) == ({"layer": "4.3", "navigator": "4.6.4"}, "atlas-atlas")
    assert found["metadata"] == [{"name": "atlas_data_version", "value": "5.6.0"}]
    assert found["name"] == "shop"


def test_a_model_without_atlas_makes_an_empty_layer() -> None:
    found = made("")
    assert (found["techniques"], found["legendItems"]) == ([], [])


def test_a_retired_technique_is_shown_as_its_heirs() -> None:
    held = library("atlas", "2026.09")
    assert held is not None
    retired = next(one for one in held.entries.values() if one.retired and one.replaced_by)
    text = PLAIN.replace("STATUS", "identified").replace("AML.T0010", retired.id)
    ids = [one["techniqueID"] for one in made(text, "2026.09")["techniques"] if "color" in one]
    assert ids == sorted(retired.replaced_by)


def test_every_technique_of_the_matrix_can_be_shown() -> None:
    held = library("atlas")
    assert held is not None
    ids = [one.id for kind in ("technique", "sub-technique") for one in held.of_kind(kind)]
    refs = ", ".join(f"atlas:{id}" for id in ids[:100])
    found = made(f"threats: {{t: {{title: t, on: [shop], refs: [{refs}]}}}}\n")
    assert {one["techniqueID"] for one in found["techniques"] if "color" in one} == set(ids[:100])


# the command


def test_the_command_prints_the_layer_of_the_one_model_here(tmp_path: Path) -> None:
    text = HEAD + 'taxonomies: {atlas: "2026.09"}\n' + PLAIN.replace("STATUS", "identified")
    (tmp_path / "threatmodel.yaml").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "knowledge", "layer")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["metadata"] == [{"name": "atlas_data_version", "value": "2026.09"}]


def test_several_models_need_a_name_and_an_edition_has_to_be_here(tmp_path: Path) -> None:
    for name, pin in (("a", "5.6.0"), ("b", "9.9")):
        text = f'threatgate: 1\nsystem: {{id: {name}}}\ntaxonomies: {{atlas: "{pin}"}}\n'
        (tmp_path / f"{name}.threatmodel.yaml").write_text(text, encoding="utf-8")
    done = inside(tmp_path, "knowledge", "layer")
    assert done.code == 2
    assert "threatgate knowledge layer FILE; there is a.threatmodel.yaml or b.threatmodel.yaml" in done.err
    assert inside(tmp_path, "knowledge", "layer", "a.threatmodel.yaml").code == 0
    done = inside(tmp_path, "knowledge", "layer", "b.threatmodel.yaml")
    assert done.code == 2
    assert "edition '9.9' of atlas is not here" in done.err
