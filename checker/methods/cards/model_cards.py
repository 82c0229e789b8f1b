"""Model cards against the model: sections, version, base model, data, licence, threats, and whether they kept up."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.change import Change
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import AiModel, Component, Model
from checker.documents.words import quote
from checker.knowledge.card_profiles import Profile
from checker.methods.cards.card import Card, Stated
from checker.methods.cards.sections import profile_of, section_findings
from checker.methods.cards.texts import MODEL_CARD, Text, Texts
from checker.methods.cards.told import folded, listed, told, unread

_WATCHED = {
    "model.version": "the version",
    "model.digest": "the digest",
    "model.base_model": "the base model",
    "model.datasets": "the data sets",
}
"""Fields after whose change a card has to say something else. (Another name is for the pack ``ai`` to tell.)"""


def model_cards(asked: Asked, texts: Texts, before: Texts | None) -> Iterator[Finding]:
    """What is wrong with the cards of the components in scope. That there is none is a rule of its own, as data."""
    model = asked.snapshot.model
    profile: Profile | None = None
    for id, component in model.components.items():
        text = texts.model_card(model, id)
        if text is None or component.out_of_scope:
            continue
        subject = Ref("component", id, "model.card")
        yield from unread(asked, text, subject)
        if text.card is None or component.model is None:
            continue
        if profile is None:
            profile, _ = profile_of(asked, texts, MODEL_CARD, subject)
        was = _before(asked, before, id)
        if profile:
            yield from section_findings(asked, "model-card-section-missing", subject, profile, text.card, was)
        yield from _facts(asked, component.model, text.card, subject)
        yield from _threats(asked, id, text, was, subject)
        yield from _stale(asked, id, text.card, was, subject)


def _before(asked: Asked, before: Texts | None, id: str) -> Text | None:
    """The card of the same component in the base."""
    if asked.before is None or before is None:
        return None
    was = _name_before(asked, id)
    return before.model_card(asked.before[0].model, was) if was in asked.before[0].model.components else None


def _name_before(asked: Asked, id: str) -> str:
    change = _change(asked, id)
    return change.was or id if change else id


def _change(asked: Asked, id: str) -> Change | None:
    return next((one for one in asked.changes or () if one.ref == Ref("component", id)), None)


def _facts(asked: Asked, ai: AiModel, card: Card, subject: Ref) -> Iterator[Finding]:
    model, facts = asked.snapshot.model, card.facts
    if ai.version and facts.version and _version(ai.version) != _version(facts.version.text):
        message = f"the card is that of version {quote(facts.version.text)}, and the model says {quote(ai.version)}"
        yield told(asked, "model-card-version-mismatch", message, subject, facts.version.location)
    known = _names(model)
    component = model.components[subject.id]
    for base in _unknown(facts.base_models, known | _of_base(component)):
        message = f"the card names the base model {quote(base.text)}, and no component of the model is it"
        hint = "model it (type ml-library or ai-service, with model.name), so that threats on it can be written down"
        yield told(asked, "base-model-not-modelled", message, subject, base.location, base.text, hint)
    for data in _unknown(facts.datasets, known):
        message = f"the card names the data set {quote(data.text)}, and nothing in the model is it"
        hint = "model it (type training-data), and name it under model.datasets"
        yield told(asked, "dataset-not-modelled", message, subject, data.location, data.text, hint)
    if facts.licence_open and facts.licence:
        message = "the licence of the card is 'other', and license_name and license_link do not say which"
        yield told(asked, "licence-unnamed", message, subject, facts.licence.location)


def _version(text: str) -> str:
    return text.casefold().strip().removeprefix("v")


def _names(model: Model) -> set[str]:
    """Every name under which components and data are known, in small letters; of a path its last part as well."""
    names = {word for component in model.components.values() for word in _called(component)}
    names.update(word for data in model.data.values() for word in (data.id, data.name))
    return {part for name in names if name for part in _spellings(name)}


def _called(component: Component) -> tuple[str, ...]:
    return component.id, component.name, component.model.name if component.model else ""


def _of_base(component: Component) -> set[str]:
    """The base model that a component itself names. That it is a component is for its own field to say."""
    base = getattr(component.model, "base_model", "")
    return set(_spellings(base)) if base else set()


def _spellings(name: str) -> tuple[str, ...]:
    small = name.casefold().strip()
    return small, small.rpartition("/")[2], small.replace(" ", "-")


def _unknown(stated: tuple[Stated, ...], known: set[str]) -> Iterator[Stated]:
    told: set[str] = set()
    for one in stated:
        if one.text not in told and known.isdisjoint(_spellings(one.text)):
            told.add(one.text)
            yield one


def _threats(asked: Asked, id: str, text: Text, was: Text | None, subject: Ref) -> Iterator[Finding]:
    """The threats on a model that its card neither names nor leads to."""
    now = unnamed_threats(asked.snapshot.model, asked.snapshot.path, id, text)
    before = None
    if was and was.card and asked.before:
        before = unnamed_threats(asked.before[0].model, asked.before[0].path, _name_before(asked, id), was)
    for which, ids in folded(now, before):
        message = f"the card names neither the model file nor these threats on {quote(id)}: {listed(ids)}"
        yield told(
            asked, "model-card-threats-missing", message, subject, None, which, "threatgate card render --update FILE"
        )


def unnamed_threats(model: Model, path: str, id: str, text: Text) -> dict[str, str]:
    """The threats on a component that its card does not name; none for a card that leads to the model file."""
    mentions = text.mentions
    if mentions.links(path):
        return {}
    on = [threat.id for threat in model.threats.values() if id in threat.on and threat.status != "not-applicable"]
    return {threat: quote(threat) for threat in on if not mentions.of(threat)}


def _stale(asked: Asked, id: str, card: Card, was: Text | None, subject: Ref) -> Iterator[Finding]:
    """A model that changed while its card says the same, word for word."""
    change = _change(asked, id)
    if change is None or was is None or was.card is None or was.card.text != card.text:
        return
    fields = [one.field for one in change.fields if one.field in _WATCHED and one.before]
    if fields:
        what = " and ".join(_WATCHED[field] for field in fields)
        message = (
            f"this change gives another value to {what} of the model in {quote(id)}, and its card says what it said"
        )
        yield told(asked, "model-card-stale", message, subject, which=",".join(fields))
