"""The subdomains of the MIT AI Risk Repository, each answered once for a system; and the causes of its threats.

Facts: Slattery et al., The AI Risk Repository, arXiv:2408.12622 (checker/knowledge/ATTRIBUTION.md).
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Model, Threat
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import library
from checker.methods.breadth.answers import said

NAME = "mit"
ENTITIES = ("human", "ai", "other")
INTENTS = ("intentional", "unintentional", "other")
TIMINGS = ("pre-deployment", "post-deployment", "other")
PARTS = ("entity", "intent", "timing")
"""What a cause says, in the order of the keys of the table."""


class Subdomain(NamedTuple):
    """A subdomain, and what answers it in a model: threats and entries of ``not_applicable``."""

    entry: Entry
    by: tuple[Ref, ...]


class Breadth(NamedTuple):
    """How broadly a model looks."""

    library: Library
    subdomains: tuple[Subdomain, ...]
    causes: dict[tuple[str, ...], tuple[str, ...]]
    """(entity, intent, timing) -> ids of the threats with that cause; a key for each of the 27."""

    @property
    def open(self) -> tuple[Subdomain, ...]:
        return tuple(one for one in self.subdomains if not one.by)

    def of(self, domain: str) -> tuple[Subdomain, ...]:
        return tuple(one for one in self.subdomains if one.entry.parent == domain)


def breadth(model: Model) -> Breadth:
    """What a model says to each subdomain, and its threats by cause."""
    held = library(NAME)
    if held is None:
        raise AssertionError("the library ships")
    answers = said(model, held)
    causes: dict[tuple[str, ...], list[str]] = {key: [] for key in product(ENTITIES, INTENTS, TIMINGS)}
    for threat in model.threats.values():
        if (cause := cause_of(threat)) in causes:
            causes[cause].append(threat.id)
    return Breadth(
        held,
        tuple(Subdomain(one, answers.by(one.id)) for one in held.of_kind("subdomain")),
        {key: tuple(ids) for key, ids in causes.items()},
    )


def cause_of(threat: Threat) -> tuple[str, ...]:
    """Entity, intent and timing; ``""`` for what is not stated."""
    stated = dict(threat.cause)
    return tuple(stated.get(part, "") for part in PARTS)


def without_cause(model: Model) -> tuple[tuple[Threat, tuple[str, ...]], ...]:
    """The threats that cite the repository, and what their cause does not say."""
    citing = [one for one in model.threats.values() if any(ref.startswith(f"{NAME}:") for ref in one.refs)]
    missing = ((one, tuple(p for p, said in zip(PARTS, cause_of(one), strict=True) if not said)) for one in citing)
    return tuple((one, parts) for one, parts in missing if parts)


def one_sided(model: Model) -> tuple[str, ...]:
    """The threats whose intent and timing are stated, where all of them are on purpose and after deployment."""
    stated = [(one.id, cause_of(one)[1:]) for one in model.threats.values() if all(cause_of(one)[1:])]
    sided = all(cause == ("intentional", "post-deployment") for _, cause in stated)
    return tuple(id for id, _ in stated) if sided else ()
