"""A text of any kind to a document."""

from __future__ import annotations

import re

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.limits import LIMITS, Limits

_XML = re.compile(r"\s*<[?!A-Za-z_]").match
"""What no YAML starts with: its merge key is ``<<``."""
_JSON = re.compile(r"\s*[\[{]").match


def parse(source: Source, limits: Limits = LIMITS) -> Document:
    """The document of a text: YAML, JSON or HCL where its path ends so; else XML where it starts with a tag, JSON where
    it starts with a bracket, and YAML.

    Raises InputError over a limit.
    """
    if len(source.text) > limits.bytes:
        message, hint = limits.over("bytes")
        raise InputError(message, Location(source.path), hint)
    if source.text.startswith("\ufeff"):
        source = source._replace(text=source.text[1:])
    path = source.path.lower()
    if path.endswith(".hcl"):
        from checker.documents import hcl

        return hcl.read(source, limits)
    says = path.endswith((".yaml", ".yml"))
    if path.endswith(".json") or (not says and _JSON(source.text)):
        from checker.documents import json

        return json.read(source, limits)
    if not says and _XML(source.text):
        from checker.documents import xml

        return xml.read(source)
    from checker.documents import yaml

    return yaml.read(source, limits)
