"""A model as Threagile's rules see it: assets, links between them, data, and the zones they lie in."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from checker.core.graph import Graph
from checker.core.model import TRUST, Boundary, Component, Flow, Model
from checker.knowledge import vocabulary
from checker.knowledge.threagile import words
from checker.knowledge.threagile.rating import NOTHING, Rating, data_rating, highest, rating

_NOWHERE: frozenset[str] = frozenset()


class Asset(NamedTuple):
    """A technical asset. ``own`` is its own rating, ``highest`` with that of the data it works on and stores."""

    component: Component
    type: str
    """Its component type in our vocabulary."""
    technologies: frozenset[str]
    facts: dict[str, str]
    own: Rating
    highest: Rating
    in_scope: bool
    datastore: bool
    internet: bool
    zone: str
    """Id of the network boundary around it; empty where there is none."""
    environment: str
    """Id of the execution environment that it lies in directly; empty where it lies in none."""

    @property
    def id(self) -> str:
        return self.component.id

    @property
    def devops(self) -> bool:
        return self.facts.get("usage") == "devops"

    @property
    def formats(self) -> tuple[str, ...]:
        """The data formats that it accepts."""
        return tuple(filter(None, self.facts.get("data_formats_accepted", "").split(", ")))

    def of(self, group: str) -> bool:
        """Whether one of its technologies is of a class of :data:`words.CLASSES`."""
        return not self.technologies.isdisjoint(words.CLASSES[group])

    def uses(self, *technologies: str) -> bool:
        """Whether one of its technologies is among these."""
        return not self.technologies.isdisjoint(technologies)


class Link(NamedTuple):
    """A communication link between two assets that exist. ``highest`` is the rating of the data on it."""

    flow: Flow
    native: str
    """The id that Threagile makes: that of the source, ``>``, and the title as an id."""
    protocol: str
    """Its word in our vocabulary, or as it stands where that has none."""
    source: Asset
    target: Asset
    facts: dict[str, str]
    sent: tuple[str, ...]
    received: tuple[str, ...]
    highest: Rating
    crosses: bool
    """It enters another network: the networks around its ends differ. Where there is none, that is one of its own."""

    @property
    def id(self) -> str:
        return self.flow.id

    @property
    def devops(self) -> bool:
        return self.facts.get("usage") == "devops"


class Estate:
    """Everything that the views of a model ask, each made once. Links whose ends do not exist are left out."""

    def __init__(self, model: Model, graph: Graph) -> None:
        self.model = model
        self.graph = graph
        self.ratings = {id: data_rating(data, dict(data.properties)) for id, data in model.data.items()}
        self.assets = {id: self._asset(component) for id, component in model.components.items()}
        self.links: dict[str, Link] = {}
        self.outgoing: dict[str, list[Link]] = {id: [] for id in self.assets}
        self.incoming: dict[str, list[Link]] = {id: [] for id in self.assets}
        for flow in model.flows.values():
            self._add(flow)

    def rated(self, ids: Iterable[str]) -> list[Rating]:
        """The ratings of those data assets that exist."""
        return [self.ratings[id] for id in ids if id in self.ratings]

    def connected(self, one: str) -> set[str]:
        """Ids of the assets that share a link with an asset, whichever way it goes."""
        return {link.target.id for link in self.outgoing[one]} | {link.source.id for link in self.incoming[one]}

    @cached_property
    def zones(self) -> dict[str, list[Asset]]:
        """Network boundary -> the assets in it; under an empty id those that lie in none."""
        found: dict[str, list[Asset]] = {}
        for asset in self.assets.values():
            found.setdefault(asset.zone, []).append(asset)
        return found

    @cached_property
    def environments(self) -> dict[str, list[Asset]]:
        """Execution environment -> the assets directly in it."""
        found: dict[str, list[Asset]] = {}
        for asset in self.assets.values():
            if asset.environment:
                found.setdefault(asset.environment, []).append(asset)
        return found

    def _asset(self, component: Component) -> Asset:
        facts = dict(component.properties)
        handled = self.rated(dict.fromkeys((*component.processes, *component.stores)))
        own = rating(facts) if "confidentiality" in facts else highest(Rating(), handled)
        known = vocabulary.component_type(component.type)
        boundary = self.model.boundaries.get(component.boundary)
        inside = boundary is not None and is_execution_environment(boundary)
        return Asset(
            component=component,
            type=known.id if known else "",
            technologies=_technologies(component, known.id if known else "", self.model.derives_threats),
            facts=facts,
            own=own,
            highest=highest(own, handled),
            in_scope=not component.out_of_scope,
            datastore=known is not None and known.kind == "data-store",
            internet=facts.get("internet") == "true" or self.graph.trust.get(component.id) == TRUST[0],
            zone=self._network(boundary),
            environment=component.boundary if inside else "",
        )

    def _network(self, boundary: Boundary | None) -> str:
        """The boundary itself, or the one around it where it is an execution environment: no further up than that."""
        if boundary is not None and is_execution_environment(boundary):
            boundary = self.model.boundaries.get(boundary.parent)
        return boundary.id if boundary else ""

    def _add(self, flow: Flow) -> None:
        source, target = self.assets.get(flow.source), self.assets.get(flow.target)
        if source is None or target is None:
            return
        facts = dict(flow.properties)
        sent, received = _transferred(flow, facts, self.model.derives_threats)
        around = self.model.boundaries.get(target.zone)
        link = Link(
            flow=flow,
            native=f"{flow.source}>{_made_id(flow.name) if self.model.derives_threats else flow.id}",
            protocol=vocabulary.canonical(flow.protocol, "protocols"),
            source=source,
            target=target,
            facts=facts,
            sent=sent,
            received=received,
            highest=highest(NOTHING, self.rated((*sent, *received))),
            crosses=source.zone != target.zone and (around is None or not is_execution_environment(around)),
        )
        self.links[flow.id] = link
        self.outgoing[flow.source].append(link)
        self.incoming[flow.target].append(link)


def is_execution_environment(boundary: Boundary) -> bool:
    """Whether a boundary is no network: what lies in it shares a machine or a process."""
    return _is(boundary, words.EXECUTION_BOUNDARIES, words.EXECUTION_KINDS)


def is_cloud(boundary: Boundary) -> bool:
    """Whether a boundary is a part of a cloud."""
    return _is(boundary, words.CLOUD_BOUNDARIES, words.CLOUD_KINDS)


def _is(boundary: Boundary, types: frozenset[str], kinds: frozenset[str]) -> bool:
    stated = next((value for name, value in boundary.properties if name == "type"), "")
    return stated in types if stated else vocabulary.canonical(boundary.kind, "boundary_kinds") in kinds


def _technologies(component: Component, type: str, native: bool) -> frozenset[str]:
    """What a component is made with, in Threagile's words: those it states, and in other formats what its type means.

    ``native``: the model is Threagile's own.
    """
    stated = (word.strip() for word in component.technology.split(","))
    if native:
        return frozenset(word for word in stated if word)
    named = {word.lower() for word in stated} & set(words.TECHNOLOGIES)
    means = words.TYPES.get(type)
    return frozenset(named | {means} if means and not named else named) or _NOWHERE


def _made_id(title: str) -> str:
    return re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")


def _transferred(flow: Flow, facts: dict[str, str], native: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The data that a link sends and that comes back on it. ``native``: the model is Threagile's own."""
    if not native:
        return flow.data, flow.data if flow.bidirectional else ()
    sent, received = (facts.get(f"data_assets_{way}", "") for way in ("sent", "received"))
    return tuple(filter(None, sent.split(", "))), tuple(filter(None, received.split(", ")))
