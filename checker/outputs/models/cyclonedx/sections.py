"""What only the native format says of a model as a whole, as properties: each section as JSON, under its own schema."""

from __future__ import annotations

import json

from checker.core.model import Model
from checker.core.source import Source
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.knowledge.cyclonedx import NATIVE
from checker.outputs.native.data import data_of

Sections = tuple[tuple[str, str], ...]
"""Sections by name, as JSON."""


def sections(model: Model) -> tuple[Sections, tuple[str, ...]]:
    """Those that there are, and a line for each that the native format would not take: ids of other formats may not
    fit it."""
    data, found, unfit = data_of(model), list[tuple[str, str]](), list[str]()
    for name in NATIVE:
        if not (section := data.get(name)):
            continue
        whole = json.dumps({"threatgate": 1, "system": {"id": "x"}, name: section})
        if problem := next(iter(validate(parse(Source("property.json", whole)), "model")), None):
            unfit.append(f"{name.replace('_', ' ')}: {problem.message}")
        else:
            found.append((name, json.dumps(section, ensure_ascii=False)))
    return tuple(found), tuple(unfit)
