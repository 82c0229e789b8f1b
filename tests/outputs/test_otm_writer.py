"""Open Threat Model out and back: the same model, but for what is told as lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.corpus.reading import read
from checker import inputs
from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Parsed, Source
from checker.core.system import System
from checker.documents.parse import parse
from checker.outputs.models.otm import write
from tests.inputs.reading import read as read_text
from tests.native_data import MODELS as DRAWN

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = sorted(
    path
    for folder in ("examples", "tests/models", "tests/inputs/otm", "tests/inputs/open_threat_model")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name.endswith(("threatmodel.yaml", "threagile.yaml", ".otm.yaml")) or path.parent.name == "models"
)
CARRIED = ("system", "component", "flow", "boundary", "data", "threat", "control")
SYSTEM = (
    *("id", "name", "description", "tags", "owner", "criticality", "ai", "conditions", "card", "taxonomies"),
    "properties",
)


def back(text: str) -> Parsed:
    """What our reader makes of a text that was written."""
    document = parse(Source("m.otm", text))
    return inputs.parse(document, lambda path: document, lambda path: False)


def without(model: Model) -> Model:
    """A model without what the format cannot say."""
    system = System(**{field: getattr(model.system, field) for field in SYSTEM})
    components = {id: one._replace(runs_on="") for id, one in model.components.items()}
    return Model(system, components, model.flows, model.boundaries, model.data, model.threats, model.controls)


@pytest.mark.parametrize("path", MODELS, ids=[str(path.relative_to(ROOT)) for path in MODELS])
def test_out_and_back_is_the_same_but_for_what_is_told(path: Path) -> None:
    snapshot = read(path, path.parent).snapshot
    assert snapshot
    written = write(snapshot.model)
    parsed = back(written.text)
    assert parsed.snapshot
    assert parsed.snapshot.model._replace(unsayable=()) == without(snapshot.model)
    assert {finding.rule for finding in parsed.findings} <= {"model/not-mapped"}
    assert write(parsed.snapshot.model) == write(parsed.snapshot.model)
    lost = {line.partition(":")[0] for line in written.losses}
    told = {field for field in System._fields if _says(snapshot.model.system, field) and field not in SYSTEM}
    assert {f"system {field}" for field in told} <= lost
    assert ("component runs_on" in lost) == any(one.runs_on for one in snapshot.model.components.values())


WRONG = {"model/duplicate-id", "model/dangling-reference", "model/boundary-cycle"}


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(DRAWN)
def test_any_sound_model_comes_back(data: dict[str, Any]) -> None:
    parsed = read_text(json.dumps(data), "threatmodel.json")
    if not parsed.snapshot:
        return
    written = write(parsed.snapshot.model)
    again = back(written.text)
    assert again.snapshot
    spaced = any(line.startswith("space around texts") for line in written.losses)
    if not spaced and not WRONG.intersection(finding.rule for finding in parsed.findings):
        assert again.snapshot.model._replace(unsayable=()) == without(parsed.snapshot.model)


def _says(system: System, field: str) -> bool:
    return bool(getattr(system, field))


def test_there_is_something_to_write() -> None:
    assert len(MODELS) >= 14


def test_what_other_tools_see() -> None:
    model = Model(
        System("shop", "Shop"),
        components={
            "db": Component("db", "Db", type="database", boundary="in", stores=("pii",), encryption="disk"),
            "user": Component("user", type="person"),
        },
        flows={"buy": Flow("buy", "Buy", source="user", target="db", data=("pii",), protocol="https")},
        boundaries={"in": Boundary("in", "In", trust="internal", kind="cluster"), "box": Boundary("box", parent="in")},
        data={"pii": Data("pii", "People", classification="confidential", personal="true")},
        threats={
            "leak": Threat(
                *("leak", "Leak"),
                on=("db", "in"),
                refs=("atlas:AML.T0025", "cwe:CWE-200", "linddun:DD", "stride:I"),
                status="mitigated",
                controls=("acl",),
                risk=(("likelihood", "low"),),
            )
        },
        controls={"acl": Control("acl", "Access list", status="verified")},
    )
    data = json.loads(write(model).text)
    assert data["otmVersion"] == "0.2.0"
    assert data["project"] == {"id": "shop", "name": "Shop", "tags": []}
    db, user = data["components"]
    assert (db["type"], db["parent"], db["assets"]) == (
        *("database", {"trustZone": "in"}),
        {"processed": [], "stored": ["pii"]},
    )
    assert db["attributes"] == {"encryption": "disk"}
    assert db["threats"] == [
        {"threat": "leak", "state": "mitigated", "mitigations": [{"mitigation": "acl", "state": "tested"}]}
    ]
    assert (user["name"], user["parent"], user["attributes"]) == (
        "user",
        {"trustZone": "outside"},
        {"unstated": ["name"]},
    )
    inside, outside = (next(zone for zone in data["trustZones"] if zone["id"] == id) for id in ("in", "outside"))
    assert (inside["type"], inside["risk"]) == ("cluster", {"trustRating": 67})
    assert inside["attributes"] == {"trust": "internal", "unstated": ["trustRating"]}
    assert outside["attributes"] == {"unstated": ["trustZone"]}
    (threat,) = data["threats"]
    assert (threat["categories"], threat["cwes"]) == (["Data-disclosure", "Information disclosure"], ["CWE-200"])
    assert threat["risk"] == {"likelihood": 20, "impact": 50}
    assert threat["attributes"] == {
        "status": "mitigated",
        "on": ["in"],
        "refs": ["atlas:AML.T0025"],
        "risk": {"likelihood": "low"},
        "unstated": ["likelihood", "impact"],
    }
    (asset,) = data["assets"]
    assert asset["risk"] == {"confidentiality": 67, "integrity": 50, "availability": 50}


ODD: dict[str, dict[str, Any]] = {
    "a property with the name of a field": {"properties": (("tenancy", "x"), ("type", "y"), ("unstated", "z"))},
    "a property that repeats the name": {"name": "web", "properties": (("Name", "web"),)},
    "a property that is marked already": {"properties": (("properties.a", "1"),)},
    "a parent that is none": {"properties": (("parent.component", "gone"),)},
    "a type of ours as a property": {"type": "database", "properties": (("type", "database"),)},
    "a flag as a reason": {"out_of_scope": "not ours"},
    "no type": {"type": ""},
}


@pytest.mark.parametrize("what", ODD)
def test_odd_properties_come_back(what: str) -> None:
    component = Component(**{"id": "web", "type": "service", "boundary": "outside", **ODD[what]})
    other = Component("other", type="service")
    model = Model(
        System("s", properties=(("ai", "some"),)),
        components={"other": other, "web": component},
        boundaries={"outside": Boundary("outside", properties=(("trustRating", "high"),))},
        data={"d": Data("d", properties=(("availability", "1.50"), ("confidentiality", "20"), ("integrity", "low")))},
    )
    parsed = back(write(model).text)
    assert parsed.snapshot
    assert parsed.snapshot.model._replace(unsayable=()) == model


def test_what_the_format_insists_on_is_told() -> None:
    model = Model(System("s"), components={"a": Component("a", type="service")}, boundaries={"b": Boundary("b", "B")})
    assert write(model).assumed == ("trustZones trustRating: 'b'", "trustZones trustZone: 'outside'")


def test_losses_are_told() -> None:
    model = Model(
        System("s", description=" spaced ", fairness_groups=("all",)),
        components={"a": Component("a", type="service", runs_on="vm")},
        derives_threats=True,
    )
    assert write(model).losses == (
        "system fairness_groups: 's'",
        "component runs_on: 'a'",
        "threats that the tool of the format derives by itself: only those that the file lists are written",
        "space around texts: s",
    )
