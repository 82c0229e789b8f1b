"""Data of services and the flows that it makes. Of everything that goes from one to another there is one flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from checker.core.model import CLASSIFICATIONS, Component, Data, Flow
from checker.inputs.cyclonedx.merging import together
from checker.inputs.cyclonedx.own import properties, refs_in
from checker.inputs.gathering import At, Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node
from checker.inputs.values import text
from checker.knowledge.cyclonedx import PERSONAL
from checker.knowledge.vocabulary import canonical, is_cleartext, look_up

_WAYS = ("inbound", "outbound", "bi-directional", "unknown")
_DEEPEST = 64
"""Steps of an address that are gone up to find the endpoint above it."""


class Service(NamedTuple):
    """A service, and the one that it is a part of."""

    id: str
    node: Node
    inside: str


class _Way:
    """What goes from one component to another."""

    def __init__(self, at: At) -> None:
        self.at = at
        self.data: set[str] = set()
        self.both = False


class Traffic:
    """What services exchange with whom."""

    def __init__(
        self, gathering: Gathering, services: Sequence[Service], names: Names, inventory: Mapping[str, Component]
    ) -> None:
        self._gathering = gathering
        self._names = names
        self._services = {one.id: one for one in reversed(services)}
        self._inventory = inventory
        self._ends = {url.rstrip("/"): one.id for one in reversed(services) for url in one.node.texts("endpoints")}
        self._others: dict[str, tuple[Component, At]] = {}
        self._data: dict[str, tuple[list[Data], At]] = {}
        self._ways: dict[tuple[str, str], _Way] = {}
        self._anywhere: set[str] | None = None

    def data_of(self, service: Service) -> tuple[str, ...]:
        """The ids of the data of a service; what goes where is noted."""
        found = set()
        for node in service.node.mappings("data", "kind of data of a service"):
            id = self._datum(service, node)
            found.add(id)
            way = node.text("flow")
            if way not in _WAYS:
                hint = "it may be inbound, outbound, bi-directional or unknown"
                subject, at = node.subject._replace(field="processes"), node.place("flow")
                code, message = (
                    ("wrong-value", "this is no direction") if way else ("missing-key", "data without 'flow'")
                )
                self._gathering.wrong(code, message, subject, at, hint, f"{id} {way}")
            both = way == "bi-directional"
            for url in node.texts("source"):
                self._note(self._end(url, node.at()), service.id, id, both, node.at())
            for url in node.texts("destination"):
                self._note(service.id, self._end(url, node.at()), id, both, node.at())
        return tuple(sorted(found))

    def depends(self, node: Node) -> None:
        """Note who calls whom, of one entry of the dependencies."""
        source = node.text("ref")
        items = {text(item.value): item for item in node.get("dependsOn")}
        for target in node.texts("dependsOn"):
            if source in self._services or target in self._services:
                ends = {source: node.get("ref"), target: items.get(target, node.get("dependsOn"))}
                found = [self._is_read(name, said) for name, said in ends.items()]
                if target in self._services and all(found):
                    at = node.at(target="dependsOn", source="ref")
                    self._note(self._known(source, node.at()), target, "", False, at)

    def _is_read(self, name: str, said: Node) -> bool:
        """Whether there is such a service or piece of software; where not, that is said."""
        if name in self._services or name in self._inventory:
            return True
        if self._anywhere is None:
            self._anywhere = refs_in(self._gathering.document.data)
        if name.startswith("urn:cdx:") or name in self._anywhere:
            self._gathering.not_mapped(
                "dependencies between services and what is neither service nor software", said.place()
            )
        else:
            known = chain(self._services, self._inventory)
            self._gathering.dangling("service or component", name, said.subject, said.place(), known)
        return False

    def add(self) -> None:
        """Keep everything that was noted."""
        for said, at in self._data.values():
            self._gathering.add(together(said), at)
        for other, at in self._others.values():
            self._gathering.add(other, at)
        for source, target in sorted(self._ways):
            way, back = self._ways[source, target], self._ways.get((target, source))
            if back and way.both and back.both:
                if target < source:
                    continue  # said at both ends
                way.data |= back.data
            self._gathering.add(self._flow(source, target, way), way.at)

    def _datum(self, service: Service, node: Node) -> str:
        """Data by its name; what has none is the service's own, by what it is classified as."""
        name, stated = node.text("name"), _classified(node)
        id = self._names.of("data", name) if name else f"{service.id}:{stated or 'data'}"
        found = Data(
            id=id,
            name=name or stated,
            description=node.text("description"),
            classification=stated.lower() if stated.lower() in CLASSIFICATIONS else "",
            personal=PERSONAL.get(stated.lower(), ""),
            properties=properties({"classification": "" if stated.lower() in CLASSIFICATIONS else stated}),
        )
        self._data.setdefault(id, ([], node.at(id="name")))[0].append(found)
        return id

    def _end(self, url: str, at: At) -> str:
        """The component that a name or an address leads to."""
        name = url.partition("#")[2] if url.startswith("urn:cdx:") else url
        if name in self._services or name in self._inventory:
            return self._known(name, at)
        if near := self._behind(url):
            return near
        self._others.setdefault(url, (Component(url, name=url, type="external-entity"), at))
        return url

    def _behind(self, url: str) -> str:
        """The service that has an address, or one of those above it, as an endpoint."""
        here = url.rstrip("/")
        for _ in range(_DEEPEST):
            if here in self._ends or "/" not in here:
                return self._ends.get(here, "")
            here = here.rpartition("/")[0]
        return ""

    def _known(self, name: str, at: At) -> str:
        if name not in self._services:
            self._others.setdefault(name, (self._inventory[name], at))
        return name

    def _note(self, source: str, target: str, data: str, both: bool, at: At) -> None:
        if source == target:
            return
        way = self._ways.setdefault((source, target), _Way(at))
        way.data.update({data} - {""})
        way.both = way.both or both

    def _flow(self, source: str, target: str, way: _Way) -> Flow:
        """A flow; what is asked of its sender is said at the service that it goes to."""
        node = self._services[target].node if target in self._services else None
        known = node.flag("authenticated") if node else None
        id = f"{source}.{target}"
        return Flow(
            id=f"flow:{id}" if any(self._gathering.has(kind, id) for kind in ("component", "boundary", "data")) else id,
            source=source,
            target=target,
            data=tuple(sorted(way.data)),
            protocol=_protocol(node.texts("endpoints")) if node else "",
            authentication="" if known is None else "authenticated" if known else "none",
            bidirectional=way.both,
            properties=properties({"x-trust-boundary": "true" if node and node.flag("x-trust-boundary") else ""}),
        )


def _classified(node: Node) -> str:
    """What data is classified as: a word, and since 2.0 maybe a mapping that has one."""
    if isinstance(node.value.get("classification"), dict):
        return node.mapping("classification").text("level")
    return node.text("classification")


def _protocol(endpoints: Sequence[str]) -> str:
    """The protocol that the addresses of a service begin with; of several the most open."""
    schemes = {canonical(_scheme(url), "protocols") for url in endpoints} - {""}
    return min(schemes, key=lambda word: (not is_cleartext(word), word), default="")


def _scheme(url: str) -> str:
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return scheme if look_up(scheme, "protocols") else ""
