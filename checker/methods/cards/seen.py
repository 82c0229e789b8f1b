"""The cards of a model as a person wants to see them: format, sections, what is not named."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from checker.core.cards import CardSection, CardSeen, SectionSeen, ThreatRow
from checker.core.errors import InputError
from checker.core.graph import Graph
from checker.core.model import TOGETHER, Model
from checker.core.source import Snapshot, Source
from checker.knowledge.card_profiles import Profile
from checker.knowledge.risk.assess import assess
from checker.methods.cards.fairness import seen as seen_fairness
from checker.methods.cards.mentions import is_ai_model, remains
from checker.methods.cards.model_cards import unnamed_threats
from checker.methods.cards.system_card import missing
from checker.methods.cards.texts import MODEL_CARD, SYSTEM_CARD, Text, Texts

_NO_CARD = "no card is named"


def cards_of(snapshot: Snapshot, graph: Graph, read: Callable[[str], Source], as_of: str) -> Iterator[CardSeen]:
    """The system's card, then that of each component in scope that is or runs a model; those without one included."""
    texts, model = Texts(read), snapshot.model
    yield _system(snapshot, texts, as_of)
    for id in model.components:
        if is_ai_model(model, id):
            seen = CardSeen(snapshot.path, id, "model")
            text = texts.model_card(model, id)
            profile = texts.profile(MODEL_CARD)
            unnamed = unnamed_threats(model, snapshot.path, graph.threats.get(id, ()), text) if text else {}
            yield _read(texts, seen, text, profile, tuple(f"threat/{threat}" for threat in unnamed))


def _system(snapshot: Snapshot, texts: Texts, as_of: str) -> CardSeen:
    model = snapshot.model
    seen = CardSeen(snapshot.path, model.id, "system", fairness=tuple(seen_fairness(model.system, as_of)))
    text = texts.system_card(model)
    try:
        profile = texts.profile(model.system.card_profile or SYSTEM_CARD)
    except InputError as error:
        return seen._replace(path=model.system.card, why=f"its profile cannot be used: {error.message}")
    kinds = tuple(kind for section in profile.sections for kind in section.names)
    unnamed = missing(model, snapshot.path, kinds, profile, text) if text else {}
    return _read(texts, seen, text, profile, tuple(unnamed))


def _read(texts: Texts, seen: CardSeen, text: Text | None, profile: Profile, unnamed: tuple[str, ...]) -> CardSeen:
    if text is None:
        return seen._replace(why=_NO_CARD, profile=profile.id)
    seen = seen._replace(path=text.path, profile=profile.id)
    if text.card is None:
        why = (
            "not read: addresses are never fetched"
            if text.address
            else f"not read: {text.failure and text.failure.message}"
        )
        return seen._replace(why=why)
    sections = tuple(
        SectionSeen(
            *(one.wanted.id, one.wanted.title, one.wanted.required, one.state, one.words),
            one.places[0] if one.places else None,
        )
        for one in texts.held(text.card, profile)
    )
    version = text.card.facts.version
    return seen._replace(
        format=text.card.format, version=version.text if version else "", sections=sections, unnamed=unnamed
    )


def section_of(model: Model, way: str, id: str = "") -> CardSection:
    """What the section written from a model says: of one component, or of the whole system where ``id`` is empty."""
    threats = [one for one in model.threats.values() if not id or id in one.on]
    rows = tuple(_row(model, one.id) for one in threats)
    if id:
        return CardSection(id, model.components[id].name or id, way, rows)
    elements = tuple((kind, tuple(model.elements(kind))) for kind in TOGETHER if model.elements(kind))
    return CardSection(model.id, model.system.name or model.id, way, rows, elements)


def _row(model: Model, id: str) -> ThreatRow:
    threat = model.threats[id]
    known = [model.controls[name] for name in threat.controls if name in model.controls]
    controls = tuple((one.id, one.title, one.status) for one in known)
    return ThreatRow(id, threat.title, threat.status, assess(threat.risk).band, remains(model, id), controls)
