"""Input formats: one module a format, each turning a parsed text into a snapshot and findings.

The registry is one explicit dict. The order is the order of asking: the first format that recognises a text reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from checker.core.source import Parsed
from checker.documents.document import Document

Read = Callable[[str], Document]
"""A repository-relative path -> the parsed document of the same revision. Raises InputError."""


class Format(Protocol):
    """What a module of this package offers."""

    NAME: str

    def recognises(self, document: Document) -> bool:
        """Whether the text is of this format, by its content alone."""
        ...

    def parse(self, document: Document, read: Read) -> Parsed:
        """The snapshot and everything worth saying about how it was read. Never raises for what a user wrote."""
        ...


FORMATS: dict[str, Format] = {}
