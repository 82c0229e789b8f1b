"""Models written as CycloneDX 2.0: what is read back, what is lost, and that the schemas of the draft accept it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from checker import inputs
from checker.core.attack_tree import Gate, Leaf
from checker.core.errors import InputError
from checker.core.model import (
    Acceptance,
    AttackTree,
    Boundary,
    Component,
    Control,
    Data,
    Flow,
    Model,
    NotApplicable,
    Review,
    Threat,
)
from checker.core.source import Parsed, Source
from checker.core.system import PriorArt, System
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.outputs.models import writer_of
from checker.outputs.models.cyclonedx import write
from tests.inputs.reading import model as read_model
from tests.inputs.reading import only, read
from tests.own_models import NATIVE, ROOT, model_of, name_of


def _again(text: str) -> Parsed:
    def nothing(name: str) -> Document:
        raise InputError(f"there is no file {name}")

    return inputs.parse(parse(Source("threats.cdx.json", text)), nothing, lambda name: False)


def test_another_model_has_another_serial_number() -> None:
    model = model_of(ROOT / "tests/models/clinic.yaml")
    other = model._replace(system=model.system._replace(name="Another"))
    assert len({json.loads(write(one).text)["serialNumber"] for one in (model, model, other)}) == 2


def test_ids_that_two_kinds_share_are_told_apart_and_come_back() -> None:
    leaf = Leaf("x", "Step")
    model = Model(
        System("x.y", name="X"),
        components={"x": Component("x", type="service")},
        threats={"x": Threat("x", "T", on=("x", "x.y"), controls=("x",))},
        controls={"x": Control("x", "C")},
        attack_trees={"x": AttackTree("x", "G", root=Gate("or", (leaf,)))},
    )
    text = write(model).text
    document = json.loads(text)
    assert [one["bom-ref"] for one in document["threats"]["threats"]] == ["threat:x"]
    assert [one["bom-ref"] for one in document["controls"]] == ["control:x"]
    assert document["threats"]["attackTrees"][0]["bom-ref"] == "attack_tree:x"
    again = _again(text).snapshot
    assert again
    assert again.model == model


EVERYTHING = Model(
    System(
        "s", "S", "D", tags=("t",), owner="O", criticality="low", conditions=(("agentic", True), ("predictive", False))
    ),
    boundaries={"b": Boundary("b", "B", "D", ("t",), "old", "partner", "cluster"), "c": Boundary("c", parent="b")},
    data={"d": Data("d", "D", "E", ("t",), "old", "restricted", "sensitive", "critical", "a year")},
    components={
        "p": Component("p", "P", type="person", boundary="b", owner="O", technology="T", authority=("a",), was="q"),
        "q": Component("q", type="ci-pipeline", stores=("d",), processes=("d",), tenancy="multi", encryption="disk"),
        "r": Component(
            "r", "R", "D", ("t",), type="secrets-vault", out_of_scope="why", conditions=(("agentic", True),)
        ),
    },
    flows={
        "f": Flow(
            "f", "F", "D", ("t",), "old", "p", "q", ("d",), "carrier-pigeon", "smile", "none", "vendor", True, "trusted"
        ),
        "g": Flow("g", source="q", target="r", authentication="ssh-key", authorization="rbac", encryption="tls-legacy"),
    },
    threats={
        "t1": Threat("t1", "T", on=("s",), status="avoided", rationale="R", ticket="X-1", position="flow"),
        "t2": Threat("t2", "T", on=("d",), status="transferred", owner="O", rationale="R", tags=("a",)),
        "t3": Threat("t3", "T", on=("f",), status="accepted", accepted=Acceptance("A", "2027-01-01"), was="t0"),
        "t4": Threat(
            "t4", "T", on=("b",), status="not-applicable", rationale="R", cause=(("entity", "ai"), ("intent", "other"))
        ),
        "t5": Threat("t5", "T", on=("p",), refs=("capec:CAPEC-1", "cwe:CWE-0079", "linddun:Nr", "stride:tampering")),
        "t6": Threat("t6", "T", on=("p",), risk=(("cvss", (("vector", "CVSS:3.1/AV:N"),)), ("severity", "elevated"))),
        "t7": Threat(
            "t7",
            "T",
            on=("p",),
            risk=(("dread", (("damage", 3), ("raters", (("kim", (("damage", 2),)),)))), ("impact", "very-high")),
        ),
    },
    controls={
        "k": Control(
            "k", "K", "D", ("t",), "old", "some", "modelling", "retired", ("e",), "2027-01-01", ("cwe:CWE-1",), "O"
        )
    },
    attack_trees={
        "a": AttackTree(
            "a",
            "G",
            "D",
            ("t",),
            "old",
            ("p",),
            ("stride:S",),
            "independent",
            Gate(
                "sand",
                (
                    Gate("and", (Leaf("one", cost=1.5, time=2, skill=2.5), Leaf("two", skill=5)), "Both", "D", ("k",)),
                    Leaf(
                        "three",
                        "Three",
                        "D",
                        ("q",),
                        ("t1",),
                        ("k",),
                        ("attack:T1566", "cwe:CWE-1"),
                        probability=0.5,
                        difficulty=1,
                    ),
                ),
            ),
        )
    },
)


def test_every_field_of_every_kind_comes_back() -> None:
    written = write(EVERYTHING)
    again = _again(written.text)
    assert again.snapshot
    assert not written.losses
    for kind in ("system", "component", "flow", "boundary", "data", "threat", "control", "attack_tree"):
        assert again.snapshot.model.elements(kind) == EVERYTHING.elements(kind), kind


def test_what_is_lost_is_listed() -> None:
    model = Model(
        System("s", prior_art=(PriorArt("P"),)),
        components={"c": Component("c", type="service", runs_on="m")},
        reviews=(Review("0", by="zoe", on="2026-11-01"),),
        not_applicable=(NotApplicable("0", ("Odd Name",), ("stride:S",), "why"),),
        derives_threats=True,
    )
    written = write(model)
    assert [loss.partition(":")[0] for loss in written.losses] == [
        "review",
        "threats that the tool of the format derives by itself",
        "not applicable",
    ]
    assert "Odd Name" in written.losses[2]
    again = _again(written.text)
    assert again.snapshot
    assert not again.findings
    assert again.snapshot.model == model._replace(reviews=(), not_applicable=(), derives_threats=False)
    assert writer_of("cyclonedx").NAME == "cyclonedx"


@pytest.mark.parametrize(
    ("section", "text", "message"),
    [
        ("objectives", "[", "this is no 'objectives' of the native format: it is no JSON"),
        ("objectives", '{"a": {}}', "this is no 'objectives' of the native format: 'text' is missing in objective 'a'"),
        ("include", '["x"]', "this is no 'include' of the native format: there is no such section, or it is none"),
    ],
)
def test_a_section_that_is_none_is_said_at_its_property(section: str, text: str, message: str) -> None:
    document = json.loads(write(EVERYTHING).text)
    document["blueprints"][0]["properties"] = [{"name": f"threatgate:native.{section}", "value": text}]
    lines = json.dumps(document, indent=1).splitlines()
    finding = only(_again("\n".join(lines)))
    assert finding.message.startswith(message)
    assert finding.location.line == lines.index(f'     "value": {json.dumps(text)}') + 1


def test_what_the_draft_insists_on_is_told() -> None:
    model = Model(System("s"), components={"c": Component("c", type="person"), "d": Component("d", owner="O")})
    assert write(model).assumed == (
        "the model is a data flow diagram (modelTypes), and every flow one of data (type)",
        "owners and those who accept are organizations: a model says a name, not who that is",
        "people have the role end-user: 'c'",
        "components without a type are processes: 'd'",
    )


def test_names_that_are_ids_and_acceptances_by_nobody_come_back() -> None:
    model = Model(
        System("s", name="s"),
        components={"c": Component("c", name="c", type="person"), "d": Component("d", type="service")},
        threats={"t": Threat("t", "T", on=("c",), status="accepted", owner="O")},
    )
    again = _again(write(model).text)
    assert again.snapshot
    assert again.snapshot.model == model


def test_facts_of_another_format_stay_under_their_names() -> None:
    text = (ROOT / "tests/inputs/cyclonedx/parcels.json").read_text(encoding="utf-8")
    before = read_model(text, "parcels.json")
    again = _again(write(before).text)
    assert again.snapshot
    for kind in ("boundary", "data", "component", "flow", "threat", "control", "attack_tree"):
        assert again.snapshot.model.elements(kind) == before.elements(kind), kind


# What follows stands for the parts of the draft that the three schemas refer to and that are not beside them. Only the
# shapes that are written here are in it, as the draft has them: names and types, and what has to be there.
_NAMED = {"type": "object", "required": ["name"], "additionalProperties": False}
_TEXT = {"type": "string", "minLength": 1}
_PROPERTY = {**_NAMED, "properties": {"name": {"type": "string"}, "value": {"type": "string"}}}
_CUSTOM = {**_NAMED, "properties": {"name": _TEXT, "description": {"type": "string"}}}
_CONTROL_STATUS = (
    *("recommended", "proposed", "approved", "rejected", "planned", "in-progress", "implemented", "verified"),
    "decommissioned",
)
_LEVEL = {"enum": ["public", "internal", "confidential", "restricted"]}
_PARTY = {
    "type": "object",
    "required": ["roles"],
    "additionalProperties": False,
    "properties": {
        "roles": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["role"]}},
        "organization": {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": False},
        "persona": {"type": "object", "properties": {"archetype": _CUSTOM}, "additionalProperties": False},
    },
    "oneOf": [{"required": ["organization"]}, {"required": ["persona"]}],
}
_STUBS: dict[str, dict[str, Any]] = {
    "common": {
        "refType": _TEXT,
        "refLinkType": _TEXT,
        "properties": {"type": "array", "items": _PROPERTY},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "party": {"partyChoice": {"oneOf": [_PARTY, _TEXT]}},
    "data": {
        "dataClassification": _LEVEL,
        "dataObject": {
            **_NAMED,
            "properties": {
                "name": {"type": "string"},
                "classification": _LEVEL,
                "categories": {"type": "array", "items": {"enum": ["pii", "phi", "biometric", "genetic"]}},
                "properties": {"type": "array", "items": _PROPERTY},
            },
        },
    },
    "weakness": {
        "weaknesses": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["cweId"],
                "properties": {"cweId": {"type": "integer", "minimum": 1}},
                "additionalProperties": False,
            },
        }
    },
    "control": {"implementationStatus": {"oneOf": [{"enum": [*_CONTROL_STATUS]}, _CUSTOM]}},
}
_HOME = "https://cyclonedx.org/schema/2.0/model"


def _stub(name: str) -> Resource[Any]:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": _STUBS[name]}
    return Resource.from_contents(schema)


def _referred(value: Any) -> set[str]:
    """Every schema that a value refers to, by its short name."""
    if isinstance(value, list):
        return {name for one in value for name in _referred(one)}
    if not isinstance(value, dict):
        return set()
    ref = value.get("$ref", "")
    own = (
        {ref.split("-2.0")[0].removeprefix("cyclonedx-")}
        if isinstance(ref, str) and ref.startswith("cyclonedx-")
        else set()
    )
    return own | _referred([*value.values()])


@pytest.mark.corpus
@pytest.mark.parametrize("path", NATIVE, ids=name_of)
def test_what_is_written_is_as_the_schemas_of_the_draft_want_it(path: Path, corpus: Path) -> None:
    """The three schemas are parts of a document: each judges its section. ``$ref`` to one that is not here meets a
    stand-in above; a part that has none must not be reached."""
    parts = {
        name: json.loads((corpus / f"oracles/schemas/cyclonedx-{name}-2.0.schema.json").read_text(encoding="utf-8"))
        for name in ("blueprint", "threat", "risk")
    }
    registry: Registry[Any] = Registry().with_resources(
        [
            *(
                (f"{_HOME}/cyclonedx-{name}-2.0.schema.json", Resource.from_contents(schema))
                for name, schema in parts.items()
            ),
            *((f"{_HOME}/cyclonedx-{name}-2.0.schema.json", _stub(name)) for name in _STUBS),
        ]
    )
    assert _referred([*parts.values()]) - parts.keys() - _STUBS.keys() == {"behavior", "usecase"}
    document = json.loads(write(model_of(path)).text)
    judged = {"blueprints": "blueprint", "threats": "threat", "risks": "risk"}
    for section, name in judged.items():
        if section in document:
            schema = {"$ref": f"{_HOME}/cyclonedx-{name}-2.0.schema.json#/$defs/{section}"}
            errors = [*Draft202012Validator(schema, registry=registry).iter_errors(document[section])]
            assert not errors, [(error.json_path, error.message[:200]) for error in errors[:3]]
    assert document.keys() <= {"specFormat", "specVersion", "serialNumber", "version", "controls", *judged}
    statuses = {one["status"] for one in document.get("controls", ())}
    assert statuses <= {*_CONTROL_STATUS}


def test_every_name_is_that_of_one_thing() -> None:
    for path in NATIVE:
        found: list[str] = []
        _names(json.loads(write(model_of(path)).text), found)
        assert len(found) == len({*found}), path


def _names(value: Any, found: list[str]) -> None:
    if isinstance(value, dict):
        found += [value["bom-ref"]] if "bom-ref" in value else []
        value = [*value.values()]
    for one in value if isinstance(value, list) else ():
        _names(one, found)


def test_a_text_that_is_written_is_read_as_this_format() -> None:
    assert read(write(EVERYTHING).text, "x.json").snapshot
