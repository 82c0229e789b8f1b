"""Components, flows, boundaries and data as TM-BOM has them."""

from __future__ import annotations

from typing import Any

from checker.core.model import CLASSIFICATIONS, Component, Data, Flow, Model
from checker.knowledge.tm_bom import (
    ACCESS_CONTROL,
    AUTHENTICATION,
    PLAIN_ACTOR,
    PLAIN_STORE,
    classified,
    sensitivity,
)
from checker.knowledge.vocabulary import component_type, encryption_at_rest, encryption_in_transit, in_transit
from checker.outputs.models.tm_bom.told import Telling

Json = dict[str, Any]

_ACTORS = {"external-entity": "system", "external-service": "third_party", "person": "user"}
_STORES = {"database": "sql", "cache": "key_value", "configuration-store": "key_value", "secrets-vault": "key_value"}
_WAYS = {ours: way for way, ours in AUTHENTICATION.items()}


def components(model: Model, telling: Telling) -> tuple[list[Json], list[Json], list[Json]]:
    """Actors, components and data stores, by the kind of each component's type."""
    found: dict[str, list[Json]] = {"external-entity": [], "process": [], "data-store": []}
    for component in model.components.values():
        kind = _kind(component)
        written = _named(component, "component", component.name, telling)
        {"external-entity": _actor, "process": _process, "data-store": _store}[kind](component, written, telling)
        if component.boundary:
            written["trust_zone"] = telling.name(component.boundary)
        found[kind].append(written)
    return found["external-entity"], found["process"], found["data-store"]


def _kind(component: Component) -> str:
    known = component_type(component.type)
    return known.kind if known else "process"


def _actor(component: Component, written: Json, telling: Telling) -> None:
    written["type"] = _ACTORS.get(component.type, "system")
    if PLAIN_ACTOR.get(component.type) != written["type"]:
        telling.lose("component type", component.id)
    else:
        telling.assume(f"actor type {written['type']}", component.id)
    if component.authority:
        written["permissions"] = "\n".join(component.authority)
    if len(component.authority) > 1:
        telling.lose("component authority, that it is several", component.id)
    _only_of_stores(component, telling)
    if component.technology:
        telling.lose("component technology", component.id)


def _process(component: Component, _: Json, telling: Telling) -> None:
    for field, lost in (
        ("type", component.type != "process"),
        ("authority", component.authority),
        ("technology", component.technology),
    ):
        if lost:
            telling.lose(f"component {field}", component.id)
    _only_of_stores(component, telling)


def _only_of_stores(component: Component, telling: Telling) -> None:
    for field in ("stores", "encryption"):
        if getattr(component, field):
            telling.lose(f"component {field}", component.id)


def _store(component: Component, written: Json, telling: Telling) -> None:
    written["type"] = _STORES.get(component.type, "object")
    if PLAIN_STORE.get(component.type) != written["type"]:
        telling.lose("component type", component.id)
    if component.type != "object-store":
        telling.assume(f"data store type {written['type']}", component.id)
    if component.technology:
        written["product"] = component.technology
    if component.authority:
        telling.lose("component authority", component.id)
    if component.encryption and (not component.stores or component.encryption not in ("none", "at-rest")):
        telling.lose("component encryption, but for whether there is any", component.id)


def zones(model: Model, telling: Telling) -> list[Json]:
    """Trust zones."""
    return [_named(boundary, "boundary", boundary.name, telling) for boundary in model.boundaries.values()]


def boundaries(model: Model, telling: Telling) -> list[Json]:
    """A trust boundary for each two zones with a flow between them, with what all flows there have in common."""
    crossing: dict[tuple[str, str], list[Flow]] = {}
    for flow in model.flows.values():
        first, second = sorted(_zone(model, end) for end in (flow.source, flow.target))
        if first and first != second:
            crossing.setdefault((first, second), []).append(flow)
        else:
            _lose_callers([flow], ("authentication", "authorization"), telling)
    found = []
    for pair, flows in sorted(crossing.items()):
        written: Json = dict(zip(("trust_zone_a", "trust_zone_b"), map(telling.name, pair), strict=True))
        for field, key, words in (
            ("authorization", "access_control_methods", {word: word for word in ACCESS_CONTROL}),
            ("authentication", "authentication_methods", _WAYS),
        ):
            common = _common(flows, field, words)
            if common:
                written[key] = common
                for zone in pair:
                    telling.assume(f"{field} of a trust boundary, which is that of all flows across it", zone)
            else:
                _lose_callers(flows, (field,), telling)
        found.append(written)
    return found


def _zone(model: Model, end: str) -> str:
    return model.components[end].boundary if end in model.components else ""


def _common(flows: list[Flow], field: str, words: dict[str, str]) -> list[str]:
    """What all flows of a trust boundary say in a field, in words of the format; empty where they differ."""
    said = {getattr(flow, field) for flow in flows}
    parts = str(min(said)).split(", ") if len(said) == 1 else []
    known = all(part in words for part in parts) and parts == sorted(set(parts))
    return sorted(words[part] for part in parts) if known else []


def _lose_callers(flows: list[Flow], fields: tuple[str, ...], telling: Telling) -> None:
    for field in fields:
        for flow in flows:
            if getattr(flow, field):
                telling.lose(f"flow {field}", flow.id)


def data_sets(model: Model, telling: Telling) -> list[Json]:
    """Data sets, with the data stores that keep them."""
    keepers: dict[str, list[Component]] = {}
    for component in model.components.values():
        if _kind(component) == "data-store":
            for id in component.stores:
                keepers.setdefault(id, []).append(component)
                if id not in model.data:
                    telling.lose("component stores", component.id)
    found = []
    for data in model.data.values():
        written = _named(data, "data", data.name, telling)
        written["placements"] = [_placement(component, telling) for component in keepers.get(data.id, ())]
        written["data_sensitivity"] = list(kinds(data))
        classification, personal = classified(kinds(data))
        if classification != data.classification:
            telling.lose(f"data classification {data.classification}", data.id)
        if personal != data.personal:
            telling.lose("data personal", data.id)
        for kind in kinds(data):
            telling.assume(f"kind of sensitive data {kind}", data.id)
        found.append(written)
    return found


def kinds(data: Data) -> tuple[str, ...]:
    """The kinds of sensitive data that come nearest to what is stated."""
    if data.personal in ("true", "sensitive"):
        near: tuple[str, ...] = ("phi",) if data.personal == "sensitive" else ("pii",)
    else:
        near = ("biz",) if data.classification == "restricted" else ()
    return sensitivity(data.classification, data.personal) or near


def _placement(component: Component, telling: Telling) -> Json:
    placed: Json = {"data_store": telling.name(component.id)}
    if component.encryption:
        known = encryption_at_rest(component.encryption)
        placed["encrypted"] = known is None or known.strength > 0
    return placed


def flows(model: Model, telling: Telling) -> list[Json]:
    """Data flows."""
    found = []
    for flow in model.flows.values():
        if not flow.source or not flow.target:
            telling.lose("flow without two ends", flow.id)
            continue
        written = _named(flow, "flow", flow.name, telling)
        written |= {
            key: _end(model, end, telling) for key, end in (("source", flow.source), ("destination", flow.target))
        }
        written |= {"has_sensitive_data": _sensitive(model, flow), "encrypted": _encrypted(flow, telling)}
        if flow.data:
            telling.lose("flow data, but for whether they are sensitive", flow.id)
        else:
            telling.assume("has_sensitive_data false, of a flow", flow.id)
        found.append(written)
    return found


def _end(model: Model, id: str, telling: Telling) -> Json:
    kind = _kind(model.components[id]) if id in model.components else "process"
    types = {"external-entity": "actor", "process": "component", "data-store": "data_store"}
    return {"type": types[kind], "object": telling.name(id)}


def _sensitive(model: Model, flow: Flow) -> bool:
    sent = [model.data[id] for id in flow.data if id in model.data]
    return any(data.personal or data.classification in CLASSIFICATIONS[2:] for data in sent)


def _encrypted(flow: Flow, telling: Telling) -> bool:
    """Whether a flow is encrypted; False where neither it nor its protocol says so."""
    if not flow.encryption:
        known = in_transit("", flow.protocol)
        encrypted = known.cleartext is False and known.protected is True
        telling.assume(f"encrypted {str(encrypted).lower()}, of a flow", flow.id)
        return encrypted
    word = encryption_in_transit(flow.encryption)
    if flow.encryption not in ("none", "encrypted"):
        telling.lose("flow encryption, but for whether there is any", flow.id)
    return word is None or word.strength > 0


def _named(element: Any, kind: str, name: str, telling: Telling) -> Json:
    title = telling.title(kind, element.id, name)
    return {"symbolic_name": telling.name(element.id), "title": title, "description": element.description}
