"""What a review written now would say: ids with their present digests, and what was removed with its last one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from checker.core.change import Change, renames
from checker.core.digest import digest, digests, facts_of
from checker.core.errors import UsageError
from checker.core.graph import Graph, Side
from checker.core.location import Ref
from checker.core.model import Model
from checker.core.settings import Settings
from checker.documents.words import nearest, quote
from checker.triage.coverage import REMOVABLE, Ask, former_names, read_ledger, removal_state, states
from checker.triage.moved import touched

Digests = tuple[tuple[str, str], ...]
"""(id, digest) in order of id."""


class Open(NamedTuple):
    """What nobody has reviewed yet: the ids of elements of the head, and removed elements with their last digest."""

    ids: tuple[str, ...]
    removed: Digests = ()


def cover(model: Model, graph: Graph, ids: Iterable[str]) -> Digests:
    """The present digests of these elements. Raises UsageError for an id that is not in the model."""
    kinds = {id: model.kind_of(id) for id in sorted(set(ids))}
    for id, kind in kinds.items():
        if not kind:
            near = nearest(id, (ref.id for ref in digests(model, graph)))
            raise UsageError(f"{quote(id)} is not in the model", hint=f"did you mean {quote(near)}?" if near else "")
    return tuple((id, digest(facts_of(model, graph, kind, id))) for id, kind in kinds.items())


def cover_removed(model: Model, graph: Graph, refs: Iterable[Ref]) -> Digests:
    """The last digests of removed elements. ``model`` is the base that still has them."""
    return tuple((ref.id, digest(facts_of(model, graph, ref.kind, ref.id))) for ref in sorted(refs))


def open_ids(
    head: Side,
    settings: Settings,
    as_of: str,
    base: Side | None = None,
    changes: tuple[Change, ...] | None = None,
    ask: Ask | None = None,
) -> Open:
    """Everything that is to be reviewed, in order of id. ``changes`` are those from the base to the head.

    With a base, older debt that the change does not touch is left out. ``as_of`` is an ISO date. ``ask`` says whether
    those who reviewed an element may decide about it: what waits for somebody else is open.
    """
    changes = changes or ()
    ledger = read_ledger(head[0], settings, as_of, base[0] if base else None)
    found = states(head, ledger, former_names(head[0], changes, base[0] if base else None), base, ask)
    wanted = {ref for ref, state in found.items() if state.word != "reviewed"}
    if base is None:
        return Open(tuple(sorted(ref.id for ref in wanted)))
    debt = states(base, read_ledger(base[0], settings, as_of), former_names(base[0]))
    old = {ref for ref, state in debt.items() if state.word != "reviewed"} - touched(changes, base, head)
    gone = [c.ref for c in changes if c.kind == "removed" and c.ref.kind in REMOVABLE]
    seen = {ref: removal_state(ref, head, base, found, ledger, renames(changes), ask) for ref in gone}
    unseen = [ref for ref, state in seen.items() if state.word != "reviewed"]
    return Open(tuple(sorted(ref.id for ref in wanted - old)), cover_removed(*base, unseen))
