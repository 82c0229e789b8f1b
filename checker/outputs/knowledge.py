"""Threat libraries and their entries, for people and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from checker.knowledge.library import Entry, Former, Library, body_of
from checker.knowledge.vocabulary import ComponentType
from checker.knowledge.vocabulary import Entry as Word
from checker.outputs.escape import visible
from checker.outputs.layout import table
from checker.outputs.words import number_of

if TYPE_CHECKING:
    pass


def libraries(found: Iterable[Library]) -> Iterator[str]:
    """A line for each library."""
    rows = [("library", "edition", "entries", "title")]
    rows += [(one.id, one.edition, str(len(one.entries)), f"{one.title}{_partly(one)}") for one in found]
    yield from table(rows)


def _partly(one: Library) -> str:
    return "" if one.complete else " (in part)"


def entries(held: Library, chosen: Iterable[Entry]) -> Iterator[str]:
    """The library, and a line for each entry."""
    yield from about(held)
    yield ""
    yield from table([(f"{held.id}:{one.id}", one.kind, _name(one)) for one in chosen])


def found(pairs: Iterable[tuple[Library, Entry]]) -> Iterator[str]:
    """A line for each entry of any library."""
    yield from table([(f"{held.id}:{one.id}", one.kind, _name(one)) for held, one in pairs])


def _name(one: Entry) -> str:
    if not one.retired:
        return one.name
    now = f", now {', '.join(one.replaced_by)}" if one.replaced_by else ""
    return f"{one.name} (retired{now})"


def vocabularies(known: Mapping[str, list[Word]]) -> Iterator[str]:
    """A line for each vocabulary."""
    yield from table([(name, number_of(len(entries), "word")) for name, entries in known.items()])


def words(entries: Iterable[Word]) -> Iterator[str]:
    """A line for each word: what it is, and how else it is written."""
    rows = []
    for one in entries:
        kind = (one.kind,) if isinstance(one, ComponentType) else ()
        also = f" (also {', '.join(one.aliases)})" if one.aliases else ""
        rows.append((one.id, *kind, f"{one.title}{also}"))
    yield from table(rows)


def about(held: Library) -> Iterator[str]:
    """What a library is, and under which terms."""
    yield visible(f"{held.title}, edition {held.edition}{f' of {held.date}' if held.date else ''}: {_count(held)}")
    for name, text in (("source", held.source), ("licence", held.licence), ("in here", held.terms)):
        if text:
            yield f"  {name + ':':<9}{visible(text)}"


def _count(held: Library) -> str:
    kinds = dict.fromkeys(one.kind for one in held.entries.values() if not one.retired)
    return ", ".join(f"{len(held.of_kind(kind))} of kind {kind}" for kind in kinds) or number_of(0, "entry")


def entry(held: Library, one: Entry, around: Around) -> Iterator[str]:
    """An entry with all that is known of it. ``around``: titles, and lines of (reference, name) below each."""
    yield visible(f"{held.id}:{one.id}  {held.full_name(one)}")
    facts = [("kind", one.kind), ("edition", one.edition or held.edition)]
    if one.retired:
        facts.append(("retired", f"in {one.since or held.edition}"))
    facts += [("also", ", ".join(one.also_known))] if one.also_known else []
    facts += [("once", ", ".join(map(_former, one.former)))] if one.former else []
    facts += [(name, ", ".join(words)) for name, words in one.facts.items()]
    facts += [("page", held.page(one))] if held.page(one) else []
    width = max(len(name) for name, _ in facts) + 2
    yield from (visible(f"  {name + ':':<{width}}{text}") for name, text in facts)
    for title, lines in around:
        if lines:
            yield f"  {visible(title)}"
            yield from (f"    {line}" for line in table(lines))
    yield f"  {visible(held.title)}: {visible(held.licence)}"


def _former(old: Former) -> str:
    return f"{old.name} (until {old.until})" if old.until else old.name


Around = list[tuple[str, list[tuple[str, str]]]]


def data(held: Library, one: Entry) -> dict[str, Any]:
    """An entry as plain data: as its file says it, with its reference, library and edition."""
    return {"ref": f"{held.id}:{one.id}", "library": held.id, **body_of(one), "edition": one.edition or held.edition}


def library_data(held: Library) -> dict[str, Any]:
    """A library as plain data, its entries counted."""
    return {
        "id": held.id,
        "title": held.title,
        "edition": held.edition,
        "editions": list(held.editions),
        "date": held.date,
        "source": held.source,
        "licence": held.licence,
        "terms": held.terms,
        "complete": held.complete,
        "entries": len(held.entries),
    }
