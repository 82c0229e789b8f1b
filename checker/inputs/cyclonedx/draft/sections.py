"""Sections of the native format in properties of a blueprint: read as that format is, under its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from checker.core.errors import InputError
from checker.core.location import Location, Ref
from checker.core.model import Model
from checker.core.source import Source
from checker.core.system import System
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.words import quote
from checker.inputs import native
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import NATIVE, OWN

_OF_MODEL = {
    "not_applicable": "not_applicable",
    "objectives": "objective",
    "features": "feature",
    "deployments": "deployment",
}
"""Section -> the kind of its elements, where they are no part of the system."""


def sections(gathering: Gathering, node: Node, said: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields of the system, and of the model, out of the texts of sections by name."""
    of_system: dict[str, Any] = {}
    of_model: dict[str, Any] = {}
    for name, text in said.items():
        at = _place(node, name)
        model = _read(name, text) if name in NATIVE else "there is no such section, or it is none that may stand here"
        if isinstance(model, str):
            gathering.wrong("wrong-value", f"this is no {quote(name)} of the native format: {model}", node.subject, at)
        elif name in _OF_MODEL:
            of_model[name] = getattr(model, name)
            for id in model.elements(_OF_MODEL[name]):
                gathering.place(Ref(_OF_MODEL[name], id), partial(_always, at))
        else:
            empty, system = System(model.id), model.system
            of_system |= {f: v for f, v in zip(system._fields, system, strict=True) if v != getattr(empty, f)}
    return of_system, of_model


def _always(at: Location, field: str) -> Location:  # noqa: ARG001 it is one text, whatever is asked for
    return at


def _read(name: str, text: str) -> Model | str:
    """The model with that section alone, or what is wrong with it."""
    try:
        whole = json.dumps({"threatgate": 1, "system": {"id": "x"}, name: json.loads(text)})
        parsed = native.parse(parse(Source("property.json", whole)), _nothing)
    except (ValueError, RecursionError):
        return "it is no JSON"
    except InputError as error:
        return error.message
    return parsed.snapshot.model if parsed.snapshot else parsed.findings[0].message


def _nothing(path: str) -> Document:
    raise InputError(f"there is no file {path}")


def _place(node: Node, name: str) -> Location:
    """Where the property with a section is."""
    inside = node.value.get("properties")
    for index, one in enumerate(inside if isinstance(inside, list) else ()):
        if isinstance(one, dict) and one.get("name") == f"{OWN}native.{name}":
            return node.place("properties", index, "value")
    return node.place()
