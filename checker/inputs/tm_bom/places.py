"""What is where in a TM-BOM: data sets in data stores, components and actors in trust zones."""

from __future__ import annotations

from checker.documents.words import quote
from checker.inputs.circles import circle_found, circles
from checker.inputs.tm_bom.structure import ENDS, Outline


class Placed:
    """Which data sets each data store keeps, and whether encrypted."""

    def __init__(self, outline: Outline) -> None:
        self.stores: dict[str, dict[str, set[bool]]] = {}
        for thing in outline.things["data-set"]:
            for node in thing.node.mappings("placements", "placement"):
                store = outline.refers(node, "data_store", "data-store")
                encrypted = node.flag("encrypted")
                if not store:
                    message = f"a placement of {quote(thing.name)} has no data_store"
                    subject = thing.node.get("placements").subject
                    outline.gathering.wrong("missing-key", message, subject, node.place(), "", thing.name)
                    continue
                found = self.stores.setdefault(store, {}).setdefault(thing.id, set())
                found.update(() if encrypted is None else (encrypted,))
                outline.says(outline.ref("data-store", store, "stores"), node.place("data_store"))
                if encrypted is not None:
                    outline.says(outline.ref("data-store", store, "encryption"), node.place("encrypted"))

    def encryption(self, store: str) -> str:
        """What protects a store: what is in the clear there counts, and what is not stated does not."""
        stated = set[bool]().union(*self.stores.get(store, {}).values())
        return "" if not stated else "none" if False in stated else "at-rest"

    def apart(self, store: str) -> dict[str, str]:
        """What is said of each data set of a store, where that is not the same of all."""
        kept = {data: _encrypted(said) for data, said in self.stores.get(store, {}).items()}
        return {} if len(set(kept.values())) < 2 else {f"placements.{data}": said for data, said in kept.items()}


def _encrypted(stated: set[bool]) -> str:
    return ", ".join(sorted("encrypted" if one else "not encrypted" for one in stated)) or "not stated"


def zones_of(outline: Outline) -> dict[tuple[str, str], str]:
    """(section, name) -> the boundary around it. A component without a zone is in that of its parent."""
    stated: dict[tuple[str, str], str] = {}
    parents: dict[str, str] = {}
    for kind in ENDS:
        for thing in outline.things[kind]:
            zone = outline.refers(thing.node, "trust_zone", "trust-zone")
            stated.setdefault((kind, thing.name), zone and outline.names.of("trust-zone", zone))
            if kind == "component":
                parents.setdefault(thing.name, outline.refers(thing.node, "parent_component", "component"))
    _say_circles(outline, parents)
    inherited: dict[str, str] = {}
    for first in parents:
        name, way = first, []
        while name in parents and name not in inherited and not stated["component", name]:
            inherited[name] = ""  # where a circle ends
            way.append(name)
            name = parents[name]
        zone = stated.get(("component", name)) or inherited.get(name, "")
        inherited.update(dict.fromkeys(way, zone))
    return stated | {("component", name): zone for name, zone in inherited.items()}


def _say_circles(outline: Outline, parents: dict[str, str]) -> None:
    """A finding for each circle of components that are each other's parents."""
    things = {outline.ref("component", thing.name): thing for thing in reversed(outline.things["component"])}
    for circle in circles(parents):
        refs = [outline.ref("component", name, "parent_component") for name in circle]
        outline.gathering.findings.append(
            circle_found(refs, lambda ref: things[ref.element].node.place("parent_component"))
        )
