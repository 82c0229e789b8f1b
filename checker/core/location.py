"""Where things are: the stable name of a thing, and its place in a text."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import NamedTuple


class Ref(NamedTuple):
    """The stable name of a thing in a model, or of one field of it; prints as ``flow/login#encryption``.

    ``kind`` is one of :data:`checker.core.model.KINDS` or ``model`` (the file as a whole), ``gate`` (a file of the
    gate, under its path), ``waiver``, ``baseline``. ``field`` may be dotted (``model.version``). Rules, waivers,
    reviews and changes speak in refs; only a snapshot knows lines.
    """

    kind: str
    id: str = ""
    field: str = ""

    def __str__(self) -> str:
        name = f"{self.kind}/{self.id}" if self.id else self.kind
        return f"{name}#{self.field}" if self.field else name

    @property
    def element(self) -> "Ref":
        """The element itself, without the field."""
        return Ref(self.kind, self.id)


class Location(NamedTuple):
    """A region of one text. Lines and columns are 1-based and count code points; the end is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
