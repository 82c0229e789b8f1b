"""The rules of the pack ``breadth``: what of PLOT4ai and of the MIT AI Risk Repository a model has not answered."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.finding import Finding, Related
from checker.core.location import Ref
from checker.core.system import Questionnaire
from checker.documents.words import listing, nearest, quote, some
from checker.knowledge.library import Library
from checker.knowledge.lookup import library
from checker.methods.breadth import mit, plot4ai
from checker.methods.breadth.answers import has_ai
from checker.methods.breadth.plot4ai import Card, Cards

_SHOWN = 20
"""How many threats stand beside a finding."""
_TOLD = 5
"""How many changed cards a message tells; all that are answered stand beside it."""
_ENOUGH = 3
"""How many threats with a cause make a picture that can be one-sided."""
_GUESSES = 20
_DROPPED = "plot4ai-risk-dropped"


def findings(asked: Asked) -> Iterator[Finding]:
    """Every finding about one model. Raises InputError for a deck of the repository that is no library."""
    yield from _plot4ai(asked)
    if has_ai(asked.snapshot.model):
        yield from _mit(asked)


def _plot4ai(asked: Asked) -> Iterator[Finding]:
    model = asked.snapshot.model
    questionnaire = plot4ai.asked_of(model)
    if questionnaire is None:
        yield from _gone(asked, _risks_before(asked))
        return
    edition = plot4ai.edition_of(model, questionnaire)
    deck = plot4ai.deck(edition, asked.read)
    yield from _other_deck(asked, questionnaire, edition, deck)
    if deck is None:
        return
    all_cards = plot4ai.cards(model, questionnaire, deck)
    yield from _unknown(asked, all_cards)
    yield from _risks(asked, all_cards)
    yield from _open_cards(asked, all_cards)
    yield from _turned(asked, edition, all_cards)


def _other_deck(asked: Asked, now: Questionnaire, edition: str, deck: Library | None) -> Iterator[Finding]:
    """Where the deck is not here, is not the one that references are to, or is another than before or than ours."""
    model = asked.snapshot.model
    pinned = dict(model.system.taxonomies).get(plot4ai.NAME, "")
    if deck is None:
        message = f"the deck {quote(edition)} is not here, so that no answer to its cards can be checked"
        yield _of_deck(asked, message, "not-here", "bring it in: threatgate knowledge import deck.json --edition ...")
        return
    if now.deck and pinned and not plot4ai.same_deck(now.deck, pinned):
        message = f"answers are to the deck {quote(now.deck)}, and references to {quote(pinned)}"
        yield _of_deck(asked, message, "two-decks", "go through the answers, and pin one deck for both")
    before = _deck_before(asked)
    moved = before is not None and before.edition != deck.edition
    other = before if moved else library(plot4ai.NAME)
    if other is None or other.edition == deck.edition:
        return
    answered = tuple(card.entry.id for card in plot4ai.cards(model, now, other).cards if card.answer)
    if told := plot4ai.changed_cards(other, deck, answered):
        start = "the answers move" if moved else "the questions of threatgate are to another deck: the answers move"
        more = f"; {len(told) - _TOLD} more" if len(told) > _TOLD else ""
        changed = "; ".join(f"'{id}' {what}" for id, what in told[:_TOLD])
        message = f"{start} from the deck {other.edition} to {deck.edition}, and {len(told)} of {len(answered)} cards"
        hint = "answer these cards anew"
        found = _of_deck(asked, f"{message} changed: {changed}{more}", f"{other.edition} {deck.edition}", hint)
        places = (asked.snapshot.locate(_subject(asked, f"plot4ai.answers.{id}")) for id, _ in told)
        related = (Related(at, f"'{id}' {what}") for at, (id, what) in zip(places, told, strict=True))
        yield found._replace(related=tuple(related)[:_SHOWN])


def _deck_before(asked: Asked) -> Library | None:
    """The deck of the base, where it had answers and the deck is there."""
    if asked.before is None or asked.read_before is None:
        return None
    model = asked.before[0].model
    was = plot4ai.asked_of(model)
    return plot4ai.deck(plot4ai.edition_of(model, was), asked.read_before) if was and was.answers else None


def _of_deck(asked: Asked, message: str, discriminator: str, hint: str) -> Finding:
    return _finding(asked, "plot4ai-deck-changed", message, "plot4ai.deck", discriminator, hint)


def _unknown(asked: Asked, found: Cards) -> Iterator[Finding]:
    ids = [card.entry.id for card in found.cards]
    for number, key in enumerate(found.unknown):
        near = nearest(key, ids) if number < _GUESSES else ""
        message = f"{quote(key)} is no card of the deck {found.deck.edition}"
        hint = f"did you mean '{near}'?" if near else "a card is its category and its place in it, such as 'data-08'"
        yield _finding(asked, "plot4ai-unknown-card", message, f"plot4ai.answers.{key}", key, hint)


def _risks(asked: Asked, found: Cards) -> Iterator[Finding]:
    for card in found.cards:
        if card.signals_risk and not card.threats and card.answer:
            message = f"{_risk(card)} signals a risk, and no threat comes of it"
            field = f"plot4ai.answers.{card.key}.answer"
            hint = f"name the threat that comes of it here ('threat: ...'), or cite plot4ai:{card.entry.id} there"
            yield _finding(asked, "plot4ai-risk-without-threat", message, field, card.entry.id, hint)


def _open_cards(asked: Asked, found: Cards) -> Iterator[Finding]:
    chosen = [card for card in found.cards if card.asked]
    open_ = [card for card in chosen if not card.answered]
    if not open_:
        return
    counts = ((one.name, found.of(one.id)) for one in plot4ai.categories(found.deck))
    told = (f"{name} {_count(cards)}" for name, cards in counts if not all(card.answered for card in cards))
    message = f"{len(open_)} of {len(chosen)} cards of PLOT4ai are not answered: {', '.join(told)}"
    yield _finding(asked, "plot4ai-card-unanswered", message, "plot4ai", "", "see them: threatgate questions plot4ai")


def _count(cards: tuple[Card, ...]) -> str:
    return f"{sum(not card.answered for card in cards)} of {len(cards)}"


def _turned(asked: Asked, edition: str, found: Cards) -> Iterator[Finding]:
    """Answers that signalled a risk in the base, to the same deck, and do not any more with no new word why."""
    before = _risks_before(asked, edition)
    answered = {card.entry.id: card for card in found.cards if card.answer}
    for old in before:
        card = answered.get(old.entry.id)
        if card is None or card.answer is None or card.signals_risk or _explained(old, card):
            continue
        message = f"{_risk(old)} signalled a risk, and it is {quote(card.answer.answer)} now with no word why"
        field = f"plot4ai.answers.{card.key}.answer"
        yield _finding(asked, _DROPPED, message, field, card.entry.id, "say in its note why it is so now")
    told = {*answered, *found.unknown}
    yield from _gone(asked, [old for old in before if told.isdisjoint((old.entry.id, old.key))])


def _explained(old: Card, new: Card) -> bool:
    """Whether the note of an answer was written anew."""
    was, note = (card.answer.note if card.answer else "" for card in (old, new))
    return bool(note) and note != was


def _gone(asked: Asked, cards: list[Card]) -> Iterator[Finding]:
    if cards:
        what = (
            "an answer that signalled a risk is"
            if len(cards) == 1
            else f"{len(cards)} answers that signalled a risk are"
        )
        message = f"{what} gone: {some([*map(_risk, cards)], _TOLD)}"
        yield _finding(asked, _DROPPED, message, "plot4ai", "", "answer the cards again")


def _risks_before(asked: Asked, edition: str | None = None) -> list[Card]:
    """The cards whose answer signalled a risk in the base; none where that was to another deck than ``edition``."""
    base = asked.before[0].model if asked.before else None
    was = plot4ai.asked_of(base) if base else None
    deck = _deck_before(asked)
    if base is None or was is None or deck is None:
        return []
    if edition is not None and not plot4ai.same_deck(plot4ai.edition_of(base, was), edition):
        return []
    return [card for card in plot4ai.cards(base, was, deck).cards if card.signals_risk]


def _risk(card: Card) -> str:
    answer = card.answer.answer if card.answer else ""
    return f"{quote(answer)} to {card.entry.id} ({card.entry.name})"


def _mit(asked: Asked) -> Iterator[Finding]:
    model = asked.snapshot.model
    found = mit.breadth(model)
    if found.open:
        of = f"{len(found.open)} of {len(found.subdomains)} subdomains"
        message = f"{of} of the MIT AI Risk Repository are not answered: {_by_domain(found)}"
        yield _finding(asked, "mit-subdomain-unanswered", message, "", "", "see them: threatgate questions mit")
    yield from _causes(asked)


def _causes(asked: Asked) -> Iterator[Finding]:
    model = asked.snapshot.model
    if missing := mit.without_cause(model):
        what = "1 threat cites" if len(missing) == 1 else f"{len(missing)} threats cite"
        names = some([quote(one.id) for one, _ in missing], _TOLD)
        message = f"{what} the MIT AI Risk Repository without a whole cause: {names}"
        places = ((asked.snapshot.locate(Ref("threat", one.id, "cause")), one.id, parts) for one, parts in missing)
        related = (Related(at, f"{quote(id)} does not state {listing(list(parts))}") for at, id, parts in places)
        hint = "state all three: cause: {entity: ..., intent: ..., timing: ...}"
        yield _finding(asked, "mit-cause-missing", message, "", "", hint)._replace(related=tuple(related)[:_SHOWN])
    if len(sided := mit.one_sided(model)) >= _ENOUGH:
        message = f"all {len(sided)} threats whose cause is stated are somebody's intent, after deployment"
        hint = "ask what goes wrong with no attacker, and before the system is in use: threatgate questions mit"
        yield _finding(asked, "mit-one-sided", message, "", "", hint)


def _by_domain(found: mit.Breadth) -> str:
    """What is open, as ``Misinformation: 3.1 False or misleading information; …``."""
    told = []
    for domain in found.library.of_kind("domain"):
        if names := [f"{one.entry.id} {one.entry.name}" for one in found.of(domain.id) if not one.by]:
            told.append(f"{domain.name}: {', '.join(names)}")
    return "; ".join(told)


def _subject(asked: Asked, field: str) -> Ref:
    return Ref("system", asked.snapshot.model.id, field)


def _finding(asked: Asked, rule: str, message: str, field: str, discriminator: str, hint: str) -> Finding:
    subject = _subject(asked, field)
    at = asked.snapshot.locate(subject)
    model = asked.snapshot.model.id
    return Finding(f"breadth/{rule}", "", message, subject, at, model, discriminator=discriminator, hint=hint)
