"""``suggest --not-applicable``: an answer, in the reviews file beside a model, that something does not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.errors import UsageError
from checker.core.model import NotApplicable
from checker.core.source import Source, sidecar_path
from checker.documents.rewrite import rewrite
from checker.documents.words import listing, quote
from checker.inputs.review_writer import append_answer
from checker.pipeline.suggest import Element, Found, Suggested


class Denial(NamedTuple):
    """One answer, and the text of the file that takes it. ``source`` holds no text where there is no such file yet."""

    source: Source
    text: str
    answer: NotApplicable


def denials(found: Found, refs: tuple[str, ...], why: str) -> tuple[Denial, ...]:
    """The answers to write, one a model: that these references do not apply to the elements that were asked about.

    Raises UsageError for a reference that is not open at one of them: it is answered, or nobody asks.
    """
    for each in (each for one in found.models for each in one.elements):
        _open(each, refs)
    return tuple(_denial(found, one, refs, why) for one in found.models)


def write(found: Found, written: Iterable[Denial]) -> None:
    """Put the texts in their place. Raises InputError where a file may not be written or has changed."""
    for one in written:
        place = found.tree.root / one.source.path
        if found.tree.exists(one.source.path):
            rewrite(found.tree, one.source, one.text)
        else:
            with place.open("x", encoding="utf-8", newline="\n") as file:
                file.write(one.text)


def open_at(element: Element) -> Iterator[str]:
    """The references that are open at an element."""
    yield from (item.reference for one in element.suggestions for item in one.open)


def _open(element: Element, refs: Iterable[str]) -> None:
    there = list(dict.fromkeys(open_at(element)))
    for ref in refs:
        if ref not in there:
            hint = f"open there: {listing(there)}" if there else "nothing is open there"
            raise UsageError(f"{quote(ref)} is not open at {quote(element.subject.id)}", hint=hint)


def _denial(found: Found, one: Suggested, refs: tuple[str, ...], why: str) -> Denial:
    path = sidecar_path(one.snapshot.path)
    source = found.tree.read(path) if found.tree.exists(path) else Source(path, "")
    ids = tuple(sorted({each.subject.id for each in one.elements}))
    answer = NotApplicable("", ids, tuple(dict.fromkeys(refs)), why)
    return Denial(source, append_answer(source.text or None, answer, path), answer)
