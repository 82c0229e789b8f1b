"""A text of either kind to a document."""

from __future__ import annotations

from checker.core.errors import InputError
from checker.core.location import Location
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.limits import LIMITS, Limits


def parse(source: Source, limits: Limits = LIMITS) -> Document:
    """The document of a text: JSON where its path ends in ``.json``, else YAML. Raises InputError over a limit."""
    if len(source.text) > limits.bytes:
        message, hint = limits.over("bytes")
        raise InputError(message, Location(source.path), hint)
    if source.text.startswith("\ufeff"):
        source = source._replace(text=source.text[1:])
    if source.path.lower().endswith(".json"):
        from checker.documents import json

        return json.read(source, limits)
    from checker.documents import yaml

    return yaml.read(source, limits)
