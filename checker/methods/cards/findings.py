"""The rules of the pack ``card`` that need the text of a card, and those about fairness.

Cards are files that the model names; addresses are never fetched. What a card lacks is one finding each, however much
it is: lists stand in the message, and what a change adds to them is a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.finding import Finding
from checker.methods.cards.fairness import fairness
from checker.methods.cards.model_cards import model_cards
from checker.methods.cards.system_card import system_card
from checker.methods.cards.texts import Texts


def findings(asked: Asked) -> Iterator[Finding]:
    """Everything about the cards and the fairness of one model."""
    texts = Texts(asked.read, asked.read_trusted or asked.read_before)
    before = Texts(asked.read_before) if asked.before and asked.read_before else None
    yield from model_cards(asked, texts, before)
    yield from system_card(asked, texts, before)
    yield from fairness(asked)
