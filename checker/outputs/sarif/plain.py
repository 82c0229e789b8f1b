"""sarif_om objects as plain values for JSON.

sarif_om's own ``to_json`` copies every subtree deeply and drops a level that equals the default, which is wrong where
a rule has another default. This walks once, by a plan per class that is made once.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

ALWAYS = ("level",)
"""Properties written even where they equal the default."""

Plan = tuple[Callable[[Any], tuple[Any, ...]], tuple[str, ...], tuple[object, ...]]
"""Of a class: what reads all its attributes at once, their JSON names, their defaults (None where there is none)."""

_PLANS: dict[type, Plan] = {}
_SCALARS = frozenset((str, int, float, bool, type(None)))


def plain(value: Any) -> Any:
    """The value with objects of sarif_om as dictionaries, without properties that are absent or the default."""
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is list:
        return [plain(item) for item in value]
    if kind is dict:
        return {name: plain(item) for name, item in value.items()}
    read, names, defaults = _PLANS.get(kind) or _plan(kind)
    return {
        name: item if type(item) in _SCALARS else plain(item)
        for name, item, default in zip(names, read(value), defaults, strict=True)
        if item is not None and (default is None or item != default)
    }


def _plan(kind: Any) -> Plan:
    """Make and remember the plan of a class of sarif_om; a default that is a factory is called once."""
    attributes = kind.__attrs_attrs__
    names = tuple(attribute.metadata["schema_property_name"] for attribute in attributes)
    plan = (attrgetter(*(attribute.name for attribute in attributes)), names, tuple(map(_default, attributes)))
    _PLANS[kind] = plan
    return plan


def _default(attribute: Any) -> object:
    if attribute.metadata["schema_property_name"] in ALWAYS:
        return None
    factory = getattr(attribute.default, "factory", None)
    return factory() if factory else attribute.default
