"""Model cards against the model: sections, version, base model, data, licence, threats, and whether they kept up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from checker.core.asked import Asked
from checker.core.change import Change
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import AiModel, Component, Model
from checker.documents.words import quote
from checker.methods.cards.card import Card, Stated
from checker.methods.cards.sections import section_findings
from checker.methods.cards.texts import MODEL_CARD, Text, Texts, hint_to_name
from checker.methods.cards.told import folded, listed, told, unread

_WATCHED = {
    "model.version": "the version",
    "model.digest": "the digest",
    "model.base_model": "the base model",
    "model.datasets": "the data sets",
}
"""Fields after whose change a card has to say something else. (Another name is for the pack ``ai`` to tell.)"""


class _Before(NamedTuple):
    """The component of a card in the base, and its card then."""

    id: str = ""
    text: Text | None = None
    change: Change | None = None


def model_cards(asked: Asked, texts: Texts, before: Texts | None) -> Iterator[Finding]:
    """What is wrong with the cards of the components in scope. That there is none is a rule of its own, as data."""
    model = asked.snapshot.model
    profile, known = texts.profile(MODEL_CARD), _Known(model)
    changes = {one.ref: one for one in asked.changes or ()}
    for id, component in model.components.items():
        text = texts.model_card(model, id)
        if text is None or component.model is None or component.out_of_scope:
            continue
        subject = Ref("component", id, "model.card")
        was = _before(asked, before, id, changes)
        yield from unread(asked, text, subject, was.text)
        if text.card:
            cards = text.card, was.text.card if was.text else None
            yield from section_findings(asked, "model-card-section-missing", subject, profile, (texts, before), cards)
            yield from _facts(asked, component.model, text.card, subject, known)
            yield from _threats(asked, id, text, was, subject)
            yield from _stale(asked, text.card, was, subject)


def _before(asked: Asked, before: Texts | None, id: str, changes: Mapping[Ref, Change]) -> _Before:
    if asked.before is None or before is None:
        return _Before()
    change = changes.get(Ref("component", id))
    was, model = (change.was if change else "") or id, asked.before[0].model
    text = before.model_card(model, was) if was in model.components else None
    return _Before(was, text if text and text.card else None, change)


class _Known:
    """What a model has a name for. Many components may share a card: what it names is looked up once."""

    def __init__(self, model: Model) -> None:
        self._names = _names(model)
        self._found: dict[int, tuple[tuple[Stated, ...], tuple[Stated, ...]]] = {}

    def unknown(self, card: Card) -> tuple[tuple[Stated, ...], tuple[Stated, ...]]:
        """The base models and the data sets of a card that nothing in the model is."""
        if id(card) not in self._found:
            facts = card.facts
            self._found[id(card)] = (
                tuple(_unknown(facts.base_models, self._names)),
                tuple(_unknown(facts.datasets, self._names)),
            )
        return self._found[id(card)]


def _facts(asked: Asked, ai: AiModel, card: Card, subject: Ref, known: _Known) -> Iterator[Finding]:
    facts = card.facts
    if ai.version and facts.version and _version(ai.version) != _version(facts.version.text):
        message = f"the card is that of version {quote(facts.version.text)}, and the model says {quote(ai.version)}"
        yield told(asked, "model-card-version-mismatch", message, subject, facts.version.location)
    for (rule, one, none, hint), unknown in zip(_LEADS_TO, known.unknown(card), strict=True):
        for stated in unknown[:_APART]:
            message = f"the card names the {one} {quote(stated.text)}, and {none}"
            yield told(asked, rule, message, subject, stated.location, stated.text, hint)
        if rest := [stated.text for stated in unknown[_APART:]]:
            message = f"the card names {len(rest):,} more such {one}s: {listed([quote(text) for text in rest])}"
            key = sha256("\n".join(rest).encode("utf-8", "surrogatepass")).hexdigest()[:16]
            yield told(asked, rule, message, subject, unknown[_APART].location, f"more {key}", hint)
    if facts.licence_open and facts.licence:
        message = "the licence of the card is 'other', and license_name and license_link do not say which"
        yield told(asked, "licence-unnamed", message, subject, facts.licence.location)


_APART = 20
"""How many unknown names of one card have a finding each; the others share one."""

_LEADS_TO = (
    (
        "base-model-not-modelled",
        "base model",
        "no component of the model is it",
        "model it (type ml-library or ai-service, with model.name), so that threats on it can be written down",
    ),
    (
        "dataset-not-modelled",
        "data set",
        "nothing in the model is it",
        "model it (type training-data), and name it under model.datasets",
    ),
)
"""What a card may name beside its model: rule, what it is called, what is missing, what to do."""


def _version(text: str) -> str:
    return text.casefold().strip().removeprefix("v")


def _names(model: Model) -> set[str]:
    """Every name under which components and data are known, in small letters; of a path its last part as well."""
    names = {word for component in model.components.values() for word in _called(component)}
    names.update(word for data in model.data.values() for word in (data.id, data.name))
    return {part for name in names if name for part in _spellings(name)}


def _called(component: Component) -> tuple[str, ...]:
    return component.id, component.name, component.model.name if component.model else ""


def _spellings(name: str) -> tuple[str, ...]:
    small = name.casefold().strip()
    return small, small.rpartition("/")[2], small.replace(" ", "-")


def _unknown(stated: tuple[Stated, ...], known: set[str]) -> Iterator[Stated]:
    """Those that nothing is called, each once."""
    names = {one.text: one for one in reversed(stated)}
    return (one for one in stated if names[one.text] is one and known.isdisjoint(_spellings(one.text)))


def _threats(asked: Asked, id: str, text: Text, was: _Before, subject: Ref) -> Iterator[Finding]:
    """The threats on a model that its card neither names nor leads to."""
    now = unnamed_threats(asked.snapshot.model, asked.snapshot.path, asked.graph.threats.get(id, ()), text)
    before = None
    if was.text and asked.before:
        snapshot, graph = asked.before
        before = unnamed_threats(snapshot.model, snapshot.path, graph.threats.get(was.id, ()), was.text)
    for which, ids in folded(now, before):
        message = f"the card names neither the model file nor these threats on {quote(id)}: {listed(ids)}"
        hint = hint_to_name(text, f"threatgate card render --component {id} --update {text.path}")
        yield told(asked, "model-card-threats-missing", message, subject, None, which, hint)


def unnamed_threats(model: Model, path: str, on: Iterable[str], text: Text) -> dict[str, str]:
    """Those of some threats that a card does not name; none for a card that leads to the model file."""
    mentions = text.mentions
    if mentions is None or mentions.links(path):
        return {}
    real = (id for id in on if model.threats[id].status != "not-applicable")
    return {threat: quote(threat) for threat in real if not mentions.of(threat)}


def _stale(asked: Asked, card: Card, was: _Before, subject: Ref) -> Iterator[Finding]:
    """A model that changed while its card says the same, word for word."""
    if was.change is None or was.text is None or was.text.card is None or was.text.card.text != card.text:
        return
    fields = [one.field for one in was.change.fields if one.field in _WATCHED and one.before]
    if fields:
        what, id = " and ".join(_WATCHED[field] for field in fields), quote(subject.id)
        message = f"this change gives another value to {what} of the model in {id}, and its card says what it said"
        yield told(asked, "model-card-stale", message, subject, which=",".join(fields))
