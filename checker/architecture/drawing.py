"""From an architecture to the picture of it, by the mapping of :mod:`checker.knowledge.archimate`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from checker.architecture.arrows import arrows
from checker.architecture.homes import homes, mapped
from checker.architecture.names import stated_kind, type_of
from checker.architecture.picture import Arrow, Box, Omitted, Picture, Zone
from checker.architecture.value import Architecture, Relation, Thing
from checker.architecture.zones import holders, is_zone
from checker.knowledge.archimate import NOTHING, relationships
from checker.knowledge.vocabulary import component_type


def draw(architecture: Architecture) -> Picture:
    """The picture. Raises InputError where it would have too many arrows."""
    return _Drawing(architecture).picture()


class _Drawing:
    def __init__(self, architecture: Architecture) -> None:
        self._all = architecture
        self._things = architecture.things
        self._home = homes(architecture)
        self._held = holders(architecture, self._home)
        self._users = self._who_accesses()
        self._kept_in = self._where_kept()
        self._roles = {id: self._role(thing) for id, thing in self._things.items() if self._home[id] == id}

    def picture(self) -> Picture:
        found = arrows(self._all, self._box_of, self._carried())
        ends = {end for arrow in found for end in (arrow.source, arrow.target)}
        zones = self._zones(ends)
        boxes = self._boxes(ends, zones)
        data = {id: self._things[id] for id, role in self._roles.items() if role in ("data", "store")}
        kept = [arrow for arrow in found if arrow.source in boxes and arrow.target in boxes]
        shown = {*boxes, *zones, *data}
        omitted = (*self._omitted_things(shown), *self._omitted_relations(kept))
        return Picture(boxes, zones, data, tuple(kept), omitted, self._home)

    def _role(self, thing: Thing) -> str:
        """``component``, ``store`` (data that is kept where others reach it), ``data``, ``zone``, or ``""``."""
        stated, what = stated_kind(thing), mapped(thing)
        if is_zone(thing):
            return "zone"
        if what.role == "data":
            alone = thing.id not in self._kept_in and (stated == "store" or len(self._users.get(thing.id, ())) > 1)
            return "store" if alone else "data"
        if stated or what.role == "component":
            return "component"
        if what.role == "artifact":
            return "component" if self._is_kept(thing.id) else "data"
        return ""

    def _is_kept(self, artifact: str) -> bool:
        """Whether an artifact is a place where data is: on a node, or where several look."""
        return artifact in self._held or artifact in self._kept_in.values() or len(self._users.get(artifact, ())) > 1

    def _who_accesses(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for relation in self._all.relations.values():
            if relation.type == "Access" and relation.source in self._things and relation.target in self._things:
                found.setdefault(self._home[relation.target], set()).add(self._home[relation.source])
        return found

    def _where_kept(self) -> Mapping[str, str]:
        """Data -> the artifact that holds it, where it is one."""
        found: dict[str, set[str]] = {}
        for relation in self._all.relations.values():
            source, target = self._things.get(relation.source), self._things.get(relation.target)
            if relation.type != "Realization" or source is None or target is None:
                continue
            if (mapped(source).role, mapped(target).role) == ("artifact", "data"):
                found.setdefault(self._home[target.id], set()).add(source.id)
        return {data: next(iter(places)) for data, places in found.items() if len(places) == 1}

    def _box_of(self, id: str) -> str:
        """The box that stands for a thing, whether or not it is drawn in the end."""
        home = self._home.get(id, "")
        home = self._kept_in.get(home, home)
        return home if self._roles.get(home) in ("component", "store") else ""

    def _carried(self) -> Mapping[str, tuple[str, ...]]:
        """Relationship -> the data on it: accessed, associated with it, or named by it."""
        by_name = {thing.name.casefold(): id for id, thing in self._things.items() if self._is_data(id) and thing.name}
        found: dict[str, set[str]] = {}
        for relation in self._all.relations.values():
            if relation.type == "Access" and self._is_data(relation.target):
                found.setdefault(relation.id, set()).add(self._home[relation.target])
            if relation.name.casefold() in by_name:
                found.setdefault(relation.id, set()).add(self._home[by_name[relation.name.casefold()]])
            if relation.type == "Association":
                for carrier, data in ((relation.source, relation.target), (relation.target, relation.source)):
                    if carrier in self._all.relations and self._is_data(data):
                        found.setdefault(carrier, set()).add(self._home[data])
        return {id: tuple(sorted(data)) for id, data in found.items()}

    def _is_data(self, id: str) -> bool:
        return id in self._things and self._roles.get(self._home[id]) in ("data", "store")

    def _zones(self, ends: set[str]) -> Mapping[str, Zone]:
        """What is a boundary by itself, and what holds something that is shown."""
        used: set[str] = set()
        for id, role in self._roles.items():
            if role == "zone" or (role in ("component", "store") and self._is_wanted(id, ends)):
                here = id if role == "zone" else self._held.get(id, "")
                while here and here not in used:
                    used.add(here)
                    here = self._held.get(here, "")
        return {
            id: Zone(thing, self._zone_kind(thing), self._held.get(id, ""))
            for id, thing in self._things.items()
            if id in used
        }

    def _zone_kind(self, thing: Thing) -> str:
        internet = thing.type == "CommunicationNetwork" and "internet" in thing.name.casefold()
        return "internet" if internet else mapped(thing).zone

    def _is_wanted(self, id: str, ends: set[str]) -> bool:
        return id in ends or not mapped(self._things[id]).needs_flow

    def _boxes(self, ends: set[str], zones: Mapping[str, Zone]) -> Mapping[str, Box]:
        stores, handles = self._contents()
        found = {}
        for id, thing in self._things.items():
            role = self._roles.get(id)
            if role not in ("component", "store") or not self._is_wanted(id, ends) or (id in zones and id not in ends):
                continue
            zone = id if id in zones else self._held.get(id, "")
            type = type_of(thing, mapped(thing), role == "store" or mapped(thing).role == "artifact")
            own = (*stores.get(id, ()), *((id,) if role == "store" else ()))
            handled = handles.get(id, set())
            known = component_type(type)
            if known and known.kind == "data-store":  # what has access to data and is a store keeps it
                own, handled = (*own, *handled), set()
            kept = tuple(sorted(set(own)))
            found[id] = Box(thing, type, zone, kept, tuple(sorted(handled.difference(kept))))
        return found

    def _contents(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Box -> the data that it keeps, and the data that it only handles."""
        stores: dict[str, set[str]] = {}
        for data, place in self._kept_in.items():
            if self._roles.get(self._home[place]) == "component":
                stores.setdefault(self._home[place], set()).add(data)
        handles: dict[str, set[str]] = {}
        for relation in self._all.relations.values():
            box = self._box_of(relation.source)
            if relation.type == "Access" and box and self._is_data(relation.target):
                handles.setdefault(box, set()).add(self._home[relation.target])
        return stores, handles

    def _omitted_things(self, shown: set[str]) -> Iterator[Omitted]:
        for id, thing in self._things.items():
            what = mapped(thing)
            if self._home[id] in shown or what.role == "junction":
                continue
            home = self._things[self._home[id]]
            why = what.why or ("nothing flows to or from it" if mapped(home).needs_flow else "")
            yield Omitted(thing, why or "it is part of nothing that is shown")

    def _omitted_relations(self, kept: list[Arrow]) -> Iterator[Omitted]:
        """Those that would be a flow and are none; all others say what is inside of what, or nothing."""
        used = {(arrow.source, arrow.target) for arrow in kept}
        for relation in self._all.relations.values():
            known = relationships().get(relation.type)
            if known is None:
                yield Omitted(relation, NOTHING.why)
            elif relation.type == "Flow" and not self._is_used(relation, used):
                yield Omitted(relation, "one of its ends is not shown")
            elif relation.type == "Triggering":
                yield Omitted(relation, "what starts what is no data")

    def _is_used(self, relation: Relation, used: set[tuple[str, str]]) -> bool:
        ends = [self._things.get(end) for end in (relation.source, relation.target)]
        if any(end is not None and end.type == "Junction" for end in ends):
            return True
        source, target = self._box_of(relation.source), self._box_of(relation.target)
        return (source, target) in used or (source == target != "")
