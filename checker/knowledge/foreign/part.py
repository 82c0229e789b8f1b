"""A value inside a publisher's text, read with care: whatever is not as its format says is told at its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from checker.core.errors import InputError
from checker.documents.document import Document
from checker.documents.words import quote

_LONGEST = 1000
"""Characters of a text that is taken over."""


class Part(NamedTuple):
    """A value by its path."""

    document: Document
    path: tuple[str | int, ...] = ()

    @property
    def value(self) -> Any:
        value = self.document.data
        for step in self.path:
            value = value[step]
        return value

    def fail(self, message: str) -> NoReturn:
        """Raise the InputError for what is wrong here."""
        raise InputError(message, self.document.locate(self.path), "is this the publisher's own file, unchanged?")

    def at(self, step: str | int) -> Part:
        """A value that is known to be there."""
        return Part(self.document, (*self.path, step))

    def get(self, key: str) -> Part | None:
        """The value of a key of a mapping; None where there is none."""
        value = self.value
        if not isinstance(value, dict):
            self.fail("a mapping is expected here")
        return self.at(key) if value.get(key) is not None else None

    def need(self, key: str) -> Part:
        """The value of a key, which has to be there."""
        found = self.get(key)
        return found if found is not None else self.fail(f"the key '{key}' is missing")

    def text(self) -> str:
        """The text here, on one line."""
        value = self.value
        if not isinstance(value, str) or not value.strip():
            self.fail("a text is expected here")
        if len(value) > _LONGEST:
            self.fail(f"this text is longer than {_LONGEST:,} characters")
        return " ".join(value.split())

    def word(self, key: str) -> str:
        """The text of a key, ``""`` where there is none."""
        found = self.get(key)
        return found.text() if found is not None else ""

    def items(self, key: str) -> Iterator[Part]:
        """The items of the list of a key; none where the key is not there."""
        found = self.get(key)
        if found is None:
            return
        if not isinstance(found.value, list):
            found.fail(f"'{key}' has to be a list")
        yield from map(found.at, range(len(found.value)))

    def entries(self, key: str) -> Iterator[tuple[str, Part]]:
        """The entries of the mapping of a key; none where the key is not there."""
        found = self.get(key)
        if found is None:
            return
        if not isinstance(found.value, dict):
            found.fail(f"'{key}' has to be a mapping")
        yield from ((name, found.at(name)) for name in found.value)

    def words(self, key: str) -> tuple[str, ...]:
        """The texts of the list of a key."""
        return tuple(item.text() for item in self.items(key))

    def id(self, key: str, form: Any, what: str) -> str:
        """The id of a key, which has to look like one."""
        part = self.need(key)
        text = part.text()
        return text if form.fullmatch(text) else part.fail(f"{quote(text)} is no id of {what}")
