"""What ArchiMate's elements and relationships are in a threat model: data in ``archimate.json``, judgement of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Mapped(NamedTuple):
    """What one type of element becomes. ``role`` is ``component``, ``boundary``, ``data``, ``artifact`` (a component
    where it lies on a node, else data), ``interface`` (only ever a part of something else), ``junction``, ``none``."""

    role: str
    layer: str
    type: str = ""
    """The component type where nothing says more."""
    one_with: tuple[str, ...] = ()
    """Types of relationship that make it one with their source, the first that fits counts."""
    groups: bool = False
    """Whether it is a boundary where it holds others."""
    zone: str = ""
    """The kind of that boundary."""
    needs_flow: bool = False
    """Whether it is only taken over where something flows to or from it."""
    why: str = ""
    """Why it is not taken over, for the role ``none``."""


class Related(NamedTuple):
    """What one type of relationship becomes. ``flow`` is ``forward``, ``backward``, ``access``, ``directed`` or ``""``;
    ``holds``: its target lies inside of its source."""

    says: str
    flow: str = ""
    holds: bool = False


NOTHING = Mapped("none", "other", why="this type is not known")


@cache
def elements() -> Mapping[str, Mapped]:
    """Type of element -> what it becomes."""
    found = _data()["elements"].items()
    return {name: Mapped(**{**entry, "one_with": tuple(entry.get("one_with", ()))}) for name, entry in found}


@cache
def relationships() -> Mapping[str, Related]:
    """Type of relationship -> what it becomes."""
    return {name: Related(**entry) for name, entry in _data()["relationships"].items()}


def properties() -> Mapping[str, str]:
    """Name of a property -> what it says where somebody states it."""
    known: dict[str, str] = _data()["properties"]
    return known


def vague() -> frozenset[str]:
    """Last words of names that say nothing about a component type."""
    return frozenset(_data()["vague"])


def mapping_tables() -> Iterator[str]:
    """The lines of two tables in Markdown: elements (what becomes the same shares a line), and relationships."""
    lines: dict[tuple[str, str], list[str]] = {}
    for name, mapped in elements().items():
        lines.setdefault((_becomes(mapped), ", ".join(mapped.one_with)), []).append(name)
    yield "| element | becomes | one with the source of |"
    yield "| --- | --- | --- |"
    for (becomes, one_with), names in lines.items():
        yield f"| {', '.join(names)} | {becomes} | {one_with} |"
    yield ""
    yield "| relationship | becomes |"
    yield "| --- | --- |"
    yield from (f"| {name} | {related.says} |" for name, related in relationships().items())


def _becomes(mapped: Mapped) -> str:
    if mapped.role == "none":
        return f"nothing: {mapped.why}"
    if mapped.role == "junction":
        return "nothing: what leads to it goes on from it"
    if mapped.role == "interface":
        return "a part of what it belongs to, else nothing"
    if mapped.role == "boundary":
        return f"boundary{f' of kind `{mapped.zone}`' if mapped.zone else ''}"
    kind = f"`{mapped.type}`"
    if mapped.role == "data":
        return f"data; `{mapped.type}` too where it is kept"
    if mapped.role == "artifact":
        return f"{kind} on a node or where several have access to it, else data"
    flow = ", where something flows to or from it" if mapped.needs_flow else ""
    zone = f" of kind `{mapped.zone}`" if mapped.zone else ""
    return f"{kind}{flow}{f'; boundary{zone} where it holds others' if mapped.groups else ''}"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(Path(__file__).with_name("archimate.json").read_text(encoding="utf-8"))
    return data
