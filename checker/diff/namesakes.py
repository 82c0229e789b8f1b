"""Which element of one format is which of another, where they have different ids: by a name that both alone have.

For models of different formats only: there ids are made anew by tools, and names are what people kept. Never where two
elements could be meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from typing import Any

from checker.core.location import Ref
from checker.core.model import Model
from checker.core.other_ids import other_id

Key = Callable[[Any], Hashable]
"""An element -> what it is known by; empty where it is known by nothing."""


def namesakes(kind: str, base: Model, head: Model, names: Mapping[Ref, str], taken: Collection[str]) -> dict[str, str]:
    """Old id -> new id of elements that only one side has under their id. ``names`` are the renames that are known
    already, ``taken`` the ids of the head that they lead to."""
    before, after = base.elements(kind), head.elements(kind)
    gone = [id for id in before if id not in after and Ref(kind, id) not in names]
    new = {id for id in after if id not in before and id not in taken}
    found: dict[str, str] = {}
    for old_key, new_key in zip(_keys(kind, names), _keys(kind, {}), strict=True):
        olds = Counter(old_key(one) for one in before.values())
        known: dict[Hashable, list[str]] = {}
        for id, one in after.items():
            known.setdefault(new_key(one), []).append(id)
        for id in gone:
            key = old_key(before[id])
            ids = known.get(key, [])
            if key and id not in found and olds[key] == 1 and len(ids) == 1 and ids[0] in new:
                found[id] = ids[0]
                new.discard(ids[0])
    return found


def _keys(kind: str, names: Mapping[Ref, str]) -> Iterator[Key]:
    """What elements of a kind are known by, the most telling first; ``names`` are those of what they refer to."""
    if kind == "flow":
        yield lambda flow: flow.name and (flow.name, *_ends(flow, names))
        yield lambda flow: _ends(flow, names)
    elif kind == "threat":
        yield lambda threat: threat.title and (threat.title, *sorted(other_id(id, names) for id in threat.on))
        yield lambda threat: threat.title
    elif kind == "control":
        yield lambda control: control.title
    else:
        yield lambda element: element.name


def _ends(flow: Any, names: Mapping[Ref, str]) -> tuple[str, ...]:
    return tuple(names.get(Ref("component", id), id) for id in (flow.source, flow.target))
