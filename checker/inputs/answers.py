"""Answers that something does not apply, in the reviews file beside a model: for formats that have no word for it.

They count after those inside the model, and continue their numbers. One that is malformed counts for nothing and is a
finding, as one is that names what is not in the model.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from checker.core.finding import Finding
from checker.core.location import Location, Ref
from checker.core.model import LISTS, TOGETHER, Model, NotApplicable
from checker.core.source import Citation
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.native.citations import cited_in
from checker.inputs.native.places import locate
from checker.inputs.native.sets import as_set, cited
from checker.inputs.problems import closest

SECTION = LISTS["not_applicable"]

_GUESSES = 20
"""How many names of one file are compared with all others for a suggestion."""


class Answers(NamedTuple):
    """Those of one file. ``entries`` are its sound ones, each with its index there; ``offset`` is how many the model
    has itself."""

    document: Document
    offset: int
    entries: tuple[tuple[int, dict[str, Any]], ...]

    def all(self) -> tuple[NotApplicable, ...]:
        """What they say, numbered without gaps."""
        return tuple(_answer(id, body) for id, _, body in self._numbered())

    def citations(self) -> Iterator[Citation]:
        """Every reference that they hold."""
        for id, index, body in self._numbered():
            yield from cited_in(self.document, (SECTION, index), Ref("not_applicable", id, "refs"), body)

    def unknown(self, model: Model) -> Iterator[Finding]:
        """A finding for each element that one names and the model does not have, at that very name."""
        now = {element.was: id for kind in TOGETHER for id, element in model.elements(kind).items()}
        guesses = iter(range(_GUESSES))
        for number, index, body in self._numbered():
            for place, id in enumerate(body["on"]):
                if model.kind_of(id):
                    continue
                hint = f"it is {quote(now[id])} now" if id in now else ""
                if not hint and next(guesses, -1) >= 0 and (near := closest(id, model.ids())):
                    hint = f"did you mean {quote(near)}?"
                yield Finding(
                    rule="model/dangling-reference",
                    severity="",
                    message=f"there is no element {quote(id)}",
                    subject=Ref("not_applicable", number, "on"),
                    location=self.document.locate((SECTION, index, "on", place)),
                    model=model.id,
                    discriminator=id,
                    hint=hint,
                )

    def locate(self, ref: Ref) -> Location | None:
        """Where one of them is, or what it says; None for what is none of them."""
        number = int(ref.id) - self.offset if ref.kind == "not_applicable" and ref.id.isdecimal() else -1
        if not 0 <= number < len(self.entries):
            return None
        return locate((self.document,), ref._replace(id=str(self.entries[number][0])))

    def _numbered(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Each with its number in the model and its index in the file."""
        return ((str(self.offset + at), index, body) for at, (index, body) in enumerate(self.entries))


def answers(document: Document, model: Model, broken: Container[object]) -> Answers:
    """The answers of a reviews file but those at the indexes of ``broken``, which its schema does not accept, and those
    that the model gives itself, as one does that was made of another with this file beside it."""
    inside = {one[1:] for one in model.not_applicable}
    entries = enumerate(document.data.get(SECTION) or ())
    sound = ((index, body) for index, body in entries if index not in broken)
    new = tuple((index, body) for index, body in sound if _answer("", body)[1:] not in inside)
    return Answers(document, len(model.not_applicable), new)


def _answer(id: str, body: dict[str, Any]) -> NotApplicable:
    return NotApplicable(id, as_set(body["on"]), cited(body["refs"]), body["reason"])
