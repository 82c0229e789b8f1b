"""What a model says of the system as a whole: its name, its questionnaires, sign-offs, goals and sources."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Mapping
from typing import NamedTuple

Properties = tuple[tuple[str, str], ...]
"""Sorted (name, value) pairs: security-relevant facts of a foreign format that have no field of their own here."""


def as_properties(facts: Mapping[str, str]) -> Properties:
    """Facts by name, without those that say nothing."""
    return tuple(sorted((name, value) for name, value in facts.items() if value))


FRAMEWORKS = ("naf4", "togaf", "archimate")

OF_SYSTEM = ("taxonomies", "methods", "pasta", "fairness", "plot4ai", "source_artifacts", "prior_art")
"""Sections of the native format that say something of the system, in the order of the reference."""

SPELLED = {
    "card": "card.path",
    "card_profile": "card.profile",
    "card_review_by": "card.review_by",
    "fairness_groups": "fairness.groups_at_risk",
    "fairness_objectives": "fairness.objectives",
    "fairness_results": "fairness.results",
    "fairness_tradeoff": "fairness.tradeoff",
}
"""Field of :class:`System` -> how the native format spells it, where that is another way."""


class CardAnswer(NamedTuple):
    """What somebody answered to a card of PLOT4ai. ``threat`` is the id of the threat that comes of it."""

    answer: str = ""  # Yes | No | Maybe | Not applicable
    threat: str = ""
    note: str = ""


class Questionnaire(NamedTuple):
    """Answers to the cards of PLOT4ai by card, sorted. Without a role or phases those of every one are asked."""

    deck: str = ""
    role: str = ""  # Provider | Deployer
    phases: tuple[str, ...] = ()
    answers: tuple[tuple[str, CardAnswer], ...] = ()


class FairnessObjective(NamedTuple):
    """How fair the system has to be: a measure and the value that it may at most have (a ratio: at least)."""

    metric: str
    threshold: float
    refs: tuple[str, ...] = ()


class Measured(NamedTuple):
    """What a measure of fairness was found to be. ``interval`` is that of confidence, or empty; the date is ISO."""

    metric: str
    value: float
    interval: tuple[float, ...] = ()
    date: str = ""
    refs: tuple[str, ...] = ()


class SignOff(NamedTuple):
    """What somebody said of a stage of PASTA: that it is done, or why it does not apply. Dates are ISO."""

    done: str = ""
    not_applicable: str = ""
    by: str = ""
    on: str = ""


class SourceArtifact(NamedTuple):
    """A file of an architecture that the model was made from or is held against. ``framework`` is one of
    :data:`FRAMEWORKS`, ``code`` its name for the view; ``digest`` is that of the text somebody has looked at."""

    framework: str
    code: str = ""
    path: str = ""
    digest: str = ""
    ignore: tuple[str, ...] = ()
    """Identifiers in the file of what the model need not have."""


class PriorArt(NamedTuple):
    """A public threat model or list that was looked at."""

    name: str
    url: str = ""
    list: str = ""


class System(NamedTuple):
    """What the model is about. ``id`` is part of every fingerprint."""

    id: str
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    owner: str = ""
    criticality: str = ""
    ai: bool = False
    conditions: tuple[tuple[str, bool], ...] = ()
    card: str = ""
    taxonomies: tuple[tuple[str, str], ...] = ()
    methods: tuple[tuple[str, tuple[str, ...]], ...] = ()
    card_profile: str = ""
    card_review_by: str = ""
    fairness_groups: tuple[str, ...] = ()
    fairness_objectives: tuple[FairnessObjective, ...] = ()
    fairness_results: tuple[Measured, ...] = ()
    fairness_tradeoff: str = ""
    properties: Properties = ()
    plot4ai: Questionnaire | None = None
    pasta: tuple[tuple[str, SignOff], ...] = ()
    source_artifacts: tuple[SourceArtifact, ...] = ()
    prior_art: tuple[PriorArt, ...] = ()
