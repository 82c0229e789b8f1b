"""A place inside a rule file, and how a mistake at it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, NoReturn

from checker.core.errors import UsageError
from checker.core.location import Location
from checker.documents.document import Document


class Place(NamedTuple):
    """A value inside a document, by its path."""

    document: Document
    path: tuple[str | int, ...] = ()
    names_in_value: bool = False
    """Names of fields stand in the value here, as in a message, and not in its key."""
    params: Mapping[tuple[str | int, ...], Place] = {}
    """Path -> where the value that stands there was written, for values of params."""
    of: str = ""
    """Whose value it is, in words, where that cannot be seen at the place."""

    def at(self, *steps: str | int) -> Place:
        """A place further in."""
        return Place(self.document, (*self.path, *steps), False, self.params, self.of)

    def origin(self, *, key: bool = False) -> Place:
        """Where the value here, or its key, was written: for a value of a param, in its default or in the config."""
        for length in range(len(self.path) - key, 0, -1):
            if (written := self.params.get(self.path[:length])) is not None:
                return written.at(*self.path[length:])
        return self

    @property
    def location(self) -> Location:
        """Where that is."""
        return self.document.locate(self.path)

    def fail(self, message: str, hint: str = "", *, key: bool = False) -> NoReturn:
        """Raise the UsageError for a mistake in the value here, or in its key."""
        where = self.origin(key=key) if self.params else self
        told = f"{message} ({where.of})" if where.of else message
        raise UsageError(told, where.document.locate(where.path, key), hint)

    def fail_name(self, message: str, hint: str = "") -> NoReturn:
        """Raise the UsageError for a mistake in the name of a field."""
        self.fail(message, hint, key=not self.names_in_value)


def suggest(name: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the known name that is closest, else the list of names to choose from."""
    import difflib

    names = sorted(known)
    close = difflib.get_close_matches(name[:64], names, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    shown = ", ".join(names[:40])
    return f"choose from: {shown}{', …' if len(names) > 40 else ''}"


def show(value: object) -> str:
    """A value from a rule file as a message may print it: short, on one line, nothing invisible."""
    said = str(value).lower() if isinstance(value, bool) else str(value)
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in said[:80])
    return f"'{text}'"
