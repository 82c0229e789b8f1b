"""Threat libraries of a repository: editions that do not ship, as ``threatgate knowledge import`` writes them.

One edition is one file below ``.threatgate-knowledge/``. A model that pins the edition is checked against it. It never
takes the place of an edition that ships complete: what such ids mean is not for a repository to say.
"""

from __future__ import annotations

from collections.abc import Callable

from checker.core.source import Source
from checker.inputs.format import Read
from checker.knowledge.imported import library_of, path_of
from checker.knowledge.library import Library
from checker.knowledge.lookup import Find, library


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
        return library_of(document, name, edition)

    return find
