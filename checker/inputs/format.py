"""What every input format offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from checker.core.source import Parsed
from checker.documents.document import Document

Read = Callable[[str], Document]
"""A repository-relative path -> the parsed document of the same revision. Raises InputError."""


class Format(Protocol):
    """One module of this package."""

    NAME: str
    """What the format is called; its package has this name, with ``_`` for ``-``."""

    SIGN: str
    """What marks a text as being of this format, in words, for texts that no format recognises."""

    EDITIONS: str
    """What is read of it, as its makers number it."""

    UNSAYABLE: tuple[str, ...]
    """Fields by kind (``boundary.trust``) that a file of this format may have no word for; see ``Model.unsayable``."""

    def recognises(self, document: Document) -> bool:
        """Whether the text is of this format, by its content alone."""
        ...

    def parse(self, document: Document, read: Read) -> Parsed:
        """The snapshot, and findings about everything that was wrong or could not be mapped."""
        ...
