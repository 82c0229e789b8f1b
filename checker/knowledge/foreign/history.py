"""What is known of older editions of a library, for one that a publisher wrote: retired ids, and former names.

Publishers leave a retired entry out of the next edition, and rename an entry without a trace.
"""

from __future__ import annotations

from checker.knowledge.library import Entry, Former, Library
from checker.knowledge.lookup import libraries

_KEEPS_IDS = ("atlas",)
"""Libraries of which an id, once given, never means another entry by intent; those of PLOT4ai are places in a deck."""


def with_history(library: Library) -> Library:
    """The library with the entries that shipped editions before it have and it has no more, and with former names."""
    if library.id not in _KEEPS_IDS:
        return library
    entries = dict(library.entries)
    shipped = [one for one in libraries() if one.id == library.id]
    retired = {id: one for old in shipped for id, one in old.entries.items() if one.retired}
    for old in (one for one in shipped if one.complete and _version(one.edition) <= _version(library.edition)):
        for id, was in old.entries.items():
            if id in library.entries:
                entries[id] = _renamed(entries[id], was, library.edition)
            else:
                entries[id] = _gone(was, retired.get(id), library)
    return library.holding(entries)


def _gone(was: Entry, known: Entry | None, library: Library) -> Entry:
    """An entry that is there no more. ``known`` is what is known of its being retired, sooner or later."""
    since, now = library.edition, known.replaced_by if known else ()
    if known and _version(known.since) <= _version(since):
        since = known.since
    here = tuple(id for id in now if id in library.entries)
    parent = was.parent if was.parent in library.entries else ""
    return Entry(was.id, was.name, was.kind, parent=parent, status="retired", since=since, replaced_by=here)


def _renamed(now: Entry, was: Entry, edition: str) -> Entry:
    before = was.former if was.retired or was.name == now.name else (*was.former, Former(was.name, edition))
    return now._replace(former=tuple(former for former in before if former.name != now.name))


def _version(edition: str) -> tuple[int, ...]:
    """An edition such as ``5.6.0`` or ``2026.09`` as numbers."""
    return tuple(int(part) for part in edition.split(".") if part.isdecimal())
