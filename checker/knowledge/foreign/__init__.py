"""Threat libraries as their publishers write them: one module a format, from a parsed text to a library.

Only ids, names and relations are taken; descriptions, questions and recommendations stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from checker.core.errors import InputError, UsageError
from checker.documents.document import Document
from checker.knowledge.foreign import atlas, atlas_legacy, plot4ai
from checker.knowledge.foreign.history import with_history
from checker.knowledge.foreign.part import Part
from checker.knowledge.library import Library
from checker.knowledge.lookup import same_edition


class Format(NamedTuple):
    """``sign`` is what marks a text as being of it, in words. ``read`` leaves the edition empty where the text has
    none."""

    name: str
    sign: str
    recognises: Callable[[Any], bool]
    read: Callable[[Part], Library]


FORMATS = (
    Format("ATLAS 6", "the keys 'format-version' and 'techniques'", atlas.recognises, atlas.read),
    Format("ATLAS 2 to 5", "'id: ATLAS' and 'version'", atlas_legacy.recognises, atlas_legacy.read),
    Format("PLOT4ai deck", "a list of categories with 'cards'", plot4ai.recognises, plot4ai.read),
)


def read(document: Document, edition: str = "") -> Library:
    """The library of a publisher's text, with what is known of older editions. ``edition`` is wanted where the text
    has none. Raises InputError, with the place, for a text that is not as its format says, UsageError for an edition
    that is missing or another than that of the text."""
    for problem in document.problems:
        raise InputError(problem.message, problem.location)
    for format in FORMATS:
        if format.recognises(document.data):
            return with_history(_in_edition(format.read(Part(document)), edition))
    known = "; ".join(f"{format.name}: {format.sign}" for format in FORMATS)
    raise InputError("this is no threat library in a format known here", document.locate(()), f"known are {known}")


def _in_edition(library: Library, edition: str) -> Library:
    if library.edition and edition and not same_edition(edition, library.edition):
        raise UsageError(f"the text is of edition {library.edition}, not {edition}", hint="leave --edition out")
    if not library.edition and not edition:
        raise UsageError(f"{library.title} does not say its edition", hint="name the commit it is of: --edition COMMIT")
    chosen = library.edition or edition
    return library._replace(edition=chosen, editions=(chosen,))
