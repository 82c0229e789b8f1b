"""Which controls of the catalogue answer a question, and at which level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from checker.core.coverage import Item
from checker.core.suggestion import Remedy
from checker.knowledge.applicability import concepts
from checker.knowledge.library import Entry
from checker.knowledge.lookup import library
from checker.methods.coverage.answers import usual, wider_than


def controls_for(items: Iterable[Item], concept: str, pins: Mapping[str, str]) -> tuple[Remedy, ...]:
    """The controls that fit the place and are said to answer one of the ids, in the order in which they fit.

    Where the catalogue says it of none: those that it has near one of the ids, or near a letter of STRIDE that their
    concept counts for.
    """
    items = tuple(items)
    fitting = tuple(dict.fromkeys(id for item in items for id in item.controls))
    return _remedies(fitting, frozenset(item.reference for item in items), concept, tuple(sorted(pins.items())))


@cache
def _remedies(
    fitting: tuple[str, ...], references: frozenset[str], concept: str, pins: tuple[tuple[str, str], ...]
) -> tuple[Remedy, ...]:
    """The same for elements of one type: found once."""
    catalogue = library("control")
    entries = [catalogue.entries[id] for id in fitting if catalogue and id in catalogue.entries]
    wanted = {usual(reference, dict(pins)) for reference in references}
    meant = next((known for known in concepts() if known.id == concept), None)
    wanted.update(meant.narrow if meant else ())
    wanted |= {wider for reference in wanted for wider in wider_than(reference)}
    near = {reference for reference in (meant.counts if meant else ()) if reference.startswith("stride:")}
    for kinds, ids in ((("addresses", "addresses-judged"), wanted), (("akin",), wanted | near)):
        if found := tuple(_remedy(one, kinds, ids) for one in entries if _meets(one, kinds, ids)):
            return found
    return ()


def _meets(entry: Entry, kinds: Iterable[str], wanted: set[str]) -> bool:
    return any(not wanted.isdisjoint(entry.relations.get(kind, ())) for kind in kinds)


def _remedy(entry: Entry, kinds: tuple[str, ...], wanted: set[str]) -> Remedy:
    return Remedy(entry.id, entry.name, entry.parent, not _meets(entry, kinds[:1], wanted) or kinds == ("akin",))
