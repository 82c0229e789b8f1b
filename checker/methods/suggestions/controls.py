"""Which controls of the catalogue answer a question, and at which level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checker.knowledge.applicability import concepts
from checker.knowledge.library import Entry
from checker.knowledge.lookup import library
from checker.methods.coverage.answers import usual, wider_than
from checker.methods.coverage.cover import Item

LEVELS = ("data-pipeline", "infrastructure", "modelling")


class Answering(NamedTuple):
    """A control of the catalogue. ``judged`` where only we say so, and no publisher."""

    id: str
    title: str
    level: str
    judged: bool = False


def controls_for(items: Iterable[Item], concept: str, pins: Mapping[str, str]) -> tuple[Answering, ...]:
    """The controls that fit the place and are said to answer one of the ids; where the catalogue says it of none, those
    that it has near one of them. In the order in which they fit the place."""
    items = tuple(items)
    catalogue = library("control")
    fitting = dict.fromkeys(id for item in items for id in item.controls)
    entries = [catalogue.entries[id] for id in fitting if catalogue and id in catalogue.entries]
    wanted = {usual(item.reference, pins) for item in items}
    wanted.update(one for known in concepts() if known.id == concept for one in known.narrow)
    wanted |= {wider for reference in wanted for wider in wider_than(reference)}
    for kinds in (("addresses", "addresses-judged"), ("akin",)):
        if found := tuple(_answering(one, kinds, wanted) for one in entries if _meets(one, kinds, wanted)):
            return found
    return ()


def _meets(entry: Entry, kinds: Iterable[str], wanted: set[str]) -> bool:
    return any(not wanted.isdisjoint(entry.relations.get(kind, ())) for kind in kinds)


def _answering(entry: Entry, kinds: tuple[str, ...], wanted: set[str]) -> Answering:
    return Answering(entry.id, entry.name, entry.parent, not _meets(entry, kinds[:1], wanted) or kinds == ("akin",))
