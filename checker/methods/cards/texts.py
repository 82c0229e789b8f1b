"""The cards and profiles that a model names, in one revision: each is read once, and what is wrong is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from checker.core.errors import CheckError, InputError
from checker.core.location import Location
from checker.core.model import Model
from checker.core.source import Source
from checker.documents.parse import parse
from checker.documents.schema import validate
from checker.documents.words import quote
from checker.knowledge.card_profiles import SHIPPED, Profile, from_data, shipped
from checker.methods.cards.card import Card
from checker.methods.cards.held import Held, held
from checker.methods.cards.mentions import Mentions
from checker.methods.cards.read import LIMITS, read_card

MODEL_CARD, SYSTEM_CARD = SHIPPED
"""The profiles that hold where a model names none."""

MAX_TOTAL = 10_000_000
"""Characters of all the cards of one model."""


class Text(NamedTuple):
    """A card that was read, or why it was not. ``address``: it is one, and those are never fetched."""

    path: str
    card: Card | None = None
    failure: CheckError | None = None
    mentions: Mentions | None = None
    """What the card names, where it was read."""
    address: bool = False


def hint_to_name(text: Text, command: str) -> str:
    """How a card comes to name things: by the command, where its section can stand in the card."""
    if text.card and text.card.format in ("markdown", "hugging-face"):
        return command
    return "write their ids into the card, each in single quotes inside of one of its texts"


class Texts:
    """What ``read`` gives. ``trusted`` reads what the change is to go into: a profile that it has counts as it has it,
    so that a change cannot ask less of itself."""

    def __init__(self, read: Callable[[str], Source], trusted: Callable[[str], Source] | None = None) -> None:
        self._read = read
        self._trusted = trusted
        self._cards: dict[tuple[str, str], Text] = {}
        self._held: dict[tuple[int, str], tuple[Held, ...]] = {}
        self._left = MAX_TOTAL

    def card(self, path: str, component: str = "") -> Text:
        """The card at a path. ``component`` is the name of the model, for a bill of materials."""
        for key in ((path, ""), (path, component)):
            if key in self._cards:
                return self._cards[key]
        text = self._card(path, component)
        one_of_many = text.card is None or text.card.format == "cyclonedx"
        self._cards[path, component if one_of_many else ""] = text
        return text

    def model_card(self, model: Model, id: str) -> Text | None:
        """The card of a component's model, None where it names none."""
        ai = model.components[id].model
        return self.card(ai.card, ai.name) if ai and ai.card else None

    def system_card(self, model: Model) -> Text | None:
        """The card of the system, None where it names none."""
        return self.card(model.system.card) if model.system.card else None

    def held(self, card: Card, profile: Profile) -> tuple[Held, ...]:
        """The sections of a profile in one of these cards. Many components may share one: it is looked at once."""
        key = id(card), profile.id
        if key not in self._held:
            self._held[key] = held(card, profile)
        return self._held[key]

    def lacking(self, card: Card, profile: Profile) -> list[Held]:
        """The required sections that are missing or say too little."""
        return [one for one in self.held(card, profile) if one.wanted.required and one.state != "written"]

    def trusts(self, name: str) -> bool:
        """Whether a profile is judged by that is not the change's own."""
        try:
            return shipped(name) is not None or bool(self._trusted and self._trusted(name))
        except InputError:
            return False

    def profile(self, name: str, own: bool = False) -> Profile:
        """A profile that ships, or the one in a file; the change's ``own`` file, or the trusted one where there is one.
        Raises InputError for a file that is none."""
        found = shipped(name)
        if found:
            return found
        if "/" not in name and not name.endswith((".yaml", ".yml", ".json")):
            hint = f"one of {', '.join(SHIPPED)}, or the path of a file from the root of the repository"
            raise InputError(f"no card profile is called {quote(name)}", Location(name), hint)
        document = parse(self._read(name) if own else self._profile(name), LIMITS)
        for problem in (*document.problems, *validate(document, "card-profile")):
            raise InputError(problem.message, problem.location, "threatgate schema card-profile")
        return from_data(document.data)

    def _profile(self, path: str) -> Source:
        if self._trusted:
            try:
                return self._trusted(path)
            except InputError:
                pass  # a profile that is new
        return self._read(path)

    def _card(self, path: str, component: str) -> Text:
        if "://" in path:
            return Text(path, address=True)
        try:
            source = self._read(path)
            self._left -= len(source.text)
            if self._left < 0:
                raise InputError(
                    f"the cards of this model have more than {MAX_TOTAL:,} characters: this one was not read"
                )
            card = read_card(source, component)
        except InputError as error:
            return Text(path, failure=error)
        return Text(path, card, mentions=Mentions(card))
