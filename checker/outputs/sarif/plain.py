"""sarif_om objects as plain values for JSON.

sarif_om's own ``to_json`` copies every subtree deeply and drops a level that equals the default, which is wrong where
a rule has another default. This walks once, by a plan per class that is made once.
"""

from __future__ import annotations

from typing import Any

ALWAYS = ("level",)
"""Properties written even where they equal the default."""

Plan = tuple[tuple[str, str, object], ...]
_PLANS: dict[type, Plan] = {}


def plain(value: Any) -> Any:
    """The value with objects of sarif_om as dictionaries, without properties that are absent or the default."""
    if isinstance(value, (str, int, float)) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    found = {}
    for attribute, name, default in _PLANS.get(type(value)) or _plan(type(value)):
        item = getattr(value, attribute)
        if item is not None and item != default:
            found[name] = plain(item)
    return found


def _plan(kind: Any) -> Plan:
    """Attribute, JSON name and default of each property of a class of sarif_om; a factory default is called once."""

    def default(attribute: Any) -> object:
        if attribute.metadata["schema_property_name"] in ALWAYS:
            return None
        factory = getattr(attribute.default, "factory", None)
        return factory() if factory else attribute.default

    plan = tuple((a.name, a.metadata["schema_property_name"], default(a)) for a in kind.__attrs_attrs__)
    _PLANS[kind] = plan
    return plan
