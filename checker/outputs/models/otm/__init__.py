"""A model as Open Threat Model 0.2, in JSON (docs/reference/formats/otm.md).

Facts that the format has no field for are attributes under the names of our fields, and the reader takes them from
there. A number that the format requires and nobody stated is written all the same, and listed under the attribute
``unstated``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checker.core.model import Boundary, Component, Control, Data, Flow, Model, Threat
from checker.documents.words import quote, some
from checker.knowledge.attributes import FIELDS, UNSTATED
from checker.outputs.models import Written, json_text, losses
from checker.outputs.models.otm import elements
from checker.outputs.models.otm.entry import Entry
from checker.outputs.models.otm.threats import at_elements, mitigation_entry, threat_entry
from checker.outputs.native.data import data_of
from checker.outputs.words import derived

NAME = "otm"

_SAYS = {
    "system": frozenset(("id", "name", "description", "tags", "owner", "properties", *FIELDS["system"])),
    "component": frozenset(Component._fields) - {"runs_on"},
    "flow": frozenset(Flow._fields),
    "boundary": frozenset(Boundary._fields),
    "data": frozenset(Data._fields),
    "threat": frozenset(Threat._fields),
    "control": frozenset(Control._fields),
}


def write(model: Model) -> Written:
    """The whole model; the same model gives the same bytes."""
    plain = data_of(model)
    outside = elements.outside(model)
    head = {"otmVersion": "0.2.0", "project": elements.project(model.system, plain["system"])}
    data: dict[str, list[Entry]] = {
        "assets": [elements.asset(one, plain["data"][id]) for id, one in model.data.items()],
        "trustZones": [elements.zone(model, one, plain["boundaries"][id]) for id, one in model.boundaries.items()],
        "components": [
            elements.component(model, one, plain["components"][id], outside) for id, one in model.components.items()
        ],
        "dataflows": [elements.flow(one, plain["flows"][id]) for id, one in model.flows.items()],
        "threats": [threat_entry(model, one, plain["threats"][id]) for id, one in model.threats.items()],
        "mitigations": [mitigation_entry(one, plain["controls"][id]) for id, one in model.controls.items()],
    }
    if outside:
        data["trustZones"].append(elements.no_zone(outside))
    at_elements(model, data)
    return Written(json_text({**head, **data}), tuple(_losses(model)), tuple(_assumed(data)))


def _losses(model: Model) -> Iterator[str]:
    yield from losses(model, _SAYS)
    yield from derived(model)
    spaced = [id for kind in _SAYS for id, one in model.elements(kind).items() if any(map(_is_spaced, one))]
    if spaced:
        yield f"space around texts: {', '.join(sorted(spaced)[:4])}"


def _assumed(data: Mapping[str, list[Entry]]) -> Iterator[str]:
    """What the format wants said and the model does not say: by section and key, with the first elements. That the id
    stands for a name claims nothing."""
    for section, entries in data.items():
        found: dict[str, list[str]] = {}
        for one in entries:
            for key in one.get("attributes", {}).get(UNSTATED, ()):
                if key != "name":
                    found.setdefault(key, []).append(one["id"])
        for key, ids in found.items():
            yield f"{section} {key}: {some([quote(id) for id in ids], _SHOWN)}"


_SHOWN = 4


def _is_spaced(value: Any) -> bool:
    """Whether a text, or one inside, has space at an end, or is empty where it is one of several."""
    if isinstance(value, str):
        return value != value.strip()
    listed = isinstance(value, tuple) and not hasattr(value, "_fields")
    return isinstance(value, tuple) and any((listed and one == "") or _is_spaced(one) for one in value)
