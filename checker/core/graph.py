"""What follows from a model: the boundary tree, crossings, exposure and what each element handles.

Built once from a model, pure. References that lead nowhere are ignored here: they are findings of the reader.
"""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import NamedTuple

from checker.core.errors import InputError
from checker.core.model import CLASSIFICATIONS, TRUST, Component, Flow, Model

_RANK = {name: rank for rank, name in enumerate(CLASSIFICATIONS)}

INTERNET = ("internet", "true")
"""The property by which a format without levels of trust states that a component is on the internet (Threagile)."""

CROSSES = "crosses"
"""The property of a flow by which a format that draws boundaries as lines, which have no inside, states which ones it
crosses: their ids, sorted and joined by a comma and a space."""

MAX_DEPTH = 100
"""How deep boundaries may be nested: the chains of a deeper nest would take memory by its square."""


class Graph(NamedTuple):
    """The joins of one model. Every mapping has a key for every element of its kind, unless it says otherwise."""

    chains: dict[str, tuple[str, ...]]
    """Component or boundary id -> the boundaries around it, innermost first (a boundary's own chain leaves it out)."""
    members: dict[str, tuple[str, ...]]
    """Boundary id -> ids of the components and boundaries directly inside, sorted."""
    crossings: dict[str, tuple[str, ...]]
    """Flow id -> every boundary on the way: those left, innermost first, those entered, outermost first, those that it
    states."""
    flows_in: dict[str, tuple[str, ...]]
    """Component id -> ids of flows that bring data to it (a bidirectional flow is in both ends' lists)."""
    flows_out: dict[str, tuple[str, ...]]
    """Component id -> ids of flows that take data from it."""
    exposure: dict[str, str]
    """Component id -> ``direct`` (in an untrusted boundary or one flow away), ``indirect`` or ``none``."""
    classification: dict[str, str]
    """Component or flow id -> the highest classification it handles, or ``""``."""
    threats: dict[str, tuple[str, ...]]
    """Element id -> ids of the threats on it, sorted; without a key where there are none."""
    answers: dict[str, tuple[int, ...]]
    """Element id -> positions in ``model.not_applicable`` of the answers about it; no key where there are none."""
    trust: dict[str, str]
    """Component or boundary id -> trust of the nearest boundary that states one (itself first), or ``""``."""


Side = tuple[Model, Graph]
"""A model with its graph: one of the two that a change lies between."""


class TooDeep(InputError):
    """A boundary is nested deeper than :data:`MAX_DEPTH`; ``id`` is its own."""

    def __init__(self, id: str) -> None:
        super().__init__(f"boundary '{id[:100]}' is nested deeper than {MAX_DEPTH} boundaries", hint="flatten it")
        self.id = id


def build_graph(model: Model) -> Graph:
    """Join the elements of a model. Linear in its size; cycles of parents are cut where they close.

    Raises TooDeep where boundaries are nested deeper than :data:`MAX_DEPTH`.
    """
    chains = _chains(model)
    trust = {id: _nearest_trust(model, (id, *chains[id])) for id in model.boundaries}
    trust.update({id: _nearest_trust(model, chains[id]) or _stated_trust(model, id) for id in model.components})
    flows_in, flows_out = _flow_ends(model)
    return Graph(
        chains=chains,
        members=_members(model),
        crossings=_crossings(model, chains),
        flows_in=flows_in,
        flows_out=flows_out,
        exposure=_exposure(model, trust, flows_out),
        classification=_classification(model, flows_in, flows_out),
        threats=_threats(model),
        answers=_answers(model),
        trust=trust,
    )


def _chains(model: Model) -> dict[str, tuple[str, ...]]:
    chains: dict[str, tuple[str, ...]] = {}

    def chain(first: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        here = first
        while here in model.boundaries and here not in found:
            found[here] = None
            here = model.boundaries[here].parent
            if len(found) > MAX_DEPTH:
                raise TooDeep(first)
        return tuple(found)

    whole = {id: chain(id) for id in model.boundaries}
    for id, component in model.components.items():
        chains[id] = whole.get(component.boundary, ())
    for id in model.boundaries:
        chains[id] = whole[id][1:]
    return chains


def _nearest_trust(model: Model, chain: tuple[str, ...]) -> str:
    return next((model.boundaries[id].trust for id in chain if model.boundaries[id].trust), "")


def _stated_trust(model: Model, id: str) -> str:
    component = model.components[id]
    return TRUST[0] if not component.boundary and INTERNET in component.properties else ""


def _members(model: Model) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {id: [] for id in model.boundaries}
    for id, component in model.components.items():
        if component.boundary in members:
            members[component.boundary].append(id)
    for id, boundary in model.boundaries.items():
        if boundary.parent in members:
            members[boundary.parent].append(id)
    return {id: tuple(sorted(inside)) for id, inside in members.items()}


def _crossings(model: Model, chains: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    between: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
    crossings = {}
    for id, flow in model.flows.items():
        ends = (chains.get(flow.source, ()), chains.get(flow.target, ()))
        known = flow.source in model.components and flow.target in model.components
        if known and ends not in between:
            left, entered = ends
            ways_out = (b for b in left if b not in entered)
            between[ends] = (*ways_out, *(b for b in reversed(entered) if b not in left))
        crossings[id] = between[ends] if known else ()
        if known and flow.properties:
            crossings[id] += tuple(b for b in _stated_crossings(model, flow) if b not in crossings[id])
    return crossings


def _stated_crossings(model: Model, flow: Flow) -> list[str]:
    stated = next((value for name, value in flow.properties if name == CROSSES), "")
    return [id for id in dict.fromkeys(stated.split(", ")) if id in model.boundaries]


def _flow_ends(model: Model) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    into: dict[str, list[str]] = {id: [] for id in model.components}
    out: dict[str, list[str]] = {id: [] for id in model.components}
    for id, flow in model.flows.items():
        ways = [(flow.source, flow.target)]
        if flow.bidirectional:
            ways.append((flow.target, flow.source))
        for source, target in ways:
            if source in out and target in into:
                out[source].append(id)
                into[target].append(id)
    return {id: tuple(flows) for id, flows in into.items()}, {id: tuple(flows) for id, flows in out.items()}


def _exposure(model: Model, trust: dict[str, str], flows_out: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Reachability from untrusted boundaries and the internet: there or one flow away is direct, further indirect."""
    components = model.components
    outside = [id for id in components if trust[id] == TRUST[0] or INTERNET in components[id].properties]
    exposure = dict.fromkeys(model.components, "none")
    exposure.update(dict.fromkeys(outside, "direct"))
    front, level = outside, "direct"
    while front:
        reached = []
        for id in front:
            for flow in flows_out[id]:
                ends = model.flows[flow]
                other = ends.target if ends.source == id else ends.source
                if exposure[other] == "none":
                    exposure[other] = level
                    reached.append(other)
        front, level = reached, "indirect"
    return exposure


def _classification(
    model: Model, flows_in: dict[str, tuple[str, ...]], flows_out: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    words = {id: data.classification for id, data in model.data.items()}
    handled = {id: _highest([words.get(d, "") for d in flow.data]) for id, flow in model.flows.items()}

    def at(component: Component) -> str:
        own = [words.get(d, "") for d in (*component.stores, *component.processes)]
        passing = [handled[flow] for flow in (*flows_in[component.id], *flows_out[component.id])]
        return _highest(own + passing)

    handled.update({id: at(component) for id, component in model.components.items()})
    return handled


def _highest(words: list[str]) -> str:
    """The most sensitive of these classifications; an unknown word is below every known one, ties go by the word."""
    different = set(words)
    if len(different) > 1:
        return max(different, key=lambda word: (_RANK.get(word, -1), word))
    return words[0] if words else ""


def _threats(model: Model) -> dict[str, tuple[str, ...]]:
    on: dict[str, list[str]] = {}
    for id, threat in model.threats.items():
        for element in threat.on:
            on.setdefault(element, []).append(id)
    return {element: tuple(sorted(ids)) for element, ids in on.items()}


def _answers(model: Model) -> dict[str, tuple[int, ...]]:
    about: dict[str, list[int]] = {}
    for position, answer in enumerate(model.not_applicable):
        for element in answer.on:
            about.setdefault(element, []).append(position)
    return {element: tuple(positions) for element, positions in about.items()}
