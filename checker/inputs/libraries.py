"""Threat libraries of a repository: editions that do not ship, as ``threatgate knowledge import`` writes them.

One edition is one file below ``.threatgate-knowledge/``. A model that pins the edition is checked against it. It never
takes the place of an edition that ships complete: what such ids mean is not for a repository to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from checker.core.errors import InputError
from checker.core.source import LIBRARIES, Source
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.format import Read
from checker.knowledge.library import Library, from_data
from checker.knowledge.lookup import Find, library, same_edition

_EDITION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")


def path_of(name: str, edition: str) -> str:
    """The file of an edition, ``""`` for an edition that can be in no name of a file."""
    return f"{LIBRARIES}{name}-{edition}.json" if _EDITION.fullmatch(edition) else ""


def finder(read: Read, has: Callable[[str], bool], sources: list[Source]) -> Find:
    """Finds shipped libraries and those of one revision of a repository. The texts that it read go into ``sources``.

    It raises InputError for a file of the repository that is no library, or another one than its name says.
    """
    known: dict[tuple[str, str], Library | None] = {}

    def find(name: str, edition: str) -> Library | None:
        if (name, edition) not in known:
            known[name, edition] = _found(name, edition)
        return known[name, edition]

    def _found(name: str, edition: str) -> Library | None:
        shipped = library(name, edition)
        path = path_of(name, edition) if shipped is None or not shipped.complete else ""
        if not path or not has(path):
            return shipped
        document = read(path)
        sources.append(document.source)
        return _imported(document, name, edition)

    return find


def _imported(document: Document, name: str, edition: str) -> Library:
    from checker.documents.schema import validate

    for problem in (*document.problems, *validate(document, "library")):
        raise InputError(problem.message, problem.location, "write the file anew: threatgate knowledge import FILE")
    found = from_data(document.data)
    if found.id != name or not any(same_edition(edition, one) for one in found.editions):
        message = f"this is edition {quote(found.edition)} of {quote(found.id)}"
        raise InputError(message, document.locate(("edition",)), f"its name says {edition} of {name}: rename it")
    return found
