"""What both formats of MITRE ATLAS have in common: its ids, the facts about the library, and how an entry is made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from checker.core.errors import InputError
from checker.documents.document import Document
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import library

FORMS = {
    "tactic": re.compile(r"AML\.TA[0-9]{4}"),
    "technique": re.compile(r"AML\.T[0-9]{4}(?:\.[0-9]{3})?"),
    "mitigation": re.compile(r"AML\.M[0-9]{4}"),
    "case-study": re.compile(r"AML\.CS[0-9]{4}"),
}


def library_of(entries: Iterable[Entry], edition: str, date: str, source: str, document: Document) -> Library:
    """The library of what was read. Raises InputError where a relation or a parent leads to nothing."""
    known: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in known:
            raise InputError(f"'{entry.id}' is there twice", document.locate(()))
        known[entry.id] = entry
    for entry in known.values():
        ids = (entry.parent, *(ref.partition(":")[2] for refs in entry.relations.values() for ref in refs))
        for id in ids:
            if id and id not in known:
                raise InputError(f"'{entry.id}' leads to '{id}', which is not in the file", document.locate(()))
    usual = library("atlas")
    if usual is None:
        raise AssertionError("ATLAS ships")
    return usual.holding(known)._replace(edition=edition, editions=(edition,), date=date, source=source)


def references(ids: Iterable[str]) -> tuple[str, ...]:
    """References to entries, each once."""
    return tuple(f"atlas:{id}" for id in dict.fromkeys(ids))


def stated(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The facts or relations that there are, by name; what is said twice once."""
    found = {name: tuple(dict.fromkeys(filter(None, words))) for name, words in sorted(values.items())}
    return {name: words for name, words in found.items() if words}
