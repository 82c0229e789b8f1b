"""The same six rules by hand: what a programmer would write over the same model and graph, and no more."""

from __future__ import annotations

from collections import deque

from benchmarks.rules.model import Sized
from benchmarks.rules.ours import Found
from checker.core.graph import Graph
from checker.core.model import Component, Flow, Model
from checker.knowledge import vocabulary

HIGH = frozenset(("confidential", "restricted"))
IN_FORCE = frozenset(("implemented", "verified"))
_types = {word: vocabulary.component_type(word) for word in vocabulary.vocabulary("component_types")}
STORES = frozenset(word for word, entry in _types.items() if entry and entry.kind == "data-store")
PROCESSES = frozenset(word for word, entry in _types.items() if entry and entry.kind == "process")
_callers = {word: vocabulary.authentication(word) for word in vocabulary.vocabulary("authentication")}
KNOWN_CALLERS = frozenset(word for word, entry in _callers.items() if entry and entry.strength > 0)
STRONG = frozenset(word for word, entry in _callers.items() if entry and entry.strength > 2)
_transit = {word: vocabulary.encryption_in_transit(word) for word in vocabulary.vocabulary("encryption_in_transit")}
PROTECTING = frozenset(word for word, entry in _transit.items() if entry and entry.strength > 1)
_rest = {word: vocabulary.encryption_at_rest(word) for word in vocabulary.vocabulary("encryption_at_rest")}
AT_REST = frozenset(word for word, entry in _rest.items() if entry and entry.strength > 0)
_protocols = {word: vocabulary.protocol(word) for word in vocabulary.vocabulary("protocols")}
LOCAL = frozenset(word for word, entry in _protocols.items() if entry and entry.local)
ENCRYPTED = frozenset(word for word, entry in _protocols.items() if entry and entry.encrypted)


def ask(of: Sized) -> Found:
    model, graph = of.model, of.graph
    found: Found = set()
    for id, flow in model.flows.items():
        if graph.crossings[id] and flow.authentication.lower() not in KNOWN_CALLERS:
            found.add(("unknown-caller", id))
        if any(model.data[name].classification in HIGH for name in flow.data) and not _protected(flow):
            found.add(("cleartext", id))
    for id, component in model.components.items():
        kind = component.type.lower()
        if kind in STORES and _holds(model, component, HIGH) and component.encryption.lower() not in AT_REST:
            found.add(("open-store", id))
        if not component.out_of_scope and not graph.threats.get(id):
            found.add(("no-threat", id))
        if kind in PROCESSES and _reached(model, graph, id) and not _answered(model, graph, id):
            found.add(("no-control", id))
    return found | {("open-way", id) for id in _ends(model, graph)}


def _protected(flow: Flow) -> bool:
    protocol = flow.protocol.lower()
    if protocol in LOCAL:
        return True
    return flow.encryption.lower() in PROTECTING if flow.encryption else protocol in ENCRYPTED


def _holds(model: Model, component: Component, classes: frozenset[str]) -> bool:
    return any(model.data[name].classification in classes for name in component.stores)


def _reached(model: Model, graph: Graph, id: str) -> bool:
    return any(graph.trust[model.flows[name].source] == "untrusted" for name in graph.flows_in[id])


def _answered(model: Model, graph: Graph, id: str) -> bool:
    threats = (model.threats[name] for name in graph.threats.get(id, ()))
    return any(model.controls[name].status in IN_FORCE for threat in threats for name in threat.controls)


def _ends(model: Model, graph: Graph) -> dict[str, list[str]]:
    """Store -> the flows of a shortest way to it."""
    starts = [id for id in model.components if graph.trust[id] == "untrusted"]
    before: dict[str, tuple[str, str]] = dict.fromkeys(starts, ("", ""))
    waiting = deque(starts)
    while waiting:
        here = waiting.popleft()
        for name in graph.flows_out[here]:
            flow = model.flows[name]
            there = flow.target if flow.source == here else flow.source
            if there not in before and flow.authentication.lower() not in STRONG:
                before[there] = (here, name)
                waiting.append(there)
    ways = {}
    for id, step in before.items():
        component = model.components[id]
        if component.type.lower() in STORES and _holds(model, component, frozenset(("restricted",))):
            way, (here, name) = [], step
            while name:
                way.append(name)
                here, name = before[here]
            ways[id] = way
    return ways
