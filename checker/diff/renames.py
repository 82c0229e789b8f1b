"""Which element of the base is which element of the head under another id. Nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from checker.core.digest import facts_of
from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import AttackTree, Model
from checker.core.other_ids import other_id, renamed, renamed_properties

Names = dict[Ref, str]
"""An element of the base -> its id in the head."""

_IN_ONE_SPACE = ("component", "flow", "boundary", "data")
"""Kinds that are referred to by a bare id."""
_KINDS = ("data", "control", "boundary", "component", "flow", "threat")


def find_renames(base: Model, head: Model, base_graph: Graph, head_graph: Graph) -> Names:
    """Renames that an element declares (``was``), and those that leave no other reading.

    Without ``was``, one removed and one added element of a kind are one renamed element where both mean the same and
    no third does. Threats and controls mean what their words say: there every field but the id must be equal, and
    there must be words.
    """
    names: Names = {}
    for kind in (*_KINDS, "attack_tree", "deployment"):
        before, after = base.elements(kind), head.elements(kind)
        if before.keys() != after.keys():
            names.update({Ref(kind, old): new for old, new in _declared(before, after).items()})
    for kind in _KINDS:
        before, after = base.elements(kind), head.elements(kind)
        if before.keys() != after.keys():
            taken = {ref.id: new for ref, new in names.items() if ref.kind == kind}
            gone = [id for id in before if id not in after and id not in taken]
            claimed = set(taken.values())
            new = [id for id in after if id not in before and id not in claimed]
            if gone and new:
                swapped = _with_lost(base, names)
                old_meaning = {id: _meaning(base, base_graph, kind, id, swapped) for id in gone}
                new_meaning = {id: _meaning(head, head_graph, kind, id, {}) for id in new}
                names.update({Ref(kind, a): b for a, b in _only_partners(old_meaning, new_meaning).items()})
    return names


def align(model: Model, names: Mapping[Ref, str]) -> Model:
    """The model with other ids: of the renamed elements, and wherever they are referred to."""
    names = _with_lost(model, names)
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
        "deployment": {d.id: d._replace(boundary=one(d.boundary)) for d in model.deployments.values()},
    }
    own = {kind: _under_own_names(kind, elements, names) for kind, elements in sections.items()}
    return model._replace(
        components=own["component"],
        flows=own["flow"],
        boundaries=own["boundary"],
        data=own["data"],
        threats=own["threat"],
        controls=own["control"],
        attack_trees=own["attack_tree"],
        deployments=own["deployment"],
        features={
            f.id: f._replace(actor=one(f.actor), steps=tuple(map(one, f.steps))) for f in model.features.values()
        },
        not_applicable=tuple(n._replace(on=many(n.on)) for n in model.not_applicable),
    )


def _with_lost(model: Model, names: Mapping[Ref, str]) -> Names:
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


def _declared(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Old id -> new id where one side names the other's id in ``was`` and nobody else claims either."""
    claims = {(new.was, id) for id, new in after.items() if new.was in before and new.was not in after}
    claims |= {(id, old.was) for id, old in before.items() if old.was in after and old.was not in before}
    claims = {(old, new) for old, new in claims if old not in after and new not in before}
    olds, news = Counter(old for old, _ in claims), Counter(new for _, new in claims)
    return {old: new for old, new in claims if olds[old] == 1 and news[new] == 1}


def _meaning(model: Model, graph: Graph, kind: str, id: str, names: Names) -> Hashable:
    """What must be equal for two elements to be one; empty where words would have to tell and there are none."""
    if kind == "threat":
        threat = model.threats[id]
        on = tuple(sorted(other_id(element, names) for element in threat.on))
        controls = tuple(sorted(names.get(Ref("control", control), control) for control in threat.controls))
        return threat._replace(id="", was="", on=on, controls=controls) if threat.title else ()
    if kind == "control":
        control = model.controls[id]
        return control._replace(id="", was="") if control.title or control.use else ()
    return tuple(renamed(facts_of(model, graph, kind, id), names).items())


def _only_partners(before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> dict[str, str]:
    """Old id -> new id for each meaning that exactly one element has on each side. An empty meaning has no partner."""
    olds, news = Counter(before.values()), Counter(after.values())
    by_meaning = {meaning: id for id, meaning in after.items()}
    return {
        id: by_meaning[meaning]
        for id, meaning in before.items()
        if meaning and olds[meaning] == 1 and news[meaning] == 1
    }
