"""Which parts of an architecture have a counterpart in a threat model: by ``tm.id``, by identifier, by name; of what
flows also by its ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.architecture.names import slug, stated_id
from checker.architecture.picture import Arrow, Picture
from checker.architecture.value import Relation, Thing
from checker.core.model import Model

KINDS = ("component", "boundary", "data")


class Held(NamedTuple):
    """A picture held against a model. ``things`` and ``arrows`` are all that should be there, without what is ignored;
    ``missing`` and ``missing_arrows`` those that are not. An arrow with a missing end is in neither."""

    things: tuple[Thing, ...]
    arrows: tuple[Arrow, ...]
    missing: tuple[Thing, ...]
    missing_arrows: tuple[Arrow, ...]
    stale: tuple[str, ...]
    """What is ignored in vain: nothing has that identifier, or it has a counterpart."""
    extra: int
    """Components of the model that are nothing in the picture."""


def hold(picture: Picture, model: Model, ignore: Iterable[str] = ()) -> Held:
    """The picture against the model."""
    return _Holding(picture, model, frozenset(ignore)).held()


class _Holding:
    def __init__(self, picture: Picture, model: Model, ignore: frozenset[str]) -> None:
        self._picture = picture
        self._model = model
        self._ignore = ignore
        self._names = _names(model, KINDS)
        self._flow_names = _names(model, ("flow",))
        self._sets: dict[tuple[str, ...], frozenset[str]] = {}
        self._reached: dict[frozenset[str], frozenset[str]] = {}
        self._next: dict[str, set[str]] = {}
        for source, target in _ends(model):
            self._next.setdefault(source, set()).add(target)
        shown = picture.things()
        self._found = {id: self._counterparts(thing) for id, thing in shown.items()}
        self._shown = shown

    def held(self) -> Held:
        wanted = {id: thing for id, thing in self._shown.items() if not self._is_ignored(thing)}
        missing = tuple(thing for id, thing in wanted.items() if not self._found[id])
        arrows = [arrow for arrow in self._picture.arrows if self._is_wanted(arrow, wanted)]
        open_arrows = tuple(arrow for arrow in arrows if not self._is_there(arrow))
        known = {name for names in self._found.values() for name in names}
        extra = sum(id not in known for id in self._model.components)
        return Held(tuple(wanted.values()), tuple(arrows), missing, open_arrows, tuple(self._stale()), extra)

    def _counterparts(self, one: Thing) -> frozenset[str]:
        keys = tuple(name for name in _called(one) if name in self._names)
        if keys not in self._sets:  # one for all that share a name: there may be thousands
            self._sets[keys] = frozenset[str]().union(*(self._names[key] for key in keys))
        return self._sets[keys]

    def _is_ignored(self, one: Thing | Relation) -> bool:
        return one.id in self._ignore or stated_id(one) in self._ignore

    def _is_wanted(self, arrow: Arrow, wanted: dict[str, Thing]) -> bool:
        ends = all(self._found.get(end) and end in wanted for end in (arrow.source, arrow.target))
        return ends and not any(map(self._is_ignored, arrow.relations))

    def _is_there(self, arrow: Arrow) -> bool:
        if any(self._flow_names.get(name) for relation in arrow.relations for name in _called(relation)):
            return True
        sources, targets = self._found[arrow.source], self._found[arrow.target]
        if not sources.isdisjoint(targets) or not targets.isdisjoint(self._reach(sources)):
            return True
        # Who asks and who answers is judgement where no flow is stated.
        return not arrow.is_exact and not sources.isdisjoint(self._reach(targets))

    def _reach(self, sources: frozenset[str]) -> frozenset[str]:
        """Where the flows of the model lead from any of some components."""
        if sources not in self._reached:
            found = (self._next[id] for id in sources if id in self._next)
            self._reached[sources] = frozenset[str]().union(*found)
        return self._reached[sources]

    def _stale(self) -> Iterator[str]:
        of: dict[str, list[bool]] = {}
        for id, thing in self._shown.items():
            for name in (id, stated_id(thing)):
                of.setdefault(name, []).append(bool(self._found[id]))
        for arrow in self._picture.arrows:
            there = bool(self._found[arrow.source] and self._found[arrow.target]) and self._is_there(arrow)
            for relation in arrow.relations:
                for name in (relation.id, stated_id(relation)):
                    of.setdefault(name, []).append(there)
        yield from (id for id in sorted(self._ignore) if all(of.get(id, ())))


def _called(one: Thing | Relation) -> Iterator[str]:
    """What its counterpart may be called, as :func:`_names` writes it."""
    if stated := stated_id(one):
        yield stated
        return
    yield from (one.id, slug(one.id))
    if one.name:
        yield from (slug(one.name) or one.name.casefold(), f"={' '.join(one.name.split()).casefold()}")


def _names(model: Model, kinds: Iterable[str]) -> dict[str, set[str]]:
    """Id, and name behind a ``=``, -> ids of the elements that have it."""
    found: dict[str, set[str]] = {}
    for kind in kinds:
        for id, element in model.elements(kind).items():
            found.setdefault(id, set()).add(id)
            if element.name:
                found.setdefault(f"={' '.join(element.name.split()).casefold()}", set()).add(id)
    return found


def _ends(model: Model) -> Iterator[tuple[str, str]]:
    for flow in model.flows.values():
        yield flow.source, flow.target
        if flow.bidirectional:
            yield flow.target, flow.source
