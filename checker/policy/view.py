"""What a view is: the fields that a rule may name of one kind of element, with their types."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from checker.knowledge import vocabulary
from checker.policy.facts import Facts

Value = Callable[[Facts, Any], Any]
"""Facts and an element -> the value of one field.

Texts and words are str (``""``: not stated), flags bool or None (not known), numbers int or float, lists tuples of str,
``one`` an element or None, ``many`` a tuple of elements. None always means: not stated.
"""

TYPES = ("word", "text", "flag", "number", "list", "one", "many")


class Field(NamedTuple):
    """One name that a rule may use. ``native`` is the model's field that states it, where a finding points at."""

    name: str
    type: str
    doc: str
    value: Value
    native: str = ""
    words: tuple[str, ...] = ()
    """Every word that a closed vocabulary allows; empty for free text."""
    vocabulary: str = ""
    """The shipped vocabulary that lends its words and their aliases."""
    ordered: bool = False
    """The words stand in order, least first."""
    of: str = ""
    """The view of what ``one`` and ``many`` lead to."""
    open: bool = False
    """An empty list means "not stated" rather than "none"."""

    @property
    def allowed(self) -> tuple[str, ...]:
        """Every word that a rule may compare this field with; empty for free text."""
        return vocabulary.ids(self.vocabulary) if self.vocabulary else self.words


class View(NamedTuple):
    """The fields of one kind of element. ``kind`` is the kind that its refs have; ``each``: rules may iterate it."""

    name: str
    kind: str
    doc: str
    fields: dict[str, Field]
    each: bool = True
    elements: Callable[[Facts], Iterable[Any]] | None = None
    """For a view of what follows from a model: what rules with this ``each`` go through. Such a thing says on which
    element a finding about it is (``subject``), and what tells it apart there (``discriminator``)."""


def view(name: str, kind: str, doc: str, *fields: Field, each: bool = True) -> View:
    return View(name, kind, doc, {field.name: field for field in fields}, each)


def text(name: str, doc: str, value: Value, native: str | None = None) -> Field:
    return Field(name, "text", doc, value, _native(name, native))


def word(name: str, words: tuple[str, ...], doc: str, value: Value, native: str | None = None) -> Field:
    """A word of a closed list without an order."""
    return Field(name, "word", doc, value, _native(name, native), words)


def rank(name: str, words: tuple[str, ...], doc: str, value: Value, native: str | None = None) -> Field:
    """A word of a closed list, least first."""
    return Field(name, "word", doc, value, _native(name, native), words, ordered=True)


def known(name: str, vocabulary: str, doc: str, value: Value) -> Field:
    """A word of a shipped vocabulary, as the model writes it: an id or one of its aliases."""
    return Field(name, "word", doc, value, name, vocabulary=vocabulary)


def flag(name: str, doc: str, value: Value, native: str | None = None) -> Field:
    return Field(name, "flag", doc, value, _native(name, native))


def number(name: str, doc: str, value: Value, native: str | None = None) -> Field:
    return Field(name, "number", doc, value, _native(name, native))


def strings(name: str, doc: str, value: Value, native: str | None = None, *, open: bool = False) -> Field:
    return Field(name, "list", doc, value, _native(name, native), open=open)


def listed(name: str, words: tuple[str, ...], doc: str, value: Value, native: str | None = None) -> Field:
    """A list of words of a closed list."""
    return Field(name, "list", doc, value, _native(name, native), words)


def one(name: str, of: str, doc: str, value: Value, native: str | None = None) -> Field:
    return Field(name, "one", doc, value, _native(name, native), of=of)


def many(name: str, of: str, doc: str, value: Value, native: str = "", *, open: bool = False) -> Field:
    return Field(name, "many", doc, value, native, of=of, open=open)


def _native(name: str, native: str | None) -> str:
    return name if native is None else native


OTHER = "-other"
"""Put behind a text to make another one."""


def others(word: str, field: Field) -> Iterator[str]:
    """What could stand in a rule in the place of a word: its neighbours in an order, else the next word, else any."""
    words = field.allowed
    if not words:
        yield word + OTHER
    elif field.ordered:
        yield from neighbours(word, words)
    elif len(words) > 1:
        yield words[(words.index(word) + 1) % len(words)] if word in words else words[0]


def neighbours(word: str, words: tuple[str, ...]) -> Iterator[str]:
    """The words below and above one, least first."""
    at = words.index(word) if word in words else 0
    yield from words[max(at - 1, 0) : at]
    yield from words[at + 1 : at + 2]
