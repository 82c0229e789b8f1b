"""A model as OWASP TM-BOM: the JSON of the Threat Model Library, schema 1.0.2 (docs/reference/formats/tm-bom.md).

The schema insists on answers that a model need not have, and has no word for "not stated". Where it takes an empty text
or list, that is written; where it does not, the least claim is, and the answer is told as assumed.
"""

from __future__ import annotations

from typing import Any

from checker.core.model import Model
from checker.outputs.models import Written, json_text, losses
from checker.outputs.models.tm_bom.elements import boundaries, components, data_sets, flows, zones
from checker.outputs.models.tm_bom.scope import scope
from checker.outputs.models.tm_bom.threats import controls, personas, risks, threats
from checker.outputs.models.tm_bom.told import Telling
from checker.outputs.words import derived

NAME = "tm-bom"

SCHEMA = "https://github.com/OWASP/www-project-threat-model-library/blob/v1.0.2/threat-model.schema.json"
VERSION = "1.0"
"""The version that a model is said to have: none has one, and the schema wants one."""

SAYS = {
    "system": frozenset({"name", "description", "criticality"}),
    "component": frozenset(
        {"name", "description", "type", "boundary", "technology", "encryption", "stores", "authority"}
    ),
    "flow": frozenset(
        {"name", "description", "source", "target", "encryption", "authentication", "authorization", "data"}
    ),
    "boundary": frozenset({"name", "description"}),
    "data": frozenset({"name", "description", "classification", "personal"}),
    "threat": frozenset({"title", "description", "on", "refs", "status", "controls", "cause", "risk"}),
    "control": frozenset({"title", "description", "status"}),
}
"""What the format has a place for. Where it holds a part of what is stated, the rest is told besides."""


def write(model: Model) -> Written:
    """The whole model; what is told is by the ids that the model has."""
    telling = Telling(model)
    data: dict[str, Any] = {"$schema": SCHEMA, "version": VERSION, "scope": scope(model, telling)}
    if model.system.description:
        data["description"] = model.system.description
    actors, processes, stores = components(model, telling)
    data |= {
        "trust_zones": zones(model, telling),
        "trust_boundaries": boundaries(model, telling),
        "actors": actors,
        "components": processes,
        "data_stores": stores,
        "data_sets": data_sets(model, telling),
        "data_flows": flows(model, telling),
    }
    if model.threats:
        data |= {"threat_personas": personas(model, telling), "threats": threats(model, telling)}
    if model.controls:
        data["controls"] = controls(model, telling)
    if rated := risks(model, telling):
        data["risks"] = rated
    return Written(json_text(data), (*losses(model, SAYS), *derived(model), *telling.lost()), telling.assumed())
