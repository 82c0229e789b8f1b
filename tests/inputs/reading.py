"""Reads models out of a mapping of paths to texts, as a revision of a repository would hold them."""

from __future__ import annotations

from collections.abc import Mapping

from checker import inputs
from checker.core.errors import InputError
from checker.core.finding import Finding
from checker.core.model import Model
from checker.core.source import Parsed, Source
from checker.documents.document import Document
from checker.documents.parse import parse

HEAD = "threatgate: 1\nsystem: {id: shop}\n"
"""The shortest native model, two lines."""


def read(files: Mapping[str, str] | str, path: str = "threatmodel.yaml") -> Parsed:
    """What the reader makes of the model at ``path``; a plain string is the text of that one file."""
    texts = {path: files} if isinstance(files, str) else files

    def document(name: str) -> Document:
        if name not in texts:
            raise InputError(f"there is no file {name}")
        return parse(Source(name, texts[name]))

    return inputs.parse(document(path), document, texts.__contains__)


def model(files: Mapping[str, str] | str, path: str = "threatmodel.yaml") -> Model:
    """The model, where there has to be one."""
    parsed = read(files, path)
    assert parsed.snapshot, parsed.findings
    return parsed.snapshot.model


def said(parsed: Parsed) -> list[tuple[str, str, str]]:
    """(rule, place, subject) of each finding, in order of place."""
    return [(f.rule, str(f.location), str(f.subject)) for f in sorted(parsed.findings, key=lambda f: f.order)]


def only(parsed: Parsed) -> Finding:
    """The one finding, where there has to be exactly one."""
    (finding,) = parsed.findings
    return finding
