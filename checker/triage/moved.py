"""What a change moves: which elements' digests, and which of their facts, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from checker.core.change import Change, Renames, renames
from checker.core.digest import Facts, facts_of, threat_facts
from checker.core.graph import Side
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.other_ids import renamed
from checker.documents.words import quote


class Moved(NamedTuple):
    """One fact that differs, in words, and the place in the head that made it differ."""

    what: str
    at: Ref
    lost: Ref | None = None
    """A threat that is gone: ``at`` is then the element that it was on."""


_OWN = (
    *("type", "trust", "classification", "personal", "integrity", "kind", "parent", "from", "to", "boundaries"),
    *("data", "stores", "processes", "protocol", "authentication", "authorization", "encryption", "bidirectional"),
    *("content", "authority", "model", "datasets", "tenancy", "paths", "runs_on", "out_of_scope", "criticality"),
    *("ai", "conditions", "taxonomies", "methods", "fairness", "pasta", "source_artifacts", "properties", "threats"),
    *("members", "exposed", "crossings"),
)
"""Every fact, in the order in which a reader wants to know it: what was written, then what follows."""

_FIELDS = {"from": "source", "to": "target", "datasets": "model.datasets", "fairness": "fairness_objectives"}
_MODEL = ("model.source", "model.name", "model.version", "model.digest", "model.family", "model.base_model")
_THREAT = ("refs", "status", "controls", "accepted", "risk", "position")


def moved(ref: Ref, was: str, base: Side, head: Side, names: Renames) -> list[Moved]:
    """The facts of an element that differ from the base, where it was called ``was``."""
    keys, before, after = differing(ref, was, base, head, names)
    found = [one for key in keys for one in _fact(key, before, after, ref, (base, head, was, names))]
    return list(dict.fromkeys(found))


def differing(ref: Ref, was: str, base: Side, head: Side, names: Renames) -> tuple[list[str], Facts, Facts]:
    """The names of the facts that differ, in the order of a message, and all facts of the base and of the head."""
    before = facts_of(*base, ref.kind, was)
    after = facts_of(*head, ref.kind, ref.id)
    in_old_words = renamed(after, names.was) if names.was else after
    return [key for key in _OWN if before.get(key, ()) != in_old_words.get(key, ())], before, after


def _fact(key: str, before: Facts, after: Facts, ref: Ref, context: tuple[Side, Side, str, Renames]) -> Iterator[Moved]:
    was_said, is_said = before.get(key, ()), after.get(key, ())
    old, new = _pairs(was_said), _pairs(is_said)
    base, head, was, names = context
    if key == "threats":
        yield from _threats(ref, was, base, head, names)
    elif key in ("stores", "processes", "data"):
        lowered = [id for id in new if old.get(names.old("data", id), new[id]) != new[id]]
        yield from (Moved(f"the classification of {quote(id)}", Ref("data", id, "classification")) for id in lowered)
        if not lowered or len(old) != len(new):
            yield Moved(key, ref._replace(field=key))
    elif key in ("properties", "conditions", "taxonomies", "methods", "pasta"):
        parts = sorted(part for part in old.keys() | new.keys() if old.get(part) != new.get(part))
        yield from (Moved(f"{key}.{part}", ref._replace(field=f"{key}.{part}")) for part in parts)
    elif key == "model":
        sides = zip_longest(_MODEL, _texts(was_said), _texts(is_said), fillvalue="")
        yield from (Moved(name, ref._replace(field=name)) for name, one, other in sides if one != other)
    elif key == "boundaries":
        yield from _boundaries(ref, was, base, head, names)
    elif key in ("members", "exposed", "crossings"):
        yield Moved("exposure" if key == "exposed" else key, ref)
    else:
        yield Moved(key, ref._replace(field=_FIELDS.get(key, key)))


def _texts(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _pairs(value: Any) -> dict[Any, Any]:
    pairs = isinstance(value, tuple) and all(isinstance(one, tuple) and len(one) == 2 for one in value)
    return dict(value) if pairs else {}


def _boundaries(ref: Ref, was: str, base: Side, head: Side, names: Renames) -> Iterator[Moved]:
    """A component in another boundary, or in the same one that is in another."""
    here = head[0].components[ref.id].boundary
    if names.old("boundary", here) != base[0].components[was].boundary:
        yield Moved("boundary", ref._replace(field="boundary"))
        return
    for id in head[1].chains[ref.id]:
        parent, old = head[0].boundaries[id].parent, base[0].boundaries.get(names.old("boundary", id))
        if old and names.old("boundary", parent) != old.parent:
            yield Moved(f"the parent of boundary {quote(id)}", Ref("boundary", id, "parent"))
            return
    yield Moved("the boundaries around it", ref)


def _threats(ref: Ref, was: str, base: Side, head: Side, names: Renames) -> Iterator[Moved]:
    old_ids = {names.old("threat", id): id for id in head[1].threats.get(ref.id, ())}
    before = dict.fromkeys(base[1].threats.get(was, ()))
    yield from (_lost(id, ref, head[0], names) for id in before if id not in old_ids)
    for old, id in old_ids.items():
        if old not in before:
            yield Moved(f"threat {quote(id)} (new)", Ref("threat", id))
        else:
            yield from _threat(old, id, base[0], head[0], names)
    if answers(base, was) != answers(head, ref.id):
        yield Moved("what is marked not applicable", ref)


def _lost(old: str, ref: Ref, head: Model, names: Renames) -> Moved:
    """A threat that is no longer on an element: it is gone, or it says so itself."""
    id = names.new("threat", old)
    if id in head.threats:
        return Moved(f"threat {quote(id)} (no longer on it)", Ref("threat", id, "on"))
    return Moved(f"threat {quote(old)} (gone)", ref, Ref("threat", old))


def _threat(old: str, id: str, base: Model, head: Model, names: Renames) -> Iterator[Moved]:
    before: Any = threat_facts(base, old)
    after: Any = threat_facts(head, id)
    whole = len(_THREAT)  # the position is not always stated
    for field, one, other in zip(_THREAT, (*before, "")[:whole], (*after, "")[:whole], strict=True):
        if field != "controls":
            if one != other:
                yield Moved(f"the {field} of threat {quote(id)}", Ref("threat", id, field))
            continue
        controls = {names.old("control", c): (c, *said) for c, *said in other}
        if controls.keys() != {c for c, *_ in one}:
            yield Moved(f"the controls of threat {quote(id)}", Ref("threat", id, "controls"))
        for control, *said in one:
            here, *now = controls.get(control, (control, *said))
            for part, was_said, is_said in zip(("status", "use"), said, now, strict=True):
                if was_said != is_said:
                    yield Moved(f"the {part} of control {quote(here)}", Ref("control", here, part))


def answers(side: Side, id: str) -> list[tuple[str, ...]]:
    """What is marked not applicable to an element: the references of each answer, sorted."""
    return sorted(side[0].not_applicable[at].refs for at in side[1].answers.get(id, ()))


def touched(changes: tuple[Change, ...], base: Side, head: Side) -> frozenset[Ref]:
    """Every element whose digest the changes move, or about whose threats they say something else.

    Elements of the head under their present ids, removed ones under their last. A mere rename touches nothing.
    Threats and controls that changed are in it themselves.
    """
    counting = [change for change in changes if change.relevant or _reconsidered(change)]
    after: dict[str, dict[str, bool]] = {}
    before: dict[str, dict[str, bool]] = {}
    for change in counting:
        changes_inside = change.kind in ("added", "removed") or any(f.field in _STRUCTURE for f in change.fields)
        after.setdefault(change.ref.kind, {})[change.ref.id] = changes_inside
        before.setdefault(change.ref.kind, {})[change.was or change.ref.id] = changes_inside
    names = renames(changes)
    here = (Ref(kind, id) for id in _moved_by(after, head) if (kind := head[0].kind_of(id)))
    there = (Ref(kind, names.new(kind, id)) for id in _moved_by(before, base) if (kind := base[0].kind_of(id)))
    still = (ref for ref in there if ref.id in head[0].elements(ref.kind))
    return frozenset((*(change.ref for change in counting), *here, *still))


def _reconsidered(change: Change) -> bool:
    """Whether the change gives or takes an answer about a threat; one in other words is the same answer."""
    fields = (field for field in change.fields if field.field in _CONSIDERED.get(change.ref.kind, ()))
    return any(bool(field.before.strip()) != bool(field.after.strip()) for field in fields)


_CONSIDERED = {"threat": ("owner", "rationale"), "not_applicable": ("reason",)}
"""Kind -> fields outside the digest that decide by being there whether threats are considered."""
_STRUCTURE = ("boundary", "parent", "classification")
"""Fields of an element that are among the facts of others."""


def _moved_by(changed: Mapping[str, Mapping[str, bool]], side: Side) -> Iterator[str]:
    """Ids of elements whose facts hold something of what changed: kind -> id -> whether others' facts hold it."""
    model, graph = side
    threats, controls = changed.get("threat", {}), changed.get("control", {})
    for threat in model.threats.values() if threats or controls else ():
        if threat.id in threats or not controls.keys().isdisjoint(threat.controls):
            yield from threat.on
    for answer in model.not_applicable:
        if answer.id in changed.get("not_applicable", {}):
            yield from answer.on
    moved, boundaries, data = ({id for id, inside in changed.get(kind, {}).items() if inside} for kind in _OUTER)
    if hosts := changed.get("deployment"):
        yield from (one.id for one in model.components.values() if one.runs_on in hosts)
    yield from (model.components[id].boundary for id in moved if id in model.components)
    yield from (model.boundaries[id].parent for id in boundaries if id in model.boundaries)
    if boundaries:
        yield from (id for id, chain in graph.chains.items() if not boundaries.isdisjoint(chain))
    if data:
        holding = (c.id for c in model.components.values() if not data.isdisjoint((*c.stores, *c.processes)))
        yield from (*holding, *(f.id for f in model.flows.values() if not data.isdisjoint(f.data)))


_OUTER = ("component", "boundary", "data")
