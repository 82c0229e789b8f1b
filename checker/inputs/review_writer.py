"""Adds a review to the text of a reviews file, at the end of its list: comments, order and style of the rest stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.core.errors import InputError, UsageError
from checker.core.model import Review
from checker.core.source import Source
from checker.documents.document import Document
from checker.documents.parse import parse
from checker.documents.quoted import scalar
from checker.documents.schema import validate

_NEW = "# Who reviewed what. `threatgate review` adds to it; editing by hand works too.\nthreatgate: 1\nreviews:\n"
_EMPTY = re.compile(r"^reviews:[ \t]*(?:\[[ \t]*\]|~|null)?[ \t]*(#[^\n]*)?$", re.MULTILINE)

LIMIT = 10_000
"""How many elements one review may name: ``maxProperties`` of its schema."""

_LONGEST = 256
"""Characters of an id. YAML looks no further than 1,024 characters for the end of a key; escapes take up to ten."""

_HINT = "write the reviews as a list of '- ' entries at the end of the file, and run this again"


def split(review: Review) -> Iterator[Review]:
    """The same review as several, none of which names more elements than one may."""
    for start in range(0, max(len(review.covers), len(review.removed), 1), LIMIT):
        part = slice(start, start + LIMIT)
        yield review._replace(covers=review.covers[part], removed=review.removed[part])


def append_review(text: str | None, review: Review, path: str = "") -> str:
    """The text of a reviews file with one review more; None is a file that does not exist yet.

    The result is read back: it holds what the text held, and the review, and nothing else. Raises InputError where
    adding at the end cannot do that, UsageError where the review itself is not one that a reviews file may hold.
    ``path`` is for messages only.
    """
    if any(len(id) > _LONGEST for id, _ in (*review.covers, *review.removed)):
        raise UsageError(f"an id of more than {_LONGEST} characters cannot be recorded", hint="shorten it in the model")
    if text is None or not text.strip():
        text = _NEW
    before = _read(text, path)
    after = _added(text, before, review)
    result = parse(Source(path or "reviews.yaml", after))
    if result.problems or result.data != {**before.data, "reviews": [*(before.data["reviews"] or ()), as_data(review)]}:
        raise InputError("a review cannot be added at the end of this file", before.locate(("reviews",), True), _HINT)
    for problem in validate(result, "reviews"):
        if problem.path[:2] == ("reviews", len(result.data["reviews"]) - 1):
            raise UsageError(f"this cannot be recorded as a review: {problem.message}")
    return after


def as_data(review: Review) -> dict[str, object]:
    """A review as its file holds it: keys in order, empty ones left out."""
    covers, removed = dict(review.covers), dict(review.removed)
    data = {"by": review.by, "role": review.role, "on": review.on, "covers": covers, "removed": removed}
    data.update(note=review.note, expires=review.expires)
    return {key: value for key, value in data.items() if value}


def _read(text: str, path: str) -> Document:
    document = parse(Source(path or "reviews.yaml", text))
    if document.problems:
        first = document.problems[0]
        raise InputError(first.message, first.location, "mend the file first")
    if not isinstance(document.data, dict) or not isinstance(document.data.get("reviews", ""), list | None):
        raise InputError(
            "this is no reviews file", document.locate(()), "it starts with 'threatgate: 1' and 'reviews:'"
        )
    return document


def _added(text: str, document: Document, review: Review) -> str:
    """The text with a review more at the end of the list, which need not be the end of the file."""
    reviews, lines = document.data["reviews"], text.split("\n")
    newline = "\r\n" if "\r\n" in text else "\n"
    indent = "  "
    if reviews:
        place = document.locate(("reviews", len(reviews) - 1))
        dash = lines[place.line - 1]
        before = dash[: dash.rfind("-", 0, place.column)]
        indent = "  " if before.strip() else before
    else:
        text = _EMPTY.sub(lambda m: "reviews:" + (f"  {m[1]}" if m[1] else ""), text, count=1)
        lines = text.split("\n")
    end = _end(lines, document)
    head, tail = "".join(f"{line}\n" for line in lines[:end]), "\n".join(lines[end:])
    if end == len(lines):
        head = text if text.endswith("\n") else text + newline
    return head + _entry(review, indent).replace("\n", newline) + tail


def _end(lines: list[str], document: Document) -> int:
    """The number of lines up to the end of the reviews: all, or those before the next key and what is said above it."""
    starts = [document.locate((key,), key=True).line for key in document.data]
    own = document.locate(("reviews",), key=True).line
    end = min((start - 1 for start in starts if start > own), default=len(lines))
    if end < len(lines):
        while end > own and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
    return end


def _entry(review: Review, indent: str) -> str:
    lines = []
    for key, value in as_data(review).items():
        if isinstance(value, dict):
            lines.append(f"{key}:")
            lines.extend(f"  {scalar(id)}: {scalar(digest)}" for id, digest in value.items())
        else:
            lines.append(f"{key}: {scalar(str(value))}")
    return "".join(f"{indent}{'  ' if n else '- '}{line}\n" for n, line in enumerate(lines))
