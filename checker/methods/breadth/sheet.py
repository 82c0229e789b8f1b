"""The questions to one model, with what the model says to each."""

from __future__ import annotations

import json
from collections.abc import Iterable

from checker.core.coverage import Question as Condition
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.naming import names_of, with_names
from checker.core.questions import Question, Questions
from checker.documents.words import listing, quote
from checker.knowledge.library import Entry, Library
from checker.knowledge.lookup import library, within
from checker.knowledge.questions import questions
from checker.knowledge.vocabulary import vocabulary
from checker.methods.breadth import mit
from checker.methods.breadth.plot4ai import NAME as PLOT4AI
from checker.methods.breadth.plot4ai import PHASES, Card, Cards, categories

_SHOWN = 3
"""How many elements are named to which a condition matters."""


def of_cards(found: Cards) -> Questions:
    """The cards of PLOT4ai that are asked of a model."""
    asked = tuple(
        _card(card, category, found.deck) for category in categories(found.deck) for card in found.of(category.id)
    )
    return Questions(
        PLOT4AI,
        found.deck.title,
        found.deck.edition,
        "card",
        _chosen(found),
        'with "Yes", "No", "Maybe" or "Not applicable"; where the answer signals a risk, add the id of its threat',
        ("plot4ai", "answers"),
        asked,
    )


def _chosen(found: Cards) -> str:
    role = f"the role {found.role}" if found.role else "every role"
    phases = listing([phase for phase in PHASES if phase in found.phases])
    kinds = f"{listing(list(found.kinds))} AI" if found.kinds else "no AI: the model says it is neither kind"
    return f"{kinds}; {role}; {f'the phases {phases}' if phases else 'all phases'}"


def _card(card: Card, category: Entry, deck: Library) -> Question:
    said: tuple[str, ...] = ()
    if card.answer:
        threat = f", threat {quote(card.answer.threat)}" if card.answer.threat else ""
        said = (f"{card.answer.answer}{threat}",)
    return Question(
        card.entry.id,
        card.entry.name,
        category.name,
        _own_words(card.entry),
        f'{card.entry.id}: {{answer: ""}}',
        (*said, *map(_said, card.by)),
        "".join(card.entry.facts.get("risk-if", ())[:1]),
        card.signals_risk and not card.threats,
        deck.page(card.entry),
    )


def _own_words(card: Entry) -> str:
    """Our question to a card, also where it stands at another place of another deck: known by its hash."""
    ours = library(PLOT4AI)
    same = within(ours, card.also_known[0]).entry if ours and card.also_known else None
    return questions(PLOT4AI).get(same.id, "") if same else ""


def of_subdomains(model: Model) -> Questions:
    """The subdomains of the MIT AI Risk Repository, and the causes of the threats."""
    found = mit.breadth(model)
    names = {domain.id: f"{domain.id} {domain.name}" for domain in found.library.of_kind("domain")}
    texts = questions(mit.NAME)
    asked = (
        Question(
            one.entry.id,
            one.entry.name,
            names[one.entry.parent],
            texts.get(one.entry.id, ""),
            f'- {{on: [{json.dumps(model.id)}], refs: ["{mit.NAME}:{one.entry.id}"], reason: ""}}',
            tuple(map(_said, one.by)),
        )
        for one in found.subdomains
    )
    return Questions(
        mit.NAME,
        found.library.title,
        found.library.edition,
        "subdomain",
        "",
        "by a threat that cites it; or, where it does not apply, by its line here with the reason",
        ("not_applicable",),
        tuple(asked),
        tuple(found.causes.items()),
    )


def of_conditions(model: Model, asked: Iterable[Condition]) -> Questions:
    """The conditions that nobody has answered and on which threats depend, and those that are stated of the system."""
    words = vocabulary("conditions")
    stated = {name: value for name, value in model.system.conditions if name in words}
    names = names_of(model)
    opened = {one.condition: f"matters to {with_names(_few(one), names)}" for one in asked}
    made = (
        Question(
            name,
            opened.get(name, "stated of the system"),
            "",
            words[name].title,
            f"{name}: ",
            (str(stated[name]).lower(),) if name in stated else (),
        )
        for name in sorted(opened.keys() | stated.keys())
    )
    how = "with true or false; or under conditions of one component, where it is so of that one only"
    return Questions("conditions", "Conditions", "", "condition", "", how, ("system", "conditions"), tuple(made))


def _few(asked: Condition) -> str:
    named = [f"{one.kind} {quote(one.id)}" for one in asked.subjects[:_SHOWN]]
    more = len(asked.subjects) - _SHOWN
    return f"{', '.join(named)}{f' and {more} more' if more > 0 else ''}"


def _said(by: Ref) -> str:
    return f"threat {quote(by.id)}" if by.kind == "threat" else "not applicable"
