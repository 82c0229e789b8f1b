"""Items folded by concept: many ids, few questions. One threat that cites the named ids answers all of a theme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.knowledge.applicability import Concept
from checker.knowledge.lookup import entry, library
from checker.methods.coverage.answers import concepts_of, usual, wider_than
from checker.methods.coverage.cover import Item


class Theme(NamedTuple):
    """One question: what an answer to it is called, and the items that it answers."""

    concept: str
    """The id of a concept, or ``""`` for an item that no concept of the others covers."""
    title: str
    cite: tuple[str, ...]
    """References of the items that a threat has to cite so that all of them are answered."""
    items: tuple[Item, ...]

    @property
    def need(self) -> str:
        """``must`` if any item of it is one."""
        return "must" if any(item.need == "must" for item in self.items) else "should"


def fold(items: Iterable[Item]) -> tuple[Theme, ...]:
    """The items of one element as few themes: what covers most of what is left comes first, so that each item is in
    one theme. Greedy: the fewest possible are not promised."""
    left = {usual(item.reference): item for item in items}
    themes: list[Theme] = []
    while left:
        best = max(_chances(left), key=lambda chance: len(chance[1]), default=None)
        if best is None:
            break
        concept, covered = best
        here = tuple(left.pop(reference) for reference in covered)
        themes.append(Theme(concept.id, concept.title, _cites(concept, here), here))
    rest = (Theme("", title_of(item.reference), (item.reference,), (item,)) for item in left.values())
    return (*themes, *rest)


def _chances(left: dict[str, Item]) -> Iterable[tuple[Concept, list[str]]]:
    """Every concept that can be named by one of the items, with all that it would answer."""
    seen: dict[str, tuple[Concept, list[str]]] = {}
    for reference in left:
        for concept in concepts_of(reference):
            if reference in concept.narrow and concept.id not in seen:
                seen[concept.id] = concept, _answered(concept, left)
    return seen.values()


def _answered(concept: Concept, left: dict[str, Item]) -> list[str]:
    cited = [reference for reference in concept.narrow if reference in left]
    wider = {one for reference in cited for one in wider_than(reference)}
    ids = {*concept.narrow, *concept.broad, *concept.counts, *wider}
    return [reference for reference in left if reference in ids]


def _cites(concept: Concept, items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(item.reference for item in items if usual(item.reference) in concept.narrow)


def title_of(reference: str) -> str:
    """What a reference is called by its library; the reference where that does not know it."""
    known = entry(reference)
    found = library(reference.partition(":")[0])
    return (found.full_name(known) if found else known.name) if known else reference
