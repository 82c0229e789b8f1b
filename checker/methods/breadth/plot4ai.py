"""The cards of PLOT4ai as a questionnaire: which of them are asked, which are answered, and what signals a risk.

Facts of the cards: PLOT4ai library by Isabel Barberá, deck of 2025-06-20 (checker/knowledge/ATTRIBUTION.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from checker.core.errors import InputError
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.source import Source
from checker.core.system import CardAnswer, Questionnaire
from checker.documents.parse import parse
from checker.knowledge.imported import library_of, path_of
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import library, same_edition, within
from checker.methods.breadth.answers import said

NAME = "plot4ai"
PHASES = ("Design", "Input", "Model", "Output", "Deploy", "Monitor")
_CONDITIONS = {"Traditional": "predictive", "Generative": "generative"}
"""What the cards call a kind of AI -> the condition that says it is there."""
_GENERATIVE = ("agent", "agent-memory", "prompt-template")
"""Component types that are there only where a model produces text."""


class Card(NamedTuple):
    """A card, and what a model says to it. ``by`` are threats and entries of ``not_applicable`` that cite it."""

    entry: Entry
    asked: bool
    key: str = ""
    """The card as the answer names it."""
    answer: CardAnswer | None = None
    by: tuple[Ref, ...] = ()

    @property
    def answered(self) -> bool:
        return self.answer is not None or bool(self.by)

    @property
    def signals_risk(self) -> bool:
        """Whether the answer is the bad one; Maybe counts as it."""
        return self.answer is not None and self.answer.answer in (*self.entry.facts.get("risk-if", ()), "Maybe")

    @property
    def threats(self) -> tuple[str, ...]:
        """Ids of the threats that come of it: the one that the answer names, and those that cite the card."""
        named = (self.answer.threat,) if self.answer and self.answer.threat else ()
        return tuple(dict.fromkeys((*named, *(ref.id for ref in self.by if ref.kind == "threat"))))


class Cards(NamedTuple):
    """Every card of a deck for one model, in the order of the deck's categories."""

    deck: Library
    kinds: tuple[str, ...]
    """The kinds of AI whose cards are asked."""
    role: str
    phases: tuple[str, ...]
    cards: tuple[Card, ...]
    unknown: tuple[str, ...]
    """What answers name that is no card of the deck."""

    def of(self, category: str) -> tuple[Card, ...]:
        """The cards of a category that are asked."""
        return tuple(card for card in self.cards if card.asked and card.entry.parent == category)


def categories(deck: Library) -> tuple[Entry, ...]:
    """The categories of a deck in its order; there are fewer than ten."""
    return tuple(sorted(deck.of_kind("category"), key=lambda one: one.facts.get("number", ("9",))))


def asked_of(model: Model) -> Questionnaire | None:
    """The questionnaire of a model; an empty one where it claims the method; None where PLOT4ai is not used."""
    return model.system.plot4ai or (Questionnaire() if NAME in dict(model.system.methods) else None)


def edition_of(model: Model, asked: Questionnaire) -> str:
    """The deck that answers are to: the stated one, else the one that references are to, else ``""``: the usual one."""
    return asked.deck or dict(model.system.taxonomies).get(NAME, "")


def deck(edition: str, read: Callable[[str], Source]) -> Library | None:
    """A deck: a shipped one, or one of the repository that ``read`` reads; None where it is not there.

    Raises InputError for a file of that edition that is no library.
    """
    found = library(NAME, edition)
    path = "" if found else path_of(NAME, edition)
    if not path:
        return found
    try:
        source = read(path)
    except InputError:
        return None
    return library_of(parse(source), NAME, edition)


def cards(model: Model, asked: Questionnaire, deck: Library) -> Cards:
    """What a model says to every card of a deck."""
    answers: dict[str, tuple[str, CardAnswer]] = {}
    unknown = []
    for key, answer in asked.answers:
        entry = within(deck, key).entry
        if entry is not None and entry.kind == "card":
            answers.setdefault(entry.id, (key, answer))
        else:
            unknown.append(key)
    kinds, elsewhere = kinds_of_ai(model), said(model, deck)
    order = {category.id: number for number, category in enumerate(categories(deck))}
    entries = sorted(deck.of_kind("card"), key=lambda one: order.get(one.parent, len(order)))
    made = (Card(one, _is_asked(one, asked, kinds), by=elsewhere.by(one.id)) for one in entries)
    answered = (
        one._replace(key=answers[one.entry.id][0], answer=answers[one.entry.id][1]) if one.entry.id in answers else one
        for one in made
    )
    return Cards(deck, kinds, asked.role, asked.phases, tuple(answered), tuple(unknown))


def _is_asked(card: Entry, asked: Questionnaire, kinds: tuple[str, ...]) -> bool:
    """Whether a card is for the kinds of AI, the role and the phases. What a card does not say is for all of them."""
    wanted = {"ai-types": kinds, "roles": (asked.role,) if asked.role else (), "phases": asked.phases}
    return all(
        not set(card.facts.get(fact, ())).isdisjoint(words) or fact not in card.facts
        for fact, words in wanted.items()
        if words or fact == "ai-types"
    )


def kinds_of_ai(model: Model) -> tuple[str, ...]:
    """The kinds of AI of a system: those it says it has or that follow from its components; if that is none, all but
    those it says it has not."""
    stated = dict(model.system.conditions)
    here = {kind: stated.get(condition) for kind, condition in _CONDITIONS.items()}
    inside = [one for one in model.components.values() if not one.out_of_scope]
    families = {one.model.family for one in inside if one.model}
    types = {one.type for one in inside}
    if here["Generative"] is None and ("generative" in families or not types.isdisjoint(_GENERATIVE)):
        here["Generative"] = True
    if here["Traditional"] is None and "predictive" in families:
        here["Traditional"] = True
    if True in here.values():
        return tuple(kind for kind, is_so in here.items() if is_so)
    return tuple(kind for kind, is_so in here.items() if is_so is None)


def changed_cards(old: Library, new: Library, ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Some cards of the old deck -> what became of each; those that are as before are left out."""
    found = ((id, _became(old.entries[id], within(new, id).entry)) for id in ids)
    return tuple((id, what) for id, what in found if what)


def _became(was: Entry, now: Entry | None) -> str:
    if now is None:
        return "is not in it"
    told = []
    if was.name != now.name:
        told.append(f"is about '{now.name}', no longer '{was.name}'")
    elif was.also_known[:1] != now.also_known[:1]:
        told.append("asks another question")
    if was.facts.get("risk-if") != now.facts.get("risk-if"):
        told.append(f"signals a risk by {' or '.join(now.facts.get('risk-if', ('no answer',)))}")
    return " and ".join(told)


def same_deck(one: str, other: str) -> bool:
    """Whether two editions mean one deck; ``""`` is the usual one."""
    usual = library(NAME)
    if usual is None:
        raise AssertionError("the deck ships")
    return same_edition(one or usual.edition, other or usual.edition)
