"""Boundaries, components, data and flows as the draft has them."""

from __future__ import annotations

from typing import Any

from checker.core.model import Boundary, Component, Data, Flow, Model
from checker.knowledge.cyclonedx import ASSETS, AUTHENTICATION, AUTHORIZATION, CLASSIFICATIONS, OWN, USUAL, ZONES
from checker.knowledge.vocabulary import component_type, encryption_in_transit
from checker.outputs.models.cyclonedx.names import Names
from checker.outputs.models.cyclonedx.own import own

Said = dict[str, Any]

_WAYS = {type: word for word, type in reversed(AUTHENTICATION.items()) if type != "credentials"}


def boundary(one: Boundary, names: Names) -> Said:
    """A zone."""
    kind = one.kind if ZONES.get(one.kind) == one.kind else {"name": one.kind}
    return {
        "bom-ref": names.of("boundary", one.id),
        "name": one.name or one.id,
        **_stated(description=one.description),
        "type": kind if one.kind else "trust",
        **_stated(parent=names.of("boundary", one.parent), characteristics=[one.trust] if one.trust else []),
        **own("boundary", one, names, without=("trust", "kind")),
    }


def component(one: Component, names: Names, model: Model) -> tuple[str, Said]:
    """The list of a blueprint that a component stands in, and what it says there."""
    if one.type == "person":
        return "actors", _actor(one, names)
    known = component_type(one.type)
    if known and known.kind == "data-store":
        return "dataStores", _store(one, names, model)
    return "assets", _asset(one, names)


def data(one: Data, names: Names) -> Said:
    """A data set of one object."""
    known = one.classification in CLASSIFICATIONS
    says_more = one.personal not in ("", "true")
    without = (*(("classification",) if known else ()), *(() if says_more else ("personal",)))
    return {
        "bom-ref": names.of("data", one.id),
        "name": one.name or one.id,
        "description": one.description or one.id,
        "dataObjects": [_object(one)],
        **own("data", one, names, without=without),
    }


def flow(one: Flow, names: Names, model: Model) -> Said:
    """A flow of data. How it is protected stands as the truth value that the draft has, and in our words."""
    way = _WAYS.get(one.authentication)
    protection = encryption_in_transit(one.encryption)
    encrypted = None if protection is None else protection.strength > 0
    unsaid = () if one.authorization else ("authorization",)
    carried = [{**_object(model.data.get(id, Data(id))), "properties": [_ref(names.of("data", id))]} for id in one.data]
    return {
        "bom-ref": names.of("flow", one.id),
        "name": one.name or one.id,
        **_stated(description=one.description),
        "type": "data",
        "source": names.of("component", one.source),
        "destination": names.of("component", one.target),
        **({"bidirectional": True} if one.bidirectional else {}),
        **({"encrypted": encrypted} if encrypted is not None else {}),
        **_stated(
            protocols=[one.protocol] if one.protocol else [],
            dataObjects=carried,
            authentication=[way or {"name": one.authentication}] if one.authentication else [],
            authorization=_authorization(one.authorization),
        ),
        **own("flow", one, names, without=("authorization", *unsaid)),
    }


def party(name: str) -> Said:
    """Whoever answers for something. A model says a name, not whether that is a person."""
    return {"roles": [{"role": "owner"}], "organization": {"name": name}}


def _actor(one: Component, names: Names) -> Said:
    who = {"roles": [{"role": "end-user"}], "persona": {"archetype": {"name": one.name or one.id}}}
    return {
        "bom-ref": names.of("component", one.id),
        "party": who,
        **_stated(description=one.description, permissions=list(one.authority), zone=_zone(one, names)),
        **own("component", one, names, without=("type", "authority")),
    }


def _store(one: Component, names: Names, model: Model) -> Said:
    word = USUAL.get(one.type)
    kept = [id for id in one.stores if id in model.data]
    return {
        "bom-ref": names.of("component", one.id),
        "name": one.name or one.id,
        **_stated(description=one.description),
        "type": word or {"name": one.type},
        **_stated(
            zone=_zone(one, names),
            technologies=[one.technology] if one.technology else [],
            dataSets=[names.of("data", id) for id in kept],
        ),
        **own("component", one, names, without=("type", "technology"), stores=tuple({*one.stores} - {*kept})),
    }


def _asset(one: Component, names: Names) -> Said:
    word = one.type if ASSETS.get(one.type) == one.type else {"name": one.type or "process"}
    return {
        "bom-ref": names.of("component", one.id),
        "type": word,
        "name": one.name or one.id,
        **_stated(
            description=one.description,
            zone=_zone(one, names),
            tags=list(one.tags),
            ownership=[party(one.owner)] if one.owner else [],
        ),
        **own("component", one, names, without=("type", "tags", "owner")),
    }


def _zone(one: Component, names: Names) -> str:
    return names.of("boundary", one.boundary)


def _object(one: Data) -> Said:
    known = one.classification in CLASSIFICATIONS
    return {
        "name": one.name or one.id,
        **({"classification": one.classification} if known else {}),
        **({"categories": ["pii"]} if one.personal == "true" else {}),
    }


def _ref(ref: str) -> dict[str, str]:
    return {"name": f"{OWN}id", "value": ref}


def _authorization(text: str) -> list[Any]:
    return [text if text in AUTHORIZATION else {"name": text}] if text else []


def _stated(**fields: Any) -> Said:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value}
