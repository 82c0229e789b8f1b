"""The 2.0 draft of CycloneDX: one blueprint with the threats, risks and controls beside it.

Ids stay as they are; a ``bom-ref`` is unique in the whole document, so that a threat which has the id of a component is
``threat:ID`` there. What the draft has no field for stands in properties named ``threatgate:FIELD``, which the reader
takes as those fields. Nothing in it is random or of the day: the serial number is made of the content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from checker.core.model import Model
from checker.outputs.models import Written, losses
from checker.outputs.models.cyclonedx.elements import boundary, component, data, flow
from checker.outputs.models.cyclonedx.names import Names
from checker.outputs.models.cyclonedx.own import own
from checker.outputs.models.cyclonedx.threats import control, pattern, patterns, risk, threat
from checker.outputs.models.cyclonedx.trees import tree, tree_notes

NAME = "cyclonedx"

_SOURCE = "https://github.com/CycloneDX/specification/tree/2.0-dev-threatmodeling"
"""What the serial number is made in the name of, with the content."""

_UNSAID = {
    "system": {"fairness_objectives", "fairness_results", "plot4ai", "pasta", "source_artifacts", "prior_art"},
    "component": {"runs_on"},
}
"""Fields that are not in the document."""

_ALL = ("system", "component", "flow", "boundary", "data", "threat", "control", "attack_tree")


def write(model: Model) -> Written:
    """The document, and what is not in it."""
    names = Names(model)
    blueprint = _blueprint(model, names)
    document: dict[str, Any] = {"specFormat": "CycloneDX", "specVersion": "2.0", "blueprints": [blueprint]}
    document |= _threats(model, names)
    if model.controls:
        document["controls"] = [control(one, names) for one in model.controls.values()]
    serial = uuid5(NAMESPACE_URL, _SOURCE + json.dumps(document, sort_keys=True))
    whole = {"specFormat": "CycloneDX", "specVersion": "2.0", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    text = json.dumps({**whole, **document}, indent=2, ensure_ascii=False)
    return Written(f"{text}\n", tuple(_losses(model)))


def _blueprint(model: Model, names: Names) -> dict[str, Any]:
    """The system and what it is made of. Lists that are empty are left out."""
    system = model.system
    kinds: dict[str, list[dict[str, Any]]] = {"zones": [], "actors": [], "assets": [], "dataStores": []}
    kinds["zones"] = [boundary(one, names) for one in model.boundaries.values()]
    for one in model.components.values():
        where, said = component(one, names, model)
        kinds[where].append(said)
    kinds["dataSets"] = [data(one, names) for one in model.data.values()]
    kinds["flows"] = [flow(one, names, model) for one in model.flows.values()]
    outside = [names.of("component", one.id) for one in model.components.values() if one.out_of_scope]
    learns = any(one.type in ("model", "agent") for one in model.components.values())
    said_here = () if system.ai == learns else ("ai",)
    return {
        "bom-ref": names.of("system", model.id),
        "name": system.name or model.id,
        **({"description": system.description} if system.description else {}),
        "modelTypes": ["data-flow"],
        **({"scope": {"name": system.name or model.id, "excludedComponents": outside}} if outside else {}),
        **{key: found for key, found in kinds.items() if found},
        **own("system", system, names, also=said_here, without=() if said_here else ("ai",)),
    }


def _threats(model: Model, names: Names) -> dict[str, Any]:
    found: dict[str, Any] = {}
    known = patterns(model)
    if model.threats:
        found["threats"] = [threat(one, names) for one in model.threats.values()]
    if known:
        found["attackPatterns"] = [pattern(ref) for ref in known]
    trees = [one for one in model.attack_trees.values() if one.root]
    if trees:
        found["attackTrees"] = [tree(one, names) for one in trees]
    if notes := [note for one in trees for note in tree_notes(one, names)]:
        found["properties"] = notes
    risks = [said for one in model.threats.values() if (said := risk(one, names))]
    return {**({"threats": found} if found else {}), **({"risks": {"risks": risks}} if risks else {})}


def _losses(model: Model) -> Iterator[str]:
    says = {
        kind: frozenset(next(iter(elements.values()))._fields) - _UNSAID.get(kind, set())
        for kind in _ALL
        if (elements := model.elements(kind))
    }
    yield from losses(model, says)
    if model.derives_threats:
        yield "threats that the tool of the format derives by itself: only those that the file lists are written"
