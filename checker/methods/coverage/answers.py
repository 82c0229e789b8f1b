"""What a citation answers: itself, what it is a part of, and what means the same threat in other libraries.

A sub-technique answers its technique; a technique does not answer its sub-techniques where they are a must. A narrow
id of a concept answers the other ids of it and counts for its STRIDE letters and MIT subdomains
(docs/reference/coverage.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from checker.core.coverage import Answer
from checker.core.graph import Graph
from checker.core.model import Model
from checker.knowledge.applicability import Concept, Entry, concepts, flow_rules, rows
from checker.knowledge.lookup import resolve
from checker.knowledge.references import spellings, with_wider

Pins = Mapping[str, str]

_BREADTH = "mit:"


class Answers(NamedTuple):
    """What is answered at one element."""

    direct: Mapping[str, Answer]
    """Reference -> what answers it, whatever is needed."""
    parents: Mapping[str, Answer]
    """Reference that was cited or ruled out -> the answer, which its parts have where they are a should."""
    denied: Mapping[str, Answer]
    """Reference ruled out -> the answer, which its parts have too."""

    def to(self, item: Entry) -> Answer | None:
        """What answers an entry."""
        for reference in (item.reference, *item.also):
            if found := self.direct.get(reference):
                return found
            for wider in wider_than(reference):
                if found := self.denied.get(wider) or (item.need == "should" and self.parents.get(wider)) or None:
                    return found
        return None


def answers_at(model: Model, graph: Graph, id: str, pins: Pins) -> Answers:
    """What the threats and ``not_applicable`` entries on an element answer there. Breadth is asked of the system once:
    a subdomain of the MIT AI Risk Repository is answered there by whatever element has it."""
    cited = _cited(model, graph.threats.get(id, ()))
    denied = _denied(model, graph.answers.get(id, ()))
    if id == model.id:
        cited += (said for said in _cited(model, model.threats) if said[0].startswith(_BREADTH))
        denied += (said for said in _denied(model, range(len(model.not_applicable))) if said[0].startswith(_BREADTH))
    return answered_by(cited, denied, pins)


def _cited(model: Model, threats: Iterable[str]) -> list[tuple[str, Answer]]:
    return [(ref, Answer("threat", threat, ref)) for threat in threats for ref in model.threats[threat].refs]


def _denied(model: Model, entries: Iterable[int]) -> list[tuple[str, Answer]]:
    return [(ref, Answer("not-applicable", str(at), ref)) for at in entries for ref in model.not_applicable[at].refs]


def answered_by(
    cited: Iterable[tuple[str, Answer]], denied: Iterable[tuple[str, Answer]] = (), pins: Pins | None = None
) -> Answers:
    """What these citations answer. A citation before another counts; a direct one before one by a concept."""
    direct: dict[str, Answer] = {}
    parents: dict[str, Answer] = {}
    ruled_out: dict[str, Answer] = {}
    by_concept: list[tuple[str, Answer]] = []
    for reference, answer in cited:
        here = usual(reference, pins)
        parents.setdefault(here, answer)
        for one in (here, *wider_than(here)):
            direct.setdefault(one, answer)
        by_concept += _through(here, answer)
    for reference, answer in denied:
        here = usual(reference, pins)
        ruled_out.setdefault(here, answer)
        direct.setdefault(here, answer)
        by_concept += (
            (one, answer._replace(concept=concept.id)) for concept in _narrow(here) for one in concept.narrow
        )
    for reference, answer in by_concept:
        direct.setdefault(reference, answer)
    return Answers(direct, parents, ruled_out)


def _through(reference: str, answer: Answer) -> Iterator[tuple[str, Answer]]:
    for concept in _narrow(reference):
        found = answer._replace(by="concept", concept=concept.id)
        for other in (*concept.narrow, *concept.broad, *concept.counts):
            if other != reference:
                yield other, found


def concepts_of(reference: str) -> tuple[Concept, ...]:
    """The concepts in which a reference is a narrow or a broad id, those with the narrow ones first."""
    broad = (concept for concept in concepts() if reference in concept.broad)
    return (*_narrow(reference), *broad)


def _narrow(reference: str) -> tuple[Concept, ...]:
    return _by_narrow().get(reference, ())


@cache
def _by_narrow() -> Mapping[str, tuple[Concept, ...]]:
    found: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts():
        for reference in concept.narrow:
            found[reference] = (*found.get(reference, ()), concept)
    return found


def usual(reference: str, pins: Pins | None = None) -> str:
    """A reference as rows write it: in its usual spelling, an id without its edition by the pins, an id of an older
    edition that means the same as a newer one as the newer one."""
    return _usual(reference, tuple(sorted((pins or {}).items())))


@cache
def _usual(reference: str, pins: tuple[tuple[str, str], ...]) -> str:
    answer = resolve(reference, dict(pins))
    name = reference.partition(":")[0]
    here = f"{name}:{answer.entry.id}" if answer.entry else spellings(reference)[-1]
    return _newer().get(here, here)


@cache
def _newer() -> Mapping[str, str]:
    """Reference of an older edition -> the one of the newer edition that means the same."""
    lists = [row.entries for row in rows().values()] + [rule.entries for rule in flow_rules()]
    return {older: entry.reference for entries in lists for entry in entries for older in entry.also}


@cache
def wider_than(reference: str) -> tuple[str, ...]:
    """What a reference is a part of: the technique of a sub-technique, the type of a LINDDUN node, and the like."""
    name, _, id = reference.partition(":")
    if name == "linddun":
        return tuple(one for one in with_wider(reference) if one not in spellings(reference))
    entry = resolve(reference).entry
    if not entry:
        return (reference.rpartition(".")[0],) if name == "atlas" and id.count(".") > 1 else ()
    parent = (f"{name}:{entry.parent}",) if entry.parent and entry.kind == "sub-technique" else ()
    return (*parent, *entry.relations.get("part-of", ()))
