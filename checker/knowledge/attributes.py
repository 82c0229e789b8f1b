"""Our fields in formats that have no field for them but free attributes: one of the same name is that field."""

from __future__ import annotations

import re

from checker.core.model import CLASSIFICATIONS, CRITICALITY, TRUST

TEXT, TEXTS, FLAG, FLAGS, MAPPING, DAY = "text", "texts", "flag", "flags", "mapping", "day"

FIELDS: dict[str, dict[str, str]] = {
    "system": {"criticality": TEXT, "ai": FLAG, "conditions": FLAGS, "card": TEXT, "taxonomies": MAPPING},
    "component": {
        **dict.fromkeys(("was", "type", "owner", "technology", "tenancy", "encryption", "out_of_scope"), TEXT),
        **dict.fromkeys(("authority", "paths"), TEXTS),
        "conditions": FLAGS,
        "model": MAPPING,
    },
    "flow": dict.fromkeys(("was", "protocol", "authentication", "authorization", "encryption", "content"), TEXT),
    "boundary": {**dict.fromkeys(("was", "trust", "kind"), TEXT), "tags": TEXTS},
    "data": {**dict.fromkeys(("was", "classification", "personal", "integrity", "retention"), TEXT), "tags": TEXTS},
    "threat": {
        **dict.fromkeys(("was", "status", "owner", "rationale", "ticket", "position"), TEXT),
        **dict.fromkeys(("on", "refs", "controls"), TEXTS),
        **dict.fromkeys(("accepted", "cause", "risk"), MAPPING),
    },
    "control": {
        **dict.fromkeys(("was", "use", "level", "status", "owner"), TEXT),
        "due": DAY,
        **dict.fromkeys(("evidence", "refs", "tags"), TEXTS),
    },
}
"""Kind -> attribute that is a field of ours -> how its value looks."""

VOCABULARIES = {
    ("component", "type"): "component_types",
    ("component", "encryption"): "encryption_at_rest",
    ("flow", "protocol"): "protocols",
    ("flow", "authentication"): "authentication",
    ("flow", "encryption"): "encryption_in_transit",
    ("boundary", "kind"): "boundary_kinds",
}
"""Fields whose words have aliases."""

CLOSED: dict[tuple[str, str], tuple[str, ...]] = {
    ("system", "criticality"): CRITICALITY,
    ("component", "tenancy"): ("single", "multi"),
    ("flow", "content"): ("trusted", "untrusted"),
    ("boundary", "trust"): TRUST,
    ("threat", "position"): ("source", "flow", "destination"),
    ("control", "level"): ("data-pipeline", "infrastructure", "modelling"),
    ("data", "classification"): CLASSIFICATIONS,
    ("data", "personal"): ("false", "true", "sensitive"),
    ("data", "integrity"): ("archive", "operational", "important", "critical", "mission-critical"),
}
"""Fields that take these words alone; an attribute with any other is no field of ours."""

UNSTATED = "unstated"
"""The attribute that lists what an element says only because the format requires it."""

LITERAL = "properties."
"""What an attribute starts with that is a property though its name is that of a field."""


def field_of(attribute: str) -> str:
    """An attribute's name as a field would be written: ``Out Of Scope`` is ``out_of_scope``."""
    return re.sub(r"[ _-]+", "_", attribute.strip().lower())
