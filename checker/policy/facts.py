"""What rules are asked about: one model with its graph, and what it was before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from checker.core.change import Change
from checker.core.graph import Graph
from checker.core.model import IN_PLACE, Component, Control, Data, Flow, Model, Review, Threat
from checker.knowledge.references import spellings, with_wider
from checker.policy.budget import Budget
from checker.policy.ways import Network, network

T = TypeVar("T")

"""The status of a control that does something already; one that is planned or retired answers nothing."""

if TYPE_CHECKING:
    from checker.knowledge.threagile.known import Known


class Facts:
    """The joins of one model that views offer, each made once, on the first question.

    ``now`` is the day of the check, an ISO date. ``budget`` is what asking may cost, shared with the base.
    ``base`` holds the facts of the version compared with, or None. ``change`` of an element is one of
    :data:`checker.core.change.CHANGES`, or ``none``, or ``""`` where nothing was compared.
    """

    def __init__(
        self,
        model: Model,
        graph: Graph,
        changes: tuple[Change, ...] | None = None,
        base: tuple[Model, Graph] | None = None,
        now: str = "",
        budget: Budget | None = None,
    ) -> None:
        self.now = now
        self.budget = budget or Budget()
        self.model = model
        self.graph = graph
        self.compared = changes is not None
        self.base = Facts(*base, now=now, budget=self.budget) if base else None
        self._data: dict[tuple[str, ...], tuple[Data, ...]] = {}
        self._answers: dict[tuple[Hashable, str], Any] = {}
        self._all: dict[str, tuple[Any, ...]] = {}
        self._indexes: dict[tuple[str, str], dict[str, tuple[Any, ...]]] = {}
        self._changes = {(change.ref.kind, change.ref.id): change for change in changes or ()}

    def change(self, kind: str, id: str) -> str:
        """What happened to an element of the head: a word of CHANGES, ``none``, or ``""`` without a comparison."""
        if not self.compared:
            return ""
        change = self._changes.get((kind, id))
        return change.kind if change else "none"

    def old(self, kind: str, id: str) -> Any:
        """The element of the base that this one of the head was, under its old id if renamed; None for a new one."""
        if self.base is None:
            return None
        if kind == "system":
            return self.base.model.system
        was = self._renamed.get((kind, id), "")
        if not was and id in self._names_given_up.get(kind, ()):
            return None
        return self.base.model.elements(kind).get(was or id)

    def gone(self, kind: str) -> Iterator[Any]:
        """The elements of the base that the head has no more, not even under a new id, in order of id."""
        if self.base is None or kind == "system":
            return
        here = self.model.elements(kind)
        renamed = self._names_given_up.get(kind, ())
        for id, element in self.base.model.elements(kind).items():
            if id not in here and id not in renamed:
                yield element

    @cached_property
    def network(self) -> Network:
        """The model as ways lead through it."""
        return network(self.model)

    @cached_property
    def gone_facts(self) -> Facts | None:
        """The facts to ask about an element that is gone: those of the base, where ``old`` is the element itself."""
        if self.base is None:
            return None
        side = (self.base.model, self.base.graph)
        return Facts(*side, None, side, self.now, self.budget)

    @cached_property
    def threagile(self) -> Known:
        """What Threagile's rules know of the model."""
        from checker.knowledge.threagile.known import Known

        return Known(self.model, self.graph)

    @cached_property
    def _renamed(self) -> dict[tuple[str, str], str]:
        return {key: change.was for key, change in self._changes.items() if change.was}

    @cached_property
    def _names_given_up(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for (kind, _), was in self._renamed.items():
            found.setdefault(kind, set()).add(was)
        return found

    def components(self, ids: Sequence[str]) -> tuple[Component, ...]:
        self.budget.spend(len(ids))
        return tuple(self.model.components[id] for id in ids if id in self.model.components)

    def flows(self, ids: Sequence[str]) -> tuple[Flow, ...]:
        self.budget.spend(len(ids))
        return tuple(self.model.flows[id] for id in ids if id in self.model.flows)

    def data(self, ids: tuple[str, ...]) -> tuple[Data, ...]:
        """The data assets of those ids. Remembered: many flows carry the same, and many rules ask."""
        found = self._data.get(ids)
        if found is None:
            found = self._data[ids] = tuple(self.model.data[id] for id in ids if id in self.model.data)
        return found

    def threats(self, id: str) -> tuple[Threat, ...]:
        """The threats on an element."""
        names = self.graph.threats.get(id, ())
        self.budget.spend(len(names))
        return tuple(self.model.threats[name] for name in names)

    def once(self, what: Hashable, id: str, ask: Callable[[], T]) -> T:
        """The answer of a question about an element that looks at more than it answers: a loop may ask it often."""
        key = (what, id)
        if key not in self._answers:
            self._answers[key] = ask()
        found: T = self._answers[key]
        return found

    def controls(self, id: str) -> tuple[Control, ...]:
        """The controls that answer the threats on an element, each once."""
        names: dict[str, None] = {}
        for threat in self.threats(id):
            self.budget.spend(len(threat.controls))
            names.update(dict.fromkeys(threat.controls))
        return tuple(self.model.controls[name] for name in names if name in self.model.controls)

    def considered(self, id: str) -> tuple[str, ...]:
        """What the threats on an element cite, with what that is a part of, and what answers say not to apply there.

        A threat that cites a part of something shows that the whole was thought of; that a part of it does not apply
        says nothing about the rest.
        """
        return self.once("considered", id, lambda: self._find_considered(id))

    def _find_considered(self, id: str) -> tuple[str, ...]:
        cited = [ref for threat in self.threats(id) for ref in threat.refs]
        answered = [ref for at in self.graph.answers.get(id, ()) for ref in self.model.not_applicable[at].refs]
        self.budget.spend(len(cited) + len(answered))
        found = [wider for ref in cited for wider in with_wider(ref)]
        return tuple(dict.fromkeys((*found, *(same for ref in answered for same in spellings(ref)))))

    def in_place(self, id: str) -> tuple[str, ...]:
        """The catalogue entries of the controls on an element that are implemented or verified, each once."""
        return self.once("in_place", id, lambda: self._find_in_place(id))

    def _find_in_place(self, id: str) -> tuple[str, ...]:
        controls = self.controls(id)
        self.budget.spend(len(controls))
        return tuple(dict.fromkeys(one.use for one in controls if one.use and one.status in IN_PLACE))

    def reviews(self, id: str) -> tuple[Review, ...]:
        """The reviews that cover an element, whatever its digest was then."""
        return self._reviews.get(id, ())

    def handled(self, id: str) -> tuple[Data, ...]:
        """The data that a component stores, processes, sends or receives."""
        return self.once("handled", id, lambda: self._handle(id))

    def _handle(self, id: str) -> tuple[Data, ...]:
        component = self.model.components[id]
        ids = dict.fromkeys((*component.stores, *component.processes))
        for flow in (*self.graph.flows_in[id], *self.graph.flows_out[id]):
            ids.update(dict.fromkeys(self.model.flows[flow].data))
        return self.data(tuple(sorted(ids)))

    def namesakes(self, id: str) -> tuple[Component, ...]:
        """The other components that have the name of this one, whatever its case; none where it has no name."""
        same = self._named.get(self.model.components[id].name.casefold(), ())
        self.budget.spend(len(same))
        return tuple(component for component in same if component.id != id)

    def crossing(self, boundary: str) -> tuple[Flow, ...]:
        """The flows that cross a boundary."""
        return self._crossing.get(boundary, ())

    def answered_by(self, control: str) -> tuple[Threat, ...]:
        """The threats that a control answers."""
        return self._by("threat", "controls").get(control, ())

    def running_on(self, deployment: str) -> tuple[Component, ...]:
        """The components that run on a deployment."""
        return self._running.get(deployment, ())

    def stored_by(self, data: str) -> tuple[Component, ...]:
        """The components that store a data asset."""
        return self._by("component", "stores").get(data, ())

    def processed_by(self, data: str) -> tuple[Component, ...]:
        """The components that work on a data asset."""
        return self._by("component", "processes").get(data, ())

    def carried_by(self, data: str) -> tuple[Flow, ...]:
        """The flows that carry a data asset."""
        return self._by("flow", "data").get(data, ())

    def all(self, kind: str) -> tuple[Any, ...]:
        """Every element of a kind."""
        found = self._all.get(kind)
        if found is None:
            found = self._all[kind] = tuple(self.model.elements(kind).values())
        return found

    def _by(self, kind: str, field: str) -> dict[str, tuple[Any, ...]]:
        """Id -> the elements of a kind that name it in a field."""
        found = self._indexes.get((kind, field))
        if found is None:
            pairs = ((id, element) for element in self.all(kind) for id in dict.fromkeys(getattr(element, field)))
            found = self._indexes[kind, field] = _grouped(pairs)
        return found

    @cached_property
    def _named(self) -> dict[str, tuple[Component, ...]]:
        return _grouped((one.name.casefold(), one) for one in self.model.components.values() if one.name)

    @cached_property
    def _running(self) -> dict[str, tuple[Component, ...]]:
        return _grouped((one.runs_on, one) for one in self.model.components.values() if one.runs_on)

    @cached_property
    def _reviews(self) -> dict[str, tuple[Review, ...]]:
        return _grouped((id, review) for review in self.model.reviews for id, _ in review.covers)

    @cached_property
    def _crossing(self) -> dict[str, tuple[Flow, ...]]:
        crossings = self.graph.crossings.items()
        return _grouped((boundary, self.model.flows[id]) for id, boundaries in crossings for boundary in boundaries)


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Key -> all that it came with, in their order."""
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
