"""An edition of a threat library that a repository holds: its path, and its file as a library."""

from __future__ import annotations

import re

from checker.core.errors import InputError
from checker.core.source import LIBRARIES
from checker.documents.document import Document
from checker.documents.words import quote
from checker.knowledge.library import Library, from_data
from checker.knowledge.lookup import same_edition

_EDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")


def path_of(name: str, edition: str) -> str:
    """The file of an edition, ``""`` for an edition that can be in no name of a file."""
    return f"{LIBRARIES}{name}-{edition}.json" if _EDITION.fullmatch(edition) else ""


def library_of(document: Document, name: str, edition: str) -> Library:
    """The library in a file. Raises InputError for one that is none, or another one than its name says."""
    from checker.documents.schema import validate

    for problem in (*document.problems, *validate(document, "library")):
        raise InputError(problem.message, problem.location, "write the file anew: threatgate knowledge import FILE")
    found = from_data(document.data)
    if found.id != name or not any(same_edition(edition, one) for one in found.editions):
        message = f"this is edition {quote(found.edition)} of {quote(found.id)}"
        raise InputError(message, document.locate(("edition",)), f"its name says {edition} of {name}: rename it")
    return found
