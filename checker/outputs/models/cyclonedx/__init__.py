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

from checker.core.model import KINDS, Model
from checker.documents.words import quote, some
from checker.outputs.models import Written, json_text, losses
from checker.outputs.models.cyclonedx.elements import boundary, component, data, flow
from checker.outputs.models.cyclonedx.names import Names
from checker.outputs.models.cyclonedx.own import own
from checker.outputs.models.cyclonedx.sections import Sections, sections
from checker.outputs.models.cyclonedx.threats import control, pattern, patterns, risk, threat
from checker.outputs.models.cyclonedx.trees import tree, tree_notes
from checker.outputs.words import derived

NAME = "cyclonedx"

_SOURCE = "https://github.com/CycloneDX/specification/tree/2.0-dev-threatmodeling"
"""What the serial number is made in the name of, with the content."""

_SAID = frozenset(KINDS) - {"review"}
"""Kinds of elements that are in the document: a review is of facts, and those of the document are other ones."""


def write(model: Model) -> Written:
    """The document, and what is not in it."""
    names = Names(model)
    native, unfit = sections(model)
    blueprint = _blueprint(model, names, native)
    document: dict[str, Any] = {"specFormat": "CycloneDX", "specVersion": "2.0", "blueprints": [blueprint]}
    document |= _threats(model, names)
    if model.controls:
        document["controls"] = [control(one, names) for one in model.controls.values()]
    serial = uuid5(NAMESPACE_URL, _SOURCE + json.dumps(document, sort_keys=True))
    whole = {"specFormat": "CycloneDX", "specVersion": "2.0", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    return Written(json_text({**whole, **document}), (*_losses(model), *unfit), tuple(_assumed(model)))


def _blueprint(model: Model, names: Names, native: Sections) -> dict[str, Any]:
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
        **own("system", system, names, also=said_here, without=() if said_here else ("ai",), native=native),
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


def _assumed(model: Model) -> Iterator[str]:
    """What the draft insists on and the model does not say."""
    yield "the model is a data flow diagram (modelTypes), and every flow one of data (type)"
    owners = {one.owner for kind in ("component", "threat", "control") for one in model.elements(kind).values()}
    if owners - {""} or any(one.accepted for one in model.threats.values()):
        yield "owners and those who accept are organizations: a model says a name, not who that is"
    if people := [id for id, one in model.components.items() if one.type == "person"]:
        yield f"people have the role end-user: {some([quote(id) for id in people], 4)}"
    if untyped := [id for id, one in model.components.items() if not one.type]:
        yield f"components without a type are processes: {some([quote(id) for id in untyped], 4)}"


def _losses(model: Model) -> Iterator[str]:
    found = ((kind, [*model.elements(kind).values()]) for kind in _SAID)
    says = {kind: frozenset(elements[0]._fields) for kind, elements in found if elements}
    yield from losses(model, says)
    yield from derived(model)
