"""What the draft has no field for, as properties ``threatgate:FIELD``."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from typing import Any

from checker.knowledge.cyclonedx import OWN, OWN_FIELDS
from checker.outputs.models.cyclonedx.names import Names


def own(
    kind: str, element: Any, names: Names, also: Iterable[str] = (), without: Container[str] = (), **instead: Any
) -> dict[str, Any]:
    """``{"properties": […]}`` with the fields of an element that stand nowhere else; an empty mapping where there are
    none. ``also`` are fields that are said though they say nothing, ``without`` such as stand elsewhere already,
    ``instead`` what is left of a field."""
    found = [] if names.of(kind, element.id) == element.id else [_property("id", element.id)]
    for field, shape in OWN_FIELDS[kind].items():
        if field == "id" or field in without:
            continue
        value = instead.get(field, getattr(element, field))
        if field in also or value not in ("", (), None, False):
            found += [_property(f"{field}{rest}", text) for rest, text in _texts(shape, value)]
    facts = getattr(element, "properties", ())
    found += [{"name": name, "value": value} for name, value in facts if not name.startswith(OWN)]
    return {"properties": found} if found else {}


def _property(name: str, value: str) -> dict[str, str]:
    return {"name": f"{OWN}{name}", "value": value}


def _texts(shape: str, value: Any) -> Iterator[tuple[str, str]]:
    """What comes after the field's name, and the value as a text."""
    if shape == "list":
        yield from (("", item) for item in value)
    elif shape == "flag":
        yield "", "true" if value else "false"
    elif shape == "data":
        yield "", json.dumps(thawed(value), ensure_ascii=False, sort_keys=True)
    elif shape == "record":
        stated = [(name, item) for name, item in zip(value._fields, value, strict=True) if item]
        for name, item in stated or [(value._fields[0], "")]:
            yield from ((f".{name}", one) for one in (item if isinstance(item, tuple) else (item,)))
    elif shape == "text":
        yield "", value
    else:
        for name, item in value:
            items = item if isinstance(item, tuple) else (item,)
            yield from ((f".{name}", ("true" if one else "false") if isinstance(one, bool) else one) for one in items)


def thawed(value: Any) -> Any:
    """A frozen value as data again: pairs of a name and a value are a mapping."""
    if not isinstance(value, tuple):
        return value
    if value and all(isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str) for one in value):
        return {name: thawed(item) for name, item in value}
    return [thawed(one) for one in value]
