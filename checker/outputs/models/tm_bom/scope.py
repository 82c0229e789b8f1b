"""What TM-BOM wants to know of a system as a whole."""

from __future__ import annotations

from typing import Any

from checker.core.model import Model
from checker.knowledge.tm_bom import PLAIN_CRITICALITY
from checker.outputs.models.tm_bom.elements import kinds
from checker.outputs.models.tm_bom.told import Telling

_UNSTATED = "moderate"

_TIERS = {
    ("maximal", True, True): "mission_critical",
    ("high", True, True): "mission_critical",
    ("high", True, False): "business_critical",
    ("high", False, True): "business_critical",
    ("moderate", True, True): "business_critical",
    ("moderate", True, False): "important",
    ("moderate", False, True): "important",
    ("low", True, True): "important",
    ("low", False, True): "important",
    ("low", True, False): "non_critical",
}
"""Criticality, whether external, whether with sensitive data -> tier, as the specification combines them."""


def scope(model: Model, telling: Telling) -> dict[str, Any]:
    """The scope. All but the title is assumed where the model does not say it, and told so."""
    system = model.system
    criticality = PLAIN_CRITICALITY.get(system.criticality, "")
    sensitive = sorted({kind for data in model.data.values() for kind in kinds(data)})
    external = any(boundary.trust == "untrusted" for boundary in model.boundaries.values())
    found: dict[str, Any] = {
        "title": telling.title("system", system.id, system.name),
        "description": "",
        "business_criticality": criticality or _UNSTATED,
        "data_sensitivity": sensitive,
        "exposure": "external" if external else "internal",
    }
    found["tier"] = _TIERS.get((found["business_criticality"], external, bool(sensitive)), "non_critical")
    for key in ("data_sensitivity", "exposure", "tier") if criticality else tuple(found)[2:]:
        said = ", ".join(sensitive) if key == "data_sensitivity" else found[key]
        telling.assume(f"{key} {said or 'none'}, of the system", system.id)
    telling.assume("version of the model", system.id)
    telling.lose("system id, for which the path of a file stands", system.id)
    return found
