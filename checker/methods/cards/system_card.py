"""The system card against the model: sections, elements, risks, whether it kept up, and its own review."""

from __future__ import annotations

from collections.abc import Iterator

from checker.core.asked import Asked
from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import TOGETHER, Model
from checker.documents.words import quote
from checker.knowledge.card_profiles import Profile
from checker.methods.cards.mentions import nameable
from checker.methods.cards.profiles import profile_findings
from checker.methods.cards.sections import profile_of, section_findings
from checker.methods.cards.texts import SYSTEM_CARD, Text, Texts, hint_to_name
from checker.methods.cards.told import folded, listed, told, unread

_MODEL = ("model.name", "model.version", "model.digest")


def system_card(asked: Asked, texts: Texts, before: Texts | None) -> Iterator[Finding]:
    """What is wrong with the card of a system. That there is none is a rule of its own, as data."""
    system = asked.snapshot.model.system
    subject = Ref("system", system.id, "card")
    text = texts.system_card(asked.snapshot.model)
    if text is None:
        return
    if system.card_review_by and system.card_review_by < asked.as_of:
        message = f"the system card was to be looked at again by {system.card_review_by}"
        yield told(asked, "review-overdue", message, subject._replace(field="card.review_by"))
    was = before.system_card(asked.before[0].model) if before and asked.before else None
    was = was if was and was.card else None
    yield from unread(asked, text, subject, was)
    profile, wrong = profile_of(
        asked, texts, system.card_profile or SYSTEM_CARD, subject._replace(field="card.profile")
    )
    yield from wrong
    yield from profile_findings(asked, texts, before)
    if text.card is None or profile is None:
        return
    yield from section_findings(
        asked, "system-card-section-missing", subject, profile, (texts, before), (text.card, was.card if was else None)
    )
    yield from _unnamed(asked, profile, text, was, subject)
    if was:
        yield from _stale(asked, text, was, subject)


def _unnamed(asked: Asked, profile: Profile, text: Text, was: Text | None, subject: Ref) -> Iterator[Finding]:
    """The elements, and apart from them the risks, that the card neither names nor leads to."""
    kinds = tuple(kind for section in profile.sections for kind in section.names)
    for rule, wanted, what in (
        ("system-card-element-missing", tuple(kind for kind in kinds if kind != "risk"), "these elements"),
        ("system-card-risk-missing", tuple(kind for kind in kinds if kind == "risk"), "these threats that remain"),
    ):
        now = missing(asked.snapshot.model, asked.snapshot.path, wanted, profile, text)
        before = None
        if was and asked.before:
            before = missing(asked.before[0].model, asked.before[0].path, wanted, profile, was)
        for which, names in folded(now, before):
            message = f"the system card names neither the model file nor {what}: {listed(names)}"
            hint = hint_to_name(text, f"threatgate card render --system --update {text.path}")
            yield told(asked, rule, message, subject, None, which, hint)


def missing(model: Model, path: str, kinds: tuple[str, ...], profile: Profile, text: Text) -> dict[str, str]:
    """The things that a card has to name and does not, in words; none for a card that leads to the model file."""
    mentions = text.mentions
    if not kinds or mentions is None or mentions.links(path):
        return {}
    wanted = nameable(model, kinds, profile.risk_level)
    return {str(ref): f"{ref.kind} {quote(ref.id)}" for ref in wanted if not mentions.of(ref.id)}


def _stale(asked: Asked, text: Text, was: Text, subject: Ref) -> Iterator[Finding]:
    """A card that says what it said, though a model was replaced, or something that it names is gone."""
    mentions = text.mentions
    if text.card is None or mentions is None or was.card is None or text.card.text != was.card.text:
        return
    changed = []
    for change in asked.changes or ():
        if change.kind == "removed" and change.ref.kind in TOGETHER and mentions.of(change.ref.id):
            changed.append(f"{change.ref.kind} {quote(change.ref.id)} is gone")
        elif change.ref.kind == "component" and any(one.field in _MODEL and one.before for one in change.fields):
            changed.append(f"component {quote(change.ref.id)} has another model")
    if changed:
        message = f"the system card says what it said before this change: {listed(changed)}"
        yield told(asked, "system-card-stale", message, subject, which=",".join(changed)[:1000])
