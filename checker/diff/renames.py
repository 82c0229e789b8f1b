"""Which element of the base is which element of the head under another id. Nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from checker.core.digest import facts_of
from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.other_ids import other_id, renamed
from checker.core.renaming import Names, with_lost

_KINDS = ("data", "control", "boundary", "component", "flow", "threat")


def find_renames(base: Model, head: Model, base_graph: Graph, head_graph: Graph, *, across: bool = False) -> Names:
    """Renames that an element declares (``was``), and those that leave no other reading.

    Without ``was``, one removed and one added element of a kind are one renamed element where both mean the same and
    no third does. Threats and controls mean what their words say: there every field but the id must be equal, and
    there must be words. ``across``: the two are of different formats, so that names tell before meanings do.
    """
    names: Names = {}
    for kind in (*_KINDS, "attack_tree", "deployment"):
        before, after = base.elements(kind), head.elements(kind)
        if before.keys() != after.keys():
            names.update({Ref(kind, old): new for old, new in _declared(before, after).items()})
    for kind in _KINDS:
        before, after = base.elements(kind), head.elements(kind)
        if before.keys() != after.keys():
            if across:
                names.update(_by_name(kind, base, head, names))
            taken = {ref.id: new for ref, new in names.items() if ref.kind == kind}
            gone = [id for id in before if id not in after and id not in taken]
            claimed = set(taken.values())
            new = [id for id in after if id not in before and id not in claimed]
            if gone and new:
                swapped = with_lost(base, names)
                old_meaning = {id: _meaning(base, base_graph, kind, id, swapped) for id in gone}
                new_meaning = {id: _meaning(head, head_graph, kind, id, {}) for id in new}
                names.update({Ref(kind, a): b for a, b in _only_partners(old_meaning, new_meaning).items()})
    return names


def in_common(base: Model, head: Model, *, across: bool = False) -> int:
    """How many components of one model are in the other: under their ids, under what they were, or, of another format,
    under their names."""
    before, after = base.components, head.components
    names = {Ref("component", old): new for old, new in _declared(before, after).items()}
    if across:
        names.update(_by_name("component", base, head, names))
    return len(before.keys() & after.keys()) + len(names)


def _by_name(kind: str, base: Model, head: Model, names: Names) -> Names:
    from checker.diff.namesakes import namesakes  # few comparisons are between formats

    taken = {new for ref, new in names.items() if ref.kind == kind}
    return {Ref(kind, old): new for old, new in namesakes(kind, base, head, names, taken).items()}


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
