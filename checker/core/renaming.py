"""A model under other ids: of its elements, and wherever they are referred to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from checker.core.location import Ref
from checker.core.model import SECTIONS, AttackTree, Model, Review
from checker.core.other_ids import renamed_properties

Names = dict[Ref, str]
"""An element -> its other id."""

_IN_ONE_SPACE = ("component", "flow", "boundary", "data", "system")
"""Kinds that are referred to by a bare id."""


def align(model: Model, names: Mapping[Ref, str]) -> Model:
    """The model with other ids: of the renamed elements, and wherever they are referred to."""
    names = with_lost(model, names)
    controls = {ref.id: new for ref, new in names.items() if ref.kind == "control"}
    ids = {ref.id: new for ref, new in names.items() if ref.kind in _IN_ONE_SPACE}
    hosts = {ref.id: new for ref, new in names.items() if ref.kind == "deployment"}

    def many(these: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(ids.get(id, id) for id in these))

    def one(id: str) -> str:
        return ids.get(id, id)

    sections: dict[str, dict[str, Any]] = {
        "component": {
            c.id: c._replace(
                boundary=one(c.boundary),
                stores=many(c.stores),
                processes=many(c.processes),
                model=c.model._replace(datasets=many(c.model.datasets)) if c.model else None,
                properties=renamed_properties(c.properties, one),
                runs_on=hosts.get(c.runs_on, c.runs_on),
            )
            for c in model.components.values()
        },
        "flow": {
            f.id: f._replace(
                source=one(f.source),
                target=one(f.target),
                data=many(f.data),
                properties=renamed_properties(f.properties, one),
            )
            for f in model.flows.values()
        },
        "boundary": {
            b.id: b._replace(parent=one(b.parent), properties=renamed_properties(b.properties, one))
            for b in model.boundaries.values()
        },
        "data": model.data,
        "threat": {
            t.id: t._replace(on=many(t.on), controls=tuple(sorted(controls.get(c, c) for c in t.controls)))
            for t in model.threats.values()
        },
        "control": model.controls,
        "attack_tree": _trees(model, many, names) if model.attack_trees else {},
        "objective": model.objectives,
        "feature": {
            f.id: f._replace(actor=one(f.actor), steps=tuple(map(one, f.steps))) for f in model.features.values()
        },
        "deployment": {d.id: d._replace(boundary=one(d.boundary)) for d in model.deployments.values()},
    }
    own = {kind: _under_own_names(kind, elements, names) for kind, elements in sections.items()}
    return model._replace(
        system=model.system._replace(id=one(model.id)),
        components=own["component"],
        flows=own["flow"],
        boundaries=own["boundary"],
        data=own["data"],
        threats=own["threat"],
        controls=own["control"],
        attack_trees=own["attack_tree"],
        deployments=own["deployment"],
        objectives=own["objective"],
        features=own["feature"],
        not_applicable=tuple(n._replace(on=many(n.on)) for n in model.not_applicable),
    )


def moved(model: Model, names: Mapping[Ref, str]) -> Model:
    """The model under other ids, whose elements say what they were, so that reviews of them under the old ones count.

    The system has no room for that: reviews of it name it by its other id.
    """
    other = align(model, names)
    sections: dict[str, dict[str, Any]] = {}
    for ref, new in names.items():
        if ref.kind not in sections:
            sections[ref.kind] = dict(other.elements(ref.kind))
        known = sections[ref.kind]
        if ref.kind in SECTIONS and new in known and "was" in known[new]._fields:
            known[new] = known[new]._replace(was=ref.id)
    said: dict[str, Any] = {SECTIONS[kind]: known for kind, known in sections.items() if kind in SECTIONS}
    if model.id != other.id:
        said["reviews"] = tuple(_of_system(one, model.id, other.id) for one in model.reviews)
    return other._replace(**said)


def _of_system(review: Review, old: str, new: str) -> Review:
    return review._replace(covers=tuple((new if id == old else id, seen) for id, seen in review.covers))


def with_lost(model: Model, names: Mapping[Ref, str]) -> Names:
    """The names with those for references that lead nowhere, which go on doing so: one to what is a new id only now
    gets the old one, which nothing has. Without it a lost reference would find what is later called so, and the way
    back would not mirror the way there."""
    lost = {Ref(ref.kind, new): ref.id for ref, new in names.items() if not _is_there(model, ref.kind, new)}
    return {**lost, **names}


def _is_there(model: Model, kind: str, id: str) -> bool:
    return bool(model.kind_of(id)) if kind in _IN_ONE_SPACE else id in model.elements(kind)


def _trees(
    model: Model, many: Callable[[tuple[str, ...]], tuple[str, ...]], names: Mapping[Ref, str]
) -> dict[str, AttackTree]:
    """The attack trees with other ids in their steps."""
    from checker.core.attack_tree import Gate, Step

    def other(kind: str, these: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(names.get(Ref(kind, id), id) for id in these))

    def gate(step: Gate) -> Gate:
        return step._replace(children=tuple(map(of, step.children)), controls=other("control", step.controls))

    def of(step: Step) -> Step:
        if isinstance(step, Gate):
            return gate(step)
        threats, controls = other("threat", step.threats), other("control", step.controls)
        return step._replace(on=many(step.on), threats=threats, controls=controls)

    trees = model.attack_trees
    return {id: tree._replace(on=many(tree.on), root=tree.root and gate(tree.root)) for id, tree in trees.items()}


def _under_own_names(kind: str, elements: Mapping[str, Any], names: Mapping[Ref, str]) -> dict[str, Any]:
    new_ids = {id: names.get(Ref(kind, id), id) for id in elements}
    return {new: elements[id]._replace(id=new) for id, new in sorted(new_ids.items(), key=lambda pair: pair[1])}
