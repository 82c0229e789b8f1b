"""The ATLAS techniques of a model as a layer of the Navigator, which colours its matrix by what was decided.

Layer format 4.3 and the domain ``atlas-atlas``, as MITRE's own layers have them (github.com/mitre-atlas/
atlas-navigator-data, dist/case-study-navigator-layers; github.com/mitre-attack/attack-navigator, layers/spec).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.core.model import Model
from checker.knowledge.library import Library
from checker.knowledge.lookup import within

STATES = {
    "open": "#f28b82",
    "carried": "#fdd663",
    "answered": "#81c995",
    "in a tree": "#aecbfa",
    "not applicable": "#dadce0",
}
"""What a model says of a technique -> its colour; where it says several things the first counts."""

_LABELS = {
    "open": "A threat is identified, and nothing decided",
    "carried": "A threat is accepted or transferred",
    "answered": "Threats are mitigated or avoided",
    "in a tree": "Only in an attack tree",
    "not applicable": "Does not apply, with a reason",
}
_BY_STATUS = {
    "identified": "open",
    "accepted": "carried",
    "transferred": "carried",
    "mitigated": "answered",
    "avoided": "answered",
    "not-applicable": "not applicable",
}
_KINDS = ("technique", "sub-technique")

Saying = tuple[str, str, tuple[str, ...]]
"""(state, what says it, its references)"""


def layer(model: Model, library: Library) -> dict[str, Any]:
    """The layer of one model in one edition of ATLAS: its techniques in order of id."""
    said: dict[str, list[tuple[str, str]]] = {}
    for state, who, refs in _sayings(model):
        for id in _techniques(refs, library):
            said.setdefault(id, []).append((state, who))
    parents = {library.entries[id].parent for id in said if library.entries[id].parent}
    techniques = [_technique(id, said.get(id, []), id in parents) for id in sorted(said.keys() | parents)]
    used = {state for sayings in said.values() for state in [_first(sayings)]}
    return {
        "versions": {"layer": "4.3", "navigator": "4.6.4"},
        "domain": "atlas-atlas",
        "metadata": [{"name": "atlas_data_version", "value": library.edition}],
        "name": model.system.name or model.id,
        "description": f"What the threat model of {model.id} says to techniques of ATLAS {library.edition}.",
        "techniques": techniques,
        "legendItems": [{"label": _LABELS[one], "color": color} for one, color in STATES.items() if one in used],
    }


def _technique(id: str, sayings: list[tuple[str, str]], opened: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"techniqueID": id}
    if sayings:
        made["color"] = STATES[_first(sayings)]
        made["comment"] = "; ".join(dict.fromkeys(who for _, who in sayings))
    if opened:
        made["showSubtechniques"] = True
    return made


def _first(sayings: list[tuple[str, str]]) -> str:
    return min((state for state, _ in sayings), key=list(STATES).index)


def _sayings(model: Model) -> Iterator[Saying]:
    for threat in model.threats.values():
        yield _BY_STATUS[threat.status], f"threat {threat.id} ({threat.status}): {threat.title}", threat.refs
    for answer in model.not_applicable:
        yield "not applicable", f"not applicable: {answer.reason}", answer.refs
    if model.attack_trees:
        from checker.core.attack_tree import Leaf, walk

        for tree in model.attack_trees.values():
            steps = [step for _, step in walk(tree.root)] if tree.root else []
            refs = (tree.refs, *(step.refs for step in steps if isinstance(step, Leaf)))
            yield "in a tree", f"attack tree {tree.id}: {tree.goal}", tuple(ref for some in refs for ref in some)


def _techniques(refs: tuple[str, ...], library: Library) -> Iterator[str]:
    """The ids of the techniques among some references; of a retired one those that took its place."""
    for ref in dict.fromkeys(refs):
        name, _, id = ref.partition(":")
        entry = within(library, id).entry if name == library.id else None
        if entry is not None and entry.kind in _KINDS:
            heirs = [library.entries[heir] for heir in entry.replaced_by if heir in library.entries]
            yield from (one.id for one in (heirs if entry.retired else [entry]) if one.kind in _KINDS)
